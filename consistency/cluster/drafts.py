"""Which events and stories there are, drawn from the pairs of sources alone; and each event then described from what its sources tell.

Drawing needs every pair that is likely enough and no text; describing needs the texts of one event and of the two nearest to it. So
events are drawn once, for all sources, and described wherever their sources are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.cluster.event_company import LEAST, in_company, near_each_other
from consistency.cluster.event_features import meanings
from consistency.cluster.event_pairs import About, Details, Outlines, Pairs, about, names_in, originals, published_day, told
from consistency.cluster.event_profiles import Profile, profile
from consistency.cluster.event_reasons import NEAREST, held_together, why_apart
from consistency.cluster.event_tiles import blocks, pairs_of, tiles
from consistency.cluster.events import labels_of, linked
from consistency.cluster.stories import described, event_id, linked_stories
from consistency.cluster.traits import traits
from consistency.model import Claim, Event, NearEvent, Source
from consistency.model.joining import components
from consistency.nlp.linear_model import load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Near:
    """An event near to another and yet apart, with the two sources that are nearest, by their ids, and whether these open elsewhere."""

    event: str
    own: str
    other: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is described: its sources, in the order of their texts, the events of its story and those near to it."""

    id: str
    sources: tuple[str, ...]
    related: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """The sources of other events that describing it takes."""
        return tuple(item.other for item in self.near)


def drawn(names: Sequence[str], about: Sequence[About], pairs: Callable[[], Iterable[Pairs]]) -> list[list[Draft]]:
    """All events, story by story.

    Args:
        names: The ids of all sources.
        about: What orders each of them.
        pairs: Gives the pairs of sources tile by tile, by index; called twice, so that what is far apart need not be held.

    Returns:
        The stories in the order of their first event, each with its events.
    """
    return drawn_in_parts(names, about, pairs)[0]


def drawn_in_parts(
    names: Sequence[str], about: Sequence[About], pairs: Callable[[], Iterable[Pairs]]
) -> tuple[list[list[Draft]], dict[str, int]]:
    """The same, and for each source the number of the part that likely pairs connect it with: no event reaches beyond it."""
    import numpy as np

    # Of equal chances the first pair merges first: by what the texts say, not by what their files are called.
    order = sorted(range(len(names)), key=lambda index: (about[index].order, index))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    stated = tuple(about[index].stated for index in order)
    threshold = load_model("company_model").threshold

    def ranked(found: Pairs) -> Pairs:
        left, right = rank[found.left], rank[found.right]
        return replace(found, left=np.minimum(left, right), right=np.maximum(left, right))

    kept = joined_pairs(ranked(part.only(has_a_say(part))) for part in pairs())
    stands_for = originals([about[index].age for index in order], kept.left[kept.copy], kept.right[kept.copy])
    near = _sorted(kept.only(_compared(kept, stands_for) & (kept.chance >= LEAST)))
    chance = in_company(len(names), near.left, near.right, near.chance, near.apart)
    likely = near_each_other(near.chance, near.apart) & (chance >= threshold)
    component = _components(stated, near.left[likely], near.right[likely])

    def unlikely(part: Pairs) -> Pairs:
        inside = component[part.left] == component[part.right]
        return part.only(_compared(part, stands_for) & inside & (part.chance < LEAST))

    rest = _sorted(joined_pairs(unlikely(ranked(part)) for part in pairs()))
    inside = component[near.left] == component[near.right]
    within = _sorted(joined_pairs([replace(near, chance=chance).only(inside), rest]))
    own = linked(len(names), within.left, within.right, within.chance, within.apart, threshold, stated)
    labels = labels_of(own, stands_for)
    members: list[list[int]] = [[] for _ in range(max(labels, default=-1) + 1)]
    for index, label in enumerate(labels):
        members[label].append(index)
    ids = [names[index] for index in order]
    events = [event_id([ids[index] for index in part]) for part in members]
    beside = _near(labels, ids, events, near)
    event = np.array(labels, dtype=np.int64)
    left, right = event[kept.left[kept.story]], event[kept.right[kept.story]]
    between = left != right
    stories = linked_stories(len(events), left[between].tolist(), right[between].tolist())
    drafts = [
        Draft(
            name, tuple(ids[i] for i in part), tuple(sorted(events[k] for k in stories[label] if k != label)), tuple(beside.get(label, ()))
        )
        for label, (name, part) in enumerate(zip(events, members, strict=True))
    ]
    parts = dict(zip(ids, component.tolist(), strict=True))
    return [[drafts[label] for label in story] for at, story in enumerate(stories) if story[0] == at], parts


def has_a_say(pairs: Pairs) -> NDArray[np.bool_]:
    """Which pairs say which events or stories there are: those that are likely enough, copies, and those of one story."""
    return pairs.copy | pairs.story | (pairs.chance >= LEAST)


def joined_pairs(parts: Iterable[Pairs]) -> Pairs:
    """The pairs of all parts."""
    import numpy as np

    # An empty first part gives the columns their types.
    none = np.zeros(0, dtype=np.int64)
    flags = np.zeros(0, dtype=bool)
    columns = [Pairs(none, none, np.zeros(0), flags, flags, flags, flags).columns(), *(part.columns() for part in parts)]
    return Pairs(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _sorted(pairs: Pairs) -> Pairs:
    """The pairs in one order, whatever order they came in."""
    import numpy as np

    return pairs.only(np.lexsort((pairs.right, pairs.left)))


def _compared(pairs: Pairs, stands_for: Indices) -> NDArray[np.bool_]:
    """Which pairs are of two sources that each stand for all of their copies."""
    import numpy as np

    return np.asarray((stands_for[pairs.left] == pairs.left) & (stands_for[pairs.right] == pairs.right) & ~pairs.copy)


def _components(stated: Sequence[str], left: Indices, right: Indices) -> Indices:
    """The part of each source that likely pairs and stated events connect: no event reaches beyond it."""
    import numpy as np

    first: dict[str, int] = {}
    tied = np.array([(first.setdefault(name, index), index) for index, name in enumerate(stated) if name], dtype=np.int64).reshape(-1, 2)
    rows, columns = np.concatenate([left, tied[:, 0]]), np.concatenate([right, tied[:, 1]])
    return components(len(stated), rows, columns)


def _near(labels: Sequence[int], ids: Sequence[str], events: Sequence[str], pairs: Pairs) -> dict[int, list[Near]]:
    """The events nearest to each, at most `NEAREST`, the nearest first, each through the likeliest pair of their sources."""
    best: dict[tuple[int, int], tuple[float, int, int, bool]] = {}
    rows = zip(pairs.left.tolist(), pairs.right.tolist(), pairs.chance.tolist(), pairs.elsewhere.tolist(), strict=True)
    for left, right, chance, elsewhere in rows:
        low, high = sorted((labels[left], labels[right]))
        if low != high and chance >= LEAST and (chance, -left, -right) > best.get((low, high), (0.0,))[:3]:
            best[low, high] = chance, -left, -right, elsewhere
    found: dict[int, list[tuple[float, str, int, int, bool]]] = {}
    for (low, high), (chance, left, right, elsewhere) in best.items():
        left, right = -left, -right
        for label, other in ((low, high), (high, low)):
            own, its = (left, right) if labels[left] == label else (right, left)
            found.setdefault(label, []).append((-round(chance, 4), events[other], own, its, elsewhere))
    return {
        label: [Near(event, ids[own], ids[its], elsewhere) for _, event, own, its, elsewhere in sorted(items)[:NEAREST]]
        for label, items in found.items()
    }


def described_all(
    drafts: Iterable[Draft],
    sources: Mapping[str, Source],
    claims: Mapping[str, Sequence[Claim]],
    profiles: Mapping[str, Profile],
    leads: Mapping[str, NDArray[np.float32]],
) -> list[Event]:
    """The events of `drafts`, in the order of a report. What is given of sources goes by their ids, and holds those beside, too."""
    import numpy as np

    found = []
    for draft in drafts:
        own, said = [profiles[name] for name in draft.sources], [claims[name] for name in draft.sources]
        matrix = np.stack([leads[name] for name in draft.sources])
        event = described(draft.id, [sources[name] for name in draft.sources], own, said, matrix, draft.related)
        near = tuple(
            NearEvent(item.event, why_apart(profiles[item.own], profiles[item.other], claims[item.other], item.elsewhere))
            for item in draft.near
        )
        found.append(replace(event, together=held_together(own, said), near=near))
    return sorted(found, key=lambda event: (event.date or "9999", event.title, event.id))


def drawn_from(
    sources: Sequence[Source],
    claims: Mapping[str, Sequence[Claim]],
    leads: Matrix,
    vectors: Mapping[str, NDArray[np.float32]],
    known: Mapping[str, Profile] | None = None,
) -> tuple[list[list[Draft]], Mapping[str, Profile]]:
    """The events of sources that are all at hand, story by story, and the profile of each source, which may be `known`.

    `leads` are the embeddings of `lead_text`, a row a source; `vectors` maps each claim's id to its embedding.
    """
    import numpy as np

    profiles = [profile(source, claims[source.id]) if known is None else known[source.id] for source in sources]
    meaning = meanings(sources, claims, leads, vectors)
    days = np.array([published_day(item) for item in profiles], dtype=np.int64)
    said = [about(source, item) for source, item in zip(sources, profiles, strict=True)]
    own = [traits(item, told(claims[source.id])) for source, item in zip(sources, profiles, strict=True)]
    every = Outlines(meaning.leads, meaning.centres, days, names_in(own))

    def details(wanted: Sequence[int]) -> list[Details]:
        return [Details(own[at], meaning.claims[meaning.starts[at] : meaning.starts[at + 1]]) for at in wanted]

    pairs = list(every_pair(every, said, details))
    stories = drawn([source.id for source in sources], said, lambda: pairs)
    return stories, {item.source: item for item in profiles}


def every_pair(outlines: Outlines, about: Sequence[About], details: Callable[[Sequence[int]], Sequence[Details]]) -> Iterable[Pairs]:
    """The pairs of all sources, tile by tile."""
    import numpy as np

    for rows, columns in tiles(blocks(outlines.days.tolist(), [item.order for item in about])):
        own = np.array([*rows, *(columns if columns is not rows else ())], dtype=np.int64)

        def looked_up(wanted: Sequence[int], own: Indices = own) -> Sequence[Details]:
            return details([int(own[at]) for at in wanted])

        def ordered(wanted: Sequence[int], own: Indices = own) -> Sequence[About]:
            return [about[int(own[at])] for at in wanted]

        found = pairs_of(outlines.only(own), ordered, len(rows), looked_up)
        yield replace(found, left=own[found.left], right=own[found.right])
