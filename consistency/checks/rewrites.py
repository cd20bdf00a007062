"""How far one account looks like a rewrite of another: the same sentences, in the same order, in nearly the same words.

Where an outlet rewrites an agency's report, a phrase that differs is far more often a slip than where two reporters wrote each for
themselves. What is measured of two accounts is measured without the two sentences that are asked about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from consistency.checks.base import Context
from consistency.checks.swaps import words
from consistency.model import Claim

NEAR = 0.5
"""The cosine from which on two sentences that are each other's nearest count as one sentence told twice."""
REWRITE = 0.6
"""How far one account must retell the other's sentences in their order for it to be a rewrite."""
VERBATIM = 0.3
"""The share of their words that the sentences of a rewrite have in common with their counterparts, on average."""


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The sentences of two accounts that are each other's nearest: by index, sorted, with the share of words they have in common."""

    pairs: tuple[tuple[int, int], ...]
    shared: tuple[float, ...]
    place: dict[str, int]
    least: int
    """How many sentences the shorter account has."""


_FOUND: WeakKeyDictionary[Callable[[Claim, Claim], float], dict[tuple[str, str], Counterparts]] = WeakKeyDictionary()


def rewrite(left: Claim, right: Claim, context: Context) -> tuple[float, float, float]:
    """What says that the account of one claim is a rewrite of the other's.

    Args:
        left: A claim.
        right: A claim of another source.
        context: Gives the claims of both sources and how like they are.

    Returns:
        The share of the shorter account's other sentences that have a counterpart, the share of these that stand in one order, and the
        mean share of words that counterparts have in common. All in [0, 1].
    """
    found = counterparts(left, right, context)
    at = found.place.get(left.id, -1), found.place.get(right.id, -1)
    others = [(pair, shared) for pair, shared in zip(found.pairs, found.shared, strict=True) if at[0] != pair[0] and at[1] != pair[1]]
    if not others:
        return 0.0, 0.0, 0.0
    return (
        round(len(others) / max(1, found.least - 1), 4),
        round(_longest_rise([j for (_, j), _ in others]) / len(others), 4),
        round(sum(shared for _, shared in others) / len(others), 4),
    )


def retells(left: Claim, right: Claim, context: Context) -> bool:
    """Whether one account is a rewrite of the other and the two sentences are each other's counterparts in it."""
    found = counterparts(left, right, context)
    return (found.place.get(left.id, -1), found.place.get(right.id, -1)) in found.pairs and rewritten(left, right, context)


def rewritten(left: Claim, right: Claim, context: Context) -> bool:
    """Whether one account is a rewrite of the other."""
    retold, in_order, verbatim = rewrite(left, right, context)
    return retold * in_order >= REWRITE and verbatim >= VERBATIM


def counterparts(left: Claim, right: Claim, context: Context) -> Counterparts:
    """The counterparts of the sources of two claims, the left one's first; found once for each two sources."""
    known = _FOUND.setdefault(context.similarity, {})
    key = (left.source, right.source)
    if key not in known:
        known[key] = _counterparts(context.around(left), context.around(right), context)
    return known[key]


def _counterparts(one: Sequence[Claim], other: Sequence[Claim], context: Context) -> Counterparts:
    likeness = [[context.similarity(a, b) for b in other] for a in one]
    best = [row.index(max(row)) for row in likeness]
    back = [column.index(max(column)) for column in map(list, zip(*likeness, strict=True))]
    pairs = tuple((i, j) for i, j in enumerate(best) if back[j] == i and likeness[i][j] >= NEAR)
    shared = tuple(_shared(one[i], other[j]) for i, j in pairs)
    place = {claim.id: index for side in (one, other) for index, claim in enumerate(side)}
    return Counterparts(pairs, shared, place, min(len(one), len(other)))


def _shared(one: Claim, other: Claim) -> float:
    a, b = ({word.key for word in words(claim)} for claim in (one, other))
    return len(a & b) / len(a | b) if a or b else 0.0


def _longest_rise(values: Sequence[int]) -> int:
    """The length of the longest part of a sequence, gaps allowed, that only rises."""
    ends: list[int] = []
    for value in values:
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
    return len(ends)
