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
from corpora import FOLDS, Corpus, as_model, corpus, events_of, fit, folds, key, models, overlapping, save

from consistency.checks.base import Context
from consistency.checks.rewrites import is_rewrite
from consistency.checks.swap_features import FEATURES, candidates, features
from consistency.checks.swaps import Swap, Word
from consistency.model import Claim
from consistency.model.protocols import Embedder

ALARM = ("contradiction", "update")
STRENGTH = 0.03
WANTED = 0.85
"""The share of pairs of claims shown (those of a rewrite), by the swap that is surest, that must differ as marked, with their event left
out of the fit."""


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
    """Features, labels, events and pairs of claims of every candidate."""
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
    every, told, fold = np.array(rows), np.array(labels), folds(where, FOLDS)
    kept = told >= 0
    x, y = every[kept], told[kept]
    chance = np.zeros(len(every))
    for part in range(FOLDS):
        train = kept & (fold != part)
        model = as_model(fit(every[train], told[train], np.ones(train.sum()), STRENGTH), FEATURES, 0.5)
        chance[fold == part] = model(every[fold == part])
    shown = [is_rewrite(*row) for row in every[:, [FEATURES.index("rewrite"), FEATURES.index("verbatim")]].tolist()]
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for pair, sure, right, rewritten in zip(pairs, chance.tolist(), (told != 0).tolist(), shown, strict=True):
        if rewritten:
            best[pair] = max(best.get(pair, (0.0, False)), (sure, right))
    surest, right_of = (np.array(column) for column in zip(*best.values(), strict=True))
    steps = np.arange(0.5, 0.96, 0.05).round(2).tolist()
    threshold = min((step for step in steps if right_of[surest >= step].mean() >= WANTED), default=0.95)
    figures = {
        "candidates": len(y),
        "right": int(y.sum()),
        "pairs_shown_left_out": int((surest >= threshold).sum()),
        "pairs_right_left_out": int(right_of[surest >= threshold].sum()),
    }
    print(threshold, figures)
    data = fit(x, y, np.ones(len(y)), STRENGTH)
    for name, value in sorted(zip(FEATURES, data["weights"], strict=True), key=lambda pair: -abs(pair[1])):
        print(f"  {name:16} {value:+.3f}")
    save("swap_model", {"features": list(FEATURES), **data, "threshold": threshold, "figures": figures}, embedder)


if __name__ == "__main__":
    main()
