"""Dates: absolute, partial and relative ones, resolved against the publication date where there is one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from consistency.model import Claim, DateFact, Granularity, Source
from consistency.nlp.parse_tree import Tree

MONTHS = {name.lower(): number for number in range(1, 13) for name in (calendar.month_name[number], calendar.month_abbr[number])} | {
    "sept": 9
}
WEEKDAYS = {calendar.day_name[number].lower(): number for number in range(7)}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(WEEKDAYS)
PATTERN = re.compile(
    rf"""\b(?:
      (?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,?\d{{3}}\b(?!\d))(?:,?\s+(?P<year>(?:19|20)\d\d))?
    | (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})\b\.?(?:,?\s+(?P<year2>(?:19|20)\d\d))?
    | (?P<iso>(?:19|20)\d\d-\d\d-\d\d)
    | (?:(?P<which>last|this|next|late|early|mid|since|in|by|of)[\s-]+)?(?P<month3>{_MONTH})\b\.?(?:\s+(?:of\s+)?(?P<year3>(?:19|20)\d\d))?
    | (?:(?P<which2>last|next|this)\s+)?(?P<weekday>{_DAY})\b
    | (?P<relative>yesterday|today|tonight|tomorrow|last\s+night|(?:last|next|this)\s+(?:week|month|year))
    | (?P<year4>(?:19|20)\d\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
PREPOSITIONS = frozenset({"since", "in", "by", "of"})
NOT_MONTHS = frozenset({"may", "march", "mar", "sun", "mon", "dec", "sat"})
"""Words that are months only where a day, a year or a preposition says so."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, DateFact]]:
    """Yield (claim index, fact) for every date; weekdays and the like stay relative where no publication date is known."""
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        matches = list(PATTERN.finditer(claim.text))
        for match, following in zip(matches, [*matches[1:], *([None] if matches else [])], strict=True):
            if (
                match["weekday"]
                and following is not None
                and (following["month"] or following["day2"])
                and following.start() - match.end() <= 2
            ):
                continue  # "Tuesday, 5 June": the date that follows is the more exact
            resolved = _resolve(match, source.published, claim)
            if resolved is None:
                continue
            first, last, granularity, relative = resolved
            tree = tree or Tree(claim.tokens)
            start, end = claim.start + match.start(), claim.start + match.end()
            text = match.group()
            lead = match.start("month3") - match.start() if match["month3"] and (match["which"] or "").lower() in PREPOSITIONS else 0
            token = next((i for i, t in enumerate(claim.tokens) if t.end > start + lead and t.start < end and t.text.strip()), None)
            if token is None or (granularity == "year" and not _is_year(claim, token)):
                continue
            yield (
                index,
                DateFact(
                    start=start + lead,
                    end=end,
                    text=text[lead:],
                    first=first,
                    last=last,
                    granularity=granularity,
                    relative=relative,
                    slot=tree.slot(token),
                ),
            )


def _is_year(claim: Claim, token: int) -> bool:
    return claim.tokens[token].entity == "DATE" or claim.tokens[token].dep in {"pobj", "npadvmod", "nummod"}


Resolved = tuple[date | None, date | None, Granularity, str]


def _resolve(match: re.Match[str], published: date | None, claim: Claim) -> Resolved | None:
    group = match.groupdict()
    words = " ".join(match.group().lower().split())
    if group["iso"]:
        try:
            day = date.fromisoformat(group["iso"])
        except ValueError:
            return None
        return day, day, "day", ""
    month = group["month"] or group["month2"]
    if month:
        year, number = group["year"] or group["year2"], int(group["day"] or group["day2"])
        return _day(MONTHS[month.lower()], number, int(year) if year else None, published, words)
    if group["month3"]:
        return _month(group, published, words, match.group())
    if group["weekday"]:
        return _weekday(WEEKDAYS[group["weekday"].lower()], (group["which2"] or "").lower(), published, words, claim, match.end())
    if group["relative"]:
        return _relative(words, published)
    year = int(group["year4"])
    return date(year, 1, 1), date(year, 12, 31), "year", ""


def _day(month: int, day: int, year: int | None, published: date | None, words: str) -> Resolved | None:
    if not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    if year is None and published is None:
        return None, None, "day", f"{calendar.month_name[month].lower()} {day}"
    if year is None and published is not None:
        year = published.year
        if day > calendar.monthrange(year, month)[1]:
            return None, None, "day", words
        # The nearest such day: a December date in a January paper is last month's.
        if (date(year, month, day) - published).days > 183:
            year -= 1
        elif (published - date(year, month, day)).days > 183:
            year += 1
        day = min(day, calendar.monthrange(year, month)[1])
    found = date(year or 1, month, day)
    return found, found, "day", ""


def _month(group: dict[str, str | None], published: date | None, words: str, text: str) -> Resolved | None:
    name = (group["month3"] or "").lower()
    which = (group["which"] or "").lower()
    if name in NOT_MONTHS and not group["year3"] and (not which or not text[-len(name) :][:1].isupper()):
        return None
    month = MONTHS[name]
    if group["year3"]:
        year = int(group["year3"])
    elif published is None:
        return (
            None,
            None,
            "month",
            " ".join(filter(None, (which if which in {"last", "next", "this"} else "", calendar.month_name[month].lower()))),
        )
    elif which == "last":
        year = published.year if month < published.month else published.year - 1
    elif which == "next" or (which == "by" and month < published.month):
        year = published.year if month > published.month else published.year + 1
    else:
        year = min((published.year - 1, published.year, published.year + 1), key=lambda y: abs((date(y, month, 15) - published).days))
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", ""


def _weekday(weekday: int, which: str, published: date | None, words: str, claim: Claim, end: int) -> Resolved:
    if published is None:
        return None, None, "day", words
    back = (published.weekday() - weekday) % 7
    if which == "next" or (which != "last" and _is_future(claim, end)):
        day = published + timedelta(days=(weekday - published.weekday()) % 7 or (7 if which == "next" else 0))
    elif which == "last" and back == 0:
        day = published - timedelta(days=7)
    else:
        day = published - timedelta(days=back)
    return day, day, "day", ""


def _is_future(claim: Claim, end: int) -> bool:
    """Whether the nearest verb before the weekday is in the future: "will meet on Friday"."""
    before = [token for token in claim.tokens if token.start - claim.start < end and token.pos in {"VERB", "AUX"}]
    return any(token.lemma in {"will", "shall"} for token in before[-3:])


def _relative(words: str, published: date | None) -> Resolved | None:
    if published is None:
        return None, None, "day", words
    days = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if words in days:
        day = published + timedelta(days=days[words])
        return day, day, "day", ""
    which, unit = words.split()
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31), "year", ""
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        year, month = divmod(months, 12)
        return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]), "month", ""
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return monday, monday + timedelta(days=6), "day", ""
