"""Which predications of two claims are of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consistency.checks.base import Context, Pair
from consistency.model import Claim
from consistency.nlp import predications
from consistency.nlp.attribution import CUES
from consistency.nlp.predications import NOBODY, Frame, frames
from consistency.nlp.word_frequency import weight

LIGHT = predications.LIGHT | {"want", "try"}

WHOLE = frozenset({"all", "every", "everything", "everyone", "everybody", "both", "each", "only", "whole", "entire", "full", "fully"})


@dataclass(frozen=True)
class Alike(Pair[Frame]):
    """Two predications, how sure it is, in [0, 1], that they are of one thing, and the words they share."""

    sure: float
    shared: tuple[str, ...]


def pairs(left: Claim, right: Claim, context: Context) -> Iterator[tuple[Frame, Frame, float, tuple[str, ...]]]:
    """Pairs of predications with how sure it is, in [0, 1], that they are of one thing, and the words they share."""
    for a in context.frames(left):
        if a.predicate in CUES:
            continue
        for b in context.frames(right):
            if b.predicate in CUES:
                continue
            sure, shared = alike(a, b)
            if sure > 0:
                yield a, b, sure, shared


def not_yet(frame: Frame, claim: Claim) -> bool:
    """Whether it is denied with a "yet": it has not happened, and still may."""
    return frame.negated and any(token.head == frame.verb and token.lemma.lower() == "yet" for token in claim.tokens)


def of_all(frame: Frame, claim: Claim) -> bool:
    """Whether no more is denied than that it is all, or the only one: "has not paid all of the fine"."""
    tokens = claim.tokens
    near = {frame.verb, *(i for i, token in enumerate(tokens) if token.head == frame.verb)}
    return frame.negated and any(token.head in near and token.lemma.lower() in WHOLE for token in tokens[frame.verb :])


def cached_frames() -> Callable[[Claim], list[Frame]]:
    """A function from claims to their predications that reads each claim once, however many pairs it stands in."""
    seen: dict[str, list[Frame]] = {}

    def look(claim: Claim) -> list[Frame]:
        if claim.id not in seen:
            seen[claim.id] = frames(claim.tokens)
        return seen[claim.id]

    return look


def alike(a: Frame, b: Frame) -> tuple[float, tuple[str, ...]]:
    """The same doer and a shared rare argument, or the same verb with a shared doer or argument."""
    same_verb = a.predicate == b.predicate and a.predicate not in LIGHT
    subjects_known = a.subject not in NOBODY and b.subject not in NOBODY
    same_subject = subjects_known and (a.subject == b.subject or a.subject.rstrip("s") == b.subject.rstrip("s"))
    if subjects_known and not same_subject and not {a.subject, b.subject} <= a.arguments | b.arguments:
        return 0.0, ()
    shared = tuple(sorted(word for word in a.arguments & b.arguments if weight(word) > 0.2 and not word.isdigit()))
    mass = sum(weight(word) for word in shared)
    if same_verb and ((same_subject and (shared or not (a.arguments and b.arguments))) or mass >= 0.4):
        return min(0.95, 0.5 + 0.2 * same_subject + 0.25 * min(1.0, mass)), shared
    if same_subject and mass >= 0.4 and weight(a.subject) >= 0.4:
        return min(0.8, 0.35 + 0.3 * min(1.0, mass) + 0.2 * weight(a.subject)), (a.subject, *shared)
    return 0.0, ()
