"""Dates: absolute, partial and relative ones, resolved against the publication date and by the tense of the verb they go with."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from consistency.model import Claim, DateFact, Granularity, Slot, Source
from consistency.nlp.numbers import matches, numbers, runs
from consistency.nlp.parse_tree import Tree

Tense = Literal["past", "future", ""]
MONTHS = {name.lower(): number for number in range(1, 13) for name in (calendar.month_name[number], calendar.month_abbr[number])} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number in range(7) for name in (calendar.day_name[number],)}
SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join([*WEEKDAYS, *sorted(SHORT_DAYS, key=len, reverse=True)])
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNT = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|(?:a\s+)?couple(?:\s+of)?"
_DASH = r"\s*(?:-|–|to|and|through|until)\s*"
PATTERN = re.compile(
    rf"""(?<![\w/])(?:
      (?P<iso>{_YEAR}[-/]\d\d[-/]\d\d)(?!\d)
    | (?P<figures>(?P<one>\d{{1,2}})(?P<mark>[/.])(?P<two>\d{{1,2}})(?P=mark)(?P<yyyy>{_YEAR}|\d\d))(?![\d/])
    | (?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}(?P<till>\d{{1,2}})(?:st|nd|rd|th)?(?=\W|$)(?!\s*(?:percent|%|people)))?
        (?!\d|,?\d{{3}}\b(?!\d))(?:,?\s+(?P<year>{_YEAR})\b)?
    | (?:(?P<from>\d{{1,2}})(?:st|nd|rd|th)?{_DASH})?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})\b\.?(?:,?\s+(?P<year2>{_YEAR})\b)?
    | (?:the\s+)?(?P<quarter>first|second|third|fourth|last|[1-4](?:st|nd|rd|th))[\s-]+quarter(?:\s+of)?(?:\s+(?P<fiscal_quarter>fiscal(?:\s+year)?))?(?:\s+(?P<year5>{_YEAR})\b)?
    | Q(?P<quarter2>[1-4])(?:\s+(?:of\s+)?(?P<year6>{_YEAR})\b)?
    | (?:the\s+)?(?P<half>first|second)\s+half\s+of\s+(?P<year7>{_YEAR})\b
    | (?P<fiscal>(?:fiscal(?:\s+year)?|FY)[\s-]*'?(?P<fiscal_year>{_YEAR}|\d\d))\b
    | (?P<decade>(?:(?:early|mid|late)[\s-]+)?(?:(?P<century>1[5-9]|20)|['’])(?P<tens>\d)0['’]?s)\b
    | (?:(?P<which>last|this|next|late|early|mid|since|in|by|of|until|before|after|from)[\s-]+)?(?P<month3>{_MONTH})\b\.?(?:\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?
    | (?:(?P<which2>last|next|this|coming|past|late|early|overnight)\s+(?:on\s+)?)?(?P<weekday>{_DAY})\b(?:\s+(?P<part>night|evening|morning|afternoon|overnight))?
    | (?P<relative>the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:late\s+)?yesterday(?:\s+(?:night|evening))?|today|tonight|tomorrow|last\s+night
        |(?:last|next|this|past|previous|coming)\s+(?:week|weekend|month|quarter|year|decade)|(?:over|at|during|on)\s+the\s+weekend|(?:this|earlier\s+this)\s+(?:morning|afternoon|evening))
    | (?P<ago>(?P<count>{_COUNT})\s+(?P<unit>day|night|week|month|year|decade)s?\s+(?P<way>ago|from\s+(?:now|today)))
    | (?P<time_hence>in\s+(?P<count2>{_COUNT})\s+(?P<unit2>day|week|month|year)s?['’]\s+time)
    | (?P<year4>{_YEAR})(?![-\d%]|,\d|\.\d|\s*(?:percent|people)\b)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_CORE = frozenset(
    {
        *MONTHS,
        *WEEKDAYS,
        *SHORT_DAYS,
        *("yesterday", "today", "tonight", "tomorrow", "night", "weekend", "week", "month", "quarter", "year", "decade", "morning"),
        *("afternoon", "evening", "days", "nights", "weeks", "months", "years", "decades", "day", "fiscal", "fy", "q", "half"),
    }
)
"""Words one of which stands in every date that has no digits."""
_STARTS = _CORE | frozenset(
    {
        *("the", "first", "second", "third", "fourth", "last", "this", "next", "late", "early", "mid", "since", "in", "by", "of", "until"),
        *("before", "after", "from", "coming", "past", "overnight", "previous", "earlier", "over", "at", "during", "on", "a", "an", "couple"),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "'", "’"),
    }
)
"""Words that a date may start with."""
PREPOSITIONS = frozenset({"since", "in", "by", "of", "until", "before", "after", "from"})
NOT_MONTHS = frozenset({"may", "march", "mar", "jun", "dec"})
"""Words that are months only where a day, a year or a preposition says so."""
WHEN = re.compile(r"\b(since|until|till|before|after|by|from)\s+(?:at\s+least\s+|about\s+|around\s+|the\s+|early\s+|late\s+|mid-)?$", re.IGNORECASE)
"""Prepositions that make of a date the end of a time."""
PLANNED = frozenset({"schedule", "plan", "set", "slate", "due", "expect", "going", "bind", "likely"})
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


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, DateFact]]:
    """Yield (claim index, fact) for every date; weekdays and the like stay relative where no publication date is known."""
    for index, claim in enumerate(claims):
        if not _matches(claim.text):
            continue
        tree = Tree(claim.tokens)

        def tense(start: int, end: int, tree: Tree = tree, claim: Claim = claim) -> Tense:
            token = _token(claim, start, end)
            return "" if token is None else tense_of(tree, token)

        for dated in read_dates(claim.text, source.published, tense):
            token = _token(claim, dated.start, dated.end)
            if token is None or (dated.bare and not _is_year(claim, token)):
                continue
            yield (
                index,
                DateFact(
                    start=claim.start + dated.start,
                    end=claim.start + dated.end,
                    text=claim.text[dated.start : dated.end],
                    first=dated.first,
                    last=dated.last,
                    granularity=dated.granularity,
                    relative=dated.relative,
                    slot=_slot(tree, token, claim.text[: dated.start]),
                ),
            )


def _token(claim: Claim, start: int, end: int) -> int | None:
    start, end = start + claim.start, end + claim.start
    return next((i for i, t in enumerate(claim.tokens) if t.end > start and t.start < end and t.text.strip()), None)


def _slot(tree: Tree, token: int, before: str) -> Slot:
    """The slot of a date, with the preposition that makes it the end of a time in the role `when`."""
    slot = tree.slot(token)
    when = WHEN.search(before)
    return replace(slot, roles=tuple(sorted((*slot.roles, ("when", when[1].lower().replace("till", "until")))))) if when else slot


def _is_year(claim: Claim, token: int) -> bool:
    return claim.tokens[token].entity == "DATE" or claim.tokens[token].dep in {"pobj", "npadvmod", "nummod"}


@lru_cache(maxsize=4096)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    if not any(run in _CORE or run[0].isdigit() for _, run in runs(text)):
        return ()
    return tuple(matches(PATTERN, text, _STARTS))


def day_spans(text: str) -> list[tuple[int, int]]:
    """The spans of a text that are dates whatever its sentence says: all but lone years."""
    return [match.span() for match in _matches(text) if not match["year4"]]


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
    found_here = _matches(text)
    for match, following in zip(found_here, [*found_here[1:], None], strict=False):
        if match["weekday"] and following is not None and (following["month"] or following["day2"]) and following.start() - match.end() <= 2:
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
        year, half = int(group["year7"]), group["half"].lower()
        return (date(year, 1, 1), date(year, 6, 30), "quarter", "") if half == "first" else (date(year, 7, 1), date(year, 12, 31), "quarter", "")
    if group["fiscal"]:
        year = int(group["fiscal_year"])
        return None, None, "year", f"fiscal {year + 2000 if year < 100 else year}"
    if group["decade"]:
        return _decade(group, published)
    if group["month3"]:
        return _month(group, published, words, match.group(), tense)
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


def _month(group: dict[str, str | None], published: date | None, words: str, text: str, tense: Callable[[], Tense]) -> Resolved | None:
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
    "the day before yesterday": (-2, -2),
    "yesterday": (-1, -1),
    "late yesterday": (-1, 0),
    "yesterday night": (-1, 0),
    "late yesterday night": (-1, 0),
    "yesterday evening": (-1, -1),
    "late yesterday evening": (-1, 0),
    "last night": (-1, 0),
    "today": (0, 0),
    "tonight": (0, 1),
    "tomorrow": (1, 1),
    "the day after tomorrow": (2, 2),
}
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
        first = date((published.year // 10 + step) * 10, 1, 1)
        return first, date(first.year + 9, 12, 31), "decade", ""
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
    words = " ".join(words.lower().split())
    if words.isdigit():
        return int(words)
    if "couple" in words:
        return 2
    return 1 if words in {"a", "an"} else int(numbers(words)[0].value)


def tense_of(tree: Tree, token: int) -> Tense:
    """Whether the verb that the word at `token` goes with tells of the past or of what is to come; empty where it leaves that open."""
    verb = tree.verb_above(token)
    if verb is None:
        return ""
    tokens = tree.tokens
    planned = next((i for i in (verb, *tree.ancestors(token)) if tokens[i].lemma.lower() in PLANNED and tokens[i].tag != "VBD"), None)
    if planned is not None and (planned != verb or tokens[verb].tag == "VBN"):
        return "future"
    helpers = [child for child in tree.children[verb] if tokens[child].dep in {"aux", "auxpass"}]
    tags = {tokens[i].tag for i in helpers}
    if "MD" in tags:
        perfect = tokens[verb].tag == "VBN" and any(tokens[i].lemma.lower() == "have" for i in helpers)
        return "past" if perfect else "future"
    if "TO" in tags:
        return "future" if tokens[verb].dep == "ROOT" or _promised(tree, verb) else ""
    if tokens[verb].tag == "VBD" or tags & {"VBD"}:
        return "past"
    if tokens[verb].tag == "VBN":
        return "past"
    return ""


def _promised(tree: Tree, verb: int) -> bool:
    """Whether an infinitive hangs on "be" or a verb of intent in the present: "is to meet", "plans to open"."""
    above = tree.tokens[tree.tokens[verb].head]
    return above.tag in {"VBZ", "VBP"} or above.lemma.lower() in PLANNED
