"""The table of what is disputed in each event, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.model.listing import listed
from consistency.model.safe_text import one_line
from consistency.render.terminal.lines import Style, columns, wrap
from consistency.render.view.dispute_markdown import kind_of
from consistency.render.view.disputes import Dispute, DisputeTable

LEAST_COLUMN = 13
"""Columns an outlet needs: with less for each, a row is told in words."""
WHAT = 0.34
"""Share of the width that goes to the name of the fact."""
KIND = 18
GAP = "  "
OUTLIER = "\u2260 "
"""Stands before the version of one source that two or more others contradict."""
SILENT = "\u2013"


def dispute_table(table: DisputeTable, width: int, style: Style) -> list[str]:
    """The rows of one event in `width` columns: as a table, or in words where there are too many outlets for that."""
    rows, shown = table.rows, table.columns
    what = max(18, int(width * WHAT))
    room = (width - what - KIND - len(GAP) * (len(shown) + 1)) // max(1, len(shown))
    if room < LEAST_COLUMN:
        return in_words(table, width, style)
    widths = [what, *(room for _ in shown), KIND]
    heads = [wrap(text, size) or [""] for text, size in zip(["What", *(table.names[at] for at in shown), "Kind"], widths, strict=True)]
    lines = [style.paint("dim", line) for line in _lines(heads, widths, [""] * len(widths), style)]
    for row in rows:
        cells = [row.cells[at] for at in shown]
        words = (one_line(cell.words) if cell.told else SILENT for cell in cells)
        texts = [row.what, *((OUTLIER if cell.outlier else "") + text for cell, text in zip(cells, words, strict=True)), kind_of(row)]
        paints = ["bold", *("mark" if cell.outlier else "" for cell in cells), row.finding.severity]
        lines += _lines([wrap(text, size) or [""] for text, size in zip(texts, widths, strict=True)], widths, paints, style)
    return lines


def in_words(table: DisputeTable, width: int, style: Style) -> list[str]:
    """The rows of one event, each in a sentence."""
    return [line for row in table.rows for line in _in_words(row, table, width, style)]


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int], paints: Sequence[str], style: Style) -> Iterator[str]:
    for at in range(max(map(len, cells))):
        parts = []
        for cell, size, paint in zip(cells, widths, paints, strict=True):
            text = cell[at] if at < len(cell) else ""
            parts.append((style.paint(paint, text) if paint else text) + " " * (size - columns(text)))
        yield GAP.join(parts).rstrip()


def _in_words(row: Dispute, table: DisputeTable, width: int, style: Style) -> Iterator[str]:
    """`Passengers injured: 19 (Lake Courier) | 14 (Valley Tribune and Northline Wire). Contradiction 0.99`."""
    name = {source.id: label for source, label in zip(table.sources, table.names, strict=True)}
    parts = " | ".join(f"{one_line(words)} ({listed([name[cell.source.id] for cell in cells])})" for words, cells in row.versions)
    first, *more = wrap(f"{row.what}: {parts}. {kind_of(row)}", width - 2) or [""]
    head = row.what if first.startswith(row.what) else ""
    yield "- " + style.paint("bold", head) + first[len(head) :]
    yield from (f"  {line}" for line in more)
