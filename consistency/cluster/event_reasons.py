"""What holds the sources of an event together, and which event is near it and yet apart, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from consistency.cluster.event_profiles import Profile
from consistency.model import Claim
from consistency.model.listing import listed

NAMES = 3
"""Names that a sentence gives."""
NEAREST = 2
"""Near events that are named."""


def held_together(profiles: Sequence[Profile], claims: Sequence[Sequence[Claim]]) -> str:
    """What the sources of one event have in common: the day, the place and the rarest names that most of them tell.

    Args:
        profiles: What each source tells of its event.
        claims: The claims of each, for names as they are written.

    Returns:
        A sentence or two; empty for one source.
    """
    count = len(profiles)
    if count < 2:
        return ""
    stated = {item.stated for item in profiles}
    said = []
    if "" not in stated and len(stated) == 1:
        said.append(f"The manifest states the event: {stated.pop()}.")
    named = Counter(name for item in profiles for name in item.bags["called"])
    rarity = {name: max(item.bags["called"].get(name, 0.0) for item in profiles) for name in named}
    shared = sorted((name for name in named if named[name] > 1), key=lambda name: (-named[name], -rarity[name], name))[:NAMES]
    written = [_written(name, claims) for name in shared]
    if shared:
        said.append(f"{_how_many(min(named[name] for name in shared), count)} name {listed(written)}.")
    days = Counter(day for item in profiles for day in item.days)
    day = min((day for day in days if days[day] == max(days.values())), default=None)
    if day is not None and days[day] > 1:
        said.append(f"{_how_many(days[day], count)} date it {_day(day)}.")
    if not said:
        words = Counter(word for item in profiles for word in item.bags["lead"] if item.bags["lead"][word] and word.isalpha())
        weights = {word: max(item.bags["lead"].get(word, 0.0) for item in profiles) for word in words}
        rare = sorted((word for word in words if words[word] > 1), key=lambda word: (-words[word], -weights[word], word))[:NAMES]
        said.append(f"They share no name, but open with {listed(rare)}." if rare else "They share no name: their texts read alike.")
    return " ".join(said)


def why_apart(own: Profile, other: Profile, claims: Sequence[Claim], elsewhere: bool) -> str:
    """What most plainly keeps two near reports apart: the manifest, the day, the place, the names.

    Args:
        own: What the one tells.
        other: What the other tells.
        claims: The claims of the other, for names as they are written.
        elsewhere: Whether the two open in other places.
    """
    if own.stated and other.stated and own.stated != other.stated:
        return f"the manifest states another event: {other.stated}"
    if own.days and other.days and not own.days & other.days:
        return f"another day: {_day(min(other.days))}"
    places = sorted(set(other.bags["seat"]) - set(own.bags["tokens"]))
    places = places or sorted(set(other.bags["main_places"]) - set(own.bags["main_places"]))
    if places and elsewhere:
        return f"another place: {listed([_written(name, [claims]) for name in places[:2]])}"
    names = _foreign(own, other)
    if names:
        return f"other names: {listed([_written(name, [claims]) for name in names])}"
    if own.published and other.published and own.published != other.published:
        return f"published on another day, {_day(other.published)}, with too little in common"
    return "too little in common"


def _foreign(own: Profile, other: Profile) -> list[str]:
    """The names that one report opens with and the other's text does not hold, the rarest first."""
    called = other.bags["lead_called"]
    return sorted(sorted(set(called) - set(own.bags["tokens"])), key=lambda name: -called[name])[:NAMES]


def _how_many(number: int, count: int) -> str:
    return ("Both" if count == 2 else f"All {count}") if number == count else f"{number} of {count}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _written(name: str, claims: Sequence[Sequence[Claim]]) -> str:
    """A name as the sources write it; in title case where it stands in none as one word."""
    for part in claims:
        for claim in part:
            for token in claim.tokens:
                if token.text[:1].isupper() and not (token.text.isupper() and len(token.text) > 4) and token.text.lower() == name:
                    return token.text
    return name.title()
