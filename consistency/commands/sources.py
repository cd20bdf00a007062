"""`consistency sources`: what was read, and where each thing known about it was taken from."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.commands import terminal
from consistency.counts import word_counts
from consistency.errors import NothingToRead
from consistency.model import Source
from consistency.settings import Settings
from consistency.writers._escape import one_line

HEADERS = ("source", "outlet", "published", "words", "set aside", "warnings")


def sources(settings: Settings) -> None:
    """Print one row a document of `settings.sources`."""
    from consistency.reading import read

    found, skipped = read(list(settings.sources), settings.manifest)
    if not found:
        raise NothingToRead(f"no document could be read from {', '.join(settings.sources)}", skipped)
    terminal.warn_skipped(skipped)
    terminal.say(table(found, terminal.width()))


def table(found: Sequence[Source], width: int) -> str:
    """The sources as a plain table; notes wrap in what `width` leaves them."""
    from tabulate import MIN_PADDING, tabulate

    rows = [_row(source) for source in found]
    taken = sum(max(len(header) + MIN_PADDING, *(len(row[at]) for row in rows)) + 2 for at, header in enumerate(HEADERS[:-1]))
    wrap = [None] * (len(HEADERS) - 1) + [max(24, width - taken)]
    return tabulate(rows, HEADERS, tablefmt="simple", maxcolwidths=wrap, disable_numparse=True, colalign=_ALIGN)


_ALIGN = ("left", "left", "left", "right", "right", "left")


def _row(source: Source) -> tuple[str, ...]:
    name = source.path if source.record is None else f"{source.path} record {source.record}"
    counts = word_counts(source)
    return (
        one_line(name),
        _known(source, "outlet", source.outlet),
        _known(source, "published", source.published.isoformat() if source.published else None),
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
