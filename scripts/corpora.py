"""What the fitting scripts share: the train part of `benchmarks/accounts`, read and understood, and the fit of a linear model.

Nothing is fitted to the test part or to evaluation data that is kept apart.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from consistency.ingest.discover import read
from consistency.model import Claim, Event, Source
from consistency.model.protocols import Embedder, LanguageModel
from consistency.nlp.linear_model import LinearModel
from consistency.nlp.tree_model import TreeModel
from consistency.nlp.understanding import understand

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks" / "accounts"))

import packs as accounts  # noqa: E402 - it stands beside its data, not in a package

DATA = ROOT / "consistency" / "data"
FOLDS = 8


@dataclass(frozen=True)
class Corpus:
    """Documents that were read and understood, their event by source id, and the marked lines."""

    sources: tuple[Source, ...]
    claims: dict[str, list[Claim]]
    event: dict[str, str]
    gold: tuple[dict[str, Any], ...]


def key(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def corpus(language: LanguageModel, part: str = "train") -> Corpus:
    """One part of the accounts, written to a temporary folder, read and understood.

    Args:
        language: The language model.
        part: `train` or `test`.

    Returns:
        The documents with their claims, events and marked lines.
    """
    with tempfile.TemporaryDirectory() as folder:
        gold = accounts.unpack(accounts.packs(part), Path(folder))
        sources, _ = read([folder], None)
    event = {key(line["source"]): line["event"] for line in gold if line["kind"] == "document"}
    return Corpus(tuple(sources), understand(sources, language), {s.id: event[key(s.path)] for s in sources}, tuple(gold))


def models() -> tuple[LanguageModel, Embedder]:
    """The default models, or those with the embedder that the command line names (a name or a folder, as in the settings)."""
    from consistency.engine.adapters import load_models
    from consistency.engine.settings import Models

    return load_models(Models(embedder=sys.argv[1]) if sys.argv[1:] else Models())


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


def trees(rows: np.ndarray, labels: np.ndarray, features: Sequence[str], weights: np.ndarray | None = None, **settings: Any) -> TreeModel:
    """Boosted trees fitted to the rows with the label 0 or 1; `settings` are those of scikit-learn."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    told = labels >= 0
    fitted = HistGradientBoostingClassifier(**settings).fit(rows[told], labels[told], None if weights is None else weights[told])
    # The trees stand nowhere else; a test of this script's result would notice if they moved.
    found = tuple(
        tuple(
            (-1, round(float(n["value"]), 6), 0, 0)
            if n["is_leaf"]
            else (int(n["feature_idx"]), round(float(n["num_threshold"]), 6), int(n["left"]), int(n["right"]))
            for n in predictor.nodes
        )
        for (predictor,) in fitted._predictors
    )
    return TreeModel(tuple(features), found, round(float(fitted._baseline_prediction.ravel()[0]), 6), 0.5)


def as_data(name: str) -> dict[str, Any]:
    """A model that was saved, as plain data."""
    return dict(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def save(name: str, data: dict[str, Any], embedder: Embedder) -> None:
    DATA.mkdir(exist_ok=True)
    text = json.dumps({"fitted_to": embedder.id, **data}, indent=1, sort_keys=True)
    (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def overlapping(claim: Claim, start: int, end: int) -> bool:
    """Whether claim and span share half of the shorter of the two."""
    return 2 * (min(claim.end, end) - max(claim.start, start)) >= min(claim.end - claim.start, end - start)


def marked(item: Corpus, kinds: Collection[str] = frozenset({"contradiction", "update"})) -> Callable[[Sequence[Claim]], bool]:
    """A function that says whether claims touch both sides of a line that is marked as one of `kinds`."""
    path_of = {source.id: key(source.path) for source in item.sources}
    lines = [
        [[(key(span["source"]), span["start"], span["end"]) for span in line[side]] for side in ("left", "right")]
        for line in item.gold
        if line["kind"] in kinds
    ]

    def touch(claims: Sequence[Claim]) -> bool:
        return any(
            all(any(path_of[c.source] == path and overlapping(c, start, end) for c in claims for path, start, end in side) for side in line)
            for line in lines
        )

    return touch


def events_of(item: Corpus) -> list[Event]:
    """The events as the readers have them, by name, without title, day or place."""
    by_event: dict[str, list[str]] = {}
    for source in item.sources:
        by_event.setdefault(item.event[source.id], []).append(source.id)
    return [Event(id=name, title="", date=None, place=None, sources=tuple(sorted(ids))) for name, ids in sorted(by_event.items())]


def folds(groups: Sequence[str], count: int) -> np.ndarray:
    """For each row the number of the fold that its group is in, groups dealt out in their order; shape (rows,)."""
    fold = {name: index % count for index, name in enumerate(sorted(set(groups)))}
    return np.array([fold[name] for name in groups])


def left_out(
    rows: np.ndarray,
    labels: np.ndarray,
    parts: np.ndarray,
    features: Sequence[str],
    weights: np.ndarray | None = None,
    strength: float = 1.0,
) -> np.ndarray:
    """The chance of each row by a model fitted without the rows of its own part, shape (rows,)."""
    weights = np.ones(len(rows)) if weights is None else weights
    chance = np.zeros(len(rows))
    for part in sorted(set(parts.tolist())):
        train = parts != part
        chance[~train] = as_model(fit(rows[train], labels[train], weights[train], strength), features, 0.5)(rows[~train])
    return chance
