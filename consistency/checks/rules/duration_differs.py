"""How long one thing took or lasted."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.figures import FAR
from consistency.checks.slots import CARRIERS, confidence, dates_part, shared_roles
from consistency.model import Claim, Duration

LEAST_CONFIDENCE = 0.68
LENGTHS = frozenset({"for", "long", "last", "over", "during"})
"""How a length is told; “in”, “within” and “after” tell when something came about."""
SHADES = frozenset({"long", "entire", "full", "whole", "total"})


def _durations(claim: Claim) -> list[Duration]:
    return [fact for fact in claim.facts if isinstance(fact, Duration) and fact.slot.role("how")]


def _how(fact: Duration) -> str:
    how = fact.slot.role("how")
    return "length" if how in LENGTHS else "in" if how in {"in", "within"} else how


def _agreement(a: Duration, b: Duration) -> float:
    """How sure both are the length of one thing, in [0, 1]: one noun ("a six-month ban"), or one verb with its doer or object."""
    left, right = a.slot, b.slot
    if _how(a) != _how(b):
        return 0.0
    nouns = "long" in {left.role("how"), right.role("how")}
    if nouns:
        words = [set(slot.modifiers) - SHADES for slot in (left, right)]
        things = {slot.noun or slot.role("subject") for slot in (left, right)}
        if len(things) > 1 or "" in things or words[0] ^ words[1]:
            return 0.0
    elif not left.predicate or left.predicate != right.predicate or left.predicate in CARRIERS | {"do", "go", "take", "make"}:
        return 0.0
    roles = shared_roles(left, right, ("subject", "object", "of", "on", "against"))
    if roles is None:
        return 0.0
    shared = len(roles) + bool(nouns and left.predicate and left.predicate == right.predicate)
    return min(0.95, 0.5 + 0.25 * shared) if shared else 0.0


def _rung(a: Duration, b: Duration, left: Claim, right: Claim, context: Context) -> tuple[str, float]:
    slots = _agreement(a, b)
    if slots == 0.0 or not a.number or not b.number or max(a.number, b.number) > FAR * min(a.number, b.number) or dates_part(left, right):
        return "not comparable", slots
    if a.number == b.number:
        return "same", slots
    if _meet(a, b) or {"at least", "at most"} & {a.bound, b.bound}:
        return "compatible", slots
    if _told(a, right, context) or _told(b, left, context):
        return "told elsewhere", slots
    return "differs", slots


def _meet(a: Duration, b: Duration) -> bool:
    """Whether one length may meet both wordings. Three hours and four hours do not, though half an hour may be rounded either way."""
    slack = 0.001 * min(a.number, b.number)
    return a.low < b.high - slack and b.low < a.high - slack


def _told(fact: Duration, claim: Claim, context: Context) -> bool:
    return any(isinstance(other, Duration) and _meet(fact, other) for near in context.around(claim) for other in near.facts)


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _durations(left):
        for b in _durations(right):
            rung, slots = _rung(a, b, left, right, context)
            sure = confidence(slots, context.similarity(left, right))
            if rung == "differs" and sure >= LEAST_CONFIDENCE:
                what = a.slot.noun or a.slot.predicate
                yield Difference(
                    rung=rung,
                    left=(a.start, a.end),
                    right=(b.start, b.end),
                    left_value=a.value,
                    right_value=b.value,
                    slot=f"how long {what}",
                    confidence=sure,
                    message=f"how long it is (“{what}”)",
                    because=f"differs: {a.value} and {b.value} exclude each other; both are the length of “{what}”.",
                )


CHECK = Check(
    id="duration-differs",
    title="How long it took or lasted",
    kind="contradiction",
    severity="warning",
    about="Compares how long two accounts say that one thing took or lasted: “for three hours” with the same verb and the same doer or object, or "
    "“a six-month suspension” with the same noun and verb. Units are brought to one, and rounding, “about” and ranges are read as intervals.",
    cannot_tell="When the time was counted from, and whether a search or a strike that was still going on was told of at two moments of one day.",
    rungs=(
        Rung("not comparable", "The lengths are of different things, or one is a length and the other a term (“within three days”)."),
        Rung("same", "Both give the same length."),
        Rung("compatible", "Rounding, “about”, “more than”, a range or another unit explains the difference."),
        Rung("told elsewhere", "The other account gives this length too."),
        Rung("differs", "One thing is given two lengths.", fires=True),
    ),
    relevant=lambda claim: bool(_durations(claim)),
    compare=_compare,
    examples=(
        Example(
            "The league imposed a six-month suspension on the captain of the rowing team.",
            "The league imposed a nine-month suspension on the captain.",
            True,
        ),
        Example(
            "Divers searched the flooded quarry for six hours on Sunday.",
            "Divers searched the flooded quarry for eleven hours on Sunday.",
            True,
        ),
        Example("The outage at the ferry terminal lasted three hours.", "The outage at the ferry terminal lasted for five hours.", True),
        Example(
            "The outage at the ferry terminal lasted about three hours.",
            "The outage at the ferry terminal lasted 190 minutes.",
            False,
            "rounded, in another unit",
        ),
        Example(
            "The league imposed a six-month suspension on the captain.",
            "The league imposed a two-year ban on betting.",
            False,
            "two penalties",
        ),
        Example(
            "Divers searched the flooded quarry for six hours.",
            "Divers reached the flooded quarry within two hours.",
            False,
            "a length and a term",
        ),
        Example(
            "The library stayed closed for more than two weeks.",
            "The library stayed closed for 20 days.",
            False,
            "“more than” leaves room",
        ),
        Example(
            "Divers searched the quarry for six hours on Sunday and for two hours on Monday.",
            "Divers searched the quarry for two hours.",
            False,
            "the other account tells of these two hours too",
        ),
    ),
)
