"""`consistency sources`: what was read, and where each thing known about it was taken from."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.cli import terminal
from consistency.engine.settings import Settings
from consistency.errors import NothingToRead
from consistency.model import Source
from consistency.model.safe_text import one_line
from consistency.model.word_counts import word_counts

HEADERS = ("source", "outlet", "published", "event", "words", "set aside", "warnings")
ORDERS = ("path", "outlet", "published", "grade")


def sources(settings: Settings, order: str = "path") -> None:
    """Print one row a document of `settings.sources`, in one of the `ORDERS`; of grades the best comes first."""
    from consistency.engine.adapters.addresses import at_hand
    from consistency.ingest.discover import read

    with at_hand(settings.sources) as (paths, _):
        found, skipped = read(paths, settings.manifest)
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
    headers, aligned = list(HEADERS), list(_ALIGN)
    # What no document has takes no column.
    if not any(source.event for source in found):
        at = headers.index("event")
        rows = [(*row[:at], *row[at + 1 :]) for row in rows]
        del headers[at], aligned[at]
    last = len(headers) - 1
    count = last + 1 if any(row[-1] for row in rows) else last

    def room(*columns: int) -> int:
        """What the given columns leave of `width`."""
        return width - sum(max(len(headers[at]) + MIN_PADDING, *(columns_of(row[at]) for row in rows)) + 2 for at in columns)

    noted = _LEAST if count > last else 0
    if room(*range(last)) < noted:
        # Where a value was taken from goes below it.
        rows = [(row[0], *(cell.replace(" (", "\n(") for cell in row[1 : last - 2]), *row[last - 2 :]) for row in rows]
        rows = [("\n".join(wrapped(row[0], max(_LEAST, room(*range(1, last)) - noted - 2))), *row[1:]) for row in rows]
    notes = max(_LEAST, room(*range(last)))
    shown = [(*row[:-1], "\n".join(wrapped(row[-1], notes)))[:count] for row in rows]
    return tabulate(shown, headers[:count], tablefmt="simple", disable_numparse=True, colalign=aligned[:count])


def columns_of(cell: str) -> int:
    """The columns that a cell of one or more lines takes."""
    return max(len(line) for line in cell.split("\n"))


_LEAST = 24
"""Columns that paths and notes keep where the width leaves them less."""


_ALIGN = ("left", "left", "left", "left", "right", "right", "left")


def _row(source: Source) -> tuple[str, ...]:
    counts = word_counts(source)
    return (
        one_line(source.filed),
        _known(source, "outlet", source.outlet) + (f" [{source.grade}]" if source.grade else ""),
        _known(source, "published", source.published.isoformat() if source.published else None)
        + (f" updated {source.updated.isoformat()}" if source.updated else ""),
        _event(source),
        str(counts.words),
        str(counts.boilerplate),
        one_line("; ".join(source.warnings)),
    )


def _event(source: Source) -> str:
    """The event stated for a source. Only a manifest's word is used; what a document says of itself is shown as such."""
    told = _known(source, "event", source.event)
    return told.replace(" (metadata)", " (metadata, not used)") if source.provenance.get("event") == "metadata" else told


def _known(source: Source, name: str, value: str | None) -> str:
    """A value with where it was taken from, as in `Harbour Wire (manifest)`; a missing one says so."""
    if value is None:
        return "unknown"
    origin = source.provenance.get(name)
    return one_line(f"{value} ({origin})" if origin else value)
