"""Aligning two quotations word by word, and telling whether they are of one utterance.

Spelling, hyphens, contractions and abbreviated titles are house style, not words: they are folded before anything is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from consistency.model import Claim, Quote
from consistency.nlp.word_frequency import weight

FILLERS = frozenset(
    [
        "the", "a", "an", "and", "that", "of", "to", "in", "so", "well", "um", "uh", "you", "know", "but", "is", "are", "was",
        "were", "be", "it", "this", "there", "i", "think", "now", "then", "also", "on", "at",
    ]
)  # fmt: skip
"""Words that transcribers drop or smooth: a difference in these alone is none."""
CONTRACTIONS = {"'s": "is", "'re": "are", "'m": "am", "'ve": "have", "'d": "would", "'ll": "will"}
CONTRACTED = frozenset(["i", "you", "he", "she", "it", "we", "they", "that", "there", "what", "who", "here", "let"])
PRONOUNS = frozenset(["i", "you", "he", "she", "it", "we", "they", "would", "will", "my", "our", "his", "her", "their"])
TITLES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "pres": "president", "gen": "general", "dept": "department",
    "percent": "per cent", "ok": "okay",
}  # fmt: skip
PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "da", "di", "van", "von", "der"})
"""Small words of names, which one spelling has and another leaves out."""
INSERTED = re.compile(r"\[[^\]]*\]|\([^)]*\)")
"""What an editor put into the quotation."""
CENSORED = re.compile(r"\w*[*]+\w*|\w+-{2,}\w*|\bexpletive\b")
EDGE = 3
"""Words at the beginning or end of both quotations that may stand against each other."""
LEAST_RATIO = 0.7
"""Matching words in the stretch that both quotations cover, as a share of the longer stretch."""
LEAST_WORDS = 5
SPELLING = 0.72
"""Two words whose letters are this alike are spellings of one, or one mistyped."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two quotations' words line up over the stretch that both cover."""

    shared: tuple[str, ...]
    ratio: float
    """Matching words as a share of the longer stretch, 1 for identical ones."""
    left: tuple[str, ...]
    right: tuple[str, ...]
    """The words of each that differ, spelling and fillers aside."""
    replaced: bool
    """Whether words stand against words, rather than being left out on one side."""
    marked: bool
    """Whether an editor's mark (brackets, dots) explains what differs."""


def quotes_of(claim: Claim, least: int = 1) -> list[Quote]:
    """The quotations in a claim that have at least `least` words."""
    return [fact for fact in claim.facts if isinstance(fact, Quote) and len(fact.words) >= least]


@lru_cache(maxsize=50_000)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a quotation with house style folded; an editor's insertions and censored words become "…"."""
    text = CENSORED.sub(" … ", INSERTED.sub(" … ", text)).lower().replace("’", "'").replace("...", " … ").replace(". . .", " … ")
    words: list[str] = []
    for match in re.finditer(r"…|[a-z0-9]+(?:['.][a-z0-9]+)*(?:n't)?|[^\W\d_]+", text):
        word = match.group()
        if word.endswith("n't") and word not in {"can't", "won't"}:
            words += [word[:-3], "not"]
        elif word in {"can't", "cannot"}:
            words += ["can", "not"]
        elif word == "won't":
            words += ["will", "not"]
        elif "'" in word and word[word.index("'") :] in CONTRACTIONS and word.split("'")[0] in CONTRACTED:
            words += [word.split("'")[0], CONTRACTIONS[word[word.index("'") :]]]
        else:
            plain = word.replace(".", "").replace("'", "")
            words += TITLES.get(plain, plain).split()
    return tuple(words)


ELLIPSIS = re.compile(r"\s*(?:\.\s?){2,}\.?|…")
"""Where a quotation says that it leaves words out."""


@lru_cache(maxsize=50_000)
def parts_of(text: str) -> tuple[str, ...]:
    """The stretches of a quotation between its marks of omission: each is given as spoken without a break."""
    return tuple(part for part in ELLIPSIS.split(text) if len(plain_words(part)) > 1) or (text,)


@lru_cache(maxsize=50_000)
def align(left: str, right: str) -> Alignment:
    """Line up two quotations by the two stretches that share most. Words that only one reaches do not count as differing."""
    lined = [(_aligned(a, b), i, j) for i, a in enumerate(parts_of(left)) for j, b in enumerate(parts_of(right))]
    return max(lined, key=lambda item: (len(item[0].shared), item[0].ratio, -item[1], -item[2]))[0]


def _aligned(left: str, right: str) -> Alignment:
    a, b = plain_words(left), plain_words(right)
    a, b = _compounded(a, b), _compounded(b, a)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    # A single common word far from the rest is chance: the stretch begins and ends with a run, or a word that means something.
    while blocks and blocks[0].size == 1 and a[blocks[0].a] in FILLERS and (blocks[0].a or blocks[0].b):
        blocks = blocks[1:]
    while blocks and blocks[-1].size == 1 and a[blocks[-1].a] in FILLERS:
        blocks = blocks[:-1]
    if not blocks:
        return Alignment((), 0.0, a, b, True, False)
    first, last = blocks[0], blocks[-1]
    # What stands before the first and after the last match belongs to the stretch only where both quotations begin or end there.
    a_from, b_from = (0, 0) if max(first.a, first.b) <= EDGE else (first.a, first.b)
    a_to, b_to = last.a + last.size, last.b + last.size
    if max(len(a) - a_to, len(b) - b_to) <= EDGE:
        a_to, b_to = len(a), len(b)
    shared = tuple(word for block in blocks for word in a[block.a : block.a + block.size])
    out_left: list[str] = []
    out_right: list[str] = []
    replaced = marked = False
    folded = beyond = 0
    ends = [(first.a, first.b), *((x.a, x.b) for x in blocks[1:]), (a_to, b_to)]
    starts = [(a_from, b_from), *((x.a + x.size, x.b + x.size) for x in blocks)]
    for (i, j), (k, m) in zip(starts, ends, strict=True):
        x, y = a[i:k], b[j:m]
        if "…" in x or "…" in y:
            marked = True
            folded += min(len(x), len(y))
            continue
        if (i, j) == (0, 0) and x and y and _inflected(x[-1], y[-1]) and not (set(x[:-1]) | set(y[:-1])) - FILLERS - PRONOUNS:
            folded += 1
            continue  # a partial quotation bends its first verb to the sentence around it
        if "".join(x) == "".join(y) or (x and y and _spelled_alike("".join(x), "".join(y))):
            folded += max(len(x), len(y))
            continue
        kept_x, kept_y = ([word for word in side if word not in FILLERS] for side in (x, y))
        if not kept_x and not kept_y:
            folded += max(len(x), len(y))
            continue
        if (i, j) == (0, 0) and not (x and y) or (k, m) == (len(a), len(b)) and not (x and y):
            beyond += len(x) + len(y)
            continue  # one quotation begins earlier or goes on longer
        replaced |= bool(x) and bool(y)
        out_left += x
        out_right += y
    longer = max(a_to - a_from, b_to - b_from) - beyond
    return Alignment(shared, min(1.0, (len(shared) + folded) / max(1, longer)), tuple(out_left), tuple(out_right), replaced, marked)


def _compounded(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words with two joined where the other quotation writes them as one ("world view", "worldview")."""
    single = set(other) - set(words)
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in single:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _inflected(left: str, right: str) -> bool:
    """Whether two words are forms of one: they part only in an ending."""
    stem = min(len(left), len(right)) - 1
    return left[0] == right[0] and stem >= 2 and left[:stem] == right[:stem] and abs(len(left) - len(right)) <= 3


def _spelled_alike(left: str, right: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return (
        min(len(left), len(right)) >= 5
        and Levenshtein.normalized_similarity(left, right) >= SPELLING
        and left[0] == right[0]
        and not (left + "s" == right or right + "s" == left)
    )


def same_utterance(left: Quote, right: Quote) -> bool:
    """Whether two quotations are of one utterance: in the stretch both cover, most words match.

    Phrases of two to five words must match in all words but one, and share more than common words.
    """
    shorter = min(len(left.words), len(right.words))
    if shorter < 2 or not set(left.words) & set(right.words):
        return False
    lined = align(left.text, right.text)
    telling = sum(weight(word) for word in lined.shared if word not in FILLERS)
    if shorter < LEAST_WORDS:
        lengths = {len(plain_words(left.text)), len(plain_words(right.text))}
        return len(lined.shared) >= max(2, shorter - 1) and len(lengths) == 1 and telling >= 0.5
    return len(lined.shared) >= LEAST_WORDS - 1 and lined.ratio >= LEAST_RATIO and telling >= 0.6


def only_names(lined: Alignment, left: Quote, right: Quote) -> bool:
    """Whether all that differs are names, which are transliterated in many ways: capitalised words inside the quotation."""
    sides = ((lined.left, left.text), (lined.right, right.text))
    return all(
        words and all(word in FILLERS | PARTICLES or re.search(rf"\b(?:al-)?{re.escape(word.title())}", text) for word in words)
        for words, text in sides
    )


def covers(lined: Alignment, left: Quote, right: Quote) -> bool:
    """Whether the stretch both quotations cover is a good part of the shorter one: else they only share a turn of phrase."""
    return covered(lined, left, right) >= 0.55


def covered(lined: Alignment, left: Quote, right: Quote) -> float:
    """The shared words as a share of the shorter quotation, marks of omission dividing it into parts; in [0, 1]."""
    longest = (max(len(plain_words(part)) for part in parts_of(quote.text)) for quote in (left, right))
    return min(1.0, len(lined.shared) / max(1, min(longest)))
