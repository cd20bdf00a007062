"""Where quoted words stand in a sentence: as they are, in another typography, or nearly."""

from __future__ import annotations

import re
import unicodedata

from consistency.checks.reading.prompt import harmless

NEAR = 85.0
"""Likeness, of 100, from which on words that were not copied exactly are taken to stand in a sentence."""
_SAME = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " "})
_PUNCTUATION = " \t\n.,;:!?\"'()-\u2026"


def locate(words: str, text: str) -> tuple[int, int] | None:
    """The span of `words` in `text`: the same but for case, quotation marks and white space, or else by alignment; `None` if they
    do not stand there."""
    wanted, _ = _folded(harmless(words).strip(_PUNCTUATION))
    if not wanted:
        return None
    folded, origin = _folded(text)
    found = _whole(wanted, folded)
    if found is None:
        found = _near(wanted, folded)
    if found is None:
        return None
    return origin[found[0]], origin[found[1] - 1] + 1


def normal(words: str) -> str:
    """Words for comparing: without case, typography and outer punctuation."""
    return _folded(words.strip())[0].strip(_PUNCTUATION)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded for comparing, and for each of its signs the place in `text` that it comes from."""
    signs: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":
            continue
        # As a model gets to see it.
        seen = " " if sign.isspace() else harmless(sign).translate(_SAME).casefold() or sign
        if seen == " " and (not signs or signs[-1] == " "):
            continue
        for part in seen:
            signs.append(part)
            origin.append(at)
    return "".join(signs), origin


def _whole(wanted: str, text: str) -> tuple[int, int] | None:
    """The first place where the words stand, as whole words where there is such a one."""
    edges = r"(?<!\w){}(?!\w)" if wanted[0].isalnum() and wanted[-1].isalnum() else "{}"
    for pattern in (edges.format(re.escape(wanted)), re.escape(wanted)):
        found = re.search(pattern, text)
        if found:
            return found.span()
    return None


def _near(wanted: str, text: str) -> tuple[int, int] | None:
    """The place that is most like the words, widened to whole words. Figures must be the same: one digit is another number."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(wanted) > len(text) or len(wanted) < 4:
        return None
    best = partial_ratio_alignment(wanted, text, score_cutoff=NEAR)
    if best is None or best.dest_end <= best.dest_start:
        return None
    start, end = best.dest_start, best.dest_end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    if re.findall(r"\d+", wanted) != re.findall(r"\d+", text[start:end]):
        return None
    return start, end
