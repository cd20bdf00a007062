"""Two conversions in one source that imply different exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.model import Claim, Money

NEAR = 3
"""How many characters may stand between an amount and its conversion: a space and a bracket."""
LEAST_GAP = 0.02
"""Rates closer than this are one rate: outlets round twice."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount and the same amount in another currency; the rate is an interval that rounding leaves open."""

    first: Money
    second: Money
    start: int
    end: int
    """The span of both amounts, the closing bracket included."""

    @property
    def rate(self) -> float:
        return self.first.number / self.second.number

    @property
    def low(self) -> float:
        return self.first.low / self.second.high

    @property
    def high(self) -> float:
        return self.first.high / self.second.low if self.second.low > 0 else float("inf")


def conversions(claim: Claim) -> list[Conversion]:
    """Amounts followed at once by a bracketed amount in another currency."""
    amounts = [fact for fact in claim.facts if isinstance(fact, Money) and fact.number > 0]
    found = []
    for first, second in zip(amounts, amounts[1:], strict=False):
        between = claim.words(first.end, second.start)
        if first.unit != second.unit and len(between) <= NEAR and "(" in between:
            end = second.end + (claim.words(second.end, second.end + 1) == ")")
            # The stronger unit below, so that rates in one source have one direction.
            one, other = sorted((first, second), key=lambda amount: amount.unit)
            found.append(Conversion(one, other, first.start, end))
    return found


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[Pair[Conversion]]:
    for a, b in product(conversions(left), conversions(right)):
        if left.id != right.id or a.start < b.start:
            yield Pair(a, b, left, right, context)


def _rounded(pair: Pair[Conversion]) -> bool:
    a, b = pair.a, pair.b
    return a.low <= b.high and b.low <= a.high or abs(a.rate - b.rate) / max(a.rate, b.rate) < LEAST_GAP


def _tell(pair: Pair[Conversion]) -> Difference:
    a, b = pair.a, pair.b
    units = f"{a.first.unit} to the {a.second.unit}" if a.rate >= 1 else f"{a.second.unit} to the {a.first.unit}"
    rates = [x.rate if x.rate >= 1 else 1 / x.rate for x in (a, b)]
    return Difference(
        (f"{rates[0]:.4g} {units}", f"{rates[1]:.4g} {units}"),
        slot=units,
        confidence=0.9,
        because=f"the conversions imply {rates[0]:.4g} and {rates[1]:.4g} {units}, further apart than rounding allows.",
    )


CHECK = Check(
    id="conversion-differs",
    title="Conversions that do not fit each other",
    kind="contradiction",
    severity="warning",
    about="Within one source, takes every amount with its conversion in brackets and compares the exchange rates they imply. Rounding of either amount is "
    "read as an interval; rates within two per cent of each other never fire.",
    cannot_tell="Which conversion is off, and whether the two amounts were converted at rates of different days on purpose.",
    rungs=(
        Rung(
            "not comparable",
            "The conversions are between different currencies.",
            lambda pair: (pair.a.first.unit, pair.a.second.unit) != (pair.b.first.unit, pair.b.second.unit),
        ),
        Rung("compatible", "Rounding explains the difference.", _rounded),
        Rung("differs", "The implied rates exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(conversions(claim)),
    mode="within",
    scopes=frozenset({"internal"}),
    pairs=_pairs,
    tell=_tell,
    examples=(
        Example(
            "The tunnel will cost 12.5 billion euros ($13.6 billion), up from 4.2 billion euros ($5.1 billion) in the first plan.", "", True
        ),
        Example(
            "The tunnel will cost 12.5 billion euros ($13.6 billion), up from 4.2 billion euros ($4.6 billion) in the first plan.",
            "",
            False,
            "one rate",
        ),
        Example(
            "The tunnel will cost 12.5 billion euros ($13.6 billion), and the road 900 million pounds ($1.1 billion).",
            "",
            False,
            "other currencies",
        ),
    ),
)
