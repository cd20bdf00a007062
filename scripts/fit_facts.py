"""Fit the model of which claims tell the same fact and write it to `consistency/data/fact_model.json` with its figures.

    python scripts/fit_facts.py [EMBEDDER]

Fitted to the train part of our own accounts: agreement and precision lines are one fact, all other marks are not. What bears no mark is
left out. The figures are of the cells "reports it" that bear a mark, each event left out of the fit in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from corpora import FOLDS, Corpus, corpus, events_of, folds, key, models, overlapping, save, trees

from consistency.analysis.coverage import comparable, reports
from consistency.cluster.claim_groups import align, groups
from consistency.cluster.fact_features import FEATURES, Telling, row
from consistency.cluster.same_fact import conflict, cosine_of
from consistency.model import Claim, Group
from consistency.model.protocols import Embedder

SAME = {"agreement", "precision"}
THRESHOLD = 0.86
"""Among the accounts, which are full of near misses, nine in ten cells above it are right; below it that falls quickly."""
THRESHOLDS = (0.7, 0.75, 0.8, 0.82, 0.84, THRESHOLD, 0.88, 0.9)
TREES: dict[str, Any] = {
    "max_iter": 160,
    "learning_rate": 0.03,
    "max_leaf_nodes": 8,
    "l2_regularization": 5.0,
    "min_samples_leaf": 30,
    "random_state": 0,
}

Pair = tuple[str, str]


def fit_facts(item: Corpus, embedder: Embedder) -> dict[str, Any]:
    """The model as plain data, with the share of right among the cells that it fills, each event left out."""
    every = {claim.id: claim for claims in item.claims.values() for claim in claims}
    vectors = dict(zip(every, embedder([claim.text for claim in every.values()]), strict=True))
    marked = _marks(item)
    found = groups(events_of(item), align(events_of(item), item.claims, vectors), item.claims, vectors)
    pairs = [(a, b) for group in found for a in group.claims for b in group.claims if comparable(every[a], every[b])]
    told = {name: Telling(claim) for name, claim in every.items()}
    kept = [pair for pair in sorted(set(pairs)) if not conflict(told[pair[0]], told[pair[1]])]
    x = np.array([row(told[a], told[b], cosine_of(vectors[a], vectors[b])) for a, b in kept])
    y = np.array([marked.get((min(pair), max(pair)), -1) for pair in kept])
    parts = folds([item.event[every[a].source] for a, _ in kept], FOLDS)
    chance = np.zeros(len(kept))
    for part in range(FOLDS):
        chance[parts == part] = trees(x[parts != part], y[parts != part], FEATURES, **TREES)(x[parts == part])
    likely = dict(zip(kept, chance.tolist(), strict=True))
    curve = {threshold: _cells(found, every, vectors, likely, marked, threshold) for threshold in THRESHOLDS}
    for threshold, (right, judged) in curve.items():
        print(threshold, f"{right} right of {judged} = {right / max(1, judged):.3f}")
    model = trees(x, y, FEATURES, **TREES)
    right, judged = curve[THRESHOLD]
    figures = {"right": round(right / max(1, judged), 4), "cells": judged, "marked": int((y >= 0).sum())}
    return {
        "features": list(FEATURES),
        "trees": [[list(node) for node in tree] for tree in model.trees],
        "bias": model.bias,
        "threshold": THRESHOLD,
        "figures": figures,
    }


def _cells(
    found: Sequence[Group],
    every: Mapping[str, Claim],
    vectors: Mapping[str, np.ndarray],
    likely: Mapping[Pair, float],
    marked: Mapping[Pair, int],
    threshold: float,
) -> tuple[int, int]:
    """Of the cells "reports it" that the marks judge: how many are right, and how many there are."""
    right = judged = 0
    for group in found:
        members = [every[name] for name in group.claims]
        anchor, telling = reports(members, lambda a, b: likely.get((a.id, b.id), 0.0) >= threshold)
        for source in sorted({claim.source for claim in telling} - {anchor.source}):
            marks = [
                marked[pair]
                for b in members
                if b.source == source
                for pair in [(min(anchor.id, b.id), max(anchor.id, b.id))]
                if pair in marked
            ]
            judged += bool(marks)
            right += bool(marks) and min(marks) == 1
    return right, judged


def _marks(item: Corpus) -> dict[tuple[str, str], int]:
    id_of = {key(source.path): source.id for source in item.sources}
    found: dict[tuple[str, str], int] = {}
    for line in item.gold:
        if line["kind"] in {"document", "framing"}:
            continue
        for a in line["left"]:
            for b in line["right"]:
                one, other = id_of[key(a["source"])], id_of[key(b["source"])]
                for left in item.claims[one]:
                    for right in item.claims[other]:
                        if one != other and overlapping(left, a["start"], a["end"]) and overlapping(right, b["start"], b["end"]):
                            pair = (min(left.id, right.id), max(left.id, right.id))
                            # A pair that both agrees and differs differs.
                            found[pair] = min(found.get(pair, 1), int(line["kind"] in SAME))
    return found


def main() -> None:
    language, embedder = models()
    save("fact_model", fit_facts(corpus(language), embedder), embedder)


if __name__ == "__main__":
    main()
