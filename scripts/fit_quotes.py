"""Fit how sure it is that two quotations are of one utterance and write it to `consistency/data/quote_model.json`.

    python scripts/fit_quotes.py [EMBEDDER]

Two quotations whose words part count as of one utterance where the readers marked their two claims as a contradiction or an
update. The figures written beside the weights leave out, in turn, the events that are scored.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from corpora import FOLDS, Corpus, corpus, events_of, fit, folds, left_out, marked, models, save

from consistency.checks.rules.quote_differs import FEATURES, LEAST_RATIO, LEAST_SHARED, features, parted
from consistency.nlp.quotations import LEAST_WORDS, align, quotes_of

KEPT = 0.5
"""The confidence from which on a difference between two quotations is shown."""


def rows_of(item: Corpus) -> tuple[list[list[float]], list[int], list[str]]:
    """Features, labels and events of the pairs of quotations of different sources whose words part, each pair of texts once."""
    is_marked = marked(item)
    rows, labels, where = [], [], []
    for event in events_of(item):
        quotes = [(claim, quote) for source in event.sources for claim in item.claims[source] for quote in quotes_of(claim, LEAST_WORDS)]
        seen = set()
        for (left, a), (right, b) in combinations(quotes, 2):
            lined = align(a.text, b.text)
            parting = (lined.shared, *sorted((lined.left, lined.right)))
            if left.source == right.source or len(lined.shared) < LEAST_SHARED or lined.ratio < LEAST_RATIO or parting in seen:
                continue
            if not parted(lined):
                continue
            seen.add(parting)
            rows.append(features(a, b, lined))
            labels.append(int(is_marked((left, right))))
            where.append(event.id)
    return rows, labels, where


def main() -> None:
    language, embedder = models()
    rows, labels, where = rows_of(corpus(language))
    x, y = np.array(rows), np.array(labels)
    chance = left_out(x, y, folds(where, FOLDS), FEATURES)
    kept = chance >= KEPT
    figures = {
        "pairs": len(y),
        "right": int(y.sum()),
        "left_out_precision": round(float(y[kept].mean()), 4),
        "left_out_recall": round(float(y[kept].sum() / y.sum()), 4),
    }
    print(figures)
    data = fit(x, y, np.ones(len(y)))
    save("quote_model", {"features": list(FEATURES), **data, "threshold": KEPT, "figures": figures}, embedder)


if __name__ == "__main__":
    main()
