"""Which of many sources can have a say in the events of a few: found from the few outward, pair by pair.

A pair's chance rests on what is near to either source, and sources are clustered by average linkage, where what becomes of a cluster
is settled by what is near it. So an event can be found without clustering the rest, and clustered by itself it comes out the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from consistency.cluster import stories
from consistency.cluster.event_company import LEAST, in_company
from consistency.cluster.event_features import Meanings, pair_features
from consistency.cluster.event_pairs import Details, Outlines, age_of, chances, copies_among, excluded_pairs, names_in, near, originals
from consistency.cluster.events import UNIT, masses
from consistency.cluster.traits import TOLD, table
from consistency.nlp.linear_model import load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]


COMPANIONS = 100
"""Sources of a story that are all looked at beside the events themselves; of a larger story, only the NEAREST."""
NEAREST = 40


def reached(outlines: Outlines, start: Sequence[int], details: Callable[[Sequence[int]], Sequence[Details]]) -> list[int]:
    """The indices of the sources that have a say in the events of those in `start`, these included, in order.

    That are all sources of their events, and for what stands beyond an event, sources of the same story: all that are linked to
    these events by what they share, or in a story that is larger, the nearest. In a small folder that is everything, and so it is where
    events are stated: then sources stand together that nothing in their texts brings together. `details` looks sources up; each is asked
    for once.
    """
    if outlines.stated or len(outlines.days) <= COMPANIONS:
        return list(range(len(outlines.days)))
    walk = _Walk(outlines, details)
    own = walk.events_of(start)
    return sorted(own | walk.companions(own))


class _Walk:
    """Looks sources up as they are needed, and keeps what it has seen. Sources go by their index."""

    def __init__(self, outlines: Outlines, details: Callable[[Sequence[int]], Sequence[Details]]) -> None:
        self._outlines = outlines
        self._look_up = details
        self._known: dict[int, Details] = {}
        self._chances: dict[int, dict[int, tuple[float, bool]]] = {}
        """For each source that was compared the chance that each other is of its event, by itself, and whether that cannot be."""
        self._least = load_model("company_model").threshold * UNIT

    def events_of(self, start: Iterable[int]) -> set[int]:
        """All sources of the events that those in `start` tell of."""
        found: set[int] = set()
        for index in start:
            if index not in found:
                found |= self._event_of(index)
        return found

    def companions(self, own: Collection[int]) -> set[int]:
        """The sources of one story with those in `own`: all that are linked to them, or where these are too many, the nearest."""
        links = self._story_links(own, own)
        found = fresh = set(links[1].tolist())
        while fresh and len(found) <= COMPANIONS:
            fresh = set(self._story_links(fresh, found.union(own))[1].tolist())
            found = found | fresh
        if len(found) <= COMPANIONS:
            return found
        best: dict[int, float] = {}
        for index, value in zip(links[1].tolist(), links[2].tolist(), strict=True):
            best[index] = max(value, best.get(index, 0.0))
        return set(sorted(best, key=lambda index: (-best[index], index))[:NEAREST])

    def _event_of(self, index: int) -> set[int]:
        while True:
            seen = len(self._known)
            stands_for = self._originals()
            event = self._grown(stands_for.get(index, index), stands_for)
            # What was looked up meanwhile may be a copy that one source now stands for.
            if len(self._known) == seen:
                return {other for other in self._known if stands_for.get(other, other) in event} | {index}

    def _grown(self, index: int, stands_for: Mapping[int, int]) -> set[int]:
        """The cluster that average linkage puts a source in, as `events.linked` does over all sources.

        It may merge any two clusters that are each other's nearest, whatever it merges before: what a cluster becomes is settled
        along the chain of nearest neighbours from it, and the rest need not be known.
        """
        members: dict[int, list[int]] = {index: [index]}
        root = {index: index}
        masses: dict[int, dict[int, int]] = {}
        chain = [index]
        while True:
            top = chain[-1]
            cluster = members.get(top, [top])
            self._weigh(cluster, masses, stands_for)
            other = self._nearest(cluster, members, root, masses, chain[-2] if len(chain) > 1 else None)
            if other is None:
                return set(members[root[index]])
            if len(chain) > 1 and other == chain[-2]:
                both = sorted([*members.pop(top, [top]), *members.pop(other, [other])])
                members[both[0]] = both
                root.update(dict.fromkeys(both, both[0]))
                chain = chain[:-2] or [root[index]]
            else:
                chain.append(other)

    def _nearest(
        self,
        cluster: Sequence[int],
        members: Mapping[int, Sequence[int]],
        root: Mapping[int, int],
        masses: Mapping[int, Mapping[int, int]],
        last: int | None,
    ) -> int | None:
        """The cluster (by its first source) that is nearest to `cluster`, `last` where several are; `None` where none is near enough."""
        sums: dict[int, int] = {}
        for one in cluster:
            for other, mass in masses[one].items():
                home = root.get(other, other)
                if home != cluster[0]:
                    sums[home] = sums.get(home, 0) + mass
        means = {home: mass / (len(cluster) * len(members.get(home, (home,)))) for home, mass in sums.items()}
        near_enough = [home for home, mean in means.items() if mean >= self._least]
        return min(near_enough, key=lambda home: (-means[home], home != last, home), default=None)

    def _originals(self) -> dict[int, int]:
        """For each source looked up so far the one that stands for it and its copies, as `events.compared` has it."""
        known = sorted(self._known)
        sources = [self._known[index] for index in known]
        known_told = table([item.traits for item in sources], (TOLD,))
        first = originals([age_of(item.traits.rest) for item in sources], *copies_among(known_told))
        return {index: known[int(place)] for index, place in zip(known, first, strict=True)}

    def _weigh(self, sources: Collection[int], found: dict[int, dict[int, int]], stands_for: Mapping[int, int]) -> None:
        """Add to `found` what `events.linked` sums up: for each of `sources` the chance in company, in millionths, of each other that is
        not a copy."""
        import numpy as np

        wanted = sorted(set(sources) - found.keys())
        if not wanted:
            return
        self._compare(wanted)
        near = {other for one in wanted for other, (chance, apart) in self._chances[one].items() if chance >= LEAST and not apart}
        self._compare(near)
        pairs = sorted(
            {
                (min(one, other), max(one, other))
                for one in near.union(wanted)
                for other in self._chances[one]
                if stands_for.get(one, one) == one and stands_for.get(other, other) == other
            }
        )
        chance, apart = (np.array([self._chances_of(pair)[side] for pair in pairs]) for side in (0, 1))
        place = {index: at for at, index in enumerate(sorted({index for pair in pairs for index in pair}))}
        left, right = (np.array([place[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1))
        mass = masses(in_company(len(place), left, right, chance, apart.astype(bool)), apart.astype(bool), len(self._outlines.days))
        found.update((one, {}) for one in wanted)
        for (one, other), value in zip(pairs, mass.tolist(), strict=True):
            for own, its in ((one, other), (other, one)):
                if own in wanted:
                    found[own][its] = value

    def _chances_of(self, pair: tuple[int, int]) -> tuple[float, bool]:
        one, other = pair
        return self._chances[one][other] if one in self._chances else self._chances[other][one]

    def _compare(self, sources: Collection[int]) -> None:
        """Work out the chance of one event, by itself, for all pairs that a source in `sources` may be in."""
        import numpy as np

        unknown = np.array(sorted(set(sources) - self._chances.keys()), dtype=np.int64)
        if not len(unknown):
            return
        self._chances.update((index, {}) for index in unknown.tolist())
        every = self._outlines
        left, right = near(every, unknown, slice(None))
        left, right = left[left != right], right[left != right]
        needed = np.unique(np.concatenate([unknown, right]))
        known = table([item.traits for item in self._details(needed.tolist())])
        a, b = np.searchsorted(needed, left), np.searchsorted(needed, right)
        features = pair_features(known, self._meaning(needed.tolist()), a, b)
        found = chances(features, load_model("event_model")), excluded_pairs(known, a, b, features)
        for one, other, chance, apart in zip(left.tolist(), right.tolist(), *(column.tolist() for column in found), strict=True):
            self._chances[one][other] = chance, apart

    def _story_links(self, here: Collection[int], without: Collection[int]) -> tuple[Indices, Indices, NDArray[np.float64]]:
        """The pairs of a source in `here` and one not in `without` that are of one story, and how alike their leads are."""
        import numpy as np

        leads, rows = self._outlines.leads, np.array(sorted(here))
        maybe = stories.near(leads[rows], leads)
        maybe[:, sorted(without)] = False
        left, right = np.nonzero(maybe)
        left = rows[left]
        needed = np.unique(np.concatenate([left, right]))
        names = names_in([item.traits for item in self._details(needed.tolist())])
        if len(left):
            shared = stories.share_names(names, np.searchsorted(needed, left), np.searchsorted(needed, right))
            left, right = left[shared], right[shared]
        return left, right, np.round(np.einsum("ij,ij->i", leads[left], leads[right]), 4).astype(np.float64)

    def _meaning(self, indices: Sequence[int]) -> Meanings:
        import numpy as np

        vectors = [item.vectors for item in self._details(indices)]
        starts = np.concatenate([[0], np.cumsum([len(part) for part in vectors], dtype=np.int64)])
        rows = np.array(indices, dtype=np.int64)
        every = np.concatenate(vectors) if vectors else self._outlines.leads[:0]
        return Meanings(self._outlines.leads[rows], self._outlines.centres[rows], every, starts)

    def _details(self, indices: Sequence[int]) -> list[Details]:
        unknown = [index for index in indices if index not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._look_up(unknown), strict=True))
        return [self._known[index] for index in indices]
