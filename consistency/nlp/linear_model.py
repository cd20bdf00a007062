"""Models that were fitted beforehand and ship as plain data: numbers in JSON, no code and no pickle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression as plain data: probability = 1 / (1 + exp(-(x - mean) / scale @ weights - bias))."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def __call__(self, rows: Floats) -> Floats:
        """Probabilities of shape (rows,) for a matrix of shape (rows, features)."""
        import numpy as np

        scaled = (rows - np.array(self.mean)) / np.array(self.scale)
        return np.asarray(1.0 / (1.0 + np.exp(-(scaled @ np.array(self.weights) + self.bias))))

    def chance(self, row: Sequence[float]) -> float:
        """The probability of one row of features, to three places."""
        import numpy as np

        return round(float(self(np.array([row]))[0]), 3)


def fitted(name: str) -> dict[str, Any]:
    """The numbers of a fitted model that ships with the package (`data/NAME.json`; made by a script under `scripts/`)."""
    data: dict[str, Any] = json.loads((files("consistency") / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=16)
def load_model(name: str) -> LinearModel:
    """The linear model of that name."""
    data = fitted(name)
    return LinearModel(
        tuple(data["features"]), tuple(data["mean"]), tuple(data["scale"]), tuple(data["weights"]), data["bias"], data["threshold"]
    )


MODELS = ("event_model", "company_model", "group_model", "pair_model", "fact_model", "figure_model", "loading_model")
"""Every fitted model that reads embeddings; `make fit` fits them all anew."""


@lru_cache(maxsize=1)
def fitted_to() -> str:
    """The id of the embedder whose vectors the models were fitted to; with another one they are only roughly right."""
    return min(fitted(name)["fitted_to"] for name in MODELS)
