"""Wholes told by their parts: "12 people: seven men and five women", and what the parts add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.model import Claim, Quantity, Slot, Token
from consistency.nlp.numbers import CURRENCIES, Literal, bound_of, literals
from consistency.nlp.parse_tree import PEOPLE, Tree

KINDS = frozenset({"man", "woman", "boy", "girl", "child", "adult", "teenager", "infant", "baby", "male", "female", "toddler", "minor"})
"""Nouns that part people by age and sex: "12 people, seven men and five women" cannot be a list of three things."""
OPEN = frozenset({"include", "including", "among", "amongst", "least", "mostly", "mainly", "notably", "plus", "besides", "with"})
"""Words before a list that leave it open."""
MORE = frozenset({"other", "others", "more", "another", "several", "some", "unidentified"})
LONGEST_PART = 4
"""Tokens of a part's noun phrase after its number."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Two or more parts that stand side by side. `low` and `high` are what they add up to, rounding left open."""

    start: int
    end: int
    low: float
    high: float
    number: float
    nouns: tuple[str, ...]
    slot: Slot
    first: int
    """The index of the first part's first token."""


def breakdowns(claim: Claim) -> list[Breakdown]:
    """The closed lists of counted parts in a claim."""
    tokens = claim.tokens
    parts = [part for literal in literals(tokens) if (part := _part(tokens, literal)) is not None]
    runs: list[list[_Part]] = []
    for part in parts:
        if runs and _joined(tokens, runs[-1][-1], part):
            runs[-1].append(part)
        else:
            runs.append([part])
    tree = Tree(tokens)
    return [_breakdown(claim, tree, run) for run in runs if len(run) > 1 and _closed(tokens, run)]


@dataclass(frozen=True, slots=True)
class _Part:
    first: int
    last: int
    literal: Literal
    noun: str


def _part(tokens: Sequence[Token], literal: Literal) -> _Part | None:
    """A number with the noun that it counts right behind: "seven elderly men". Hedged numbers and measures are no parts."""
    if literal.number != int(literal.number) or bound_of(tokens, literal.first) != "exact":
        return None
    if literal.first and tokens[literal.first - 1].text.lower() in {*CURRENCIES, "no.", "number", "-"}:
        return None
    last = literal.last
    for index in range(literal.last + 1, min(len(tokens), literal.last + 1 + LONGEST_PART)):
        if tokens[index].pos == "NOUN":
            last = index
        elif tokens[index].pos not in {"ADJ", "PROPN"}:
            break
    if (
        last == literal.last
        or tokens[last].entity in {"DATE", "TIME", "PERCENT"}
        or {t.lemma.lower() for t in tokens[literal.last : last]} & MORE
    ):
        return None
    return _Part(literal.first, last, literal, tokens[last].lemma.lower())


def _joined(tokens: Sequence[Token], left: _Part, right: _Part) -> bool:
    between = " ".join(token.text.lower() for token in tokens[left.last + 1 : right.first])
    return between in {",", "and", ", and", "&"} and left.noun != right.noun and not {left.noun, right.noun} & PEOPLE


def _closed(tokens: Sequence[Token], run: Sequence[_Part]) -> bool:
    """Whether the list is whole: joined by "and" at its end, not opened by "including", not followed by "and others"."""
    before = {token.lemma.lower() for token in tokens[max(0, run[0].first - 3) : run[0].first]}
    after = [token.text.lower() for token in tokens[run[-1].last + 1 : run[-1].last + 4]]
    last_gap = {token.text.lower() for token in tokens[run[-2].last + 1 : run[-1].first]}
    return (
        not before & OPEN
        and "and" in last_gap
        and after[:1] not in (["and"], ["or"])
        and not set(after) & MORE
        and after[:2] != [",", "and"]
    )


def _breakdown(claim: Claim, tree: Tree, run: Sequence[_Part]) -> Breakdown:
    tokens = claim.tokens
    number = sum(part.literal.number for part in run)
    slack = sum(part.literal.step / 2 for part in run if part.literal.number >= 100)
    return Breakdown(
        start=tokens[run[0].first].start,
        end=tokens[run[-1].last].end,
        low=number - slack,
        high=number + slack,
        number=number,
        nouns=tuple(part.noun for part in run),
        slot=tree.slot(run[0].last),
        first=run[0].first,
    )


def whole_of(claim: Claim, parts: Breakdown) -> Quantity | None:
    """The figure in the claim that the parts break down: "12 people: ...", "12 people, seven men and ...", "12 people (...)"."""
    tokens = claim.tokens
    wholes = [
        fact
        for fact in claim.facts
        if type(fact) is Quantity and not fact.unit and fact.end <= parts.start and fact.slot.noun and fact.slot.noun not in parts.nouns
    ]
    if not wholes or parts.first == 0:
        return None
    mark = tokens[parts.first - 1].text
    whole = wholes[-1]
    between = [token for token in tokens if whole.end <= token.start < parts.start]
    if mark in {":", "—", "–", "("}:
        return whole if len(wholes) == 1 or len(between) <= 4 else None
    near = len(between) <= 3 and [token.text for token in between if not token.text.isalpha()] == [","]
    return whole if mark == "," and near and whole.slot.noun == "person" and set(parts.nouns) & KINDS else None


def counts_people(parts: Breakdown) -> bool:
    """Whether every part is a kind of people, so that they add up to "people"."""
    return set(parts.nouns) <= KINDS
