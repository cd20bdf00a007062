"""What a check's confidence is worth: raw confidences turned into the share of such findings that readers marked as right.

Platt scaling (Platt 1999) over all checks at once, with a term for each check that was seen often enough; fitted by
`scripts/fit_confidence.py` and shipped as plain data.
"""

from __future__ import annotations

import math

from consistency.nlp.linear_model import load_model

OF_CHECK = "is "
"""Begins the name of a feature that says which check found it."""


def features(check: str, confidence: float, names: tuple[str, ...]) -> list[float]:
    """The log-odds of the raw confidence, then 1 for the term of the check that found it; in the order of `names`."""
    sure = min(0.99, max(0.01, confidence))
    return [math.log(sure / (1.0 - sure)), *(1.0 if name == OF_CHECK + check else 0.0 for name in names[1:])]


def calibrated(check: str, confidence: float) -> float:
    """The chance, in [0, 1], that a reader would mark a finding of `check` with that raw confidence."""
    model = load_model("confidence_model")
    return model.chance(features(check, confidence, model.features))


def shifted(confidence: float, shift: float) -> float:
    """A confidence with its log-odds moved by `shift`; as it is where that is 0."""
    if not shift:
        return confidence
    sure = min(0.999, max(0.001, confidence))
    return 1.0 / (1.0 + math.exp(-(math.log(sure / (1.0 - sure)) + shift)))
