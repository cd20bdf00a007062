"""Events of one running story, and what an event is called: its title, day and place in the sources' own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_profiles import Profile
from consistency.cluster.traits import shared_weight
from consistency.model import Claim, Event, Source
from consistency.model.ids import digest
from consistency.model.joining import connected

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

STORY_COSINE = 0.55
STORY_NAMES = 4
"""Two events are of one story where reports of both read this much alike and share this many people, places, bodies and rare words."""


def event_id(sources: Iterable[str]) -> str:
    return "e-" + digest("\n".join(sorted(sources)), size=4)


def linked_stories(count: int, left: Sequence[int], right: Sequence[int]) -> list[list[int]]:
    """For each of `count` events the events of its story, itself included, in order. The events left[k] and right[k] are linked through
    a pair of their reports; what is linked through others is of one story too."""
    story: list[list[int]] = [[] for _ in range(count)]
    for part in connected(range(count), zip(left, right, strict=True)):
        for event in part:
            story[event] = part
    return story


def share_names(names: Any, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the pairs (left[k], right[k]) have enough names and rare words in common to be of one story; `names` has a row a source."""
    import numpy as np

    return np.asarray(shared_weight(names, names, left, right) >= STORY_NAMES)


def described(
    name: str,
    sources: Sequence[Source],
    profiles: Sequence[Profile],
    claims: Sequence[Sequence[Claim]],
    leads: Matrix,
    related: Sequence[str],
) -> Event:
    """The event `name` of `sources`. Its title is the headline of the most central report (`leads` has their embeddings); its day and
    place are those that most reports give for the main happening, ties broken by order."""
    days = Counter(day for item in profiles for day in item.days)
    day = min((d for d, n in days.items() if n == max(days.values())), default=None)
    places = Counter(place for item in profiles for place in item.bags["main_places"])
    place = min((p for p, n in places.items() if n == max(places.values())), default=None)
    published = min((source.published for source in sources if source.published), default=None)
    when = day or published
    return Event(
        id=name,
        title=_title(sources, claims, leads),
        date=when.isoformat() if when else None,
        place=place.title() if place else None,
        sources=tuple(sorted(source.id for source in sources)),
        related=tuple(related),
    )


def _title(sources: Sequence[Source], claims: Sequence[Sequence[Claim]], leads: Matrix) -> str:
    import numpy as np

    central = np.round(leads @ leads.sum(axis=0), 4)
    order = sorted(range(len(sources)), key=lambda i: (-float(central[i]), sources[i].path))
    headlines = [next((claim.text for claim in claims[i] if claim.role == "title"), sources[i].title or "") for i in order]
    openings = [claims[i][0].text for i in order if claims[i]]
    return " ".join(next((text for text in (*headlines, *openings) if text.strip()), sources[order[0]].path).split())
