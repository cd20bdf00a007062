"""How long one thing took or lasted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
from consistency.checks.figures import FAR, figures, one_thing, unlikely
from consistency.checks.slots import dates_part
from consistency.model import Claim, Duration

LENGTHS = frozenset({"for", "long", "last", "over", "during"})
TERMS = frozenset({"in", "within"})
"""How a length is told, and how when something came about."""


def _durations(claim: Claim) -> list[Duration]:
    return [fact for fact in figures(claim, Duration) if fact.number > 0]


@dataclass(frozen=True)
class _Lengths(Pair[Duration]):
    """Two lengths of time."""

    @property
    def length_and_term(self) -> bool:
        hows = {self.a.slot.role("how"), self.b.slot.role("how")}
        return bool(hows & LENGTHS and hows & TERMS)

    @cached_property
    def sure(self) -> float:
        return one_thing(self)

    @property
    def far(self) -> bool:
        less, more = sorted((self.a.number, self.b.number))
        return more > FAR * less


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
    about="Compares how long two accounts say that one thing took or lasted. Units are brought to one, and rounding, “about” and ranges are read as "
    "intervals. A fitted model says, as for other figures, how likely both are of one thing.",
    cannot_tell="When the time was counted from, and whether a search or a strike that was still going on was reported at two moments of one day.",
    rungs=(
        Rung("not comparable", "One is a length and the other a term (“within three days”).", lambda pair: pair.length_and_term),
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
        Rung("told elsewhere", "The other account gives this length too.", lambda pair: pair.told_by_both(_meet, _durations)),
        Rung("unsure", "By their wording it is not likely enough that both are of one thing.", lambda pair: unlikely(pair.sure)),
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
            "The league's new contract with the broadcaster runs for two years.",
            False,
            "a penalty and a contract",
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
            "Divers searched the flooded quarry for six hours on Sunday.",
            "On Sunday the road past the quarry stayed shut for two hours.",
            False,
            "nothing says that both are of one thing",
        ),
    ),
)
