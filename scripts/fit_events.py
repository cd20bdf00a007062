"""Fit the models of clues, of events and of a pair's company, and write them to `consistency/data/` with their figures.

    python scripts/fit_events.py [EMBEDDER]

They are fitted to the train part of the project's own accounts, with and without what their manifests tell, and to ECB+ where the
evaluation data is present. Strength and threshold were chosen with each unit (an event, twins, a topic of ECB+) grouped by models that
were fitted without it; the test part of the accounts only measures. The model of company learns from chances left out in the same way.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import event_comparison
import numpy as np
from event_clue_fit import Told, as_clue_model, fit_clues, with_clues
from event_corpora import Corpus, accounts, as_model, ecb, fit, models, save, understood
from scipy.optimize import minimize

from consistency.cluster import event_company
from consistency.cluster.event_clues import ClueModel, Clues, clues
from consistency.cluster.event_features import FEATURES, meanings
from consistency.cluster.event_pairs import chances_in_parts, told
from consistency.cluster.event_profiles import lead_text, profile
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Claim, Source
from consistency.model.protocols import Embedder, LanguageModel
from consistency.nlp.linear_model import LinearModel

STRENGTH = 0.005
"""Inverse strength of the penalty on large weights: there are many kin features and few events."""
COMPANY_STRENGTH = 1.0
"""The same for the model of company, which has few features."""
SHARES = (1.0, 0.35, 0.5, 0.65, 0.8)
"""Shares of the sources that the model of company sees at once: in a folder, an event has two reports as often as four."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
NO_WORSE = 0.003
"""The least mean chance of a cluster that is tried. Of those whose mean F1 over what is fitted to, each unit left out, is that near to the
best the highest is kept: in doubt two reports stay apart."""
FOLDS = 6
WEIGHTS = {"dated": 1.5, "undated": 1.5, "ecb": 0.25, "later": 1.2}
TWINS = 4.0
"""Weight of a pair out of two like events beside that of other pairs of one unit: there are few, and they are what must not be mixed."""
EASY = 0.3
"""Weight of a pair of unlike events."""
CLUES = {"twins": 3.0, "ecb": 0.1}
"""Weights of pairs of like events and of ECB+ beside others, where the model of clues is fitted."""
LATER = (4, 30)
"""Days after the first by which the same happening is told again, for a copy of each true pair: the accounts are all of a few days."""
SHIFTS = (9, 12, 15, 20, 30, 45, 80, 150, 300)
"""Days by which a made-up later event of the same people follows: half of its names and most of its figures are others."""


@dataclass(frozen=True)
class Compared:
    """Pairs of sources: their features, whether they are of one event, their weight, and for each source its fold (-1: measured only)."""

    comparison: event_comparison.Comparison
    event: np.ndarray
    fold: np.ndarray
    unit: np.ndarray
    base: float
    clues: Sequence[Clues]
    corpus: str

    @property
    def labels(self) -> np.ndarray:
        return (self.event[self.comparison.left] == self.event[self.comparison.right]).astype(int)

    @property
    def twin(self) -> np.ndarray:
        """Which sources are of an event that has a twin."""
        return np.array([name.startswith("twin") for name in self.unit], dtype=bool)

    def weights(self) -> np.ndarray:
        left, right = self.comparison.left, self.comparison.right
        return self.base * np.where(self.unit[left] == self.unit[right], np.where(self.twin[left], TWINS, 1.0), EASY)

    def clue_weights(self) -> np.ndarray:
        """How much the clues of each pair count."""
        left, right = self.comparison.left, self.comparison.right
        unlike = np.where(self.unit[left] != self.unit[right], EASY, np.where(self.twin[left], CLUES["twins"], 1.0))
        return np.asarray(np.where(self.labels == 1, 1.0, unlike) * CLUES.get(self.corpus, 1.0))

    def seen(self, model: ClueModel) -> Compared:
        """The same pairs with what their clues tell as `model` has it."""
        return replace(self, comparison=replace(self.comparison, features=with_clues(self.comparison, self.clues, model)))

    def within(self, chosen: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """Which pairs have both sources in the chosen folds."""
        kept = chosen(self.fold)
        return np.asarray(kept[self.comparison.left] & kept[self.comparison.right])


@dataclass(frozen=True)
class LeftOut:
    """All parts with their clues as a model has them that was fitted without one fold, and the event model that was."""

    parts: Mapping[str, Compared]
    model: LinearModel


def fit_events(parts: Mapping[str, Compared], made: Compared) -> dict[str, dict[str, Any]]:
    """The models as plain data, by name. `parts` holds the accounts, dated and undated, and ecb where present; `made` the accounts with
    the made-up events."""
    told = {name: Told(part.clues, part.comparison) for name, part in parts.items()}

    def fitted(chosen: Callable[[np.ndarray], np.ndarray]) -> tuple[dict[str, Any], dict[str, Any], LeftOut]:
        clue_data = fit_clues(parts, told, chosen)
        model = as_clue_model(clue_data)
        seen = {name: part.seen(model) for name, part in parts.items()}
        data = _fit(seen, made.seen(model), chosen)
        return clue_data, data, LeftOut(seen, as_model(data, FEATURES, event_company.LEAST))

    left_out = [fitted(lambda fold, k=k: (fold >= 0) & (fold != k))[2] for k in range(FOLDS)]
    chances = {name: _left_out(name, part, left_out) for name, part in parts.items()}
    threshold, figures = _chosen(left_out, chances)
    clue_data, data, whole = fitted(lambda fold: fold >= 0)
    company = _fit_company(parts, chances, lambda fold: fold >= 0)
    models = whole.model, as_model(company, event_company.FEATURES, threshold)
    for name, part in whole.parts.items():
        rest = np.nonzero(part.fold < 0)[0].tolist()
        if rest:
            figures[f"bcubed_{name}_test"] = _mean(bcubed(part.event.tolist(), event_comparison.cluster(part.comparison, *models), rest))
    for name, (precision, recall) in sorted(figures.items()):
        print(f"{name:24} precision {precision:.3f} recall {recall:.3f} f1 {_f1(precision, recall):.3f}")
    for names, item in ((FEATURES, data), (event_company.FEATURES, company)):
        for name, weight in zip(names, item["weights"], strict=True):
            print(f"  {name:38} {weight:+.3f}")
    return {
        "clue_model": clue_data,
        "event_model": {"features": list(FEATURES), **data, "threshold": event_company.LEAST},
        "company_model": {"features": list(event_company.FEATURES), **company, "threshold": threshold, "figures": figures},
    }


def _left_out(name: str, part: Compared, left_out: Sequence[LeftOut]) -> np.ndarray:
    """The chance of each pair by the models that were fitted without its first source."""
    every = np.stack([chances_in_parts(item.parts[name].comparison.features, item.model) for item in left_out])
    fold = np.maximum(part.fold[part.comparison.left], 0)
    return np.asarray(every[fold, np.arange(len(fold))])


def _fit_company(
    parts: Mapping[str, Compared], chances: Mapping[str, np.ndarray], chosen: Callable[[np.ndarray], np.ndarray]
) -> dict[str, Any]:
    rows, labels, weights = [], [], []
    for name, part in parts.items():
        item = part.comparison
        near = event_company.near_each_other(chances[name], item.apart)
        for seed, share in enumerate(SHARES):
            here = np.random.default_rng(seed).random(len(part.event)) < share
            there = near & here[item.left] & here[item.right]
            rows.append(event_company.company_features(len(part.event), item.left[there], item.right[there], chances[name][there]))
            kept = part.within(chosen)[there]
            rows[-1] = rows[-1][kept]
            labels.append(part.labels[there][kept])
            weights.append(part.weights()[there][kept])
    return _beside_own_chance(np.concatenate(rows).astype(float), np.concatenate(labels), np.concatenate(weights))


def _beside_own_chance(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> dict[str, Any]:
    """A logistic regression of what company adds to the log odds, the first feature: a pair that has none keeps its own chance."""
    own, beside, sign = rows[:, 0], rows[:, 1:], 2 * labels - 1
    scale = np.sqrt((beside**2).mean(axis=0))

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (own + beside / scale @ at)
        slope = -(weights * sign / (1 + np.exp(margin))) @ (beside / scale)
        return float(weights @ np.logaddexp(0, -margin) + at @ at / 2 / COMPANY_STRENGTH), slope + at / COMPANY_STRENGTH

    found = minimize(loss, np.zeros(beside.shape[1]), jac=True, method="L-BFGS-B").x
    return {
        "mean": [0.0] * rows.shape[1],
        "scale": [1.0, *(round(float(x), 6) for x in scale)],
        "weights": [1.0, *(round(float(x), 6) for x in found)],
        "bias": 0.0,
    }


def _chosen(left_out: Sequence[LeftOut], chances: Mapping[str, np.ndarray]) -> tuple[float, dict[str, list[float]]]:
    """The threshold of the best mean F1 with each fold left out of both fits, and the precision and recall of every part at it."""
    scores: dict[float, dict[str, list[tuple[float, float]]]] = {at: defaultdict(list) for at in THRESHOLDS}
    for k, item in enumerate(left_out):
        company = _fit_company(item.parts, chances, lambda fold, k=k: (fold >= 0) & (fold != k))
        for at, found in scores.items():
            for name, part in item.parts.items():
                labels = event_comparison.cluster(part.comparison, item.model, as_model(company, event_company.FEATURES, at))
                own = np.nonzero(part.fold == k)[0].tolist()
                found[f"bcubed_{name}"] += bcubed(part.event.tolist(), labels, own)
                found[f"bcubed_{name}_twins"] += bcubed(part.event.tolist(), labels, [i for i in own if part.twin[i]])
    figures = {at: {name: _mean(items) for name, items in found.items() if items} for at, found in scores.items()}
    means = {at: float(np.mean([_f1(*found[f"bcubed_{name}"]) for name in left_out[0].parts])) for at, found in figures.items()}
    best = max(at for at in THRESHOLDS if means[at] >= max(means.values()) - NO_WORSE)
    for at, found in figures.items():
        print(at, {name: round(_f1(*values), 4) for name, values in found.items()})
    return best, figures[best]


def _mean(items: Sequence[tuple[float, float]]) -> list[float]:
    return [round(float(value), 4) for value in np.mean(items, axis=0)]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def _fit(fitted: Mapping[str, Compared], made: Compared, chosen: Callable[[np.ndarray], np.ndarray]) -> dict[str, Any]:
    rows, labels, weights = [], [], []
    for name, part in fitted.items():
        kept = part.within(chosen)
        rows.append(part.comparison.features[kept])
        labels.append(part.labels[kept])
        weights.append(part.weights()[kept])
        if name != "undated":
            same = kept & (part.labels == 1)
            rows.append(_told_again(part.comparison.features[same]))
            labels.append(np.ones(int(same.sum()), dtype=int))
            weights.append(np.full(int(same.sum()), WEIGHTS[name]))
    # Of the made-up events only the pairs with what they were made from tell anything new.
    across = made.within(chosen) & (made.unit[made.comparison.left] == made.unit[made.comparison.right])
    origin = np.array([name.startswith("later ") for name in made.event], dtype=bool)
    across &= origin[made.comparison.left] != origin[made.comparison.right]
    rows.append(made.comparison.features[across])
    labels.append(np.zeros(int(across.sum()), dtype=int))
    weights.append(np.full(int(across.sum()), 0.8))
    return fit(np.concatenate(rows).astype(float), np.concatenate(labels), np.concatenate(weights), STRENGTH)


def _told_again(rows: np.ndarray) -> np.ndarray:
    """The features of true pairs as they are where one of the two was published some days or weeks later."""
    place = {name: at for at, name in enumerate(FEATURES)}
    found = rows.astype(float).copy()
    apart = np.log1p(np.random.default_rng(0).integers(LATER[0], LATER[1] + 1, len(found)))
    found[:, place["published_known"]], found[:, place["published_apart"]] = 1.0, apart
    for name in ("lead_cosine", "cosine often_named"):
        found[:, place[f"published_known x {name}"]] = found[:, place[name]]
        found[:, place[f"published_apart x {name}"]] = apart * found[:, place[name]]
    return found


def later_events(item: Corpus, language: LanguageModel) -> Corpus:
    """A made-up later event for each of the train part: the same text some days on, with half of the names and most figures others."""
    pools: dict[str, set[str]] = defaultdict(set)
    for claims in item.claims.values():
        for claim in claims:
            if claim.role != "title":
                for token in claim.tokens:
                    if _is_name(token):
                        pools[_kind(token)].add(token.text)
    named = {kind: sorted(names) for kind, names in pools.items()}
    sources, event, topic = [], {}, {}
    for source in item.sources:
        if not item.trained[source.id]:
            continue
        name = item.event[source.id]
        days = timedelta(days=random.Random(name).choice(SHIFTS))
        made = replace(
            source,
            id=f"later-{source.id}",
            path=f"later/{source.path}",
            text=_renamed(source, item.claims[source.id], name, named),
            blocks=(),
            title=None,
            published=source.published + days if source.published else None,
        )
        sources.append(infer(clean(made)))
        event[made.id], topic[made.id] = f"later {name}", item.topic[source.id]
    return understood(sources, event, topic, language, dict.fromkeys(event, True))


def _renamed(source: Source, claims: Sequence[Claim], event: str, named: Mapping[str, Sequence[str]]) -> str:
    text, at = "", 0
    for token in sorted((token for claim in claims for token in claim.tokens), key=lambda token: token.start):
        chance = random.Random(f"{event} {token.text.lower()}")
        word = token.text
        if _is_name(token) and chance.random() < 0.5:
            word = chance.choice(named.get(_kind(token), [word]))
        elif word.isdigit() and 2 < int(word) < 1900 and chance.random() < 0.8:
            word = str(max(1, round(int(word) * chance.uniform(0.5, 1.7))))
        if token.start >= at:
            text += source.text[at : token.start] + word
            at = token.end
    return text + source.text[at:]


def _is_name(token: Any) -> bool:
    return token.text[:1].isupper() and token.text.isalpha() and token.pos == "PROPN" and token.entity not in {"DATE", "TIME"}


def _kind(token: Any) -> str:
    return {"PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place"}.get(token.entity, "other")


def _joined(left: Corpus, right: Corpus) -> Corpus:
    return Corpus(
        (*left.sources, *right.sources),
        {**left.claims, **right.claims},
        {**left.event, **right.event},
        {**left.topic, **right.topic},
        {**left.trained, **right.trained},
    )


def _compared(name: str, item: Corpus, embedder: Embedder) -> Compared:
    unit = np.array([item.topic[source.id] for source in item.sources])
    place = {topic: at % FOLDS for at, topic in enumerate(sorted(set(unit)))}
    fold = np.array([place[topic] if item.trained[source.id] else -1 for topic, source in zip(unit, item.sources, strict=True)])
    event = np.array([item.event[source.id] for source in item.sources])
    told = [clues(source, item.claims[source.id]) for source in item.sources]
    return Compared(compared(item.sources, item.claims, embedder), event, fold, unit, WEIGHTS.get(name, 1.0), told, name)


def compared(sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], embedder: Embedder) -> event_comparison.Comparison:
    every = [claim for source in sources for claim in claims[source.id]]
    vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
    leads = embedder([lead_text(source, claims[source.id]) for source in sources])
    profiles = [profile(source, claims[source.id]) for source in sources]
    return event_comparison.compared(profiles, meanings(sources, claims, leads, vectors), [told(claims[source.id]) for source in sources])


def bcubed(truth: Sequence[str], found: Sequence[int], scored: Iterable[int]) -> list[tuple[float, float]]:
    """B-cubed precision and recall of each of the `scored` items, among all."""
    by_truth, by_found = defaultdict(set), defaultdict(set)
    for i, (a, b) in enumerate(zip(truth, found, strict=True)):
        by_truth[a].add(i)
        by_found[b].add(i)
    shared = {i: len(by_truth[truth[i]] & by_found[found[i]]) for i in scored}
    return [(n / len(by_found[found[i]]), n / len(by_truth[truth[i]])) for i, n in shared.items()]


def main() -> None:
    language, embedder = models()
    found = {"dated": accounts(language), "undated": accounts(language, dated=False)}
    evaluated = ecb(language)
    found |= {"ecb": evaluated} if evaluated else {}
    later = _joined(found["dated"], later_events(found["dated"], language))
    parts = {name: _compared(name, item, embedder) for name, item in found.items()}
    for name, data in fit_events(parts, _compared("later", later, embedder)).items():
        save(name, data, embedder)


if __name__ == "__main__":
    main()
