"""Shares told as fractions: "half of the pupils", "two-thirds of the harvest", "a majority of members"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Bound, Claim, Source
from consistency.nlp.measured import Fraction
from consistency.nlp.numbers import bound_of
from consistency.nlp.parse_tree import Tree

PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
NUMERATORS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9}
MAJORITY = frozenset({"majority"})
ROOM = 3.0
"""Per cent points by which a plain fraction may be rounded: "a third" is 36% in many a headline."""
MORE_ROOM = 8.0
"""The same for "about a third"."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Fraction]]:
    """Yield (claim index, fact) for every fraction of something named."""
    del source
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for at, token in enumerate(claim.tokens):
            word = token.lemma.lower()
            if word in PARTS or word in MAJORITY:
                tree = tree or Tree(claim.tokens)
                fact = _share(tree, claim, at, word)
                if fact is not None:
                    yield index, fact


def _share(tree: Tree, claim: Claim, at: int, word: str) -> Fraction | None:
    tokens = tree.tokens
    whole = next((tree.phrase(inner) for name, inner in tree.prepositional(at) if name == "of"), "")
    if not whole:
        return None
    first = at - 2 if at > 1 and tokens[at - 1].text == "-" else at - 1
    numerator = NUMERATORS.get(tokens[first].text.lower(), 0) if first >= 0 else 0
    if word == "half":
        first, numerator = (first, 1) if numerator == 1 else (at, 1)
    bound: Bound
    if word in MAJORITY:
        low, number, high, bound = 50.0, 75.0, 100.0, "at least"
        first = at
    elif not numerator or numerator >= PARTS[word]:
        return None
    else:
        number = 100.0 * numerator / PARTS[word]
        low, high, bound = _interval(number, bound_of(tokens, first))
    start, end = tokens[first].start, tokens[at].end
    slot = tree.slot(at)
    return Fraction(
        start=start,
        end=end,
        text=claim.text[start - claim.start : end - claim.start],
        number=number,
        low=low,
        high=high,
        bound=bound,
        unit="percent",
        slot=replace(slot, noun="", roles=tuple(sorted({**dict(slot.roles), "of": whole}.items()))),
    )


def _interval(number: float, bound: Bound) -> tuple[float, float, Bound]:
    if bound == "at least":
        return number, 100.0, bound
    if bound == "at most":
        return 0.0, number, bound
    room = MORE_ROOM if bound == "about" else ROOM
    return number - room, number + room, bound
