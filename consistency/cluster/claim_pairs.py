"""How likely two claims of different sources tell of one thing, however it differs.

A linear model picks the pairs that are worth a closer look. Boosted trees judge these by the same features and by how much of the one
stands in the other, read off words and parse: so the cost of the closer look grows with the pairs that may be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from consistency.cluster import claim_similarity, fact_features
from consistency.cluster.fact_features import Telling, telling
from consistency.model import Claim
from consistency.nlp.linear_model import load_model
from consistency.nlp.tree_model import load_trees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEATURES = (*claim_similarity.FEATURES, *(f"{name}_at_least" for name in fact_features.FEATURES))


def chances(members: Sequence[Claim], pairs: NDArray[np.int64], features: Floats) -> Floats:
    """How likely each pair tells of one thing; 0 where the first look already says that it hardly does.

    Args:
        members: The claims of one event.
        pairs: Shape (pairs, 2), indices into `members`.
        features: What `claim_similarity.pair_features` says of them, shape (pairs, features).

    Returns:
        Shape (pairs,), in [0, 1].
    """
    import numpy as np

    first = load_model("group_model")
    found = np.zeros(len(pairs))
    looked = np.nonzero(first(features) >= first.threshold)[0]
    if len(looked):
        found[looked] = load_trees("pair_model")(looked_at(members, pairs[looked], features[looked]))
    return found


def looked_at(members: Sequence[Claim], pairs: NDArray[np.int64], features: Floats) -> Floats:
    """The features of a closer look, shape (pairs, len(FEATURES)). Parameters are those of `chances`."""
    import numpy as np

    found = [closer(telling(members[a]), telling(members[b]), row) for (a, b), row in zip(pairs.tolist(), features, strict=True)]
    return np.array(found).reshape(len(pairs), len(FEATURES))


def closer(left: Telling, right: Telling, features: Floats) -> list[float]:
    """The features of a pair in the order of `FEATURES`: of what one claim holds of the other, the lower value of the two directions."""
    cosine, order = float(features[0]), fact_features.crossed(left, right)
    there, back = fact_features.row(left, right, cosine, order), fact_features.row(right, left, cosine, order)
    return [*features.tolist(), *map(min, there, back)]
