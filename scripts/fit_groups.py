"""Fit the two models of which claims tell of one thing and write them to `consistency/data/`: `group_model.json` picks the pairs that are
worth a closer look, `pair_model.json` judges these.

    python scripts/fit_groups.py [EMBEDDER]

Fitted to the train part of our own accounts: what two sources tell of one thing, however it differs, against what only looks alike. The
threshold is the one of most agreement in one group with at most `LOOK_ALIKES` of the look-alikes, each event left out of the fit in turn.
Each event is fitted to as a whole and in brief, with the claims of a few marked lines alone, so that accounts of a sentence or two line up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from corpora import FOLDS, Corpus, as_data, as_model, corpus, events_of, fit, key, models, overlapping, save, trees

from consistency.cluster import claim_similarity
from consistency.cluster.claim_groups import Aligned, groups, scored
from consistency.cluster.claim_pairs import FEATURES, looked_at
from consistency.cluster.claim_similarity import pair_features
from consistency.model import Claim, Group
from consistency.model.protocols import Embedder
from consistency.nlp.tree_model import TreeModel

LOOK_ALIKES = 0.08
THRESHOLDS = tuple(round(0.4 + 0.0125 * step, 4) for step in range(21))
LEVEL = 0.3
"""What the threshold is called: the model's bias moves with it, so that the least chances of the checks keep their meaning."""
LOOK = 0.2
"""The chance from which on the linear model gives a pair a closer look."""
FIRST = len(claim_similarity.FEATURES)
"""The features of the first look; all of them serve the closer one."""
UNMARKED = 0.05
"""Weight of a pair that bears no mark: the readers marked differences, not every agreement. One that is near besides is left out."""
NEAR = 0.55
DISTINCT = 4.5
"""Weight of a marked look-alike: they are few against what is marked as one thing, and they are what a false alarm is made of."""
STRENGTH = 0.1
TREES: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "l2_regularization": 5.0,
    "min_samples_leaf": 40,
    "random_state": 0,
}
BRIEFS = {1: 0.5, 2: 0.3, 3: 0.2}
"""How many marked lines an event in brief keeps, and what its pairs weigh beside those of whole events."""
SEED = 0

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


@dataclass(frozen=True)
class Rows:
    """Pairs of claims: their features, shape (pairs, features), labels (-1: no mark), events and weights, each of shape (pairs,)."""

    features: np.ndarray
    marks: np.ndarray
    events: np.ndarray
    weights: np.ndarray

    @property
    def labels(self) -> np.ndarray:
        return np.maximum(self.marks, 0)


def rows_of(
    parts: Sequence[tuple[str, Sequence[Claim]]], labels: Mapping[tuple[str, str], int], vectors: Mapping[str, np.ndarray], worth: float
) -> tuple[Rows, list[Aligned]]:
    """The pairs of each part, an event's name and claims, and the parts as the clustering takes them, without chances."""
    features, marks, events, aligned = [], [], [], []
    for event, members in parts:
        pairs, found = pair_features(members, np.stack([vectors[claim.id] for claim in members]))
        ids = [claim.id for claim in members]
        marks += [labels.get((min(ids[a], ids[b]), max(ids[a], ids[b])), -1) for a, b in pairs.tolist()]
        features.append(looked_at(members, pairs, found))
        events += [event] * len(pairs)
        aligned.append(Aligned(event, tuple(members), pairs, np.zeros(len(pairs)), {}))
    x, mark = np.concatenate(features), np.array(marks)
    weights = np.where(mark < 0, np.where(x[:, 0] > NEAR, 0.0, UNMARKED), np.where(mark == 0, DISTINCT, 1.0))
    return Rows(x, mark, np.array(events), worth * weights), aligned


def in_brief(item: Corpus, lines: Sequence[Line], kept: int) -> Iterator[tuple[str, list[Claim]]]:
    """For each marked line its event with no claims but those of this line and of `kept` - 1 others of the event, drawn by a fixed seed."""
    draw = np.random.default_rng(SEED)
    claim_of = {claim.id: claim for claims in item.claims.values() for claim in claims}
    by_event: dict[str, list[Line]] = {}
    for line in lines:
        by_event.setdefault(line[1], []).append(line)
    for event, own in sorted(by_event.items()):
        for at, (_, _, left, right) in enumerate(own):
            ids = set(left | right)
            others = [index for index in range(len(own)) if index != at]
            for index in draw.choice(others, size=min(kept - 1, len(others)), replace=False).tolist() if others else ():
                ids |= own[index][2] | own[index][3]
            members = sorted((claim_of[name] for name in ids), key=lambda claim: (claim.source, claim.start))
            if len({claim.source for claim in members}) > 1:
                yield event, members


@dataclass(frozen=True)
class Material:
    """What both models are fitted to: the pairs of whole events and of events in brief, and the whole events as they are clustered."""

    lines: list[Line]
    vectors: dict[str, np.ndarray]
    rows: Rows
    briefs: list[Rows]
    parts: list[Aligned]


def material(item: Corpus, embedder: Embedder) -> Material:
    """The pairs of claims of a corpus with their features."""
    lines = lines_of(item)
    labels = labels_of(item, lines)
    every = [claim for claims in item.claims.values() for claim in claims]
    vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
    whole = [(event.id, [claim for source in event.sources for claim in item.claims[source]]) for event in events_of(item)]
    rows, parts = rows_of(whole, labels, vectors, 1.0)
    briefs = [rows_of(list(in_brief(item, lines, kept)), labels, vectors, worth)[0] for kept, worth in BRIEFS.items()]
    return Material(lines, vectors, rows, briefs, parts)


def left_out(found: Material) -> np.ndarray:
    """The chance of each pair of whole events, by models that were fitted without its event; of shape (pairs,)."""
    rows = found.rows
    first, chance = np.zeros(len(rows.marks)), np.zeros(len(rows.marks))
    fold = {name: index % FOLDS for index, name in enumerate(sorted(set(rows.events.tolist())))}
    for number in range(FOLDS):
        kept = [np.array([fold[event] != number for event in part.events]) for part in (rows, *found.briefs)]
        look, model = _fit([_only(part, mask) for part, mask in zip((rows, *found.briefs), kept, strict=True)])
        first[~kept[0]] = as_model(look, FEATURES[:FIRST], LOOK)(rows.features[~kept[0], :FIRST])
        chance[~kept[0]] = model(rows.features[~kept[0]])
    likely = (chance >= 0.5) & (rows.marks == 1)
    print(f"looked at: {(first >= LOOK).mean():.3f} of the pairs, {(first[likely] >= LOOK).mean():.3f} of those found to be one thing")
    chance[first < LOOK] = 0.0
    return chance


def aligned(parts: Sequence[Aligned], chance: np.ndarray, threshold: float) -> list[Aligned]:
    """The events with such chances, moved as those of the model are whose threshold was `threshold` before."""
    moved, found, at = _moved(chance, threshold), [], 0
    for part in parts:
        found.append(scored(part, moved[at : at + len(part.pairs)]))
        at += len(part.pairs)
    return found


def unseen(item: Corpus, embedder: Embedder) -> list[Aligned]:
    """The events of a corpus as they are aligned by models that were fitted without them: what comes after them is fitted to these."""
    found = material(item, embedder)
    return aligned(found.parts, left_out(found), as_data("pair_model")["before"])


def fit_groups(item: Corpus, embedder: Embedder) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both models as plain data, with the shares of lines in one group by kind, each event left out of the fit."""
    found = material(item, embedder)
    chance = left_out(found)
    curve = {
        at: shares(found.lines, groups(events_of(item), aligned(found.parts, chance, at), item.claims, found.vectors, LEVEL))
        for at in THRESHOLDS
    }
    for threshold, values in curve.items():
        print(threshold, values)
    best = max((t for t in THRESHOLDS if round(curve[t]["distinct"], 3) <= LOOK_ALIKES), key=lambda t: (curve[t]["agreement"], t))
    print("threshold before the bias was moved:", best, curve[best])
    look, model = _fit([found.rows, *found.briefs])
    return {"features": list(FEATURES[:FIRST]), **look, "threshold": LOOK}, {
        "features": list(FEATURES),
        "trees": [[list(node) for node in tree] for tree in model.trees],
        "bias": round(model.bias + _shift(best), 6),
        "before": best,
        "threshold": LEVEL,
        "figures": curve[best],
    }


def _only(rows: Rows, mask: np.ndarray) -> Rows:
    return Rows(rows.features[mask], rows.marks[mask], rows.events[mask], rows.weights[mask])


def _fit(parts: Sequence[Rows]) -> tuple[dict[str, Any], TreeModel]:
    """The model of the first look and that of the closer one."""
    features, labels, weights = (np.concatenate([getattr(part, name) for part in parts]) for name in ("features", "labels", "weights"))
    told = weights > 0
    return fit(features[:, :FIRST], labels, weights, STRENGTH), trees(features[told], labels[told], FEATURES, weights[told], **TREES)


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
    look, model = fit_groups(corpus(language), embedder)
    save("group_model", look, embedder)
    save("pair_model", model, embedder)


if __name__ == "__main__":
    main()
