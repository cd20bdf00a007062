"""What every output format is: a name, where it goes, and a function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from consistency.model import Report

HOME = "https://example.org/consistency"
"""Where the tool is at home, for formats that name it."""
Page = tuple[str, Callable[[IO[str]], None]]
"""A file's path below the folder of the report, and what writes it."""


@dataclass(frozen=True)
class Format:
    """A `Writer` made of one function. The caller names the file `stem + suffix` and opens it as UTF-8."""

    name: str
    stem: str
    suffix: str
    write: Callable[[Report, IO[str]], None]
    pages: Callable[[Report], Iterable[Page]] | None = None
    """For a report too large for one file: what else to write, before the file itself, in folders beside it."""

    def __call__(self, report: Report, stream: IO[str]) -> None:
        self.write(report, stream)
