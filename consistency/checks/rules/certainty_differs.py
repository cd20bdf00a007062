"""One commitment or prospect, told with different certainty."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.predication_pairs import VAGUE, pairs
from consistency.model import Claim
from consistency.nlp.number_words import SCALES
from consistency.nlp.predications import Frame
from consistency.nlp.word_frequency import weight

LEAST_CONFIDENCE = 0.55
ADDED = frozenset({"additional", "another", "further", "more", "other", "second"})
"""Words for what comes on top of something else."""
LEAST_WEIGHT = 0.3
SURE_OF_AMOUNT = 0.6
STRONG = frozenset({"asserted", "confirmed"})


def _relevant(claim: Claim) -> bool:
    return bool(claim.tokens) and claim.role != "caption"


def _rung(a: Frame, b: Frame, standing: bool) -> str:
    if a.negated != b.negated or bool(a.arguments & ADDED) != bool(b.arguments & ADDED):
        return "not comparable"
    if a.certainty == b.certainty:
        return "same"
    levels = {a.certainty, b.certainty}
    if "possible" not in levels or not levels & STRONG:
        return "near"
    strong = a if a.certainty in STRONG else b
    # A thing that has happened may be told as possible beforehand: only what is still to come, or stands, can differ in strength.
    # Inside one event that takes a "will"; a standing commitment may also be told in the plain present.
    return "differs" if strong.tense == "modal" or (standing and strong.tense == "present") else "happened since"


def _of_one_amount(left: Claim, right: Claim, context: Context) -> Iterator[tuple[Frame, Frame, float, tuple[str, ...]]]:
    """Pairs of predications with other verbs that give one figure for one thing: "could book a $3 billion charge", "will take" it."""
    for a in context.frames(left):
        if a.arguments.isdisjoint(SCALES):
            continue
        for b in context.frames(right):
            both = a.arguments & b.arguments
            things = tuple(sorted(word for word in both if word.isalpha() and word not in SCALES and weight(word) >= LEAST_WEIGHT))
            unlike = {a.subject, b.subject}.isdisjoint(VAGUE) and a.subject != b.subject
            if things and any(word[0].isdigit() for word in both) and both & SCALES.keys() and a.predicate != b.predicate and not unlike:
                yield a, b, SURE_OF_AMOUNT, things


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    best: Difference | None = None
    for a, b, sure, shared in [*pairs(left, right, context), *_of_one_amount(left, right, context)]:
        if _rung(a, b, context.scope == "standing") != "differs" or (not a.cue and not b.cue):
            continue
        strength = round(min(0.9, sure + 0.25 * max(0.0, context.similarity(left, right))), 3)
        if strength < LEAST_CONFIDENCE or (best is not None and best.confidence >= strength):
            continue
        words = [(f.cue or "plainly") for f in (a, b)]
        best = Difference(
            rung="differs",
            left=(a.start, a.end),
            right=(b.start, b.end),
            left_value=f"{a.certainty} ({words[0]})",
            right_value=f"{b.certainty} ({words[1]})",
            slot=" ".join(sorted(shared)) or a.predicate,
            confidence=strength,
            message=f"how certain it is ({', '.join(shared) or a.predicate})",
            because=f"differs: told as {a.certainty} (“{words[0]}”) here and as {b.certainty} (“{words[1]}”) there, "
            f"both of {', '.join(shared) or a.predicate}.",
        )
    if best is not None:
        yield best


CHECK = Check(
    id="certainty-differs",
    title="How certain it is",
    kind="contradiction",
    severity="warning",
    about="Compares how firmly two accounts tell one prospect or commitment: “will” against “could”, a plain promise against “in certain circumstances”. "
    "The predications must share their doer and a rare word, or their verb. Steps of less than a plain statement against a mere possibility do not fire.",
    cannot_tell="Whether the firmer wording is the reporter's or the speaker's, and conditions that stand in another sentence.",
    rungs=(
        Rung("not comparable", "The predications are of different things, or one is denied."),
        Rung("same", "Both are told with the same certainty."),
        Rung("near", "The certainties are neighbours on the scale (planned, expected)."),
        Rung("happened since", "One account tells as done what the other tells as possible."),
        Rung("differs", "A plain statement or promise stands against a mere possibility.", fires=True),
    ),
    relevant=_relevant,
    scopes=frozenset({"event", "standing"}),
    compare=_compare,
    examples=(
        Example(
            "Norrland Shipping said it could book a $7 billion charge for the fleet.",
            "Norrland Shipping said it will take a $7 billion charge for the fleet.",
            True,
            "one figure for one thing",
        ),
        Example(
            "The flood levy will fund the new sea wall, the council said.",
            "The flood levy could, in certain circumstances, fund the new sea wall.",
            True,
        ),
        Example("The union will strike at the port on Friday.", "The union may strike at the port on Friday.", True),
        Example(
            "The flood levy could fund the new sea wall.",
            "The flood levy may in some cases fund the new sea wall.",
            False,
            "both are possible",
        ),
        Example("The union will strike at the port.", "The union could file a complaint in court.", False, "two different steps"),
    ),
)
