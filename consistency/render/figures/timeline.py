"""What happened when, according to whom, and when the reports of it came out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import combinations

from consistency.model import Claim, DateFact, Source, Span
from consistency.model.grouping import grouped
from consistency.model.joining import connected
from consistency.render.figures.labels import clearest, names
from consistency.render.view.marking import Segment, segments
from consistency.render.view.view import EventView, FindingView, Passage

REACH = 70
"""Characters that are shown on each side of the words of a date."""
AT_A_GLANCE = 12
"""Happenings that are shown at once; of more, the least telling are left for the whole list."""
ALIKE = 0.25
"""Share of the longer words of either sentence that stand in both, from which on two sources that give one day and one verb tell of one
happening."""
UNSURE = ("denied", "doubted", "possible", "planned", "expected")

_LONGER_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Against:
    """The other day that a finding sets against this one, and who gives it."""

    day: str
    names: tuple[str, ...]
    finding: FindingView


@dataclass(frozen=True, slots=True)
class Happening:
    """What is told to have happened on a day. `tellings` hold one passage a source with the words of the date marked, `telling` is the
    clearest; `unsure` says where it is planned, expected, denied and the like, as far as all agree on that."""

    first: date
    last: date
    day: str
    predicate: str
    telling: Passage
    tellings: tuple[Passage, ...]
    names: tuple[str, ...]
    unsure: str = ""
    against: tuple[Against, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """A report that came out on the step's day, with the time where it is known."""

    source: Source
    name: str
    clock: time | None


@dataclass(frozen=True, slots=True)
class Step:
    """A day (or month, or year) with what happened and what came out then."""

    first: date
    last: date
    day: str
    happenings: tuple[Happening, ...]
    reports: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Steps by date. `rest` are happenings beyond those that are taken in at a glance, `undated` the sources without a date."""

    steps: tuple[Step, ...] = ()
    rest: tuple[Step, ...] = ()
    undated: tuple[str, ...] = ()

    @property
    def happenings(self) -> int:
        return sum(len(step.happenings) for step in self.steps) + self.left_over

    @property
    def left_over(self) -> int:
        """How many happenings stand in the rest."""
        return sum(len(step.happenings) for step in self.rest)

    @property
    def disputed(self) -> int:
        """How many are dated otherwise by another source, as a finding says."""
        return sum(bool(one.against) for step in self.steps for one in step.happenings)


@dataclass(frozen=True, slots=True)
class _Dated:
    claim: Claim
    fact: DateFact
    source: Source


def timeline(item: EventView, claims: Mapping[str, Sequence[Claim]], home: Mapping[str, str]) -> Timeline:
    """The timeline of an event. `claims` are those of each source, by its id; `home` tells the event of a claim that several tell."""
    called = names((*item.sources, *item.visitors))
    dated = list(_dated(item, claims, home))
    happenings = _disputed([_happening(part, called) for part in _joined(dated, item)], item)
    anchor = _anchor(item)
    ranked = sorted(happenings, key=lambda found: (not found.against, -len(found.tellings), abs((found.first - anchor).days), _key(found)))
    own = [Appearance(source, called[source.id], source.published_time) for source in item.sources if source.published]
    undated = tuple(called[source.id] for source in item.sources if not source.published)
    return Timeline(tuple(_steps(ranked[:AT_A_GLANCE], own)), tuple(_steps(ranked[AT_A_GLANCE:], ())), undated)


def _dated(item: EventView, claims: Mapping[str, Sequence[Claim]], home: Mapping[str, str]) -> Iterator[_Dated]:
    """Every resolved date of the event's sources, but for claims that several tell of another event; of visitors what they tell of it."""
    own = {source.id for source in item.sources}
    for source in (*item.sources, *item.visitors):
        for claim in claims.get(source.id, ()):
            there = home.get(claim.id, item.event.id if source.id in own else "")
            if there == item.event.id:
                for fact in claim.facts:
                    if isinstance(fact, DateFact) and fact.first is not None and fact.last is not None:
                        yield _Dated(claim, fact, source)


def _joined(dated: Sequence[_Dated], item: EventView) -> list[list[_Dated]]:
    """Dates of one happening: of one day, and of claims of one group or with one verb and like words."""
    groups = grouped((claim, group.group.id) for group in item.groups for claim in group.group.claims)
    by_day = grouped(((one.fact.first, one.fact.last), one) for one in dated)
    parts: list[list[_Dated]] = []
    for _, same in sorted(by_day.items(), key=lambda pair: str(pair[0])):
        parts += [[same[at] for at in part] for part in connected(range(len(same)), _pairs(same, groups))]
    return parts


def _pairs(same: Sequence[_Dated], groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Of dates of one day, by their places, those that are of one happening for a reason of their own."""
    by_group: dict[str, int] = {}
    by_verb: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(same):
        for group in sorted(groups.get(one.claim.id, ())):
            yield by_group.setdefault(group, at), at
        if one.fact.slot.predicate:
            by_verb[one.fact.slot.predicate].append(at)
    words = [_words(one) for one in same]
    for places in by_verb.values():
        for a, b in combinations(places, 2):
            if same[a].claim.id == same[b].claim.id or len(words[a] & words[b]) >= ALIKE * max(1, len(words[a] | words[b])):
                yield a, b


def _words(one: _Dated) -> set[str]:
    """The longer words of the sentence, but for those of the date, which both have anyhow."""
    found = {word.casefold() for word in _LONGER_WORD.findall(one.claim.text)}
    return found - {word.casefold() for word in _LONGER_WORD.findall(one.fact.text)}


def _happening(part: Sequence[_Dated], called: Mapping[str, str]) -> Happening:
    tellings: dict[str, Passage] = {}
    for one in part:
        span: Span = (one.fact.start, one.fact.end)
        before = tellings.get(one.source.id)
        if before is None:
            tellings[one.source.id] = Passage(one.source, one.claim, (span,), (span,))
        elif before.claim.id == one.claim.id:
            spans = tuple(sorted({*before.marks, span}))
            tellings[one.source.id] = Passage(one.source, one.claim, spans, spans)
    told = {one.claim.certainty for one in part}
    unsure = next((word for word in UNSURE if told == {word}), "")
    first = part[0].fact
    assert first.first is not None
    assert first.last is not None
    return Happening(
        first=first.first,
        last=first.last,
        day=f"{first.first.isoformat()} to {first.last.isoformat()}" if "/" in first.value else first.value,
        predicate=first.slot.predicate,
        telling=clearest(tellings.values()),
        tellings=tuple(tellings.values()),
        names=tuple(called[name] for name in tellings),
        unsure=unsure,
    )


def _disputed(happenings: Sequence[Happening], item: EventView) -> list[Happening]:
    """The happenings, those that a finding on their day sets against each other with the other day beside them."""
    against: dict[int, dict[object, Against]] = defaultdict(dict)
    for found in item.findings:
        if found.finding.check != "date-differs" or found.finding.state == "rejected":
            continue
        sides = [[at for at, happening in enumerate(happenings) if _holds(happening, passages)] for passages in (found.left, found.right)]
        for mine, others in (sides, sides[::-1]):
            for at in mine:
                for other in others:
                    there = happenings[other]
                    if there.day != happenings[at].day:
                        against[at].setdefault((there.day, there.names), Against(there.day, there.names, found))
    return [replace(one, against=tuple(against[at].values())) for at, one in enumerate(happenings)]


def _holds(happening: Happening, passages: Iterable[Passage]) -> bool:
    dates = {(passage.claim.id, *mark) for passage in happening.tellings for mark in passage.marks}
    return any((passage.claim.id, *span) in dates for passage in passages for span in passage.evidence)


def _anchor(item: EventView) -> date:
    """The day that the timeline is about: the event's, else that of the first report."""
    try:
        return date.fromisoformat(item.event.date or "")
    except ValueError:
        return min((source.published for source in item.sources if source.published), default=date(2000, 1, 1))


def _key(found: Happening) -> tuple[object, ...]:
    passage = found.telling
    return found.first, -found.last.toordinal(), passage.source.path, passage.source.record or 0, passage.claim.start


def _steps(happenings: Sequence[Happening], reports: Sequence[Appearance]) -> Iterator[Step]:
    """By date; a longer span before the days in it."""
    days = grouped(((one.first, one.last), one) for one in sorted(happenings, key=_key))
    out = grouped(((day, day), report) for report in reports if (day := report.source.published) is not None)
    for first, last in sorted({*days, *out}, key=lambda span: (span[0], -span[1].toordinal())):
        told, came = days[(first, last)], out[(first, last)]
        came.sort(key=lambda report: report.clock or time.max)
        yield Step(first, last, told[0].day if told else first.isoformat(), tuple(told), tuple(came))


def clock(report: Appearance) -> str:
    """`17:05`; empty if no time is known. Midnight sharp is what metadata say that know the day only."""
    return f"{report.clock:%H:%M}" if report.clock is not None and report.clock != time(0, 0) else ""


def dated_words(happening: Happening) -> tuple[Segment, ...]:
    """The clearest telling with the words of its date marked, cut to what stands within REACH characters of them."""
    passage = happening.telling
    first, last = passage.marks[0][0], passage.marks[-1][1]
    start = max(passage.claim.start, first - REACH)
    end = min(passage.claim.end, last + REACH)
    text = passage.source.text
    if start > passage.claim.start and " " in text[start:first]:
        start = text.index(" ", start) + 1
    if end < passage.claim.end and " " in text[last:end]:
        end = text.rindex(" ", last, end)
    before = (Segment("\u2026 ", False),) if start > passage.claim.start else ()
    after = (Segment(" \u2026", False),) if end < passage.claim.end else ()
    return (*before, *segments(text, start, end, passage.marks), *after)
