"""Two causes of one happening."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.happenings import describe, mentions, names_of, of_one_effect, same_happening
from consistency.model import Claim
from consistency.nlp.relations import Happening, Relation, may_relate, relations

LEAST_SIMILARITY = 0.45


def _causes(claim: Claim) -> list[Relation]:
    return [relation for relation in relations(claim.tokens) if relation.kind == "cause"]


def _rung(a: Relation, b: Relation, left: Claim, right: Claim, context: Context) -> str:
    if not same_happening(a.second, b.second) or context.similarity(left, right) < LEAST_SIMILARITY:
        return "not comparable"
    if not _is_named(a.first) or not _is_named(b.first):
        return "not comparable"
    if names_of(a.first) & names_of(b.first) or a.first.words & b.first.words:
        return "same"
    if a.hedged or b.hedged:
        return "compatible"
    if mentions(context.around(right), a.first) or mentions(context.around(left), b.first):
        return "told elsewhere"
    return "differs"


def _is_named(cause: Happening) -> bool:
    """Whether the cause is named by a telling word that is no pronoun."""
    return bool(names_of(cause))


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _causes(left):
        for b in _causes(right):
            if _rung(a, b, left, right, context) != "differs":
                continue
            effect = describe(a.second)
            yield Difference(
                rung="differs",
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=describe(a.first),
                right_value=describe(b.first),
                slot=f"cause of {effect}",
                confidence=round(min(0.85, 0.45 + 0.4 * context.similarity(left, right)), 3),
                message=f"the cause of “{effect}”",
                because=f"differs: one account has “{describe(a.first)}” as the cause of “{effect}”, the other “{describe(b.first)}”, and neither has both.",
            )


CHECK = Check(
    id="cause-differs",
    title="What caused it",
    kind="contradiction",
    severity="warning",
    about="Compares the causes that two accounts give for one happening in so many words (“caused”, “sparked”, “triggered”, “led to”, “because of”, "
    "“due to”), where neither account so much as mentions the other's cause. A cause that “may” be or was “partly” one is left alone.",
    cannot_tell="Whether two causes are one told in other words (“heat”, “high temperatures”) or two links of one chain, and motives.",
    rungs=(
        Rung("not comparable", "The causes are of two happenings, or one is a mere pronoun."),
        Rung("same", "Both name the same cause."),
        Rung("compatible", "One cause is only possible, or one among several."),
        Rung("told elsewhere", "The other account mentions this cause too."),
        Rung("differs", "One happening has two causes, and neither account knows the other's.", fires=True),
    ),
    relevant=lambda claim: may_relate(claim.tokens),
    candidates=of_one_effect,
    compare=_compare,
    examples=(
        Example("A gas leak caused the explosion at the bakery.", "Arson caused the explosion at the bakery.", True),
        Example(
            "The derailment near Alda was caused by a broken axle.",
            "A landslide caused the derailment near Alda.",
            True,
        ),
        Example(
            "The derailment near Alda was caused by a broken axle.",
            "The broken axle of a wagon caused the derailment near Alda.",
            False,
            "one cause",
        ),
        Example(
            "The derailment near Alda was caused by a broken axle.",
            "The derailment near Alda may have been caused by a landslide.",
            False,
            "only a possibility",
        ),
        Example(
            "The derailment near Alda was caused by a broken axle.",
            "The landslide near Alda was caused by heavy rain.",
            False,
            "two happenings",
        ),
        Example(
            "The derailment near Alda was caused by a broken axle. The landslide came later.",
            "A landslide caused the derailment near Alda when an axle was broken.",
            False,
            "the other account knows of the axle",
        ),
    ),
)
