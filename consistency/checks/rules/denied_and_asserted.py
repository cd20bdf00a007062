"""One account denies what the other asserts."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.predication_pairs import not_yet, pairs
from consistency.checks.speakers import two_voices
from consistency.model import Claim
from consistency.nlp.predications import Frame

LEAST_CONFIDENCE = 0.75


def _rung(a: Frame, b: Frame) -> str:
    if a.predicate != b.predicate:
        return "not comparable"
    if a.negated == b.negated:
        return "same"
    if "possible" in {a.certainty, b.certainty} or a.tense != b.tense:
        return "compatible"
    return "differs"


def _moved_on(a: Frame, left: Claim, right: Claim, context: Context) -> str:
    """`updated` where the earlier report says it has not happened and the later one that it has."""
    order = context.publication_order(left, right)
    return "updated" if order and a.negated == (order < 0) else "differs"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a, b, sure, shared in pairs(left, right, context):
        rung = _rung(a, b)
        if rung == "differs":
            rung = _moved_on(a, left, right, context)
        if two_voices(left, right):
            continue
        if rung not in {"differs", "updated"} or not_yet(a, left) or not_yet(b, right):
            continue  # what has "not yet" happened is the outcome check's
        strength = round(min(0.9, 0.8 * sure + 0.25 * max(0.0, context.similarity(left, right))), 3)
        if strength >= LEAST_CONFIDENCE:
            words = ["denied" if frame.negated else "asserted" for frame in (a, b)]
            about = " ".join(filter(None, (a.subject, a.predicate, *shared)))
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=f"{words[0]}: {a.predicate}",
                right_value=f"{words[1]}: {b.predicate}",
                slot=about,
                confidence=strength,
                message=f"whether it is so ({about})",
                because=f"{rung}: “{a.predicate}” is {words[0]} here and {words[1]} there, with the same {about}.",
            )


CHECK = Check(
    id="denied-and-asserted",
    title="Whether it is so",
    kind="contradiction",
    severity="warning",
    about="Finds one predication told with and without a negation: the same verb, the same doer or a shared rare argument, the same tense.",
    cannot_tell="Denials told with another verb (“rejected the claim that …”), and negations whose scope is only part of the clause.",
    rungs=(
        Rung("not comparable", "The predications are of different things."),
        Rung("same", "Both assert it or both deny it."),
        Rung("compatible", "One only says it may be, or speaks of another time."),
        Rung("updated", "The earlier report says it has not happened, the later one that it has.", fires=True, kind="update"),
        Rung("differs", "One denies what the other asserts.", fires=True),
    ),
    relevant=lambda claim: bool(claim.tokens),
    scopes=frozenset({"event", "standing"}),
    compare=_compare,
    examples=(
        Example("The chief engineer signed the safety certificate.", "The chief engineer did not sign the safety certificate.", True),
        Example(
            "The chief engineer signed the safety certificate.",
            "The chief engineer may not sign the safety certificate.",
            False,
            "only a possibility",
        ),
        Example(
            "The chief engineer signed the safety certificate.",
            "The chief engineer did not attend the opening ceremony.",
            False,
            "another act",
        ),
        Example(
            "The Quarrymen won the county shield on Saturday night.",
            "The Quarrymen had not won the county shield since 1931.",
            False,
            "of the time before",
        ),
        Example(
            "Residents say that the viaduct will sink into the marsh.",
            "The viaduct will not sink into the marsh, surveyor Ilse Brandvold said.",
            False,
            "two speakers disagree, and each account may report both",
        ),
    ),
)
