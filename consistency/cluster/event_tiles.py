"""The square of all sources in tiles: blocks of them that meet, and the pairs of a tile that may be of one event or of one story.

A pair's chance rests on the pair alone, so that tiles know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from consistency.cluster import stories
from consistency.cluster.event_features import Meanings, pair_features
from consistency.cluster.event_pairs import About, Details, Outlines, Pairs, chances_in_parts, copies, excluded_pairs, near, opens_elsewhere
from consistency.cluster.traits import CHUNK, STORY, table
from consistency.model.ids import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Indices = NDArray[np.int64]

T = TypeVar("T")
BLOCK = 1_000
"""Rows of the similarity matrix that are held at once."""
TILE = 2_048
"""Sources a block: two of them are held at once, with all that comparing them takes (50 kB each)."""
TOGETHER = 100_000
"""Pairs whose features are held at once (0.5 kB each)."""
DAYS = 2**22
"""More days than dates have."""


def blocks(days: Sequence[int], marks: Sequence[str], size: int | None = None) -> list[list[int]]:
    """Sources by index, cut into blocks of at most TILE: by day, so that most of what is near lies in one block or two.

    Time is cut in halves, and these again, as far as it takes; so another source changes no block but its own. What is of one day, or of
    none, goes by `marks`.
    """
    dated = [index for index, day in enumerate(days) if day >= 0]
    undated = [index for index, day in enumerate(days) if day < 0]
    size = size or TILE
    return [part for part in (*_by_mark(undated, marks, size), *_by_day(dated, days, marks, size, 0, DAYS)) if part]


def _by_day(own: list[int], days: Sequence[int], marks: Sequence[str], size: int, low: int, high: int) -> list[list[int]]:
    if len(own) <= size:
        return [own]
    if high - low == 1:
        return _by_mark(own, marks, size)
    middle = (low + high) // 2
    early, late = [at for at in own if days[at] < middle], [at for at in own if days[at] >= middle]
    return [*_by_day(early, days, marks, size, low, middle), *_by_day(late, days, marks, size, middle, high)]


def _by_mark(own: list[int], marks: Sequence[str], size: int) -> list[list[int]]:
    if len(own) <= size:
        return [own]
    ordered = sorted(own, key=lambda at: (digest(marks[at]), at))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def tiles(parts: Sequence[T]) -> Iterator[tuple[T, T]]:
    """The blocks that meet: each with itself and with all later ones."""
    return ((first, second) for at, first in enumerate(parts) for second in parts[at:])


def pairs_of(
    outlines: Outlines, about: Callable[[Sequence[int]], Sequence[About]], split: int, details: Callable[[Sequence[int]], Sequence[Details]]
) -> Pairs:
    """The pairs of one tile.

    Args:
        outlines: Of the sources of both blocks, the first one's first.
        about: Looks up what orders each of some of them, by index.
        split: How many are of the first block; all where a block meets itself.
        details: Looks up what comparing takes, by index.

    Returns:
        The pairs that may be of one event, or are copies of one text, by index.
    """
    return compared(outlines, *candidates(outlines, split), about, details)


def near_to(outlines: Outlines, count: int) -> tuple[Indices, Indices]:
    """The pairs that may be of one event of the first `count` sources with each other and with all others, by index."""
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    found = [(none, none)]
    size = max(1, BLOCK * TILE // max(1, len(outlines.days)))
    for start in range(0, count, size):
        left, right = near(outlines, slice(start, min(start + size, count)), slice(None))
        found.append((left[left < right], right[left < right]))
    left, right = (np.concatenate([item[side] for item in found]) for side in (0, 1))
    return left, right


def candidates(outlines: Outlines, split: int) -> tuple[Indices, Indices]:
    """The pairs of a tile that may be of one event."""
    import numpy as np

    count = len(outlines.days)
    found = []
    for start in range(0, split, BLOCK):
        rows = slice(start, min(start + BLOCK, split))
        # A block that meets itself is looked at above the diagonal.
        first = split if split < count else start
        left, right = near(outlines, rows, slice(first, count))
        above = right > left
        found.append((left[above], right[above]))
    left, right = (np.concatenate([np.zeros(0, dtype=np.int64), *(item[side] for item in found)]) for side in (0, 1))
    return left, right


def compared(
    outlines: Outlines,
    left: Indices,
    right: Indices,
    about: Callable[[Sequence[int]], Sequence[About]],
    details: Callable[[Sequence[int]], Sequence[Details]],
) -> Pairs:
    """What is to be known of the pairs (left[k], right[k]), without those that are nothing to each other."""
    import numpy as np

    needed = np.unique(np.concatenate([left, right]))
    a, b = np.searchsorted(needed, left), np.searchsorted(needed, right)
    found, ordered = details(needed.tolist()), about(needed.tolist())
    known = table([item.traits for item in found])
    story = _alike(outlines, left, right) >= stories.STORY_COSINE
    story[story] = stories.share_names(known.bags[STORY], a[story], b[story])
    meaning = _meaning(outlines, needed, [item.vectors for item in found])
    # Beside a copy that goes before it in this tile, a source cannot be the one that stands for all of them.
    same, stands_for = copies([item.stated for item in ordered], [(item.age, item.order) for item in ordered], known, a, b)
    kept = (stands_for[a] == a) & (stands_for[b] == b)
    chance, apart, elsewhere = np.zeros(len(left)), np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    wanted = np.nonzero(kept)[0]
    for start in range(0, len(wanted), TOGETHER):
        part = wanted[start : start + TOGETHER]
        features = pair_features(known, meaning, a[part], b[part])
        chance[part] = chances_in_parts(features)
        apart[part] = excluded_pairs(known, a[part], b[part], features)
        elsewhere[part] = opens_elsewhere(features)
    return Pairs(left, right, chance, apart, same, story, elsewhere).only(kept | same | story)


def _alike(outlines: Outlines, left: Indices, right: Indices) -> Matrix:
    """How alike the leads of the pairs (left[k], right[k]) are."""
    import numpy as np

    found = np.zeros(len(left), dtype=np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        found[part] = np.round(np.einsum("ij,ij->i", outlines.leads[left[part]], outlines.leads[right[part]]), 4)
    return found


def _meaning(outlines: Outlines, rows: Indices, vectors: Sequence[Matrix]) -> Meanings:
    import numpy as np

    starts = np.concatenate([[0], np.cumsum([len(part) for part in vectors], dtype=np.int64)])
    every = np.concatenate(vectors) if vectors else outlines.leads[:0]
    return Meanings(outlines.leads[rows], outlines.centres[rows], every, starts)
