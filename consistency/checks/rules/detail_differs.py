"""Two sentences that say the same but for one detail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.addends import summed_at
from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.checks.candidates import sharing
from consistency.checks.rewrites import retells
from consistency.checks.swap_features import LEAST_COSINE, agree, apart, disputed, features, in_one_telling, of_two_kinds, telling
from consistency.checks.swap_phrases import phrases
from consistency.checks.swaps import LEAST_SHARED, Swap, Word, swaps, words
from consistency.model import Claim, Span
from consistency.nlp.tree_model import load_trees

NO_SWAP = Swap((), (), 0.0, 0.0, (0.0, 0.0), 0)
"""Of two sentences whose words are not aligned."""


@dataclass(frozen=True)
class _Detail(Pair[tuple[Word, ...]]):
    """What stands in one sentence where the other has something else."""

    swap: Swap
    retold: bool
    """Whether the two sentences are each other's counterparts in an account and its rewrite."""

    @property
    def spans(self) -> tuple[Span, Span]:
        if self.a and self.b:
            one, other = phrases(self.a, self.b, self.left, self.right)
            return _from(self.left, *one), _from(self.right, *other)
        return _span(self.swap, self.a, self.left), _span(self.swap, self.b, self.right)

    @cached_property
    def sure(self) -> float:
        """The chance that the two differ."""
        return load_trees("swap_model").chance(features(self.swap, self.left, self.right, self.context))


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Detail]:
    if context.similarity(left, right) < LEAST_COSINE:
        return
    if not in_one_telling(left, right, context):
        yield _Detail((), (), left, right, context, NO_SWAP, False)
    else:
        known = retells(left, right, context)
        yield from (_Detail(swap.left, swap.right, left, right, context, swap, known) for swap in swaps(left, right, known))


def _tell(pair: _Detail) -> Difference:
    sides = zip((pair.a, pair.b), (pair.left, pair.right), pair.spans, strict=True)
    a, b = (" ".join(pair.context.sources[claim.source].text[span[0] : span[1]].split()) if side else "" for side, claim, span in sides)
    return Difference((a, b), " ".join(sorted(_keys(pair.left) & _keys(pair.right))[:8]), pair.sure)


def _span(swap: Swap, side: tuple[Word, ...], claim: Claim) -> tuple[int, int]:
    """The place of one side; of a word that was put in on the other side, the place of the word it stands before there."""
    if side:
        return side[0].token.start, side[-1].token.end
    token = claim.tokens[swap.inserted_at]
    return token.start, token.end


def _from(claim: Claim, first: int, last: int) -> Span:
    return claim.tokens[first].start, claim.tokens[last].end


def _keys(claim: Claim) -> set[str]:
    return {word.key for word in words(claim)}


def _wire(detail: str) -> str:
    """A short report with a sentence in it."""
    return (
        "The glassworks at Vellmar will put out its last furnace in May, the owner said on Monday. Some 140 workers lose their jobs. "
        f"{detail} The owner blamed the price of gas."
    )


def _rewritten(detail: str) -> str:
    """The same report as another outlet rewrites it."""
    return (
        "On Monday the owner of the Vellmar glassworks said that the last furnace will be put out in May. About 140 workers lose their jobs. "
        f"{detail} The owner blamed the price of gas for it."
    )


CHECK = Check(
    id="detail-differs",
    title="One detail of a sentence",
    kind="contradiction",
    severity="warning",
    about="Aligns two sentences word by word, wherever the words are, and finds where they agree but for one short phrase: a number, a name, "
    "a day, a verb, a “not”; opposites (convicted, acquitted), words and figures that changed places too. A fitted model says how likely that "
    "phrase is a discrepancy and no other way to say the same. Only where one account rewrites the other, sentence by sentence: two reporters "
    "who each wrote for themselves use other words anyway.",
    cannot_tell="Differences between sentences that use different words throughout or that no rewrite shares, and whether two near-synonyms mean "
    "different things here.",
    rungs=(
        Rung(
            "told apart",
            "Neither account is a rewrite of the other: that two reporters use other words is no difference.",
            lambda pair: pair.swap is NO_SWAP,
        ),
        Rung(
            "not comparable",
            "The sentences share too few words, or differ in more than one phrase, or the phrases are values of two kinds.",
            lambda pair: not telling(pair.swap, pair.retold) or of_two_kinds(pair.swap, pair.left, pair.right),
        ),
        Rung(
            "two voices",
            "One denies what the other says, and each account reports another speaker: that the two disagree is no difference.",
            lambda pair: not pair.retold and disputed(pair.swap, pair.left, pair.right),
        ),
        Rung(
            "parts of it",
            "The parts that one account lists add up to the other's figure.",
            lambda pair: summed_at(pair.spans, pair.left, pair.right, pair.context),
        ),
        Rung("same", "The values are equal or rounded.", lambda pair: agree(pair.swap, pair.left, pair.right, pair.retold)),
        Rung(
            "both true",
            "Each account is one sentence, and these differ in more than the phrase: both can be true.",
            lambda pair: apart(pair.swap, pair.left, pair.right, pair.context),
        ),
        Rung(
            "compatible",
            "The phrases are more likely two ways to say the same.",
            lambda pair: pair.sure < load_trees("swap_model").threshold,
        ),
        Rung("differs", "One short phrase is where the other sentence has another one.", fires=True),
    ),
    examples=(
        Example(
            "The council approved the harbour plan by 14 votes to nine on Tuesday after a debate of six hours.",
            "After a debate of six hours, the council rejected the harbour plan by 14 votes to nine on Tuesday.",
            True,
        ),
        Example(
            "Seven people were rescued from the ferry off the northern pier at dusk on Monday.",
            "Four adults and three children were rescued from the ferry off the northern pier at dusk on Monday.",
            False,
            "the parts of the whole",
        ),
        Example(
            "The council approved the harbour plan by 14 votes to nine on Tuesday after a debate of six hours.",
            "After a discussion of six hours, the council approved the harbour plan by 14 votes to nine on Tuesday.",
            False,
            "a synonym",
        ),
        Example(
            "The ferry struck the northern pier at dusk and lost its left propeller, the harbour master said.",
            "The ferry struck the northern pier at dusk and lost its right propeller, the harbour master said.",
            True,
        ),
        Example(
            "The ferry struck the northern pier at dusk with 212 passengers on board, the harbour master said.",
            "The ferry struck the northern pier at dusk with about 210 passengers on board, the harbour master told reporters.",
            False,
            "a rounded number",
        ),
        Example(
            "The ferry struck the northern pier at dusk and lost its left propeller, the harbour master said.",
            "The ferry struck the northern pier at dusk and lost a good deal of the paint that it had been given in May, the harbour master said.",
            False,
            "another thing, at length",
        ),
        Example(
            "The council approved the harbour plan by 14 votes to nine on Tuesday after a debate of six hours.",
            "Skippers are angry at the harbour plan that the council approved on Tuesday, and want a new vote on it after a debate that all may join.",
            False,
            "in other words throughout",
        ),
        Example(
            "Residents say that the old viaduct by the mill will sink into the marsh.",
            "The old viaduct by the mill will not sink into the marsh, surveyor Ilse Brandvold said.",
            False,
            "two speakers disagree, and each account may report both",
        ),
        Example(
            _wire("A court case on stolen moulds ended in two convictions in April."),
            _rewritten("In April a court case on stolen moulds ended in two acquittals."),
            True,
            "one account is a rewrite of the other, and the opposite is elsewhere in the sentence",
        ),
        Example(
            _wire("The works sold 12 bowls to Alda and nine vases to Corvo."),
            _rewritten("The works sold nine bowls to Alda and 12 vases to Corvo."),
            True,
            "two numbers changed places",
        ),
        Example(
            _wire("The museum has not bought the old moulds from the works."),
            _rewritten("The museum has bought the old moulds from the works."),
            True,
            "a “not” was lost",
        ),
        Example(
            _wire("The shop at the gate opens at nine on Sundays."),
            _rewritten("The shop at the gate does not open until nine on Sundays."),
            False,
            "“not until” denies nothing",
        ),
        Example(
            _wire("The shop at the gate opens at nine on Sundays."),
            "The shop at the gate opens at eight on Sundays in May. Trams run to the lake again, and a band plays there.",
            False,
            "neither account is a rewrite of the other",
        ),
        Example(
            _wire("The furnace has burnt without a break since the boom years."),
            _rewritten("Since the good times the furnace has burnt without a break."),
            False,
            "another way to say the same",
        ),
        Example(
            _wire("No visitor was hurt when the old kiln fell in."),
            _rewritten("The old kiln fell in without hurting a visitor."),
            False,
            "both deny it, in other words",
        ),
        Example(
            "The stowaway was armed when he was found.",
            "The stowaway was unarmed when he was found.",
            True,
            "a verb's form and its opposite",
        ),
        Example("Freight rates climbed by 3 percent in April.", "Freight rates dropped by 3 percent in April.", True, "more against less"),
        Example(
            "At least 60 cars were buried by the snow above Alda.",
            "More than 75 cars were buried by the snow above Alda.",
            False,
            "two lower bounds",
        ),
        Example(
            "House prices in Alda rose last year, the bank said.",
            "Fuel prices in Alda fell last year, the bank said.",
            False,
            "opposites of two things",
        ),
        Example(
            "Until Tuesday the harbour master had not visited the wreck off Alda.",
            "The harbour master visited the wreck off Alda on Tuesday.",
            False,
            "of the time before",
        ),
        Example(
            "The squall hit N. Delmar on Monday and cut power to 900 homes.",
            "The squall hit North Delmar on Monday and cut power to 900 homes.",
            False,
            "one name, shortened",
        ),
        Example(
            "Ines Aldana has lived in Alda since 1999.",
            "Ines Aldana has led the harbour office of Alda since 2024.",
            False,
            "what began in the two years is not one thing",
        ),
        Example(
            "The ferry to Delmar will run on Sundays, the owner said on Friday.",
            "The ferry to Delmar will run on Sundays, the owner said on 8 March 2024.",
            False,
            "nobody knows which Friday",
            ("", "2024-03-09"),
        ),
    ),
    candidates=lambda members: sharing(members, _keys, LEAST_SHARED),
    pairs=_pairs,
    tell=_tell,
    surest=True,
)
