"""The stretch of a source that is shown around a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consistency.model import Claim, Source

REACH = 360
"""Characters shown at most on each side of the claim."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Context:
    """A span of the source around a claim; `cut_before` and `cut_after` say that the paragraph goes on."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool


def context(source: Source, claim: Claim) -> Context:
    """The claim's paragraph, inside its block, cut at words where it is long."""
    low, high = next(
        ((block.start, block.end) for block in source.blocks if block.start <= claim.start < block.end),
        (0, len(source.text)),
    )
    high = max(high, claim.end)
    for gap in _BLANK_LINE.finditer(source.text, low, high):
        if gap.end() <= claim.start:
            low = gap.end()
        elif gap.start() >= claim.end:
            high = gap.start()
            break
    start, end = _at_word(source.text, low, claim.start), _end_word(source.text, claim.end, high)
    return Context(start, end, start > low, end < high)


def _at_word(text: str, low: int, start: int) -> int:
    """Where the shown text begins: `low`, or the first word that is within reach of `start`."""
    begin = max(low, start - REACH)
    if begin > low and not text[begin - 1].isspace():
        while begin < start and not text[begin].isspace():
            begin += 1
    while begin < start and text[begin].isspace():
        begin += 1
    return low if not text[low:begin].strip() else begin


def _end_word(text: str, end: int, high: int) -> int:
    """Where the shown text ends: `high`, or the last word that is within reach of `end`."""
    stop = min(high, end + REACH)
    if stop < high and not text[stop].isspace():
        while stop > end and not text[stop - 1].isspace():
            stop -= 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return high if not text[stop:high].strip() else stop
