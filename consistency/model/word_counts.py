"""How many words of a document were read as its own and how many were set aside. Used by the report and by `sources`."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model import Source


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words are runs of characters between white space. Together the two cover the whole text."""

    words: int
    boilerplate: int


def word_counts(source: Source) -> WordCounts:
    """Count the words in the blocks that count as the document and in those set aside as boilerplate.

    A source that was not split into blocks counts whole: nothing has been set aside yet.
    """
    if not source.blocks:
        return WordCounts(len(source.text.split()), 0)
    counted = {True: 0, False: 0}
    for block in source.blocks:
        counted[block.role == "boilerplate"] += len(source.text[block.start : block.end].split())
    return WordCounts(counted[False], counted[True])
