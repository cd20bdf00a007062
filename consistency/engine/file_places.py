"""A report on folded texts turned into one on the files: every span and the words in it as they stand there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from consistency.ingest.folding import unfolded, way_out
from consistency.model import Claim, Report, Source

Moved = Callable[[Any], Any]


def as_filed(report: Report) -> Report:
    """The report with the sources as read, and all that was found in them in its place in the file."""
    moves = {source.id: _mover(source) for source in report.sources if source.printed is not None}
    if not moves:
        return report
    home = {claim.id: claim.source for claim in report.claims}
    lines = {
        source.id: [at for at, character in enumerate(source.printed or "") if character == "\n"]
        for source in report.sources
        if source.id in moves
    }

    def claimed(claim: Claim) -> Claim:
        move = moves.get(claim.source)
        if move is None:
            return claim
        moved: Claim = move(claim)
        attribution = move(claim.attribution) if claim.attribution else None
        return replace(
            moved,
            line=bisect_left(lines[claim.source], moved.start) + 1,
            tokens=tuple(replace(move(token), text=token.text) for token in claim.tokens),
            facts=tuple(move(fact) for fact in claim.facts),
            attribution=attribution,
        )

    def spanned(item: Any, source: str) -> Any:
        return moves[source](item) if source in moves else item

    return replace(
        report,
        sources=tuple(unfolded(source) for source in report.sources),
        claims=tuple(claimed(claim) for claim in report.claims),
        findings=tuple(
            replace(finding, evidence=tuple(spanned(item, home[item.claim]) for item in finding.evidence)) for finding in report.findings
        ),
        alone=tuple(spanned(item, item.source) for item in report.alone),
        framing=tuple(spanned(item, item.source) for item in report.framing),
    )


def _mover(source: Source) -> Moved:
    """Moves an item with a span of the source's folded text into the file; its words, where it has any, are the file's."""
    ends, text = way_out(source), source.printed or ""

    def move(item: Any) -> Any:
        start, end = ends.out(item.start), ends.out(item.end, end=True)
        end = max(start, end)
        return replace(item, start=start, end=end, **({"text": text[start:end]} if hasattr(item, "text") else {}))

    return move
