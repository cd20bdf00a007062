"""An event as a language model gets to see it: its sources in order, their sentences numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time

from consistency.model import Claim, Event, Source
from consistency.model.reading import Account, Line


def accounts_of(event: Event, sources: Mapping[str, Source], claims: Mapping[str, Sequence[Claim]]) -> tuple[Account, ...]:
    """The accounts of an event, the earliest first; `sources` go by id, `claims` by source.

    Only what the text itself tells is in them, nothing that was worked out: an answer stays valid when other code changes.
    """
    ordered = sorted(
        (sources[name] for name in event.sources),
        key=lambda source: (str(source.published or "9"), str(_clock(source) or ""), source.path, source.record or 0),
    )
    return tuple(_account(letters(at), source, claims[source.id]) for at, source in enumerate(ordered))


def letters(number: int) -> str:
    """A, B, ..., Z, AA, AB, ... for 0, 1, ..."""
    word = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("A") + rest) + word
    return word


def _account(letter: str, source: Source, claims: Sequence[Claim]) -> Account:
    told = sorted(claims, key=lambda claim: (claim.start, claim.end))
    clock = _clock(source)
    published = f"{source.published} {clock:%H:%M}" if source.published and clock else str(source.published or "")
    lines = tuple(Line(f"{letter}{number}", claim.id, claim.text) for number, claim in enumerate(told, 1))
    title = source.title or ""
    if any(line.text == title for line in lines):
        title = ""  # it has a number of its own
    return Account(letter, source.id, source.label, published, title, lines)


def _clock(source: Source) -> time | None:
    """The time of publication; midnight is what crawlers write where they know the day alone."""
    return source.published_time if source.published_time and source.published_time != time() else None
