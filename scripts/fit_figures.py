"""Fit the confidence of the figure checks and of lengths of time, and write it to `consistency/data/figure_model.json`.

    python scripts/fit_figures.py [EMBEDDER]

A pair of figures that reaches a firing rung counts as right where the readers marked its two claims as a contradiction or an
update. The figures written beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from corpora import Corpus, corpus, fit, folds, left_out, marked, models, save
from fit_groups import unseen

from consistency.checks import figures
from consistency.checks.base import Context
from consistency.checks.ladder import reached
from consistency.checks.rules import duration_differs
from consistency.cluster.claim_groups import Aligned
from consistency.model import Money, Percent, Quantity
from consistency.model.protocols import Embedder

FOLDS = 10
STRENGTH = 0.03
LEAST_CHANCE = 0.05
"""How likely two claims must tell the same thing, by their wording, for their figures to be looked at: as in the checks."""
KINDS = (
    (figures.pairs_of(Quantity, Money, Percent), [rung for rung in figures.RUNGS if rung.name != "unsure"]),
    (duration_differs.CHECK.pairs, [rung for rung in duration_differs.CHECK.rungs if rung.name != "unsure"]),
)
"""The pairs of figures and those of lengths of time, each with its ladder without the rung that asks the model."""
KEPT = 0.6
"""The confidence from which on a figure finding is shown."""


def rows_of(item: Corpus, parts: Sequence[Aligned], embedder: Embedder) -> tuple[list[list[float]], list[int], list[str], list[str]]:
    """Features, labels, the event and a printable form of every candidate pair of figures in the aligned events of a corpus."""
    is_marked = marked(item)
    every = [claim for part in item.claims.values() for claim in part]
    vectors = dict(zip((claim.id for claim in every), embedder([claim.text for claim in every]), strict=True))
    context = Context(
        sources={source.id: source for source in item.sources},
        similarity=lambda a, b: round(float(vectors[a.id] @ vectors[b.id]), 4),
        around=lambda claim: item.claims[claim.source],
    )
    rows, labels, where, shown = [], [], [], []
    for part in parts:
        own = replace(context, linked=part.linked())
        for left, right in part.likely(LEAST_CHANCE):
            for pair in (pair for pairs, ladder in KINDS for pair in pairs(left, right, own) if reached(ladder, pair).fires):
                rows.append(figures.features(pair.a, pair.b, left, right, own))
                labels.append(int(is_marked((left, right))))
                where.append(part.event)
                shown.append(f"{pair.a.value} | {pair.b.value} | {left.text[:110]} || {right.text[:110]}".replace("\n", " "))
    return rows, labels, where, shown


def weights(where: Sequence[str]) -> np.ndarray:
    """The weight of each row by its event: one disagreement that many sentences repeat must not outvote the others."""
    counts = Counter(where)
    return np.array([1.0 / np.sqrt(counts[event]) for event in where])


def fit_figures(item: Corpus, parts: Sequence[Aligned], embedder: Embedder) -> dict[str, object]:
    """The model with its average precision, precision and recall at `KEPT`, over folds of events left out of the fit."""
    from sklearn.metrics import average_precision_score

    rows, labels, where, shown = rows_of(item, parts, embedder)
    x, y = np.array(rows), np.array(labels)
    w = weights(where)
    chance = left_out(x, y, folds(where, FOLDS), figures.FEATURES, w, STRENGTH)
    order = np.argsort(-chance)
    for i in order[:60]:
        print(f"{chance[i]:.2f} {y[i]} {shown[i]}")
    kept = chance >= KEPT
    measured = {
        "pairs": len(y),
        "right": int(y.sum()),
        "average_precision": round(float(average_precision_score(y, chance)), 3),
        "precision_kept": round(float(y[kept].mean()), 3) if kept.any() else 0.0,
        "recall_kept": round(float(y[kept].sum() / max(1, y.sum())), 3),
    }
    print(measured)
    data = fit(x, y, w, STRENGTH)
    for name, value in zip(figures.FEATURES, data["weights"], strict=True):
        print(f"  {name:12} {value:+.3f}")
    return {"features": list(figures.FEATURES), **data, "threshold": KEPT, "figures": measured}


def main() -> None:
    language, embedder = models()
    item = corpus(language)
    save("figure_model", fit_figures(item, unseen(item, embedder), embedder), embedder)


if __name__ == "__main__":
    main()
