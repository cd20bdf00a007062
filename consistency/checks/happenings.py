"""Whether two accounts relate the same happenings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from consistency.checks.candidates import sharing
from consistency.checks.slots import VAGUE, shares_word
from consistency.model import Claim
from consistency.nlp.relations import LIGHT, Happening, Relation, relations
from consistency.nlp.word_frequency import weight

STEM = 5
"""Letters that a verb and its noun share: "explode" and "explosion"."""
TELLING = 0.2
"""Least weight of a word that names a happening: "thing" and "way" name none."""


def stem(word: str) -> str:
    return word[:STEM]


def names_of(happening: Happening) -> frozenset[str]:
    """The stems of what a happening is called: its verb or noun, and for a light verb its object ("caught fire": fire)."""
    words = happening.words if happening.head in LIGHT else {happening.head}
    return frozenset(stem(word) for word in words if weight(word) >= TELLING and word not in VAGUE)


def same_happening(a: Happening, b: Happening) -> bool:
    """Whether both are called the same, and nothing that is told of their doers parts them."""
    if not names_of(a) & names_of(b):
        return False
    return not a.doer or not b.doer or bool({a.doer, b.doer} & VAGUE) or shares_word(a.doer, b.doer)


def of_two_happenings(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that relate two happenings of the same names, in whichever order."""
    return sharing(
        members,
        lambda claim: {
            tuple(sorted(names))
            for relation in relations(claim.tokens)
            for names in product(names_of(relation.first), names_of(relation.second))
        },
    )


def of_one_effect(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that tell what caused a happening of one name."""
    return sharing(
        members,
        lambda claim: {name for relation in relations(claim.tokens) if relation.kind == "cause" for name in names_of(relation.second)},
    )


def describe(happening: Happening) -> str:
    """The happening in words, its object and doer with it."""
    rest = sorted(word for word in happening.words if word != happening.head)
    return " ".join([happening.head, *rest])


def mentions(claims: Sequence[Claim], happening: Happening) -> bool:
    """Whether any of the claims has the word that names the happening."""
    names = names_of(happening)
    return any(stem(token.lemma.lower()) in names for claim in claims for token in claim.tokens)


def arrow(relation: Relation) -> str:
    return f"{describe(relation.first)}, then {describe(relation.second)}"
