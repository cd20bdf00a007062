"""Days that two accounts give for one happening."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.slots import confidence, shared_roles
from consistency.model import Claim, DateFact, Slot
from consistency.nlp.attribution import CUES

LEAST_CONFIDENCE = 0.6
FAR = 62
"""Days. Dates further apart belong to two happenings more often than to a dispute about one."""
ONCE = frozenset({"begin", "start", "end", "expire", "finish", "found", "establish", "bear", "die"})
"""What happens to one thing once only, so that even two years near each other cannot both be right."""
YEARS = 3
"""Years further apart than this are of two things more often than in dispute."""
STATIVE = frozenset({"be", "have", "do", "get", "come", "go", "take", "make"})


def _relevant(claim: Claim) -> bool:
    # The day on which a picture was taken or handed out dates nothing that two accounts tell.
    return claim.role != "caption" and any(isinstance(fact, DateFact) for fact in claim.facts)


def _agreement(left: Slot, right: Slot) -> float:
    """How sure both dates are of one happening: the same verb, and the same doer or thing done."""
    if not left.predicate or left.predicate != right.predicate or left.predicate in STATIVE | CUES:
        return 0.0
    shared = shared_roles(left, right, ("subject", "object"))
    return 0.5 + 0.25 * len(shared) if shared else 0.0


def _rung(a: DateFact, b: DateFact, lefts: list[DateFact], rights: list[DateFact]) -> tuple[str, float]:
    slots = _agreement(a.slot, b.slot)
    if slots == 0.0:
        return "not comparable", slots
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return "unresolved", slots
    if a.granularity == b.granularity == "year" and _years_part(a, b, lefts, rights):
        return "differs", slots
    if (a.first, a.last) == (b.first, b.last) or a.text.lower() == b.text.lower():
        return "same", slots  # "Monday" twice: which Monday is meant rests on when each was published, not on what they say
    if _meets(a, b):
        return "compatible", slots
    if "year" in {a.granularity, b.granularity} or abs((a.first - b.first).days) > FAR:
        return "not comparable", slots  # so far apart, the verb tells of two happenings
    if any(_meets(a, other) for other in rights) or any(_meets(b, other) for other in lefts):
        return "told elsewhere", slots
    return "differs", slots


def _years_part(a: DateFact, b: DateFact, lefts: list[DateFact], rights: list[DateFact]) -> bool:
    """Whether two years are given for what happens to one thing once, and neither account has the other's year beside its own."""
    if a.first is None or b.first is None or a.slot.predicate not in ONCE or not 0 < abs(a.first.year - b.first.year) <= YEARS:
        return False
    return not any(_meets(a, other) for other in rights) and not any(_meets(b, other) for other in lefts)


def _terms(dates: list[DateFact]) -> Iterator[tuple[DateFact, DateFact]]:
    """The spans "from YEAR to YEAR" of a claim."""
    for a in dates:
        for b in dates:
            if a.granularity == b.granularity == "year" and a.start < b.start and b.slot.role("from") == a.text:
                yield a, b


def _compare_terms(lefts: list[DateFact], rights: list[DateFact]) -> Iterator[Difference]:
    """Two terms of one person or body that overlap all but for a year or two at either end."""
    for a, b in _terms(lefts):
        for x, y in _terms(rights):
            if not (a.first and b.first and x.first and y.first):
                continue
            subject = a.slot.role("subject")
            gaps = abs(a.first.year - x.first.year), abs(b.first.year - y.first.year)
            if not shared_roles(a.slot, x.slot, ("subject",)):
                continue
            if sum(gaps) > 0 and max(gaps) < YEARS:
                yield Difference(
                    rung="differs",
                    left=(a.start, b.end),
                    right=(x.start, y.end),
                    left_value=f"{a.value} to {b.value}",
                    right_value=f"{x.value} to {y.value}",
                    slot=f"term {subject}",
                    confidence=0.8,
                    message=f"from when to when ({subject})",
                    because=f"differs: {a.value} to {b.value} and {x.value} to {y.value} are two spans for {subject}.",
                )


def _meets(a: DateFact, b: DateFact) -> bool:
    return (
        a.first is not None
        and b.first is not None
        and a.last is not None
        and b.last is not None
        and a.first <= b.last
        and b.first <= a.last
    )


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    lefts, rights = ([fact for fact in claim.facts if isinstance(fact, DateFact)] for claim in (left, right))
    yield from _compare_terms(lefts, rights)
    for a in lefts:
        for b in rights:
            rung, slots = _rung(a, b, lefts, rights)
            sure = confidence(slots, context.similarity(left, right))
            if rung == "differs" and sure >= LEAST_CONFIDENCE:
                yield Difference(
                    rung=rung,
                    left=(a.start, a.end),
                    right=(b.start, b.end),
                    left_value=a.value,
                    right_value=b.value,
                    slot=f"{a.slot.predicate} {a.slot.role('object')}".strip(),
                    confidence=sure,
                    message=f"when (“{a.slot.predicate}”)",
                    because=f"differs: {a.value} and {b.value} exclude each other; both date “{a.slot.predicate}”.",
                )


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
        Rung("not comparable", "The dates are of different happenings, or whole years, or months apart."),
        Rung("unresolved", "A date stays relative: no publication date anchors it."),
        Rung("same", "Both give the same date."),
        Rung("compatible", "One date contains the other."),
        Rung("told elsewhere", "The other account gives this date too, beside another one."),
        Rung("differs", "Both date the same happening, and the dates exclude each other.", fires=True),
    ),
    relevant=_relevant,
    least_chance=0.1,
    compare=_compare,
    examples=(
        Example(
            "The museum closed its doors on March 4 after the flood.",
            "The museum closed its doors on March 6 after the flood.",
            True,
        ),
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
    ),
)
