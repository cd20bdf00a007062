"""Who tells what: the claims of an event by importance, each source's telling of it, and who has it from whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from consistency.model import Claim, Source
from consistency.model.grouping import grouped
from consistency.model.listing import listed
from consistency.model.safe_text import one_line
from consistency.render.figures.labels import brief, clearest, likeness, names, shown
from consistency.render.view.view import EventView, FindingView, GroupView, Passage
from consistency.render.view.wording import counted

State = Literal["tells", "first", "second", "differs", "relays", "touches", "silent", "elsewhere"]
STATES: dict[State, tuple[str, str]] = {
    "tells": ("\u25cf", "reports it"),
    "first": ("\u25d0", "reports it differently: first version"),
    "second": ("\u25d1", "reports it differently: second version"),
    "differs": ("\u25c6", "reports it differently: in another respect"),
    "relays": ("\u25cb", "relays it: from another outlet, an agency or a shared text"),
    "touches": ("\u00b7", "touches on the subject: whether it reports the same is not known"),
    "silent": ("\u2013", "not found"),
    "elsewhere": ("/", "reports another event"),
}
"""Each state's sign, and its words in the legend."""
VERSION = 42
"""Characters of the words that a version is told by."""
MOST_CELLS = 3000
"""In a page, beyond the claims that are taken in at once."""
AT_A_GLANCE = 12
"""Claims that are taken in at once."""
VERSIONS = frozenset(("first", "second", "differs"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source does with one claim. `origin` says whom it has it from, empty if it says nothing of the kind."""

    state: State
    origin: str = ""

    @property
    def words(self) -> str:
        """The state for those who do not see its sign."""
        told = STATES[self.state][1].split(": ")
        first = told[0] if self.state in {"relays", "touches"} else ": ".join(told)
        return f"{first} ({self.origin})" if self.origin else first


@dataclass(frozen=True, slots=True)
class Row:
    """A claim: one group, or one with those that lie within it. `cells` stand in the order of the columns."""

    groups: tuple[GroupView, ...]
    telling: Passage
    cells: tuple[Cell, ...]
    findings: tuple[FindingView, ...]
    witnesses: int
    importance: float
    """From 0 to 3, the sum of three parts from 0 to 1: the share of the event's independent witnesses that tell it, whether a finding
    parts two that tell it (half for a note), and how early it stands in the reports that tell it."""

    @property
    def label(self) -> str:
        return shown(self.telling.words)

    @property
    def titled(self) -> tuple[tuple[str, tuple[FindingView, ...]], ...]:
        """The findings by their titles, in the order in which these first occur."""
        found: dict[str, tuple[FindingView, ...]] = {}
        for item in self.findings:
            found[item.title] = (*found.get(item.title, ()), item)
        return tuple(found.items())

    @property
    def versions(self) -> tuple[tuple[State, str], ...]:
        """The words of either side of the worst finding that has two; nothing if none has."""
        for found in self.findings:
            if found.left and found.right:
                return ("first", _words(found.left[0])), ("second", _words(found.right[0]))
        return ()

    @property
    def parted(self) -> bool:
        """Whether a source tells it differently from another."""
        return any(cell.state in VERSIONS for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """A source. Those of one origin share a `bracket`, counted from 1, and stand together; 0 is a witness of its own."""

    source: Source
    name: str
    bracket: int = 0
    visitor: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """The most important claim first. Columns stand in the order of the sources, but those of one origin together, visitors last."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def brackets(self) -> tuple[tuple[int, int], ...]:
        """(bracket or 0, how many neighbouring columns it spans), from left to right."""
        spans: list[tuple[int, int]] = []
        for column in self.columns:
            if spans and column.bracket and spans[-1][0] == column.bracket:
                spans[-1] = (column.bracket, spans[-1][1] + 1)
            else:
                spans.append((column.bracket, 1))
        return tuple(spans)

    @property
    def unfolded(self) -> tuple[Row, ...]:
        """The claims beyond those that are taken in at once, as many as a page bears."""
        return self.rows[AT_A_GLANCE : AT_A_GLANCE + MOST_CELLS // max(1, len(self.columns))]

    @property
    def bracketed(self) -> bool:
        return any(column.bracket for column in self.columns)

    @property
    def states(self) -> tuple[State, ...]:
        """Those that occur, in the order of the legend."""
        found = {cell.state for row in self.rows for cell in row.cells}
        return tuple(state for state in STATES if state in found)

    @property
    def summary(self) -> str:
        """What the whole says, in a sentence."""
        own = [at for at, column in enumerate(self.columns) if not column.visitor]
        parted = sum(row.parted for row in self.rows)
        said = f"{counted(parted, 'claim') if parted else 'No claim'} reported differently"
        if len(own) < 3:
            return f"{said}."
        every = sum(all(row.cells[at].state not in {"silent", "touches"} for at in own) for row in self.rows)
        return f"{said}, {every or 'none'} reported by all {len(own)} sources."


def matrix(item: EventView, claims: Mapping[str, Sequence[Claim]]) -> Matrix:
    """The matrix of an event. `claims` are those of each source, by its id, in the order of the text."""
    columns = _columns(item)
    merged = list(_merged(item.groups))
    most = max((_witnesses(groups) for groups in merged), default=1)
    rows = [_row(groups, columns, claims, most) for groups in merged]
    # The order of the reports breaks a tie, since `groups` stand in it.
    rows.sort(key=lambda row: -row.importance)
    return Matrix(columns, tuple(_labelled(rows, {source.id for source in item.sources})))


def _columns(item: EventView) -> tuple[Column, ...]:
    every = (*item.sources, *item.visitors)
    called = names(every)
    bracket = {source.id: number for number, part in enumerate(item.one_origin, 1) for source in part}
    first = {number: min(item.sources.index(source) for source in part) for number, part in enumerate(item.one_origin, 1)}
    place = {source.id: at for at, source in enumerate(item.sources)}
    ordered = sorted(item.sources, key=lambda source: (first.get(bracket.get(source.id, 0), place[source.id]), place[source.id]))
    own = [Column(source, called[source.id], bracket.get(source.id, 0)) for source in ordered]
    return (*own, *(Column(source, called[source.id], visitor=True) for source in item.visitors))


def _merged(groups: Sequence[GroupView]) -> Iterator[tuple[GroupView, ...]]:
    """The groups, each with those that lie wholly within it and have no finding of their own: one row says it all."""
    members = [frozenset(group.group.claims) for group in groups]
    holding = grouped((claim, at) for at, found in enumerate(members) for claim in found)
    home = {}
    for at, group in enumerate(groups):
        around = [
            other
            for other in holding[min(members[at], default="")]
            if members[at] < members[other] or (members[at] == members[other] and other < at)
        ]
        if around and not group.findings:
            home[at] = max(around, key=lambda other: (len(members[other]), -other))
    for at, group in enumerate(groups):
        if at not in home and group.told:
            yield (group, *(groups[other] for other, into in home.items() if into == at))


def _witnesses(groups: Sequence[GroupView]) -> int:
    return max(len(group.group.witnesses) or len(group.told) for group in groups)


def _row(groups: tuple[GroupView, ...], columns: Sequence[Column], claims: Mapping[str, Sequence[Claim]], most: int) -> Row:
    told = groups[0].told
    findings = tuple(found for group in groups for found in group.findings if found.finding.state != "rejected")
    early = [_place(passages, claims.get(source, ())) for source, passages in told.items()]
    witnesses = _witnesses(groups)
    weights = [0.5 if found.finding.severity == "note" else 1.0 for found in findings if found.left and found.right]
    parts = (witnesses / most, max(weights, default=0.0), sum(early) / len(early))
    origins = _origins(groups, columns)
    reporting = groups[0].reporting
    cells = tuple(_cell(column, told.get(column.source.id, ()), findings, origins, reporting) for column in columns)
    about = [passage for passages in told.values() for passage in passages if passage.claim.id == groups[0].anchor]
    return Row(groups, [*about, *next(iter(told.values()))][0], cells, findings, witnesses, round(sum(parts), 6))


def _place(passages: Sequence[Passage], claims: Sequence[Claim]) -> float:
    """How early a source tells it: 1 for its first sentence, near 0 for its last."""
    place = {claim.id: at for at, claim in enumerate(claims)}
    return 1 - min(place.get(passage.claim.id, len(claims)) for passage in passages) / max(1, len(claims))


def _cell(
    column: Column,
    passages: Sequence[Passage],
    findings: Sequence[FindingView],
    origins: Mapping[str, str],
    reporting: frozenset[str] | None,
) -> Cell:
    # A version that a finding knows counts wherever the source has it, in the sentences of this row or in another.
    version = _version(column.source.id, findings)
    if not passages:
        return Cell(version or ("elsewhere" if column.visitor else "silent"))
    stated = _stated(column.source, passages)
    origin = stated or origins.get(column.source.id, "")
    if version is None and reporting is not None and column.source.id not in reporting:
        return Cell("touches")
    return Cell(version or ("relays" if origin else "tells"), origin)


def _version(source: str, findings: Sequence[FindingView]) -> State | None:
    """On which side of the worst finding a source stands; `differs` where only a lesser one parts it from another, or it stands on both."""
    for number, found in enumerate(found for found in findings if found.left and found.right):
        left, right = (any(passage.source.id == source for passage in side) for side in (found.left, found.right))
        if left or right:
            return "differs" if number or (left and right) else "first" if left else "second"
    return None


def _words(passage: Passage) -> str:
    """The words of a passage that a finding names; of many, those that differ."""
    spans = passage.evidence[:1] or ((passage.claim.start, passage.claim.end),)
    if passage.marks and spans[0][1] - spans[0][0] > VERSION:
        spans = passage.marks
    return brief(" \u2026 ".join(passage.source.text[start:end] for start, end in spans).strip(" ,;:.\n"), VERSION)


def _stated(source: Source, passages: Sequence[Passage]) -> str:
    """Whom a source itself names as the origin: an outlet that it relays in all it tells of this, or its agency."""
    relayed = [passage.claim.attribution for passage in passages]
    if relayed[0] is not None and all(item is not None and item.relayed for item in relayed):
        return f"from {one_line(relayed[0].speaker).strip()}"
    via = one_line(source.via or "").strip()
    return f"from {via}" if via and _plain(via) != _plain(source.name) else ""


def _plain(name: str | None) -> str:
    """A name as it is compared: "The Fell Wire" is "Fell Wire"."""
    return (name or "").casefold().strip().removeprefix("the ")


def _origins(groups: Sequence[GroupView], columns: Sequence[Column]) -> dict[str, str]:
    """For each source that tells it in the words of another: whose. Where one came out first, the others have it from there."""
    called = {column.source.id: column for column in columns}
    found = {}
    for part in sorted({part for group in groups for part in group.group.witnesses if len(part) > 1}, key=len):
        known = [called[name] for name in part if name in called]
        earliest = _first_out(known)
        for column in known:
            others = [other.name for other in known if other is not column]
            if earliest is None:
                found[column.source.id] = f"one text with {listed(others)}" if others else ""
            elif column is not earliest:
                found[column.source.id] = f"from {earliest.name} or its origin"
    return found


def _first_out(columns: Sequence[Column]) -> Column | None:
    """The one that another names as its agency, else the one published on a day before all others; `None` if neither is known."""
    named = {_plain(column.source.via) for column in columns if column.source.via}
    agencies = [column for column in columns if _plain(column.source.name) in named]
    if len(agencies) == 1:
        return agencies[0]
    days = [column.source.published or date.max for column in columns]
    earliest = min(days, default=date.max)
    return columns[days.index(earliest)] if days.count(earliest) == 1 and date.max not in days else None


def _labelled(rows: Sequence[Row], own: Collection[str]) -> Iterator[Row]:
    """Each row under its clearest telling, by one of the event's `own` sources; what names a row above names no other, if it can."""
    taken: set[str] = set()
    for row in rows:
        told = row.groups[0].told
        tellings = [passage for source in told if source in own for passage in told[source]] or [row.telling]
        if row.groups[0].anchor:
            tellings = [row.telling]  # The cells say who reports this one.
        named = replace(row, telling=clearest(tellings, taken))
        taken.add(likeness(named.label))
        yield named
