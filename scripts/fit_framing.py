"""Fit how sure it is that a loaded and a plain telling of one fact would be marked, into `consistency/data/framing_model.json`.

    python scripts/fit_framing.py [EMBEDDER]

A loaded word counts as right where its claim and a plain one touch both sides of what the readers marked as framing. They marked
what struck them and not all there is, so the chance is that of being marked and lower than that of being loaded. The figures
written beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

import numpy as np
from corpora import Corpus, corpus, events_of, fit, folds, left_out, marked, models, save

from consistency.analysis.loaded_words import LEAST_CHANCE, weigh
from consistency.checks.base import Context
from consistency.checks.ladder import reached
from consistency.checks.rules.framing_differs import FEATURES, RUNGS, Wordings, features
from consistency.cluster.claim_groups import align
from consistency.model.protocols import Embedder

STRENGTH = 0.1
FOLDS = 10
BEST = 40


def rows_of(item: Corpus, embedder: Embedder) -> list[tuple[list[float], int, str, str, float]]:
    """Features, label, event, finding and loading of every pair in which one account is loaded and the other plain."""
    every = [claim for part in item.claims.values() for claim in part]
    vectors = dict(zip((claim.id for claim in every), embedder([claim.text for claim in every]), strict=True))
    aligned = align(events_of(item), item.claims, vectors)
    context = Context(
        sources={source.id: source for source in item.sources},
        similarity=lambda left, right: round(float(vectors[left.id] @ vectors[right.id]), 4),
        around=lambda claim: item.claims[claim.source],
        loading=weigh(aligned, embedder, vectors),
    )
    is_marked = marked(item, {"framing"})
    rows = []
    for part in aligned:
        for pair in part.likely(LEAST_CHANCE):
            for left, right in (pair, pair[::-1]):
                words = Wordings(left, right, left, right, context)
                if "caption" not in (left.role, right.role) and reached(RUNGS, words).fires and words.pick is not None:
                    label = int(is_marked((left, right)))
                    rows.append((features(left, right, context), label, part.event, words.slot, words.pick.loading))
    return rows


def main() -> None:
    language, embedder = models()
    rows = rows_of(corpus(language), embedder)
    x, y = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    chance = left_out(x, y, folds([row[2] for row in rows], FOLDS), FEATURES, strength=STRENGTH)
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for value, (_, right, event, slot, loaded) in zip(chance.tolist(), rows, strict=True):
        sure, hit = best.get((event, slot), (0.0, 0))
        best[event, slot] = max(sure, value * loaded), max(hit, right)
    figures: dict[str, object] = {"pairs": len(y), "marked": int(y.sum()), "findings": len(best)}
    ranked = sorted(best.values(), reverse=True)[:BEST]
    figures[f"left_out best {BEST}"] = f"{sum(hit for _, hit in ranked)} of {len(ranked)} marked"
    print(figures)
    data = fit(x, y, np.ones(len(y)), STRENGTH)
    print({name: round(value / scale, 3) for name, value, scale in zip(FEATURES, data["weights"], data["scale"], strict=True)})
    save("framing_model", {"features": list(FEATURES), **data, "threshold": 0.5, "figures": figures}, embedder)


if __name__ == "__main__":
    main()
