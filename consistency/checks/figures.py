"""The ladder of figures, shared by counts and amounts, and the learned confidence that two figures or lengths of time are of one thing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from consistency.checks.addends import summed
from consistency.checks.base import Context, Difference, Pair, Pairs, Rung, every_two
from consistency.checks.slots import CARRIERS, GENERAL, VAGUE, agreement, dates_part, harm_of, shares_word, two_happenings
from consistency.model import Claim, DateFact, Quantity, Slot
from consistency.nlp.facts.casualties import CALLED
from consistency.nlp.lexicon import fields
from consistency.nlp.linear_model import load_model
from consistency.nlp.number_words import VAGUE_COUNTS

Figure = TypeVar("Figure", bound=Quantity)
FAR = 20.0
"""Figures further apart than this factor are of different things more often than they are in dispute."""
SURE = 0.8
"""From this agreement of the slots on, a count that has grown may have grown by any factor."""
BESIDE = 3
"""Characters, such as a bracket, between a measure and the same one in another unit."""
AGAIN = 0.06
"""How far, as a share of it, the second may be rounded."""
MOST = 1.05
"""Two "up to" figures further apart than this factor name two limits."""
GROWN = 1.5
"""From this factor on, "more than 50" was not said of what is told later: it has grown."""
MANY = 4.0
"""The same for "dozens", which is said of anything up to a hundred, and of the like for hundreds."""
GROWN_SURE = 0.6
"""How sure it is at least that such a count is of one thing, where verb, noun and object are the same."""
ASKING = frozenset({"offer", "demand", "ask", "request", "bid", "seek", "want", "propose"})
"""What is asked or offered first is no figure of what came of it."""
SPANS = frozenset({"month", "quarter", "year", "decade"})
PERSON, ANIMAL = "18", "05"
"""The fields of nouns that may mean people, and animals."""
FEATURES = ("linked", "predicate")
UNKNOWN = 0.01
"""The least chance, and the distance to 1 of the greatest, that two claims tell of one thing: beyond, the model's word is not taken."""


@dataclass(frozen=True)
class Figures(Pair[Quantity]):
    """Two figures of exactly one kind."""

    @cached_property
    def nobody(self) -> bool:
        """Whether a count stands against "nobody"."""
        return not self.a.number or not self.b.number

    @cached_property
    def comparable(self) -> bool:
        """Whether the slots leave open that both are of one thing; nobody only against casualties, of whom there are some."""
        a, b = self.a, self.b
        none, some = (b, a) if a.number else (a, b)
        if self.nobody and _among_all(none, some):
            return True
        if not one_measure(a, b) or not _comparable(a, b) or other_thing(a, self.left, b, self.right):
            return False
        return not self.nobody or a.number == b.number or bool(harm_of(none.slot) and some.bound != "at most" and type(some) is Quantity)

    @cached_property
    def grown(self) -> bool:
        """Whether the earlier report has "at least" and the later one so much more that it tells a later state."""
        less, more = sorted((self.a, self.b), key=lambda fact: fact.number)
        factor = MANY if less.text.lower() in VAGUE_COUNTS else GROWN
        return less.bound == "at least" and more.number > factor * less.number and self.rises

    @cached_property
    def rises(self) -> bool:
        """Whether the later report has the higher figure."""
        order = self.context.publication_order(self.left, self.right)
        return order != 0 and (order < 0) == (self.a.number < self.b.number)

    @cached_property
    def surely_one(self) -> bool:
        return agreement(self.a.slot, self.b.slot) >= SURE

    @cached_property
    def far(self) -> bool:
        less, more = sorted((self.a.number, self.b.number))
        return not self.nobody and more / less > FAR and not (self.grown and self.surely_one)

    @cached_property
    def told(self) -> bool:
        """Whether an account gives the other's figure too: then it does not contradict it."""

        def same(fact: Quantity, other: object) -> bool:
            # Any later figure is "more than 50": that the later report has one says nothing of the first.
            if not fact.number or (self.grown and fact.bound == "at least") or not isinstance(other, Quantity):
                return False
            if type(other) is not type(fact) or not overlap(fact, other) or other.bound == "at least":
                return False
            # "Fourteen drivers, three of whom": the part has no noun of its own.
            bare = not other.slot.noun and not other.unit and harm_of(other.slot) == harm_of(fact.slot)
            return bare or _comparable(fact, other)

        return self.told_by_both(same, lambda claim: claim.facts)

    @cached_property
    def sure(self) -> float:
        """How sure it is, in [0, 1], that a reader would call this a difference."""
        if self.nobody:  # the model was fitted on figures, and nobody is no figure
            return round(0.5 + 0.4 * max(0.0, self.similarity), 3)
        sure = one_thing(self)
        # How far a count has grown since says nothing against it, and the model takes it so.
        return max(sure, GROWN_SURE) if self.grown and self.surely_one else sure

    @property
    def updated(self) -> bool:
        one_way = harm_of(self.a.slot) or "at least" in {self.a.bound, self.b.bound}
        return self.grown or bool(one_way and self.rises)


RUNGS: tuple[Rung[Figures], ...] = (
    Rung(
        "not comparable",
        "The figures count different things, or in different units, or one is asked and the other given.",
        lambda pair: not pair.comparable,
    ),
    Rung("same", "Both give the same figure.", lambda pair: pair.a.number == pair.b.number),
    Rung(
        "compatible",
        "Rounding, “about”, “at least”, a range or another unit explains the difference.",
        lambda pair: not pair.nobody and overlap(pair.a, pair.b) and not pair.grown,
    ),
    Rung("far apart", "The figures are of different orders of magnitude: they are of different things.", lambda pair: pair.far),
    Rung(
        "other times",
        "The two sentences date what they report, and the dates are days apart; or brief accounts give other days and names.",
        lambda pair: dates_part(pair.left, pair.right) or two_happenings(pair.left, pair.right, pair.context),
    ),
    Rung(
        "told elsewhere",
        "The other account gives this figure too, beside another one or as parts that add up to it.",
        lambda pair: pair.told or summed(pair.a, pair.left, pair.b, pair.right, pair.context),
    ),
    Rung("unsure", "By their wording it is not likely enough that both figures are of one thing.", lambda pair: unlikely(pair.sure)),
    Rung(
        "updated",
        "The later report gives a higher figure of a kind that only grows, such as a toll.",
        lambda pair: pair.updated,
        fires=True,
        kind="update",
    ),
    Rung("differs", "Both give a figure of the same thing, and the figures exclude each other.", fires=True),
)


def pairs_of(*kinds: type[Quantity]) -> Pairs[Figures]:
    """Every two figures of one of exactly these kinds."""

    def pairs(left: Claim, right: Claim, context: Context) -> Iterator[Figures]:
        for kind in kinds:
            yield from every_two(Figures, partial(figures, kind=kind))(left, right, context)

    return pairs


def tell(pair: Figures) -> Difference:
    """The difference of two figures."""
    a, b = pair.a, pair.b
    return Difference((_value(a), _value(b)), harm_of(a.slot) or a.slot.noun or a.unit, pair.sure)


def figures(claim: Claim, kind: type[Figure]) -> list[Figure]:
    """The figures of exactly `kind` in a claim: an amount is no count, and "12 feet (3.7 meters)" are one measure."""
    found = sorted((fact for fact in claim.facts if isinstance(fact, kind) and type(fact) is kind), key=lambda fact: fact.start)
    return [fact for before, fact in zip([None, *found], found, strict=False) if before is None or not _restated(before, fact)]


def _restated(before: Quantity, fact: Quantity) -> bool:
    """Whether a measure only says again, in another unit, what stands right before it."""
    near = 0 <= fact.start - before.end <= BESIDE
    return near and bool(fact.unit) and fact.unit == before.unit and abs(fact.number - before.number) <= AGAIN * abs(before.number)


def one_measure(a: Quantity, b: Quantity) -> bool:
    """Whether two figures have one unit and may measure one thing: a height is no width, and how far off a place lies no length."""
    dimensions = {a.slot.role("dimension"), b.slot.role("dimension")}
    return a.unit == b.unit and len(dimensions - {""}) < 2 and (len(dimensions) == 1 or "distance" not in dimensions)


def other_thing(a: Quantity, left: Claim, b: Quantity, right: Claim) -> bool:
    """Whether two figures are of two things by how they are told: one is asked or offered, is of the time before something, of
    another thing than the sentence, or of a year where the other is of a month or quarter."""
    if bool(a.slot.role("before")) != bool(b.slot.role("before")):
        return True
    if (a.slot.predicate in ASKING) != (b.slot.predicate in ASKING) or _of_another(a.slot, b.slot) or _of_another(b.slot, a.slot):
        return True
    one, other = (
        {date.granularity for date in claim.facts if isinstance(date, DateFact) and date.slot.predicate == fact.slot.predicate}
        for fact, claim in ((a, left), (b, right))
    )
    return bool(one and other) and one | other <= SPANS and one.isdisjoint(other)


def _among_all(none: Quantity, some: Quantity) -> bool:
    """Whether "nobody was hurt" denies the other figure: whoever was, was somebody."""
    kinds = fields(some.slot.noun)
    return none.slot.noun == GENERAL and harm_of(none.slot) == harm_of(some.slot) != "" and PERSON in kinds and ANIMAL not in kinds


def _comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the slots leave open that both are of one thing. A bare count needs a noun, and the same one."""
    if a.slot.role("part") != b.slot.role("part"):
        return False
    harm = harm_of(a.slot), harm_of(b.slot)
    if any(harm):
        return agreement(a.slot, b.slot) > 0
    if a.unit:
        return (not a.slot.noun or not b.slot.noun or a.slot.noun == b.slot.noun) and not _parted(a.slot, b.slot)
    return bool(a.slot.noun) and a.slot.noun == b.slot.noun and not _parted(a.slot, b.slot)


def _of_another(inner: Slot, slot: Slot) -> bool:
    """Whether a figure in a relative clause is of the thing before it ("outgrew the old hall, which seats 300"), and the other's is not."""
    thing, other = inner.role("whose"), slot.role("whose") or slot.role("subject")
    return bool(thing and other) and other not in VAGUE and not shares_word(thing, other)


def _parted(left: Slot, right: Slot) -> bool:
    """Whether modifiers or the thing counted in ("of") plainly part two slots."""
    a, b = set(left.modifiers), set(right.modifiers)
    of = left.role("of"), right.role("of")
    return bool(a - b and b - a) or (all(of) and not shares_word(*of))


def _value(fact: Quantity) -> str:
    """The normalised figure; casualties are named by their class, so that "14 dead" and "14 people were killed" are one value."""
    harm = CALLED.get(harm_of(fact.slot))
    return f"{fact.value.removesuffix(fact.slot.noun).strip()} {harm}" if harm and not fact.unit else fact.value


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether one figure may satisfy both wordings. Two lower bounds leave room for each other, whichever is the higher."""
    if a.bound == b.bound == "at most" and a.unit == b.unit and max(a.number, b.number) > MOST * min(a.number, b.number):
        return False
    if a.unit != b.unit or a.low > b.high or b.low > a.high:
        return False
    # 1.5 and 1.6 million round to one figure only at the very edge between them, where nobody rounds.
    edge = a.low == b.high or b.low == a.high
    return not (edge and a.low < a.high and b.low < b.high and "range" not in {a.bound, b.bound})


def one_thing(pair: Pair[Any]) -> float:
    """The chance that two figures are of one thing: a logistic regression fitted on marked pairs."""
    return load_model("figure_model").chance(features(pair.a, pair.b, pair.left, pair.right, pair.context))


def unlikely(sure: float) -> bool:
    """Whether this chance that two figures are of one thing is too low to show them."""
    return sure < load_model("figure_model").threshold


def features(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> list[float]:
    """What tells whether two figures are of one thing, in the order of `FEATURES`.

    The log odds that their claims are, and whether one verb, which says something, goes with both. Fifteen more features (of slots, of
    the words that both claims have, of how near the figures are) only made the fit worse, events left out.
    """
    chance = min(1 - UNKNOWN, max(UNKNOWN, context.linked(left, right)))
    verbs = {a.slot.predicate, b.slot.predicate}
    return [math.log(chance / (1 - chance)), float(len(verbs) == 1 and not verbs & CARRIERS and "" not in verbs)]
