"""Fit the event and group models on the evaluation data and write them to `consistency/data/` as plain JSON.

    python scripts/fit_models.py [--only events|groups]

The evaluation data is kept apart: set CONSISTENCY_EVAL_DATA to its folder (default ../shared). Every figure written beside
the weights is measured leaving out, in turn, the topics (or events) that are scored.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from consistency import events, similarity
from consistency.fitted import LinearModel
from consistency.model import Claim, Source
from consistency.pipeline import understand
from consistency.reading import read
from consistency.seams import Embedder, LanguageModel

DATA = Path(__file__).parent.parent / "consistency" / "data"
EVAL = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared")) / "gold"
FOLDS = 7


@dataclass(frozen=True)
class Corpus:
    """Documents that were read and understood: `event` and `topic` are the gold's, by source id."""

    sources: tuple[Source, ...]
    claims: dict[str, list[Claim]]
    event: dict[str, str]
    topic: dict[str, str]


def key(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus(name: str, language: LanguageModel) -> Corpus:
    sources, _ = read([str(EVAL / name)], None)
    event, topic = {}, {}
    for line in gold(name):
        if "event" in line and "source" in line:
            event[key(line["source"])] = line["event"]
            topic[key(line["source"])] = f"{name} {line.get('topic', line['event'])}"
    kept = tuple(source for source in sources if key(source.path) in event)
    return Corpus(kept, understand(kept, language), {s.id: event[key(s.path)] for s in kept}, {s.id: topic[key(s.path)] for s in kept})


def fit(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, strength: float = 1.0) -> dict[str, Any]:
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=strength, max_iter=2000).fit((rows - mean) / scale, labels, sample_weight=weights)
    return {
        "mean": [round(float(x), 6) for x in mean],
        "scale": [round(float(x), 6) for x in scale],
        "weights": [round(float(x), 6) for x in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 6),
    }


def as_model(data: dict[str, Any], features: Sequence[str], threshold: float) -> LinearModel:
    return LinearModel(tuple(features), tuple(data["mean"]), tuple(data["scale"]), tuple(data["weights"]), data["bias"], threshold)


def bcubed(truth: Sequence[str], found: Sequence[Any]) -> float:
    precision = recall = 0.0
    for i in range(len(truth)):
        same_found = [j for j in range(len(truth)) if found[j] == found[i]]
        same_truth = [j for j in range(len(truth)) if truth[j] == truth[i]]
        shared = len(set(same_found) & set(same_truth))
        precision += shared / len(same_found)
        recall += shared / len(same_truth)
    return 2 * precision * recall / (precision + recall) / len(truth)


# --- events ---------------------------------------------------------------------------------------------------------


def fit_events(corpora: Iterable[Corpus], embedder: Embedder) -> dict[str, Any]:
    """The event model, with B-cubed F1 over folds of topics that were left out of the fit, all left-out topics mixed."""
    sources = [source for item in corpora for source in item.sources]
    claims = {k: v for item in corpora for k, v in item.claims.items()}
    event = {k: v for item in corpora for k, v in item.event.items()}
    topic = {k: v for item in corpora for k, v in item.topic.items()}
    profiles = [events.profile(source, claims[source.id]) for source in sources]
    vectors = embedder([events.lead_text(source, claims[source.id]) for source in sources])
    claim_vectors = {claim.id: row for part in claims.values() for claim, row in zip(part, embedder([c.text for c in part]), strict=True)}
    rows = events.pair_features(profiles, vectors, events.centroids(sources, claims, claim_vectors))
    left, right = np.triu_indices(len(sources), 1)
    labels = np.array([event[sources[i].id] == event[sources[j].id] for i, j in zip(left, right, strict=True)], dtype=int)
    topics = np.array([topic[source.id] for source in sources])
    same_topic = topics[left] == topics[right]
    # A pair of different topics is easy and there are very many: only the likelier ones teach something.
    use = same_topic | (rows[:, 0] > 0.25)
    weights = np.where(labels == 1, 1.0, np.where(same_topic, 1.0, 0.3))
    names = sorted(set(topics))
    fold = {name: i % FOLDS for i, name in enumerate(names)}
    folds = np.array([fold[t] for t in topics])
    out_of_fold = np.zeros(len(rows))
    for k in range(FOLDS):
        train = use & (folds[left] != k) & (folds[right] != k)
        model = as_model(fit(rows[train], labels[train], weights[train]), events.FEATURES, 0.5)
        test = (folds[left] == k) | (folds[right] == k)
        out_of_fold[test] = model(rows[test])
    excluded = np.array([p > 0.02 and events.excluded(profiles[i], profiles[j]) for p, i, j in zip(out_of_fold, left, right, strict=True)])
    print(f"exclusions: {excluded.sum()}, of them wrong {(excluded & (labels == 1)).sum()} of {labels.sum()} true pairs")
    figures: dict[str, float] = {}
    best: tuple[float, float] = (0.0, 0.5)
    corpus_of = np.array([t.split()[0] for t in topics])
    for threshold in np.arange(0.2, 0.8, 0.05):
        scores = {}
        for name in sorted(set(corpus_of)):
            index = np.nonzero(corpus_of == name)[0]
            distance = np.ones((len(sources), len(sources)))
            distance[left, right] = np.where(excluded, 10.0 * len(sources), 1.0 - out_of_fold)
            part = np.triu(distance, 1) + np.triu(distance, 1).T
            found = events.agglomerate(part[np.ix_(index, index)], 1.0 - threshold)
            scores[name] = bcubed([event[sources[i].id] for i in index], found)
        mean = sum(scores.values()) / len(scores)
        print(f"threshold {threshold:.2f} " + " ".join(f"{k} {v:.3f}" for k, v in scores.items()))
        if mean > best[0]:
            best, figures = (mean, round(float(threshold), 2)), {f"bcubed_f1_{k}": round(v, 4) for k, v in scores.items()}
    data = fit(rows[use], labels[use], weights[use])
    for name, value in zip(events.FEATURES, data["weights"], strict=True):
        print(f"  {name:16} {value:+.3f}")
    return {"features": list(events.FEATURES), **data, "threshold": best[1], "figures": figures}


# --- groups ---------------------------------------------------------------------------------------------------------


def claims_at(claims: Sequence[Claim], start: int, end: int) -> list[int]:
    found = []
    for index, claim in enumerate(claims):
        shared = min(claim.end, end) - max(claim.start, start)
        if shared > 0 and shared * 2 >= min(claim.end - claim.start, end - start):
            found.append(index)
    return found


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
            pairs, features = similarity.pair_features(members, embedder([claim.text for claim in members]))
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
    units = np.array(groups)
    fold = {name: i % FOLDS for i, name in enumerate(sorted(set(groups)))}
    folds = np.array([fold[u] for u in units])
    chance = np.zeros(len(x))
    for k in range(FOLDS):
        train = folds != k
        chance[~train] = as_model(fit(x[train], y[train], w[train]), similarity.FEATURES, 0.5)(x[~train])
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
    for name, value in zip(similarity.FEATURES, data["weights"], strict=True):
        print(f"  {name:16} {value:+.3f}")
    return {"features": list(similarity.FEATURES), **data, "threshold": 0.2, "figures": figures}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["events", "groups"])
    only = parser.parse_args().only
    from consistency.adapters import load_models
    from consistency.settings import Models

    language, embedder = load_models(Models())
    write(corpora(language), embedder, only)


def corpora(language: LanguageModel) -> dict[str, Corpus]:
    return {name: corpus(name, language) for name in ("ecb", "news", "basil")}


def write(found: dict[str, Corpus], embedder: Embedder, only: str | None = None) -> None:
    DATA.mkdir(exist_ok=True)
    if only != "groups":
        save("event_model", fit_events(list(found.values()), embedder), embedder)
    if only != "events":
        save("group_model", fit_groups(found, embedder), embedder)


def save(name: str, data: dict[str, Any], embedder: Embedder) -> None:
    text = json.dumps({"fitted_to": embedder.id, **data}, indent=1, sort_keys=True)
    (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
