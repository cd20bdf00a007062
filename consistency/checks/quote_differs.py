"""One utterance, quoted in different words."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks._ladder import Check, Context, Difference, Example, Rung
from consistency.checks._speakers import same_speaker
from consistency.model import Claim, Quote
from consistency.quotations import FILLERS, Alignment, align, covers, only_names, quotes_of, same_utterance


def _rung(a: Quote, b: Quote) -> tuple[str, Alignment]:
    lined = align(a.text, b.text)
    if not same_utterance(a, b) or not covers(lined, a, b):
        return "not comparable", lined
    if not lined.left and not lined.right:
        return ("compatible" if lined.marked else "same"), lined
    if only_names(lined, a, b):
        return "compatible", lined
    return ("differs" if lined.replaced or _dropped(lined) else "compatible"), lined


def _dropped(lined: Alignment) -> bool:
    """Whether words that mean something are missing inside the stretch, with no mark that they were left out."""
    return not lined.marked and any(word not in FILLERS for word in (*lined.left, *lined.right))


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    lefts, rights = quotes_of(left, 2), quotes_of(right, 2)
    for a in lefts:
        for b in rights:
            rung, lined = _rung(a, b)
            if rung != "differs" or _told_alike(a, right, context) or _told_alike(b, left, context):
                continue
            speakers = same_speaker(a.speaker, b.speaker)
            sure = 0.25 + 0.6 * lined.ratio + 0.02 * min(5, len(lined.shared) - 3) + (0.05 if speakers else 0.0)
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=" ".join(a.words),
                right_value=" ".join(b.words),
                slot=" ".join(lined.shared[:8]),
                confidence=round(max(0.3, min(0.95, sure)), 3),
                message="the words of a quotation",
                because=f"differs: the quotations share {len(lined.shared)} words and part where {_parting(lined)}"
                + (f"; quoted of {a.speaker} here and of {b.speaker} there." if a.speaker and b.speaker and not speakers else "."),
            )


def _parting(lined: Alignment) -> str:
    left, right = " ".join(lined.left), " ".join(lined.right)
    return f"“{left}” stands against “{right}”" if left and right else f"only one has “{left or right}”"


def _told_alike(quote: Quote, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` quotes the same words too, here or in another sentence."""
    words = set(quote.words)
    return any(
        len(words & set(other.words)) >= 2 and _rung(quote, other)[0] in {"same", "compatible"}
        for around in context.around(claim)
        for other in quotes_of(around, 2)
    )


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
    compare=_compare,
    examples=(
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
            "“We will never sell the harbour to anyone,” said Mayor Ada Lund.",
            "“The harbour needs a new crane,” said Mayor Ada Lund.",
            False,
            "another utterance",
        ),
    ),
)
