"""How likely two sources are of one event in the light of their company: what else is near to either.

A report that is near to one group alone is likelier of its event than its words say, and two that read alike are less likely of one
where each has others that are near to it alone. A source that is not near to either of a pair changes nothing, and two that are near to
nothing else keep the chance that they have by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consistency.cluster.traits import CHUNK, STEP
from consistency.nlp.linear_model import LinearModel, load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indices = NDArray[np.int64]

LEAST = 0.1
"""The chance that two reports are of one event, by themselves, from which on they count as near."""
FEATURES = (
    "log odds",
    "nearest to both",
    "shared",
    "shared of the less",
    "shared of the more",
    "not shared",
    "nearest to one of the less",
    "nearest to one of the more",
)
"""Of a pair: the chance by itself; of its company: the chance of the one nearest to both, how much both have in common, as a sum and as
a share of what is near to either, how much they do not, and the chance of the one nearest to either, the lesser and the greater."""
SURE = 1e-3
"""Chances are kept this far from 0 and 1 for their odds."""
FEW = 0.1
"""What of company counts as so little that a share of it tells nothing."""


def near_each_other(chance: Floats, apart: Flags) -> Flags:
    """Which pairs count as company."""
    import numpy as np

    return np.asarray((chance >= LEAST) & ~apart)


def in_company(count: int, left: Indices, right: Indices, chance: Floats, apart: Flags, model: LinearModel | None = None) -> Floats:
    """The chance of each pair (left[k], right[k]) of `count` sources in the light of all of them; one that is not near by itself keeps
    its own. Each pair is there once."""
    import numpy as np

    model = model or load_model("company_model")
    near = near_each_other(chance, apart)
    found = chance.copy()
    if near.any():
        rows = company_features(count, left[near], right[near], chance[near])
        # The last digits depend on where in the table a row stands.
        found[near] = np.round(model(rows.astype(np.float64)), 6)
    return found


def company_features(count: int, left: Indices, right: Indices, chance: Floats) -> Matrix:
    """Features of the pairs (left[k], right[k]), all near by themselves; shape (pairs, len(FEATURES)). Swapping left and right changes
    nothing, nor does their order."""
    import numpy as np
    from scipy.sparse import csr_matrix

    # In whole steps sums and squares are exact, in whatever order they are added.
    value = np.round(chance * STEP) / STEP
    rows, columns = np.concatenate([left, right]), np.concatenate([right, left])
    near: Any = csr_matrix((np.concatenate([value, value]), (rows, columns)), shape=(count, count))
    total, squares = (np.asarray(part.sum(axis=1), dtype=np.float64).ravel() for part in (near, near.multiply(near)))
    best, second = _best(count, rows, np.concatenate([value, value]))
    odds = np.clip(chance, SURE, 1 - SURE)
    found = np.zeros((len(left), len(FEATURES)), dtype=np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        a, b, own = left[part], right[part], value[part]
        both = near[a].minimum(near[b])
        shared = np.asarray(near[a].multiply(near[b]).sum(axis=1), dtype=np.float64).ravel()
        # What either has beside the other.
        less, more = np.sort([squares[a] - own**2, squares[b] - own**2], axis=0)
        one, other = (np.where(best[side] == own, second[side], best[side]) for side in (a, b))
        beside = total[a] + total[b] - 2 * own - 2 * np.asarray(both.sum(axis=1), dtype=np.float64).ravel()
        found[part] = np.round(
            np.stack(
                [
                    np.log(odds[part] / (1 - odds[part])),
                    both.max(axis=1).toarray().ravel(),
                    np.log1p(shared),
                    shared / np.maximum(FEW, less),
                    shared / np.maximum(FEW, more),
                    np.log1p(np.maximum(0.0, beside)),
                    np.minimum(one, other),
                    np.maximum(one, other),
                ],
                axis=1,
            ),
            4,
        )
    return found


def _best(count: int, rows: Indices, values: Floats) -> tuple[Floats, Floats]:
    """The greatest and the second greatest value of each row."""
    import numpy as np

    order = np.lexsort((-values, rows))
    rows, values = rows[order], values[order]
    starts = np.searchsorted(rows, np.arange(count))
    padded = np.concatenate([values, np.zeros(2)])
    number = np.bincount(rows, minlength=count)
    return np.where(number > 0, padded[starts], 0.0), np.where(number > 1, padded[np.minimum(starts + 1, len(values))], 0.0)
