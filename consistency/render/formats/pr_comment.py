"""Markdown for a comment on a pull or merge request. Its first line marks it, so that the next run can replace it."""

from __future__ import annotations

from typing import IO

from consistency.model import Report
from consistency.render.format import Format
from consistency.render.view.digest import digest

MARK = "<!-- consistency: this comment is replaced by the next run -->"
LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""


def write(report: Report, stream: IO[str]) -> None:
    stream.write(f"{MARK}\n{digest(report, LIMIT)}")


WRITER = Format("pr-comment", "pr-comment", ".md", write)
