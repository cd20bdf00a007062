"""Places that two accounts give for one happening."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
from consistency.checks.slots import confidence, same_happening
from consistency.model import Claim, Place
from consistency.nlp.gazetteer import contains, level_of, part_of

AT = frozenset({"in", "at", "near"})
LEAST_CONFIDENCE = 0.65


def _places(claim: Claim) -> list[Place]:
    return [fact for fact in claim.facts if isinstance(fact, Place) and fact.slot.role("where") in AT]


@dataclass(frozen=True)
class _Scenes(Pair[Place]):
    """Two places."""

    @cached_property
    def slots(self) -> float:
        return same_happening(self.a.slot, self.b.slot, ("be", "have", "do"))

    @property
    def contained(self) -> bool:
        return any(
            x.slot.role("of") == y.canonical
            or x.canonical in y.canonical
            or contains(x.canonical, y.canonical)
            or part_of(y.canonical, x.canonical)
            for x, y in ((self.a, self.b), (self.b, self.a))
        )

    @property
    def shared(self) -> bool:
        """Whether both sentences have a place in common."""
        return not {fact.canonical for fact in _places(self.left)}.isdisjoint(fact.canonical for fact in _places(self.right))

    @cached_property
    def sure(self) -> float:
        return confidence(self.slots, self.similarity)


def _unknown(pair: _Scenes) -> bool:
    level = level_of(pair.a.canonical)
    return not level or level != level_of(pair.b.canonical)


CHECK = Check(
    id="place-differs",
    title="Where something happened",
    kind="contradiction",
    severity="warning",
    about="Compares the places that two accounts give for the same happening: the same verb with the same doer or object. Only places of one kind "
    "(two cities, two countries) that are both in the gazetteer are compared; a city is compatible with its country.",
    cannot_tell="Whether a village lies in a region that the gazetteer does not hold; such places are left alone.",
    rungs=(
        Rung("not comparable", "The places are of different happenings.", lambda pair: not pair.slots),
        Rung("same", "Both give the same place.", lambda pair: pair.a.canonical == pair.b.canonical),
        Rung("compatible", "One place contains the other.", lambda pair: pair.contained),
        Rung("of unknown extent", "The gazetteer does not hold both places as places of one kind.", _unknown),
        Rung("told elsewhere", "Both accounts share another place for it.", lambda pair: pair.shared),
        Rung("unsure", "Too little says that both are of one happening.", lambda pair: pair.sure < LEAST_CONFIDENCE),
        Rung("differs", "Both place the same happening, and the places exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(_places(claim)),
    pairs=every_two(_Scenes, _places),
    tell=lambda pair: Difference((pair.a.value, pair.b.value), f"{pair.a.slot.predicate} where", pair.sure),
    examples=(
        Example("The two presidents signed the fishing treaty in Lisbon.", "The two presidents signed the fishing treaty in Madrid.", True),
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
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents have signed their fishing treaty in Lisbon.",
            False,
            "one place",
        ),
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents signed the fishing treaty in Corvo Hall.",
            False,
            "the hall may be in Lisbon",
        ),
        Example(
            "The two presidents signed the fishing treaty in Lisbon.",
            "The two presidents signed the fishing treaty in Madrid, and in Lisbon their ministers signed a second one.",
            False,
            "the second account has both",
        ),
        Example(
            "A walrus escaped in Lisbon.",
            "Two bakers sang, a judge fell into the pond, and the bride told a joke about the walrus that escaped in Madrid.",
            False,
            "nothing says that it is one walrus",
        ),
    ),
)
