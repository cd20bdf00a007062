"""What is disputed in an event, as one table: a row for each disputed fact, a column for each outlet. Every output opens with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from consistency.checks.merging import versions
from consistency.checks.values import brief, told
from consistency.model import DIFFERENCES, Claim, Evidence, Finding, Source, Span
from consistency.model.grouping import grouped
from consistency.render.view.marking import differing
from consistency.render.view.retold import Retold
from consistency.render.view.view import EventView, FindingView, Passage, View

NOTE = 0.5
"""Framing notes less sure than an even chance are left to the framing tab."""
LONGEST = 64
"""Characters of a version in a cell."""
MOST_TOLD = 3
"""Versions of one source that its cell shows."""
AROUND = 3
"""Words of a quotation that are shown on each side of those that differ."""


@dataclass(frozen=True, slots=True)
class Told:
    """One version as one sentence reports it."""

    words: str
    passage: Passage
    start: int
    end: int
    marks: tuple[Span, ...] = ()
    """Which of the `words` differ, where the rest does not."""

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The words in stretches, and whether each differs."""
        made, at = [], 0
        for start, end in self.marks:
            made += [(self.words[at:start], False), (self.words[start:end], True)]
            at = end
        return tuple(part for part in (*made, (self.words[at:], False)) if part[0])


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source reports of a disputed fact, in the order of its text. `version` numbers the versions from 0; `outlier` marks
    the only source that reports its version, where two or more agree on another."""

    source: Source
    told: tuple[Told, ...] = ()
    version: int = -1
    outlier: bool = False

    @property
    def shown(self) -> tuple[Told, ...]:
        """The first few versions of the source."""
        return self.told[:MOST_TOLD]

    @property
    def more(self) -> str:
        """How many are not shown."""
        return f" and {len(self.told) - MOST_TOLD} more" if len(self.told) > MOST_TOLD else ""

    @property
    def words(self) -> str:
        """The version in one line; several where the source itself reports several."""
        return ", also ".join(dict.fromkeys(item.words for item in self.shown)) + self.more


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disputed fact: its name, and a cell for each of the table's sources."""

    item: FindingView
    cells: tuple[Cell, ...]

    @property
    def finding(self) -> Finding:
        return self.item.finding

    @property
    def what(self) -> str:
        return self.item.what

    @property
    def kind(self) -> str:
        return self.finding.kind.capitalize()

    @property
    def decided(self) -> str:
        """What was decided, as it follows the kind; empty if nothing was."""
        return "" if self.finding.state == "new" else f", {self.finding.state}"

    @property
    def unsure(self) -> bool:
        return is_less_sure(self.item)

    @property
    def versions(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """The words of each version with the cells that report it, the version of most sources first."""
        found = grouped((cell.version, cell) for cell in self.cells if cell.told)
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((cells[0].words, tuple(cells)) for _, cells in ordered)


@dataclass(frozen=True, slots=True)
class DisputeTable:
    """The disputes of an event. `sources` are its columns; `names` tells apart those of one outlet."""

    event: EventView
    sources: tuple[Source, ...]
    rows: tuple[Dispute, ...]
    names: tuple[str, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The places of the sources that report any of the disputed facts."""
        return tuple(at for at, _ in enumerate(self.sources) if any(row.cells[at].told for row in self.rows))

    @property
    def silent(self) -> tuple[str, ...]:
        """The names of the event's sources that report none of them."""
        shown = set(self.columns)
        return tuple(name for at, name in enumerate(self.names) if at not in shown)

    @property
    def firm(self) -> DisputeTable:
        """The part that a reader may rely on: what is no note."""
        return self.of(row for row in self.rows if not row.unsure)

    @property
    def less_sure(self) -> DisputeTable:
        """The part to check first: every output sets it apart."""
        return self.of(row for row in self.rows if row.unsure)

    def of(self, rows: Iterable[Dispute]) -> DisputeTable:
        """The table with some of its rows."""
        return replace(self, rows=tuple(rows))


def dispute_tables(shown: View) -> dict[str, DisputeTable]:
    """The table of each event that has a disputed fact, by the event's id, in the order of the events.

    Args:
        shown: The report as laid out.

    Returns:
        Tables with at least one row.
    """
    retold = Retold(grouped((claim.source, claim) for claim in shown.claims))
    made = {item.event.id: _table(item, retold) for item in shown.events}
    return {event: table for event, table in made.items() if table.rows}


def is_less_sure(item: FindingView) -> bool:
    """Whether a finding is a difference to check before it is relied on: every output sets those apart."""
    return item.finding.kind in DIFFERENCES and item.finding.severity == "note"


def is_faint(item: FindingView) -> bool:
    """Whether a finding is a note on framing that is less likely right than wrong: it is left to the framing tab."""
    return item.finding.kind == "framing" and item.finding.confidence < NOTE


def names_of(sources: Sequence[Source]) -> tuple[str, ...]:
    """What to head each column with: the outlet, with its day or file where another bears the same name."""
    labels = Counter(source.label for source in sources)
    dated = Counter((source.label, source.published) for source in sources)
    names = []
    for source in sources:
        if labels[source.label] == 1:
            names.append(source.label)
        elif source.published and dated[source.label, source.published] == 1:
            names.append(f"{source.label}, {source.published.day} {source.published:%b %Y}")
        else:
            file = f"{source.path.rsplit('/', 1)[-1]}{f' {source.record}' if source.record is not None else ''}"
            names.append(f"{source.label}, {file}" if source.outlet else source.filed)
    return tuple(names)


def _table(event: EventView, retold: Retold) -> DisputeTable:
    # How a name is written after what is reported, within the sure and the unsure.
    found = sorted(
        (item for item in event.findings if item.finding.kind in DIFFERENCES and item.finding.scope == "event"),
        key=lambda item: (item.finding.severity == "note", item.finding.check == "name-differs"),
    )
    involved = {passage.source.id: passage.source for item in found for passage in (*item.left, *item.right)}
    sources = (*event.sources, *(source for name, source in involved.items() if name not in {own.id for own in event.sources}))
    origin = {source.id: number for number, part in enumerate(event.one_origin) for source in part}
    grouped: dict[str, set[str]] = defaultdict(set)
    for group in event.groups:
        for claim in group.group.claims:
            grouped[claim].update(group.group.claims)
    rows = tuple(_row(item, sources, partial(retold, lined_up=_lined_up(item, grouped)), origin) for item in found)
    return DisputeTable(event, sources, rows, names_of(sources))


def _lined_up(item: FindingView, grouped: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The claims in one group with a sentence of the finding."""
    return frozenset(other for passage in (*item.left, *item.right) for other in grouped.get(passage.claim.id, ()))


def _row(
    item: FindingView,
    sources: Sequence[Source],
    retold: Callable[[FindingView, Sequence[Source]], Iterable[tuple[Source, int, Claim, Evidence]]],
    origin: Mapping[str, int],
) -> Dispute:
    passages = {passage.claim.id: passage for passage in (*item.left, *item.right)}
    every = versions(item.finding)
    reported: dict[str, list[tuple[int, Told]]] = defaultdict(list)
    for number, (value, evidence) in enumerate(every.items()):
        facing = next((other[0].text for key, other in every.items() if key != value), "")
        for one in evidence:
            if one.claim in passages:
                passage = passages[one.claim]
                words, marks = words_of(item.finding, one, value, facing)
                reported[passage.source.id].append((number, Told(words, passage, one.start, one.end, marks)))
    silent = [source for source in sources if source.id not in reported]
    for source, number, claim, one in retold(item, silent):
        first = list(every.values())[number][0]
        if item.finding.check == "name-differs":
            words, marks = first.text, ()
        elif first.shown:
            words, marks = words_of(item.finding, first, first.value, "")
        else:
            facing = next((other[0].text for at, other in enumerate(every.values()) if at != number), "")
            words, marks = words_of(item.finding, one, one.value, facing)
        reported[source.id].append((number, Told(words, Passage(source, claim), one.start, one.end, marks)))
    witnesses: dict[int, set[object]] = defaultdict(set)
    for source_id, items in reported.items():
        for number, _ in items:
            witnesses[number].add(origin.get(source_id, source_id))
    most = max((len(part) for part in witnesses.values()), default=0)
    cells = []
    for source in sources:
        own = sorted(reported.get(source.id, ()), key=lambda pair: (pair[1].start, pair[1].end))
        number = own[0][0] if own else -1
        outlier = bool(own) and most > 1 and all(len(witnesses[version]) == 1 for version, _ in own)
        cells.append(Cell(source, _once(one for _, one in own), number, outlier))
    return Dispute(item, tuple(cells))


def _once(items: Iterable[Told]) -> tuple[Told, ...]:
    """Each version once, by its first sentence."""
    found: dict[str, Told] = {}
    for one in items:
        found.setdefault(one.words.casefold(), one)
    return tuple(found.values())


def words_of(finding: Finding, one: Evidence, value: str, facing: str) -> tuple[str, tuple[Span, ...]]:
    """A version as a table shows it, and which of its words differ from those it faces, where the rest does not.

    Args:
        finding: The finding.
        one: The version's evidence.
        value: Its normalised value.
        facing: The words of another version.
    """
    if one.shown:
        return brief(one.shown, LONGEST), ()
    if len(one.text) > LONGEST and facing:
        return _marked(_where_it_differs(one.text, facing), facing)
    if finding.check.startswith("quote"):
        return _marked(f"\u201c{brief(one.text, LONGEST)}\u201d", facing)
    return told(brief(one.text, LONGEST), value), ()


def _marked(quoted: str, facing: str) -> tuple[str, tuple[Span, ...]]:
    """A quotation with the places of the words that the other version of it has not."""
    marks, _ = differing(quoted[1:-1], facing)
    found = tuple((start + 1, end + 1) for start, end in marks if quoted[start + 1 : end + 1].strip("\u2026 "))
    return quoted, found if sum(end - start for start, end in found) < len(quoted) - 2 else ()


def _where_it_differs(text: str, other: str) -> str:
    """The words of a long quotation around the first that differs."""
    marks, _ = differing(text, other)
    start, end = marks[0] if marks else (0, len(text))
    before, after = text[:start].split(), text[end:].split()
    middle = brief(text[start:end], LONGEST)
    first = "\u2026 " if len(before) > AROUND else ""
    last = " \u2026" if len(after) > AROUND else ""
    return f"\u201c{first}{' '.join([*before[-AROUND:], middle, *after[:AROUND]]).rstrip('.,;:')}{last}\u201d"
