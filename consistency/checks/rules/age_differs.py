"""Two ages of one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
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


@dataclass(frozen=True)
class _Ages(Pair[Age]):
    """Two ages."""

    @cached_property
    def unlike(self) -> bool:
        """Whether nothing but a common noun joins two people: one account has two such, or the sentences are not alike."""
        if _is_named(self.a):
            return False
        every = [[fact for near in self.context.around(side) for fact in _all_ages(near)] for side in (self.left, self.right)]
        return _told_apart(self.a, every[0]) or _told_apart(self.b, every[1]) or self.similarity < LEAST_SIMILARITY

    @cached_property
    def birthday(self) -> bool:
        """Whether the later report, by so much that a birthday may lie between, gives one year more."""
        first, second = (self.context.sources[claim.source].published for claim in (self.left, self.right))
        if not first or not second or abs((first - second).days) < BIRTHDAY:
            return False
        return (self.b.number - self.a.number) * (1 if first < second else -1) == 1


def _all_ages(claim: Claim) -> list[Age]:
    return [fact for fact in claim.facts if isinstance(fact, Age)]


def _tells(fact: Age, other: Age) -> bool:
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


def _tell(pair: _Ages) -> Difference:
    named = _is_named(pair.a)
    holder = max(pair.a.slot.role("of"), pair.b.slot.role("of"), key=len)
    sure = (0.85 if named else 0.6) + 0.1 * max(0.0, pair.similarity)
    about = f"the age of {holder if named else 'the ' + holder}"
    return Difference((pair.a.value, pair.b.value), f"age {holder}", round(sure, 3), about)


CHECK = Check(
    id="age-differs",
    title="How old somebody is",
    kind="contradiction",
    severity="warning",
    about="Compares the ages that accounts of one event give for one person: by name (a surname alone will do), or for “a 34-year-old man” where "
    "each account mentions one such person and the sentences are alike. Ages of another time (“when she was 19”) are left alone.",
    cannot_tell="Whether a birthday lies between two reports a week or more apart, whether two people share a surname, and whose age it is where "
    "only a pronoun says so.",
    rungs=(
        Rung("not comparable", "The ages are of different people.", lambda pair: not _same_holder(pair.a, pair.b)),
        Rung("same", "Both give the same age.", lambda pair: pair.a.number == pair.b.number),
        Rung(
            "compatible",
            "One of the ages is “about”, “at least” or “under” something that the other meets.",
            lambda pair: pair.a.low <= pair.b.high and pair.b.low <= pair.a.high,
        ),
        Rung("one of several", "Nothing but a common noun joins the two, and there may be several such people.", lambda pair: pair.unlike),
        Rung("told elsewhere", "The other account gives this age too.", lambda pair: pair.told_by_both(_tells, _all_ages)),
        Rung("a birthday between", "The later report, by a week or more, gives one year more.", lambda pair: pair.birthday),
        Rung("differs", "One person is given two ages.", fires=True),
    ),
    relevant=lambda claim: bool(_ages(claim)),
    candidates=_candidates,
    pairs=every_two(_Ages, _ages),
    tell=_tell,
    examples=(
        Example("Ann Ortega, 51, was elected mayor of Corvo.", "The council chose the 57-year-old Ortega as mayor of Corvo.", True),
        Example(
            "A 34-year-old man drowned in the harbour of Alda on Sunday night.",
            "A 36-year-old man drowned in the harbour of Alda on Sunday.",
            True,
        ),
        Example("Ann Ortega (51) won the regatta off Corvo.", "Ann Ortega, 52, won the regatta off Corvo.", True, "one year, on one day"),
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
            "The trawler's cook, at least 50 years old, was found on the shore.",
            "The trawler's cook, aged 52, was found on the shore.",
            False,
            "“at least” leaves room",
        ),
        Example(
            "Ann Ortega, 51, beat Bo Lind, 57, in the vote for mayor of Corvo.",
            "Ann Ortega, 51, beat Bo Lind, 57, to become mayor of Corvo.",
            False,
            "two people, each with one age",
        ),
        Example(
            "Ann Ortega, 51, was elected mayor of Corvo on Sunday.",
            "Ann Ortega, 57, was elected mayor of Corvo on Sunday. Ortega, 51, has led the council for a year.",
            False,
            "the second account has both",
        ),
    ),
)
