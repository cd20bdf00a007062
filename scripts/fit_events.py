"""Fit the event model on the evaluation data and write it to `consistency/data/event_model.json` with its figures.

    python scripts/fit_events.py [EMBEDDER]

Every figure is measured leaving out, in turn, the topics that are scored: a fold's sources stand mixed among all others of
their corpus, and the model that groups them was fitted without any pair that touches the fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from gold_corpora import FOLDS, Corpus, as_model, corpora, fit, models, save

from consistency.cluster import events
from consistency.cluster.event_features import FEATURES, meanings
from consistency.cluster.event_profiles import profile
from consistency.model.protocols import Embedder

STRENGTH = 0.05
"""Inverse strength of the penalty on large weights: there are many kin features and few topics."""
THRESHOLD = 0.45
"""The middle of the range in which every corpus is grouped about equally well, whatever model of the folds."""
MIXED_NEGATIVE = 0.3
"""Weight of a pair of different ECB+ topics: such pairs are easy, and there are very many."""
DATED = ("news", "basil")
DATED_WEIGHT = 8.0
"""Weight of a pair of the small corpora, so that dates and long texts count beside the many short ones."""


def fit_events(found: Mapping[str, Corpus], embedder: Embedder) -> dict[str, Any]:
    """The event model as plain data, with B-cubed F1 of each corpus over folds of topics left out of the fit."""
    sources = [source for item in found.values() for source in item.sources]
    claims = {name: part for item in found.values() for name, part in item.claims.items()}
    corpus = np.array([name for name, item in found.items() for _ in item.sources])
    event = np.array([f"{name} {item.event[source.id]}" for name, item in found.items() for source in item.sources])
    topic = np.array([item.topic[source.id] for item in found.values() for source in item.sources])
    comparison = compared(sources, claims, embedder)
    left, right = comparison.left, comparison.right
    labels = (event[left] == event[right]).astype(int)
    weights = np.where((topic[left] == topic[right]) | (corpus[left] != "ecb") | (corpus[right] != "ecb"), 1.0, MIXED_NEGATIVE)
    for name in DATED:
        weights[(corpus[left] == name) & (corpus[right] == name)] = DATED_WEIGHT
    print(f"{len(left)} candidate pairs, {labels.sum()} true; excluded {comparison.apart.sum()}, wrongly {labels[comparison.apart].sum()}")
    place = {name: i for part in found for i, name in enumerate(sorted(set(topic[corpus == part])))}
    fold = np.array([place[name] % FOLDS for name in topic])
    thresholds = sorted({THRESHOLD, *(round(x, 2) for x in np.arange(0.3, 0.75, 0.05).tolist())})
    scores: dict[tuple[str, float], list[tuple[float, float]]] = defaultdict(list)
    for k in range(FOLDS):
        train = (fold[left] != k) & (fold[right] != k)
        data = fit(comparison.features[train], labels[train], weights[train], STRENGTH)
        for name in found:
            index = np.nonzero(corpus == name)[0]
            part = within(comparison, index)
            for threshold in thresholds:
                labelled = events.cluster(part, as_model(data, FEATURES, threshold))
                scores[name, threshold] += bcubed(event[index].tolist(), labelled, np.nonzero(fold[index] == k)[0].tolist())
    for threshold in thresholds:
        print(f"threshold {threshold:.2f} " + " ".join(f"{name} {f1(scores[name, threshold]):.4f}" for name in found))
    data = fit(comparison.features, labels, weights, STRENGTH)
    for name, weight in zip(FEATURES, data["weights"], strict=True):
        print(f"  {name:38} {weight:+.3f}")
    figures = {f"bcubed_f1_{name}": round(f1(scores[name, THRESHOLD]), 4) for name in found}
    return {"features": list(FEATURES), **data, "threshold": THRESHOLD, "figures": figures}


def compared(sources: Sequence[Any], claims: Mapping[str, Any], embedder: Embedder) -> events.Comparison:
    every = [claim for source in sources for claim in claims[source.id]]
    vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
    leads = embedder([events.lead_text(source, claims[source.id]) for source in sources])
    profiles = [profile(source, claims[source.id]) for source in sources]
    return events.compared(profiles, meanings(sources, claims, leads, vectors), [events.told(claims[source.id]) for source in sources])


def within(comparison: events.Comparison, index: np.ndarray) -> events.Comparison:
    """The comparison of the sources at `index` (ascending) alone, renumbered: what comparing only them gives."""
    position = np.full(len(comparison.stands_for), -1)
    position[index] = np.arange(len(index))
    own = (position[comparison.left] >= 0) & (position[comparison.right] >= 0)
    return events.Comparison(
        position[comparison.left[own]],
        position[comparison.right[own]],
        comparison.features[own],
        comparison.apart[own],
        position[comparison.stands_for[index]],
    )


def bcubed(truth: Sequence[str], found: Sequence[int], scored: Iterable[int]) -> list[tuple[float, float]]:
    """B-cubed precision and recall of each of the `scored` items, among all."""
    by_truth, by_found = defaultdict(set), defaultdict(set)
    for i, (a, b) in enumerate(zip(truth, found, strict=True)):
        by_truth[a].add(i)
        by_found[b].add(i)
    shared = {i: len(by_truth[truth[i]] & by_found[found[i]]) for i in scored}
    return [(n / len(by_found[found[i]]), n / len(by_truth[truth[i]])) for i, n in shared.items()]


def f1(items: Sequence[tuple[float, float]]) -> float:
    precision, recall = (float(x) for x in np.mean(items, axis=0))
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    language, embedder = models()
    save("event_model", fit_events(corpora(language), embedder), embedder)


if __name__ == "__main__":
    main()
