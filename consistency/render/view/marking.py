"""Which words differ between two passages, and how a passage falls into marked and unmarked stretches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from consistency.model import Span

_WORD = re.compile(r"\w+(?:[.,:/'\u2019-]\w+)*|[^\w\s.,;:!?'\"\u2018\u2019\u201c\u201d()\[\]\u2026\u2013\u2014-]")
"""A word with its inner points and hyphens ("1,200.5", "twenty-one"), or a single sign that carries meaning ("$", "%")."""

_LONGEST = 400
"""Words; longer passages are marked whole, since comparing them takes time that grows with the square."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a passage that is marked throughout or not at all."""

    text: str
    marked: bool


def differing(left: str, right: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of each text that the other does not share, word by word.

    Where a text shares all its words with the other it is marked whole: each side then still shows what is compared.
    """
    left_words, right_words = _words(left), _words(right)
    if not left_words or not right_words or max(len(left_words), len(right_words)) > _LONGEST:
        return _whole(left), _whole(right)
    matcher = SequenceMatcher(None, [word for word, _, _ in left_words], [word for word, _, _ in right_words], autojunk=False)
    marks: tuple[list[Span], list[Span]] = ([], [])
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        at_edge = (left_from == 0 and right_from == 0) or (left_to == len(left_words) and right_to == len(right_words))
        # One shared word in the middle ("the") would only chop the marking up.
        if tag == "equal" and (at_edge or left_to - left_from > 1):
            continue
        marks[0].extend(left_words[index][1:] for index in range(left_from, left_to))
        marks[1].extend(right_words[index][1:] for index in range(right_from, right_to))
    return _joined(left, marks[0]) or _whole(left), _joined(right, marks[1]) or _whole(right)


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _whole(text: str) -> tuple[Span, ...]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return ((start, end),) if start < end else ()


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with nothing but space and punctuation between them, as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not _WORD.search(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def segments(text: str, start: int, end: int, marks: Iterable[Span]) -> tuple[Segment, ...]:
    """`text[start:end]` as alternating stretches; `marks` count in `text`, may overlap, and are cut to the range."""
    found: list[Segment] = []
    at = start
    for mark_start, mark_end in sorted(marks):
        mark_start, mark_end = max(mark_start, at), min(mark_end, end)
        if mark_start >= mark_end:
            continue
        if at < mark_start:
            found.append(Segment(text[at:mark_start], False))
        found.append(Segment(text[mark_start:mark_end], True))
        at = mark_end
    if at < end:
        found.append(Segment(text[at:end], False))
    return tuple(found)
