"""Whether the parts that one account lists add up to the figure of the other: "four adults and three children" are seven people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.checks.base import Context
from consistency.checks.slots import harm_of
from consistency.model import Claim, Quantity, Span, Token

_ONE = frozenset({"a", "an", "the", "another", "one", "its", "his", "her", "their"})
"""Words before a noun in the singular that make it one more."""


def summed(a: Quantity, left: Claim, b: Quantity, right: Claim, context: Context) -> bool:
    """Whether the parts that one of two accounts lists make up the other's figure. `a` is of `left`, and `b` of `right`."""
    return adds_up(a, left, b, context.around(left)) or adds_up(b, right, a, context.around(right))


def summed_at(spans: tuple[Span, Span], left: Claim, right: Claim, context: Context) -> bool:
    """The same for the figures that stand, or begin or end, in a span of each claim."""
    ones, others = (
        [fact for fact in claim.facts if isinstance(fact, Quantity) and fact.start < end and fact.end > start]
        for claim, (start, end) in ((left, spans[0]), (right, spans[1]))
    )
    return any(summed(one, left, other, right, context) for one in ones for other in others)


def adds_up(part: Quantity, claim: Claim, whole: Quantity, around: Sequence[Claim]) -> bool:
    """Whether what the sentence of a figure lists beside it, or the sentence next to it, makes up the other account's figure.

    Args:
        part: A figure.
        claim: The claim that has it.
        whole: The other account's figure.
        around: All claims of the first account, in order.

    Returns:
        Whether the parts sum to just the whole. Figures of other harm than the whole, and inexact ones, are no parts.
    """
    if part.unit or whole.unit or type(part) is not Quantity or type(whole) is not Quantity or part.number >= whole.number:
        return False
    if whole.number in (_coordinated(part, claim), _in_a_row(part, claim)):
        return True
    return any(part.number + more == whole.number for more in _beside(part, claim, around))


def _coordinated(part: Quantity, claim: Claim) -> float | None:
    """The sum of the list that the figure stands in ("thirteen people and the gunman"); `None` if one of its members has no count."""
    tokens = claim.tokens
    head = _noun(part, tokens)
    if head is None:
        return None
    while tokens[head].dep == "conj" and tokens[head].head != head:
        head = tokens[head].head
    members, at = [head], 0
    while at < len(members):
        members += [i for i, token in enumerate(tokens) if token.head == members[at] and token.dep == "conj" and i not in members]
        at += 1
    counts = {_noun(fact, tokens): fact for fact in _counts(claim) if harm_of(fact.slot) in ("", harm_of(part.slot))}
    found = [_count(member, counts, tokens) for member in members]
    total = [count for count in found if count is not None]
    return sum(total) if len(total) == len(found) >= 2 else None


def _in_a_row(part: Quantity, claim: Claim) -> float | None:
    """The same by the words alone, for the parser often hangs a list's first member elsewhere: counts with but a noun and "and" between."""
    counts = [fact for fact in sorted(_counts(claim), key=lambda fact: fact.start) if harm_of(fact.slot) in ("", harm_of(part.slot))]
    runs: list[list[Quantity]] = []
    for fact in counts:
        if runs and _joined([token for token in claim.tokens if runs[-1][-1].end <= token.start and token.end <= fact.start]):
            runs[-1].append(fact)
        else:
            runs.append([fact])
    run = next((run for run in runs if part in run), [])
    return sum(fact.number for fact in run) if len(run) >= 2 else None


def _joined(between: Sequence[Token]) -> bool:
    nouns = [token for token in between if token.pos in {"NOUN", "ADJ", "PROPN"}]
    joints = [token for token in between if token.text.lower() in {"and", ",", "plus"}]
    return bool(nouns and joints) and len(nouns) <= 3 and len(nouns) + len(joints) == len(between) and between[-1] in joints


def _count(member: int, counts: dict[int | None, Quantity], tokens: Sequence[Token]) -> float | None:
    if member in counts:
        return counts[member].number
    token = tokens[member]
    before = {other.text.lower() for other in tokens if other.head == member and other.dep in {"det", "poss"}}
    if token.tag == "NNP" or (token.tag == "NN" and before & _ONE):
        return 1
    return None


def _beside(part: Quantity, claim: Claim, around: Sequence[Claim]) -> Iterator[float]:
    """Figures of the same harm to others, in the sentence right before or after."""
    harm = harm_of(part.slot)
    at = next((i for i, other in enumerate(around) if other.id == claim.id), None)
    if not harm or at is None:
        return
    for near in (*around[max(0, at - 1) : at], *around[at + 1 : at + 2]):
        for fact in _counts(near):
            if harm_of(fact.slot) == harm and fact.slot.noun != part.slot.noun:
                yield fact.number


def _counts(claim: Claim) -> list[Quantity]:
    return [fact for fact in claim.facts if type(fact) is Quantity and not fact.unit and fact.bound == "exact"]


def _noun(fact: Quantity, tokens: Sequence[Token]) -> int | None:
    """The token that is counted; the number itself where nothing follows it ("four and three more")."""
    span = [i for i, token in enumerate(tokens) if token.start < fact.end and token.end > fact.start]
    outer = [i for i in span if tokens[i].head not in span or tokens[i].head == i]
    if not outer:
        return None
    token = tokens[outer[0]]
    return token.head if token.dep in {"nummod", "quantmod", "compound", "amod", "nmod"} else outer[0]
