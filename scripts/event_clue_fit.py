"""How the model of clues is fitted: by what another report of the same event has of a report's words, and by what one of a like event has.

Part of `fit_events.py`, which leaves units out of it as it does of the event model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from event_comparison import Comparison
from scipy.optimize import minimize
from scipy.special import logsumexp

from consistency.cluster import event_clues
from consistency.cluster.event_clues import OUTCOMES, ClueModel, Clues
from consistency.cluster.event_features import FEATURES, clue_tables

STRENGTH = 0.3
"""Inverse strength of the penalty on large weights."""
ALIKE = 0.45
"""Cosine of the leads from which on a pair of unlike events tells anything."""
PAIRS = 2_500
"""Pairs of one part that are learned from at most, of each label; more are drawn from."""
USUAL = 50
"""How many clues a pair counts for, however many it has."""


def outcomes(found: Sequence[Clues], own: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """For each pair what of the clues of the source own[k] is found in the source other[k]."""
    there = [frozenset(item.keys) for item in found]
    return [
        np.array([(key in there[b]) + (key in found[b].told) for key in found[a].keys], dtype=np.int8)
        for a, b in zip(own, other, strict=True)
    ]


class Told:
    """The clues of a part's sources, and what of them is found in the other source of each pair, both ways."""

    def __init__(self, found: Sequence[Clues], comparison: Comparison) -> None:
        self.found = found
        sides = (comparison.left, comparison.right), (comparison.right, comparison.left)
        self.ways = [(own, outcomes(found, own, other)) for own, other in sides]


def fit_clues(parts: Mapping[str, Any], told: Mapping[str, Told], chosen: Callable[[np.ndarray], np.ndarray]) -> dict[str, Any]:
    """The model of clues as plain data, fitted to the pairs with both sources in the chosen folds."""
    data: dict[str, Any] = {}
    for label, side in ((1, "same"), (0, "other")):
        rows, found = [], []
        for name, part in parts.items():
            item = part.comparison
            unit = part.unit[item.left] == part.unit[item.right]
            telling = part.within(chosen) & (part.labels == label) & (unit | (item.features[:, 0] > ALIKE))
            picked, weights = np.nonzero(telling)[0], part.clue_weights()
            if len(picked) > PAIRS:
                picked = np.sort(np.random.default_rng(label).choice(picked, PAIRS, replace=False))
            # A source has the same clues in all its pairs.
            outcomes: dict[int, np.ndarray] = {}
            for own, outcome in told[name].ways:
                for pair in picked:
                    count = len(outcome[pair])
                    sums = outcomes.setdefault(int(own[pair]), np.zeros((count, len(OUTCOMES))))
                    sums[np.arange(count), outcome[pair]] += weights[pair] * USUAL / max(1, count)
            rows += [told[name].found[source].rows for source in sorted(outcomes)]
            found += [outcomes[source] for source in sorted(outcomes)]
        data[side] = [[round(float(value), 5) for value in row] for row in _softmax(np.concatenate(rows), np.concatenate(found))]
    return data


def _softmax(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """A softmax regression of weighted outcomes, of shape (rows, outcomes): weights with the bias last, shape (outcomes, features + 1).

    It is that of scikit-learn, found in a tenth of the time: on scaled features, with the penalty that the weights have unscaled.
    """
    scale = np.append(np.sqrt((rows.astype(np.float64) ** 2).mean(axis=0)), 1.0)
    scale[scale == 0] = 1.0
    x = (np.hstack([rows, np.ones((len(rows), 1), dtype=rows.dtype)]) / scale).astype(np.float32)
    penalty = np.append(1 / STRENGTH / scale[:-1] ** 2, 0.0)
    told, every = counts.astype(np.float32), counts.sum(axis=1, keepdims=True).astype(np.float32)
    shape, total = (counts.shape[1], x.shape[1]), counts.sum()

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        weights = at.reshape(shape)
        tells = x @ weights.T.astype(np.float32)
        log = tells - logsumexp(tells, axis=1, keepdims=True)
        slope = ((np.exp(log) * every - told).T @ x).astype(np.float64) + weights * penalty
        value = float((weights**2 * penalty).sum() / 2 - (told * log).sum(dtype=np.float64))
        return value / total, slope.ravel() / total

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 400, "ftol": 1e-8, "gtol": 3e-5}).x
    weights = found.reshape(shape) / scale
    return np.asarray(weights - weights.mean(axis=0))


def as_clue_model(data: Mapping[str, Any]) -> ClueModel:
    return ClueModel(*(tuple(tuple(row) for row in data[side]) for side in ("same", "other")))


def with_clues(comparison: Comparison, found: Sequence[Clues], model: ClueModel) -> np.ndarray:
    """The features of the comparison with what the clues tell as `model` has it."""
    tables = clue_tables([event_clues.bags(item, model) for item in found])
    features = comparison.features.copy()
    at = FEATURES.index(event_clues.COLUMNS[0])
    told = event_clues.pair_columns(tables, comparison.left, comparison.right)
    features[:, at : at + len(event_clues.COLUMNS)] = np.round(np.stack(told, axis=1), 4)
    return features
