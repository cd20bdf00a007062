"""Saved web pages: every visible paragraph, with the roles that the markup tells, and the page's metadata."""

from __future__ import annotations

from pathlib import Path

from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader
from consistency.ingest.pages import decoded, page_source
from consistency.model import Source


def read(path: Path) -> list[Source]:
    """The page. Offsets count in the extracted text."""
    text, warnings = decoded(load(path))
    return [page_source(text, path.as_posix(), warnings=warnings)]


READER = FileReader("html", (".html", ".htm", ".xhtml", ".shtml"), read)
