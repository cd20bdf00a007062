"""Shares told as fractions: "half of the pupils", "two-thirds of the harvest", "one in five homes", "a majority of members"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consistency.model import Bound, Claim, Fraction, Source
from consistency.nlp.number_words import ONES, hedge
from consistency.nlp.numbers import numbers
from consistency.nlp.parse_tree import Tree, noun

HALF = re.compile(
    rf"\b(?:(?:one|a)[\s-]+)?half\b(?=\s+(?:of|the|its|their|all|his|her|our)\b)"
    rf"|\b(?:an?\s+)?majority\b(?=\s+of\s+(?!(?:\d|an?\b|just\b|only\b|about\b|more\b|(?:{ONES})\b)))",
    re.IGNORECASE,
)
ROOM = 3.0
"""Per cent points by which a plain fraction may be rounded: "a third" is 36% in many a headline."""
MORE_ROOM = 8.0
"""The same for "about a third"."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share in a text: its span, and the per cent that it may mean."""

    start: int
    end: int
    number: float
    low: float
    high: float
    bound: Bound


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Fraction]]:
    """Yield (claim index, fact) for every fraction of something named."""
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for share in shares(claim.text):
            tree = tree or Tree(claim.tokens)
            fact = _fact(tree, claim, share)
            if fact is not None:
                yield index, fact


def shares(text: str) -> list[Share]:
    """The shares told as fractions in a text, in order.

    >>> [(round(share.number), share.bound) for share in shares("about two-thirds of the homes, and half of the barns")]
    [(67, 'about'), (50, 'exact')]
    """
    found = [
        _share(number.start, number.end, number.value, number.bound) for number in numbers(text) if number.sort in {"fraction", "share"}
    ]
    for match in HALF.finditer(text):
        start, end = match.span()
        more = re.search(r"\band\s+$", text[max(0, start - 5) : start])  # "a mile and a half of road"
        if more or any(share.start < end and start < share.end for share in found):
            continue
        if "half" in match.group().lower():
            found.append(_share(start, end, 50.0, hedge(text, start, end)))
        else:
            found.append(Share(start, end, 75.0, 50.0, 100.0, "at least"))
    return sorted(found, key=lambda share: share.start)


def _share(start: int, end: int, number: float, bound: Bound) -> Share:
    if bound == "at least":
        return Share(start, end, number, number, 100.0, bound)
    if bound == "at most":
        return Share(start, end, number, 0.0, number, bound)
    room = MORE_ROOM if bound == "about" else min(ROOM, number / 4)
    return Share(start, end, number, number - room, number + room, bound)


def _fact(tree: Tree, claim: Claim, share: Share) -> Fraction | None:
    tokens = tree.tokens
    start, end = claim.start + share.start, claim.start + share.end
    inside = [index for index, token in enumerate(tokens) if token.start < end and token.end > start]
    found = _whole(tree, inside)
    if found is None:
        return None
    at, whole = found
    slot = tree.slot(at)
    return Fraction(
        start=start,
        end=end,
        text=claim.text[share.start : share.end],
        number=share.number,
        low=share.low,
        high=share.high,
        bound=share.bound,
        unit="percent",
        slot=replace(slot.having("of", whole), noun=""),
    )


def _whole(tree: Tree, inside: Sequence[int]) -> tuple[int, str] | None:
    """The word whose slot the share has, and what it is a share of."""
    tokens = tree.tokens
    for index in reversed(inside):
        for name, inner in tree.prepositional(index):
            if name == "of" and inner not in inside:
                return index, tree.phrase(inner)
    for index in inside:
        head = tokens[index].head
        if head not in inside and head > inside[-1] and tokens[head].pos == "NOUN":
            return head, noun(tokens[head])
    return None
