"""The parts that one account tells against the total that the other tells."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.breakdowns import Breakdown, breakdowns, counts_people
from consistency.checks.slots import dates_part, harm_of, shared_roles
from consistency.model import Claim, Quantity
from consistency.nlp.facts.casualties import HARM

LEAST_SIMILARITY = 0.4


def _totals(claim: Claim) -> list[Quantity]:
    """Counts of people in general: "14 people", "14 dead", not "14 pupils"."""
    return [
        fact
        for fact in claim.facts
        if type(fact) is Quantity
        and not fact.unit
        and (fact.slot.noun == "person" or fact.slot.noun in HARM)
        and not fact.slot.role("part")
        and not set(fact.slot.modifiers) - set(HARM)
    ]


def _sums(claim: Claim) -> list[Breakdown]:
    """Lists of people: men, women and children, or whoever was killed or injured."""
    return [parts for parts in breakdowns(claim) if counts_people(parts) or parts.slot.predicate in HARM]


def _relevant(claim: Claim) -> bool:
    return bool(_totals(claim) or _sums(claim))


def _of_one_thing(parts: Breakdown, whole: Quantity) -> bool:
    """The same class of casualties, or the same verb with nothing that parts its doer and object."""
    if HARM.get(parts.slot.predicate, "") or harm_of(whole.slot):
        return HARM.get(parts.slot.predicate, "") == harm_of(whole.slot)
    if not parts.slot.predicate or parts.slot.predicate != whole.slot.predicate or parts.slot.predicate in {"be", "have", "say"}:
        return False
    return parts.slot.role("is") == whole.slot.role("is") and shared_roles(parts.slot, whole.slot, ("subject", "object")) is not None


def _rung(parts: Breakdown, whole: Quantity, told: Claim, summed: Claim, context: Context) -> str:
    if not _of_one_thing(parts, whole) or dates_part(told, summed) or context.similarity(told, summed) < LEAST_SIMILARITY:
        return "not comparable"
    if not whole.number:
        return "not comparable"
    if parts.low <= whole.number <= parts.high:
        return "same"
    if parts.low <= whole.high and whole.low <= parts.high:
        return "compatible"
    if not 0.5 <= parts.number / whole.number <= 2:
        return "not comparable"
    if any(fact.low <= parts.number <= fact.high for near in context.around(told) for fact in _totals(near)):
        return "told elsewhere"
    if any(fact.low <= whole.number <= fact.high for near in context.around(summed) for fact in _totals(near)):
        return "told elsewhere"
    order = context.publication_order(told, summed)
    return "updated" if harm_of(whole.slot) and order and (order < 0) == (whole.number < parts.number) else "differs"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for told, summed in ((left, right), (right, left)):
        for parts in _sums(summed):
            for whole in _totals(told):
                rung = _rung(parts, whole, told, summed, context)
                if rung not in {"updated", "differs"}:
                    continue
                spans, values = [(whole.start, whole.end), (parts.start, parts.end)], [whole.value, f"{parts.number:g} in all"]
                order = (0, 1) if told is left else (1, 0)
                yield Difference(
                    rung=rung,
                    left=spans[order[0]],
                    right=spans[order[1]],
                    left_value=values[order[0]],
                    right_value=values[order[1]],
                    slot=f"total {parts.slot.predicate}",
                    confidence=round(min(0.9, 0.6 + 0.3 * context.similarity(left, right)), 3),
                    message=f"a total (“{parts.slot.predicate}”)",
                    because=f"{rung}: the parts that one account tells add up to {parts.number:g}, and the other gives {whole.value}.",
                )


CHECK = Check(
    id="total-differs",
    title="Parts against a total",
    kind="contradiction",
    severity="warning",
    about="Adds up the people that one account counts in parts (“nine men and five women”, “killed two pilots and ten guests”) and compares the sum with the number of "
    "people that the other account gives for the same: the same class of casualties, or the same verb. Open lists and rounded figures are left alone.",
    cannot_tell="Whether the parts are all there were, where the sentence does not say so, and parts told in several sentences.",
    rungs=(
        Rung("not comparable", "The parts and the total count different things."),
        Rung("same", "The parts add up to the total."),
        Rung("compatible", "“About”, “at least” or rounding explains the gap."),
        Rung("told elsewhere", "The account with the parts gives this total too, or the other one their sum."),
        Rung("updated", "The later report gives more dead or injured.", fires=True, kind="update"),
        Rung("differs", "The parts add up to something else than the total.", fires=True),
    ),
    relevant=_relevant,
    compare=_compare,
    examples=(
        Example(
            "Nine men and five women were killed when the cable car fell, the police said.",
            "Sixteen people were killed when the cable car fell, the police said.",
            True,
        ),
        Example(
            "Rescuers freed eleven adults and three children from the cable car.",
            "Rescuers freed 17 people from the cable car.",
            True,
        ),
        Example(
            "The fall of the cable car killed two guides and nine hikers.",
            "The fall of the cable car killed 12 people.",
            True,
        ),
        Example(
            "Nine men and five women were killed when the cable car fell.",
            "The fall of the cable car killed 14 people.",
            False,
            "they add up",
        ),
        Example(
            "Nine men and five women were killed when the cable car fell.",
            "At least 12 people were killed when the cable car fell.",
            False,
            "“at least” leaves room",
        ),
        Example(
            "Nine men and five women were killed when the cable car fell.",
            "The fall of the cable car injured 16 people.",
            False,
            "the dead and the injured",
        ),
        Example(
            "Several people were killed, including nine men and five women, when the cable car fell.",
            "Sixteen people were killed when the cable car fell.",
            False,
            "an open list",
        ),
    ),
)
