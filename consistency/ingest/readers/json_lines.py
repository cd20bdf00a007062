"""JSON Lines: one document a line."""

from __future__ import annotations

from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.partly import PartlyUnreadable, summed_up
from consistency.ingest.readers.json_articles import parse
from consistency.ingest.record import source_of
from consistency.model import Source


class JsonLinesReader:
    """Reads `.jsonl` and `.ndjson`. `Source.record` is the number of the line; a bad line leaves the others readable."""

    name = "json lines"
    suffixes = (".jsonl", ".ndjson")
    max_bytes = 1_000_000_000
    """Many documents share one file, so the limit for one document does not hold."""

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes

    def __call__(self, path: Path) -> list[Source]:
        text, _ = decode(load(path))
        sources: list[Source] = []
        messages: list[str] = []
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip("\ufeff \t\r"):
                continue
            try:
                sources.append(source_of(parse(line.rstrip("\r")), path.as_posix(), number))
            except Unreadable as error:
                message = str(error).replace("(line 1, column", "(column")
                messages.append(f"line {number} {message}")
        if messages and not sources:
            raise Unreadable(f"holds no document in any of its {len(messages)} lines ({messages[0]})")
        if messages:
            raise PartlyUnreadable(summed_up(messages, "line"), sources)
        return sources


READER = JsonLinesReader()
