"""Two sentences that say the same but for one detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.candidates import sharing
from consistency.checks.swap_features import candidates, features
from consistency.checks.swaps import LEAST_SHARED, Swap, Word, words
from consistency.model import Claim
from consistency.nlp.linear_model import load_model


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    """The surest swap of the two claims, where it is sure enough: of several one detail is enough to look at both sentences."""
    model = load_model("swap_model")
    found = [
        (model.chance(features(swap, left, right, context)), -index, swap) for index, swap in enumerate(candidates(left, right, context))
    ]
    if not found or max(found)[0] < model.threshold:
        return
    sure, _, swap = max(found)
    values = [_words(side, claim, context) for side, claim in ((swap.left, left), (swap.right, right))]
    yield Difference(
        rung="differs",
        left=_span(swap, swap.left, left),
        right=_span(swap, swap.right, right),
        left_value=values[0],
        right_value=values[1],
        slot=" ".join(sorted({word.key for word in words(left)} & {word.key for word in words(right)})[:8]),
        because=_because(values),
        confidence=sure,
        message="a detail",
    )


def _span(swap: Swap, side: tuple[Word, ...], claim: Claim) -> tuple[int, int]:
    """The place of one side; of a word that was put in on the other side, the place of the word it stands before there."""
    if side:
        return side[0].token.start, side[-1].token.end
    token = claim.tokens[swap.inserted_at]
    return token.start, token.end


def _words(side: tuple[Word, ...], claim: Claim, context: Context) -> str:
    if not side:
        return ""
    return " ".join(context.sources[claim.source].text[side[0].token.start : side[-1].token.end].split())


def _because(values: list[str]) -> str:
    if all(values):
        return f"The sentences agree word for word around it, but one has “{values[0]}” and the other “{values[1]}”."
    return f"The sentences agree word for word around it, but only one has “{values[0] or values[1]}”."


def _keys(claim: Claim) -> set[str]:
    return {word.key for word in words(claim)}


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    return sharing(members, _keys, LEAST_SHARED)


CHECK = Check(
    id="detail-differs",
    title="One detail of a sentence",
    kind="contradiction",
    severity="warning",
    about="Aligns two sentences word by word, wherever the words stand, and finds where they agree but for one short phrase: a number, a name, "
    "a day, a verb, a “not”. A fitted model says how likely that phrase is a discrepancy and no other way to say the same.",
    cannot_tell="Differences between sentences that are told in other words throughout, and whether two near-synonyms mean different things here.",
    rungs=(
        Rung("not comparable", "The sentences share too few words, or differ in more than one phrase."),
        Rung("same", "The phrases are synonyms, forms of one word, or equal values."),
        Rung("compatible", "The values are rounded, or the phrases are more likely two ways to say the same."),
        Rung("differs", "One short phrase stands where the other sentence has another one.", fires=True),
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
    ),
    candidates=_candidates,
    compare=_compare,
)
