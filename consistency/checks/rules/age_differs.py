"""Two ages of one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.model import Age, Claim
from consistency.nlp.names import same_name

BIRTHDAY = 7
"""Days. Reports nearer to each other than this seldom have the birthday of the one they tell of between them."""
LEAST_SIMILARITY = 0.55
"""How alike, by cosine, two claims on an unnamed person ("a 34-year-old man") must be to tell of the same one."""


def _ages(claim: Claim) -> list[Age]:
    """The ages of today that say whose they are."""
    return [fact for fact in claim.facts if isinstance(fact, Age) and fact.slot.role("of") and not fact.slot.role("at")]


def _is_named(fact: Age) -> bool:
    return fact.slot.role("of")[:1].isupper()


def _same_holder(a: Age, b: Age) -> bool:
    left, right = a.slot.role("of"), b.slot.role("of")
    if _is_named(a) and _is_named(b):
        return same_name(left, right)
    nations = set(a.slot.modifiers), set(b.slot.modifiers)
    return left == right and (not all(nations) or bool(nations[0] & nations[1]))


def _rung(a: Age, b: Age, left: Claim, right: Claim, context: Context) -> str:
    if not _same_holder(a, b):
        return "not comparable"
    if a.number == b.number:
        return "same"
    if a.low <= b.high and b.low <= a.high:
        return "compatible"
    around = [[fact for claim in context.around(side) for fact in claim.facts if isinstance(fact, Age)] for side in (left, right)]
    if not _is_named(a) and (_told_apart(a, around[0]) or _told_apart(b, around[1]) or context.similarity(left, right) < LEAST_SIMILARITY):
        return "not comparable"
    if any(_tells(fact, a) for fact in around[1]) or any(_tells(fact, b) for fact in around[0]):
        return "told elsewhere"
    first, second = (context.sources[claim.source].published for claim in (left, right))
    if first and second and abs((first - second).days) >= BIRTHDAY and (b.number - a.number) * (1 if first < second else -1) == 1:
        return "a birthday between"
    return "differs"


def _tells(other: Age, fact: Age) -> bool:
    """Whether `other` gives this age too, of the same person or (by a pronoun) of nobody that the text names."""
    return other.low <= fact.high and fact.low <= other.high and (not other.slot.role("of") or _same_holder(other, fact))


def _told_apart(fact: Age, ages: Sequence[Age]) -> bool:
    """Whether its source has two such people: "a 34-year-old man and a 40-year-old man"."""
    return any(_same_holder(fact, other) and other.number != fact.number for other in ages)


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that give an age of one person; the ages in an event are few."""
    aged = [claim for claim in members if _ages(claim)]
    for i, left in enumerate(aged):
        for right in aged[i + 1 :]:
            if left.source != right.source and any(_same_holder(a, b) for a in _ages(left) for b in _ages(right)):
                yield left, right


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _ages(left):
        for b in _ages(right):
            if _rung(a, b, left, right, context) != "differs":
                continue
            holder = max(a.slot.role("of"), b.slot.role("of"), key=len)
            sure = (0.85 if _is_named(a) else 0.6) + 0.1 * max(0.0, context.similarity(left, right))
            yield Difference(
                rung="differs",
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=a.value,
                right_value=b.value,
                slot=f"age {holder}",
                confidence=round(sure, 3),
                message=f"the age of {holder if _is_named(a) else 'the ' + holder}",
                because=f"differs: {a.value} and {b.value} exclude each other; both are told of {holder if _is_named(a) else 'the ' + holder}.",
            )


CHECK = Check(
    id="age-differs",
    title="How old somebody is",
    kind="contradiction",
    severity="warning",
    about="Compares the ages that accounts of one event give for one person: by name (a surname alone will do), or for “a 34-year-old man” where "
    "each account tells of one such person and the sentences are alike. Ages of another time (“when she was 19”) are left alone.",
    cannot_tell="Whether a birthday lies between two reports a week or more apart, whether two people share a surname, and whose age it is where "
    "only a pronoun says so.",
    rungs=(
        Rung("not comparable", "The ages are of different people, of another time, or of people that nothing but a common noun joins."),
        Rung("same", "Both give the same age."),
        Rung("compatible", "One of the ages is “about”, “at least” or “under” something that the other meets."),
        Rung("told elsewhere", "The other account gives this age too."),
        Rung("a birthday between", "The later report, by a week or more, gives one year more."),
        Rung("differs", "One person is given two ages.", fires=True),
    ),
    relevant=lambda claim: bool(_ages(claim)),
    candidates=_candidates,
    compare=_compare,
    examples=(
        Example("Ann Ortega, 51, was elected mayor of Corvo.", "The council chose the 57-year-old Ortega as mayor of Corvo.", True),
        Example(
            "A 34-year-old man drowned in the harbour of Alda on Sunday night.",
            "A 36-year-old man drowned in the harbour of Alda on Sunday.",
            True,
        ),
        Example("Torben Lindqvist (48) won the regatta.", "Torben Lindqvist, 49, won the regatta.", True, "one year, on one day"),
        Example(
            "Torben Lindqvist, 48, won the regatta.",
            "Torben Lindqvist, 49, won the regatta.",
            False,
            "a birthday may lie between",
            ("2024-03-08", "2024-03-28"),
        ),
        Example("Ann Ortega, 51, was elected mayor.", "Her rival Bo Lind, 57, lost the election for mayor.", False, "two people"),
        Example("Ann Ortega, 51, was elected mayor.", "Ann Ortega was 19 years old when she joined the council.", False, "at another time"),
        Example(
            "A 34-year-old man drowned in the harbour, and a 41-year-old man was saved.",
            "A 41-year-old man was pulled out of the harbour alive.",
            False,
            "another of two men",
        ),
        Example(
            "A 34-year-old Portuguese sailor drowned in the harbour of Alda on Sunday.",
            "A 36-year-old Norwegian sailor drowned in the harbour of Alda on Sunday.",
            False,
            "two nations, two sailors",
        ),
        Example(
            "The trawler's cook, aged about 50, was found on the shore.",
            "The trawler's cook, aged 52, was found on the shore.",
            False,
            "“about” leaves room",
        ),
    ),
)
