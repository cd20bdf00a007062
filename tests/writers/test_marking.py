from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.render.view.marking import differing, segments


def words(text: str, other: str) -> list[str]:
    return [text[start:end] for start, end in differing(text, other)[0]]


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("12 barges", "14 barges", ["12"]),
        ("Twelve Barges", "fourteen barges", ["Twelve"]),
        ("$112.6 a ton", "$108.4 a ton", ["112.6"]),
        ("$5", "\u20ac5", ["$"]),
        ("the whole of the northern quay", "half of the southern quay", ["the whole", "northern"]),
        # One shared word in the middle does not chop the marking up.
        ("no ferry may sail", "barges may wait", ["no ferry may sail"]),
        # What the other has in full is marked whole: something has to show what is compared.
        ("12", "at least 12", ["12"]),
        ("at least 12", "12", ["at least"]),
        ("same words", "same words", ["same words"]),
        ("some words", "", ["some words"]),
        (" spaced ", "", ["spaced"]),
        ("", "words", []),
        ("\u2014", "words", ["\u2014"]),
    ],
)
def test_marks_the_words_that_differ(left: str, right: str, marked: list[str]) -> None:
    assert words(left, right) == marked


def test_long_passages_are_marked_whole() -> None:
    left = "word " * 500
    assert differing(left, "word " * 499 + "other")[0] == ((0, len(left.rstrip())),)


@given(st.text(), st.text())
def test_spans_lie_in_order_inside_their_text(left: str, right: str) -> None:
    for text, spans in zip((left, right), differing(left, right), strict=True):
        at = 0
        for start, end in spans:
            assert at <= start < end <= len(text)
            at = end
        assert bool(spans) == bool(text.strip())


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=5), st.data())
def test_segments_join_to_the_range(text: str, marks: list[tuple[int, int]], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    parts = segments(text, start, end, marks)
    assert "".join(part.text for part in parts) == text[start:end]
    flags = "".join(("1" if part.marked else "0") * len(part.text) for part in parts)
    covered = {at for first, last in marks for at in range(max(first, 0), last)}
    assert flags == "".join("1" if at in covered else "0" for at in range(start, end))
