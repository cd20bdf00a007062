"""`consistency sources`: what was read, and where each thing known about it was taken from."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.cli import terminal
from consistency.engine.settings import Settings
from consistency.errors import NothingToRead
from consistency.model import Source
from consistency.model.safe_text import one_line
from consistency.model.word_counts import word_counts

HEADERS = ("source", "outlet", "published", "words", "set aside", "warnings")
ORDERS = ("path", "outlet", "published", "grade")


def sources(settings: Settings, order: str = "path") -> None:
    """Print one row a document of `settings.sources`, in one of the `ORDERS`; of grades the best comes first."""
    from consistency.ingest.discover import read

    found, skipped = read(list(settings.sources), settings.manifest)
    if not found:
        raise NothingToRead(f"no document could be read from {', '.join(settings.sources)}", skipped)
    terminal.warn_skipped(skipped)
    terminal.say(table(sorted(found, key=lambda source: _rank(source, order)), terminal.width()))


def _rank(source: Source, order: str) -> tuple[str, str, int]:
    """What a source is sorted by; one of which it is not known comes last."""
    known = {"outlet": source.name.casefold(), "published": source.published and source.published.isoformat(), "grade": source.grade}
    return (known.get(order) or ("\uffff" if order in known else ""), source.path, source.record or 0)


def table(found: Sequence[Source], width: int) -> str:
    """The sources as a plain table; paths and notes wrap in what `width` leaves them."""
    from tabulate import MIN_PADDING, tabulate

    from consistency.render.terminal import wrapped

    rows = [_row(source) for source in found]
    count = len(HEADERS) if any(row[-1] for row in rows) else len(HEADERS) - 1

    def room(*columns: int) -> int:
        """What the given columns leave of `width`."""
        return width - sum(max(len(HEADERS[at]) + MIN_PADDING, *(columns_of(row[at]) for row in rows)) + 2 for at in columns)

    noted = _LEAST if count == len(HEADERS) else 0
    if room(*range(len(HEADERS) - 1)) < noted:
        # Where a value was taken from goes below it.
        rows = [(row[0], *(cell.replace(" (", "\n(") for cell in row[1:3]), *row[3:]) for row in rows]
        rows = [("\n".join(wrapped(row[0], max(_LEAST, room(1, 2, 3, 4) - noted - 2))), *row[1:]) for row in rows]
    notes = max(_LEAST, room(*range(len(HEADERS) - 1)))
    shown = [(*row[:-1], "\n".join(wrapped(row[-1], notes)))[:count] for row in rows]
    return tabulate(shown, HEADERS[:count], tablefmt="simple", disable_numparse=True, colalign=_ALIGN[:count])


def columns_of(cell: str) -> int:
    """The columns that a cell of one or more lines takes."""
    return max(len(line) for line in cell.split("\n"))


_LEAST = 24
"""Columns that paths and notes keep where the width leaves them less."""


_ALIGN = ("left", "left", "left", "right", "right", "left")


def _row(source: Source) -> tuple[str, ...]:
    name = source.path if source.record is None else f"{source.path} record {source.record}"
    counts = word_counts(source)
    return (
        one_line(name),
        _known(source, "outlet", source.outlet) + (f" [{source.grade}]" if source.grade else ""),
        _known(source, "published", source.published.isoformat() if source.published else None)
        + (f" updated {source.updated.isoformat()}" if source.updated else ""),
        str(counts.words),
        str(counts.boilerplate),
        one_line("; ".join(source.warnings)),
    )


def _known(source: Source, name: str, value: str | None) -> str:
    """A value with where it was taken from, as in `Harbour Wire (manifest)`; a missing one says so."""
    if value is None:
        return "unknown"
    origin = source.provenance.get(name)
    return one_line(f"{value} ({origin})" if origin else value)
