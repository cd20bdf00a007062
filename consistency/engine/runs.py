"""What is known of neighbouring sources, kept together: many are looked up at once, and another source changes no run but its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Keyed(Protocol):
    """What has a key that ends in hexadecimal digits and a number."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


def runs(items: Sequence[T]) -> list[Sequence[T]]:
    """The items in runs of some hundred; where a run ends only the item there tells, by its key."""
    # One key in 256 has a file's digest that ends so.
    ends = [at for at, item in enumerate(items, start=1) if item.key.rsplit("/", 1)[0].endswith("00")]
    edges = [0, *ends, *([len(items)] if not ends or ends[-1] < len(items) else [])]
    return [items[start:end] for start, end in zip(edges, edges[1:], strict=False) if end > start]


def packed(rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> bytes:
    """The names and the row of figures of each source, as bytes."""
    import numpy as np

    head = np.array([len(rows), *(len(names) for names, _ in rows)], dtype="<u4").tobytes()
    return b"".join((head, *(names.astype("<i8").tobytes() for names, _ in rows), *(row.astype("<f4").tobytes() for _, row in rows)))


def unpacked(data: bytes) -> Iterator[tuple[Any, Any]]:
    """What `packed` was given."""
    import numpy as np

    count = int(np.frombuffer(data, dtype="<u4", count=1)[0])
    sizes = np.frombuffer(data, dtype="<u4", count=count, offset=4).astype(np.int64)
    begin = 4 + 4 * count
    names = np.frombuffer(data, dtype="<i8", count=int(sizes.sum()), offset=begin)
    figures = np.frombuffer(data, dtype="<f4", offset=begin + names.nbytes).reshape(count, -1)
    return zip(np.split(names, np.cumsum(sizes)[:-1]), figures, strict=True)
