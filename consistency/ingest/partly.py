"""Files of which only a part can be read."""

from __future__ import annotations

from consistency.errors import Unreadable
from consistency.model import Source

MOST = 5
"""Messages shown for one file before they are summed up."""


def summed_up(messages: list[str], noun: str) -> tuple[str, ...]:
    """The first messages, and how many more there are."""
    if len(messages) <= MOST:
        return tuple(messages)
    return (*messages[:MOST], f"{len(messages) - MOST} more {noun}s cannot be read for reasons like these")


class PartlyUnreadable(Unreadable):
    """Some records of a file cannot be read: one message for each, and the sources that could be read."""

    def __init__(self, messages: tuple[str, ...], sources: list[Source]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.sources = sources
