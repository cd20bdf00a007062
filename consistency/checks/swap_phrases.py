"""The words a swap is shown by: what differs, as a reader would underline it ("five months" and "three months", not "five" and "three")."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.checks.swaps import Word, facts_over
from consistency.model import Claim, Fact, Token

WHOLE = frozenset({"quantity", "money", "percent", "date", "duration", "clock", "age", "score", "ordinal", "rate"})
"""Kinds of facts whose words belong together."""
MODIFIERS = frozenset({"amod", "nummod", "compound", "poss", "quantmod", "nmod"})
REACH = 3
"""Words from a modifier to its noun."""
LOOSE = frozenset({"ADP", "PART", "SCONJ", "ADV", "CCONJ"})
Reach = tuple[int, int]


def phrases(left: Sequence[Word], right: Sequence[Word], one: Claim, other: Claim) -> tuple[Reach, Reach]:
    """The first and last token to show for each side of a swap; both sides have words.

    Args:
        left: The words of one claim that stand where the other claim has `right`.
        right: Those of the other claim.
        one: The claim of `left`.
        other: The claim of `right`.

    Returns:
        For each side the indices of its first and last token. Both sides are widened in the same way, or neither is.
    """
    cores = _core(left, right), _core(right, left)
    facts = [_fact(core, claim) for core, claim in zip(cores, (one, other), strict=True)]
    if facts[0] is not None and facts[1] is not None and facts[0].kind == facts[1].kind:
        return _reach(facts[0], one), _reach(facts[1], other)
    plain = [(core[0].at, core[-1].at) for core in cores]
    heads = [_head(core[-1], claim) for core, claim in zip(cores, (one, other), strict=True)]
    if heads[0] is not None and heads[1] is not None and _lemma(one, heads[0]) == _lemma(other, heads[1]):
        return (plain[0][0], heads[0]), (plain[1][0], heads[1])
    return plain[0], plain[1]


def _core(side: Sequence[Word], other: Sequence[Word]) -> Sequence[Word]:
    """The words of a side that answer to the other side's: of a run, those of its kind; else the run without loose ends."""
    kinds = {_kind(word.token) for word in other}
    if len(side) > len(other):
        alike = [index for index, word in enumerate(side) if _kind(word.token) in kinds]
        if alike and alike[-1] - alike[0] < len(other):
            return side[alike[0] : alike[-1] + 1]
    first, last = 0, len(side)
    while last - first > 1 and side[last - 1].token.pos in LOOSE and side[last - 1].token.pos not in kinds:
        last -= 1
    while last - first > 1 and side[first].token.pos in LOOSE and side[first].token.pos not in kinds:
        first += 1
    return side[first:last]


def _kind(token: Token) -> str:
    return "NUM" if token.pos == "NUM" or token.text[:1].isdigit() else token.pos


def _fact(core: Sequence[Word], claim: Claim) -> Fact | None:
    """The one fact that the words are a part of."""
    found = [fact for fact in facts_over(claim, core) if fact.kind in WHOLE]
    return min(found, key=lambda fact: (fact.start - fact.end, fact.start), default=None)


def _reach(fact: Fact, claim: Claim) -> Reach:
    inside = [index for index, token in enumerate(claim.tokens) if token.start < fact.end and token.end > fact.start]
    return inside[0], inside[-1]


def _head(word: Word, claim: Claim) -> int | None:
    """The noun that a modifier right before it describes."""
    head = word.token.head
    if word.token.dep in MODIFIERS and word.at < head <= word.at + REACH and claim.tokens[head].pos in {"NOUN", "PROPN"}:
        return head
    return None


def _lemma(claim: Claim, index: int) -> str:
    return claim.tokens[index].lemma.lower()
