"""The marks of the matrix as shapes in a square of 16 units, the same in the page and in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 16
_RING = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, either filled or drawn as a line."""

    path: str
    filled: bool


MARKS: dict[str, tuple[Shape, ...]] = {
    "tells": (Shape(_RING, True), Shape(_RING, False)),
    "first": (Shape("M8 2.5a5.5 5.5 0 0 0 0 11z", True), Shape(_RING, False)),
    "second": (Shape("M8 2.5a5.5 5.5 0 0 1 0 11z", True), Shape(_RING, False)),
    "differs": (Shape("M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z", True),),
    "relays": (Shape(_RING, False),),
    "touches": (Shape("M8 6.5a1.5 1.5 0 1 0 0.01 0z", False),),
    "silent": (Shape("M5 8h6", False),),
    "elsewhere": (Shape("M6 12l4-8", False),),
    "apart": (Shape("M3.5 6h9M3.5 10h9M10.5 3l-5 10", False),),
}
"""How each state of a cell looks, no two alike without their colour; and what stands before the number of differences."""
