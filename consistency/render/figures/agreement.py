"""Who agrees with whom: for each two sources the claims that both tell, and the findings that part them or set them on one side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from consistency.model import Source
from consistency.render.figures.labels import names
from consistency.render.figures.matrix import Matrix
from consistency.render.view.view import EventView
from consistency.render.view.wording import counted

FACTS = frozenset({"tells", "relays"})
MOST_SOURCES = 40
"""Sources in one map: of more, the squares could no longer be read."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources: how many claims both tell, how many findings part them, and in how many they tell the same version."""

    left: str
    right: str
    shared: int
    apart: int
    together: int
    one_origin: bool

    @property
    def distance(self) -> float:
        """From near 0 (much in common, nothing in dispute) to 1 (nothing in common, or all of it in dispute). A difference counts one,
        so that two sources with little in common are neither near nor far."""
        return (1 + self.apart) / (1 + self.shared + self.apart + self.together)

    @property
    def words(self) -> str:
        told = counted(self.shared, "claim") + " told by both" if self.shared else "no claim in common"
        if self.apart:
            told += f", {counted(self.apart, 'difference')}"
        if self.together:
            told += f", on the same side of {counted(self.together, 'difference')}"
        return told + (", text of one origin" if self.one_origin else "")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The sources in an order in which those that side stand together, and every pair of them, by both ids in that order."""

    sources: tuple[Source, ...] = ()
    names: tuple[str, ...] = ()
    pairs: Mapping[tuple[str, str], Pair] | None = None
    left_out: int = 0

    def between(self, left: Source, right: Source) -> Pair:
        pairs = self.pairs or {}
        return pairs.get((left.id, right.id)) or pairs[(right.id, left.id)]

    @property
    def most(self) -> int:
        """The most claims that two of them share."""
        return max((pair.shared for pair in (self.pairs or {}).values()), default=0)

    @property
    def has_one_origin(self) -> bool:
        return any(pair.one_origin for pair in (self.pairs or {}).values())

    def shade(self, pair: Pair) -> int:
        """From 0 to 3: how much two sources have in common beside what any two have."""
        return -(-3 * pair.shared // self.most) if self.most else 0

    @property
    def summary(self) -> str:
        """Which two have most in common, and which differ most."""
        every = list((self.pairs or {}).values())
        called = dict(zip((source.id for source in self.sources), self.names, strict=True))
        if not every:
            return ""
        if len(every) == 1:
            return f"{called[every[0].left]} and {called[every[0].right]}: {every[0].words}."
        parts = []
        near = [pair for pair in every if not pair.one_origin and not pair.apart and pair.shared]
        if near:
            pair = max(near, key=lambda pair: pair.shared + pair.together)
            parts.append(f"Most in common without a difference: {called[pair.left]} and {called[pair.right]} ({pair.words}).")
        far = [pair for pair in every if pair.apart]
        if far:
            pair = max(far, key=lambda pair: (pair.apart, -pair.shared))
            parts.append(f"Furthest apart: {called[pair.left]} and {called[pair.right]} ({pair.words}).")
        return " ".join(parts) or "No finding parts any two of them."

    @property
    def note(self) -> str:
        """What is not shown; empty if all is."""
        if not self.left_out:
            return ""
        return f"The {len(self.sources)} sources that differ and share most; {counted(self.left_out, 'other')} on the event left out."


def agreement(item: EventView, table: Matrix) -> Agreement:
    """The agreement of the event's own sources, from the claims in its matrix and from its findings."""
    if len(item.sources) < 2:
        return Agreement()
    sources = _telling(item, table)
    own = {source.id for source in sources}
    rank = {source.id: at for at, source in enumerate(sources)}
    shared: Counter[tuple[str, str]] = Counter()
    for row in table.rows:
        # Only what two report as one fact: a version that parts them is counted below, one subject is nothing in common.
        alike = own & {at.source.id for at, cell in zip(table.columns, row.cells, strict=True) if cell.state in FACTS}
        shared.update(combinations(sorted(alike, key=rank.__getitem__), 2))
    apart, together = _sides(item, rank)
    origins = [{source.id for source in part} for part in item.one_origin]
    pairs = {
        key: Pair(*key, shared[key], apart[key], together[key], any(part.issuperset(key) for part in origins))
        for key in combinations([source.id for source in sources], 2)
    }
    order = _ordered(len(sources), [0.0 if pair.one_origin else pair.distance for pair in pairs.values()])
    ordered = tuple(sources[at] for at in order)
    called = names(sources)
    return Agreement(ordered, tuple(called[source.id] for source in ordered), pairs, len(item.sources) - len(sources))


def _telling(item: EventView, table: Matrix) -> Sequence[Source]:
    """The sources; of too many to be read, those that take part in most differences and tell most of what others tell."""
    if len(item.sources) <= MOST_SOURCES:
        return item.sources
    weight: Counter[str] = Counter(source for row in table.rows for source in row.groups[0].told)
    for found in item.findings:
        if found.left and found.right and found.finding.state != "rejected":
            # A difference outweighs all that is merely told.
            weight.update({passage.source.id: len(table.rows) + 1 for passage in (*found.left, *found.right)})
    place = {source.id: at for at, source in enumerate(item.sources)}
    chosen = sorted(item.sources, key=lambda source: (-weight[source.id], place[source.id]))[:MOST_SOURCES]
    return sorted(chosen, key=lambda source: place[source.id])


def _sides(item: EventView, rank: Mapping[str, int]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many findings part two sources, and how many set them on one side. A source on both sides of one is left out of it."""
    apart: Counter[tuple[str, str]] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for found in item.findings:
        if found.finding.state == "rejected" or not (found.left and found.right):
            continue
        left, right = ({passage.source.id for passage in side} & rank.keys() for side in (found.left, found.right))
        left, right = left - right, right - left
        for a, b in combinations(sorted(left | right, key=rank.__getitem__), 2):
            (together if (a in left) == (b in left) else apart)[(a, b)] += 1
    return apart, together


def _ordered(number: int, distances: Sequence[float]) -> list[int]:
    """The order of the leaves of the sources' tree, from the distances in condensed form (i < j, row by row)."""
    if number < 3:
        return list(range(number))
    import numpy as np
    from scipy.cluster.hierarchy import leaves_list, linkage

    tree = linkage(np.array(distances, dtype=np.float64), method="average", optimal_ordering=True)
    order = [int(at) for at in leaves_list(tree)]
    # A tree reads as well from either end: the first source stands in the first half.
    return order if order.index(0) * 2 < number else order[::-1]
