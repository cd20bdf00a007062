"""Fit the model of which claims tell the same fact and write it to `consistency/data/fact_model.json` with its figures.

    python scripts/fit_facts.py [EMBEDDER]

Fitted to the train part of our own accounts: agreement and precision lines are one fact, all other marks are not, and neither are claims
that share a group and were not marked. The figures are measured with each event left out in turn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from corpora import FOLDS, Corpus, corpus, events_of, fit, folds, key, left_out, models, overlapping, save

from consistency.cluster.claim_groups import align, groups
from consistency.cluster.same_fact import FEATURES, conflict, cosine_of, row
from consistency.model.protocols import Embedder

SAME = {"agreement", "precision"}
UNMARKED = 0.3
"""Weight of a pair that shares a group and bears no mark: most are about one subject, some tell one fact."""
THRESHOLD = 0.7
"""Among the accounts, which are full of near misses, seven in ten above it are one fact; it leaves little but what is told alike."""
STRENGTH = 0.1


def fit_facts(item: Corpus, embedder: Embedder) -> dict[str, Any]:
    """The model as plain data, with the share of right among what it takes for one fact, each event left out."""
    every = {claim.id: claim for claims in item.claims.values() for claim in claims}
    vectors = dict(zip(every, embedder([claim.text for claim in every.values()]), strict=True))
    marked = _marks(item)
    events = events_of(item)
    pairs: dict[tuple[str, str], tuple[int, float]] = {pair: (value, 1.0) for pair, value in marked.items()}
    for group in groups(events, align(events, item.claims, vectors), item.claims, vectors):
        for at, one in enumerate(group.claims):
            for other in group.claims[at + 1 :]:
                if every[one].source != every[other].source:
                    pairs.setdefault((min(one, other), max(one, other)), (0, UNMARKED))
    kept = [(pair, value, worth) for pair, (value, worth) in sorted(pairs.items()) if not conflict(every[pair[0]], every[pair[1]])]
    lost = sum(value for value, _ in pairs.values()) - sum(value for _, value, _ in kept)
    x = np.array([row(every[a], every[b], cosine_of(vectors[a], vectors[b])) for (a, b), _, _ in kept])
    y, w = np.array([value for _, value, _ in kept]), np.array([worth for _, _, worth in kept])
    parts = folds([item.event[every[a].source] for (a, _), _, _ in kept], FOLDS)
    chance = left_out(x, y, parts, FEATURES, w, STRENGTH)
    hard = w == 1.0
    taken = hard & (chance >= THRESHOLD)
    figures = {
        "right": round(float(y[taken].mean()), 4),
        "found": round(float(y[taken].sum() / (y[hard].sum() + lost)), 4),
        "marked": int(hard.sum()),
    }
    print(figures, f"{lost} of one fact ruled out by conflict")
    data = fit(x, y, w, STRENGTH)
    for name, value in zip(FEATURES, data["weights"], strict=True):
        print(f"  {name:18} {value:+.3f}")
    return {"features": list(FEATURES), **data, "threshold": THRESHOLD, "figures": figures}


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
