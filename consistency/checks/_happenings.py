"""Whether two accounts relate the same happenings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from consistency.checks._slots import VAGUE
from consistency.facts._relations import LIGHT, Happening, Relation, relations
from consistency.model import Claim
from consistency.rarity import weight

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
    return not a.doer or not b.doer or bool({a.doer, b.doer} & VAGUE) or bool(set(a.doer.split()) & set(b.doer.split()))


def reversed_pairs(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that relate two happenings in opposite orders."""
    yield from _joined(members, lambda relation: (relation.first, relation.second), lambda relation: (relation.second, relation.first))


def of_one_effect(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that tell what caused a happening of one name."""
    yield from _joined(members, lambda relation: (relation.second,), lambda relation: (relation.second,), "cause")


Ends = Callable[[Relation], tuple[Happening, ...]]


def _joined(members: Sequence[Claim], mine: Ends, theirs: Ends, kind: str = "") -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims where a relation of the one has at `mine` the names that a relation of the other has at `theirs`."""
    homes: dict[tuple[str, ...], list[int]] = {}
    keys: list[set[tuple[str, ...]]] = []
    for index, claim in enumerate(members):
        found = [relation for relation in relations(claim.tokens) if not kind or relation.kind == kind]
        keys.append({key for relation in found for key in product(*(sorted(names_of(end)) for end in mine(relation)))})
        for key in sorted({key for relation in found for key in product(*(sorted(names_of(end)) for end in theirs(relation)))}):
            homes.setdefault(key, []).append(index)
    pairs = {(min(i, j), max(i, j)) for i, own in enumerate(keys) for key in own for j in homes.get(key, [])}
    yield from ((members[i], members[j]) for i, j in sorted(pairs) if members[i].source != members[j].source)


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
