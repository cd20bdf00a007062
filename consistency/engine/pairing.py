"""The pairs of all sources, block by block of them, each tile of the square by a task of its own; and the events that they make."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from consistency.cluster.drafts import Draft, drawn
from consistency.cluster.event_pairs import About, Details, Pairs
from consistency.cluster.event_tiles import blocks, pairs_of, tiles
from consistency.engine import neighbours
from consistency.engine.cached_sources import Archive, Item
from consistency.engine.partitions import Place, opened
from consistency.engine.store import Store, arrays, packed
from consistency.engine.stored_forms import Outline, side_by_side
from consistency.engine.stored_pairs import Columns, stored_pairs_of
from consistency.model.ids import digest

Task = TypeVar("Task")
Found = TypeVar("Found")
Each = Callable[[Callable[[Any], Any], Sequence[Any], str], list[Any]]
"""Calls a function with each of some tasks, wherever, and gives what it returns in their order; the text names the tasks to a reader."""


def in_turn(function: Callable[[Task], Found], tasks: Sequence[Task], stage: str) -> list[Found]:
    """The plain loop."""
    return [function(task) for task in tasks]


@dataclass(frozen=True, slots=True)
class Tile:
    """Two blocks of sources that meet, by the names that the keys of their sources are stored under; the same one twice where a block meets
    itself."""

    place: Place
    rows: str
    columns: str

    @property
    def name(self) -> str:
        """Under which the pairs are stored."""
        return f"pairs/{digest(self.place.code, self.rows, self.columns, size=16)}.npz"


@dataclass(frozen=True, slots=True)
class AllPairs:
    """What the stored pairs of a folder's sources are made of: all blocks in their order, and the tiles in which they meet."""

    place: Place
    blocks: tuple[str, ...]
    paths: tuple[str, ...]
    manifest: str | None


@dataclass(frozen=True, slots=True)
class _Held:
    """The sources of a block by their keys, and what was looked up of them."""

    keys: tuple[str, ...]
    outlines: list[Outline]
    about: list[About]
    details: dict[int, Details]

    def filled(self, archive: Archive) -> _Held:
        """The same, with all but the details looked up."""
        if not self.about:
            items = [Item("", "", None, key) for key in self.keys]
            self.outlines.extend(archive.outline(items))
            self.about.extend(archive.about(items))
        return self


def stories_of(
    place: Place, items: Sequence[Item], about: Sequence[About], models: str, each: Each, told: tuple[tuple[str, ...], str | None]
) -> tuple[list[list[Draft]], list[str]]:
    """All events, story by story, from the pairs of each tile; and the names under which these are stored.

    The pairs are stored for `check`, too: by what is `told` of the sources, the paths that they are under and the manifest's.
    """
    import numpy as np

    store = Store(place.store)
    cut = blocks([said.day for said in about], [said.order for said in about])
    names = []
    for own in cut:
        keys = [items[at].key for at in own]
        names.append(f"blocks/{digest(place.code, models, *keys, size=16)}.json")
        if names[-1] not in store:
            store.write(names[-1], json.dumps(keys).encode("ascii"))
    work = [Tile(place, first, second) for first, second in tiles(names)]
    each(paired, work, "pairs of documents")
    each(all_stored, [AllPairs(place, tuple(names), *told)], "pairs of documents")
    met = [np.array([*first, *(second if second is not first else ())], dtype=np.int64) for first, second in tiles(cut)]

    def pairs() -> Iterator[Pairs]:
        for tile, own in zip(work, met, strict=True):
            found = _read(store, tile)
            yield Pairs(own[found.left], own[found.right], *found.columns()[2:])

    return drawn([item.id for item in items], about, pairs), [*names, *(tile.name for tile in work)]


def paired(tile: Tile) -> bool:
    """Find the pairs of a tile; returns whether they had to be worked out."""
    store = Store(tile.place.store)
    if tile.name in store:
        return False
    with opened(tile.place) as archive:
        rows = _held(tile.place.store, tile.rows).filled(archive)
        parts = [rows] if tile.rows == tile.columns else [rows, _held(tile.place.store, tile.columns).filled(archive)]
        every = [(part, at) for part in parts for at in range(len(part.keys))]

        def details(wanted: Sequence[int]) -> list[Details]:
            own = [every[index] for index in wanted]
            missing = [(part, at) for part, at in own if at not in part.details]
            found = archive.details([Item("", "", None, part.keys[at]) for part, at in missing])
            for (part, at), item in zip(missing, found, strict=True):
                part.details[at] = item
            return [part.details[at] for part, at in own]

        def about(wanted: Sequence[int]) -> list[About]:
            return [part.about[at] for part, at in (every[index] for index in wanted)]

        outlines = side_by_side([item for part in parts for item in part.outlines])
        pairs = pairs_of(outlines, about, len(rows.keys), details)
    left, right = pairs.left.astype("int32"), pairs.right.astype("int32")
    store.write(tile.name, packed(left=left, right=right, chance=pairs.chance, flags=neighbours.flags_of(pairs)))
    return True


def all_stored(task: AllPairs) -> bool:
    """Store the pairs of all tiles side by side; returns whether that had to be done."""
    import numpy as np

    store, place = Store(task.place.store), task.place
    keys = [json.loads(store.read(name)) for name in task.blocks]
    every = neighbours.numbers([key for part in keys for key in part])
    starts = np.cumsum([0, *(len(part) for part in keys)])

    def part(at: int, archive: Archive) -> Columns:
        own = np.arange(starts[at], starts[at + 1])
        items = [Item("", "", None, key) for key in keys[at]]
        both = [sorted((at, other)) for other in range(len(keys))]
        met = [_placed(store, Tile(place, task.blocks[rows], task.blocks[columns]), starts, rows, columns) for rows, columns in both]
        stated = [neighbours.stated_number(about) for about in archive.about(items)]
        return neighbours.part_of(own, every, stated, archive.outlines(items), met)

    with opened(place) as archive:
        stored = stored_pairs_of(archive.cache, archive.models, task.paths, task.manifest)
        if stored.holds(every):
            return False
        stored.write(lambda: (part(at, archive) for at in range(len(keys))))
    return True


def _placed(store: Store, tile: Tile, starts: Any, rows: int, columns: int) -> Pairs:
    """The pairs of a tile, by the rows that their sources have when all blocks lie one after the other."""
    import numpy as np

    own = [np.arange(starts[at], starts[at + 1]) for at in ((rows,) if rows == columns else (rows, columns))]
    found, every = _read(store, tile), np.concatenate(own)
    return Pairs(every[found.left], every[found.right], *found.columns()[2:])


def _read(store: Store, tile: Tile) -> Pairs:
    stored = arrays(store.read(tile.name))
    left, right, chance, flags = (stored[name] for name in ("left", "right", "chance", "flags"))
    return Pairs(left, right, chance, *neighbours.said_in(flags))


@lru_cache(maxsize=2)
def _held(store: str, block: str) -> _Held:
    """The same block meets one after the other."""
    return _Held(tuple(json.loads(Store(store).read(block))), [], [], {})
