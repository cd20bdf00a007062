"""Saved web pages: every visible paragraph, with the roles that the markup tells, and the page's metadata."""

from __future__ import annotations

from pathlib import Path

from consistency.ingest.decoding import load
from consistency.ingest.pages import decoded, page_source
from consistency.model import Source


class HtmlReader:
    """Reads `.html`, `.htm`, `.xhtml` and `.shtml`. Offsets count in the extracted text."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml", ".shtml")

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes

    def __call__(self, path: Path) -> list[Source]:
        text, warnings = decoded(load(path))
        return [page_source(text, path.as_posix(), warnings=warnings)]


READER = HtmlReader()
