"""What hangs together, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def connected(items: Sequence[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """The items in the parts that the pairs connect.

    Args:
        items: Each item once.
        pairs: Of items that are in one part; those of other things are left out.

    Returns:
        The parts, each in the order of the items and by their first item.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    place = {item: at for at, item in enumerate(items)}
    found = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    rows, columns = zip(*found, strict=True) if found else ((), ())
    _, part = connected_components(coo_matrix(([True] * len(found), (rows, columns)), shape=(len(items), len(items))), directed=False)
    parts: dict[int, list[T]] = {}
    for item, label in zip(items, part.tolist(), strict=True):
        parts.setdefault(label, []).append(item)
    return list(parts.values())
