"""Fit which way in the embeddings of words leads from plain to loaded and write it to `consistency/data/loading_model.json`.

    python scripts/fit_loading.py [EMBEDDER]

Trained on `loaded_words.tsv`: pairs of words that name much the same, one of which judges, and plain words of all sorts, written
for this purpose and drawn from no document. The figures written beside the weights leave out, in turn, the words that are scored;
a plain word is left out with the loaded ones that it is paired with.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
from corpora import models, save
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

WORDS = Path(__file__).parent / "loaded_words.tsv"
STRENGTH = 3.0
FOLDS = 10


def words() -> tuple[list[str], list[int], list[str], list[float]]:
    """Each word once, 1 where it is loaded, the plain word that it goes with, and how many pairs it stands in."""
    with WORDS.open(encoding="utf-8", newline="") as stream:
        pairs = [(row["loaded"], row["plain"]) for row in csv.DictReader(stream, delimiter="\t")]
    loaded = {word: plain for word, plain in pairs if word}
    rows = [(word, 1, plain) for word, plain in loaded.items()] + [(plain, 0, plain) for _, plain in pairs if plain not in loaded]
    found = sorted(set(rows))
    # A plain word that stands against many loaded ones must outweigh each of them.
    often = Counter(plain for _, plain in pairs)
    weights = [1.0 if row[1] else float(often[row[0]]) ** 0.5 for row in found]
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found], weights


def main() -> None:
    _, embedder = models()
    names, labels, partners, weights = words()
    x, y, counts = embedder(names).astype(np.float64), np.array(labels), np.array(weights)
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    folds = GroupKFold(FOLDS)
    chance = cross_val_predict(model, x, y, groups=partners, cv=folds, method="predict_proba", params={"sample_weight": counts})[:, 1]
    figures = {
        "words": len(y),
        "loaded": int(y.sum()),
        "left_out_auc": round(float(roc_auc_score(y, chance)), 4),
        "left_out_precision": round(float(y[chance >= 0.5].mean()), 4),
        "left_out_recall": round(float((chance[y == 1] >= 0.5).mean()), 4),
    }
    print(figures)
    model.fit(x, y, sample_weight=counts)
    direction = [round(float(value), 4) for value in model.coef_[0]]
    save("loading_model", {"weights": direction, "bias": round(float(model.intercept_[0]), 4), "figures": figures}, embedder)


if __name__ == "__main__":
    main()
