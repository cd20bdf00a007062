"""The ladder of figures, shared by counts and amounts, and the learned confidence that two figures are of one thing."""

from __future__ import annotations

import math
from collections.abc import Iterator

from consistency.checks.base import Context, Difference, Rung
from consistency.checks.slots import CARRIERS, VAGUE, agreement, dates_part, describe, harm_of, shares_word
from consistency.model import Claim, Quantity, Slot
from consistency.nlp.facts.casualties import CALLED
from consistency.nlp.numbers import VAGUE_COUNTS
from consistency.nlp.linear_model import load_model
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.word_frequency import weight

RUNGS = (
    Rung("not comparable", "The figures count different things, in different units, or are of different orders of magnitude."),
    Rung("same", "Both give the same figure."),
    Rung("compatible", "Rounding, “about”, “at least”, a range or another unit explains the difference."),
    Rung("told elsewhere", "The other account gives this figure too, beside another one."),
    Rung("updated", "The later report gives a higher figure of a kind that only grows, such as a toll.", fires=True, kind="update"),
    Rung("differs", "Both give a figure of the same thing, and the figures exclude each other.", fires=True),
)
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
MOVED = 1.1
"""Two "at least" figures further apart than this factor are not one figure rounded in two ways."""
GROWN = 1.5
"""From this factor on, "more than 50" was not said of what is told later: it has grown."""
MANY = 4.0
"""The same for "dozens", which is said of anything up to a hundred, and of the like for hundreds."""
GROWN_SURE = 0.6
"""How sure it is at least that such a count is of one thing, where verb, noun and object are the same."""
FEATURES = (
    "similarity",
    "agreement",
    "close",
    "noun",
    "modifiers",
    "predicate",
    "subject",
    "object",
    "of",
    "apart",
    "words",
    "rarest",
    "money",
    "share",
    "harm",
    "precise",
    "others",
    "alone",
)


def compare_figures(left: Claim, right: Claim, context: Context, kind: type[Quantity]) -> Iterator[Difference]:
    """Every pair of figures of exactly `kind` that reaches a firing rung."""
    lefts, rights = (figures(claim, kind) for claim in (left, right))
    if not lefts or not rights:
        return
    for a in lefts:
        for b in rights:
            rung = rung_of(a, b, left, right, context)
            if rung not in {"updated", "differs"}:
                continue
            sure = confidence(a, b, left, right, context)
            if sure < load_model("figure_model").threshold:
                continue
            what = describe(a.slot) or describe(b.slot) or a.unit
            values = [_value(fact) for fact in (a, b)]
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=values[0],
                right_value=values[1],
                slot=harm_of(a.slot) or a.slot.noun or a.unit,
                because=f"{rung}: {values[0]} and {values[1]} exclude each other; both {_told_of(a, what)}.",
                confidence=sure,
                message=f"a figure ({what})" if what else "a figure",
            )


def figures(claim: Claim, kind: type[Quantity]) -> list[Quantity]:
    """The figures of exactly `kind` in a claim: an amount is no count, and "12 feet (3.7 meters)" are one measure."""
    found = sorted((fact for fact in claim.facts if isinstance(fact, Quantity) and type(fact) is kind), key=lambda fact: fact.start)
    return [fact for before, fact in zip([None, *found], found, strict=False) if before is None or not _restated(before, fact)]


def _restated(before: Quantity, fact: Quantity) -> bool:
    """Whether a measure only says again, in another unit, what stands right before it."""
    near = 0 <= fact.start - before.end <= BESIDE
    return near and bool(fact.unit) and fact.unit == before.unit and abs(fact.number - before.number) <= AGAIN * abs(before.number)


def rung_of(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> str:
    """The rung that two figures reach; whether the gap matters is left to `confidence`."""
    if a.unit != b.unit or not _comparable(a, b):
        return "not comparable"
    if not a.number or not b.number:
        return _none_rung(a, b, left, right, context)
    if a.number == b.number:
        return "same"
    grown = _grown(a, b, left, right, context)
    if overlap(a, b) and not grown:
        return "compatible"
    if max(a.number, b.number) / min(a.number, b.number) > FAR and not (grown and agreement(a.slot, b.slot) >= SURE):
        return "not comparable"
    if dates_part(left, right):
        return "not comparable"
    # Any later figure is "more than 50": that the later report has one says nothing of the first.
    if any(not (grown and fact.bound == "at least") and _told(fact, claim, context) for fact, claim in ((a, right), (b, left))):
        return "told elsewhere"
    one_way = harm_of(a.slot) or a.bound == "at least" or b.bound == "at least"
    return "updated" if grown or (one_way and _rises(a, b, left, right, context)) else "differs"


def _none_rung(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> str:
    """The rung of a count against "nobody": only of casualties, where the account that has nobody has none of them anywhere."""
    none, some = (a, b) if not a.number else (b, a)
    here = left if not a.number else right
    if a.number == b.number or not harm_of(none.slot) or some.bound == "at most" or type(some) is not Quantity:
        return "not comparable"
    if dates_part(left, right) or _told(some, here, context):
        return "told elsewhere"
    return "updated" if _rises(a, b, left, right, context) else "differs"


def _rises(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> bool:
    """Whether the later report has the higher figure."""
    order = context.publication_order(left, right)
    return order != 0 and (order < 0) == (a.number < b.number)


def _grown(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> bool:
    """Whether the earlier report has "at least" and the later one so much more that it tells a later state."""
    less, more = sorted((a, b), key=lambda fact: fact.number)
    factor = MANY if less.text.lower() in VAGUE_COUNTS else GROWN
    return less.bound == "at least" and more.number > factor * less.number and _rises(a, b, left, right, context)


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


def _parted(left: Slot, right: Slot) -> bool:
    """Whether modifiers or the thing counted in ("of") plainly part two slots."""
    a, b = set(left.modifiers), set(right.modifiers)
    of = left.role("of"), right.role("of")
    return bool(a - b and b - a) or (all(of) and not shares_word(*of))


def _told_of(fact: Quantity, what: str) -> str:
    """What two figures have in common, for the sentence that says why they are compared."""
    harm = CALLED.get(harm_of(fact.slot), "")
    return (harm and f"count the {harm}") or (f"are told with “{what}”" if what else "are told of the same thing")


def _value(fact: Quantity) -> str:
    """The normalised figure; casualties are named by their class, so that "14 dead" and "14 people were killed" are one value."""
    harm = CALLED.get(harm_of(fact.slot))
    return f"{fact.value.removesuffix(fact.slot.noun).strip()} {harm}" if harm and not fact.unit else fact.value


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether one figure may satisfy both wordings. Two counts "so far" are two states, however open each is upwards."""
    if a.bound == b.bound == "at most" and a.unit == b.unit and max(a.number, b.number) > MOST * min(a.number, b.number):
        return False
    if a.bound == b.bound == "at least" and a.unit == b.unit and max(a.number, b.number) > MOVED * min(a.number, b.number):
        return False
    if a.unit != b.unit or a.low > b.high or b.low > a.high:
        return False
    # 1.5 and 1.6 million round to one figure only at the very edge between them, where nobody rounds.
    edge = a.low == b.high or b.low == a.high
    return not (edge and a.low < a.high and b.low < b.high and "range" not in {a.bound, b.bound})


def _told(fact: Quantity, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` gives this figure too, here or in another sentence: then it does not contradict it."""
    return any(
        isinstance(other, Quantity)
        and type(other) is type(fact)
        and overlap(fact, other)
        and other.bound != "at least"
        and _comparable(fact, other)
        for around in context.around(claim)
        for other in around.facts
    )


def features(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> list[float]:
    """What tells whether two figures are of one thing, in the order of `FEATURES`."""
    ratio = abs(math.log(a.number / b.number))
    x, y = a.slot, b.slot
    words = content_lemmas(left.tokens), content_lemmas(right.tokens)
    shared = [weight(word) for word in words[0] & words[1] if not word[0].isdigit()]
    mass = sum(shared) / max(1e-9, min(sum(weight(word) for word in side) for side in words))
    same = [_role(x, y, name) for name in ("subject", "object", "of")]
    lone = len(figures(left, type(a))) == len(figures(right, type(b))) == 1
    return [
        context.similarity(left, right),
        agreement(x, y),
        1.0 if ratio < 0.25 else 0.5 if ratio < 0.7 else 0.0,
        1.0 if x.noun and x.noun == y.noun else 0.0,
        1.0 if x.modifiers and x.modifiers == y.modifiers else 0.0,
        1.0 if x.predicate and x.predicate == y.predicate and x.predicate not in CARRIERS else 0.0,
        max(0.0, same[0]),
        max(0.0, same[1]),
        max(0.0, same[2]),
        float(sum(value < 0 for value in same)),
        mass,
        max(shared, default=0.0),
        1.0 if a.kind == "money" else 0.0,
        1.0 if a.kind == "percent" else 0.0,
        1.0 if harm_of(x) else 0.0,
        1.0 if a.number != round(a.number, -int(math.log10(abs(a.number) or 1))) and ratio < 0.7 else 0.0,
        float(any(p.number == q.number for p in figures(left, type(a)) for q in figures(right, type(b)))),
        float(lone),
    ]


def _role(x: Slot, y: Slot, name: str) -> float:
    """1 where both fill the role with the same, -1 where with something else, 0 where one leaves it open."""
    a, b = x.role(name), y.role(name)
    if not a or not b or {a, b} & VAGUE:
        return 0.0
    return 1.0 if shares_word(a, b) else -1.0


def confidence(a: Quantity, b: Quantity, left: Claim, right: Claim, context: Context) -> float:
    """How sure it is, in [0, 1], that a reader would call this a difference: a logistic regression fitted on marked pairs."""
    if not a.number or not b.number:  # the model was fitted on figures, and nobody is no figure
        return round(0.5 + 0.4 * max(0.0, context.similarity(left, right)), 3)
    sure = load_model("figure_model").chance(features(a, b, left, right, context))
    if _grown(a, b, left, right, context) and agreement(a.slot, b.slot) >= SURE:
        return max(sure, GROWN_SURE)  # how far a count has grown since says nothing against it, and the model takes it so
    return sure
