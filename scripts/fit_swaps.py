"""Fit how likely a swap is a discrepancy and write it to `consistency/data/swap_model.json`.

    python scripts/fit_swaps.py [EMBEDDER]

A swap counts as right where its claims stand on both sides of a marked contradiction or update and its words are among the differing
words that are marked; where the claims differ but in other words it counts neither way. The figures leave out, in turn, the events that
are scored.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from corpora import FOLDS, Corpus, corpus, events_of, folds, key, models, overlapping, save, trees

from consistency.checks.base import Context
from consistency.checks.swap_features import FEATURES, apart, candidates, features
from consistency.checks.swaps import Swap, Word
from consistency.model import Claim
from consistency.model.protocols import Embedder

ALARM = ("contradiction", "update")
RISING = {"antonyms", "quantifiers", "least_rest", "exact", "alone", "excluding"}
FALLING = {"others", "least_elsewhere", "most_elsewhere"}
"""What cannot but speak for a discrepancy, and against one: opposites, and that all else is alike; that other phrases differ too, or that
an account has the other's words elsewhere."""
TREES: dict[str, Any] = {
    "max_iter": 250,
    "learning_rate": 0.03,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 15,
    "max_features": 0.3,
    "l2_regularization": 1.0,
    "monotonic_cst": [(name in RISING) - (name in FALLING) for name in FEATURES],
    "random_state": 0,
}
WANTED = 0.87
"""The share of pairs of claims shown, by the swap that is surest, that must differ as marked, with their event left out of the fit."""


def label(swap: Swap, left: Claim, right: Claim, lines: Sequence[tuple[dict[str, Any], bool]]) -> int:
    """1 for a discrepancy, 0 for none, -1 where the claims differ in other words. `lines` come with whether they stand the other way."""
    found = 0
    for line, turned in lines:
        values = [_marked(str(line.get(side, ""))) for side in ("left_value", "right_value")]
        first, second = reversed(values) if turned else values
        if _within(swap.left, first) and _within(swap.right, second):
            return 1
        found = -1
    return found


def _marked(value: str) -> set[str]:
    """The words of a marked value, those joined by a hyphen one by one too: the parse takes these apart."""
    plain = value.lower().replace(",", "")
    return {*plain.split(), *re.findall(r"[\w.]+", plain)}


def _within(side: Sequence[Word], value: set[str]) -> bool:
    """Whether a word of a side is among the marked ones; a preposition counts only where there is nothing else."""
    telling = [word for word in side if word.token.pos not in {"ADP", "PART", "SCONJ"}] or side
    said = {word.key for word in telling} | {word.token.text.lower().replace(",", "") for word in telling}
    return not side or bool(said & value)


def rows_of(item: Corpus, embedder: Embedder) -> tuple[list[list[float]], list[int], list[str], list[tuple[str, str]]]:
    """Features, labels, events and pairs of claims of every candidate in two accounts of which one rewrites the other."""
    every = [claim for part in item.claims.values() for claim in part]
    vectors = dict(zip((claim.id for claim in every), embedder([claim.text for claim in every]), strict=True))
    context = Context(
        sources={source.id: source for source in item.sources},
        similarity=lambda a, b: round(float(vectors[a.id] @ vectors[b.id]), 4),
        around=lambda claim: item.claims[claim.source],
    )
    path_of = {source.id: key(source.path) for source in item.sources}
    lines = defaultdict(list)
    for line in item.gold:
        if line["kind"] in ALARM:
            lines[line["event"]].append(line)

    def stands(claim: Claim, side: Sequence[dict[str, Any]]) -> bool:
        return any(key(span["source"]) == path_of[claim.source] and overlapping(claim, span["start"], span["end"]) for span in side)

    rows, labels, where, pairs = [], [], [], []
    for event in events_of(item):
        for left, right in combinations([claim for source in event.sources for claim in item.claims[source]], 2):
            if left.source == right.source:
                continue
            for swap in candidates(left, right, context):
                if apart(swap, left, right, context):
                    continue
                told = [
                    (line, turned)
                    for line in lines[event.id]
                    for turned, (a, b) in enumerate(((left, right), (right, left)))
                    if stands(a, line["left"]) and stands(b, line["right"])
                ]
                rows.append(features(swap, left, right, context))
                labels.append(label(swap, left, right, [(line, bool(turned)) for line, turned in told]))
                where.append(event.id)
                pairs.append((left.id, right.id))
    return rows, labels, where, pairs


def main() -> None:
    language, embedder = models()
    rows, labels, where, pairs = rows_of(corpus(language), embedder)
    x, y, fold = np.array(rows), np.array(labels), folds(where, FOLDS)
    chance = np.zeros(len(x))
    for part in range(FOLDS):
        chance[fold == part] = trees(x[fold != part], y[fold != part], FEATURES, **TREES)(x[fold == part])
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for pair, sure, right in zip(pairs, chance.tolist(), (y != 0).tolist(), strict=True):
        best[pair] = max(best.get(pair, (0.0, False)), (sure, right))
    surest, right_of = (np.array(column) for column in zip(*best.values(), strict=True))
    steps = np.arange(0.3, 0.96, 0.05).round(2).tolist()
    for step in steps:
        print(step, f"{int(right_of[surest >= step].sum())} right of {int((surest >= step).sum())}")
    threshold = min((step for step in steps if right_of[surest >= step].mean() >= WANTED), default=0.95)
    model = trees(x, y, FEATURES, **TREES)
    figures = {
        "candidates": int((y >= 0).sum()),
        "right": int((y == 1).sum()),
        "pairs_shown_left_out": int((surest >= threshold).sum()),
        "pairs_right_left_out": int(right_of[surest >= threshold].sum()),
    }
    print(threshold, figures)
    data = {"trees": [[list(node) for node in tree] for tree in model.trees], "bias": model.bias, "threshold": threshold}
    save("swap_model", {"features": list(FEATURES), **data, "figures": figures}, embedder)


if __name__ == "__main__":
    main()
