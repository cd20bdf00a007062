"""Numbers as they are written: figures, words, fractions, vague ones, ranges and shares, each with the interval that its wording allows.

Everything here is read off the text alone, so that no tagging by a model decides what a number is worth. Number words are read by
text2num; around it stands a small grammar of what it does not know ("half a million", "a couple of hundred", "1 in 5").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from consistency.model import Bound
from consistency.nlp.number_words import BIG, LETTERS, ONES, PARTS, RANKS, SCALES, VAGUE_COUNTS, hedge, rank, runs, spelled, word_step

_SCALE = rf"(?:{BIG}|mn|mln|mio|bn|bln|tn|trn)"
_WORD = rf"(?:{ONES}|{BIG})"
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))\s+and\s+"
_SPELLED = rf"(?:an?[\s-]+(?=(?:{BIG})\b))?{_WORD}(?:(?:{_AND}|[\s-]+){_WORD}\b)*"
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}|[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"
    r"|\d+,\d{1,2}(?!\d)|\d+(?:\.\d+)?"
)
_VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8}
_PART = "|".join(PARTS)
_PATTERN = re.compile(
    rf"""
      (?P<portion>\b(?:(?P<portions>a|an|one|two|three)[\s-]+)?(?P<piece>quarter|half|third)s?[\s-]+of[\s-]+(?:a|one)[\s-]+(?P<whole>{_SCALE}))\b
    | (?P<half>\b(?:an?\s+)?half(?:[\s-]+an?)?[\s-]+(?P<halved>{_SCALE}))\b
    | (?P<couple>\b(?:an?\s+)?couple(?:\s+of)?(?:\s+(?P<coupled>{BIG}))|\ba\s+couple\s+of(?=\s+(?:[\w-]+\s+){{0,2}}[a-z]+s\b))\b
    | (?P<few>\b(?:an?\s+)?(?:few|several)\s+(?P<fewer>{BIG})(?:\s+(?P<fewest>thousand|million|billion))?)\b
    | (?P<vague>\b(?:tens|hundreds)\s+of\s+(?:thousands|millions|billions)|\b(?:dozens|hundreds|thousands|millions|billions|trillions)
        |\bscores(?=\s+of\b))\b
    | (?P<odds>\b(?P<hit>one|1)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<tries>\d{{1,7}}|{_SPELLED})(?![\w.,]*\d)
        |\b(?P<hits>\d{{1,2}}|(?:{ONES}))\s+(?:in\s+(?=10\b|100\b|ten\b|an?\s+hundred)(?:an?\s+)?|in\s+every\s+|out\s+of\s+(?:every\s+)?)(?P<outof>10{{1,3}}|\d|ten|(?:{ONES})|hundred|thousand)
        (?![\w.,]*\d))\b
    | (?P<fraction>\b(?P<over>an?|one|two|three|four|five|six|seven|eight|nine)(?P<dash>[\s-]+)(?P<under>{_PART})s?)\b
    | (?P<rank>\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{RANKS})|(?<![\w.,])\d{{1,3}}(?:st|nd|rd|th))\b
    | (?P<mixed>(?<![\w.,])(?P<ones>\d{{1,3}}[\s-])?(?P<upper>[1-9])/(?P<lower>[2-9])(?![\d/]))
    | (?P<number>(?:(?P<digits>{_DIGITS})|(?P<words>\b{_SPELLED}\b(?!-(?:{RANKS})\b)))(?P<vulgar>[½⅓⅔¼¾⅕⅛])?
        (?P<half_more>[\s-]+and[\s-]+an?[\s-]+(?:half|quarter|third)\b|[\s-]+and[\s-]+three[\s-]+quarters\b)?
        (?P<scale>(?:[\s-]*(?:{_SCALE})\b)+|[kmb]\b)?)
    | (?P<lone>[½⅓⅔¼¾⅕⅛])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_BEFORE = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s$", re.IGNORECASE)
_GLUED = re.compile(r"[A-Za-z]+$")


_JOINT = re.compile(r"\s*(?:%|per\s?cent)?\s*(?:(?P<dash>[-–—])|(?P<word>to|or|and))\s*(?:[A-Za-z.]{0,2}[$€£¥₹])?\s*", re.IGNORECASE)

_PER_CENT = re.compile(r"\s*(?:%|per\s?cent)", re.IGNORECASE)

Sort = Literal["count", "share", "fraction", "vague", "rank"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its span without its hedge, its value, and the values [`low`, `high`] that the wording allows.

    `step` is the worth of the last digit that was written: what rounding may have hidden is half of it. `sort` is `share` for
    "1 in 5" (in per cent), `fraction` for "two-thirds" (in per cent), `rank` for "second". `scaled` says whether a word such as
    "million" is part of it, `joint` which word or dash joins a range.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    bound: Bound = "exact"
    step: float = 1.0
    digits: bool = False
    sort: Sort = "count"
    scaled: bool = False
    joint: str = ""

    def times(self, size: float) -> Number:
        """The number with a scale that stands apart from it."""
        return replace(self, value=self.value * size, low=self.low * size, high=self.high * size, step=self.step * size, scaled=True)


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, ranges as one.

    Args:
        text: A sentence.

    Returns:
        Its numbers. What is part of a date, a clock time or a name is among them: who knows these leaves it out.

    >>> [(n.value, n.bound) for n in numbers("Some two and a half million people, or one in five")]
    [(2500000.0, 'about'), (20.0, 'exact')]
    """
    found = list(_single(text))
    joined: list[Number] = []
    for number in found:
        before = joined[-1] if joined else None
        both = _range(text, before, number) if before is not None and not before.joint else None
        if both is not None:
            joined[-1] = both
        else:
            joined.append(number)
    return tuple(joined)


_STARTS = frozenset(
    {
        *ONES.split("|"),
        *BIG.split("|"),
        *RANKS.split("|"),
        *PARTS,
        *VAGUE_COUNTS,
        *_VULGAR,
        *("a", "an", "tens", "couple", "few", "several"),
    }
)
"""Words that a number may start with."""


def _single(text: str) -> Iterator[Number]:
    position = 0
    for start, run in runs(text):
        if start < position or not (run in _STARTS or run[0].isdigit()):
            continue
        match = _PATTERN.match(text, start)
        if match is None:
            continue
        number = _read(text, match)
        if number is not None:
            yield number
        position = max(number.end, start + 1) if number is not None else _past(text, match)


def _past(text: str, match: re.Match[str]) -> int:
    """Where to read on after what is no number: of "a third" the rest may be one, of a figure nothing is."""
    if match["digits"]:
        rest = re.compile(r"[\w.,/:-]*").match(text, match.end())
        return rest.end() if rest else match.end()
    return match.end()


def _read(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.start(), match.end()
    if match["portion"]:
        times = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get((match["portions"] or "a").lower(), 1)
        scale = SCALES[match["whole"].lower()]
        return _hedged(text, start, end, times * scale / PARTS[match["piece"].lower()], scale / 10, scaled=True)
    if match["half"]:
        scale = SCALES[match["halved"].lower()]
        return _hedged(text, start, end, scale / 2, 1.0 if scale == 12 else scale / 10, scaled=True)
    if match["couple"]:
        scale = SCALES[(match["coupled"] or "").lower()] if match["coupled"] else 1.0
        value = 2 * scale
        return Number(start, end, value, value - scale / 2 if scale > 1 else value, value + scale, "about", scale, scaled=scale > 1)
    if match["few"]:
        scale = SCALES[match["fewer"].lower()] * SCALES.get((match["fewest"] or "").lower(), 1.0)
        return Number(start, end, 3 * scale, 2 * scale, 9 * scale, "range", scale, sort="vague", scaled=True)
    if match["vague"]:
        least = VAGUE_COUNTS[" ".join(match["vague"].lower().split())]
        return Number(start, end, least, least, math.inf, "at least", least, sort="vague", scaled=True)
    if match["odds"]:
        return _odds(text, match)
    if match["fraction"]:
        return _fraction(text, match)
    if match["rank"]:
        value = rank(match["rank"])
        return Number(start, end, value, value, value, sort="rank") if value else None
    if match["mixed"]:
        if int(match["upper"]) >= int(match["lower"]):
            return None
        return _hedged(
            text, start, end, float((match["ones"] or "0").strip(" -") or 0) + int(match["upper"]) / int(match["lower"]), 0.0, digits=True
        )
    if match["lone"]:
        return _hedged(text, start, end, _VULGAR[match["lone"]], 0.0, digits=True)
    return _digits(text, match) if match["digits"] else _words(text, match)


def _odds(text: str, match: re.Match[str]) -> Number | None:
    hit, tries = (_plain(match[name]) for name in (("hit", "tries") if match["hit"] else ("hits", "outof")))
    if not hit or not tries or hit >= tries or 1500 <= tries <= 2100:
        return None
    value = 100.0 * hit / tries
    return _hedged(text, match.start(), match.end(), value, 0.0, sort="share", digits=match.group()[0].isdigit())


def _fraction(text: str, match: re.Match[str]) -> Number | None:
    """ "Two-thirds" is one always, "a third" where it is a part of something; "a fifth man" and "a second" are none."""
    over, under = match["over"].lower(), PARTS[match["under"].lower()]
    top = {"a": 1.0, "an": 1.0}.get(over) or _plain(over) or 1.0
    if over in {"a", "an"} and re.search(r"\band\s+$", text[max(0, match.start() - 5) : match.start()]):
        return None  # "a mile and a half of road"
    plural = match.group().lower().endswith("s")
    of = re.match(r"\s+of\b", text[match.end() :], re.IGNORECASE)
    if (
        top >= under
        or (over in {"a", "an"} and not of)
        or (over == "one" and not of and "-" not in match["dash"])
        or (top > 1 and not plural)
    ):
        return None
    return _hedged(text, match.start(), match.end(), 100.0 * top / under, 0.0, sort="fraction")


def _plain(text: str) -> float | None:
    return float(text) if text.isdigit() else spelled(" ".join(text.lower().split()))


def _digits(text: str, match: re.Match[str]) -> Number | None:
    start, end, written = match.start(), match.end(), match["digits"]
    if not _starts(text, start):
        return None
    if (
        "," in written
        and re.fullmatch(r"\d+,\d{1,2}", written)
        and not (match["scale"] or re.match(r"\s?(?:%|per\s?cent|[a-z°])", text[end:]))
    ):
        return None  # "2,4" may be a list
    parts = re.split(r"[ \u00a0\u2009\u202f]", written)
    if len(parts) > 1 and _MONTH_BEFORE.search(text[:start]):
        written, end = parts[0], start + len(parts[0])  # "on May 12 345 people"
        value, step = float(written), 1.0
    else:
        value, step = _figure(written)
    scale, scaled = 1.0, False
    rest = match["scale"] if end == match.end() else None
    if rest:
        names = re.findall(r"[a-z]+", rest.lower())
        if names[0] in LETTERS and not _is_scale(text, start, end):
            end -= len(rest)
        else:
            scale, scaled = math.prod(SCALES[name] for name in names), True
    if not scaled and not _ends(text, end):
        return None
    more = _more(match) if end == match.end() else 0.0
    return _hedged(text, start, end, (value + more) * scale, (0.0 if more else step) * scale, digits=True, scaled=scaled)


def _figure(written: str) -> tuple[float, float]:
    """The value of a run of digits and the worth of its last digit that is not a rounded nought."""
    if re.fullmatch(r"\d+,\d{1,2}", written):
        written = written.replace(",", ".")
    elif written.count(".") > 1:
        written = written.replace(".", "")
    plain = re.sub(r"[, \u00a0\u2009\u202f]", "", written)
    if "." in plain:
        return float(plain), 10.0 ** -(len(plain) - plain.index(".") - 1)
    value = float(plain)
    return value, 10.0 ** (len(plain) - len(plain.rstrip("0"))) if value else 1.0


def _starts(text: str, start: int) -> bool:
    """Whether a number may start here: not within a word, a label ("F-35"), a date, a decimal or an address."""
    before = text[max(0, start - 12) : start]
    if not before or before[-1] in " \n\t\u00a0([{\"'“‘+*$€£¥₹₽₩₪₺₦₱฿₫~≈<>=…|°%—−":
        return True
    if before[-1] in "-–":
        rest = before[:-1]
        return not rest or not rest[-1].isalpha() or rest[-1:] in "kmb" and rest[-2:-1].isdigit() or rest.lower().endswith("between")
    if before[-1] == ".":
        return bool(re.search(r"\b(?:rs|no|approx|ca)\.$", before, re.IGNORECASE)) or before[-2:-1] in {"", " ", "."}
    if before[-1].isalpha():
        letters = _GLUED.search(before)
        run = letters[0].upper() if letters else ""
        sign = before[: -len(run)][-1:]
        return run in {"USD", "EUR", "GBP", "RS", "INR", "AUD", "CAD", "CHF", "JPY"} or (sign == "$" and len(run) <= 2)
    return before[-1] in ",;)" and before[-2:-1] not in set("0123456789")


def _ends(text: str, end: int) -> bool:
    """Whether a number may end here: not at a clock time, a date, a longer label or an unknown word that is glued to it."""
    after = text[end : end + 14]
    if not after:
        return True
    if after[0] in ":/" and after[1:2].isdigit():
        return False
    if after[0] == "." and after[1:2].isdigit():
        return False
    if after[0].isalpha():
        run = re.match(r"[A-Za-z]+", after)
        glued = run[0] if run else ""
        return glued in {"C", "F", "m"} or glued.lower() in _GLUED_UNITS
    return True


_GLUED_UNITS = frozenset(
    {
        *("km", "cm", "mm", "kg", "lb", "lbs", "ft", "in", "yd", "mi", "mph", "kph", "kmh", "kmph", "kw", "mw", "gw", "kwh", "mwh", "gwh"),
        *("hp", "ha", "pct", "hr", "hrs", "min", "mins", "sec", "ml", "mg", "pp", "ppt", "ppts", "kt", "twh"),
    }
)


def _is_scale(text: str, start: int, end: int) -> bool:
    """Whether a letter after digits is a scale: an amount of money, or before the noun that is counted ("48m people")."""
    before, after = text[max(0, start - 4) : start], text[end : end + 24]
    if re.search(r"[$€£¥₹]\s?[A-Z]{0,2}$|\b(?:USD|EUR|GBP|Rs\.?)\s?$", before):
        return True
    if text[end - 1] in "kK":
        return not re.match(r"\s+(?:run|race|walk|road)\b", after)
    return bool(re.match(r"\s+(?:(?:US|[A-Z][a-z]+)\s+)?(?:[a-z]+s|people|euro|yen|yuan|won|baht|[A-Z]{3})\b", after)) and not re.match(
        r"\s+(?:sprint|metres|freestyle|his|was|as|is|has|across)", after
    )


def _more(match: re.Match[str]) -> float:
    """What "and a half" or a vulgar fraction adds."""
    added = _VULGAR.get(match["vulgar"] or "", 0.0)
    tail = (match["half_more"] or "").lower()
    if tail:
        added += next(size for name, size in (("three", 0.75), ("half", 0.5), ("quarter", 0.25), ("third", 1 / 3)) if name in tail)
    return added


def _words(text: str, match: re.Match[str]) -> Number | None:
    """A number in words. Where the run is no one number ("two three"), the longest start of it that is one."""
    start, written = match.start(), match["words"]
    pieces = [piece.start() for piece in re.finditer(r"[\s-]+", written)]
    for length in [len(written), *reversed(pieces)]:
        words = " ".join(re.sub(r"-", " ", written[:length].lower()).split())
        value = spelled(words)
        if value is None:
            continue
        end = start + length
        if length < len(written):
            following = spelled(" ".join(re.sub(r"-", " ", written[length:].lower()).split()))
            if words in {"eighteen", "nineteen", "twenty"} and following and 9 < following < 100:
                return Number(start, start + len(written), value * 100 + following, 0, 0, sort="rank")  # a year in words
            return _hedged(text, start, end, value, word_step(value))
        more = _more(match)
        scale = math.prod(SCALES[name] for name in re.findall(r"[a-z]+", (match["scale"] or "").lower()))
        scaled = scale > 1 or any(word in SCALES for word in words.split())
        if words in {"a", "an"}:
            return None
        step = 0.0 if more else word_step(value) if scale == 1 else 1.0
        return _hedged(text, start, match.end(), (value + more) * scale, step * scale, scaled=scaled)
    return None


def _hedged(
    text: str, start: int, end: int, value: float, step: float, *, digits: bool = False, scaled: bool = False, sort: Sort = "count"
) -> Number:
    return Number(start, end, value, value, value, hedge(text, start, end), step, digits, sort, scaled)


def _range(text: str, left: Number, right: Number) -> Number | None:
    """Two numbers as one range: "10 to 12", "10-12", "between 10 and 12", "two to three million". "From 10 to 12" is a change."""
    joint = _JOINT.fullmatch(text, left.end, right.start)
    if joint is None or left.sort != "count" or right.sort != "count":
        return None
    if _PER_CENT.search(text[left.end : right.start]) and not _PER_CENT.match(text[right.end :]):
        return None  # "fell 6 percent to 712,000"
    before = text[max(0, left.start - 16) : left.start].lower()
    between = bool(re.search(r"\bbetween\s+(?:[a-z.]{0,3}[$€£¥₹])?$", before))
    word = (joint["word"] or "").lower()
    if (word == "and") != between or (word == "to" and re.search(r"\bfrom\s+(?:[a-z.]{0,3}[$€£¥₹])?$", before)):
        return None
    low = left.value
    if right.scaled and not left.scaled and left.value < right.value / 100:
        mantissa = re.match(r"[\d.,]+", text[right.start : right.end])
        worth = right.value / _figure(mantissa[0].rstrip(",."))[0] if mantissa else _scale_of(right.value)
        low = left.value * worth
    if not low < right.value:
        return None
    bound: Bound = "range"
    start = left.start
    return replace(
        right,
        start=start,
        value=(low + right.value) / 2,
        low=low,
        high=right.value,
        bound=bound,
        scaled=left.scaled or right.scaled,
        joint=word or "-",
    )


def _scale_of(value: float) -> float:
    return next((size for size in (1e12, 1e9, 1e6, 1e3, 1e2) if value >= size), 1.0)
