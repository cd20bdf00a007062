"""Two sentences that say the same but for one detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung, Span
from consistency.checks.candidates import sharing
from consistency.checks.swap_features import LEAST_COSINE, agree, disputed, features, telling
from consistency.checks.swap_phrases import phrases
from consistency.checks.swaps import LEAST_SHARED, Swap, Word, swaps, words
from consistency.model import Claim
from consistency.nlp.linear_model import load_model


@dataclass(frozen=True)
class _Detail(Pair[tuple[Word, ...]]):
    """What stands in one sentence where the other has something else."""

    swap: Swap

    @property
    def spans(self) -> tuple[Span, Span]:
        if self.a and self.b:
            one, other = phrases(self.a, self.b, self.left, self.right)
            return _from(self.left, *one), _from(self.right, *other)
        return _span(self.swap, self.a, self.left), _span(self.swap, self.b, self.right)

    @cached_property
    def sure(self) -> float:
        return load_model("swap_model").chance(features(self.swap, self.left, self.right, self.context))


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Detail]:
    if context.similarity(left, right) >= LEAST_COSINE:
        yield from (_Detail(swap.left, swap.right, left, right, context, swap) for swap in swaps(left, right))


def _tell(pair: _Detail) -> Difference:
    sides = zip((pair.a, pair.b), (pair.left, pair.right), pair.spans, strict=True)
    a, b = (_text(span, claim, pair.context) if side else "" for side, claim, span in sides)
    return Difference((a, b), " ".join(sorted(_keys(pair.left) & _keys(pair.right))[:8]), pair.sure)


def _span(swap: Swap, side: tuple[Word, ...], claim: Claim) -> tuple[int, int]:
    """The place of one side; of a word that was put in on the other side, the place of the word it stands before there."""
    if side:
        return side[0].token.start, side[-1].token.end
    token = claim.tokens[swap.inserted_at]
    return token.start, token.end


def _from(claim: Claim, first: int, last: int) -> Span:
    return claim.tokens[first].start, claim.tokens[last].end


def _text(span: Span, claim: Claim, context: Context) -> str:
    return " ".join(context.sources[claim.source].text[span[0] : span[1]].split())


def _keys(claim: Claim) -> set[str]:
    return {word.key for word in words(claim)}


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    return sharing(members, _keys, LEAST_SHARED)


CHECK = Check(
    id="detail-differs",
    title="One detail of a sentence",
    kind="contradiction",
    severity="warning",
    about="Aligns two sentences word by word, wherever the words are, and finds where they agree but for one short phrase: a number, a name, "
    "a day, a verb, a “not”. A fitted model says how likely that phrase is a discrepancy and no other way to say the same.",
    cannot_tell="Differences between sentences that use different words throughout, and whether two near-synonyms mean different things here.",
    rungs=(
        Rung(
            "not comparable", "The sentences share too few words, or differ in more than one phrase.", lambda pair: not telling(pair.swap)
        ),
        Rung(
            "two voices",
            "One denies what the other says, and each account reports another speaker: that the two disagree is no difference.",
            lambda pair: disputed(pair.swap, pair.left, pair.right),
        ),
        Rung("same", "The values are equal or rounded.", lambda pair: agree(pair.swap, pair.left, pair.right)),
        Rung(
            "compatible",
            "The phrases are more likely two ways to say the same.",
            lambda pair: pair.sure < load_model("swap_model").threshold,
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
    ),
    candidates=_candidates,
    pairs=_pairs,
    tell=_tell,
    surest=True,
)
