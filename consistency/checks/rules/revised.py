"""One outlet's page was captured twice, and a sentence reads otherwise in the later capture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.model import Claim, Span

SAME_SENTENCE = 60.0
"""How alike two sentences must be, in per cent of their letters, for one to be the other rewritten."""
SURE = 0.99
"""What has changed stands there to be read."""


def _plain(text: str) -> list[str]:
    """The words and figures of a sentence, without case, quotation marks and the like."""
    return re.findall(r"\d[\d.,:]*\d|\w+", text.casefold())


@dataclass(frozen=True)
class _Sentences(Pair[str]):
    """A sentence of the earlier capture and of the later one."""

    @cached_property
    def spans(self) -> tuple[Span, Span]:
        left, right = _changed(self.a, self.b)
        at = self.left.start, self.right.start
        return (at[0] + left[0], at[0] + left[1]), (at[1] + right[0], at[1] + right[1])


def _rewritten(pair: _Sentences) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(pair.a, pair.b) >= SAME_SENTENCE


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[_Sentences]:
    yield _Sentences(left.text, right.text, left, right, context)


def _tell(pair: _Sentences) -> Difference:
    old, new = (
        " ".join(text[start:end].split())[:120].rstrip(".,;")
        for text, (start, end) in zip((pair.a, pair.b), _changed(pair.a, pair.b), strict=True)
    )
    because = f"the earlier capture of the page has “{old}”, the later one “{new}”."
    return Difference((pair.a, pair.b), "revised", SURE, because=because)


def _changed(left: str, right: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The spans from the first to the last word that differs; never empty, so that both sides have words to show."""
    a, b = ([(match.start(), match.end(), match[0]) for match in re.finditer(r"\S+", text)] for text in (left, right))
    front = 0
    while front < min(len(a), len(b)) - 1 and a[front][2] == b[front][2]:
        front += 1
    back = 0
    while back < min(len(a), len(b)) - front - 1 and a[-1 - back][2] == b[-1 - back][2]:
        back += 1
    return (a[front][0], a[len(a) - 1 - back][1]), (b[front][0], b[len(b) - 1 - back][1])


CHECK = Check(
    id="revised",
    title="A page was revised",
    kind="update",
    severity="note",
    about="Compares the captures of one page with each other: two saved copies with the same canonical address, two records of a crawl. Names "
    "each sentence that reads otherwise in the later one. Only the newest capture is compared with other sources, so that what an outlet has "
    "put right is no contradiction.",
    cannot_tell="Why the sentence was changed. Sentences that were only added or taken out, or moved, are not listed. Without a time of capture "
    "or of the last change, which of two copies is the later is taken from their file names.",
    rungs=(
        Rung("same words", "Only marks, spaces or capitals changed.", lambda pair: _plain(pair.a) == _plain(pair.b)),
        Rung(
            "another sentence",
            "Too little is alike: there is a new sentence, not the old one rewritten.",
            lambda pair: not _rewritten(pair),
        ),
        Rung("revised", "The sentence was rewritten.", fires=True),
    ),
    pairs=_pairs,
    tell=_tell,
    mode="versions",
    calibrated=True,
    examples=(
        Example("Nine boats sank at the quay on Monday.", "Eleven boats sank at the quay on Monday.", True, "a figure was changed"),
        Example("The quay was “closed”, the harbour said.", 'The quay was "closed", the harbour said.', False, "other quotation marks"),
        Example(
            "Nine boats sank at the quay on Monday. The mayor went home. The school is closed.",
            "Nine boats sank at the quay on Monday. Free soup and blankets are handed out in the gym. The school is closed.",
            False,
            "a new sentence",
        ),
    ),
)
