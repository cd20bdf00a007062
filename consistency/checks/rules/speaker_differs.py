"""The same quoted words, put into different mouths."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.speakers import same_speaker
from consistency.model import Claim, Quote
from consistency.nlp.quotations import align, quotes_of, same_utterance

LEAST_WORDS = 5


def _rung(a: Quote, b: Quote) -> str:
    lined = align(a.text, b.text)
    if not same_utterance(a, b) or len(lined.shared) < LEAST_WORDS or lined.ratio < 0.9 or lined.left or lined.right:
        return "other words"
    same = same_speaker(a.speaker, b.speaker)
    return "unknown speaker" if same is None else "same" if same else "differs"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in quotes_of(left, LEAST_WORDS):
        for b in quotes_of(right, LEAST_WORDS):
            if _rung(a, b) == "differs" and not _named(a.speaker, right) and not _named(b.speaker, left):
                shared = " ".join(align(a.text, b.text).shared[:8])
                yield Difference(
                    rung="differs",
                    left=(a.start, a.end),
                    right=(b.start, b.end),
                    left_value=a.speaker,
                    right_value=b.speaker,
                    slot=shared,
                    confidence=0.75,
                    message=f"who is quoted ({a.speaker} / {b.speaker})",
                    because=f"differs: the same words are {a.speaker}'s in one account and {b.speaker}'s in the other.",
                )


def _named(speaker: str, claim: Claim) -> bool:
    """Whether a claim that quotes another speaker names this one, too: then one may speak for the other, or bear the other's title."""
    return speaker.split()[-1] in {token.text for token in claim.tokens}


CHECK = Check(
    id="speaker-differs",
    title="Who is quoted",
    kind="contradiction",
    severity="warning",
    about="Finds the same quoted words (five or more) with two different named speakers.",
    cannot_tell="Whether one of the two was quoting the other, or both signed one statement. Pronouns and unnamed speakers (“officials”) are left alone.",
    rungs=(
        Rung("other words", "The quotations are not the same words."),
        Rung("unknown speaker", "An account names nobody, or only a body such as “police”."),
        Rung("same", "Both name the same speaker."),
        Rung("differs", "The same words, two named speakers.", fires=True),
    ),
    relevant=lambda claim: bool(quotes_of(claim, LEAST_WORDS)),
    compare=_compare,
    examples=(
        Example(
            "“The pumps failed within minutes of the alarm,” said Harold Finch.",
            "“The pumps failed within minutes of the alarm,” said Marta Okoye.",
            True,
        ),
        Example(
            "“The pumps failed within minutes of the alarm,” said Harold Finch.",
            "“The pumps failed within minutes of the alarm,” Finch said.",
            False,
            "a short form of the name",
        ),
        Example(
            "“The pumps failed within minutes of the alarm,” said Harold Finch.",
            "“The pumps failed within minutes of the alarm,” officials said.",
            False,
            "nobody named",
        ),
        Example(
            "Streets have been described as “white with hail from kerb to kerb”.",
            "Harold Finch, who lives there, said they were “white with hail from kerb to kerb”.",
            False,
            "what is described does not speak",
        ),
    ),
)
