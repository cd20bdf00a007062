"""The pairs of all sources, block by block of them, each tile of the square by a task of its own; and the events that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from consistency.cluster.drafts import Draft, drawn
from consistency.cluster.event_pairs import About, Details, Pairs, blocks, pairs_of, tiles
from consistency.engine.cached_sources import Item, Outline, side_by_side
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
class Block:
    """Some sources that are near in time, and the models that read them."""

    place: Place
    items: tuple[Item, ...]
    models: str

    @property
    def name(self) -> str:
        """Under which it is stored."""
        return f"blocks/{digest(self.place.code, self.models, *(item.key for item in self.items), size=16)}.npz"


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


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a block's sources; `details` as far as they were asked for."""

    keys: tuple[str, ...]
    outlines: tuple[Outline, ...]
    about: tuple[About, ...]
    details: dict[int, Details]


def stories_of(place: Place, items: Sequence[Item], about: Sequence[About], models: str, each: Each) -> tuple[list[list[Draft]], list[str]]:
    """All events, story by story, from the pairs of each tile; and the names under which these are stored."""
    import numpy as np

    store = Store(place.store)
    cut = blocks([said.day for said in about], [said.order for said in about])
    parts = [Block(place, tuple(items[at] for at in own), models) for own in cut]
    each(gathered, parts, "blocks of documents")
    work = [Tile(place, first.name, second.name) for first, second in tiles(parts)]
    each(paired, work, "pairs of documents")
    met = [np.array([*first, *(second if second is not first else ())], dtype=np.int64) for first, second in tiles(cut)]

    def pairs() -> Iterator[Pairs]:
        for tile, own in zip(work, met, strict=True):
            stored = arrays(store.read(tile.name))
            left, right, chance, flags = (stored[name] for name in ("left", "right", "chance", "flags"))
            yield Pairs(own[left], own[right], chance, *(column.astype(bool) for column in flags))

    used = [*(part.name for part in parts), *(tile.name for tile in work)]
    return drawn([item.id for item in items], about, pairs), used


def gathered(block: Block) -> bool:
    """Put together what tells which sources of a block to look at beside others; returns whether that had to be done."""
    import numpy as np

    store = Store(block.place.store)
    if block.name in store:
        return False
    with opened(block.place) as archive:
        found, about = archive.outline(block.items), archive.about(block.items)
    told = encode(([item.key for item in block.items], about), tuple[list[str], list[About]])
    names, rows = np.concatenate([item.names for item in found]), np.stack([item.row for item in found])
    sizes = np.array([len(item.names) for item in found])
    store.write(block.name, packed(rows=rows, names=names, sizes=sizes, told=np.frombuffer(told, dtype=np.uint8)))
    return True


def paired(tile: Tile) -> bool:
    """Find the pairs of a tile; returns whether they had to be worked out."""
    import numpy as np

    store = Store(tile.place.store)
    if tile.name in store:
        return False
    rows = _held(tile.place.store, tile.rows)
    parts = [rows] if tile.rows == tile.columns else [rows, _held(tile.place.store, tile.columns)]
    every = [(part, at) for part in parts for at in range(len(part.keys))]
    with opened(tile.place) as archive:

        def details(wanted: Sequence[int]) -> list[Details]:
            own = [every[index] for index in wanted]
            missing = [(part, at) for part, at in own if at not in part.details]
            found = archive.details([Item("", "", None, part.keys[at]) for part, at in missing])
            for (part, at), item in zip(missing, found, strict=True):
                part.details[at] = item
            return [part.details[at] for part, at in own]

        outlines = side_by_side([item for part in parts for item in part.outlines])
        pairs = pairs_of(outlines, [item for part in parts for item in part.about], len(rows.keys), details)
    flags = np.stack([pairs.apart, pairs.copy, pairs.story, pairs.elsewhere])
    store.write(tile.name, packed(left=pairs.left.astype(np.int32), right=pairs.right.astype(np.int32), chance=pairs.chance, flags=flags))
    return True


@lru_cache(maxsize=2)
def _held(store: str, block: str) -> _Held:
    """What is known of a block's sources: the same block meets one after the other."""
    import numpy as np

    stored = arrays(Store(store).read(block))
    keys, about = decode(stored["told"].tobytes(), tuple[list[str], list[About]])
    names = np.split(stored["names"], np.cumsum(stored["sizes"])[:-1])
    return _Held(tuple(keys), tuple(map(Outline, names, stored["rows"])), tuple(about), {})
