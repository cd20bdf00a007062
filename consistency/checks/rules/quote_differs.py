"""One utterance, quoted in different words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.checks.candidates import sharing
from consistency.model import Claim, Quote
from consistency.nlp.quotations import (
    FILLERS,
    LEAST_WORDS,
    Alignment,
    align,
    covered,
    covers,
    only_names,
    plain_words,
    quotes_of,
    same_utterance,
)

LEAST_SHARED = 4
LEAST_RATIO = 0.8
LEAST_COVERED = 0.5
"""Below these, what two quotations share is a turn of phrase. Every pair of the train part of the accounts that reaches them is marked as one."""
MOST = 0.8
"""What a quotation must have of the stretch in question to count as telling it too."""


@dataclass(frozen=True)
class _Quotations(Pair[Quote]):
    """Two quotations."""

    @cached_property
    def lined(self) -> Alignment:
        """How their words line up."""
        return align(self.a.text, self.b.text)

    @cached_property
    def sure(self) -> float:
        return _sure(self.a, self.b, self.lined)

    @property
    def agree(self) -> bool:
        """Whether nothing parts the words but names in two alphabets, fillers, and words left out with a mark that says so."""
        lined = self.lined
        return not (lined.left or lined.right) or only_names(lined, self.a, self.b) or not parted(lined)

    @property
    def told(self) -> bool:
        """Whether one account quotes the other's words too, the parting ones among them, here or in another sentence."""

        def alike(quote: Quote, other: Quote) -> bool:
            parting = self.lined.left if quote is self.a else self.lined.right
            if len(set(quote.words) & set(other.words)) < 2 or not set(parting) <= set(plain_words(other.text)):
                return False
            both = replace(self, a=quote, b=other)
            return bool(both.sure) and both.agree and len(both.lined.shared) >= MOST * len(self.lined.shared)

        return self.told_by_both(alike, lambda claim: quotes_of(claim, 2))


def _sure(a: Quote, b: Quote, lined: Alignment) -> float:
    """How sure it is, in [0, 1], that both are of one utterance; 0 where it is not sure enough."""
    if min(len(a.words), len(b.words)) < LEAST_WORDS:
        return 0.3 + 0.6 * lined.ratio if same_utterance(a, b) and covers(lined, a, b) else 0.0
    enough = len(lined.shared) >= LEAST_SHARED and lined.ratio >= LEAST_RATIO and covered(lined, a, b) >= LEAST_COVERED
    return lined.ratio if enough else 0.0


def parted(lined: Alignment) -> bool:
    """Whether words stand against words, or some that mean something are missing inside the stretch without a mark that says so."""
    return lined.replaced or any(word not in FILLERS for word in (*lined.left, *lined.right))


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Quotations]:
    lefts, rights = quotes_of(left, 2), quotes_of(right, 2)
    pairs = [(a, b) for a in lefts for b in rights]
    pairs += [(whole, b) for whole, parts in _spanning(left, context) for b in rights if _reaches(b, parts)]
    pairs += [(a, whole) for whole, parts in _spanning(right, context) for a in lefts if _reaches(a, parts)]
    return (_Quotations(a, b, left, right, context) for a, b in pairs)


def _tell(pair: _Quotations) -> Difference:
    values = " ".join(pair.a.words), " ".join(pair.b.words)
    return Difference(values, " ".join(pair.lined.shared[:8]), round(min(0.95, pair.sure), 3), "the words of a quotation")


def _spanning(claim: Claim, context: Context) -> Iterator[tuple[Quote, tuple[Quote, Quote]]]:
    """What is quoted without a break over the end of a claim and the next one, as one quotation, and its two parts."""
    own = quotes_of(claim)
    text = context.sources[claim.source].text
    if not own or text[own[-1].end : claim.end].strip():
        return
    following = min((around for around in context.around(claim) if claim.end <= around.start), key=lambda next: next.start, default=None)
    first = own[-1]
    for quote in quotes_of(following)[:1] if following else ():
        if not text[first.end : quote.start].strip():
            yield replace(first, text=f"{first.text} {quote.text}", words=first.words + quote.words), (first, quote)


def _reaches(quote: Quote, parts: tuple[Quote, Quote]) -> bool:
    """Whether a quotation has telling words of both parts of one that spans two sentences: then neither part alone is its like."""
    words = set(plain_words(quote.text)) - FILLERS
    return all(words & set(plain_words(part.text)) for part in parts)


CHECK = Check(
    id="quote-differs",
    title="The words of a quotation",
    kind="contradiction",
    severity="warning",
    about="Lines up the words between quotation marks of two accounts of one utterance and fires where a word differs from another word or is missing without a mark. "
    "A shorter quotation of the same words, marked omissions, and dropped articles or fillers do not fire.",
    cannot_tell="Whether the speaker said both at different times, and which transcript is right; two translations of one foreign utterance differ "
    "in words without either being wrong.",
    rungs=(
        Rung("not comparable", "The quotations share too few words to be one utterance.", lambda pair: not pair.sure),
        Rung(
            "same",
            "The same words, fillers and articles aside.",
            lambda pair: not (pair.lined.left or pair.lined.right or pair.lined.marked),
        ),
        Rung(
            "compatible",
            "One is a shorter quotation of the other, or leaves words out and says so, or drops only fillers.",
            lambda pair: pair.agree,
        ),
        Rung("told elsewhere", "The other account quotes these words too.", lambda pair: pair.told),
        Rung("differs", "Words differ, or are missing inside the quotation without a mark.", fires=True),
    ),
    relevant=lambda claim: bool(quotes_of(claim, 2)),
    candidates=lambda members: sharing(
        members, lambda claim: {word for quote in quotes_of(claim, 2) for word in plain_words(quote.text)} - FILLERS, 2
    ),
    pairs=_pairs,
    tell=_tell,
    examples=(
        Example(
            "“The pier is not the problem. The ferry is the problem,” harbour master Lind said.",
            "“The pier is not the problem,” harbour master Lind said. “The ferry is the problem.”",
            False,
            "two sentences of one speech, quoted in one piece and in two",
        ),
        Example(
            "“We waited too long and we were careless,” harbour master Lind said of the crack.",
            "“We waited far too long. And we were careless,” harbour master Lind said of the crack.",
            True,
            "words left out without a mark, over two sentences",
        ),
        Example(
            "The captain called the storm a “once in a lifetime nightmare” for the crew.",
            "The captain called the storm a “once in a generation nightmare” for the crew.",
            True,
        ),
        Example(
            "“We will never sell the harbour to anyone,” said Mayor Ada Lund.",
            "“We will not sell the harbour to anyone,” said Mayor Ada Lund.",
            True,
        ),
        Example(
            "“We will never sell the harbour to anyone,” said Mayor Ada Lund.",
            "Mayor Ada Lund said they would “never sell the harbour”.",
            False,
            "a shorter quotation",
        ),
        Example(
            "“Nobody knows what Khaled al-Barouni is going to do with the refinery,” she said.",
            "“Nobody knows what Khaled Baruni is going to do with the refinery,” she said.",
            False,
            "a name in two alphabets",
        ),
        Example(
            "“We will never sell the harbour to anyone,” said Mayor Ada Lund.",
            "“The harbour needs a new crane,” said Mayor Ada Lund.",
            False,
            "another utterance",
        ),
        Example(
            "“We will never sell the harbour to anyone,” said Mayor Ada Lund.",
            "“We will not sell the harbour to anyone,” said Mayor Ada Lund. “We will never sell the harbour to anyone,” she said again.",
            False,
            "the second account has both",
        ),
    ),
)
