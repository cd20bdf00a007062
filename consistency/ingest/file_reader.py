"""What the readers of files share: a format told by its endings, and files of which only some parts can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


def summed_up(messages: list[str], nouns: str) -> tuple[str, ...]:
    """The first messages, and how many more there are."""
    if len(messages) <= MOST:
        return tuple(messages)
    return (*messages[:MOST], f"{len(messages) - MOST} more {nouns} cannot be read for reasons like these")


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
    sources, messages = [], []
    for number, part in parts:
        try:
            sources.append(read(number, part))
        except Unreadable as error:
            messages.append(f"{noun} {number} {error}")
    if not sources:
        of = f" in any of its {len(messages)} {nouns}" if len(messages) > 1 else ""
        raise Unreadable(f"holds no document{f'{of} ({messages[0]})' if messages else empty}")
    if messages:
        raise PartlyUnreadable(summed_up(messages, nouns), sources)
    return sources
