"""One utterance, quoted in different words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.candidates import sharing
from consistency.checks.speakers import same_speaker
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


def _rung(a: Quote, b: Quote) -> tuple[str, Alignment, float]:
    """The rung that two quotations reach, how their words line up, and how sure it is that both are of one utterance."""
    lined = align(a.text, b.text)
    sure = _sure(a, b, lined)
    if not sure:
        return "not comparable", lined, sure
    if not lined.left and not lined.right:
        return ("compatible" if lined.marked else "same"), lined, sure
    if only_names(lined, a, b):
        return "compatible", lined, sure
    return ("differs" if parted(lined) else "compatible"), lined, sure


def _sure(a: Quote, b: Quote, lined: Alignment) -> float:
    """How sure it is, in [0, 1], that both are of one utterance; 0 where it is not sure enough."""
    if min(len(a.words), len(b.words)) < LEAST_WORDS:
        return 0.3 + 0.6 * lined.ratio if same_utterance(a, b) and covers(lined, a, b) else 0.0
    enough = len(lined.shared) >= LEAST_SHARED and lined.ratio >= LEAST_RATIO and covered(lined, a, b) >= LEAST_COVERED
    return lined.ratio if enough else 0.0


def parted(lined: Alignment) -> bool:
    """Whether words stand against words, or some that mean something are missing inside the stretch without a mark that says so."""
    return lined.replaced or any(word not in FILLERS for word in (*lined.left, *lined.right))


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    lefts, rights = quotes_of(left, 2), quotes_of(right, 2)
    pairs = [(a, b) for a in lefts for b in rights]
    pairs += [(whole, b) for whole, parts in _spanning(left, context) for b in rights if _reaches(b, parts)]
    pairs += [(a, whole) for whole, parts in _spanning(right, context) for a in lefts if _reaches(a, parts)]
    for a, b in pairs:
        rung, lined, sure = _rung(a, b)
        if rung != "differs" or _told_alike(a, lined.left, lined, right, context) or _told_alike(b, lined.right, lined, left, context):
            continue
        speakers = same_speaker(a.speaker, b.speaker)
        yield Difference(
            rung=rung,
            left=(a.start, a.end),
            right=(b.start, b.end),
            left_value=" ".join(a.words),
            right_value=" ".join(b.words),
            slot=" ".join(lined.shared[:8]),
            confidence=round(min(0.95, sure), 3),
            message="the words of a quotation",
            because=f"differs: the quotations share {len(lined.shared)} words and part where {_parting(lined)}"
            + (f"; quoted of {a.speaker} here and of {b.speaker} there." if a.speaker and b.speaker and not speakers else "."),
        )


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


def _told_alike(quote: Quote, parting: Sequence[str], lined: Alignment, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` quotes the same words too, the `parting` ones among them, here or in another sentence."""
    words = set(quote.words)
    return any(
        len(words & set(other.words)) >= 2
        and set(parting) <= set(plain_words(other.text))
        and _rung(quote, other)[0] in {"same", "compatible"}
        and len(align(quote.text, other.text).shared) >= MOST * len(lined.shared)
        for around in context.around(claim)
        for other in quotes_of(around, 2)
    )


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims whose quotations share two words that mean something: likeness around them tells nothing."""
    return sharing(members, lambda claim: {word for quote in quotes_of(claim, 2) for word in plain_words(quote.text)} - FILLERS, 2)


def _parting(lined: Alignment) -> str:
    left, right = " ".join(lined.left), " ".join(lined.right)
    return f"“{left}” stands against “{right}”" if left and right else f"only one has “{left or right}”"


CHECK = Check(
    id="quote-differs",
    title="The words of a quotation",
    kind="contradiction",
    severity="warning",
    about="Lines up the words between quotation marks of two accounts of one utterance and fires where a word stands against another word or is missing without a mark. "
    "A shorter quotation of the same words, marked omissions, and dropped articles or fillers do not fire.",
    cannot_tell="Whether the speaker said both at different times, and which transcript is right; two translations of one foreign utterance differ "
    "in words without either being wrong.",
    rungs=(
        Rung("not comparable", "The quotations share too few words to be one utterance."),
        Rung("same", "The same words, fillers and articles aside."),
        Rung("compatible", "One is a shorter quotation of the other, or leaves words out and says so, or drops only fillers."),
        Rung("differs", "Words stand against other words, or are missing inside the quotation without a mark.", fires=True),
    ),
    relevant=lambda claim: bool(quotes_of(claim, 2)),
    candidates=_candidates,
    compare=_compare,
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
    ),
)
