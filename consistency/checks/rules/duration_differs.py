"""How long one thing took or lasted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
from consistency.checks.figures import FAR
from consistency.checks.slots import CARRIERS, confidence, dates_part, shared_roles
from consistency.model import Claim, Duration

LEAST_CONFIDENCE = 0.68
LENGTHS = frozenset({"for", "long", "last", "over", "during"})
"""How a length is told; “in”, “within” and “after” tell when something came about."""
SHADES = frozenset({"long", "entire", "full", "whole", "total"})


def _every_duration(claim: Claim) -> list[Duration]:
    return [fact for fact in claim.facts if isinstance(fact, Duration)]


def _durations(claim: Claim) -> list[Duration]:
    return [fact for fact in _every_duration(claim) if fact.slot.role("how")]


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


@dataclass(frozen=True)
class _Lengths(Pair[Duration]):
    """Two lengths of time."""

    @cached_property
    def slots(self) -> float:
        return _agreement(self.a, self.b)

    @cached_property
    def sure(self) -> float:
        return confidence(self.slots, self.similarity)

    @property
    def far(self) -> bool:
        less, more = sorted((self.a.number, self.b.number))
        return not less or more > FAR * less


def _meet(a: Duration, b: Duration) -> bool:
    """Whether one length may meet both wordings. Three hours and four hours do not, though half an hour may be rounded either way."""
    slack = 0.001 * min(a.number, b.number)
    return a.low < b.high - slack and b.low < a.high - slack


def _tell(pair: _Lengths) -> Difference:
    return Difference((pair.a.value, pair.b.value), f"how long {pair.a.slot.noun or pair.a.slot.predicate}", pair.sure)


CHECK = Check(
    id="duration-differs",
    title="How long it took or lasted",
    kind="contradiction",
    severity="warning",
    about="Compares how long two accounts say that one thing took or lasted: “for three hours” with the same verb and the same doer or object, or "
    "“a six-month suspension” with the same noun and verb. Units are brought to one, and rounding, “about” and ranges are read as intervals.",
    cannot_tell="When the time was counted from, and whether a search or a strike that was still going on was reported at two moments of one day.",
    rungs=(
        Rung(
            "not comparable",
            "The lengths are of different things, or one is a length and the other a term (“within three days”).",
            lambda pair: not pair.slots,
        ),
        Rung("same", "Both give the same length.", lambda pair: pair.a.number == pair.b.number),
        Rung("far apart", "The lengths are of different orders of magnitude: they are of different things.", lambda pair: pair.far),
        Rung(
            "other times",
            "The two sentences date what they report, and the dates are days apart.",
            lambda pair: dates_part(pair.left, pair.right),
        ),
        Rung(
            "compatible",
            "Rounding, “about”, “more than”, a range or another unit explains the difference.",
            lambda pair: _meet(pair.a, pair.b) or not {"at least", "at most"}.isdisjoint({pair.a.bound, pair.b.bound}),
        ),
        Rung("told elsewhere", "The other account gives this length too.", lambda pair: pair.told_by_both(_meet, _every_duration)),
        Rung("unsure", "Too little says that both are of one thing.", lambda pair: pair.sure < LEAST_CONFIDENCE),
        Rung("differs", "One thing is given two lengths.", fires=True),
    ),
    relevant=lambda claim: bool(_durations(claim)),
    pairs=every_two(_Lengths, _durations),
    tell=_tell,
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
            "The library stayed closed for more than two weeks.", "The library stayed closed for 20 days.", False, "“more than” leaves room"
        ),
        Example(
            "Divers searched the quarry for six hours on Sunday and for two hours on Monday.",
            "Divers searched the quarry for two hours.",
            False,
            "the other account has these two hours too",
        ),
        Example(
            "Divers searched the flooded quarry for six hours on Sunday.",
            "Divers searched the flooded quarry for three weeks.",
            False,
            "two searches",
        ),
        Example(
            "In January 2022 divers searched the flooded quarry for six hours.",
            "In March 2024 divers searched the flooded quarry for eleven hours.",
            False,
            "two years, two searches",
        ),
        Example(
            "An outage at the ferry terminal of Alda lasted three hours on Monday, the port said.",
            "Ice cream melted in the shops of Alda while the outage lasted for five hours.",
            False,
            "nothing says that it is one outage",
        ),
    ),
)
