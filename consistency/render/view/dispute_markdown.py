"""The table of what is disputed in each event, as Markdown: for the report, the pull request and the summary of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from consistency.model import Source
from consistency.model.listing import listed
from consistency.model.safe_text import markdown as plain
from consistency.render.view.disputes import Cell, Dispute, DisputeTable, dispute_tables
from consistency.render.view.view import FindingView, View
from consistency.render.view.wording import NONE_FIRM, less_sure

MOST_COLUMNS = 7
"""Outlets beyond which a row is told in words: a wider table is cut off by code hosts."""


Link = Callable[[Source, int], str | None]


def tables(shown: View, link: Link, wanted: Callable[[FindingView], bool] = lambda item: True) -> Iterator[list[str]]:
    """The lines of each event's table, with its heading.

    Args:
        shown: The report as laid out.
        link: Where the sentence at a line of a source is; `None` if nothing is to be linked to.
        wanted: Which findings are to be rows.

    Yields:
        The lines of one event; nothing for an event without a row.
    """
    for every in dispute_tables(shown).values():
        table = every.of(row for row in every.rows if wanted(row.item))
        if table.rows:
            firm = _table(table.firm, link) if table.firm.rows else [NONE_FIRM]
            lines = [f"#### {plain(table.event.event.title, opens_line=False)}", "", *firm]
            unsure = table.less_sure.rows
            yield [*lines, "", *folded(less_sure(len(unsure)), _table(table.less_sure, link))] if unsure else lines


def folded(title: str, lines: Iterable[str]) -> list[str]:
    """Lines that a code host shows when their title is clicked."""
    return [f"<details><summary>{title}</summary>", "", *lines, "", "</details>"]


def _table(table: DisputeTable, link: Link) -> list[str]:
    rows, at = table.rows, table.columns
    if len(at) > MOST_COLUMNS:
        return [f"- {_in_words(row, table, link)}" for row in rows]
    head = ["What", *(plain(table.names[number], opens_line=False) for number in at), "Kind"]
    return grid(
        head, ([plain(row.what, opens_line=False), *(_cell(row.cells[number], link) for number in at), kind_of(row)] for row in rows)
    )


def _cell(cell: Cell, link: Link) -> str:
    if not cell.told:
        return "\u2013"
    shown = (linked(plain(one.words, opens_line=False), link(cell.source, one.passage.line)) for one in cell.shown)
    words = ", also ".join(shown) + cell.more
    return f"**\u2260 {words}**" if cell.outlier else words


def linked(words: str, target: str | None) -> str:
    """A link, where there is somewhere to go. Parentheses would end its target early."""
    return f"[{words}]({target.replace('(', '%28').replace(')', '%29')})" if target else words


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def kind_of(row: Dispute) -> str:
    """`Contradiction 0.98`, or `Contradiction 0.98, rejected` where that was decided."""
    return f"{row.kind} {row.finding.confidence:.2f}{row.decided}"


def _in_words(row: Dispute, table: DisputeTable, link: Link) -> str:
    name = {source.id: label for source, label in zip(table.sources, table.names, strict=True)}
    versions = [
        f"{_cell(cells[0], link)} ({plain(listed([name[one.source.id] for one in cells]), opens_line=False)})" for _, cells in row.versions
    ]
    told = " \u00b7 ".join(versions)
    return f"**{plain(row.what, opens_line=False)}**: {told}. {kind_of(row)}"


def signs(lines: Iterable[str]) -> list[str]:
    """What the sign means, where it occurs."""
    return ["", "\u2260 one source against two or more independent ones"] if any("\u2260" in line for line in lines) else []
