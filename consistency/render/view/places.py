"""Where a finding stands in the files, for hosts that show it beside a line."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model import Report, Side, Source
from consistency.render.view.view import FindingView, Passage


@dataclass(frozen=True, slots=True)
class Place:
    """The differing words of one passage. Lines and columns count from 1, columns and offsets in code points, ends exclusive
    but for `end_line`. `lines` is `False` where they count in a text taken out of the file, not in the file."""

    source: Source
    side: Side
    words: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    lines: bool

    @property
    def file_line(self) -> int | None:
        """The line of the file, or `None` if the text's lines are not the file's. A record of JSON Lines is one line."""
        if self.lines:
            return self.line
        if self.source.record is not None and self.source.path.lower().endswith((".jsonl", ".ndjson")):
            return self.source.record
        return None


def places(item: FindingView, report: Report) -> tuple[Place, ...]:
    """The places of a finding, the one to act on first: in a source that was added, and there on the side that none but added
    sources tell; else in the first."""
    found = [_place(passage, "left") for passage in item.left] + [_place(passage, "right") for passage in item.right]
    added = set(report.added)
    told_before = {place.side for place in found if place.source.id not in added}
    return tuple(sorted(found, key=lambda place: (place.source.id not in added, place.side in told_before)))


def _place(passage: Passage, side: Side) -> Place:
    start, end = passage.evidence[0] if passage.evidence else (passage.claim.start, passage.claim.end)
    text, source = passage.source.text, passage.source
    last = max(start, end - 1)
    return Place(
        source=source,
        side=side,
        words=text[start:end],
        start=start,
        end=end,
        line=source.line(start),
        column=_column(text, start),
        end_line=source.line(last),
        end_column=_column(text, last) + (end > start),
        lines=not source.extracted and source.record is None,
    )


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset)
