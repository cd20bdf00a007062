"""Which words are opposites, and what field a word belongs to."""

from __future__ import annotations

import pytest

from consistency.nlp.lexicon import contraries, fields


@pytest.mark.parametrize(("word", "other"), [("convict", "acquit"), ("conviction", "acquittal"), ("buyer", "seller"), ("rise", "fall")])
def test_opposites_go_both_ways_and_to_what_is_derived(word: str, other: str) -> None:
    assert other in contraries(word)
    assert word in contraries(other)


def test_words_of_one_field_share_it() -> None:
    assert fields("lung") & fields("liver")
    assert not fields("lung") & fields("hammer")
    assert not fields("unheardofword")
