"""Text to paragraphs: blank lines part them, and single line ends do where the file has one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consistency.ingest.printed_dates import date_line
from consistency.model import Span

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
"""Characters that print nothing; `str.isspace` does not count them as space."""
_ENDS = re.compile(r"[.!?:…][\s\"'”’»)\]]*$")
_NARROWEST, _WIDEST = 45, 132
"""The line widths, in characters, that plain text is wrapped at in practice."""


def ends_sentence(text: str) -> bool:
    """Whether the text closes with a full stop or its like, quotation marks and brackets aside."""
    return bool(_ENDS.search(text.rstrip(f" \t\n\u00a0{INVISIBLE}")))


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space and invisible characters at either end."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def lines(text: str, taken: Sequence[Span] = ()) -> list[Span]:
    """The trimmed spans of the lines outside the `taken` spans; an empty span stands for a blank line."""
    found: list[Span] = []
    for start, end in _outside(len(text), taken):
        position = start
        for piece in text[start:end].split("\n"):
            found.append(trim(text, position, position + len(piece)))
            position += len(piece) + 1
        found.append((end, end))
    return found


def paragraphs(text: str, taken: Sequence[Span] = ()) -> list[Span]:
    """The paragraphs outside the `taken` spans, in order."""
    rows = lines(text, taken)
    width = wrap_width(text, rows)
    found: list[Span] = []
    for before, row in zip([(0, 0), *rows], rows, strict=False):
        if row[0] == row[1]:
            continue
        if found and found[-1][1] == before[1] and before[0] < before[1] and _continues(text, before, row, width):
            found[-1] = (found[-1][0], row[1])
        else:
            found.append(row)
    return found


def wrap_width(text: str, rows: Iterable[Span]) -> int:
    """The column at which the file wraps its lines, 0 if it does not: most continuation lines begin in lower case."""
    rows = list(rows)
    pairs = [(left, right) for left, right in zip(rows, rows[1:], strict=False) if left[0] < left[1] and right[0] < right[1]]
    narrow = [(left, right) for left, right in pairs if left[1] - left[0] <= _WIDEST]
    if len(narrow) < 2 or len(narrow) < 0.7 * len(pairs):
        return 0
    width = max(left[1] - left[0] for left, _ in narrow)
    if width < _NARROWEST:
        return 0
    lower = sum(text[right[0]].islower() for _, right in narrow)
    full = sum(_fills(text, left, right, width) for left, right in narrow)
    return width if lower >= 0.3 * len(narrow) and full >= 0.6 * len(narrow) else 0


def _fills(text: str, left: Span, right: Span, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one (two columns of slack for ragged editors)."""
    word = text[right[0] : right[1]].split(None, 1)[0]
    return left[1] - left[0] + 1 + len(word) > width - 8


def _continues(text: str, before: Span, row: Span, width: int) -> bool:
    if "\n" not in text[before[1] : row[0]]:
        return False
    closed = ends_sentence(text[before[0] : before[1]])
    if width:
        return _fills(text, before, row, width) or (not closed and text[row[0]].islower())
    follows = text[row[0]].islower() and not text[row[0] : row[0] + 3].lower().startswith("by ")
    if not follows or closed or before[1] - before[0] <= 12:
        return False
    return date_line(text[row[0] : row[1]]) is None


def _outside(length: int, taken: Sequence[Span]) -> Iterable[Span]:
    position = 0
    for start, end in sorted(taken):
        if start > position:
            yield position, start
        position = max(position, end)
    if position < length:
        yield position, length
