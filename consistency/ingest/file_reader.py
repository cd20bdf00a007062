"""What the readers of files share: a format told by its endings, and files of which only some parts can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from consistency.errors import Unreadable
from consistency.model import Source

MAX_BYTES = 20_000_000
"""A larger file is no document."""
MOST = 5
"""Messages shown for one file before they are summed up."""
T = TypeVar("T")


@dataclass(frozen=True)
class FileReader:
    """A `Reader` made of one function; it takes the files with these endings."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], list[Source]]
    max_bytes: int = MAX_BYTES

    def reads(self, path: Path) -> bool:
        return path.name.lower().endswith(self.suffixes)

    def __call__(self, path: Path) -> list[Source]:
        return self.read(path)


class PartlyUnreadable(Unreadable):
    """Some records of a file cannot be read: one message for each, and the sources that could be read."""

    def __init__(self, messages: tuple[str, ...], sources: list[Source]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.sources = sources


@dataclass(slots=True)
class Gathered:
    """The sources in a file of several parts, which the `nouns` call them, and why some parts cannot be read: the first few reasons."""

    nouns: str
    sources: list[Source] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    refused: int = 0

    def refuse(self, reason: str) -> None:
        self.refused += 1
        if self.refused <= MOST:
            self.reasons.append(reason)

    def all(self, none: str, empty: str) -> list[Source]:
        """The sources. Raises `Unreadable` where there are none: `none` with the first reason, `empty` without any reason. Raises
        `PartlyUnreadable` where some parts cannot be read."""
        if not self.sources:
            raise Unreadable(f"{none} ({self.reasons[0]})" if self.reasons else empty)
        if self.reasons:
            more = [f"{self.refused - MOST} more {self.nouns} cannot be read for reasons like these"] if self.refused > MOST else []
            raise PartlyUnreadable((*self.reasons, *more), self.sources)
        return self.sources


def read_each(parts: Iterable[tuple[int, T]], read: Callable[[int, T], Source], noun: str, nouns: str, empty: str = "") -> list[Source]:
    """The sources of a file's numbered parts.

    Args:
        parts: Each part with its number.
        read: Makes a source of them.
        noun: What a part is called in messages.
        nouns: The same of several.
        empty: What to add to the message about a file without any part.

    Returns:
        The sources, in order.

    Raises:
        Unreadable: No part can be read.
        PartlyUnreadable: Some cannot.
    """
    found = Gathered(nouns)
    for number, part in parts:
        try:
            found.sources.append(read(number, part))
        except Unreadable as error:
            found.refuse(f"{noun} {number} {error}")
    of = f" in any of its {found.refused} {nouns}" if found.refused > 1 else ""
    return found.all(f"holds no document{of}", f"holds no document{empty}")
