"""An event's accounts side by side: a row for each claim that two or more tell, a column for each source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consistency.model import Claim, Finding, Source, Span
from consistency.render.view.context import REACH, widened
from consistency.render.view.marking import segments
from consistency.render.view.view import EventView, FindingView, GroupView, Passage

KINDS = {
    "number": ("#", "Number"),
    "date": ("D", "Date"),
    "name": ("N", "Name or office"),
    "place": ("P", "Place"),
    "quote": ("Q", "Quotation"),
    "certainty": ("C", "Certainty"),
    "course": ("E", "Course of events"),
    "framing": ("F", "Framing"),
    "omission": ("O", "Left out by others"),
    "other": ("X", "Other difference"),
}
"""What differing words differ in: the letter beside them, and its meaning in the legend."""

_BY_CHECK = {
    **dict.fromkeys(("number", "amount", "percent", "total", "sum", "conversion", "duration", "age", "level"), "number"),
    **dict.fromkeys(("date", "sequence"), "date"),
    **dict.fromkeys(("name", "office", "speaker"), "name"),
    **dict.fromkeys(("quote", "relayed"), "quote"),
    **dict.fromkeys(("certainty", "denied"), "certainty"),
    **dict.fromkeys(("outcome", "cause"), "course"),
    "place": "place",
    "framing": "framing",
    "omission": "omission",
}
"""The first word of a check's id: a check of another's making that is named in the same way is marked in the same way."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage. `kind` is a key of `KINDS` where its words differ from another account's, else empty; `beyond` says that
    the row is not about it."""

    text: str
    kind: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as a source tells it, with what stands before and after it there. `whole` is all of it, where the row is about a part."""

    passage: Passage
    pieces: tuple[Piece, ...]
    before: str = ""
    after: str = ""
    whole: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source tells in a row. `rows` are the numbers of other rows that hold what it tells here too."""

    source: Source
    tellings: tuple[Telling, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A group. `number` counts the claims told by two or more from 1; 0 is what the reports open with, and what a finding alone
    gathers from several rows, or from none, goes on counting after the last of them."""

    number: int
    group: GroupView
    cells: tuple[Cell, ...]
    label: str = ""
    """What stands in the place of its number, where it repeats what other rows tell."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a finding gathers stands first, then what the reports open with, then the claims as the first source tells them."""

    sources: tuple[Source, ...]
    rows: tuple[Row, ...]

    @property
    def claims(self) -> int:
        """How many claims are told by two or more: rows that repeat others do not count."""
        return sum(not row.label for row in self.rows)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the marked words differ in, in the order of the legend."""
        found = {piece.kind for row in self.rows for cell in row.cells for told in cell.tellings for piece in told.pieces}
        return tuple(kind for kind in KINDS if kind in found)


CONTEXT = 60_000
"""Characters of the surrounding paragraphs that a page holds at most, so that it opens at once: with many claims each shows less."""
OPENING = 4
"""Sentences of a report that count as its opening (as in `consistency.cluster.leads`)."""


def reach_for(claims: int) -> int:
    """How many characters on each side of a claim can be shown, where there are so many claims."""
    return min(REACH, CONTEXT // (2 * max(claims, 1)))


def openings(claims: Iterable[Claim]) -> frozenset[str]:
    """The ids of the claims that their sources open with. `claims` stand in the order of each source's text."""
    seen: dict[str, int] = defaultdict(int)
    found = set()
    for claim in claims:
        seen[claim.source] += 1
        if seen[claim.source] <= OPENING:
            found.add(claim.id)
    return frozenset(found)


def beside(event: EventView, opened: Collection[str] = (), reach: int = REACH) -> Beside:
    """The accounts of an event, side by side. `opened` are the ids of the claims that sources open with, `reach` is how many
    characters around a claim are shown with it."""
    sources = (*event.sources, *event.visitors)
    opening = _opening(event.groups, opened)
    gathered = _gathered([item for item in event.groups if item is not opening])
    plain = [item for item in event.groups if item is not opening and item.group.id not in gathered]
    told_in: dict[str, int] = {}
    for number, item in enumerate(plain, 1):
        told_in |= {passage.claim.id: number for passages in item.told.values() for passage in passages}
    apart = [item for item in event.groups if item.group.id in gathered]
    rows = [_row(number, _evidence(item), sources, {}, reach, "Differs") for number, item in enumerate(apart, len(plain) + 1)]
    if opening is not None:
        row = _row(0, opening, sources, told_in, reach, "Opening")
        # Where hardly a source opens with anything of its own, the row says nothing that the others do not.
        if opening.findings or sum(bool(cell.tellings) for cell in row.cells) > 1:
            rows.append(row)
    rows += [_row(number, item, sources, {}, reach) for number, item in enumerate(plain, 1)]
    return Beside(sources, tuple(rows))


def _shared(groups: Iterable[GroupView]) -> set[str]:
    """The claims that more than one group holds."""
    times = Counter(claim for item in groups for claim in item.group.claims)
    return {claim for claim, count in times.items() if count > 1}


def _opening(groups: Sequence[GroupView], opened: Collection[str]) -> GroupView | None:
    """The group of what the reports open with, where it repeats claims of others: beside it, groups of an event share none."""
    told = [item for item in groups if not _of_a_finding(item)]
    shared = _shared(told)
    within = [set(item.group.claims) for item in groups if _of_a_finding(item)]

    def repeats(claims: set[str]) -> bool:
        return not shared.isdisjoint(claims) or any(part <= claims for part in within)

    found = [item for item in told if set(item.group.claims) <= set(opened) and repeats(set(item.group.claims))]
    return max(found, key=lambda item: (len(item.group.claims), item.group.id), default=None)


def _gathered(groups: Sequence[GroupView]) -> set[str]:
    """The groups that a finding made of claims which stand in others: they hold just what it rests on."""
    shared = _shared(groups)
    return {item.group.id for item in groups if not shared.isdisjoint(item.group.claims) and _of_a_finding(item)}


def _of_a_finding(item: GroupView) -> bool:
    return any(set(found.finding.claims) == set(item.group.claims) for found in item.findings)


def _evidence(item: GroupView) -> GroupView:
    """The group with the first passage of each source that bears marked words: a name may stand in dozens."""
    told = {name: tuple(passage for passage in passages if passage.marks)[:1] or passages[:1] for name, passages in item.told.items()}
    return replace(item, told=told)


def _row(number: int, item: GroupView, sources: Iterable[Source], told_in: Mapping[str, int], reach: int, label: str = "") -> Row:
    kinds = kinds_of(item.findings)
    cells = []
    for source in sources:
        passages = item.told.get(source.id, ())
        own = tuple(_telling(passage, kinds, reach) for passage in passages if passage.claim.id not in told_in)
        rows = sorted({told_in[passage.claim.id] for passage in passages if passage.claim.id in told_in})
        cells.append(Cell(source, own, tuple(rows)))
    return Row(number, item, tuple(cells), label)


def _telling(passage: Passage, kinds: Mapping[tuple[str, Span], str], reach: int) -> Telling:
    text, claim = passage.source.text, passage.claim
    around = widened(passage.source, claim, reach)
    before, after = text[around.start : claim.start].strip(), text[claim.end : around.end].strip()
    whole = _whole(passage) if passage.clause else ()
    if not any(character.isalnum() for character in before + after):
        return Telling(passage, pieces(passage, kinds), whole=whole)
    before, after = ("\u2026 " if around.cut_before else "") + before, after + (" \u2026" if around.cut_after else "")
    return Telling(passage, pieces(passage, kinds), before, after, whole)


def _whole(passage: Passage) -> tuple[Piece, ...]:
    """All of the claim, in the stretches that its row is about and those that it is not."""
    text, claim, made, at = passage.source.text, passage.claim, [], passage.claim.start
    for start, end in (*passage.clause, (claim.end, claim.end)):
        made += [Piece(text[at:start], beyond=True), Piece(text[start:end])]
        at = end
    return tuple(piece for piece in made if piece.text)


def kind_of(finding: Finding) -> str:
    """What the words that a finding marks differ in: a key of `KINDS`."""
    known = _BY_CHECK.get(finding.check.replace("_", "-").split("-")[0])
    return known or ("framing" if finding.kind == "framing" else "other")


def kinds_of(findings: Iterable[FindingView]) -> dict[tuple[str, Span], str]:
    """What each marked span differs in, by claim and span; the worst finding's kind where two mark the same words."""
    kinds: dict[tuple[str, Span], str] = {}
    for item in findings:
        for passage in (*item.left, *item.right):
            for span in passage.marks:
                kinds.setdefault((passage.claim.id, span), kind_of(item.finding))
    return kinds


def pieces(passage: Passage, kinds: Mapping[tuple[str, Span], str]) -> tuple[Piece, ...]:
    """The claim's words, those that differ by what they differ in: of a row that is about a part of it, that part, with dots for the rest.
    Signs that a document's markup leaves at the edges are left out."""
    text, claim = passage.source.text, passage.claim
    made = []
    for number, (start, end) in enumerate(passage.clause or [_bare(text, claim.start, claim.end)]):
        made += [Piece(" \u2026 ")] if number else []
        for part in segments(text, start, end, passage.marks):
            kind = ""
            if part.marked:
                here = (span for span in passage.marks if span[0] <= start < span[1])
                kind = next((kinds[claim.id, span] for span in here if (claim.id, span) in kinds), "other")
            made.append(Piece(part.text, kind))
            start += len(part.text)
    before, after = passage.dots
    return tuple(piece for piece in (Piece(before), *made, Piece(after)) if piece.text)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without one-sided emphasis of Markdown: a caption set in it is parted from its credit, and the other sign stays there."""
    for sign in "*_":
        if text[start:end].count(sign) == 1:
            if text[start] == sign:
                return start + 1, end
            if text[end - 1] == sign:
                return start, end - 1
    return start, end
