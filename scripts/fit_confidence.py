"""Calibrate the confidence of findings on the train part of the accounts and write it to `consistency/data/confidence_model.json`.

    python scripts/fit_confidence.py [EMBEDDER]

A finding counts as right where its claims touch both sides of a discrepancy that the readers marked. The figures written
beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from corpora import Corpus, corpus, events_of, fit, folds, left_out, marked, models, save

from consistency.checks import runner
from consistency.checks.base import CheckOptions
from consistency.checks.calibration import OF_CHECK, features
from consistency.cluster.claim_groups import align, groups
from consistency.model.protocols import Embedder

SEEN = 8
"""Findings that a check must have made for a term of its own: fewer say little of it."""
STRENGTH = 0.5
FOLDS = 10


def rows_of(item: Corpus, embedder: Embedder) -> list[tuple[str, float, int, str]]:
    """The check, raw confidence, rightness and event of every finding over several sources, grouped by the readers' events."""
    every = [claim for part in item.claims.values() for claim in part]
    claim_of = {claim.id: claim for claim in every}
    vectors = dict(zip(claim_of, embedder([claim.text for claim in every]), strict=True))
    events = events_of(item)
    aligned = align(events, item.claims, vectors)
    found_groups = groups(events, aligned, item.claims, vectors)
    found, _ = runner.find(events, found_groups, aligned, item.sources, every, vectors, CheckOptions(), calibrate=lambda check, sure: sure)
    is_marked = marked(item)
    rows = []
    for finding in found:
        claims = [claim_of[claim] for claim in finding.claims]
        if finding.kind in {"contradiction", "update"} and len({claim.source for claim in claims}) > 1:
            rows.append((finding.check, finding.confidence, int(is_marked(claims)), finding.event))
    return rows


def main() -> None:
    language, embedder = models()
    rows = rows_of(corpus(language), embedder)
    often = Counter(check for check, *_ in rows)
    names = ("logit", *(OF_CHECK + check for check, count in sorted(often.items()) if count >= SEEN))
    x = np.array([features(check, sure, names) for check, sure, *_ in rows])
    y = np.array([right for *_, right, _ in rows])
    chance = left_out(x, y, folds([event for *_, event in rows], FOLDS), names, strength=STRENGTH)
    figures: dict[str, object] = {"findings": len(y), "right": int(y.sum()), "brier_left_out": round(float(np.mean((chance - y) ** 2)), 4)}
    for low, high in ((0.0, 0.7), (0.7, 0.85), (0.85, 1.01)):
        part = (chance >= low) & (chance < high)
        if part.any():
            figures[f"left_out {low:.2f} to {min(high, 1.0):.2f}"] = (
                f"{int(y[part].sum())} of {int(part.sum())} right, {chance[part].mean():.2f} expected"
            )
    print(figures)
    data = fit(x, y, np.ones(len(y)), STRENGTH)
    for name, value, scale in zip(names, data["weights"], data["scale"], strict=True):
        print(f"  {name:24} {value / scale:+.3f}")
    save("confidence_model", {"features": list(names), **data, "threshold": 0.5, "figures": figures}, embedder)


if __name__ == "__main__":
    main()
