"""Text with marked words, broken into lines that fit a number of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from wcwidth import wcwidth

from consistency.model.safe_text import one_line
from consistency.render.view.marking import Segment

_RESET = "\x1b[0m"
_CODES = {"bold": "1", "dim": "2", "mark": "1;4", "error": "1;31", "warning": "1;33", "note": "1;36"}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A finished line and the columns it takes (its own colour codes take none)."""

    text: str
    columns: int


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set off: by colour and weight where `color`, else by plain signs alone."""

    color: bool

    def paint(self, name: str, text: str) -> str:
        """Our own text in one of the known styles. The text must already be neutral."""
        return f"\x1b[{_CODES[name]}m{text}{_RESET}" if self.color and text else text


def columns(text: str) -> int:
    """The columns `text` takes: two for a wide character, none for a combining one."""
    return sum(max(0, wcwidth(character)) for character in text)


def wrap(text: str, width: int) -> list[str]:
    """Plain text of ours or of a document as lines of at most `width` columns, made neutral."""
    neutral = one_line(text).strip()
    return [neutral[start:end] for start, end in _ranges(neutral, width)]


def wrap_marked(parts: Iterable[Segment], width: int, style: Style) -> list[Line]:
    """Like `wrap`, with the marked parts in bold and underlined, or in brackets where there is no colour."""
    text, flags = "", [False] * 0
    for part in parts:
        neutral = one_line(part.text)
        if part.marked and not style.color:
            neutral = f"[{neutral}]"
        text += neutral
        flags += [part.marked] * len(neutral)
    return [Line(_painted(text[start:end], flags[start:end], style), columns(text[start:end])) for start, end in _ranges(text, width)]


def _painted(text: str, flags: Sequence[bool], style: Style) -> str:
    parts = [(marked, "".join(sign for sign, _ in run)) for marked, run in groupby(zip(text, flags, strict=True), key=itemgetter(1))]
    return "".join(style.paint("mark", part) if marked else part for marked, part in parts)


def _ranges(text: str, width: int) -> list[Range]:
    """The spans of `text` that make its lines, broken at spaces, and inside a word only where the word alone is too long."""
    lines: list[Range] = []
    for match in re.finditer(r"\S+", text):
        for start, end in _pieces(text, match.start(), match.end(), max(2, width)):
            # What continues a word that was broken because it fills the line goes on the next one.
            if lines and columns(text[lines[-1][0] : end]) <= width and lines[-1][1] != start:
                lines[-1] = (lines[-1][0], end)
            else:
                lines.append((start, end))
    return lines


def _pieces(text: str, start: int, end: int, width: int) -> list[Range]:
    """A word as spans of at most `width` columns each."""
    pieces, begin, taken = [], start, 0
    for at in range(start, end):
        needed = max(0, wcwidth(text[at]))
        if taken + needed > width:
            # After a slash or hyphen where there is one, so that fewer names in a path are torn.
            stop = text.rfind("/", begin, at) + 1 or text.rfind("-", begin, at) + 1 or at
            pieces.append((begin, stop))
            begin, taken = stop, columns(text[stop:at])
            if taken + needed > width:  # what follows the slash fills the line already
                pieces.append((begin, at))
                begin, taken = at, 0
        taken += needed
    return [*pieces, (begin, end)]
