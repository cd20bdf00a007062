"""What comparing a source with others takes of its profile, as arrays: made once a source, stored, and laid side by side for many.

A word goes by a digest, so that sources which know nothing of each other name it alike and no common list of words is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_clues import OUTCOMES
from consistency.cluster.event_profiles import BY_WORD, OVERLAPS, Profile
from consistency.model.joining import connected
from consistency.model.serialization import decode, encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

STEP = 2**20
"""Weights of words are whole multiples of its inverse: in whole steps their products add up exactly, in whatever order."""
MOST = 2**31 - 1
"""Steps of the heaviest word."""
COMPARED = tuple(sorted({name for _, a, b in OVERLAPS for name in (a, b)}))
CHUNK = 20_000
"""Pairs that are compared at once: bounds the memory, changes nothing else."""
RARE = 0.25
"""Squared weight from which on a word of a report's lead counts as rare: used ten times in a million words, or less."""
TOLD, OFFICES, STORY, SEAT = "what is told", "offices held", "of the story", "seat"
CLUES = tuple(f"clue_{name}" for name in (*OUTCOMES, "main", "named"))
BAGS = (*COMPARED, *CLUES, SEAT, TOLD, OFFICES, STORY)
"""The bags that are held as arrays: those that features compare, what clues tell, and four more; in this order."""


@dataclass(frozen=True)
class Traits:
    """One source. `words` are the digests of all its words, each once; `places` has for each word of each bag, one bag after the other,
    its place there; `steps` its weight in steps; `sizes` how many words each bag has. `rest` is the profile with those bags alone
    that are compared word by word."""

    words: Indices
    places: NDArray[np.uint32]
    steps: NDArray[np.int32]
    sizes: NDArray[np.uint32]
    rest: Profile


@dataclass(frozen=True)
class Table:
    """Some sources side by side. By the name of each bag: a sparse matrix with a row a source and a column a word that several of them have
    (what one alone has is shared by no two, and tells only as a clue), and of all words of each source the sum of the squared
    weights and the number."""

    bags: Mapping[str, Any]
    mass: Mapping[str, Floats]
    sizes: Mapping[str, Indices]
    rest: Sequence[Profile]

    @cached_property
    def named(self) -> Any:
        """All words of each source, each with the weight 1."""
        import numpy as np

        found = self.bags["tokens"].copy()
        found.data = np.ones_like(found.data)
        return found


def traits(profile: Profile, told: Mapping[str, float]) -> Traits:
    """What `profile` and what its source says (see `event_pairs.told`) are as arrays."""
    import numpy as np

    offices = dict.fromkeys((office for office, _ in profile.offices), 1.0)
    bags = {**profile.bags, TOLD: told, OFFICES: offices, STORY: names_of(profile)}
    every = [(_number(word), value) for name in BAGS for word, value in bags[name].items()]
    sizes = np.array([len(bags[name]) for name in BAGS], dtype=np.uint32)
    words, places = np.unique(np.array([word for word, _ in every], dtype=np.int64), return_inverse=True)
    steps = np.clip(np.round(np.array([value for _, value in every], dtype=np.float64) * STEP), -MOST, MOST)
    rest = replace(profile, source="", bags={name: profile.bags[name] for name in BY_WORD})
    return Traits(words, places.astype(np.uint32), steps.astype(np.int32), sizes, rest)


def names_of(item: Profile) -> dict[str, float]:
    """The people, places and bodies of a source, and the rare words of its lead, each once."""
    names = {f"{kind} {name}": 1.0 for kind in ("people", "places", "bodies") for name in item.bags[kind]}
    return names | {f"lead {word}": 1.0 for word, value in item.bags["lead"].items() if value >= RARE and word.isalpha()}


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest())


def words_of(item: Traits, name: str) -> Indices:
    """The digests of the words in one bag."""
    end = int(item.sizes[: BAGS.index(name) + 1].sum())
    return item.words[item.places[end - int(item.sizes[BAGS.index(name)]) : end]]


def stored(item: Traits, *more: str) -> bytes:
    """`item` as bytes, with some texts."""
    told = json.dumps([encode(item.rest, Profile).decode("ascii"), *more]).encode("ascii")
    head = (len(told), len(item.words), len(item.places))
    arrays = ("<i8", item.words), ("<u4", item.places), ("<i4", item.steps), ("<u4", item.sizes)
    return b"".join((b" ".join(b"%d" % size for size in head), b"\n", told, *(array.astype(kind).tobytes() for kind, array in arrays)))


def restored(data: bytes) -> tuple[Traits, list[str]]:
    """What `stored` made. Raises `ValueError` for anything else."""
    import numpy as np

    begin = data.index(b"\n") + 1
    length, words, places = map(int, data[: begin - 1].split())
    rest, *more = json.loads(data[begin : begin + length])
    at = begin + length
    parts: list[NDArray[Any]] = []
    for kind, size in (("<i8", words), ("<u4", places), ("<i4", places), ("<u4", len(BAGS))):
        parts.append(np.frombuffer(data, dtype=kind, count=size, offset=at))
        at += parts[-1].nbytes
    if at != len(data) or int(parts[3].sum()) != places:
        raise ValueError("no traits")
    return Traits(parts[0], parts[1], parts[2], parts[3], decode(rest, Profile)), more


def table(items: Sequence[Traits], names: Sequence[str] = BAGS) -> Table:
    """Several sources side by side, with the bags of these `names`."""
    import numpy as np

    counts = np.array([item.sizes for item in items], dtype=np.int64).reshape(-1, len(BAGS))
    words = [np.zeros(0, dtype=np.int64), *(item.words for item in items)]
    starts = np.cumsum([len(part) for part in words])
    places = np.concatenate([np.zeros(0, dtype=np.int64), *(item.places + start for item, start in zip(items, starts, strict=False))])
    values = np.concatenate([np.zeros(0, dtype=np.int32), *(item.steps for item in items)]) / STEP
    _, columns, owners = np.unique(np.concatenate(words), return_inverse=True, return_counts=True)
    # They lie source after source, and shall lie bag after bag.
    kind = np.repeat(np.tile(np.arange(len(BAGS), dtype=np.int8), len(items)), counts.ravel())
    order = np.argsort(kind, kind="stable")
    ends = np.cumsum(counts.sum(axis=0))
    bags: dict[str, Any] = {}
    mass: dict[str, Floats] = {}
    sizes: dict[str, Indices] = {}
    for family in families():
        found = []
        for name in (name for name in family if name in names):
            bag = BAGS.index(name)
            sizes[name] = counts[:, bag]
            own = order[ends[bag] - sizes[name].sum() : ends[bag]]
            rows = np.repeat(np.arange(len(items)), sizes[name])
            mass[name] = np.bincount(rows, values[own] ** 2, len(items)).astype(np.float64)
            column = columns[places[own]]
            shared = (owners[column] > 1) | (name in CLUES)
            found.append((name, rows[shared], column[shared], values[own][shared]))
        width, numbers = numbered([column for _, _, column, _ in found], len(owners))
        for (name, rows, _, value), column in zip(found, numbers, strict=True):
            bags[name] = rows_of(column, value, np.bincount(rows, minlength=len(items)), width)
    return Table(bags, mass, sizes, [item.rest for item in items])


def numbered(parts: Sequence[Indices], count: int) -> tuple[int, list[Indices]]:
    """The columns of some bags, out of `count`, without those that none of them has; sparse matrices like to be narrow."""
    import numpy as np

    used = np.zeros(count, dtype=bool)
    for part in parts:
        used[part] = True
    number = np.cumsum(used) - 1
    return int(used.sum()), [number[part] for part in parts]


@lru_cache(maxsize=1)
def families() -> tuple[tuple[str, ...], ...]:
    """Bags that are compared with each other, together."""
    together = [(a, b) for _, a, b in OVERLAPS] + [(SEAT, "tokens"), *((CLUES[0], name) for name in CLUES)]
    parts = connected(range(len(BAGS)), ((BAGS.index(a), BAGS.index(b)) for a, b in together))
    return tuple(tuple(BAGS[at] for at in part) for part in parts)


def rows_of(columns: Indices, values: Floats, sizes: Indices, width: int) -> Any:
    """A sparse matrix whose rows have so many entries each."""
    import numpy as np
    from scipy.sparse import csr_matrix

    edges = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    return csr_matrix((values, columns, edges), shape=(len(sizes), max(1, width)))


def shared_weight(a: Any, b: Any, left: Indices, right: Indices) -> Floats:
    """The sum over words of the product of both weights, for row left[k] of `a` and row right[k] of `b`."""
    import numpy as np

    found = np.empty(len(left))
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        found[part] = np.asarray(a[left[part]].multiply(b[right[part]]).sum(axis=1)).ravel()
    return found
