"""One commitment or prospect, told with different certainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.predication_pairs import Alike, pairs
from consistency.model import Claim
from consistency.nlp.number_words import SCALES
from consistency.nlp.predications import NOBODY, Frame
from consistency.nlp.word_frequency import weight

ADDED = frozenset({"additional", "another", "further", "more", "other", "second"})
"""Words for what comes on top of something else."""
LEAST_WEIGHT = 0.3
SURE_OF_AMOUNT = 0.6
STRONG = frozenset({"asserted", "confirmed"})


@dataclass(frozen=True)
class _Certainties(Alike):
    """Two predications that may be of one prospect."""

    @property
    def unlike(self) -> bool:
        """Whether one is denied, or comes on top of something else."""
        a, b = self.a, self.b
        return a.negated != b.negated or bool(a.arguments & ADDED) != bool(b.arguments & ADDED)

    @property
    def near(self) -> bool:
        levels = {self.a.certainty, self.b.certainty}
        return "possible" not in levels or not levels & STRONG

    @property
    def happened(self) -> bool:
        """Whether the firmer one tells what has happened, and may have been told as possible beforehand.

        Only what is still to come, or stands, can differ in strength. Inside one event that takes a "will"; a standing commitment may also
        be told in the plain present.
        """
        strong = self.a if self.a.certainty in STRONG else self.b
        return strong.tense != "modal" and not (self.context.scope == "standing" and strong.tense == "present")

    @cached_property
    def strength(self) -> float:
        return round(min(0.9, self.sure + 0.25 * max(0.0, self.similarity)), 3)


def _of_one_amount(left: Claim, right: Claim, context: Context) -> Iterator[tuple[Frame, Frame, float, tuple[str, ...]]]:
    """Pairs of predications with other verbs that give one figure for one thing: "could book a $3 billion charge", "will take" it."""
    for a in context.frames(left):
        if a.arguments.isdisjoint(SCALES):
            continue
        for b in context.frames(right):
            both = a.arguments & b.arguments
            things = tuple(sorted(word for word in both if word.isalpha() and word not in SCALES and weight(word) >= LEAST_WEIGHT))
            unlike = {a.subject, b.subject}.isdisjoint(NOBODY) and a.subject != b.subject
            if things and any(word[0].isdigit() for word in both) and both & SCALES.keys() and a.predicate != b.predicate and not unlike:
                yield a, b, SURE_OF_AMOUNT, things


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Certainties]:
    for found in (pairs(left, right, context), _of_one_amount(left, right, context)):
        yield from (_Certainties(a, b, left, right, context, sure, shared) for a, b, sure, shared in found)


def _tell(pair: _Certainties) -> Difference:
    a, b = (f"{frame.certainty} ({frame.cue or 'plainly'})" for frame in (pair.a, pair.b))
    return Difference((a, b), " ".join(sorted(pair.shared)) or pair.a.predicate, pair.strength)


CHECK = Check(
    id="certainty-differs",
    title="How certain it is",
    kind="contradiction",
    severity="warning",
    about="Compares how firmly two accounts state one prospect or commitment: “will” against “could”, a plain promise against “in certain circumstances”. "
    "The predications must share their doer and a rare word, or their verb. Steps of less than a plain statement against a mere possibility do not fire.",
    cannot_tell="Whether the firmer wording is the reporter's or the speaker's, and conditions in another sentence.",
    rungs=(
        Rung("not comparable", "The predications are of different things, or one is denied.", lambda pair: pair.unlike),
        Rung("same", "Both are stated with the same certainty.", lambda pair: pair.a.certainty == pair.b.certainty),
        Rung("near", "The certainties are neighbours on the scale (planned, expected).", lambda pair: pair.near),
        Rung("happened since", "One account reports as done what the other reports as possible.", lambda pair: pair.happened),
        Rung("differs", "One has a plain statement or promise, the other a mere possibility.", fires=True),
    ),
    relevant=lambda claim: bool(claim.tokens),
    scopes=frozenset({"event", "standing"}),
    pairs=_pairs,
    tell=_tell,
    surest=True,
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
        Example(
            "The union will strike at the port on Friday.",
            "The union could strike at the port a second time on Friday.",
            False,
            "another strike",
        ),
        Example(
            "The union will strike at the port on Friday.",
            "The union plans to strike at the port on Friday.",
            False,
            "a plan is nearly a promise",
        ),
        Example("The union struck at the port on Friday.", "The union may strike at the port on Friday.", False, "it has happened since"),
        Example(
            "The harbour council will close the old ferry terminal, its chairman said.",
            "The harbour council would consider closing the old ferry terminal, its chairman said.",
            True,
            "what is weighed may never come",
        ),
    ),
)
