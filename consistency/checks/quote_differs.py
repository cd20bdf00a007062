"""One utterance, quoted in different words."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.checks._ladder import Check, Context, Difference, Example, Rung
from consistency.checks._speakers import same_speaker
from consistency.model import Claim, Quote
from consistency.quotations import Alignment, align, content, quotes_of, same_utterance


def _rung(a: Quote, b: Quote) -> tuple[str, Alignment]:
    lined = align(a.words, b.words)
    if not same_utterance(a.words, b.words, lined):
        return "not comparable", lined
    if not lined.replaced and any(mark in text for mark in ("…", "...", "[") for text in (a.text, b.text)):
        return "compatible", lined
    if not content(lined.left) and not content(lined.right):
        return "same", lined
    if not lined.replaced and (not lined.left or not lined.right):
        return "compatible", lined
    return "differs", lined


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    lefts, rights = quotes_of(left, 2), quotes_of(right, 2)
    for a in lefts:
        for b in rights:
            rung, lined = _rung(a, b)
            if (
                rung != "differs"
                or any(_rung(a, other)[0] == "same" for other in rights)
                or any(_rung(other, b)[0] == "same" for other in lefts)
            ):
                continue
            speakers = same_speaker(a.speaker, b.speaker)
            sure = 0.45 + 0.4 * lined.share + (0.1 if speakers else -0.05 if speakers is False else 0.0)
            words = f"“{' '.join(lined.left) or '—'}” against “{' '.join(lined.right) or '—'}”"
            yield Difference(
                rung=rung,
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=" ".join(a.words),
                right_value=" ".join(b.words),
                slot=" ".join(sorted(set(a.words) & set(b.words))[:8]),
                confidence=round(min(0.95, sure), 3),
                message="the words of a quotation",
                because=f"differs: the quotations share {lined.shared_words} words and part at {words}"
                + (f"; quoted of {a.speaker} here and of {b.speaker} there." if speakers is False else "."),
            )


CHECK = Check(
    id="quote-differs",
    title="The words of a quotation",
    kind="contradiction",
    severity="warning",
    about="Lines up the words between quotation marks of two accounts of one utterance and fires where a word stands against another word. "
    "A shorter quotation of the same words, marked omissions, and dropped articles or fillers do not fire.",
    cannot_tell="Whether the speaker said both at different times, and which transcript is right; two translations of one foreign utterance differ "
    "in words without either being wrong.",
    rungs=(
        Rung("not comparable", "The quotations share too few words to be one utterance."),
        Rung("same", "The same words, fillers and articles aside."),
        Rung("compatible", "One is a shorter quotation of the other, or leaves words out and says so."),
        Rung("differs", "Words stand against other words.", fires=True),
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
