"""Days that two accounts give for one happening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung, every_two
from consistency.checks.slots import confidence, of_picture, same_happening, shared_roles, two_happenings
from consistency.model import Claim, DateFact, Slot

LEAST_CONFIDENCE = 0.6
FAR = 62
"""Days. Dates further apart belong to two happenings more often than to a dispute about one."""
ONCE = frozenset({"begin", "start", "end", "expire", "finish", "found", "establish", "bear", "die"})
"""What happens to one thing once only, so that even two years near each other cannot both be right."""
YEARS = 3
"""Years further apart than this are of two things more often than in dispute."""
STATIVE = frozenset({"be", "have", "do", "get", "come", "go", "take", "make"})


def _dates(claim: Claim) -> list[DateFact]:
    return [fact for fact in claim.facts if isinstance(fact, DateFact)]


def _meets(a: DateFact, b: DateFact) -> bool:
    return bool(a.first and a.last and b.first and b.last) and a.first <= b.last and b.first <= a.last  # type: ignore[operator]


@dataclass(frozen=True)
class _Days(Pair[DateFact]):
    """Two dates."""

    @cached_property
    def slots(self) -> float:
        left, right = self.a.slot, self.b.slot
        # "since Monday" and "until Tuesday" are two ends of one time.
        if left.role("when") != right.role("when") or self._denied(self.left, left) or self._denied(self.right, right):
            return 0.0
        if of_picture(self.a) or of_picture(self.b) or two_happenings(self.left, self.right, self.context):
            return 0.0
        return same_happening(left, right, STATIVE)

    def _denied(self, claim: Claim, slot: Slot) -> bool:
        """Whether it did not happen then: this dates nothing."""
        return any(frame.negated and frame.predicate == slot.predicate for frame in self.context.frames(claim))

    @property
    def unresolved(self) -> bool:
        return None in {self.a.first, self.a.last, self.b.first, self.b.last}

    @property
    def once(self) -> bool:
        """Whether two years are given for what happens to one thing once."""
        a, b = self.a, self.b
        years = a.granularity == b.granularity == "year" and a.slot.predicate in ONCE
        return years and a.first is not None and b.first is not None and 0 < abs(a.first.year - b.first.year) <= YEARS

    @property
    def same(self) -> bool:
        # "Monday" twice: which Monday is meant rests on when each was published, not on what they say.
        a, b = self.a, self.b
        return (a.first, a.last) == (b.first, b.last) or (a.text.lower() == b.text.lower() and not self.once)

    @property
    def far(self) -> bool:
        """Whether the dates are so far apart that the verb tells of two happenings."""
        a, b = self.a, self.b
        if self.once or a.first is None or b.first is None:
            return False
        return "year" in {a.granularity, b.granularity} or abs((a.first - b.first).days) > FAR

    @property
    def told(self) -> bool:
        """Whether one of the two sentences has the other's date, too."""
        return any(_meets(self.a, other) for other in _dates(self.right)) or any(_meets(self.b, other) for other in _dates(self.left))

    @cached_property
    def sure(self) -> float:
        return confidence(self.slots, self.similarity)

    def tell(self) -> Difference:
        slot = self.a.slot
        return Difference((self.a.value, self.b.value), f"{slot.predicate} {slot.role('object')}".strip(), self.sure)


@dataclass(frozen=True, slots=True)
class _Term:
    """A span "from YEAR to YEAR"."""

    first: DateFact
    last: DateFact

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.last.end

    @property
    def value(self) -> str:
        return f"{self.first.value} to {self.last.value}"


def _terms(claim: Claim) -> list[_Term]:
    dates = _dates(claim)
    return [
        _Term(a, b)
        for a, b in product(dates, dates)
        if a.granularity == b.granularity == "year" and a.start < b.start and b.slot.role("from") == a.text
    ]


@dataclass(frozen=True)
class _Terms(Pair[_Term]):
    """Two terms, which may be of one person or body. What the ladder asks is as of two dates."""

    told = False
    sure = 0.8

    @property
    def slots(self) -> bool:
        return bool(shared_roles(self.a.first.slot, self.b.first.slot, ("subject",)))

    @property
    def unresolved(self) -> bool:
        return not all(date.first for term in (self.a, self.b) for date in (term.first, term.last))

    @cached_property
    def _gaps(self) -> list[int]:
        """Years between the two beginnings and between the two ends."""
        pairs = ((self.a.first, self.b.first), (self.a.last, self.b.last))
        return [abs(x.first.year - y.first.year) for x, y in pairs if x.first and y.first]

    @property
    def same(self) -> bool:
        return not any(self._gaps)

    @property
    def far(self) -> bool:
        return max(self._gaps) >= YEARS

    def tell(self) -> Difference:
        return Difference((self.a.value, self.b.value), f"term {self.a.first.slot.role('subject')}", self.sure)


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Days | _Terms]:
    yield from every_two(_Terms, _terms)(left, right, context)
    yield from every_two(_Days, _dates)(left, right, context)


CHECK = Check(
    id="date-differs",
    title="When something happened",
    kind="contradiction",
    severity="warning",
    about="Compares dates that two accounts give for the same happening: the same verb with the same doer or object. Weekdays and relative dates "
    "are resolved against each source's publication date; a month contains its days. Years are compared for what happens to one thing once (“ends in”), and for "
    "spans (“from 1988 to 1995”) of one person or body.",
    cannot_tell="Anything about dates that stay relative because the publication date is unknown, or about local time across time zones.",
    rungs=(
        Rung("not comparable", "The dates are of different happenings.", lambda pair: not pair.slots),
        Rung("unresolved", "A date stays relative: no publication date anchors it.", lambda pair: pair.unresolved),
        Rung("same", "Both give the same date.", lambda pair: pair.same),
        Rung("compatible", "One date contains the other.", lambda pair: isinstance(pair, _Days) and _meets(pair.a, pair.b)),
        Rung("far apart", "Whole years, or months lie between: they are of two happenings.", lambda pair: pair.far),
        Rung("told elsewhere", "The other account gives this date too, next to another one.", lambda pair: pair.told),
        Rung("unsure", "Too little says that both are of one happening.", lambda pair: pair.sure < LEAST_CONFIDENCE),
        Rung("differs", "Both date the same happening, and the dates exclude each other.", fires=True),
    ),
    relevant=lambda claim: any(isinstance(fact, DateFact) for fact in claim.facts),
    least_chance=0.1,
    pairs=_pairs,
    tell=lambda pair: pair.tell(),
    examples=(
        Example("The museum closed its doors on March 4 after the flood.", "The museum closed its doors on March 6 after the flood.", True),
        Example(
            "The museum closed its doors on Monday after the flood.",
            "The museum closed its doors on March 4 after the flood.",
            False,
            "Monday was 4 March",
        ),
        Example(
            "The museum closed its doors in March after the flood.",
            "The museum closed its doors on March 4 after the flood.",
            False,
            "the month contains the day",
        ),
        Example(
            "The hall is named after Ines Aldana, who led the port from 1987 to 1995.",
            "Aldana served as the port's mayor from 1988 to 1995, longer than anyone.",
            True,
            "two spans for one term",
        ),
        Example("The lease of the shipyard expires in 2031.", "The shipyard must move before its lease expires in 2030.", True),
        Example("The shipyard earned a profit in 2021.", "The shipyard earned a profit in 2022.", False, "two years, two profits"),
        Example("The museum closed its doors on March 4.", "The museum reopened its doors on March 6.", False, "two happenings"),
        Example(
            "The museum closed its doors on March 4 after the flood.",
            "The museum closed its doors on March 6 after the flood, though it first closed its doors to schools on March 4.",
            False,
            "the second account has both",
        ),
        Example(
            "A walrus escaped on March 4.",
            "Two bakers sang, a judge fell into the pond, the band lost its drum, nobody would eat the herring, and at midnight the bride told a long joke on bishops, a nun, a barber with one ear and the walrus that escaped on March 6.",
            False,
            "nothing says that it is one walrus",
        ),
        Example(
            "The museum closed its doors on Monday after the flood.",
            "The museum closed its doors on Tuesday after the flood.",
            False,
            "without a date of publication nobody knows which Monday",
            ("", ""),
        ),
        Example(
            "The museum did not open its new wing on March 4.",
            "The museum opened its new wing on March 6.",
            False,
            "what did not happen has no day",
        ),
        Example(
            "A video shared on March 4 shows the flood in the museum.",
            "A video shared on March 6 shows the flood in the museum.",
            False,
            "days of pictures",
        ),
    ),
)
