"""Parts that do not add up to the whole that one source gives."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.breakdowns import Breakdown, breakdowns, whole_of
from consistency.model import Claim, Quantity


def _rung(parts: Breakdown, whole: Quantity) -> str:
    if not whole.number:
        return "not comparable"
    if parts.low <= whole.number <= parts.high:
        return "same"
    if parts.low <= whole.high and whole.low <= parts.high:
        return "compatible"
    return "differs" if 0.5 <= parts.number / whole.number <= 2 else "not comparable"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    if left.id != right.id:
        return
    for parts in breakdowns(left):
        whole = whole_of(left, parts)
        if whole is None or _rung(parts, whole) != "differs":
            continue
        yield Difference(
            rung="differs",
            left=(whole.start, whole.end),
            right=(parts.start, parts.end),
            left_value=whole.value,
            right_value=f"{parts.number:g} in all",
            slot=f"sum of {' and '.join(parts.nouns)}",
            confidence=0.85,
            message=f"a sum ({whole.slot.noun})",
            because=f"differs: the parts add up to {parts.number:g}, and the whole is given as {whole.value}.",
        )


CHECK = Check(
    id="sum-differs",
    title="Parts that do not add up",
    kind="contradiction",
    severity="warning",
    mode="within",
    scopes=frozenset({"internal"}),
    about="Within one sentence, adds up the parts of a whole that is told by them (“12 people: seven men and five women”) and compares the sum with "
    "the whole. A list that “including” or “others” leaves open is not added up, nor are rounded figures.",
    cannot_tell="Whether one person is counted in two parts, and parts that stand in other sentences than the whole.",
    rungs=(
        Rung("not comparable", "The list is no breakdown of the figure before it."),
        Rung("same", "The parts add up to the whole."),
        Rung("compatible", "“About”, “at least” or rounding explains the gap."),
        Rung("differs", "The parts add up to something else.", fires=True),
    ),
    relevant=lambda claim: bool(breakdowns(claim)),
    compare=_compare,
    examples=(
        Example("The gondola carried 12 people: seven men and four women.", "", True),
        Example("Rescuers brought down 14 people, nine adults and six children, before dark.", "", True),
        Example("The gondola carried 12 people: seven men and five women.", "", False, "they add up"),
        Example("The gondola carried 12 people, including seven men and four women.", "", False, "“including” leaves the list open"),
        Example("The gondola carried about 12 people: seven men and four women.", "", False, "“about” leaves room"),
        Example("The fair drew 12 bakers, seven weavers and five potters.", "", False, "a list of three, not a sum"),
        Example("The gondola carried 12 people: seven men, three women and others.", "", False, "the list is open"),
    ),
)
