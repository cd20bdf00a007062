"""Where the facts of two texts stop on a check's ladder: the whole pipeline over the two, with each pair that it compares written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from consistency.checks.base import Check, Pair, Rung, Silence
from consistency.engine.captures import run
from consistency.engine.settings import Settings
from consistency.model import Block, Report, Source
from consistency.model.protocols import Embedder, LanguageModel

EVENT = "the two texts"
PAGE = "https://two.example/page"


@dataclass(frozen=True, slots=True)
class Stop:
    """Two facts in the words of their sources, and the rung where they stop; of an omission the matter, and who may not report it."""

    left: str
    right: str
    rung: Rung[Any]


def source_of(text: str, name: str) -> Source:
    """A text as a source that is all body."""
    return Source(path=name, text=text, blocks=(Block("body", 0, len(text)),))


def stops(check: Check, sources: Sequence[Source], language: LanguageModel, embedder: Embedder) -> tuple[Report, list[Stop]]:
    """Run one check over sources that are taken to report one event; to a check of versions they are captures of one page.

    Args:
        check: The check; no other one runs.
        sources: One source or two.
        language: Parses their texts.
        embedder: Embeds their claims.

    Returns:
        The report, and every pair of facts that was compared, in the order of the run.
    """
    url = PAGE if check.mode == "versions" else None
    stated = [
        replace(source, id=f"{number} {source.path}", event=EVENT, url=url, provenance={**source.provenance, "event": "manifest"})
        for number, source in enumerate(sources, 1)
    ]
    found: list[Stop] = []

    def watch(walked: Check, pair: Any, rung: Rung[Any]) -> None:
        found.append(Stop(*_words(pair), rung))

    report = run(stated, Settings(enable=(check.id,)), language, embedder, watch=watch)
    return report, found


def _words(pair: Pair[Any] | Silence) -> tuple[str, str]:
    if isinstance(pair, Silence):
        return pair.matter.part.text, " and ".join(source.label for source in pair.unsaid.sources)
    sides = zip((pair.left, pair.right), pair.spans, strict=True)
    left, right = (claim.words(start, end) for claim, (start, end) in sides)
    return (right, left) if pair.turned else (left, right)
