"""One account tells as still to come what another tells as done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.checks.predication_pairs import LIGHT, not_yet
from consistency.model import Claim
from consistency.nlp.attribution import CUES
from consistency.nlp.predications import NOBODY, Frame
from consistency.nlp.word_frequency import weight

AHEAD = frozenset({"will", "'ll", "shall"})
"""Not "would": it tells a condition, or what was to come and by now may have, as often as what is to come."""
DONE = frozenset({"past", "perfect"})
SURE_OF_DOER = 0.55
SURE_OF_DEED = 0.6
SURE_OF_BOTH = 0.75
"""Least cosine of the two claims where the doer is the same, where only what is done is, and where the doers are named otherwise."""
MASS = 0.7
"""Least weight of the shared arguments where a pronoun or nothing stands for one doer."""


def _to_come(frame: Frame, claim: Claim) -> bool:
    """Told as settled but still ahead: "will", "is expected to", "plans to", "not yet", in the account's own words or a speaker's."""
    verb = claim.tokens[frame.verb]
    if frame.negated:
        return frame.tense in {"present", "perfect", "past"} and not_yet(frame, claim)
    if verb.head != frame.verb and verb.dep not in {"conj", "xcomp"} and not frame.governed:
        return False  # what hangs from "if" or "worried that" is not told as to come
    return (frame.tense == "modal" and frame.cue in AHEAD) or (
        frame.tense == "purpose" and frame.certainty in {"planned", "expected", "possible"}
    )


def _done(frame: Frame) -> bool:
    return frame.tense in DONE and not frame.negated and frame.certainty in {"asserted", "confirmed"}


def _same_deed(a: Frame, b: Frame, similarity: float) -> tuple[float, tuple[str, ...]]:
    """How sure it is, in [0, 1], that both are of one deed, and the words they share."""
    if b.predicate in LIGHT | CUES or b.predicate not in ({a.predicate, a.subject} if a.negated else {a.predicate}):
        return 0.0, ()  # "no charges were filed yet" is settled by "was charged"
    shared = tuple(sorted(word for word in a.arguments & b.arguments if not word.isdigit()))
    mass = sum(weight(word) for word in shared)
    if a.subject == b.predicate:
        return (min(0.95, 0.3 + 0.5 * similarity), (b.predicate,)) if similarity >= SURE_OF_DEED else (0.0, ())
    known = a.subject not in NOBODY and b.subject not in NOBODY
    if known and a.subject == b.subject and similarity >= SURE_OF_DOER:
        return min(0.95, 0.45 + 0.5 * similarity + 0.1 * min(1.0, mass)), (a.subject, *shared)
    if mass >= MASS and similarity >= (SURE_OF_BOTH if known else SURE_OF_DEED):
        return min(0.95, 0.35 + 0.5 * similarity + 0.1 * min(2.0, mass)), shared
    return 0.0, ()


@dataclass(frozen=True)
class _Deeds(Pair[Frame]):
    """What `left` tells as still to come, and a predication of `right`."""

    @cached_property
    def alike(self) -> tuple[float, tuple[str, ...]]:
        return _same_deed(self.a, self.b, self.similarity)

    @property
    def later(self) -> bool:
        return self.context.publication_order(self.left, self.right) > 0


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Deeds]:
    for before, after, turned in ((left, right, False), (right, left, True)):
        for a in context.frames(before):
            if _to_come(a, before):
                yield from (_Deeds(a, b, before, after, context, turned=turned) for b in context.frames(after))


def _tell(pair: _Deeds) -> Difference:
    sure, shared = pair.alike
    about = " ".join(dict.fromkeys((pair.a.predicate, *shared)))
    return Difference((f"to come: {pair.a.predicate}", f"done: {pair.b.predicate}"), about, round(sure, 3))


def _told_as_done(frame: Frame, claim: Claim, context: Context) -> bool:
    """Whether the account that tells it as to come tells it as done, too, in another sentence."""
    return any(
        other.predicate == frame.predicate
        and _done(other)
        and (
            other.subject == frame.subject
            if {other.subject, frame.subject}.isdisjoint(NOBODY)
            else sum(weight(word) for word in other.arguments & frame.arguments) >= MASS
        )
        for around in context.around(claim)
        if around.id != claim.id
        for other in context.frames(around)
    )


CHECK = Check(
    id="outcome-differs",
    title="Whether it has happened yet",
    kind="update",
    severity="warning",
    about="Finds what one account reports as still to come (“will”, “is expected to”, “plans to”, “not yet”) and another as done: the same verb, with the same doer or the "
    "same rare words, in claims that say much the same thing. The account that looks ahead must not be the later one.",
    cannot_tell="Outcomes with another verb or noun (“will sign”, “after the signing”), plans that were dropped, and whether two deeds of one kind by "
    "one doer are one.",
    rungs=(
        Rung("not comparable", "The predications are of different deeds.", lambda pair: not pair.alike[0]),
        Rung(
            "same",
            "Neither is reported as done: the other one, too, is to come, a wish, a condition or a possibility.",
            lambda pair: not _done(pair.b),
        ),
        Rung("later", "The account that looks ahead is the later one: it means another time.", lambda pair: pair.later),
        Rung(
            "told elsewhere",
            "The account that looks ahead reports it as done too, in another sentence.",
            lambda pair: _told_as_done(pair.a, pair.left, pair.context),
        ),
        Rung("updated", "One account reports as to come what the other reports as done.", fires=True, kind="update"),
    ),
    relevant=lambda claim: bool(claim.tokens),
    least_chance=0.1,
    pairs=_pairs,
    tell=_tell,
    examples=(
        Example(
            "The harbour council is expected to approve the new ferry terminal on Friday.",
            "The harbour council approved the new ferry terminal by eight votes to three.",
            True,
            published=("2024-03-07", "2024-03-09"),
        ),
        Example(
            "Governor Ines Aldana will sign the fisheries bill this week.",
            "Governor Ines Aldana has signed the fisheries bill.",
            True,
            published=("2024-03-07", "2024-03-09"),
        ),
        Example(
            "The harbour police have not yet identified the skipper of the barge.",
            "The harbour police have identified the skipper of the barge as a man from Esbjerg.",
            True,
            published=("2024-03-07", "2024-03-09"),
        ),
        Example(
            "Governor Ines Aldana has signed the fisheries bill.",
            "Governor Ines Aldana will sign the fisheries bill next year, too.",
            False,
            "the later report means another time",
            published=("2024-03-07", "2024-03-09"),
        ),
        Example(
            "The harbour council would approve the new ferry terminal if the state paid half of it.",
            "The harbour council approved the new ferry terminal.",
            False,
            "only a condition",
        ),
        Example(
            "The harbour council will approve the budget in May.",
            "The harbour council approved the new ferry terminal by eight votes to three.",
            False,
            "another deed",
        ),
        Example(
            "The harbour council will approve the new ferry terminal on Friday.",
            "The harbour council may approve the new ferry terminal on Friday.",
            False,
            "both are to come",
        ),
        Example(
            "The harbour council will approve the new ferry terminal on Friday. The harbour council approved the new ferry terminal in a first vote.",
            "The harbour council approved the new ferry terminal by eight votes to three.",
            False,
            "the first account has both",
            ("2024-03-07", "2024-03-09"),
        ),
    ),
)
