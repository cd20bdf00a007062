"""Calibrate the confidence of findings on the train part of the accounts and write it to `consistency/data/confidence_model.json`.

    python scripts/fit_confidence.py [EMBEDDER]

A finding counts as right where its claims touch both sides of a discrepancy that the readers marked. The figures written
beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import fit_figures
import fit_swaps
import numpy as np
from corpora import Corpus, as_model, corpus, events_of, fit, folds, left_out, marked, models, save, trees
from fit_groups import unseen

from consistency.checks import figures, runner, swap_features
from consistency.checks.base import CheckOptions
from consistency.checks.calibration import OF_CHECK, features
from consistency.checks.rules import detail_differs
from consistency.checks.severity import NOTE
from consistency.cluster.claim_groups import Aligned, groups
from consistency.model.protocols import Embedder

SEEN = 8
"""Findings that a check must have made for a term of its own: fewer say little of it."""
LOOSE = 0.3
"""The raw confidence from which on figures and details are looked at here, lower than where they are shown: the fit needs to see both
sides."""
STRENGTH = 0.5
FOLDS = 10


def rows_of(item: Corpus, embedder: Embedder) -> list[tuple[str, float, int, str]]:
    """The check, raw confidence, rightness and event of every finding over several sources, grouped by the readers' events.

    The models of the checks are fitted anew without the events whose findings are looked at: a model is surer of what it was fitted to
    than of what it will meet.
    """
    every = [claim for part in item.claims.values() for claim in part]
    claim_of = {claim.id: claim for claim in every}
    vectors = dict(zip(claim_of, embedder([claim.text for claim in every]), strict=True))
    events = events_of(item)
    aligned = unseen(item, embedder)
    found_groups = groups(events, aligned, item.claims, vectors)
    is_marked = marked(item)
    part_of = dict(zip((event.id for event in events), folds([event.id for event in events], FOLDS).tolist(), strict=True))
    rows = []
    for part, models_of in enumerate(without_each_part(item, aligned, embedder, part_of)):
        own = {event.id for event in events if part_of[event.id] == part}
        of_part = [claim for claim in every if part_of[item.event[claim.source]] == part]
        with patch.object(detail_differs, "load_trees", models_of.__getitem__), patch.object(figures, "load_model", models_of.__getitem__):
            found, _ = runner.find(
                [event for event in events if event.id in own],
                [group for group in found_groups if group.event in own],
                [pairs for pairs in aligned if pairs.event in own],
                item.sources,
                of_part,
                vectors,
                CheckOptions(),
                calibrate=lambda check, sure: sure,
            )
        for finding in found:
            claims = [claim_of[claim] for claim in finding.claims]
            if finding.kind in {"contradiction", "update"} and len({claim.source for claim in claims}) > 1:
                rows.append((finding.check, finding.confidence, int(is_marked(claims)), finding.event))
    return rows


def without_each_part(item: Corpus, aligned: Sequence[Aligned], embedder: Embedder, part_of: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """For each part the models of the checks, fitted to all events but those of the part."""
    swap_rows, swap_labels, swap_events, _ = fit_swaps.rows_of(item, embedder)
    figure_rows, figure_labels, figure_events, _ = fit_figures.rows_of(item, aligned, embedder)
    swaps, swap_of = np.array(swap_rows), np.array(swap_labels)
    pairs, pair_of = np.array(figure_rows), np.array(figure_labels)
    weights = fit_figures.weights(figure_events)
    for part in range(FOLDS):
        kept = np.array([part_of[event] != part for event in swap_events])
        left = np.array([part_of[event] != part for event in figure_events])
        yield {
            "swap_model": replace(trees(swaps[kept], swap_of[kept], swap_features.FEATURES, **fit_swaps.TREES), threshold=LOOSE),
            "figure_model": as_model(fit(pairs[left], pair_of[left], weights[left], fit_figures.STRENGTH), figures.FEATURES, LOOSE),
        }


def main() -> None:
    language, embedder = models()
    rows = rows_of(corpus(language), embedder)
    often = Counter(check for check, *_ in rows)
    names = ("logit", *(OF_CHECK + check for check, count in sorted(often.items()) if count >= SEEN))
    x = np.array([features(check, sure, names) for check, sure, *_ in rows])
    y = np.array([right for *_, right, _ in rows])
    chance = left_out(x, y, folds([event for *_, event in rows], FOLDS), names, strength=STRENGTH)
    measured: dict[str, object] = {"findings": len(y), "right": int(y.sum()), "brier_left_out": round(float(np.mean((chance - y) ** 2)), 4)}
    for low, high in ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        part = (chance >= low) & (chance < high)
        if part.any():
            measured[f"left_out {low:.2f} to {min(high, 1.0):.2f}"] = (
                f"{int(y[part].sum())} of {int(part.sum())} right, {chance[part].mean():.2f} expected"
            )
    for check in sorted(often):
        own = np.array([name == check for name, *_ in rows])
        shown = own & (chance >= NOTE)
        print(f"  {check}: {int(y[own].sum())} of {int(own.sum())} right, of those shown {int(y[shown].sum())} of {int(shown.sum())}")
    print(measured)
    data = fit(x, y, np.ones(len(y)), STRENGTH)
    for name, value, scale in zip(names, data["weights"], data["scale"], strict=True):
        print(f"  {name:24} {value / scale:+.3f}")
    save("confidence_model", {"features": list(names), **data, "threshold": 0.5, "figures": measured}, embedder)


if __name__ == "__main__":
    main()
