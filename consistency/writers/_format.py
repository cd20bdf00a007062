"""What every output format is: a name, where it goes, and a function that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from consistency.model import Report


@dataclass(frozen=True)
class Format:
    """A `seams.Writer` made of one function. The caller names the file `stem + suffix` and opens it as UTF-8."""

    name: str
    stem: str
    suffix: str
    write: Callable[[Report, IO[str]], None]

    def __call__(self, report: Report, stream: IO[str]) -> None:
        self.write(report, stream)
