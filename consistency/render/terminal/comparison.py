"""Two documents side by side: what both tell on one row, what only one tells beside the other's silence, then the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import PurePath

from consistency.model import Claim, Report, Source
from consistency.render.terminal.disputes import dispute_table
from consistency.render.terminal.lines import Line, Style, columns, wrap
from consistency.render.terminal.report import NARROWEST, findings, render_report, sentence
from consistency.render.view.disputes import DisputeTable, dispute_tables, is_faint
from consistency.render.view.links import location
from consistency.render.view.view import Passage, View, view
from consistency.render.view.wording import NONE_FIRM, less_sure, summary

SIDE_BY_SIDE = 80
"""Columns from which two columns of text can be read; below, the two sides stand under each other."""

_GUTTER = 5
"""Columns for a line number and the space after it."""
_BETWEEN = " \u2502 "
_SILENT = "silent"

Cell = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    left: Cell
    right: Cell


def render_comparison(report: Report, width: int, color: bool, first: str = "") -> str:
    """What is disputed, then both documents in `width` columns, aligned by what they report. Ends without a line feed.

    Args:
        report: A report of two sources; one of more or fewer is shown as `render_report` shows it.
        width: Columns to fill.
        color: Whether to set words off by colour.
        first: The path of the document that stands on the left; else the first by path does.
    """
    shown, style = view(report), Style(color)
    if len(shown.sources) != 2:
        return render_report(report, width, color)
    left, right = sorted(shown.sources, key=lambda source: not first or PurePath(source.path) != PurePath(first))
    width = max(NARROWEST, width)
    parts = [_notice(shown, width)]
    for whole in dispute_tables(shown).values():
        table = _turned(whole, left)
        parts.append("\n".join(dispute_table(table.firm, width, style)) if table.firm.rows else NONE_FIRM)
        unsure = table.less_sure
        parts.append("\n".join([less_sure(len(unsure.rows)), *dispute_table(unsure, width, style)]) if unsure.rows else "")
    rows = list(_rows(shown, left, right))
    laid_out = _columns if width >= SIDE_BY_SIDE else _stacked
    parts.append("\n".join(laid_out(left, right, rows, width, style)))
    parts.append("\n".join(wrap(summary(report), width)))
    parts += findings([item for item in shown.findings if not is_faint(item)], width, style)
    return "\n\n".join(part for part in parts if part)


def _turned(table: DisputeTable, left: Source) -> DisputeTable:
    """The table with the left document's column first."""
    order = sorted(range(len(table.sources)), key=lambda at: table.sources[at].id != left.id)
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in order)) for row in table.rows)
    return replace(table, sources=tuple(table.sources[at] for at in order), names=tuple(table.names[at] for at in order), rows=rows)


def _same_event(shown: View) -> bool:
    return any(len(item.sources) == 2 for item in shown.events)


def _notice(shown: View, width: int) -> str:
    if _same_event(shown):
        return ""
    return "\n".join(wrap("The two documents report different events: only lasting commitments and states are lined up.", width))


def _rows(shown: View, left: Source, right: Source) -> Iterator[_Row]:
    """In the order of the left document; what only the right tells stands before what follows it there."""
    groups = [*shown.standing_groups, *(group for item in shown.events for group in item.groups)]
    aligned = [_Row(group.told[left.id], group.told[right.id]) for group in groups if left.id in group.told and right.id in group.told]
    if not _same_event(shown):
        yield from sorted(aligned, key=_left_place)
        return
    grouped = {passage.claim.id for row in aligned for passage in (*row.left, *row.right)}
    alone = {source.id: [claim for claim in shown.claims if claim.source == source.id] for source in (left, right)}
    only_left = [_Row((Passage(left, claim),), ()) for claim in _without(alone[left.id], grouped)]
    waiting = [_Row((), (Passage(right, claim),)) for claim in _without(alone[right.id], grouped)]
    for row in sorted([*aligned, *only_left], key=_left_place):
        while row.right and waiting and waiting[0].right[0].claim.start < row.right[0].claim.start:
            yield waiting.pop(0)
        yield row
    yield from waiting


def _without(claims: Sequence[Claim], grouped: set[str]) -> list[Claim]:
    """What one side alone tells. Headlines are left out: no document is silent because it is headed in another way."""
    return [claim for claim in claims if claim.id not in grouped and claim.role != "title"]


def _left_place(row: _Row) -> tuple[int, int]:
    return (row.left[0].claim.start, row.right[0].claim.start if row.right else -1)


def _columns(left: Source, right: Source, rows: Sequence[_Row], width: int, style: Style) -> list[str]:
    room = (width - len(_BETWEEN)) // 2
    rule = "\u2500" * room + "\u2500\u253c\u2500" + "\u2500" * room
    lines = [*_beside(_heading(left, room, style), _heading(right, room, style), room), rule]
    for number, row in enumerate(rows):
        if number:
            lines.append(_BETWEEN.rstrip().rjust(room + len(_BETWEEN) - 1))
        lines += _beside(_cell(row.left, room, style), _cell(row.right, room, style), room)
    return [line.rstrip() for line in lines]


def _beside(left: Sequence[Line], right: Sequence[Line], room: int) -> list[str]:
    both = zip_longest(left, right, fillvalue=Line("", 0))
    return [f"{first.text}{' ' * (room - first.columns)}{_BETWEEN}{second.text}" for first, second in both]


def _heading(source: Source, room: int, style: Style) -> list[Line]:
    date = source.published.isoformat() if source.published else "date unknown"
    lines = [Line(style.paint("bold", line), columns(line)) for line in wrap(source.label, room)]
    for text in (location(source), date):
        lines += [Line(style.paint("dim", line), columns(line)) for line in wrap(text, room)]
    return lines


def _cell(passages: Cell, room: int, style: Style) -> list[Line]:
    """The claims of one side, each with its line number before it."""
    if not passages:
        return [Line(" " * _GUTTER + style.paint("dim", _SILENT), _GUTTER + len(_SILENT))]
    lines: list[Line] = []
    for passage in passages:
        number = f"{passage.claim.line:>{_GUTTER - 1}} "
        for index, line in enumerate(sentence(passage, room - max(_GUTTER, len(number)), style)):
            gutter = style.paint("dim", number) if index == 0 else " " * len(number)
            lines.append(Line(gutter + line.text, len(number) + line.columns))
    return lines


def _stacked(left: Source, right: Source, rows: Sequence[_Row], width: int, style: Style) -> list[str]:
    """`A` and `B` under each other, with a blank line between rows."""
    lines = []
    for name, source in (("A", left), ("B", right)):
        lines += [
            f"{name} {line.text}" if index == 0 else f"  {line.text}" for index, line in enumerate(_heading(source, width - 2, style))
        ]
    for row in rows:
        lines.append("")
        for name, cell in (("A", row.left), ("B", row.right)):
            lines += [f"{name if index == 0 else ' '} {line.text}" for index, line in enumerate(_cell(cell, width - 2, style))]
    return [line.rstrip() for line in lines]
