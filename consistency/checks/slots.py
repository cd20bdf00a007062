"""When two facts are of the same thing: the comparison of slots that the figure, date and place checks share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from consistency.model import Claim, DateFact, Slot
from consistency.nlp.attribution import CUES
from consistency.nlp.facts.casualties import HARM, HARMED
from consistency.nlp.predications import NOBODY

NEAR = timedelta(days=3)
GENERAL = "person"
CARRIERS = frozenset({"be", "have", "include", "see", "there", "leave", "get", "report", "say", "involve", "total", "number", "count"})
"""Verbs that say nothing of what is counted."""
VAGUE = NOBODY | {"person", "official", "report"}


def harm_of(slot: Slot) -> str:
    """The casualty class that a slot speaks of, empty for none."""
    for word in (slot.predicate, slot.noun, *slot.modifiers):
        if word in HARM:
            return HARM[word]
    return HARM.get(slot.role("object"), "") if slot.predicate in HARMED else ""


def agreement(left: Slot, right: Slot) -> float:
    """How sure it is that both slots are of the same thing, in [0, 1]; 0 if something tells them apart.

    The noun must be the same (or both speak of the same class of casualties); predicates, modifiers and the fillers of
    shared roles each add to it where they agree and end it where they plainly part.
    """
    harm = harm_of(left), harm_of(right)
    if any(harm):
        # "10 tourists killed" and "12 people killed" may both be right: a part counts under another noun than the whole.
        nouns = [GENERAL if noun in HARM or noun in {"person", ""} else noun for noun in (left.noun, right.noun)]
        return 0.9 if harm[0] == harm[1] and nouns[0] == nouns[1] and _same_group(left, right) else 0.0
    if left.noun != right.noun or not left.noun:
        return 0.0
    score = 0.45
    only_left, only_right = set(left.modifiers) - set(right.modifiers), set(right.modifiers) - set(left.modifiers)
    if only_left and only_right:
        return 0.0
    if left.modifiers and left.modifiers == right.modifiers:
        score += 0.15
    elif only_left or only_right:
        score -= 0.1
    if left.predicate and left.predicate == right.predicate and left.predicate not in CARRIERS:
        score += 0.25
    elif left.predicate and right.predicate and not {left.predicate, right.predicate} & CARRIERS:
        score -= 0.15
    for name in ("subject", "object", "of"):
        a, b = left.role(name), right.role(name)
        if a and b and not {a, b} & VAGUE:
            score += 0.15 if shares_word(a, b) else -0.1 if name != "of" else -0.3
    return max(0.0, min(1.0, score))


def _same_group(left: Slot, right: Slot) -> bool:
    """Whether the modifiers leave open that both count the same people: "two dead pilots" are not "12 dead"."""
    a, b = ({word for word in slot.modifiers if word not in HARM and word not in {"more", "other"}} for slot in (left, right))
    return a == b and left.role("from") == right.role("from") and ("other" in left.modifiers) == ("other" in right.modifiers)


def shares_word(left: str, right: str) -> bool:
    return bool(set(left.split()) & set(right.split()))


def shared_roles(left: Slot, right: Slot, names: Iterable[str]) -> set[str] | None:
    """Which of the roles both slots fill with the same; `None` if they fill one with different things. A pronoun tells neither."""
    found = set()
    for name in names:
        a, b = left.role(name), right.role(name)
        if a and b and not {a, b} & VAGUE:
            if not shares_word(a, b):
                return None
            found.add(name)
    return found


def same_happening(left: Slot, right: Slot, vague: Collection[str]) -> float:
    """How sure both slots are of one happening, in [0, 1]: the same verb, no verb of speech and none in `vague`, and the same doer or
    thing done."""
    if not left.predicate or left.predicate != right.predicate or left.predicate in CUES or left.predicate in vague:
        return 0.0
    shared = shared_roles(left, right, ("subject", "object"))
    return 0.5 + 0.25 * len(shared) if shared else 0.0


def confidence(slots: float, similarity: float) -> float:
    """The confidence of a difference from how well the slots agree and how alike the claims are, both in [0, 1]."""
    return round(max(0.05, min(0.95, 0.6 * slots + 0.5 * max(0.0, similarity) - 0.05)), 3)


def dates_part(left: Claim, right: Claim) -> bool:
    """Whether both claims say when, and no date of the one meets or nearly meets a date of the other: they tell of two times."""
    dates = [[fact for fact in claim.facts if isinstance(fact, DateFact) and fact.first and fact.last] for claim in (left, right)]
    if not all(dates):
        return False
    return all(
        a.first > b.last + NEAR or b.first > a.last + NEAR for a in dates[0] for b in dates[1] if a.first and a.last and b.first and b.last
    )
