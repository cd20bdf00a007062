"""Calibrate the confidence of findings on the evaluation data and write it to `consistency/data/confidence_model.json`.

    python scripts/fit_confidence.py [EMBEDDER]

A finding counts as right where its claims touch both sides of a discrepancy that the readers marked. The figures written
beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from gold_corpora import Corpus, as_model, corpora, fit, key, marked, models, overlapping, save

from consistency import findings
from consistency.calibration import OF_CHECK, features
from consistency.groups import align, groups
from consistency.model import Claim, Event
from consistency.seams import Embedder
from consistency.settings import Settings

SEEN = 8
"""Findings that a check must have made for a term of its own: fewer say little of it."""
STRENGTH = 0.5
FOLDS = 10


def rows_of(name: str, item: Corpus, embedder: Embedder) -> list[tuple[str, float, int, str]]:
    """The check, raw confidence, rightness and event of every finding over several sources, grouped by the readers' events."""
    path_of = {source.id: key(source.path) for source in item.sources}
    every = [claim for part in item.claims.values() for claim in part]
    claim_of = {claim.id: claim for claim in every}
    vectors = dict(zip(claim_of, embedder([claim.text for claim in every]), strict=True))
    by_event: dict[str, list[str]] = {}
    for source in item.sources:
        by_event.setdefault(item.event[source.id], []).append(source.id)
    events = [Event(id=name, title="", date=None, place=None, sources=tuple(sorted(ids))) for name, ids in sorted(by_event.items())]
    aligned = align(events, item.claims, vectors)
    found_groups = groups(events, aligned, item.claims, vectors)
    found, _ = findings.find(events, found_groups, aligned, item.sources, every, vectors, Settings(), calibrate=lambda check, sure: sure)
    wanted = marked(name)

    def touches(claims: list[Claim], side: list[tuple[str, int, int]]) -> bool:
        return any(path_of[c.source] == path and overlapping(c, start, end) for c in claims for path, start, end in side)

    rows = []
    for finding in found:
        claims = [claim_of[claim] for claim in finding.claims]
        if finding.kind in {"contradiction", "update"} and len({claim.source for claim in claims}) > 1:
            right = any(touches(claims, left) and touches(claims, right) for left, right in wanted)
            rows.append((finding.check, finding.confidence, int(right), finding.event))
    return rows


def main() -> None:
    language, embedder = models()
    rows = [row for name, item in corpora(language).items() if name != "ecb" for row in rows_of(name, item, embedder)]
    often = Counter(check for check, *_ in rows)
    names = ("logit", *(OF_CHECK + check for check, count in sorted(often.items()) if count >= SEEN))
    x = np.array([features(check, sure, names) for check, sure, *_ in rows])
    y = np.array([right for *_, right, _ in rows])
    where = [event for *_, event in rows]
    fold = {event: index % FOLDS for index, event in enumerate(sorted(set(where)))}
    folds = np.array([fold[event] for event in where])
    chance = np.zeros(len(x))
    for k in range(FOLDS):
        train = folds != k
        chance[~train] = as_model(fit(x[train], y[train], np.ones(int(train.sum())), STRENGTH), names, 0.5)(x[~train])
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
