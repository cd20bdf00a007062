"""Whether one account is a rewrite of another: by its other sentences, their order and their words."""

from __future__ import annotations

from dataclasses import replace

from consistency.checks.base import Context
from consistency.checks.rewrites import rewrite
from consistency.engine.rung_reached import source_of
from consistency.model import Claim
from consistency.nlp.understanding import understand
from tests.fakes import FakeEmbedder, FakeLanguageModel

AGENCY = (
    "Kiln workers in Vellmar walked out. The glassworks lost nine orders since spring. "
    "Mayor Orla Tandberg offered talks on Friday. Two furnaces stay lit for safety."
)
REWRITE = (
    "Kiln workers in Vellmar walked off. The glassworks lost six orders since spring. "
    "Mayor Orla Tandberg promised talks on Friday. Two furnaces stay lit for safety."
)
TURNED = " ".join(f"{sentence}." for sentence in reversed(REWRITE.rstrip(".").split(". ")))
OTHER = "Nobody here knew. Rain fell over hills. Choirs sang psalms loudly. Dogs barked after dusk."


def _context(*texts: str) -> tuple[Context, list[list[Claim]]]:
    read = [replace(source_of(text, f"{number}.txt"), id=f"{number}.txt") for number, text in enumerate(texts)]
    claims = understand(read, FakeLanguageModel())
    every = [claim for part in claims.values() for claim in part]
    vectors = dict(zip((claim.id for claim in every), FakeEmbedder()([claim.text for claim in every]), strict=True))
    context = Context(
        sources={source.id: source for source in read},
        similarity=lambda a, b: round(float(vectors[a.id] @ vectors[b.id]), 4),
        around=lambda claim: claims[claim.source],
    )
    return context, [claims[source.id] for source in read]


def test_a_rewrite_has_the_same_sentences_in_one_order_and_mostly_the_same_words() -> None:
    context, (one, other) = _context(AGENCY, REWRITE)
    retold, in_order, verbatim = rewrite(one[1], other[1], context)
    assert retold == in_order == 1.0
    assert verbatim > 0.6


def test_the_sentences_asked_about_say_nothing_of_their_texts() -> None:
    context, (one, other) = _context("Kiln workers in Vellmar walked out.", "Kiln workers in Vellmar walked off.")
    assert rewrite(one[0], other[0], context) == (0.0, 0.0, 0.0)


def test_the_order_of_sentences_counts() -> None:
    context, (one, other) = _context(AGENCY, TURNED)
    retold, in_order, _ = rewrite(one[1], other[2], context)
    assert retold == 1.0
    assert in_order < 0.5


def test_another_story_is_no_rewrite() -> None:
    context, (one, other) = _context(AGENCY, OTHER)
    assert rewrite(one[1], other[1], context)[0] < 0.5
