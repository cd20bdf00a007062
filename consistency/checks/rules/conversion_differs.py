"""Two conversions in one source that imply different exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from consistency.checks.base import Check, Context, Difference, Example, Rung
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
        between = claim.text[first.end - claim.start : second.start - claim.start]
        if first.unit != second.unit and len(between) <= NEAR and "(" in between:
            # The stronger unit below, so that rates in one source have one direction.
            found.append(Conversion(first, second) if first.unit < second.unit else Conversion(second, first))
    return found


def _rung(a: Conversion, b: Conversion) -> str:
    if (a.first.unit, a.second.unit) != (b.first.unit, b.second.unit):
        return "not comparable"
    if a.low <= b.high and b.low <= a.high:
        return "compatible"
    return "compatible" if abs(a.rate - b.rate) / max(a.rate, b.rate) < LEAST_GAP else "differs"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    lefts, rights = conversions(left), conversions(right)
    for i, a in enumerate(lefts):
        for j, b in enumerate(rights):
            if (left.id == right.id and j <= i) or _rung(a, b) != "differs":
                continue
            units = f"{a.first.unit} to the {a.second.unit}"
            rates = [x.rate if x.rate >= 1 else 1 / x.rate for x in (a, b)]
            if a.rate < 1:
                units = f"{a.second.unit} to the {a.first.unit}"
            yield Difference(
                rung="differs",
                left=_span(a, left),
                right=_span(b, right),
                left_value=f"{rates[0]:.4g} {units}",
                right_value=f"{rates[1]:.4g} {units}",
                slot=units,
                confidence=0.9,
                message="an exchange rate",
                because=f"differs: the conversions imply {rates[0]:.4g} and {rates[1]:.4g} {units}, further apart than rounding allows.",
            )


def _span(item: Conversion, claim: Claim) -> tuple[int, int]:
    """Both amounts, the closing bracket included."""
    start, end = min(item.first.start, item.second.start), max(item.first.end, item.second.end)
    return start, end + (claim.text[end - claim.start : end - claim.start + 1] == ")")


CHECK = Check(
    id="conversion-differs",
    title="Conversions that do not fit each other",
    kind="contradiction",
    severity="warning",
    about="Within one source, takes every amount with its conversion in brackets and compares the exchange rates they imply. Rounding of either amount is "
    "read as an interval; rates within two per cent of each other never fire.",
    cannot_tell="Which conversion is off, and whether the two amounts were converted at rates of different days on purpose.",
    rungs=(
        Rung("not comparable", "The conversions are between different currencies."),
        Rung("compatible", "Rounding explains the difference."),
        Rung("differs", "The implied rates exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(conversions(claim)),
    mode="within",
    scopes=frozenset({"internal"}),
    compare=_compare,
    examples=(
        Example(
            "The tunnel will cost 12.5 billion euros ($13.6 billion), up from 4.2 billion euros ($5.1 billion) in the first plan.",
            "",
            True,
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
