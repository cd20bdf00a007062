"""Times of day: "3 a.m.", "03:00", "shortly after noon", as minutes since midnight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from consistency.model import Claim, Clock, Source
from consistency.nlp.number_words import matches, spelled

_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
PATTERN = re.compile(
    rf"""(?<![\w:.,/$€£-])(?:
      (?P<hour>\d{{1,2}}|{_HOUR})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b(?!-\w)\.?
    | (?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![:\d])(?:\s?(?:hours|hrs|h)\b)?
    | (?P<hour0>[01]\d|2[0-3])(?P<minute0>[0-5]\d)\s(?:hours|GMT|UTC)\b
    | (?P<word>noon|midday|midnight)\b
    | (?:(?P<step>half|quarter|ten|twenty|five)\s+(?P<way>past|to)\s+)?(?P<oclock>\d{{1,2}}|{_HOUR})
        (?:\.(?P<past>[0-5]\d)|\s+o['’]clock)?\s+(?P<part>in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEAR = re.compile(
    r"(?:(?P<after>(?:(?:just|shortly|soon|minutes)\s+)?after|since|from)|(?P<before>(?:(?:just|shortly)\s+)?before|until|by)"
    r"|(?P<about>at\s+about|about|around|approximately|roughly|close\s+to|near|nearly|almost))\s+$",
    re.IGNORECASE,
)
_STARTS = frozenset({*_HOUR.split("|"), "noon", "midday", "midnight", "half", "quarter", "twenty"})
STEPS = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
ROOM = 60
"""Minutes that "after" and "before" may be away."""
LITTLE = 30
"""Minutes that "about" may be away."""


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Clock]]:
    """Yield (claim index, fact) for every time of day that is plain about its half of the day."""
    for index, claim in enumerate(claims):
        for fact in read_clocks(claim.text, claim.start):
            yield index, fact


def read_clocks(text: str, offset: int = 0) -> Iterator[Clock]:
    """The times of day in a text, their spans shifted by `offset`.

    >>> [clock.value for clock in read_clocks("shortly after 3 p.m. and at 03:40")]
    ['after 15:00', '03:40']
    """
    for match in matches(PATTERN, text, _STARTS):
        minute = _minute(match)
        if minute is None:
            continue
        near = _NEAR.search(text[max(0, match.start() - 24) : match.start()])
        bound: Literal["exact", "about", "after", "before"] = "exact"
        first = last = minute
        if near and near["after"]:
            bound, last = "after", minute + ROOM
        elif near and near["before"]:
            bound, first = "before", minute - ROOM
        elif near:
            bound, first, last = "about", minute - LITTLE, minute + LITTLE
        yield Clock(match.start() + offset, match.end() + offset, match.group(), first, last, bound)


def _minute(match: re.Match[str]) -> int | None:
    if match["word"]:
        return 0 if match["word"].lower() == "midnight" else 720
    if match["hour24"]:
        return int(match["hour24"]) * 60 + int(match["minute24"])
    if match["hour0"]:
        return int(match["hour0"]) * 60 + int(match["minute0"])
    written = (match["hour"] or match["oclock"]).lower()
    hour = int(written) if written.isdigit() else int(spelled(written) or 0)
    if not 1 <= hour <= 12:
        return None
    if match["hour"]:
        return hour % 12 * 60 + int(match["minute"] or 0) + (720 if match["half"].lower() == "p" else 0)
    part = " ".join(match["part"].lower().split())
    later = part in {"in the afternoon", "in the evening"} or (part == "at night" and hour >= 6 and hour != 12)
    minute = hour % 12 * 60 + int(match["past"] or 0) + (720 if later else 0)
    step = STEPS.get((match["step"] or "").lower(), 0)
    return minute - step if match["way"] and match["way"].lower() == "to" else minute + step
