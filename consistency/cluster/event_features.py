"""The features of pairs of sources, computed for many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_clues import Tables, pair_columns
from consistency.cluster.event_profiles import FEATURES, LEAD, MEANINGS, OVERLAPS, PRODUCTS, SATURATED, Operation, Profile, places_apart
from consistency.cluster.traits import CHUNK, CLUES, SEAT, STEP, Table, shared_weight, table, traits
from consistency.model import Claim, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

SMALL = 200_000
"""Multiplications in one matrix product that is not worth a second thread."""
TOP = 3


@dataclass(frozen=True)
class Meanings:
    """The embeddings of each source: of its lead, the mean of its claims (both of shape (sources, dimensions), unit rows or zero), and
    of its claims, one source after the other; claims of source i are rows `starts[i]` to `starts[i + 1]`, at least one."""

    leads: Matrix
    centres: Matrix
    claims: Matrix
    starts: Indices


def meanings(
    sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], leads: Matrix, vectors: Mapping[str, NDArray[np.float32]]
) -> Meanings:
    """`leads` has the embedding of each source's lead text, `vectors` that of each claim by its id. One without claims has its lead."""
    import numpy as np

    rows: list[Any] = []
    counts = []
    centres = np.zeros_like(leads, dtype=np.float32)
    for index, source in enumerate(sources):
        own = [vectors[claim.id] for claim in claims[source.id]] or [leads[index]]
        mean = np.mean(own, axis=0)
        centres[index] = mean / max(1e-9, float(np.linalg.norm(mean)))
        rows += own
        counts.append(len(own))
    return Meanings(leads, centres, np.array(rows, dtype=np.float32), np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))


def side_by_side(profiles: Sequence[Profile] | Table) -> Table:
    """What is known of some sources as arrays, side by side."""
    return profiles if isinstance(profiles, Table) else table([traits(item, {}) for item in profiles])


def pair_features(profiles: Sequence[Profile] | Table, meaning: Meanings, left: Indices, right: Indices) -> Matrix:
    """Features of the pairs (left[k], right[k]); shape (pairs, len(FEATURES)). Swapping left and right changes nothing."""
    import numpy as np

    if not len(left):
        return np.zeros((0, len(FEATURES)), dtype=np.float32)
    known = side_by_side(profiles)
    told = _tables([known.bags[name] for name in CLUES])
    place = {name: index for index, name in enumerate(FEATURES)}
    dates = [[item.published.toordinal()] if item.published else [] for item in known.rest]
    days = [sorted(day.toordinal() for day in item.days) for item in known.rest]
    forth, back = _matched(meaning, left, right), _matched(meaning, right, left)
    found = np.zeros((len(left), len(FEATURES)), dtype=np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        columns = [
            *_meaning_columns(meaning, left[part], right[part], forth[part], back[part]),
            *_overlap_columns(known, left[part], right[part]),
            *_circumstances(dates, left[part], right[part]),
            *_circumstances(days, left[part], right[part]),
            _seats_apart(known, left[part], right[part]),
        ]
        columns += [columns[place[when]] * columns[place[how]] for when, how in PRODUCTS]
        columns += pair_columns(told, left[part], right[part])
        found[part] = np.round(np.stack(columns, axis=1), 4)
    return found


def _meaning_columns(meaning: Meanings, left: Indices, right: Indices, forth: Matrix, back: Matrix) -> list[Floats]:
    import numpy as np

    leads, centres = meaning.leads, meaning.centres
    first = meaning.claims[meaning.starts[:-1]]
    low, high = np.minimum(forth, back), np.maximum(forth, back)
    found = [
        _dots(leads, leads, left, right),
        _dots(centres, centres, left, right),
        np.minimum(_dots(leads, centres, left, right), _dots(centres, leads, left, right)),
        _dots(first, first, left, right),
        high[:, 0],
        low[:, 1],
        high[:, 1],
        low[:, 2],
        high[:, 2],
        low[:, 3],
        high[:, 3],
        high[:, 4],
    ]
    assert len(found) == len(MEANINGS)
    return found


def _dots(a: Matrix, b: Matrix, left: Indices, right: Indices) -> Floats:
    """The dot product of row left[k] of `a` and row right[k] of `b`."""
    import numpy as np

    return np.asarray(np.einsum("ij,ij->i", a[left], b[right]), dtype=np.float64)


def _matched(meaning: Meanings, left: Indices, right: Indices) -> Matrix:
    """How near each claim of a left source is to its nearest claim of the right one: the best, the mean, the mean of the best few and of
    the lead's, and the better of the first two; shape (pairs, 5)."""
    import numpy as np

    found = np.zeros((len(left), 5), dtype=np.float32)
    starts = meaning.starts
    order = np.argsort(left, kind="stable")
    begins = np.nonzero(np.diff(left[order], prepend=-1))[0]
    for begin, end in zip(begins, [*begins[1:], len(order)], strict=True):
        pairs = order[begin:end]
        others, source = right[pairs], left[pairs[0]]
        counts = starts[others + 1] - starts[others]
        edges = np.cumsum(counts) - counts
        rows = np.repeat(starts[others] - edges, counts) + np.arange(counts.sum())
        own = meaning.claims[starts[source] : starts[source + 1]]
        nearest = np.maximum.reduceat(_products(meaning.claims, rows, own), edges, axis=0)
        best = -np.sort(-nearest, axis=1)
        found[pairs, 0] = best[:, 0]
        found[pairs, 1] = nearest.mean(axis=1)
        found[pairs, 2] = best[:, :TOP].mean(axis=1)
        found[pairs, 3] = nearest[:, :LEAD].mean(axis=1)
        found[pairs, 4] = nearest[:, :2].max(axis=1)
    return found


def _products(claims: Matrix, rows: Indices, own: Matrix) -> Matrix:
    """The dot products of the `rows` of `claims` with the rows of `own`; shape (rows, own).

    In slices too small for the linear algebra library to split among threads: handing those out costs more than the work.
    """
    import numpy as np

    size = max(1, SMALL // own.size)
    padded = np.concatenate([rows, np.zeros(-len(rows) % size, dtype=np.int64)])
    product = claims[padded].reshape(-1, size, claims.shape[1]) @ own.T
    return np.asarray(product.reshape(-1, len(own))[: len(rows)])


def _seats_apart(known: Table, left: Indices, right: Indices) -> Floats:
    """Whether both sides open with where it happened, and neither text so much as names the other's place."""
    import numpy as np

    seats, named = known.bags[SEAT], known.named
    told = known.sizes[SEAT] > 0
    maybe = told[left] & told[right]
    for a, b in ((left, right), (right, left)):
        maybe[maybe] = shared_weight(seats, named, a[maybe], b[maybe]) == 0
    found = np.zeros(len(left))
    for pair in np.nonzero(maybe)[0].tolist():
        found[pair] = places_apart(known.rest[left[pair]].bags[SEAT], known.rest[right[pair]].bags[SEAT])
    return found


def _overlap_columns(known: Table, left: Indices, right: Indices) -> list[Floats]:
    bags, mass = known.bags, known.mass
    shared: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    found = []
    for operation, a, b in OVERLAPS:
        if (a, b) not in shared:
            forth = shared_weight(bags[a], bags[b], left, right)
            shared[a, b] = forth, forth if a == b else shared_weight(bags[a], bags[b], right, left)
        found.append(_overlap(operation, *shared[a, b], mass[a][left], mass[a][right]))
    return found


def bag_matrix(bags: Sequence[Mapping[str, float]], vocabulary: dict[str, int]) -> Any:
    """A sparse matrix with a row a bag; `vocabulary` maps words to columns and grows."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns = [vocabulary.setdefault(word, len(vocabulary)) for bag in bags for word in bag]
    # In whole steps their products add up exactly, so that no sum depends on the order of the words, which other sources settle.
    values = np.round(np.array([value for bag in bags for value in bag.values()], dtype=np.float64) * STEP) / STEP
    edges = np.concatenate([[0], np.cumsum([len(bag) for bag in bags], dtype=np.int64)])
    return csr_matrix((values, columns, edges), shape=(len(bags), max(1, len(vocabulary))))


def clue_tables(bags: Sequence[Mapping[str, Mapping[str, float]]]) -> Tables:
    """What the clues of each source tell, from its bags."""
    vocabulary: dict[str, int] = {}
    found = [bag_matrix([item[name] for item in bags], vocabulary) for name in CLUES]
    for matrix in found:
        matrix.resize((len(bags), max(1, len(vocabulary))))
    return _tables(found)


def _tables(found: Sequence[Any]) -> Tables:
    """The same, of matrices in the order of CLUES."""
    import numpy as np

    absent, mentioned, told, main, named = found
    there = absent.copy()
    there.data = np.ones_like(there.data)
    return Tables(absent, mentioned, told, there, main, named)


def _overlap(operation: Operation, forth: Floats, back: Floats, left: Floats, right: Floats) -> Floats:
    """One feature from the shared weights in both directions and the squared mass of either side's bag."""
    import numpy as np

    both = (left > 0) & (right > 0)
    if operation == "both":
        return both.astype(np.float64)
    if operation == "disjoint":
        return (both & (forth == 0)).astype(np.float64)
    if operation == "shared":
        return np.log1p(forth)
    if operation == "conflict":
        lighter = np.minimum(left, right)
        return np.where(both, np.log1p(lighter) * (1.0 - np.minimum(1.0, forth / np.maximum(lighter, 1e-12))), 0.0)
    if operation == "cosine":
        return np.where(both, forth / np.sqrt(np.maximum(left * right, 1e-12)), 0.0)
    if operation == "contained":
        return np.where(both, forth / np.maximum(np.minimum(left, right), 1e-12), 0.0)
    # A side that holds nothing tells nothing of whether it is found in the other: halfway.
    found = np.where(left > 0, forth / np.maximum(left, 1e-12), 0.5), np.where(right > 0, back / np.maximum(right, 1e-12), 0.5)
    return np.minimum(*found) if operation == "least" else np.maximum(*found)


def _circumstances(days: Sequence[Sequence[int]], left: Indices, right: Indices) -> list[Floats]:
    """How far apart the nearest days of either side are, and whether both have any."""
    import numpy as np

    gap = gaps(days, left, right)
    return [np.where(gap >= 0, np.log1p(np.clip(gap, 0, SATURATED)), 0.0), (gap >= 0).astype(np.float64)]


def gaps(days: Sequence[Sequence[int]], left: Indices, right: Indices) -> Floats:
    """The least number of days between a day of either side of each pair; -1 where a side has none."""
    import numpy as np

    counts = np.array([len(part) for part in days], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    flat = np.array([day for part in days for day in part], dtype=np.int64)
    found = np.full(len(left), -1.0)
    known = np.nonzero(counts[left] * counts[right])[0]
    if not len(known):
        return found
    a, b = left[known], right[known]
    size = counts[a] * counts[b]
    edges = np.cumsum(size) - size
    place = np.arange(size.sum()) - np.repeat(edges, size)
    width = np.repeat(counts[b], size)
    apart = np.abs(flat[np.repeat(starts[a], size) + place // width] - flat[np.repeat(starts[b], size) + place % width])
    found[known] = np.minimum.reduceat(apart, edges)
    return found
