"""A fitted model of decision trees that ships as plain data, like `linear_model`: for what is no sum of its signs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from consistency.nlp.linear_model import fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Node = tuple[int, float, int, int]
"""A question: the number of the feature, the most it may be to go left, and the places of what stands left and right of it. At a leaf
the feature is -1 and the second entry is what the tree adds to the odds."""


@dataclass(frozen=True, slots=True)
class TreeModel:
    """Boosted trees as plain data: probability = 1 / (1 + exp(-(bias + what each tree's leaf adds)))."""

    features: tuple[str, ...]
    trees: tuple[tuple[Node, ...], ...]
    bias: float
    threshold: float

    def __call__(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of shape (rows,) for a matrix of shape (rows, features)."""
        import numpy as np

        which, most, below, above = _table(self.trees)
        every = np.arange(len(self.trees))
        at = np.zeros((len(rows), len(self.trees)), dtype=np.int64)
        for _ in range(which.shape[1]):
            feature = which[every, at]
            if (feature < 0).all():
                break
            asked = np.take_along_axis(rows, np.maximum(feature, 0), axis=1) <= most[every, at]
            at = np.where(feature < 0, at, np.where(asked, below[every, at], above[every, at]))
        # Added up tree by tree, so that a row's sum does not hang on how many rows there are.
        return np.asarray(1.0 / (1.0 + np.exp(-self.bias - sum(most[every, at].T))))

    def chance(self, row: Sequence[float]) -> float:
        """The probability of one row of features, to three places."""
        return round(1.0 / (1.0 + math.exp(-self.bias - sum(_leaf(tree, row) for tree in self.trees))), 3)


def _leaf(tree: Sequence[Node], row: Sequence[float]) -> float:
    feature, value, left, right = tree[0]
    while feature >= 0:
        feature, value, left, right = tree[left if row[feature] <= value else right]
    return value


@lru_cache(maxsize=8)
def _table(trees: tuple[tuple[Node, ...], ...]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """The four entries of all nodes, each of shape (trees, nodes of the largest tree)."""
    import numpy as np

    found = np.zeros((4, len(trees), max(map(len, trees), default=0)))
    for number, tree in enumerate(trees):
        found[:, number, : len(tree)] = np.array(tree).T
    return found[0].astype(np.int64), found[1], found[2].astype(np.int64), found[3].astype(np.int64)


@lru_cache(maxsize=4)
def load_trees(name: str) -> TreeModel:
    """The model of trees of that name."""
    data = fitted(name)
    trees = tuple(tuple((int(at), value, int(left), int(right)) for at, value, left, right in tree) for tree in data["trees"])
    return TreeModel(tuple(data["features"]), trees, data["bias"], data["threshold"])
