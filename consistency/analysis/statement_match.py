"""Whether a document tells a matter: what of the matter's words stands in it, where most of them stand together, and what comes
nearest to it in meaning.

To be silent is more than to have no like sentence: most outlets put a thing in words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consistency.model import Claim, Quantity, Reason, Source, Token
from consistency.model.grouping import grouped
from consistency.nlp.parse_tree import CONTENT, LIGHT, STEM, Tree, runs
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 2
"""Sentences in a row that may tell between them what another source tells in one."""
FIGURE = 0.7
"""What a figure weighs among the words of a matter."""
LEAST_WORDS = 4
"""Content words that part of a sentence must have to be a matter of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a claim that tells one matter: the span of its words in the source, and the weight of each word in [0, 1]."""

    claim: Claim
    start: int
    end: int
    words: Mapping[str, float]
    named: frozenset[str] = frozenset()
    """Those of the words that are names or figures: nobody puts these in words of their own."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """Each of the words as it is written."""

    @property
    def whole(self) -> bool:
        """Whether the part is all of its claim, so that the claim's embedding is the part's."""
        return self.start == self.claim.start and self.end == self.claim.end

    @property
    def text(self) -> str:
        return self.claim.words(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near a document comes to telling a matter, all in [0, 1].

    `together` is the largest share of the matter's words, by weight, that stands in one place of the document, `meaning` the cosine
    of the claim and the document's nearest, `lacking` the names, figures and rare words that the document has nowhere, the rarest
    first, as they are written, and `missing` what these weigh (from 0, without bound).
    """

    together: float
    meaning: float
    missing: float
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What some sources of an event tell. `witnesses` counts those of them that are independent, `reporting` all such on the event.

    `centrality`, in [0, 1], is how much the matter is to its event; `claims` are all that tell it and `part` is the one to show.
    """

    event: str
    part: Part
    claims: tuple[Claim, ...]
    witnesses: int
    reporting: int
    centrality: float
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A source, or several of one origin, that may be silent on a matter: why, where that is known, and how near it comes to telling it."""

    sources: tuple[Source, ...]
    reason: Reason
    likeness: Likeness


class Account:
    """What one document tells, ready to be looked up. `vectors` maps a claim's id to its embedding."""

    def __init__(self, claims: Sequence[Claim], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        import numpy as np

        self._places = grouped((stem, place) for place, claim in enumerate(claims) for stem in stems(claim.tokens))
        self._matrix = np.stack([vectors[claim.id] for claim in claims]).astype(np.float64) if claims else None

    def likeness(self, part: Part, vectors: Sequence[NDArray[np.float32]]) -> Likeness:
        """How near this document comes to telling `part`; `vectors` are the embeddings of the claims that tell it."""
        import numpy as np

        windows: dict[int, set[str]] = {}
        for word in part.words:
            for place in self._places.get(word, ()):
                for start in range(max(0, place - WINDOW + 1), place + 1):
                    windows.setdefault(start, set()).add(word)
        total = sum(value**2 for value in part.words.values())
        together = max((sum(part.words[word] ** 2 for word in sorted(found)) for found in windows.values()), default=0.0)
        lacking = [w for w, value in part.words.items() if w not in self._places and (w in part.named or value >= RARE)]
        meaning = 0.0
        if self._matrix is not None and vectors:
            meaning = max(float((self._matrix @ vector.astype(np.float64)).max()) for vector in vectors)
        return Likeness(
            together=round(together / total, 4) if total else 0.0,
            meaning=round(max(0.0, meaning), 4),
            missing=round(sum(part.words[word] for word in sorted(lacking)), 4),
            lacking=tuple(part.forms[word] for word in sorted(lacking, key=lambda word: (-part.words[word], word))),
        )


RARE = 0.5
"""The weight from which on a word is rare: used less than six times in a million words."""


def stems(tokens: Iterable[Token]) -> frozenset[str]:
    """The beginnings of the words, of all kinds, and the digits of numbers."""
    found = set[str]()
    for token in tokens:
        found.update(_stem(form) for form in (token.lemma, token.text) if any(c.isalnum() for c in form))
    return frozenset(found)


def parts(claim: Claim) -> list[Part]:
    """The matters that a claim tells: its coordinated predicates apart ("agreed to deploy ... and to expand ..."), else the claim whole."""
    tree = Tree(claim.tokens)
    cuts = [index for index in range(len(claim.tokens)) if _coordinated(tree, index)]
    taken = set[int]()
    pieces: list[list[int]] = []
    for index in sorted(cuts, key=lambda i: len(tree.subtree(i))):
        own = [i for i in tree.subtree(index) if i not in taken]
        if len(_words(claim, own)) >= LEAST_WORDS:
            pieces.append(own)
            taken.update(own)
    rest = [i for i in range(len(claim.tokens)) if i not in taken]
    if not pieces or len(_words(claim, rest)) < LEAST_WORDS:
        return [part_of(claim)]
    return sorted((_part(claim, piece) for piece in [rest, *pieces]), key=lambda part: part.start)


def part_of(claim: Claim) -> Part:
    """The claim as one matter."""
    every = range(len(claim.tokens))
    return _part_over(claim, claim.start, claim.end, every)


def _part(claim: Claim, indices: Sequence[int]) -> Part:
    run = max(runs(indices), key=len)
    tokens = claim.tokens
    while run and (tokens[run[-1]].dep in {"cc", "punct"} or tokens[run[-1]].pos == "PUNCT"):
        run.pop()
    while run and (tokens[run[0]].dep == "cc" or tokens[run[0]].pos == "PUNCT"):
        run.pop(0)
    return _part_over(claim, tokens[run[0]].start, tokens[run[-1]].end, indices)


def _part_over(claim: Claim, start: int, end: int, indices: Sequence[int]) -> Part:
    words = _words(claim, indices)
    forms: dict[str, str] = {}
    for index in indices:
        forms.setdefault(_stem(claim.tokens[index].lemma), claim.tokens[index].text)
    return Part(claim, start, end, words, _named(claim, indices), {word: forms[word] for word in words})


def _coordinated(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    return token.dep == "conj" and token.pos == "VERB" and tree.tokens[token.head].pos == "VERB"


def _words(claim: Claim, indices: Iterable[int]) -> dict[str, float]:
    """The stems of the content words with their weights; figures weigh the same, whatever they are."""
    found: dict[str, float] = {}
    for index in indices:
        token = claim.tokens[index]
        lemma = token.lemma.lower()
        if token.pos in CONTENT and lemma not in LIGHT and any(c.isalnum() for c in token.text):
            stem = _stem(token.lemma)
            found[stem] = max(found.get(stem, 0.0), FIGURE if any(c.isdigit() for c in stem) else weight(lemma))
    return found


def _named(claim: Claim, indices: Iterable[int]) -> frozenset[str]:
    figures = [(fact.start, fact.end) for fact in claim.facts if isinstance(fact, Quantity)]
    tokens = [claim.tokens[index] for index in indices]
    return frozenset(
        _stem(token.lemma)
        for token in tokens
        if (token.pos == "PROPN" and token.text[:1].isupper())
        or (token.pos == "NUM" and any(start <= token.start < end for start, end in figures))
    )


def _stem(word: str) -> str:
    plain = word.lower().replace(",", "") if word[:1].isdigit() else word.lower()
    return plain if plain[:1].isdigit() else plain[:STEM]
