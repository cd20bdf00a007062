"""Whether two differing passages say the same after all, by what this program reads in them itself."""

from __future__ import annotations

from collections.abc import Callable

from consistency.checks.figures import overlap
from consistency.checks.reading.locate import normal
from consistency.model import Claim, DateFact, Quantity, Span
from consistency.nlp.numbers import numbers

FIGURES = frozenset({"number", "money", "percent", "age", "duration"})
DATES = frozenset({"date_time"})
GRADED = frozenset({"date_time", "person_entity"})
"""Types of which the words of one side may be a part of the other's: a coarser date, a shorter name."""
BOUNDING = frozenset({"before", "after", "since", "until", "till", "by", "from", "not", "no", "or"})
"""Words that make another time or person of what they are put to."""
HOURS = frozenset({"dawn", "dusk", "morning", "midday", "noon", "afternoon", "evening", "night", "midnight", "overnight", "tonight"})
"""Words for a part of the day."""
CLOSE = 1.1
"""Figures further apart than this factor are no roundings of each other to a reader who takes them for a contradiction."""
TURNED = frozenset({"sequence", "who_did_what", "cause_motive", "attribution"})
"""Types of which both sentences may hold the same words in other parts."""


def same(type_: str, kind: str, left: tuple[Claim, Span], right: tuple[Claim, Span]) -> str:
    """Why two passages do not differ: `same words`, `same value` or `compatible value`; `told by both` where they may not, else empty."""
    words = [_text(claim, span) for claim, span in (left, right)]
    if words[0] == words[1]:
        return "same words"
    if normal(left[0].text) == normal(right[0].text):
        return "same words"
    if type_ in FIGURES:
        found = _figures(kind, left, right)
        if found:
            return found
    if type_ in DATES and _same_dates(left, right):
        return "same value"
    if type_ in GRADED and _coarser(words[0], words[1]):
        return "compatible value"
    if type_ not in TURNED and _holds(right[0], words[0]) and _holds(left[0], words[1]):
        return "told by both"
    return ""


def _text(claim: Claim, span: Span) -> str:
    return normal(claim.text[span[0] - claim.start : span[1] - claim.start])


def _holds(claim: Claim, words: str) -> bool:
    return f" {words} " in f" {' '.join(part.strip('.,;:!?()') for part in normal(claim.text).split())} "


def _coarser(left: str, right: str) -> bool:
    """Whether the words of one side stand in a row in the other's, and what is added bounds or denies nothing."""
    short, long = sorted((left.split(), right.split()), key=len)
    runs = (long[at : at + len(short)] for at in range(len(long) - len(short) + 1))
    return short in runs and BOUNDING.isdisjoint(set(long) - set(short))


def _figures(kind: str, left: tuple[Claim, Span], right: tuple[Claim, Span]) -> str:
    """What the figures in the two spans are to each other: every one of one side against one of the other."""
    facts = [[fact for fact in claim.facts if isinstance(fact, Quantity) and _meets(fact, span)] for claim, span in (left, right)]
    if all(facts):
        if _paired(facts[0], facts[1], lambda a, b: (a.number, a.unit, a.bound) == (b.number, b.unit, b.bound)):
            return "same value"
        if kind == "contradiction" and _paired(facts[0], facts[1], _compatible):
            return "compatible value"
        return ""
    values = [_numbers(claim, span) for claim, span in (left, right)]
    return "same value" if all(values) and values[0] == values[1] else ""


def _compatible(a: Quantity, b: Quantity) -> bool:
    """Whether one figure may satisfy both wordings, and is no rounding that nobody would make: 240 is not "200"."""
    less, more = sorted((a.number, b.number))
    plain = {a.bound, b.bound} <= {"exact", "about"}
    return overlap(a, b) and (not plain or more <= CLOSE * less)


def _paired(left: list[Quantity], right: list[Quantity], agree: Callable[[Quantity, Quantity], bool]) -> bool:
    return all(any(agree(a, b) for b in right) for a in left) and all(any(agree(a, b) for a in left) for b in right)


def _meets(fact: Quantity | DateFact, span: Span) -> bool:
    return fact.start < span[1] and span[0] < fact.end


def _numbers(claim: Claim, span: Span) -> list[float]:
    """The numbers in a span, for words of which no fact was made."""
    start, end = (place - claim.start for place in span)
    return sorted(item.value for item in numbers(claim.text) if item.start < end and start < item.end)


def _same_dates(left: tuple[Claim, Span], right: tuple[Claim, Span]) -> bool:
    """Whether both spans are whole dates, and each of one side means the same days as one of the other.

    What stands beside the dates may part them: "before 3 March" and "after 3 March", the morning and the afternoon of one day.
    """
    found: list[list[DateFact]] = []
    beside: list[set[str]] = []
    for claim, span in (left, right):
        dates = [fact for fact in claim.facts if isinstance(fact, DateFact) and _meets(fact, span)]
        rest = [
            claim.text[at - claim.start]
            for at in range(*span)
            if claim.text[at - claim.start].isdigit() and not any(fact.start <= at < fact.end for fact in dates)
        ]
        # A clock time is no part of a date: two hours of one day differ.
        if rest or not dates or any(fact.first is None for fact in dates):
            return False
        found.append(dates)
        beside.append(set(_text(claim, span).split()))
    bounds, hours = ([words & named for words in beside] for named in (BOUNDING, HOURS))
    if bounds[0] != bounds[1] or (all(hours) and hours[0] != hours[1]):
        return False
    days = [{(fact.first, fact.last) for fact in dates} for dates in found]
    return days[0] == days[1]
