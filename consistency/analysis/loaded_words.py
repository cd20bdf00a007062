"""How loaded a word is: whether it judges what it names, as "regime" does and "government" does not.

Learned from pairs of words that name much the same and part in their loading, as a direction in the embeddings of words
(`scripts/fit_loading.py`): no list of words decides, so that one never seen in training has its place too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from consistency.model import Claim, Framing, Quote, Token
from consistency.model.protocols import Embedder
from consistency.nlp.parse_tree import STEM
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

Loading = Callable[[str], float]
"""From a word's lemma to how likely it is loaded, in [0, 1]."""
OPEN = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
KNOWN = 0.6
"""The weight below which a capitalised word of a headline in capitals is a word of English, not only a name."""
ACRONYM = 4
"""Letters of a word in capitals up to which it may be an acronym."""
SINGLE = re.compile(r"(?<!\w)[‘'](?=\w).+?(?<=\S)[’'](?!\w)")
"""What stands between single marks, which headlines quote with."""
WORD = re.compile(r"[^\W\d_]{4,}")
LEAST_SIMILARITY = {True: 0.45, False: 0.6}
"""Cosine of two headlines of one event, which tell its main fact, and of any other two claims, for them to be compared."""
LEAST_CHANCE = 0.3
"""How likely two claims must tell the same thing for their words to be weighed against each other."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a claim: its lemma, its place in the claim's tokens, and whether it stands in a quotation."""

    lemma: str
    index: int
    quoted: bool


class Likely(Protocol):
    """The pairs of claims of an event that may tell the same thing."""

    def likely(self, least: float) -> Iterable[tuple[Claim, Claim]]: ...


def content_words(claim: Claim) -> list[Word]:
    """The words of a claim that could be put otherwise: nouns, verbs, adjectives and adverbs that are no part of a name."""
    quotes = [fact for fact in claim.facts if isinstance(fact, Quote)]
    # A headline in capitals makes names of all its words.
    titled = claim.role == "title" and 2 * sum(token.text[:1].isupper() for token in claim.tokens) > len(claim.tokens)
    spans = [(quote.start, quote.end) for quote in quotes]
    if claim.role == "title":
        spans += [(claim.start + found.start(), claim.start + found.end()) for found in SINGLE.finditer(claim.text)]
    return [
        Word(lemma_of(token), index, any(start <= token.start < end for start, end in spans))
        for index, token in enumerate(claim.tokens)
        if len(token.text) > 2 and token.text.isalpha() and not token.entity and _is_word(token, titled)
    ]


def lemma_of(token: Token) -> str:
    return (token.text if token.pos == "PROPN" else token.lemma).lower()


def _is_word(token: Token, titled: bool) -> bool:
    if token.text.isupper() and len(token.text) <= ACRONYM:
        return False
    return token.pos in OPEN or (titled and token.pos == "PROPN" and weight(token.text.lower()) < KNOWN)


def apart(left: Claim, right: Claim) -> list[Word]:
    """The content words of `left` of which `right` has no form."""
    others = stems(right)
    return [word for word in content_words(left) if word.lemma[:STEM] not in others]


def stems(claim: Claim) -> frozenset[str]:
    """What every word of a claim begins with."""
    return frozenset(lemma_of(token)[:STEM] for token in claim.tokens)


def headlines(left: Claim, right: Claim) -> bool:
    return left.role == right.role == "title"


def comparable(left: Claim, right: Claim, similarity: float) -> bool:
    """Whether two claims may tell one fact, and be put in words of one kind: a headline, louder than any text, is measured by headlines."""
    return (left.role == "title") == (right.role == "title") and similarity >= LEAST_SIMILARITY[headlines(left, right)]


def weigh(aligned: Sequence[Likely], embedder: Embedder, vectors: Mapping[str, NDArray[np.float32]]) -> Loading:
    """The loading of every word that one of two claims on the same thing has and the other not, and of all words of two headlines on one
    thing; 0 for any other word.

    `vectors` maps a claim's id to its embedding.
    """
    words: dict[str, tuple[dict[str, str], frozenset[str]]] = {}
    found: set[str] = set()
    for left, right in chain.from_iterable(part.likely(LEAST_CHANCE) for part in aligned):
        if not comparable(left, right, float(vectors[left.id] @ vectors[right.id])):
            continue
        for claim in (left, right):
            if claim.id not in words:
                # Each claim stands in many pairs.
                own = {word.lemma: word.lemma[:STEM] for word in content_words(claim)}
                words[claim.id] = own, stems(claim)
        for a, b in ((left, right), (right, left)):
            others = words[b.id][1]
            found.update(lemma for lemma, stem in words[a.id][0].items() if headlines(a, b) or stem not in others)
    return loading(sorted(found), embedder)


def loaded(said: Sequence[Framing], embedder: Embedder) -> list[Framing]:
    """Each characterisation with the loading of its most loaded word, what names it is of left out."""
    return list(weighed(said, loading(sorted({word for item in said for word in words_in(item.text)}), embedder)))


def weighed(said: Iterable[Framing], loading: Loading) -> Iterator[Framing]:
    """Each characterisation with the loading of its most loaded word, what names it is of left out."""
    for item in said:
        words = words_in(item.text) - words_in(item.target)
        yield replace(item, loading=max((loading(word) for word in words), default=0.0))


def words_in(text: str) -> set[str]:
    """The words of a text, in lower case, that may be more than names."""
    found = WORD.findall(text)
    return {word.lower() for word in found if word.islower() or weight(word.lower()) < KNOWN}


def loading(words: Sequence[str], embedder: Embedder) -> Loading:
    """The loading of `words` (lemmas) by their embeddings, 0 for all others. With an embedder of another kind every word has 0."""
    known = chances(embedder(words)) if words else []
    table = dict(zip(words, known, strict=False))
    return lambda word: table.get(word, 0.0)


def chances(rows: Matrix) -> list[float]:
    """How likely each of the words is loaded, in [0, 1], from their embeddings of shape (words, dimensions); none if they do not fit."""
    import numpy as np

    weights, bias = _direction()
    if rows.shape[1] != len(weights):
        return []
    return [round(float(chance), 3) for chance in 1.0 / (1.0 + np.exp(-(rows.astype(np.float64) @ np.array(weights) + bias)))]


@lru_cache(maxsize=1)
def _direction() -> tuple[tuple[float, ...], float]:
    data = json.loads((files("consistency") / "data" / "loading_model.json").read_text(encoding="utf-8"))
    return tuple(data["weights"]), float(data["bias"])
