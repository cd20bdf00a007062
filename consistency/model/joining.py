"""What hangs together, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from consistency.model.grouping import grouped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

T = TypeVar("T", bound=Hashable)


def connected(items: Sequence[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """The items in the parts that the pairs connect.

    Args:
        items: Each item once.
        pairs: Of items that are in one part; those of other things are left out.

    Returns:
        The parts, each in the order of the items and by their first item.
    """
    import numpy as np

    place = {item: at for at, item in enumerate(items)}
    found = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    rows, columns = np.array(found, dtype=np.int64).reshape(-1, 2).T
    part = components(len(items), rows, columns)
    return list(grouped(zip(part.tolist(), items, strict=True)).values())


def components(count: int, left: Indices, right: Indices) -> Indices:
    """For each of `count` items the number of the part that the pairs (left[k], right[k]) of items connect it with, shape (count,)."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
