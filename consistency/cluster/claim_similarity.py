"""How alike two claims are: the features of a pair, and the learned probability that both tell the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from consistency.model import Claim, DateFact, Organisation, Person, Place, Quantity, Quote
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]

FEATURES = (
    "cosine",
    "words",
    "containment",
    "names",
    "names_apart",
    "numbers",
    "numbers_apart",
    "verbs",
    "quotes",
    "length",
    "roles_apart",
    "cosine_x_words",
    "persons_apart",
    "rarest",
    "nearest",
)
FLOOR = 0.30
"""Pairs below this cosine are not looked at: in the fitted data fewer than one in a hundred of them belong together."""


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
    persons = _bags(claims, _persons)
    numbers = _bags(claims, _numbers, flat=True)
    verbs = _bags(claims, lambda claim: (t.lemma.lower() for t in claim.tokens if t.pos == "VERB"))
    quotes = _bags(claims, lambda claim: (w for fact in claim.facts if isinstance(fact, Quote) for w in fact.words))
    length = np.array([max(1, len(claim.tokens)) for claim in claims], dtype=np.float64)
    title = np.array([claim.role in {"title", "caption"} for claim in claims])
    word_cosine, word_share = _overlap(words, pairs)
    name_cosine, name_share = _overlap(names, pairs)
    number_cosine, _ = _overlap(numbers, pairs)
    person_cosine, _ = _overlap(persons, pairs)
    both_named, both_numbered = _both(names, pairs), _both(numbers, pairs)
    value = np.round(cosine[left, right], 4)
    nearest = _nearest(cosine, source)
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
    }
    return pairs, np.stack([np.asarray(columns[name], dtype=np.float64) for name in FEATURES], axis=1)


def _indices(keys: Iterable[str]) -> list[int]:
    seen: dict[str, int] = {}
    return [seen.setdefault(key, len(seen)) for key in keys]


def _names(claim: Claim) -> Iterable[str]:
    for fact in claim.facts:
        if isinstance(fact, Person):
            yield fact.canonical.rsplit(" ", 1)[-1].lower()
        elif isinstance(fact, (Place, Organisation)):
            yield fact.canonical


def _persons(claim: Claim) -> Iterable[str]:
    return (fact.canonical.rsplit(" ", 1)[-1].lower() for fact in claim.facts if isinstance(fact, Person))


def _numbers(claim: Claim) -> Iterable[str]:
    for fact in claim.facts:
        if isinstance(fact, Quantity):
            yield f"{fact.kind} {fact.unit} {fact.number:.4g}"
        elif isinstance(fact, DateFact):
            yield f"date {fact.value}"


def _bags(claims: Sequence[Claim], words_of: Callable[[Claim], Iterable[str]], flat: bool = False) -> Any:
    """A sparse matrix (claims, vocabulary) of the square roots of word weights."""
    import numpy as np
    from scipy.sparse import csr_matrix

    vocabulary: dict[str, int] = {}
    rows, columns, values = [], [], []
    for row, claim in enumerate(claims):
        for word in sorted(set(words_of(claim))):
            rows.append(row)
            columns.append(vocabulary.setdefault(word, len(vocabulary)))
            values.append(1.0 if flat else weight(word) + 0.01)
    return csr_matrix((np.array(values), (rows, columns)), shape=(len(claims), max(1, len(vocabulary))))


def _overlap(bags: Any, pairs: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The weighted cosine of each pair's bags, and the shared weight as a share of the lighter bag. Zero where one is empty."""
    import numpy as np

    squared = np.asarray(bags.multiply(bags).sum(axis=1)).ravel()
    shared = np.asarray(bags[pairs[:, 0]].multiply(bags[pairs[:, 1]]).sum(axis=1)).ravel()
    left, right = squared[pairs[:, 0]], squared[pairs[:, 1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where((left > 0) & (right > 0), shared / np.sqrt(left * right), 0.0)
        share = np.where((left > 0) & (right > 0), shared / np.minimum(left, right), 0.0)
    return cosine, share


def _nearest(cosine: Floats, source: NDArray[np.int64]) -> Floats:
    """1 where column j is row i's nearest claim of j's source, else 0; shape (claims, claims)."""
    import numpy as np

    found = np.zeros(cosine.shape)
    rows = np.arange(len(cosine))
    for label in np.unique(source):
        columns = np.nonzero(source == label)[0]
        found[rows, columns[np.round(cosine[:, columns], 4).argmax(axis=1)]] = 1.0
    return found


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
