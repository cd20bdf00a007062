"""Minutes of a council: a first line with the day and the body, then the text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from consistency import Source
from consistency.errors import Unreadable


class MinutesReader:
    """Reads `.minutes` files. What the file itself says of its origin goes into the source's fields, and `provenance` says so."""

    name = "minutes"

    def reads(self, path: Path) -> bool:
        return path.suffix == ".minutes"

    def __call__(self, path: Path) -> list[Source]:
        head, line, text = path.read_text(encoding="utf-8").partition("\n")
        day, _, body = head.partition(" ")
        try:
            published = date.fromisoformat(day)
        except ValueError as error:
            raise Unreadable("opens with no day: write it as 2024-03-08 before the body's name") from error
        known = {"published": "metadata", "outlet": "metadata"}
        return [Source(path=path.as_posix(), text=text, published=published, outlet=body, provenance=known)]


READER = MinutesReader()
