"""How alike two claims are: the features of a pair, and the learned probability that both tell the same thing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_features import bag_matrix
from consistency.model import Claim, DateFact, Organisation, Person, Place, Quantity, Quote
from consistency.nlp.lexicon import synonyms
from consistency.nlp.parse_tree import CONTENT, STEM, content_lemmas
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]

FEATURES = (
    "cosine", "words", "containment", "names", "names_apart", "numbers", "numbers_apart", "verbs", "quotes", "length",
    "roles_apart", "cosine_x_words", "persons_apart", "rarest", "nearest", "apart_from_subject", "lead_over_next", "neighbours",
    "rare_here", "synonyms", "company", "cosine_x_company", "depth", "titles",
)  # fmt: skip
COMPANY = 16
"""With so many other claims in the event, what they say of a pair counts half of what it says with very many."""
EARLY = 4
"""A claim after so many others of its source stands half as deep as any can: past the opening a sentence more or less says little."""
CROWD = 6
"""The nearest claims of other sources that tell how crowded it is around a claim."""
FLOOR = 0.15
"""Pairs below this cosine are not looked at: of those that belong together one in fifteen, which nothing tells from the rest."""


def pair_features(claims: Sequence[Claim], vectors: Matrix, floor: float = FLOOR) -> tuple[NDArray[np.int64], Floats]:
    """Features of all pairs of `claims` of different sources whose cosine is at least `floor`.

    `vectors` has shape (claims, dimensions). Returns the pairs, shape (pairs, 2) with the smaller index first, and their
    features, shape (pairs, len(FEATURES)).
    """
    import numpy as np

    source = np.array(list(_indices(claim.source for claim in claims)))
    cosine = vectors.astype(np.float64) @ vectors.astype(np.float64).T
    left, right = np.nonzero(np.triu((cosine >= floor) & (source[:, None] != source[None, :]), 1))
    pairs = np.stack([left, right], axis=1)
    if not len(pairs):
        return pairs, np.zeros((0, len(FEATURES)))
    words = _bags(claims, lambda claim: content_lemmas(claim.tokens))
    names = _bags(claims, _names)
    persons = _bags(claims, lambda claim: (fact.canonical.rsplit(" ", 1)[-1].lower() for fact in claim.facts if isinstance(fact, Person)))
    numbers = _bags(claims, _numbers, flat=True)
    verbs = _bags(claims, lambda claim: (t.lemma.lower() for t in claim.tokens if t.pos == "VERB"))
    quotes = _bags(claims, lambda claim: (w for fact in claim.facts if isinstance(fact, Quote) for w in fact.words))
    length = np.array([max(1, len(claim.tokens)) for claim in claims], dtype=np.float64)
    title = np.array([claim.role == "title" for claim in claims])
    word_cosine, word_share = _overlap(words, pairs)
    name_cosine, name_share = _overlap(names, pairs)
    number_cosine, _ = _overlap(numbers, pairs)
    person_cosine, _ = _overlap(persons, pairs)
    both_named, both_numbered = _both(names, pairs), _both(numbers, pairs)
    value = np.round(cosine[left, right], 4)
    nearest = _nearest(cosine, source)
    company = _share_of_company(len(claims))
    depth = _depth(claims)
    columns = {
        "cosine": value,
        "words": word_cosine,
        "containment": word_share,
        "names": name_cosine,
        "names_apart": both_named * (name_share == 0),
        "numbers": number_cosine,
        "numbers_apart": both_numbered * (number_cosine == 0),
        "verbs": _overlap(verbs, pairs)[0],
        "quotes": _overlap(quotes, pairs)[0],
        "length": np.abs(np.log(length[left] / length[right])),
        "roles_apart": (title[left] != title[right]) * 1.0,
        "cosine_x_words": value * word_cosine,
        "persons_apart": _both(persons, pairs) * (person_cosine == 0),
        "rarest": _rarest(words, pairs),
        "nearest": 0.5 * nearest[left, right] + 0.5 * nearest[right, left],
        **{name: company * column for name, column in _among_others(vectors, source, pairs).items()},
        "rare_here": company * _rare_here(claims, pairs),
        "synonyms": _synonyms(claims, pairs),
        "company": np.full(len(pairs), company),
        "cosine_x_company": value * company,
        "depth": np.maximum(depth[left], depth[right]),
        "titles": (title[left] & title[right]) * 1.0,
    }
    return pairs, np.stack([np.asarray(columns[name], dtype=np.float64) for name in FEATURES], axis=1)


def _indices(keys: Iterable[str]) -> list[int]:
    seen: dict[str, int] = {}
    return [seen.setdefault(key, len(seen)) for key in keys]


def _depth(claims: Sequence[Claim]) -> Floats:
    """How deep each claim stands in what its source tells of the event, from 0 to below 1: reports tell the main happening first and
    close with what came before, with other cases and other people, where the look-alikes are."""
    import numpy as np

    before, count = Counter[str](), np.zeros(len(claims))
    for index, claim in enumerate(claims):
        count[index] = before[claim.source]
        before[claim.source] += 1
    return np.asarray(count / (count + EARLY))


def _names(claim: Claim) -> Iterable[str]:
    for fact in claim.facts:
        if isinstance(fact, Person):
            yield fact.canonical.rsplit(" ", 1)[-1].lower()
        elif isinstance(fact, (Place, Organisation)):
            yield fact.canonical


def _numbers(claim: Claim) -> Iterable[str]:
    for fact in claim.facts:
        if isinstance(fact, Quantity):
            yield f"{fact.kind} {fact.unit} {fact.number:.4g}"
        elif isinstance(fact, DateFact):
            yield f"date {fact.value}"


def _bags(claims: Sequence[Claim], words_of: Callable[[Claim], Iterable[str]], flat: bool = False) -> Any:
    """A sparse matrix (claims, vocabulary) of the weights of words."""
    return bag_matrix([{word: 1.0 if flat else weight(word) + 0.01 for word in sorted(set(words_of(claim)))} for claim in claims], {})


def _overlap(bags: Any, pairs: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The weighted cosine of each pair's bags, and the shared weight as a share of the lighter bag. Zero if one is empty."""
    import numpy as np

    squared = np.asarray(bags.multiply(bags).sum(axis=1)).ravel()
    shared = np.asarray(bags[pairs[:, 0]].multiply(bags[pairs[:, 1]]).sum(axis=1)).ravel()
    left, right = squared[pairs[:, 0]], squared[pairs[:, 1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where((left > 0) & (right > 0), shared / np.sqrt(left * right), 0.0)
        share = np.where((left > 0) & (right > 0), shared / np.minimum(left, right), 0.0)
    return cosine, share


def _nearest(cosine: Floats, source: NDArray[np.int64]) -> Floats:
    """1 if column j is row i's nearest claim of j's source, else 0; shape (claims, claims)."""
    import numpy as np

    found = np.zeros(cosine.shape)
    rows = np.arange(len(cosine))
    for label in np.unique(source):
        columns = np.nonzero(source == label)[0]
        found[rows, columns[np.round(cosine[:, columns], 4).argmax(axis=1)]] = 1.0
    return found


def _share_of_company(claims: int) -> float:
    """How far the other claims of an event can be trusted to show what all of it shares: 0 for two claims, near 1 for very many."""
    others = max(0, claims - 2)
    return others / (others + COMPANY)


def _among_others(vectors: Matrix, source: NDArray[np.int64], pairs: NDArray[np.int64]) -> dict[str, Floats]:
    """How near the two are among the claims of their event, which all share its subject: without what the subject gives them, more than
    the next best claim of the same source, and how near the sentences beside them are."""
    import numpy as np

    whole = vectors.astype(np.float64)
    labels = np.unique(source)
    centred = whole - np.mean([whole[source == label].mean(axis=0) for label in labels], axis=0)
    centred /= np.maximum(1e-9, np.linalg.norm(centred, axis=1, keepdims=True))
    near = np.round(centred @ centred.T, 4)
    others = np.where(source[:, None] != source[None, :], near, -2.0)
    best = -np.sort(-others, axis=1)[:, :CROWD]
    crowd = np.where(best < -1.0, 0.0, best).mean(axis=1)
    next_best = np.zeros(near.shape)
    for label in labels:
        columns = np.nonzero(source == label)[0]
        if len(columns) > 1:
            ranked = -np.sort(-others[:, columns], axis=1)
            next_best[:, columns] = np.where(others[:, columns] == ranked[:, :1], ranked[:, 1:2], ranked[:, :1])
        else:
            next_best[:, columns] = near[:, columns]
    left, right = pairs[:, 0], pairs[:, 1]
    padded = np.pad(near, ((0, 1), (0, 1)), constant_values=-2.0)
    beside = _beside(source)
    around = np.max([padded[beside[left, a], beside[right, b]] for a in (0, 1) for b in (0, 1)], axis=0)
    return {
        "apart_from_subject": near[left, right] - 0.5 * (crowd[left] + crowd[right]),
        "lead_over_next": 2 * near[left, right] - next_best[left, right] - next_best[right, left],
        "neighbours": np.where(around < -1.0, 0.0, around),
    }


def _beside(source: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each claim the one before and the one after it in its source, shape (claims, 2); the number of claims where there is none."""
    import numpy as np

    found = np.full((len(source), 2), len(source), dtype=np.int64)
    for label in np.unique(source):
        own = np.nonzero(source == label)[0]
        found[own[1:], 0], found[own[:-1], 1] = own[:-1], own[1:]
    return found


def _rare_here(claims: Sequence[Claim], pairs: NDArray[np.int64]) -> Floats:
    """The cosine of the stems of each pair, weighted by how few claims of the event have them."""
    stems = [{t.lemma.lower()[:STEM] for t in claim.tokens if t.pos in CONTENT and t.text[0].isalnum()} for claim in claims]
    count = Counter(stem for found in stems for stem in found)
    weights = {stem: math.log((len(claims) + 1) / (number + 0.5)) for stem, number in count.items()}
    return _overlap(bag_matrix([{stem: weights[stem] for stem in sorted(found)} for found in stems], {}), pairs)[0]


def _synonyms(claims: Sequence[Claim], pairs: NDArray[np.int64]) -> Floats:
    """The larger share of one claim's words, by weight, that stand in the other, themselves or as a synonym."""
    import numpy as np

    lemmas = [sorted({t.lemma.lower() for t in claim.tokens if t.pos in CONTENT and t.text[0].isalnum()}) for claim in claims]
    vocabulary: dict[str, int] = {}
    own = bag_matrix([{word: weight(word) + 0.05 for word in found} for found in lemmas], vocabulary)
    known = [sorted({near for word in found for near in (word, *synonyms(word))}) for found in lemmas]
    wider = bag_matrix([dict.fromkeys(found, 1.0) for found in known], vocabulary)
    own.resize(wider.shape)
    left, right = pairs[:, 0], pairs[:, 1]
    mass = np.maximum(1e-9, np.asarray(own.sum(axis=1)).ravel())
    forth = np.asarray(own[left].multiply(wider[right]).sum(axis=1)).ravel() / mass[left]
    back = np.asarray(own[right].multiply(wider[left]).sum(axis=1)).ravel() / mass[right]
    return np.maximum(forth, back)


def _rarest(bags: Any, pairs: NDArray[np.int64]) -> Floats:
    """The weight of the rarest word that each pair shares."""
    import numpy as np

    if not len(pairs):
        return np.zeros(0)
    return np.sqrt(np.asarray(bags[pairs[:, 0]].multiply(bags[pairs[:, 1]]).max(axis=1).todense()).ravel())


def _both(bags: Any, pairs: NDArray[np.int64]) -> Floats:
    import numpy as np

    filled = np.asarray(bags.getnnz(axis=1)) > 0
    return np.asarray((filled[pairs[:, 0]] & filled[pairs[:, 1]]) * 1.0)
