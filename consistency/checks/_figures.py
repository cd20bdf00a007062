"""The ladder of figures, shared by counts and amounts."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks._ladder import Context, Difference, Rung
from consistency.checks._slots import agreement, confidence, describe, harm_of
from consistency.model import Claim, Quantity

RUNGS = (
    Rung("not comparable", "The figures count different things, in different units, or are of different orders of magnitude."),
    Rung("same", "Both give the same figure."),
    Rung("compatible", "Rounding, “about”, “at least”, a range or another unit explains the difference."),
    Rung("told elsewhere", "The other account gives this figure too, beside another one."),
    Rung("updated", "The later report gives a higher figure of a kind that only grows, such as a toll.", fires=True, kind="update"),
    Rung("differs", "Both give a figure of the same thing, and the figures exclude each other.", fires=True),
)
FAR = 20.0
"""Figures further apart than this factor are of different things more often than they are in dispute."""
LEAST_AGREEMENT = 0.5
LEAST_CONFIDENCE = 0.65


def compare_figures(left: Claim, right: Claim, context: Context, kind: type[Quantity], exact: bool) -> Iterator[Difference]:
    """Every pair of figures of `kind` (its subclasses too unless `exact`) that reaches a firing rung."""
    lefts, rights = (_figures(claim, kind, exact) for claim in (left, right))
    for a in lefts:
        for b in rights:
            rung, slots = _rung(a, b, left, right, context)
            if rung in {"updated", "differs"} and (_told(a, right, context) or _told(b, left, context)):
                rung = "told elsewhere"
            if rung not in {"updated", "differs"}:
                continue
            sure = confidence(slots, context.similarity(left, right))
            if sure < LEAST_CONFIDENCE:
                continue
            what = describe(a.slot) or a.unit
            values = [_value(fact) for fact in (a, b)]
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=values[0],
                right_value=values[1],
                slot=harm_of(a.slot) or a.slot.noun or a.unit,
                because=f"{rung}: {values[0]} and {values[1]} exclude each other, both of “{what}”.",
                confidence=sure,
                message=f"a figure ({what})" if what else "a figure",
            )


def _value(fact: Quantity) -> str:
    """The normalised figure; casualties are named by their class, so that "14 dead" and "14 people were killed" are one value."""
    harm = {"die": "dead", "injure": "injured"}.get(harm_of(fact.slot))
    return f"{fact.value.removesuffix(fact.slot.noun).strip()} {harm}" if harm and not fact.unit else fact.value


def _figures(claim: Claim, kind: type[Quantity], exact: bool) -> list[Quantity]:
    return [fact for fact in claim.facts if isinstance(fact, kind) and (not exact or type(fact) is kind)]


def _overlap(a: Quantity, b: Quantity) -> bool:
    return a.unit == b.unit and a.low <= b.high and b.low <= a.high


def _told(fact: Quantity, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` gives this figure too, here or in another sentence: then it does not contradict it."""
    return any(
        isinstance(other, Quantity)
        and type(other) is type(fact)
        and _overlap(fact, other)
        and agreement(fact.slot, other.slot) >= LEAST_AGREEMENT
        for around in context.around(claim)
        for other in around.facts
    )


def _rung(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> tuple[str, float]:
    if a.unit != b.unit or not a.number or not b.number:
        return "not comparable", 0.0
    slots = agreement(a.slot, b.slot)
    if slots < LEAST_AGREEMENT:
        return "not comparable", slots
    if a.number == b.number:
        return "same", slots
    if _overlap(a, b):
        return "compatible", slots
    if max(a.number, b.number) / min(a.number, b.number) > FAR:
        return "not comparable", slots
    if harm_of(a.slot) or a.bound == "at least" or b.bound == "at least":
        first, second = (context.sources[claim.source] for claim in (left, right))
        if first.published and second.published and first.published != second.published:
            later_is_more = (first.published < second.published) == (a.number < b.number)
            if later_is_more:
                return "updated", slots
    return "differs", slots
