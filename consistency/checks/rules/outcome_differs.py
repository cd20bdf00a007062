"""One account tells as still to come what another tells as done."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.predication_pairs import LIGHT, VAGUE, not_yet
from consistency.model import Claim
from consistency.nlp.attribution import CUES
from consistency.nlp.predications import Frame
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
    return (frame.tense == "modal" and frame.cue in AHEAD) or (frame.tense == "purpose" and frame.certainty in {"planned", "expected"})


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
    known = a.subject not in VAGUE and b.subject not in VAGUE
    if known and a.subject == b.subject and similarity >= SURE_OF_DOER:
        return min(0.95, 0.45 + 0.5 * similarity + 0.1 * min(1.0, mass)), (a.subject, *shared)
    if mass >= MASS and similarity >= (SURE_OF_BOTH if known else SURE_OF_DEED):
        return min(0.95, 0.35 + 0.5 * similarity + 0.1 * min(2.0, mass)), shared
    return 0.0, ()


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for before, after, turned in ((left, right, False), (right, left, True)):
        if context.publication_order(before, after) > 0:
            continue  # what the later report expects is another time
        ahead = [frame for frame in context.frames(before) if _to_come(frame, before)]
        for a in ahead:
            for b in context.frames(after):
                sure, shared = _same_deed(a, b, context.similarity(left, right)) if _done(b) else (0.0, ())
                if not sure or _told_as_done(a, before, context):
                    continue
                spans = [(a.start, a.end), (b.start, b.end)]
                values = [f"to come: {a.predicate}", f"done: {b.predicate}"]
                about = " ".join(dict.fromkeys((a.predicate, *shared)))
                yield Difference(
                    rung="updated",
                    left=spans[turned],
                    right=spans[not turned],
                    left_value=values[turned],
                    right_value=values[not turned],
                    slot=about,
                    because=f"updated: “{a.predicate}” is told as still to come (“{a.cue or 'yet'}”) in one account and as done in the other, "
                    f"both of {', '.join(shared) or a.predicate}.",
                    confidence=round(sure, 3),
                    message=f"whether it has happened yet ({about})",
                )


def _told_as_done(frame: Frame, claim: Claim, context: Context) -> bool:
    """Whether the account that tells it as to come tells it as done, too, in another sentence."""
    return any(
        other.predicate == frame.predicate
        and _done(other)
        and (
            other.subject == frame.subject
            if {other.subject, frame.subject}.isdisjoint(VAGUE)
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
    about="Finds what one account tells as still to come (“will”, “is expected to”, “plans to”, “not yet”) and another as done: the same verb, with the same doer or the "
    "same rare words, in claims that tell much the same thing. The account that looks ahead must not be the later one.",
    cannot_tell="Outcomes told with another verb or noun (“will sign”, “after the signing”), plans that were dropped, and whether two deeds of one kind by "
    "one doer are one.",
    rungs=(
        Rung("not comparable", "The predications are of different deeds, or one is only a wish, a condition or a possibility."),
        Rung("same", "Both tell it as to come, or both as done."),
        Rung("told elsewhere", "The account that looks ahead tells it as done too, in another sentence."),
        Rung("later", "The account that looks ahead is the later one: it means another time."),
        Rung("updated", "One account tells as to come what the other tells as done.", fires=True, kind="update"),
    ),
    relevant=lambda claim: bool(claim.tokens) and claim.role != "caption",
    least_chance=0.1,
    compare=_compare,
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
    ),
)
