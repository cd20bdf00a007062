from __future__ import annotations

from consistency.model import Block, Source
from consistency.model.word_counts import word_counts


def test_words_of_boilerplate_are_counted_apart() -> None:
    text = "Head line\n\nThree more words\n\nsubscribe now"
    blocks = (Block("title", 0, 9), Block("body", 11, 27), Block("boilerplate", 29, 42, "subscription"))
    counts = word_counts(Source("a.txt", text, blocks=blocks))
    assert (counts.words, counts.boilerplate) == (5, 2)
    assert counts.words + counts.boilerplate == len(text.split())


def test_a_source_without_blocks_counts_whole() -> None:
    assert word_counts(Source("a.txt", "one  two\nthree")).words == 3
