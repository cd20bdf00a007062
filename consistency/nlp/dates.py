"""Dates: absolute, partial and relative ones, resolved against the publication date and by the tense of the verb they go with."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from consistency.model import Granularity
from consistency.nlp.date_words import CORE, MONTHS, PATTERN, QUARTERS, SHORT_DAYS, STARTS, WEEKDAYS
from consistency.nlp.number_words import matches, runs
from consistency.nlp.numbers import numbers

Tense = Literal["past", "future", ""]
PREPOSITIONS = frozenset({"since", "in", "by", "of", "until", "before", "after", "from"})
NOT_MONTHS = frozenset({"may", "march", "mar", "jun", "dec"})
"""Words that are months only where a day, a year or a preposition says so."""
NEAR = 8
"""Days by which a date of this year may lie on the wrong side of the publication before its tense moves it to another year."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it stands in a text: its span, the days it may mean (or, unresolved, its words), and how exact it is."""

    start: int
    end: int
    first: date | None
    last: date | None
    granularity: Granularity
    relative: str = ""
    bare: bool = False
    """Whether it is a lone number that only its sentence shows to be a year."""


@lru_cache(maxsize=4096)
def dated_spans(text: str) -> tuple[re.Match[str], ...]:
    """The matches of `PATTERN` in a text."""
    if not any(run in CORE or run[0].isdigit() for _, run in runs(text)):
        return ()
    return tuple(matches(PATTERN, text, STARTS))


def day_spans(text: str) -> list[tuple[int, int]]:
    """The spans of a text that are dates whatever its sentence says: all but lone years."""
    return [match.span() for match in dated_spans(text) if not match["year4"]]


def read_dates(text: str, published: date | None, tense: Callable[[int, int], Tense] = lambda start, end: "") -> Iterator[Dated]:
    """The dates of a text, in order.

    Args:
        text: A sentence.
        published: The day it was published, which relative dates count from; they stay unresolved without one.
        tense: Tells from a span whether the verb that it goes with is in the past or in the future.

    Yields:
        Each date with its span in `text`. Of "Tuesday, 5 June" the exact part is taken.

    >>> [(d.first.isoformat(), text) for text in ["three days ago"] for d in read_dates(text, date(2024, 3, 12))]
    [('2024-03-09', 'three days ago')]
    """
    found_here = dated_spans(text)
    for match, following in zip(found_here, [*found_here[1:], None], strict=False):
        if (
            match["weekday"]
            and following is not None
            and (following["month"] or following["day2"])
            and following.start() - match.end() <= 2
        ):
            continue
        lead = 0
        if match["month3"] and (match["which"] or "").lower() in PREPOSITIONS:
            lead = match.start("month3") - match.start()
        start, end = match.start() + lead, match.end()
        found = _resolve(match, text, published, lambda start=start, end=end: tense(start, end))  # type: ignore[misc]
        if found is not None:
            first, last, granularity, relative = found
            yield Dated(start, end, first, last, granularity, relative, bool(match["year4"]))


Resolved = tuple[date | None, date | None, Granularity, str]


def _resolve(match: re.Match[str], text: str, published: date | None, tense: Callable[[], Tense]) -> Resolved | None:
    group = match.groupdict()
    words = " ".join(match.group().lower().split())
    if group["iso"]:
        return _exact(*(int(part) for part in re.split("[-/]", group["iso"])))
    if group["figures"]:
        return _figures(group, published, words)
    if group["month"] or group["day2"]:
        return _day(group, published, words, tense)
    if group["quarter"] or group["quarter2"]:
        return _quarter(group, published, words)
    if group["half"]:
        first = date(int(group["year7"]), 1 if group["half"].lower() == "first" else 7, 1)
        return first, first + relativedelta(months=6, days=-1), "quarter", ""
    if group["fiscal"]:
        year = int(group["fiscal_year"])
        return None, None, "year", f"fiscal {year + 2000 if year < 100 else year}"
    if group["decade"]:
        return _decade(group, published)
    if group["month3"]:
        return _month(group, published, match.group(), tense)
    if group["weekday"]:
        return _weekday(group, published, words, tense, text[match.end() : match.end() + 1])
    if group["relative"]:
        return _relative(words, published, tense)
    if group["ago"] or group["time_hence"]:
        return _counted(group, published, words)
    year = int(group["year4"])
    return date(year, 1, 1), date(year, 12, 31), "year", ""


def _exact(year: int, month: int, day: int) -> Resolved | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found, "day", ""


def _figures(group: dict[str, str | None], published: date | None, words: str) -> Resolved | None:
    """ "03/15/2024" by the number that can be no month; where both can, the reading that lies by the publication, if just one does."""
    one, two, year = (int(group[name] or 0) for name in ("one", "two", "yyyy"))
    if len(group["yyyy"] or "") == 2:
        if group["mark"] == ".":
            return None
        year += 2000 if year < 70 else 1900
    readings = {found[0]: found for month, day in ((one, two), (two, one)) if (found := _exact(year, month, day)) is not None}
    if len(readings) == 1:
        return next(iter(readings.values()))
    near = [found for day, found in readings.items() if published and day and abs((day - published).days) <= NEAR]
    far = [found for day, found in readings.items() if published and day and abs((day - published).days) > 4 * NEAR]
    if len(near) == 1 and len(far) == 1:
        return near[0]
    return (None, None, "day", words) if readings else None


def _day(group: dict[str, str | None], published: date | None, words: str, tense: Callable[[], Tense]) -> Resolved | None:
    month = MONTHS[(group["month"] or group["month2"] or "").lower()]
    one = int(group["day"] or group["from"] or group["day2"] or 0)
    two = int(group["till"] or group["day2"] or one)
    written = group["year"] or group["year2"]
    longest = calendar.monthrange(int(written) if written else 2000, month)[1]
    if not 1 <= one <= longest or not 1 <= two <= longest:
        return None
    if two < one:
        one = two  # "March 28 to 3 April": the later one stands whole
    if written is None and published is None:
        return None, None, "day", f"{calendar.month_name[month].lower()} {one}" + (f"-{two}" if two > one else "")
    if written is not None:
        year = int(written)
    else:
        assert published is not None
        if two > calendar.monthrange(published.year, month)[1]:
            return None, None, "day", words
        year = _nearest_year(date(published.year, month, one), published, tense())
        if two > calendar.monthrange(year, month)[1]:
            return None, None, "day", words
    return date(year, month, one), date(year, month, two), "day", ""


def _nearest_year(this: date, published: date, tense: Tense) -> int:
    """The year of a day without one: the nearest that the tense allows. A December date in a January paper is last month's."""
    days = (this - published).days
    if tense == "past":
        return this.year - 1 if days > NEAR else this.year
    if tense == "future":
        return this.year + 1 if days < -NEAR else this.year
    return this.year - 1 if days > 183 else this.year + 1 if days < -183 else this.year


def _quarter(group: dict[str, str | None], published: date | None, words: str) -> Resolved | None:
    year = group["year5"] or group["year6"]
    if group["quarter"] and not year and group["quarter"].lower() == "last":
        return _relative("last quarter", published, lambda: "")
    number = QUARTERS[re.sub(r"(?<=\d)\D+", "", (group["quarter"] or group["quarter2"] or "").lower())]
    if group["fiscal_quarter"]:
        return None, None, "quarter", words.removeprefix("the ")
    if year is None:
        return None, None, "quarter", f"q{number}"
    first = date(int(year), 3 * number - 2, 1)
    return first, first + relativedelta(months=3, days=-1), "quarter", ""


def _decade(group: dict[str, str | None], published: date | None) -> Resolved:
    century = int(group["century"] or 0) or (20 if published and int(group["tens"] or 0) * 10 <= published.year % 100 else 19)
    first = date(century * 100 + int(group["tens"] or 0) * 10, 1, 1)
    return first, date(first.year + 9, 12, 31), "decade", ""


def _whole_month(year: int, month: int) -> Resolved:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", ""


def _month(group: dict[str, str | None], published: date | None, text: str, tense: Callable[[], Tense]) -> Resolved | None:
    name, which = (group["month3"] or "").lower(), (group["which"] or "").lower()
    if name in NOT_MONTHS and not group["year3"] and (not which or not text.rstrip(".")[-len(name) :][:1].isupper()):
        return None
    if not group["year3"] and not text.rstrip(".")[-len(name) :][:1].isupper():
        return None
    month = MONTHS[name]
    if group["year3"]:
        return _whole_month(int(group["year3"]), month)
    if published is None:
        which = which if which in {"last", "next", "this"} else ""
        return None, None, "month", f"{which} {calendar.month_name[month].lower()}".strip()
    year, when = published.year, tense()
    if which == "last":
        year -= month >= published.month
    elif which == "next" or (which == "by" and when != "past"):
        year += month < published.month or (which == "next" and month == published.month)
    elif which == "since" or when == "past":
        year -= month > published.month
    elif when == "future":
        year += month < published.month
    else:
        year = min((year - 1, year, year + 1), key=lambda y: abs((date(y, month, 15) - published).days))
    return _whole_month(year, month)


def _weekday(group: dict[str, str | None], published: date | None, words: str, tense: Callable[[], Tense], after: str) -> Resolved | None:
    """The nearest such day that the tense allows. A night goes on into the next day: "Sunday night" may be "early on Monday"."""
    name, which = (group["weekday"] or "").lower(), (group["which2"] or "").lower()
    if name in SHORT_DAYS and (not (group["weekday"] or "")[:1].isupper() or after not in {".", ","}):
        return None
    night = (group["part"] or "").lower() in {"night", "overnight"} or which in {"late", "overnight"}
    if published is None:
        return None, None, "day", words
    weekday = WEEKDAYS.get(name, SHORT_DAYS.get(name, 0))
    back = (published.weekday() - weekday) % 7
    ahead = -back % 7
    if which in {"next", "coming"}:
        day = published + timedelta(days=ahead or 7)
    elif which not in {"last", "past"} and tense() == "future":
        day = published + timedelta(days=ahead)
    else:
        day = published - timedelta(days=back or (7 if which in {"last", "past"} else 0))
    return day, day + timedelta(days=int(night)), "day", ""


DAYS = {
    "the day before yesterday": (-2, -2), "yesterday": (-1, -1), "late yesterday": (-1, 0), "yesterday night": (-1, 0),
    "late yesterday night": (-1, 0), "yesterday evening": (-1, -1), "late yesterday evening": (-1, 0), "last night": (-1, 0),
    "today": (0, 0), "tonight": (0, 1), "tomorrow": (1, 1), "the day after tomorrow": (2, 2),
}  # fmt: skip
"""Days from the publication to the first and last day that each may mean."""
STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}


def _relative(words: str, published: date | None, tense: Callable[[], Tense]) -> Resolved | None:
    if published is None:
        return None, None, "day", words
    if words in DAYS:
        first, last = DAYS[words]
        return published + timedelta(days=first), published + timedelta(days=last), "day", ""
    which, unit = words.split()[-2:]
    which = "this" if which == "the" else which
    if unit in {"morning", "afternoon", "evening"}:
        return published, published, "day", ""
    step = STEPS[which]
    if unit == "decade":
        begin = date((published.year // 10 + step) * 10, 1, 1)
        return begin, date(begin.year + 9, 12, 31), "decade", ""
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31), "year", ""
    if unit == "quarter":
        first = date(published.year, (published.month - 1) // 3 * 3 + 1, 1) + relativedelta(months=3 * step)
        return first, first + relativedelta(months=3, days=-1), "quarter", ""
    if unit == "month":
        there = published + relativedelta(months=step)
        return _whole_month(there.year, there.month)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    if unit == "weekend":
        monday += timedelta(days=5)
        if which == "this" and tense() == "future":
            return monday, monday + timedelta(days=1), "day", ""
        if which in {"this", "last", "past"} and monday > published - timedelta(days=0 if which == "this" else 1):
            # A weekend that is spoken of on a Monday to Friday is the one gone by, unless it is named the next.
            monday -= timedelta(weeks=1)
        return monday, monday + timedelta(days=1), "day", ""
    return monday, monday + timedelta(days=6), "day", ""


def _counted(group: dict[str, str | None], published: date | None, words: str) -> Resolved | None:
    """ "Three days ago" is a day; of weeks, months and years so counted the week, month or year is meant."""
    way = (group["way"] or "from now").lower()
    if published is None:
        return None, None, "day", words
    count = _count(group["count"] or group["count2"] or "")
    unit = (group["unit"] or group["unit2"] or "").lower()
    sign = 1 if "from" in way else -1
    slack = 1 if "couple" in words or re.search(r"\b(?:about|around)\b", words) else 0
    if unit in {"day", "night"}:
        day = published + timedelta(days=sign * count)
        return day - timedelta(days=slack), day + timedelta(days=slack), "day", ""
    if unit == "week":
        day = published + timedelta(weeks=sign * count)
        return day - timedelta(days=3), day + timedelta(days=3), "day", ""
    if unit == "month":
        there = published + relativedelta(months=sign * count)
        return _whole_month(there.year, there.month)
    year = published.year + sign * count * (10 if unit == "decade" else 1)
    if year < 1000:
        return None
    return date(year, 1, 1), date(year, 12, 31), "decade" if unit == "decade" else "year", ""


def _count(words: str) -> int:
    words = words.lower()
    return 1 if words in {"a", "an"} else 2 if "couple" in words else int(numbers(words)[0].value)
