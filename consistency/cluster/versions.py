"""Several captures of one page are versions of one document: only the newest is compared with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from consistency.model import Event, Source
from consistency.model.grouping import grouped

SHARED = 0.2
"""The share of runs of three words that two captures have in common at least: less is another page behind the address, or a site whose
pages all name the front page as their address."""


def superseded(sources: Sequence[Source]) -> dict[str, str]:
    """From the id of each older version to that of the next newer one, where sources are captures of one address."""
    by_address: dict[str, list[Source]] = {}
    for source in sources:
        place = address(source.url) if source.url else ""
        if place:
            by_address.setdefault(place, []).append(source)
    found = {}
    for captures in by_address.values():
        captures.sort(key=_age)
        for older, newer in zip(captures, captures[1:], strict=False):
            if _alike(older, newer):
                found[older.id] = newer.id
    return found


def last_of(name: str, older: Mapping[str, str]) -> str:
    """The newest version of the document that `name` is a version of."""
    while name in older:
        name = older[name]
    return name


def with_versions(events: Sequence[Event], older: Mapping[str, str]) -> list[Event]:
    """The events with the older versions beside the newest ones, as of one origin with them."""
    behind = grouped((last_of(name, older), name) for name in older)
    found = []
    for event in events:
        added = {name: sorted(behind[name]) for name in event.sources if name in behind}
        if added:
            origins = [list(part) for part in event.origins]
            for name, versions in added.items():
                part = next((part for part in origins if name in part), None)
                if part is None:
                    origins.append(part := [name])
                part += versions
            every = sorted([*event.sources, *(version for versions in added.values() for version in versions)])
            event = replace(event, sources=tuple(every), origins=tuple(sorted(tuple(sorted(part)) for part in origins)))
        found.append(event)
    return found


def _age(source: Source) -> tuple[str, str, str, str, int]:
    """What tells the older of two captures: when they were made, else what they say of their last change."""
    told = source.updated or source.published
    clock = source.updated_time if source.updated else source.published_time
    return (source.captured or "", str(told or ""), str(clock or ""), source.path, source.record or 0)


@cache
def address(url: str) -> str:
    """The address without what does not change the page: scheme, `www.`, fragment, marks of a campaign. Empty for a front page."""
    from courlan import normalize_url

    try:
        plain = normalize_url(url.partition("#")[0])
    except ValueError:
        return ""
    _, _, rest = plain.partition("://")
    host, _, path = rest.removeprefix("www.").rstrip("/").partition("/")
    return f"{host}/{path}" if path else ""


def _alike(left: Source, right: Source) -> bool:
    a, b = _runs(left), _runs(right)
    return left.text == right.text or bool(a and b) and len(a & b) >= SHARED * min(len(a), len(b))


def _runs(source: Source) -> frozenset[tuple[str, ...]]:
    text = " ".join(source.text[block.start : block.end] for block in source.blocks if block.role in ("title", "deck", "body"))
    words = text.lower().split()
    return frozenset(tuple(words[at : at + 3]) for at in range(len(words) - 2))
