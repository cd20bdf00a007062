"""Markdown for the summary of a GitHub Actions step, which may hold a megabyte."""

from __future__ import annotations

from typing import IO

from consistency.model import Report
from consistency.render.format import Format
from consistency.render.view.digest import digest

LIMIT = 250_000
"""Characters: a quarter of the bytes that are allowed, since a character may take four."""


def write(report: Report, stream: IO[str]) -> None:
    stream.write(digest(report, LIMIT))


WRITER = Format("step-summary", "step-summary", ".md", write)
