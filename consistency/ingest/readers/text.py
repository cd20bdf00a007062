"""Plain text: the file as read, with universal newlines."""

from __future__ import annotations

from pathlib import Path

from consistency.ingest.decoding import load_text, needs_words
from consistency.ingest.file_reader import FileReader
from consistency.model import Source


def read(path: Path) -> list[Source]:
    """The file. Offsets count in it as read."""
    text, warnings = load_text(path)
    needs_words(text)
    return [Source(path=path.as_posix(), text=text, warnings=warnings)]


READER = FileReader("text", (".txt", ".text"), read)
