"""Fit the pair model of claims on the evaluation data and write it to `consistency/data/group_model.json`.

    python scripts/fit_groups.py [EMBEDDER]

The figures written beside the weights are measured leaving out, in turn, the topics (or events) that are scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gold_corpora import FOLDS, Corpus, corpora, fit, folds, gold, key, left_out, models, overlapping, save

from consistency.cluster import claim_similarity
from consistency.model import Claim
from consistency.model.protocols import Embedder

THRESHOLD = 0.3
"""The chance from which on claims stand together: the gold's look-alikes share a group half as often as at 0.15, its sames a tenth less."""


def claims_at(claims: Sequence[Claim], start: int, end: int) -> list[int]:
    return [index for index, claim in enumerate(claims) if overlapping(claim, start, end)]


def news_labels(name: str, item: Corpus) -> dict[tuple[str, str], int]:
    """Pairs of claim ids to 1 (tells the same thing, however it differs) or 0 (marked as something else)."""
    id_of = {key(source.path): source.id for source in item.sources}
    labels: dict[tuple[str, str], int] = {}
    for line in gold(name):
        if line["kind"] in {"document", "framing"} or line.get("scope") == "internal":
            continue
        value = 0 if line["kind"] == "distinct" else 1
        for a in line["left"]:
            for b in line["right"]:
                first, second = id_of.get(key(a["source"])), id_of.get(key(b["source"]))
                if first is None or second is None or first == second:
                    continue
                for i in claims_at(item.claims[first], a["start"], a["end"]):
                    for j in claims_at(item.claims[second], b["start"], b["end"]):
                        pair = tuple(sorted((item.claims[first][i].id, item.claims[second][j].id)))
                        labels[pair] = max(value, labels.get(pair, 0)) if value else labels.get(pair, 0)  # type: ignore[index]
    return labels


def ecb_labels(item: Corpus) -> dict[tuple[str, str], int]:
    """Pairs of claim ids of one topic to whether the two sentences share a happening."""
    id_of = {key(source.path): source.id for source in item.sources}
    chains: dict[str, dict[str, set[str]]] = {}
    for line in gold("ecb"):
        name = id_of.get(key(line["source"]))
        if name is None:
            continue
        for sentence in line["sentences"]:
            for index in claims_at(item.claims[name], sentence["start"], sentence["end"]):
                chains.setdefault(name, {}).setdefault(item.claims[name][index].id, set()).update(sentence["chains"])
    labels = {}
    names = sorted(chains)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            if item.topic[a] != item.topic[b]:
                continue
            for left, left_chains in chains[a].items():
                for right, right_chains in chains[b].items():
                    labels[(left, right) if left < right else (right, left)] = int(bool(left_chains & right_chains))
    return labels


def fit_groups(corpora: dict[str, Corpus], embedder: Embedder) -> dict[str, Any]:
    """The pair model of claims, with the average precision over folds of topics left out of the fit."""
    from sklearn.metrics import average_precision_score, precision_recall_curve

    rows, labels, weights, groups, kinds = [], [], [], [], []
    for name, item in corpora.items():
        marked = ecb_labels(item) if name == "ecb" else news_labels(name, item)
        by_unit: dict[str, list[Claim]] = {}
        for source in item.sources:
            by_unit.setdefault(item.topic[source.id] if name == "ecb" else item.event[source.id], []).extend(item.claims[source.id])
        for unit, members in sorted(by_unit.items()):
            pairs, features = claim_similarity.pair_features(members, embedder([claim.text for claim in members]))
            for (i, j), row in zip(pairs, features, strict=True):
                pair = tuple(sorted((members[i].id, members[j].id)))
                label = marked.get(pair)  # type: ignore[call-overload]
                if name == "ecb" and label is None:
                    continue
                if label is None and row[0] > 0.55:
                    continue  # unmarked and alike: the readers marked differences, not every agreement
                rows.append(row)
                labels.append(label or 0)
                weights.append({"ecb": 0.5}.get(name, 1.0) if label is not None else 0.05)
                groups.append(unit)
                kinds.append("ecb" if name == "ecb" else "marked" if label is not None else "open")
    x, y, w, kind = np.array(rows), np.array(labels), np.array(weights), np.array(kinds)
    # Marked look-alikes are few against marked sames; they are what a false alarm is made of.
    w[(kind == "marked") & (y == 0)] *= 3.0
    chance = left_out(x, y, folds(groups, FOLDS), claim_similarity.FEATURES, w)
    figures = {}
    for name in ("ecb", "marked"):
        part = kind == name
        figures[f"average_precision_{name}"] = round(float(average_precision_score(y[part], chance[part])), 4)
        figures[f"average_precision_{name}_cosine"] = round(float(average_precision_score(y[part], x[part, 0])), 4)
        precision, recall, at = precision_recall_curve(y[part], chance[part])
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
        print(f"{name}: best F1 {f1.max():.3f} at {at[min(int(f1.argmax()), len(at) - 1)]:.2f}")
    print(figures)
    data = fit(x, y, w)
    for name, value in zip(claim_similarity.FEATURES, data["weights"], strict=True):
        print(f"  {name:16} {value:+.3f}")
    return {"features": list(claim_similarity.FEATURES), **data, "threshold": THRESHOLD, "figures": figures}


def main() -> None:
    language, embedder = models()
    save("group_model", fit_groups(corpora(language), embedder), embedder)


if __name__ == "__main__":
    main()
