"""Plain text: the file as read, with universal newlines."""

from __future__ import annotations

from pathlib import Path

from consistency.ingest.decoding import load_text, needs_words
from consistency.model import Source


class TextReader:
    """Reads `.txt` and `.text`. Offsets count in the file as read."""

    name = "text"
    suffixes = (".txt", ".text")

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes

    def __call__(self, path: Path) -> list[Source]:
        text, warnings = load_text(path)
        needs_words(text)
        return [Source(path=path.as_posix(), text=text, warnings=warnings)]


READER = TextReader()
