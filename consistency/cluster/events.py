"""Which sources report the same happening: a learned distance over what their texts say of when, where and who.

Five years of "ministers meet, vow cooperation" read alike, so the embedding is one signal among several, and some things
keep two reports apart however alike they read: the same office in other hands, or another day in another city.

No source's event depends on a source that is not near to it: weights come from general English, a pair's chance from the pair and from
what is near to either, and copies of one text stand as one source while sources are clustered.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

from consistency.model.grouping import grouped
from consistency.model.joining import components

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

UNIT = 1_000_000
"""Chances are counted in millionths."""
ROUNDING = 1e-9
"""What a mean of chances, each a whole number of units, may miss the threshold by for want of digits."""


def labels_of(own: Sequence[int], stands_for: Indices) -> list[int]:
    """The labels of sources from those of the ones that stand for them, counted from 0 in the order of first appearance."""
    seen: dict[int, int] = {}
    return [seen.setdefault(own[int(original)], len(seen)) for original in stands_for]


def masses(chance: Floats, apart: NDArray[np.bool_], count: int) -> Indices:
    """Chances as whole numbers, so that sums do not depend on their order; one `apart` pair outweighs all others of `count` sources."""
    import numpy as np

    return np.where(apart, -count * count * UNIT, np.round(chance * UNIT).astype(np.int64))


def linked(
    count: int, left: Indices, right: Indices, chance: Floats, apart: NDArray[np.bool_], threshold: float, stated: Sequence[str] = ()
) -> list[int]:
    """A label for each of `count` sources: average linkage over the pairs (left[k], right[k]) with chance[k], all other pairs at zero.

    Clusters merge, the likeliest first, while the mean chance of their pairs is at least `threshold`; one that holds an `apart` pair
    never does. Works on the pairs alone, so that time and memory follow their number and not the square of the sources. Sources of
    which the same event is `stated` are one cluster from the start, and never come together with those of another.
    """
    import numpy as np

    home, homes = _stated_homes(count, stated)
    named = [stated[index] if stated else "" for index in range(count)]
    likely = (chance >= threshold) & ~apart
    tied = np.array([(first, index) for index, first in enumerate(home) if first != index], dtype=np.int64).reshape(-1, 2)
    rows, columns = np.concatenate([left[likely], tied[:, 0]]), np.concatenate([right[likely], tied[:, 1]])
    # No mean is above the threshold where no pair is: what lies between components never matters.
    component = components(count, rows, columns)
    inside = component[left] == component[right]
    mass = masses(chance, apart, count)
    members = [homes.get(index, []) for index in range(count)]
    sums: list[dict[int, int]] = [{} for _ in range(count)]
    for a, b, value in zip(left[inside].tolist(), right[inside].tolist(), mass[inside].tolist(), strict=True):
        a, b = sorted((home[a], home[b]))
        if a != b and not (named[a] and named[b]):
            sums[a][b] = sums[b][a] = sums[a].get(b, 0) + value
    heap: list[tuple[float, int, int]] = []

    def push(a: int, b: int) -> None:
        mean = sums[a][b] / (len(members[a]) * len(members[b])) / UNIT
        if mean >= threshold - ROUNDING:
            heapq.heappush(heap, (-mean, min(a, b), max(a, b)))

    for a, others in enumerate(sums):
        for b in others:
            if a < b:
                push(a, b)
    while heap:
        mean, a, b = heapq.heappop(heap)
        if b not in sums[a] or -mean != sums[a][b] / (len(members[a]) * len(members[b])) / UNIT:
            continue
        # The cluster keeps the index of its first source.
        members[a] += members[b]
        members[b] = []
        named[a] = named[a] or named[b]
        for other, value in sums[b].items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + value
        sums[b] = {}
        for other in [other for other in sums[a] if named[a] and named[other]]:
            del sums[a][other], sums[other][a]
        for other in sums[a]:
            push(a, other)
    label = [0] * count
    for group in members:
        for index in group:
            label[index] = min(group)
    return label


def _stated_homes(count: int, stated: Sequence[str]) -> tuple[list[int], dict[int, list[int]]]:
    """For each source the first of which the same event is stated (itself where none is), and for each of these all of them."""
    first: dict[str, int] = {}
    home = [first.setdefault(stated[index], index) if stated and stated[index] else index for index in range(count)]
    return home, grouped((at, index) for index, at in enumerate(home))


def agglomerate(distance: Floats, threshold: float) -> list[int]:
    """Average-linkage labels for a square distance matrix, numbered in the order of first appearance.

    Clusters whose mean distance is at most `threshold` are one, as in `linked`, where a mean that sums rounded to it may miss it by a hair.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    count = len(distance)
    if count < 2:
        return [0] * count
    own = list(range(count))
    heads = list(range(count))
    for left, right, apart, _ in linkage(squareform(distance, checks=False), "average").tolist():
        # By the first item of each cluster; what is too far apart stays two clusters under one.
        a, b = sorted((heads[int(left)], heads[int(right)]))
        heads.append(a)
        if apart <= threshold + ROUNDING:
            own = [a if label == b else label for label in own]
    seen: dict[int, int] = {}
    return [seen.setdefault(label, len(seen)) for label in own]
