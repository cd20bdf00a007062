"""The stories of a few out of many sources, drawn from what is near to them alone, as drawing all stories gives them.

A pair's chance rests on what is near to either source, events are clustered within what likely pairs connect, and stories are events that
pairs of their reports connect. So it is enough to draw what stands around a few sources, as far out as it can have a say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from consistency.cluster.drafts import Draft, drawn_in_parts, joined_pairs
from consistency.cluster.event_pairs import About, Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

COMPANIONS = 100
"""Sources of a story up to which all of its events are looked at beside the events themselves; of a larger story, the nearest."""


class Graph(Protocol):
    """The pairs of many sources, which go by their index."""

    def pairs(self, sources: Indices, near: bool | None = None) -> Pairs:
        """All pairs that one of some sources is in, each once: those alone that are `near`, or are not, where that is said. Near are those
        that `has_a_say` names."""
        ...

    def stated_with(self, sources: Indices) -> Indices:
        """The sources that are said to report the event of one of some sources, these included where anything is said of them."""
        ...


def stories_around(
    graph: Graph, names: Sequence[str], about: Callable[[Sequence[int]], Sequence[About]], start: Collection[int]
) -> list[list[Draft]]:
    """The stories of the sources in `start` (indices), as `drafts.drawn` gives them for all sources.

    Args:
        graph: The pairs of all sources.
        names: The ids of all sources.
        about: Looks up what orders each of some sources, by index.
        start: The sources.

    Returns:
        Their stories in order; of one with more than COMPANIONS sources the events of those in `start` and the nearest.
    """
    import numpy as np

    place = {name: index for index, name in enumerate(names)}
    wanted = {names[index] for index in start}
    settled = set(start)
    known: dict[int, About] = {}
    while True:
        # Who is near to those that are near has a say in how likely these are of one event.
        wide = _copies(graph, _near(graph, _near(graph, np.array(sorted(settled), dtype=np.int64))))
        unknown = [index for index in wide.tolist() if index not in known]
        known.update(zip(unknown, about(unknown), strict=True))
        # What is not near matters within an event alone, and those that are looked for are settled.
        within = graph.pairs(np.array(sorted(settled), dtype=np.int64), near=False)
        pairs = _inside(joined_pairs([graph.pairs(wide, near=True), within]), wide)
        ids = [names[index] for index in wide]
        found, parts = drawn_in_parts(ids, [known[index] for index in wide.tolist()], partial(list, [pairs]))
        own = [_cut(story, wanted, pairs, ids) for story in found if any(_tells(draft, wanted) for draft in story)]
        events = {draft.id: draft for story in found for draft in story}
        told = [draft for story in own for draft in story]
        # An event that is near has its name from all of its sources.
        told += [events[near.event] for draft in told for near in draft.near]
        near = {parts[name] for draft in told for name in draft.sources}
        needed = {place[name] for name in ids if parts[name] in near}
        if needed <= settled:
            return own
        settled |= needed


def _near(graph: Graph, sources: Indices) -> Indices:
    """The sources with those that can have a say in their events, or are of their stories."""
    import numpy as np

    pairs = graph.pairs(sources, near=True)
    return np.unique(np.concatenate([sources, pairs.left, pairs.right, graph.stated_with(sources)]))


def _copies(graph: Graph, sources: Indices) -> Indices:
    """The sources with all copies of them, and copies of these."""
    import numpy as np

    fresh = sources
    while len(fresh):
        pairs = graph.pairs(fresh, near=True)
        pairs = pairs.only(pairs.copy)
        fresh = np.setdiff1d(np.concatenate([pairs.left, pairs.right]), sources)
        sources = np.union1d(sources, fresh)
    return sources


def _inside(pairs: Pairs, sources: Indices) -> Pairs:
    """The pairs of which both are among `sources` (in order), by their places there."""
    import numpy as np

    inside = pairs.only(np.isin(pairs.left, sources) & np.isin(pairs.right, sources))
    return replace(inside, left=np.searchsorted(sources, inside.left), right=np.searchsorted(sources, inside.right))


def _tells(draft: Draft, wanted: Collection[str]) -> bool:
    return any(name in wanted for name in draft.sources)


def _cut(story: list[Draft], wanted: Collection[str], pairs: Pairs, names: Sequence[str]) -> list[Draft]:
    """A story of many sources without the events that are less near to those of the sources `wanted`."""
    if sum(len(draft.sources) for draft in story) <= COMPANIONS:
        return story
    home = {name: draft.id for draft in story for name in draft.sources}
    kept = [draft for draft in story if _tells(draft, wanted)]
    own = {draft.id for draft in kept}
    best: dict[str, float] = {}
    for left, right, chance in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.chance.tolist(), strict=True):
        one, other = home.get(names[left], ""), home.get(names[right], "")
        if one and other and (one in own) != (other in own):
            event = other if one in own else one
            best[event] = max(chance, best.get(event, 0.0))
    room = COMPANIONS - sum(len(draft.sources) for draft in kept)
    for draft in sorted((draft for draft in story if draft.id in best), key=lambda draft: (-best[draft.id], draft.id)):
        room -= len(draft.sources)
        if room < 0:
            break
        own.add(draft.id)
    return [replace(draft, related=tuple(name for name in draft.related if name in own)) for draft in story if draft.id in own]
