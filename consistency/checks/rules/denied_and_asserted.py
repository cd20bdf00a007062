"""One account denies what the other asserts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.predication_pairs import Alike, not_yet, of_all, pairs
from consistency.checks.slots import dates_part
from consistency.checks.speakers import two_voices
from consistency.model import Claim

LEAST_CONFIDENCE = 0.75


@dataclass(frozen=True)
class _Statements(Alike):
    """Two predications that may be of one act."""

    @cached_property
    def strength(self) -> float:
        return round(min(0.9, 0.8 * self.sure + 0.25 * max(0.0, self.similarity)), 3)

    @property
    def moved_on(self) -> bool:
        """Whether the earlier report says it has not happened and the later one that it has."""
        order = self.context.publication_order(self.left, self.right)
        return bool(order) and self.a.negated == (order < 0)


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Statements]:
    return (_Statements(a, b, left, right, context, sure, shared) for a, b, sure, shared in pairs(left, right, context))


def _tell(pair: _Statements) -> Difference:
    a, b = (f"{'denied' if frame.negated else 'asserted'}: {frame.predicate}" for frame in (pair.a, pair.b))
    return Difference((a, b), " ".join(filter(None, (pair.a.subject, pair.a.predicate, *pair.shared))), pair.strength)


CHECK = Check(
    id="denied-and-asserted",
    title="Whether it is so",
    kind="contradiction",
    severity="warning",
    about="Finds one predication with and without a negation: the same verb, the same doer or a shared rare argument, the same tense.",
    cannot_tell="Denials with another verb (“rejected the claim that …”), and negations whose scope is only part of the clause.",
    rungs=(
        Rung("not comparable", "The predications are of different acts.", lambda pair: pair.a.predicate != pair.b.predicate),
        Rung("same", "Both assert it or both deny it.", lambda pair: pair.a.negated == pair.b.negated),
        Rung(
            "compatible",
            "One only says it may be, speaks of another time, or denies that it is all.",
            lambda pair: (
                "possible" in {pair.a.certainty, pair.b.certainty}
                or pair.a.tense != pair.b.tense
                or dates_part(pair.left, pair.right, timedelta())
                or of_all(pair.a, pair.left)
                or of_all(pair.b, pair.right)
            ),
        ),
        Rung(
            "two voices",
            "Each account reports what somebody else says: that the two disagree is no difference between the accounts.",
            lambda pair: two_voices(pair.left, pair.right),
        ),
        Rung(
            "not yet",
            "One says that it has not happened yet: whether it has since is what `outcome-differs` looks at.",
            lambda pair: not_yet(pair.a, pair.left) or not_yet(pair.b, pair.right),
        ),
        Rung("unsure", "Too little says that both are of one act.", lambda pair: pair.strength < LEAST_CONFIDENCE),
        Rung(
            "updated",
            "The earlier report says it has not happened, the later one that it has.",
            lambda pair: pair.moved_on,
            fires=True,
            kind="update",
        ),
        Rung("differs", "One denies what the other asserts.", fires=True),
    ),
    relevant=lambda claim: bool(claim.tokens),
    scopes=frozenset({"event", "standing"}),
    pairs=_pairs,
    tell=_tell,
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
            "The chief engineer signed the safety certificate.",
            "The chief engineer has signed the safety certificate.",
            False,
            "both assert it",
        ),
        Example(
            "The chief engineer signed the safety certificate of the ferry.",
            "The chief engineer had refused to lend his name to the safety certificate of the ferry.",
            False,
            "another verb",
        ),
        Example(
            "The chief engineer has signed the safety certificate.",
            "The chief engineer has not signed the safety certificate yet.",
            False,
            "“not yet”: it is the other check's",
        ),
        Example(
            "The pilot resigned.",
            "Although friends in the harbour had told him to go, the pilot did not resign.",
            False,
            "too little in common",
        ),
        Example(
            "The chief engineer did not sign the safety certificate.",
            "The chief engineer signed the safety certificate.",
            True,
            "the later report has it done",
            ("2024-03-07", "2024-03-09"),
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
        Example(
            "The chief engineer refused to sign the safety certificate.",
            "The chief engineer signed the safety certificate.",
            True,
            "refused to: it was not done",
        ),
        Example("The tug did not reach the lighthouse on Monday.", "The tug reached the lighthouse on Wednesday.", False, "of another day"),
        Example(
            "The shipyard has not paid all of the penalty.", "The shipyard has paid half of the penalty.", False, "not all is denied alone"
        ),
        Example(
            "No fewer than 30 barges were stopped by the ice.",
            "More than 20 barges were stopped by the ice.",
            False,
            "“no fewer” denies nothing",
        ),
    ),
)
