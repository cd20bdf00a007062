"""Aligning two quotations word by word, and telling whether they are of one utterance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from consistency.model import Claim, Quote
from consistency.rarity import weight

FILLERS = frozenset(
    {
        "the",
        "a",
        "an",
        "and",
        "that",
        "of",
        "to",
        "in",
        "so",
        "well",
        "just",
        "really",
        "very",
        "um",
        "uh",
        "you",
        "know",
        "but",
        "it's",
        "is",
    }
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two quotations' words line up. `shared` and `apart` are weights; `left`/`right` are the differing words of each."""

    shared_words: int
    share: float
    """The shared words as a share of the shorter quotation, by weight."""
    left: tuple[str, ...]
    right: tuple[str, ...]
    replaced: bool
    """Whether words stand against words: an omission at an edge is only a shorter quotation."""


def quotes_of(claim: Claim, least: int = 1) -> list[Quote]:
    return [fact for fact in claim.facts if isinstance(fact, Quote) and len(fact.words) >= least]


def align(left: Sequence[str], right: Sequence[str]) -> Alignment:
    """Line up two word sequences. Words at an edge that the other quotation simply does not reach do not count as differing."""
    matcher = SequenceMatcher(None, list(left), list(right), autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    same = [word for block in blocks for word in left[block.a : block.a + block.size]]
    lighter = min(_mass(left), _mass(right))
    share = _mass(same) / lighter if lighter else 0.0
    out_left: list[str] = []
    out_right: list[str] = []
    replaced = False
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        edge = (i1 == 0 and j1 == 0) or (i2 == len(left) and j2 == len(right))
        if tag == "replace":
            if edge and blocks and abs((i2 - i1) - (j2 - j1)) > 2:
                continue
            replaced = True
            out_left += left[i1:i2]
            out_right += right[j1:j2]
        elif not edge:
            out_left += left[i1:i2]
            out_right += right[j1:j2]
    return Alignment(len(same), share, tuple(out_left), tuple(out_right), replaced)


def _mass(words: Sequence[str]) -> float:
    return sum(weight(word) + 0.1 for word in words)


def content(words: Sequence[str]) -> tuple[str, ...]:
    """The words that carry meaning: fillers and articles are often dropped or smoothed by transcribers."""
    return tuple(word for word in words if word not in FILLERS)


LEAST_SHARED = 0.5
SHORT = 5
"""Quotations of at most this many words must share all but one of them."""


def same_utterance(left: Sequence[str], right: Sequence[str], lined: Alignment | None = None) -> bool:
    """Whether two quotations are of one utterance: they share most of the shorter one's words, and at least two."""
    shorter = min(len(left), len(right))
    if shorter < 2 or not set(left) & set(right):
        return False
    lined = lined or align(left, right)
    if lined.shared_words < 2 or lined.share < LEAST_SHARED or not content(sorted(set(left) & set(right))):
        return False
    return shorter > SHORT or (lined.shared_words >= shorter - 1 and max(len(left), len(right)) <= shorter + 2)
