"""Which of two happenings came first."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.happenings import arrow, of_two_happenings, same_happening
from consistency.model import Claim
from consistency.nlp.relations import Relation, may_relate, relations


def _reversed(a: Relation, b: Relation) -> bool:
    return same_happening(a.first, b.second) and same_happening(a.second, b.first)


def _rung(a: Relation, b: Relation, left: Claim, right: Claim, context: Context) -> str:
    if same_happening(a.first, a.second) or same_happening(b.first, b.second):
        return "not comparable"
    if same_happening(a.first, b.first) and same_happening(a.second, b.second):
        return "same"
    if not _reversed(a, b) or _in_chain(a, left) or _in_chain(b, right):
        return "not comparable"
    if a.hedged or b.hedged:
        return "compatible"
    if _told(a, right, context) or _told(b, left, context):
        return "told elsewhere"
    return "differs"


def _in_chain(relation: Relation, claim: Claim) -> bool:
    """Whether the claim tells of more than two happenings of these names in a row: "left one clinic after checking in, and went to another"."""
    return any(
        same_happening(relation.first, other.second) or same_happening(relation.second, other.first) for other in relations(claim.tokens)
    )


def _told(relation: Relation, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` has this order too: things happen more than once."""
    return any(
        same_happening(relation.first, other.first) and same_happening(relation.second, other.second)
        for near in context.around(claim)
        for other in relations(near.tokens)
    )


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in relations(left.tokens):
        for b in relations(right.tokens):
            if _rung(a, b, left, right, context) != "differs":
                continue
            sure = 0.65 + 0.1 * (a.kind == b.kind) + 0.15 * max(0.0, context.similarity(left, right))
            yield Difference(
                rung="differs",
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=arrow(a),
                right_value=arrow(b),
                slot="order",
                confidence=round(min(0.9, sure), 3),
                message="what came first",
                because=f"differs: one account has “{arrow(a)}”, the other “{arrow(b)}”.",
            )


CHECK = Check(
    id="sequence-differs",
    title="What came first",
    kind="contradiction",
    severity="warning",
    about="Finds two happenings that one account tells in one order and the other in the other: “after”, “before”, “following”, “followed by”, or "
    "one as the cause of the other. A happening is known by its verb or noun (“exploded”, “explosion”) and its doer.",
    cannot_tell="An order that only the sequence of sentences, clock times or dates give, and two happenings of one name.",
    rungs=(
        Rung("not comparable", "The accounts relate other happenings."),
        Rung("same", "Both tell them in the same order."),
        Rung("compatible", "One account only says that it may be so."),
        Rung("told elsewhere", "The other account has this order too."),
        Rung("differs", "The accounts tell two happenings in opposite orders.", fires=True),
    ),
    relevant=lambda claim: may_relate(claim.tokens),
    candidates=of_two_happenings,
    compare=_compare,
    examples=(
        Example(
            "A blackout sparked a stampede at the fairground.",
            "A stampede at the fairground caused a blackout.",
            True,
        ),
        Example(
            "The mayor resigned after the audit was published.",
            "The audit was published after the mayor resigned.",
            True,
        ),
        Example(
            "The crane collapsed before the alarm sounded at the shipyard.",
            "The crane collapsed after the alarm sounded at the shipyard.",
            True,
        ),
        Example(
            "The mayor resigned after the audit was published.",
            "The audit was published before the mayor resigned.",
            False,
            "one order, told from either end",
        ),
        Example(
            "A blackout sparked a stampede at the fairground.",
            "The stampede at the fairground was caused by a blackout.",
            False,
            "one order, in the passive",
        ),
        Example(
            "The mayor resigned after the audit was published.",
            "The treasurer resigned before the audit was published.",
            False,
            "another person",
        ),
        Example(
            "A blackout sparked a stampede at the fairground.",
            "The stampede may have caused a blackout at the fairground.",
            False,
            "only a possibility",
        ),
        Example(
            "The crane collapsed before the alarm sounded at the shipyard.",
            "The crane collapsed after the storm hit the shipyard.",
            False,
            "another happening",
        ),
    ),
)
