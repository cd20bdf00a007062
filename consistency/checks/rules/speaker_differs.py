"""The same quoted words, put into different mouths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
from consistency.checks.speakers import same_speaker
from consistency.model import Claim, Quote
from consistency.nlp.quotations import Alignment, align, quotes_of, same_utterance

LEAST_WORDS = 5
LEAST_RATIO = 0.9


@dataclass(frozen=True)
class _Speakers(Pair[Quote]):
    """Two quotations with their speakers."""

    @cached_property
    def lined(self) -> Alignment:
        return align(self.a.text, self.b.text)

    @property
    def other_words(self) -> bool:
        lined = self.lined
        short = len(lined.shared) < LEAST_WORDS or lined.ratio < LEAST_RATIO
        return not same_utterance(self.a, self.b) or short or bool(lined.left or lined.right)

    @cached_property
    def same(self) -> bool | None:
        return same_speaker(self.a.speaker, self.b.speaker)


def _quotes(claim: Claim) -> list[Quote]:
    return quotes_of(claim, LEAST_WORDS)


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
        Rung("other words", "The quotations are not the same words.", lambda pair: pair.other_words),
        Rung("unknown speaker", "An account names nobody, or only a body such as “police”.", lambda pair: pair.same is None),
        Rung("same", "Both name the same speaker.", lambda pair: pair.same),
        Rung(
            "both named",
            "The sentence of one account names the other's speaker, too: one may speak for the other.",
            lambda pair: _named(pair.a.speaker, pair.right) or _named(pair.b.speaker, pair.left),
        ),
        Rung("differs", "The same words, two named speakers.", fires=True),
    ),
    relevant=lambda claim: bool(_quotes(claim)),
    pairs=every_two(_Speakers, _quotes),
    tell=lambda pair: Difference((pair.a.speaker, pair.b.speaker), " ".join(pair.lined.shared[:8]), 0.75),
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
            "“The pumps failed within minutes of the alarm,” said Harold Finch.",
            "“The pumps failed within minutes of the second alarm,” said Marta Okoye.",
            False,
            "other words",
        ),
        Example(
            "“The pumps failed within minutes of the alarm,” said Harold Finch.",
            "“The pumps failed within minutes of the alarm,” said Marta Okoye, who spoke for Finch.",
            False,
            "she spoke for him",
        ),
        Example(
            "Streets have been described as “white with hail from kerb to kerb”.",
            "Harold Finch, who lives there, said they were “white with hail from kerb to kerb”.",
            False,
            "what is described does not speak",
        ),
    ),
)
