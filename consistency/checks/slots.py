"""When two facts are of the same thing: the comparison of slots that the figure, date and place checks share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from consistency.checks.base import Context
from consistency.model import Claim, DateFact, Slot
from consistency.nlp.attribution import CUES
from consistency.nlp.facts.casualties import HARM, HARMED
from consistency.nlp.predications import NOBODY

NEAR = timedelta(days=3)
BRIEF = 2
"""Sentences of an account that is too short to tell one happening from another like it."""
PICTURES = frozenset({"photo", "photograph", "picture", "image", "video", "footage", "clip", "still", "screenshot", "post", "tweet"})
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


def dates_part(left: Claim, right: Claim, near: timedelta = NEAR) -> bool:
    """Whether both claims say when, and no date of the one meets or nearly meets a date of the other: they tell of two times."""
    dates = [[fact for fact in claim.facts if isinstance(fact, DateFact) and fact.first and fact.last] for claim in (left, right)]
    if not all(dates):
        return False
    return not any(dates_meet(a, b, near) for a in dates[0] for b in dates[1])


def two_happenings(left: Claim, right: Claim, context: Context) -> bool:
    """Whether two brief accounts give another day, and each a name that the other has not: nothing else says that it is one happening."""
    if max(len(context.around(claim)) for claim in (left, right)) > BRIEF or not dates_part(left, right, timedelta()):
        return False
    return bool(_names(left, right, context) and _names(right, left, context))


def _names(claim: Claim, other: Claim, context: Context) -> set[str]:
    """The names in a claim, but for its speaker's, that the other claim's account has not."""
    apart = [(fact.start, fact.end) for fact in claim.facts if isinstance(fact, DateFact)]
    apart += [(claim.attribution.start, claim.attribution.end)] if claim.attribution else []
    words = {
        token.text for token in claim.tokens[1:] if token.text[:1].isupper() and not any(start <= token.start < end for start, end in apart)
    }
    return words - {word for near in context.around(other) for word in near.text.replace(",", " ").replace(".", " ").split()}


def of_picture(date: DateFact) -> bool:
    """Whether a date is that of a picture or post and of no happening: "a photo taken on 4 May"."""
    return date.slot.role("subject") in PICTURES


def dates_meet(a: DateFact, b: DateFact, near: timedelta = timedelta()) -> bool:
    """Whether two dates have a day in common, or days no further apart than `near`; one that nothing anchors meets any."""
    return not (a.first and a.last and b.first and b.last) or (a.first <= b.last + near and b.first <= a.last + near)
