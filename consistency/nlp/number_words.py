"""The words of numbers: what they are worth, what hedges them, and where in a text one may start."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from consistency.model import Bound

SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12.0,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
LETTERS = frozenset({"k", "m", "b"})
"""Scales of one letter: in "100m" and "5k" a letter may be a unit, so something else has to say that it is a scale."""
VAGUE_COUNTS = {
    "dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "billions": 2e9, "trillions": 2e12,
    "tens of thousands": 2e4, "hundreds of thousands": 2e5, "tens of millions": 2e7, "hundreds of millions": 2e8,
    "tens of billions": 2e10, "hundreds of billions": 2e11,
}  # fmt: skip
"""The least that each of these can mean."""
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
ABOUT = frozenset(
    {
        *["about", "around", "approximately", "roughly", "some", "nearly", "almost", "estimated", "circa", "approx", "ca", "~"],
        *("close to", "just over", "just under", "just shy of", "in the region of", "somewhere around"),
    }
)
LEAST = frozenset(
    {
        *("more than", "over", "well over", "at least", "no fewer than", "no less than", "not less than", "upwards of", "above"),
        *("in excess of", "exceeding", "minimum of"),
    }
)
MOST = frozenset(
    {
        *("less than", "fewer than", "under", "well under", "at most", "up to", "as many as", "as much as", "no more than"),
        *("not more than", "below", "maximum of"),
    }
)

ONES = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
BIG = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
RANKS = "|".join([*ORDINALS, "thirteenth", "fifteenth", "twentieth", "thirtieth", "hundredth"])

_FILL = frozenset({"a", "an", "another"})
"""Articles that may stand between a hedge and its number: "about a hundred"."""
_SIGN = re.compile(r"(?:[A-Za-z.]{0,4}[$€£¥₹][A-Za-z]{0,2}|\b(?:USD|EUR|GBP|Rs\.?))\s?$")
_AFTER = re.compile(
    r"(?P<least>\+|-?plus\b|(?:\s+\w+)?\s+(?:or|and)\s+(?:more|over|above)\b(?!\s+(?:than|the|an?)\b))|(?P<about>-odd\b|(?:\s+\w+)?\s+or\s+so\b)"
    r"|(?P<most>(?:\s+\w+)?\s+or\s+(?:less|fewer|under)\b)",
    re.IGNORECASE,
)
_RUN = re.compile(r"\d+|[^\W\d_]+|[½⅓⅔¼¾⅕⅛]|['’](?=\d)")


@lru_cache(maxsize=4096)
def runs(text: str) -> tuple[tuple[int, str], ...]:
    """The runs of letters and of digits in a text, in lower case, each with its start: where patterns are worth trying."""
    return tuple((run.start(), run.group().lower()) for run in _RUN.finditer(text))


def matches(pattern: re.Pattern[str], text: str, words: Collection[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern, none overlapping, that start at digits or at one of some words in lower case."""
    position = 0
    for start, run in runs(text):
        if start >= position and (run in words or run[0].isdigit()):
            match = pattern.match(text, start)
            if match is not None and match.end() > start:
                yield match
                position = match.end()


def word_step(value: float) -> float:
    if value < 100:
        return 1.0
    plain = f"{value:.0f}"
    return 10.0 ** (len(plain) - len(plain.rstrip("0")))


@lru_cache(maxsize=2048)
def spelled(words: str) -> float | None:
    """The value of a number in words ("one hundred and twenty", "three dozen"), in lower case, or `None`."""
    from text_to_num import text2num

    for name in ("dozen", "crore", "lakh"):
        if words == name or words in {f"a {name}", f"one {name}"}:
            return SCALES[name]
        if words.endswith(f" {name}"):
            inner = spelled(words[: -len(name) - 1])
            return None if inner is None else inner * SCALES[name]
    if "trillion" in words:  # which text2num does not know
        more, _, less = words.partition("trillion")
        parts = [spelled(part.strip()) if part.strip() else empty for part, empty in ((more, 1.0), (less.removeprefix(" and"), 0.0))]
        return None if None in parts else (parts[0] or 0.0) * SCALES["trillion"] + (parts[1] or 0.0)
    if words.startswith("a "):
        words = f"one {words[2:]}"
    try:
        return float(text2num(words, "en"))
    except ValueError:
        return None


def rank(word: str) -> int:
    """The number that an ordinal names ("second", "21st"), 0 for none."""
    word = word.lower()
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    tens, _, last = word.rpartition("-")
    others = {"thirteenth": 13, "fifteenth": 15, "twentieth": 20, "thirtieth": 30, "hundredth": 100}
    value = others.get(last) or (ORDINALS.index(last) + 1 if last in ORDINALS else 0)
    return value + int(spelled(tens) or 0) if tens else value


def hedge(text: str, start: int, end: int) -> Bound:
    """How the words around a number in `text` bound it: "about", "at least", "at most" or not at all."""
    after = _AFTER.match(text, end)
    if after and after.lastgroup:
        return {"least": "at least", "most": "at most"}.get(after.lastgroup, "about")  # type: ignore[return-value]
    before = text[max(0, start - 44) : start]
    if before and (before[-1] in "$€£¥₹" or before[-1].isalpha() or before[-2:-1] in tuple("$€£DRPs.")):
        before = _SIGN.sub("", before)
    words = before.lower().replace("~", " ~ ").replace(".", " ").split()[-5:]
    if words and words[-1] in _FILL:
        words.pop()
    for size in (4, 3, 2, 1):
        phrase = " ".join(words[-size:]) if len(words) >= size else ""
        if phrase in ABOUT:
            return "about"
        if phrase in LEAST:
            return "at least"
        if phrase in MOST:
            return "at most"
    return "exact"
