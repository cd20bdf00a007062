"""Why a source may be silent without leaving anything out: its text is short, it breaks off, or it came before the thing told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from statistics import median

from consistency.model import Claim, DateFact, Reason, Source

LEAST_WORDS = 150
"""Words of its own below which a report is a brief."""
FAR_SHORTER = 0.5
"""Of the usual length of the other reports on the event: below, a report had no room for what they tell."""
_MORE = re.compile(
    r"(?:continue|keep)\s+reading|read\s+(?:the\s+)?(?:full|whole|rest|entire)\b|read\s+more\s+(?:of|on)\s+th(?:is|e)\s+\w+\W*$"
    r"|(?:subscribe|sign\s+(?:in|up)|log\s+in|register)\b.{0,40}\bto\s+(?:continue|keep|read|view)|(?:full|whole)\s+story\b",
    re.IGNORECASE,
)
"""The link or offer that stands where the rest of an article would."""
_TEASER = re.compile(r"(?:read|see|learn|view)\s+more\W*$|more\s*[\u00bb>\u2192]+$", re.IGNORECASE)
"""Stands below a teaser, and below many a whole article too."""
TEASER = 200
"""Words up to which a text that ends so is a teaser."""
_MOST = 14
"""Words of such a link; a longer line is a text of its own."""
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])[\"”’')\]\s]*$")


def text_reasons(sources: Sequence[Source], words: Mapping[str, int]) -> dict[str, Reason]:
    """For the sources of one event whose text gives a reason: "short" or "cut off". `words` counts each one's own words, by id."""
    found: dict[str, Reason] = {}
    for source in sources:
        others = [words[other.id] for other in sources if other.id != source.id]
        if words[source.id] < LEAST_WORDS or (others and words[source.id] < FAR_SHORTER * median(others)):
            found[source.id] = "short"
        elif cut_off(source, words[source.id]):
            found[source.id] = "cut off"
    return found


def cut_off(source: Source, words: int) -> bool:
    """Whether the text, of so many words, breaks off: in mid-sentence, in dots, or in an offer to read on where the rest would stand."""
    last = max((at for at, block in enumerate(source.blocks) if block.role in {"body", "deck"}), default=None)
    if last is None:
        return False
    text = source.text[source.blocks[last].start : source.blocks[last].end]
    if _BREAKS_OFF.search(text):
        return True
    if any("mid-sentence" in warning for warning in source.warnings):
        # A name or a figure at the end is a credit or a caption more often than half a sentence.
        ending = text.split()[-1]
        return ending[:1].islower() or not ending[-1].isalnum()
    for after in source.blocks[last + 1 : last + 2]:
        line = source.text[after.start : after.end].strip()
        if len(line.split()) <= _MOST and (_MORE.match(line) or (words <= TEASER and _TEASER.match(line))):
            return True
    return False


def earlier(source: Source, told: Collection[Claim], sources: Mapping[str, Source]) -> bool:
    """Whether the source was published before what the claims tell: before the day they name, or the first report of it."""
    if source.published is None:
        return False
    days = [sources[claim.source].published for claim in told]
    known = [day for day in days if day is not None]
    if len(known) == len(days) and known and min(known) > source.published:
        return True
    named = [day for claim in told if (day := _happened(claim, sources[claim.source].published)) is not None]
    return len(named) == len(told) > 0 and min(named) > source.published


def foresees(claims: Sequence[Claim]) -> bool:
    """Whether a report opens with what is still expected: it was written before the happening, be it hours."""
    opening = [claim for role in ("title", "body") for claim in [item for item in claims if item.role == role][:1]]
    return any(claim.certainty == "expected" for claim in opening)


def _happened(claim: Claim, published: date | None) -> date | None:
    """The first day that a claim names, where it tells something as done: what its own report sets in the future is still a plan."""
    if claim.certainty not in {"asserted", "confirmed"}:
        return None
    day = min((fact.first for fact in claim.facts if isinstance(fact, DateFact) and fact.first is not None), default=None)
    return None if day is None or (published is not None and day > published) else day
