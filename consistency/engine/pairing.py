"""The pairs of all sources, block by block of them, each tile of the square by a task of its own; and the events that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from consistency.cluster.drafts import Draft, drawn
from consistency.cluster.event_pairs import About, Details, Outlines, Pairs, in_blocks, pairs_of, tiles
from consistency.engine.cached_sources import Item
from consistency.engine.partitions import Place, opened
from consistency.engine.store import Store, arrays, packed
from consistency.model.ids import digest
from consistency.model.serialization import decode, encode

Task = TypeVar("Task")
Found = TypeVar("Found")
Each = Callable[[Callable[[Any], Any], Sequence[Any], str], list[Any]]
"""Calls a function with each of some tasks, wherever, and gives what it returns in their order; the text names the tasks to a reader."""


def in_turn(function: Callable[[Task], Found], tasks: Sequence[Task], stage: str) -> list[Found]:
    """The plain loop."""
    return [function(task) for task in tasks]


@dataclass(frozen=True, slots=True)
class Tile:
    """Two blocks of sources that meet, by the names that they are stored under; the same one twice where a block meets itself."""

    place: Place
    rows: str
    columns: str

    @property
    def name(self) -> str:
        """Under which the pairs are stored."""
        return f"pairs/{digest(self.place.code, self.rows, self.columns, size=16)}.npz"


def stories_of(place: Place, items: Sequence[Item], about: Sequence[About], models: str, each: Each) -> tuple[list[list[Draft]], list[str]]:
    """All events, story by story, from the pairs of each tile; and the names under which these are stored."""
    import numpy as np

    store, order = Store(place.store), in_blocks([said.day for said in about])
    cut = list(tiles(len(order)))
    names: dict[range, str] = {}
    for block in dict.fromkeys(first for first, _ in cut):
        own = tuple(items[order[at]] for at in block)
        names[block] = f"blocks/{digest(place.code, models, *(item.key for item in own), size=16)}.json"
        if names[block] not in store:
            store.write(names[block], encode(own, tuple[Item, ...]))
    work = [Tile(place, names[first], names[second]) for first, second in cut]
    each(paired, work, "pairs of documents")
    index = np.array(order, dtype=np.int64)

    def pairs() -> Iterator[Pairs]:
        for tile, (first, second) in zip(work, cut, strict=True):
            own = index[[*first, *(second if second != first else ())]]
            stored = arrays(store.read(tile.name))
            left, right, chance, flags = (stored[name] for name in ("left", "right", "chance", "flags"))
            yield Pairs(own[left], own[right], chance, *(column.astype(bool) for column in flags))

    return drawn([item.id for item in items], about, pairs), [*names.values(), *(tile.name for tile in work)]


def paired(tile: Tile) -> bool:
    """Find the pairs of a tile; returns whether they had to be worked out."""
    import numpy as np

    store = Store(tile.place.store)
    if tile.name in store:
        return False
    rows = decode(store.read(tile.rows), tuple[Item, ...])
    columns = decode(store.read(tile.columns), tuple[Item, ...]) if tile.columns != tile.rows else ()
    items = [*rows, *columns]
    with opened(tile.place) as archive:
        held = [*((_held(tile.rows), at) for at in range(len(rows))), *((_held(tile.columns), at) for at in range(len(columns)))]

        def details(wanted: Sequence[int]) -> list[Details]:
            missing = [index for index in wanted if held[index][1] not in held[index][0]]
            for index, found in zip(missing, archive.details([items[index] for index in missing]), strict=True):
                block, at = held[index]
                block[at] = found
            return [held[index][0][held[index][1]] for index in wanted]

        every = archive.outlines(items)
        pairs = pairs_of(Outlines(every.leads, every.centres, every.days), archive.about(items), len(rows), details)
    flags = np.stack([pairs.apart, pairs.copy, pairs.story, pairs.elsewhere])
    store.write(tile.name, packed(left=pairs.left.astype(np.int32), right=pairs.right.astype(np.int32), chance=pairs.chance, flags=flags))
    return True


@lru_cache(maxsize=2)
def _held(block: str) -> dict[int, Details]:
    """What is known of a block's sources: the same block meets one after the other."""
    return {}
