"""Shares and percentages that the comparison of like figures does not reach: fractions, and percentage points."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.slots import CARRIERS, dates_part, shared_roles
from consistency.model import Claim, Percent
from consistency.nlp.measured import Fraction

LEAST_SIMILARITY = 0.5


def _shares(claim: Claim) -> list[Percent]:
    return [fact for fact in claim.facts if isinstance(fact, Percent)]


def _of_one_thing(a: Percent, b: Percent) -> bool:
    """The same verb, and the same of what or whose share it is, with nothing that parts them."""
    left, right = a.slot, b.slot
    if not left.predicate or left.predicate != right.predicate:
        return False
    shared = shared_roles(left, right, ("of", "subject", "object"))
    if shared is None or ("of" not in shared and (left.role("of") or right.role("of"))):
        return False
    return bool(shared - {"of"}) if left.predicate in CARRIERS else bool(shared)


def _rung(a: Percent, b: Percent, left: Claim, right: Claim, context: Context) -> str:
    fractions = isinstance(a, Fraction), isinstance(b, Fraction)
    if (not any(fractions) and a.unit == b.unit) or not _of_one_thing(a, b) or _negations(left) != _negations(right):
        return "not comparable"
    if dates_part(left, right) or context.similarity(left, right) < LEAST_SIMILARITY:
        return "not comparable"
    if a.unit != b.unit:
        if any(fractions) or a.number != b.number or _has_unit(a, right, context) or _has_unit(b, left, context):
            return "compatible"
        return "of another measure"
    if a.low <= b.high and b.low <= a.high:
        return "compatible"
    if _told(a, right, context) or _told(b, left, context):
        return "told elsewhere"
    return "differs"


def _negations(claim: Claim) -> int:
    return sum(token.dep == "neg" for token in claim.tokens)


def _has_unit(fact: Percent, claim: Claim, context: Context) -> bool:
    return any(other.unit == fact.unit and other.number == fact.number for near in context.around(claim) for other in _shares(near))


def _told(fact: Percent, claim: Claim, context: Context) -> bool:
    return any(
        other.unit == fact.unit and other.low <= fact.high and fact.low <= other.high
        for near in context.around(claim)
        for other in _shares(near)
        if other.slot.role("of") == fact.slot.role("of")
    )


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _shares(left):
        for b in _shares(right):
            rung = _rung(a, b, left, right, context)
            if rung not in {"differs", "of another measure"}:
                continue
            what = " ".join(filter(None, (a.slot.role("of") or a.slot.role("subject"), a.slot.predicate)))
            values = [fact.value for fact in (a, b)]
            how = "are not the same measure" if rung == "of another measure" else "exclude each other"
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=values[0],
                right_value=values[1],
                slot=f"share {what}",
                confidence=round(min(0.9, 0.5 + 0.35 * max(0.0, context.similarity(left, right))), 3),
                message=f"a share ({what})",
                because=f"{rung}: {values[0]} and {values[1]} {how}; both are told with “{what}”.",
            )


CHECK = Check(
    id="percent-differs",
    title="A share",
    kind="contradiction",
    severity="warning",
    about="Compares fractions (“a third of the pupils”, “a majority of the members”) with fractions and percentages of the same thing, and finds one "
    "figure told as per cent here and as percentage points there. Two percentages are compared by `number-differs`.",
    cannot_tell="Which of per cent and percentage points is meant, and what a share is of where the sentence does not say so.",
    rungs=(
        Rung("not comparable", "The shares are of different things, or both are plain percentages."),
        Rung("compatible", "Rounding explains the difference: a third may be anything from 30 to 36 per cent."),
        Rung("told elsewhere", "The other account gives this share too."),
        Rung("of another measure", "One figure is told as per cent and as percentage points.", fires=True),
        Rung("differs", "The shares exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(_shares(claim)),
    compare=_compare,
    examples=(
        Example(
            "A third of the orchards lost their blossom in the late frost.",
            "Some 60 percent of the orchards lost their blossom in the late frost.",
            True,
        ),
        Example(
            "The savings bank raised its rate by 2 percentage points in May.",
            "The savings bank raised its rate by 2 percent in May.",
            True,
        ),
        Example(
            "A majority of the members voted for the merger of the clubs.",
            "Some 40 percent of the members voted for the merger of the clubs.",
            True,
        ),
        Example(
            "A third of the orchards lost their blossom in the late frost.",
            "Some 35 percent of the orchards lost their blossom in the late frost.",
            False,
            "a round fraction",
        ),
        Example(
            "A third of the orchards lost their blossom in the late frost.",
            "Some 60 percent of the vineyards lost their blossom in the late frost.",
            False,
            "two shares",
        ),
        Example(
            "More than half of the members voted for the merger of the clubs.",
            "Some 60 percent of the members voted for the merger of the clubs.",
            False,
            "“more than” leaves room",
        ),
        Example(
            "The savings bank raised its rate by 2 percentage points in May.",
            "The savings bank raised its fee by 2 percent in May.",
            False,
            "a rate and a fee",
        ),
    ),
)
