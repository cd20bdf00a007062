"""The forms in which what is known of a file and its sources is stored, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_pairs import Names, Outlines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Record = tuple[int | None, str]
"""Which record of its file a source is, and the address of its page."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What tells which other sources one is to be looked at beside: the digests of its names; and in `row` the embeddings of its lead and
    of its claims' mean, and its day."""

    names: NDArray[np.int64]
    row: NDArray[np.float32]


def side_by_side(items: Sequence[Outline]) -> Outlines:
    """What is known of some sources, a row each."""
    import numpy as np

    rows = np.array([item.row for item in items], dtype=np.float32).reshape(len(items), -1)
    size = rows.shape[1] // 2
    # A day's number is below 2 ** 24, so that a float32 holds it exactly.
    days = rows[:, 2 * size].astype(np.int64) if len(items) else np.zeros(0, dtype=np.int64)
    return Outlines(rows[:, :size], rows[:, size : 2 * size], days, Names.of([item.names for item in items]))


def listing(data: bytes) -> tuple[list[Record], list[str]]:
    """The records of a file and what of it could not be read. Raises `ValueError` and its like for anything else."""
    stored = json.loads(data)
    problems = stored["problems"]
    if not all(isinstance(item, str) for item in problems):
        raise ValueError("no listing")
    return records_in(stored["records"]), problems


def records_in(stored: Any) -> list[Record]:
    """The records of a file out of JSON. Raises `ValueError` or `TypeError` for anything else."""
    records = [(record, page) for record, page in stored]
    if not all((item is None or isinstance(item, int)) and isinstance(page, str) for item, page in records):
        raise ValueError("no records")
    return records


def places(data: bytes) -> list[tuple[int, int]]:
    """Of the captures of a page each older one with the next newer one, by their places."""
    return [(int(before), int(after)) for before, after in json.loads(data)]


def whole(data: bytes) -> bool:
    """Whether these may be the bytes of a vector."""
    return bool(data) and len(data) % 4 == 0


def outline(data: bytes) -> Outline:
    """What `outlined` made. Raises `ValueError` and its like for anything else."""
    import numpy as np

    begin = data.index(b"\n") + 1
    count = int(data[: begin - 1])
    row = begin + 8 * count
    return Outline(np.frombuffer(data, dtype="<i8", count=count, offset=begin), np.frombuffer(data, dtype="<f4", offset=row))


def row(data: bytes) -> NDArray[np.float32]:
    """A vector."""
    import numpy as np

    return np.frombuffer(data, dtype="<f4")


def outlined(names: NDArray[np.int64], lead: NDArray[np.float32], centre: NDArray[np.float32], day: int) -> bytes:
    """What tells which others to look at, as bytes."""
    import numpy as np

    row = np.concatenate([lead, centre, np.array([day])]).astype("<f4")
    return b"%d\n" % len(names) + names.astype("<i8").tobytes() + row.tobytes()
