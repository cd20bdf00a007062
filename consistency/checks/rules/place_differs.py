"""Places that two accounts give for one happening."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.slots import confidence, shared_roles
from consistency.model import Claim, Place
from consistency.nlp.attribution import CUES
from consistency.nlp.gazetteer import contains, level_of, part_of

AT = frozenset({"in", "at", "near"})
LEAST_CONFIDENCE = 0.65


def _places(claim: Claim) -> list[Place]:
    return [fact for fact in claim.facts if isinstance(fact, Place) and fact.slot.role("where") in AT]


def _relevant(claim: Claim) -> bool:
    return bool(_places(claim))


def _agreement(a: Place, b: Place) -> float:
    left, right = a.slot, b.slot
    if not left.predicate or left.predicate != right.predicate or left.predicate in CUES | {"be", "have", "do"}:
        return 0.0
    shared = shared_roles(left, right, ("subject", "object"))
    return 0.5 + 0.25 * len(shared) if shared else 0.0


def _holds(outer: str, inner: str) -> bool:
    return outer in inner or contains(outer, inner) or part_of(inner, outer)


def _rung(a: Place, b: Place, left: Claim, right: Claim) -> tuple[str, float]:
    slots = _agreement(a, b)
    if slots == 0.0:
        return "not comparable", slots
    if a.canonical == b.canonical:
        return "same", slots
    named = {fact.canonical for claim in (left, right) for fact in claim.facts if isinstance(fact, Place)}
    if any(x.slot.role("of") == y.canonical or _holds(x.canonical, y.canonical) for x, y in ((a, b), (b, a))):
        return "compatible", slots
    if not level_of(a.canonical) or level_of(a.canonical) != level_of(b.canonical):
        return "of unknown extent", slots
    both = {fact.canonical for fact in _places(left)} & {fact.canonical for fact in _places(right)}
    if both & named:
        return "told elsewhere", slots
    return "differs", slots


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _places(left):
        for b in _places(right):
            rung, slots = _rung(a, b, left, right)
            sure = confidence(slots, context.similarity(left, right))
            if rung == "differs" and sure >= LEAST_CONFIDENCE:
                yield Difference(
                    rung=rung,
                    left=(a.start, a.end),
                    right=(b.start, b.end),
                    left_value=a.value,
                    right_value=b.value,
                    slot=f"{a.slot.predicate} where",
                    confidence=sure,
                    message=f"where (“{a.slot.predicate}”)",
                    because=f"differs: {a.value} and {b.value} are two places of one kind, both of “{a.slot.predicate}”.",
                )


CHECK = Check(
    id="place-differs",
    title="Where something happened",
    kind="contradiction",
    severity="warning",
    about="Compares the places that two accounts give for the same happening: the same verb with the same doer or object. Only places of one kind "
    "(two cities, two countries) that are both in the gazetteer are compared; a city is compatible with its country.",
    cannot_tell="Whether a village lies in a region that the gazetteer does not hold; such places are left alone.",
    rungs=(
        Rung("not comparable", "The places are of different happenings."),
        Rung("same", "Both give the same place."),
        Rung("compatible", "One place contains the other."),
        Rung("of unknown extent", "The gazetteer does not hold both places as places of one kind."),
        Rung("told elsewhere", "Both accounts share another place for it."),
        Rung("differs", "Both place the same happening, and the places exclude each other.", fires=True),
    ),
    relevant=_relevant,
    compare=_compare,
    examples=(
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents signed the fishing treaty in Madrid.",
            True,
        ),
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents signed the fishing treaty in Portugal.",
            False,
            "the country contains the city",
        ),
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents discussed grain exports in Madrid.",
            False,
            "two happenings",
        ),
    ),
)
