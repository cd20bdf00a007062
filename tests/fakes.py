"""Stand-ins for the models: fast, deterministic, and right about offsets. They know no grammar beyond a few closed classes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from consistency.cluster.drafts import described_all, drawn_from
from consistency.cluster.event_profiles import lead_text
from consistency.model import Event, Source, Token
from consistency.model.protocols import Embedder, LanguageModel, Parse
from consistency.nlp.understanding import understand

if TYPE_CHECKING:
    from consistency.model.protocols import Matrix

WORD = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
END = frozenset(".!?")
FUNCTION = {
    "the": "DET", "a": "DET", "an": "DET", "of": "ADP", "in": "ADP", "on": "ADP", "and": "CCONJ", "to": "PART", "was": "AUX",
    "were": "AUX",
}  # fmt: skip


class FakeLanguageModel:
    """Sentences at full stops; each token hangs on its sentence's first word, tagged by a glance at its shape."""

    id = "fake-language-1"

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        return [tuple(self._sentences(text)) for text in texts]

    def _sentences(self, text: str) -> list[tuple[Token, ...]]:
        sentences: list[tuple[Token, ...]] = []
        current: list[Token] = []
        for match in WORD.finditer(text):
            word = match.group()
            pos = FUNCTION.get(word.lower()) or (
                "NUM" if word.isdigit() else "PUNCT" if not word[0].isalnum() else "PROPN" if word[0].isupper() else "NOUN"
            )
            current.append(
                Token(
                    text=word,
                    lemma=word.lower(),
                    pos=pos,
                    tag=pos,
                    dep="ROOT" if not current else "dep",
                    head=0,
                    start=match.start(),
                    end=match.end(),
                )
            )
            if word in END:
                sentences.append(tuple(current))
                current = []
        if current:
            sentences.append(tuple(current))
        return sentences


class FakeEmbedder:
    """A bag of hashed words: texts that share words are near, and nothing else is."""

    id = "fake-embedder-1"
    dimensions = 64

    def __call__(self, texts: Sequence[str]) -> Matrix:
        matrix = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                matrix[row, int.from_bytes(hashlib.blake2b(word.encode(), digest_size=2).digest(), "big") % self.dimensions] += 1.0
            if not matrix[row].any():
                matrix[row, 0] = 1.0
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True))


def events_of(sources: Sequence[Source], language: LanguageModel, embedder: Embedder) -> list[Event]:
    """The events of sources, which go in the order given."""
    claims = understand(sources, language)
    every = [claim for part in claims.values() for claim in part]
    vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
    leads = embedder([lead_text(source, claims[source.id]) for source in sources])
    stories, profiles = drawn_from(sources, claims, leads, vectors)
    by_id, rows = {source.id: source for source in sources}, {source.id: row for source, row in zip(sources, leads, strict=True)}
    return described_all([draft for story in stories for draft in story], by_id, claims, profiles, rows)
