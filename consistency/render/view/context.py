"""The stretch of a source that is shown around a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consistency.model import Claim, Source

REACH = 360
"""Characters shown at most on each side of the claim."""
NEIGHBOURS = 180
"""Characters shown at most on each side of a claim that is a paragraph of its own."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Context:
    """A span of the source around a claim; `cut_before` and `cut_after` say that the paragraph goes on."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool


def context(source: Source, claim: Claim, reach: int = REACH) -> Context:
    """The claim's paragraph, inside its block, cut at words where it reaches further than `reach` characters from the claim."""
    low, high = next(((block.start, block.end) for block in source.blocks if block.start <= claim.start < block.end), (0, len(source.text)))
    high = max(high, claim.end)
    for gap in _BLANK_LINE.finditer(source.text, low, high):
        if gap.end() <= claim.start:
            low = gap.end()
        elif gap.start() >= claim.end:
            high = gap.start()
            break
    start, end = _at_word(source.text, low, claim.start, reach), _end_word(source.text, claim.end, high, reach)
    return Context(start, end, start > low, end < high)


def widened(source: Source, claim: Claim, reach: int = REACH) -> Context:
    """The claim's paragraph, or the end of the one before and the beginning of the next where the claim is all of it: a paragraph of
    one sentence says nothing of what surrounds it. Never reaches into what is no part of the report itself."""
    around, text = context(source, claim, reach), source.text
    if any(map(str.isalnum, text[around.start : claim.start] + text[claim.end : around.end])):
        return around
    told = [block for block in source.blocks if block.role in ("body", "deck", "caption")]
    at = next((index for index, block in enumerate(told) if block.start <= claim.start < block.end), None)
    if at is None:
        return around
    low, high = told[max(at - 1, 0)].start, max(told[min(at + 1, len(told) - 1)].end, claim.end)
    aside = [block for block in source.blocks if block.role == "boilerplate"]
    low = max([low, *(block.end for block in aside if block.end <= claim.start)])
    high = min([high, *(block.start for block in aside if block.start >= claim.end)])
    reach = min(reach, NEIGHBOURS)
    start, end = _at_word(text, low, claim.start, reach), _end_word(text, claim.end, high, reach)
    return Context(start, end, start > low, end < high)


def _at_word(text: str, low: int, start: int, reach: int) -> int:
    """Where the shown text begins: `low`, or the first word that is within reach of `start`."""
    begin = max(low, start - reach)
    if begin > low and not text[begin - 1].isspace():
        while begin < start and not text[begin].isspace():
            begin += 1
    while begin < start and text[begin].isspace():
        begin += 1
    return low if not text[low:begin].strip() else begin


def _end_word(text: str, end: int, high: int, reach: int) -> int:
    """Where the shown text ends: `high`, or the last word that is within reach of `end`."""
    stop = min(high, end + reach)
    if stop < high and not text[stop].isspace():
        while stop > end and not text[stop - 1].isspace():
            stop -= 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return high if not text[stop:high].strip() else stop
