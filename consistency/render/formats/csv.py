"""The findings as a table for spreadsheets. No cell is a formula, whatever a document holds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from consistency.model import Report
from consistency.model.safe_text import cell
from consistency.render.format import Format
from consistency.render.view.rows import COLUMNS, rows


def write(report: Report, stream: IO[str]) -> None:
    write_rows(rows(report), stream)


def write_rows(found: Iterable[Sequence[object]], stream: IO[str]) -> None:
    """The table from its rows, under the names of their columns."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow(cell(value) if isinstance(value, str) else value for value in row)


WRITER = Format("csv", "findings", ".csv", write)
