"""Publication dates as documents print them: lines that hold nothing but a date, and the dates of metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"

_DATE = re.compile(
    rf"""(?P<y1>{_YEAR})\s?[-/.]\s?(?P<m1>\d\d?)\s?[-/.]\s?(?P<d1>\d\d?)(?!\d)                      # 2021-03-05
      | (?P<a>\d\d?)\s?[-/.]\s?(?P<b>\d\d?)\s?[-/.]\s?(?P<y2>{_YEAR}|\d\d)(?!\d)                     # 05/03/2021
      | (?P<d3>\d\d?){_ORDINAL}\.?(?:\s+of)?[\s-]+(?P<m3>{_MONTH})\b\.?,?[\s-]*(?P<y3>{_YEAR})       # 5 March 2021
      | (?P<m4>{_MONTH})\b\.?\s*(?P<d4>\d\d?){_ORDINAL},?\s+(?P<y4>{_YEAR})                          # March 5, 2021
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TIME = re.compile(
    r"(?<!\d)(?P<h>[01]?\d|2[0-3])\s?[:.]\s?(?P<min>[0-5]\d)(?:\s?:\s?[0-5]\d)?(?!\d)\s?(?P<half>[ap]\.?\s?m?\b\.?)?"
    r"|(?<!\d)(?P<h2>1[0-2]|[1-9])\s?(?P<half2>[ap]\.?\s?m\b\.?)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"""\b(?:first|last|originally|published|posted|updated|modified|created|release[d]?|issued|printed|filed|date[d]?|on|at|
      time|local|hours|hrs|uk|for|immediate|article|story|post|this|was|last|{_WEEKDAY}|[ap]\.?\s?m|[a-z]{{1,4}}t|utc|gmt|z|ist|noon|midnight|page\s*\d{{1,3}})\b\.?
      |\b(?:utc|gmt)\s?[+-]\s?\d+|[^\w]+""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(r"\b(?!at\b|sat\b|that\b)(?:[A-Z]{1,4}T|UTC|GMT|IST|UK)\b")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that holds a date and nothing else. `unclear` where day and month could be swapped; `day` is then `None`."""

    day: date | None
    clock: time | None = None
    updated: bool = False
    unclear: bool = False


def date_line(line: str) -> Printed | None:
    """What the line says if it is a date with or without a time ("Published: 3 March 2021, 4:15 PM"), else `None`."""
    if len(line) > 140 or not any(character.isdigit() for character in line):
        return None
    found = list(_DATE.finditer(line))
    times = list(_TIME.finditer(_DATE.sub(lambda match: " " * len(match[0]), line)))
    rest = _TIME.sub(" ", _DATE.sub(" ", line))
    if not found and not times:
        return None
    left = _AROUND.sub(" ", _ZONE.sub(" ", rest)).split()
    if left and not (found and times and len(left) <= 3 and all(word[0].isupper() for word in left)):
        return None
    lowered = line.lower()
    if not found:
        return Printed(None, _time(times[0]), updated=True) if re.search(r"updated|posted|published|modified", lowered) else None
    first = min(found, key=lambda match: (_is_update(lowered, match.start()), match.start()))
    clock = next((_time(match) for match in times if match.start() > first.start() - 30), None)
    day = _day(first)
    return Printed(day, clock, _is_update(lowered, first.start()), unclear=day is None and first["a"] is not None)


def _is_update(line: str, position: int) -> bool:
    before = line[:position]
    return max(before.rfind("updat"), before.rfind("modif")) > max(before.rfind("publish"), before.rfind("posted"))


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    if groups["y1"]:
        return _make(groups["y1"], int(groups["m1"]), int(groups["d1"]))
    if groups["y3"]:
        return _make(groups["y3"], _MONTHS[groups["m3"].lower()], int(groups["d3"]))
    if groups["y4"]:
        return _make(groups["y4"], _MONTHS[groups["m4"].lower()], int(groups["d4"]))
    first, second = int(groups["a"]), int(groups["b"])
    if first > 12 or first == second:
        return _make(groups["y2"], second, first)
    return _make(groups["y2"], first, second) if second > 12 else None


def _make(year: str, month: int, day: int) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)
    try:
        return date(full, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    hour, half = int(match["h"] or match["h2"]), (match["half"] or match["half2"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return time(hour, int(match["min"] or 0))


EARLIEST, LATEST = 1500, 2200
"""Years; what lies outside is a slip, and days counted from it may lie outside any calendar."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time of day and the zone ("+02:00") as written there; nothing is converted."""

    day: date
    clock: time | None = None
    zone: str | None = None


def metadata_date(value: object) -> tuple[date, time | None] | None:
    """The day and time of `moment`."""
    found = moment(value)
    return (found.day, found.clock) if found else None


def moment(value: object) -> Moment | None:
    """A date out of metadata: a TOML or YAML date, an ISO string, one as mail headers and feeds write it, or a written date with a
    four-digit year.

    Day and month that could be swapped give `None`, and so does a year in which no document can have been published.
    """
    found = _moment(value)
    return found if found is not None and EARLIEST <= found.day.year <= LATEST else None


def _moment(value: object) -> Moment | None:
    if isinstance(value, datetime):
        return _of(value)
    if isinstance(value, date):
        return Moment(value)
    text = str(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > 80:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _of_mail(text) or _written(text)
    return _of(found) if re.search(r"\d[T ]\d", text) else Moment(found.date())


def _of(found: datetime) -> Moment:
    zone = found.strftime("%z")
    return Moment(found.date(), found.time().replace(tzinfo=None, microsecond=0), f"{zone[:3]}:{zone[3:5]}" if zone else None)


def _of_mail(text: str) -> Moment | None:
    """As RFC 5322 has it: `Tue, 04 Mar 2031 10:00:00 GMT`."""
    try:
        return _of(parsedate_to_datetime(text)) if re.search(r"\d:\d\d:\d\d", text) else None
    except (ValueError, TypeError, OverflowError):
        return None


def _written(text: str) -> Moment | None:
    match = _DATE.search(text)
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    clock = _TIME.search(text, match.end())
    return Moment(day, _time(clock) if clock else None)
