"""JSON Lines: one document a line."""

from __future__ import annotations

from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.file_reader import FileReader, read_each
from consistency.ingest.readers.json_articles import parse
from consistency.ingest.record import source_of
from consistency.model import Source


def read(path: Path) -> list[Source]:
    """The documents. `Source.record` is the number of the line; a bad line leaves the others readable."""
    text, _ = decode(load(path))

    def one(number: int, line: str) -> Source:
        try:
            return source_of(parse(line.rstrip("\r")), path.as_posix(), number)
        except Unreadable as error:
            raise Unreadable(str(error).replace("(line 1, column", "(column")) from None

    written = ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip("\ufeff \t\r"))
    return read_each(written, one, "line", "lines")


# Many documents share one file, so the limit for one document does not hold.
READER = FileReader("json lines", (".jsonl", ".ndjson"), read, max_bytes=1_000_000_000)
