"""A price, rate or index that two accounts give at different levels: it has moved between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.candidates import sharing
from consistency.checks.figures import overlap
from consistency.checks.levels import RISING, Level, current, levels, moves
from consistency.model import Claim
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.word_frequency import weight

LEAST_WEIGHT = 0.3
NEAR = 2.0
"""Levels further apart than this factor are of two things more often than of one that has moved."""
LEAST_COSINE = 0.35
ABBREVIATION = 5
"""Letters of the longest abbreviation."""


def _told_before(level: Level, claim: Claim, context: Context) -> Level:
    """A level of "prices" or "the price" alone is that of what the account's headline names."""
    if level.bearer or not level.measured:
        return level
    titles = [around for around in context.around(claim) if around.role == "title"]
    return replace(level, bearer=frozenset(token.lemma.lower() for title in titles[:1] for token in title.tokens if token.pos == "PROPN"))


def _bearer(a: Level, b: Level, left: Claim, right: Claim, context: Context) -> str:
    """The word for what both levels are of, empty where they may be of two things."""
    a, b = _told_before(a, left, context), _told_before(b, right, context)
    shared: Collection[str] = a.bearer & b.bearer or _abbreviated(a.bearer, b.bearer) or _abbreviated(b.bearer, a.bearer)
    if not shared and a.fact is not None and context.similarity(left, right) >= LEAST_COSINE:
        # Another word for it ("the coin", "it"): the claims must speak of one thing by name.
        names = [{token.lemma.lower() for token in claim.tokens if token.pos == "PROPN"} for claim in (left, right)]
        shared = content_lemmas(left.tokens) & content_lemmas(right.tokens) & (names[0] | names[1])
        shared = shared & (a.bearer | b.bearer) if a.bearer and b.bearer else shared
    rarity, word = max(((weight(word), word) for word in shared), default=(0.0, ""))
    return word if rarity >= LEAST_WEIGHT else ""


def _abbreviated(short: frozenset[str], long: frozenset[str]) -> set[str]:
    """The words of `long` that a word of `short` abbreviates as tickers do: its first letter and others of it in their order."""
    found = set()
    for word in short:
        for full in long:
            letters = iter(full)
            if 2 <= len(word) <= ABBREVIATION < len(full) and word[0] == full[0] and all(letter in letters for letter in word):
                found.add(full)
    return found


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Claims that give a level in one currency, or that tell of a move: the levels of an event are few."""
    return sharing(members, lambda claim: [level.fact.unit if level.fact else "move" for level in [*levels(claim), *moves(claim)]])


def _rung(a: Level, b: Level, about: str) -> str:
    if not about:
        return "not comparable"
    if a.fact is None or b.fact is None:
        return "turned" if (a.verb in RISING) != (b.verb in RISING) else "same"
    if a.fact.unit != b.fact.unit or not a.fact.number or not b.fact.number:
        return "not comparable"
    if overlap(a.fact, b.fact):
        return "same"
    return "moved" if max(a.fact.number, b.fact.number) <= NEAR * min(a.fact.number, b.fact.number) else "not comparable"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    if not current(left, context) or not current(right, context):
        return
    pairs = [(a, b) for a in levels(left) for b in levels(right)]
    pairs += [(a, b) for a in moves(left) for b in moves(right)]
    for a, b in pairs:
        about = _bearer(a, b, left, right, context)
        rung = _rung(a, b, about)
        if rung not in {"moved", "turned"}:
            continue
        values = [level.fact.value if level.fact else level.verb for level in (a, b)]
        yield Difference(
            rung=rung,
            left=(a.start, a.end),
            right=(b.start, b.end),
            left_value=values[0],
            right_value=values[1],
            slot=f"{about} {a.fact.unit if a.fact else 'move'}",
            because=f"{rung}: {values[0]} and {values[1]} are both told of {about}, each as of the time of its report.",
            confidence=round(min(0.95, 0.55 + 0.2 * (about in a.bearer | b.bearer) + 0.3 * max(0.0, context.similarity(left, right))), 3),
            message=f"where it stands ({about})",
        )


CHECK = Check(
    id="level-moves",
    title="Where a price or rate stands",
    kind="update",
    severity="warning",
    about="Compares the levels of prices, rates and indexes that accounts give as of their own time (“fell to”, “is trading at”, “stood at”), and rises against falls. "
    "What moves is told anew in every report, so different levels are an update and never a contradiction, and all levels of one thing make one finding.",
    cannot_tell="At what minute each level was taken, and whether two things of one name and nearly one level (two classes of shares) are meant.",
    rungs=(
        Rung("not comparable", "The levels are of different things, in different units, or far apart; or the figure is no level."),
        Rung("same", "Both give the same level, rounded or hedged."),
        Rung("history", "A level is dated to another time than that of its report."),
        Rung("moved", "Two reports give two levels of one thing, each as of its time.", fires=True, kind="update"),
        Rung("turned", "One report tells a rise of it and another a fall.", fires=True, kind="update"),
    ),
    relevant=lambda claim: bool(claim.tokens) and bool(levels(claim) or moves(claim)),
    candidates=_candidates,
    series=True,
    compare=_compare,
    examples=(
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Cocoa was trading at $7,480 a tonne after the harvest report.",
            True,
            published=("2024-03-07", "2024-03-08"),
        ),
        Example(
            "Shares of Norrland Shipping rose before the opening bell.",
            "Shares of Norrland Shipping fell 2 percent in early trading.",
            True,
            "a rise against a fall",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Cocoa prices fell to about $7,100 a tonne after the harvest report.",
            False,
            "rounded",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Coffee prices fell to $7,480 a tonne after the harvest report.",
            False,
            "two goods",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "In November 2021 cocoa was trading at $8,400 a tonne.",
            False,
            "history",
        ),
        Example(
            "The shipping line was fined $40 million at the hearing.",
            "The shipping line was valued at $52 million at the hearing.",
            False,
            "a fine is no level",
        ),
    ),
)
