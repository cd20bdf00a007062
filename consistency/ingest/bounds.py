"""How much of a document is read, and in which pieces: what follows takes a piece at a time, so its cost grows with their number only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from consistency.ingest.paragraphs import trim
from consistency.model import Block, Source, Span

MOST_CHARACTERS = 200_000
"""Of one document: some thirty-five thousand words, where a long report has ten. What lies beyond is not read, and that is said."""
MOST_PIECE = 10_000
"""Characters of a block that carries claims."""
MOST_RUN = 2_500
"""Characters without a sentence's end; more are no sentence."""
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s")


def bounded(source: Source) -> Source:
    """The source without what lies beyond the limit: its text ends after the last sentence before it. Says so."""
    text = source.text
    if len(text) <= MOST_CHARACTERS:
        return source
    ends = [match.end() for match in _SENTENCE_END.finditer(text, MOST_CHARACTERS - MOST_RUN, MOST_CHARACTERS)]
    end = ends[-1] if ends else MOST_CHARACTERS
    blocks = tuple(replace(block, end=min(block.end, end)) for block in source.blocks if block.start < end)
    share = f"the document has {len(text):,} characters and only the first {end:,} are read: split it into documents of its own"
    return replace(source, text=text[:end], blocks=blocks, warnings=(*source.warnings, share), not_compared=(*source.not_compared, share))


def divided(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks with each that is too long for one piece as several of its role."""
    found: list[Block] = []
    for block in blocks:
        if block.role == "boilerplate" or block.end - block.start <= MOST_RUN:
            found.append(block)
            continue
        for start, end in _pieces(text, block.start, block.end):
            start, end = trim(text, start, end)
            if start < end:
                found.append(replace(block, start=start, end=end))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Spans that meet: cut at the ends of sentences, and in a run without any between two words."""
    last = start
    for border in (*(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end):
        while border - last > MOST_RUN:
            cut = _between_words(text, last, last + MOST_RUN)
            yield start, cut
            start = last = cut
        if border - start > MOST_PIECE and last > start:
            yield start, last
            start = last
        last = border
    if start < end:
        yield start, end


def _between_words(text: str, start: int, end: int) -> int:
    """The last place before `end` that parts no word; `end` where there is none."""
    for at in range(end, start, -1):
        if text[at - 1].isspace():
            return at
    return end
