"""Fit the pair model of claims and write it to `consistency/data/group_model.json` with its figures.

    python scripts/fit_groups.py [EMBEDDER]

Fitted to the train part of our own accounts: what two sources tell of one thing, however it differs, against what only looks alike. The
threshold is the one of most agreement in one group with at most `LOOK_ALIKES` of the look-alikes, each event left out of the fit in turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from corpora import FOLDS, Corpus, corpus, events_of, fit, folds, key, left_out, models, overlapping, save

from consistency.cluster.claim_groups import Aligned, groups, scored
from consistency.cluster.claim_similarity import FEATURES, pair_features
from consistency.model import Group
from consistency.model.protocols import Embedder

LOOK_ALIKES = 0.08
THRESHOLDS = tuple(round(0.45 + 0.0125 * step, 4) for step in range(17))
LEVEL = 0.3
"""What the threshold is called: the model's bias moves with it, so that the least chances of the checks keep their meaning."""
UNMARKED = 0.05
"""Weight of a pair that bears no mark: the readers marked differences, not every agreement. One that is near besides is left out."""
NEAR = 0.55
DISTINCT = 4.5
"""Weight of a marked look-alike: they are few against what is marked as one thing, and they are what a false alarm is made of."""
STRENGTH = 0.1

Line = tuple[str, str, frozenset[str], frozenset[str]]


def lines_of(item: Corpus) -> list[Line]:
    """Each marked line: its kind, its event, and the claims on its left and right."""
    id_of = {key(source.path): source.id for source in item.sources}

    def of(spans: Sequence[Mapping[str, Any]]) -> frozenset[str]:
        return frozenset(
            claim.id for s in spans for claim in item.claims[id_of[key(s["source"])]] if overlapping(claim, s["start"], s["end"])
        )

    return [(line["kind"], line["event"], of(line["left"]), of(line["right"])) for line in item.gold if line["kind"] != "document"]


def labels_of(item: Corpus, lines: Sequence[Line]) -> dict[tuple[str, str], int]:
    """Pairs of claim ids to 1 (one thing, however it differs) or 0 (marked as something else)."""
    source = {claim.id: claim.source for claims in item.claims.values() for claim in claims}
    found: dict[tuple[str, str], int] = {}
    for kind, _, left, right in lines:
        for pair in {(min(a, b), max(a, b)) for a in left for b in right if source[a] != source[b]}:
            found[pair] = max(int(kind != "distinct"), found.get(pair, 0))
    return found


def fit_groups(item: Corpus, embedder: Embedder) -> dict[str, Any]:
    """The pair model of claims as plain data, with the shares of lines in one group by kind, each event left out of the fit."""
    lines = lines_of(item)
    labels = labels_of(item, lines)
    events = events_of(item)
    every = [claim for claims in item.claims.values() for claim in claims]
    vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
    rows, marks, parts = [], [], []
    for event in events:
        members = [claim for source in event.sources for claim in item.claims[source]]
        pairs, features = pair_features(members, np.stack([vectors[claim.id] for claim in members]))
        ids = [claim.id for claim in members]
        marks += [labels.get((min(ids[a], ids[b]), max(ids[a], ids[b])), -1) for a, b in pairs.tolist()]
        rows.append(features)
        parts.append(Aligned(event.id, tuple(members), pairs, np.zeros(len(pairs)), {}))
    x, mark = np.concatenate(rows), np.array(marks)
    weights = np.where(mark < 0, np.where(x[:, 0] > NEAR, 0.0, UNMARKED), np.where(mark == 0, DISTINCT, 1.0))
    y = np.maximum(mark, 0)
    chance = left_out(x, y, folds([part.event for part in parts for _ in part.pairs], FOLDS), FEATURES, weights, STRENGTH)
    curve = {}
    for threshold in THRESHOLDS:
        moved, aligned, at = _moved(chance, threshold), [], 0
        for part in parts:
            aligned.append(scored(part, moved[at : at + len(part.pairs)]))
            at += len(part.pairs)
        curve[threshold] = shares(lines, groups(events, aligned, item.claims, vectors, LEVEL))
    for threshold, found in curve.items():
        print(threshold, found)
    best = max((t for t in THRESHOLDS if round(curve[t]["distinct"], 3) <= LOOK_ALIKES), key=lambda t: (curve[t]["agreement"], t))
    data = fit(x, y, weights, STRENGTH)
    data["bias"] = round(data["bias"] + _shift(best), 6)
    for name, value in zip(FEATURES, data["weights"], strict=True):
        print(f"  {name:20} {value:+.3f}")
    print("threshold before the bias was moved:", best, curve[best])
    return {"features": list(FEATURES), **data, "threshold": LEVEL, "figures": curve[best]}


def _shift(threshold: float) -> float:
    return float(np.log(LEVEL / (1 - LEVEL)) - np.log(threshold / (1 - threshold)))


def _moved(chance: np.ndarray, threshold: float) -> np.ndarray:
    """The chances as they are once the model's bias is moved so that `threshold` becomes `LEVEL`."""
    odds = np.exp(_shift(threshold)) * chance / np.maximum(1e-12, 1 - chance)
    return np.asarray(odds / (1 + odds))


def shares(lines: Sequence[Line], found: Sequence[Group]) -> dict[str, float]:
    """By kind, the share of the lines that have a claim of either side in one group."""
    homes: dict[str, set[str]] = {}
    for group in found:
        for claim in group.claims:
            homes.setdefault(claim, set()).add(group.id)
    together, total = Counter[str](), Counter[str]()
    for kind, _, left, right in lines:
        total[kind] += 1
        together[kind] += bool({g for c in left for g in homes.get(c, ())} & {g for c in right for g in homes.get(c, ())})
    return {kind: round(together[kind] / total[kind], 4) for kind in sorted(total)}


def main() -> None:
    language, embedder = models()
    save("group_model", fit_groups(corpus(language), embedder), embedder)


if __name__ == "__main__":
    main()
