from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from consistency.render.terminal.lines import Style, columns, wrap, wrap_marked
from consistency.render.view.marking import Segment
from tests.writers._hostile import texts

OURS = re.compile(r"\x1b\[(?:0|1;4)m")


def test_columns_of_wide_and_combining_characters() -> None:
    assert columns("abc") == 3
    assert columns("\u6e2f\u53e3") == 4
    assert columns("e\u0301") == 1


def test_wrap_breaks_at_spaces_and_long_words_anywhere() -> None:
    assert wrap("two  short\nwords", 9) == ["two short", "words"]
    assert wrap("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]
    assert wrap("docs/early-news/quay.txt:12", 14) == ["docs/", "early-news/", "quay.txt:12"]
    assert wrap("\u6e2f\u53e3\u6e2f", 4) == ["\u6e2f\u53e3", "\u6e2f"]
    assert wrap("  ", 4) == []


def test_marks_are_brackets_without_colour() -> None:
    parts = [Segment("the ", False), Segment("north quay", True), Segment(", again", False)]
    assert [line.text for line in wrap_marked(parts, 12, Style(False))] == ["the [north", "quay], again"]


def test_marks_are_painted_anew_on_each_line() -> None:
    parts = [Segment("the ", False), Segment("north quay", True), Segment(", again", False)]
    lines = wrap_marked(parts, 11, Style(True))
    assert [line.text for line in lines] == ["the \x1b[1;4mnorth\x1b[0m", "\x1b[1;4mquay\x1b[0m, again"]
    assert [line.columns for line in lines] == [9, 11]


@given(st.lists(st.tuples(texts(), st.booleans()), max_size=4), st.integers(2, 40), st.booleans())
def test_lines_fit_and_hold_no_control(pieces: list[tuple[str, bool]], width: int, color: bool) -> None:
    for line in wrap_marked([Segment(text, marked) for text, marked in pieces], width, Style(color)):
        plain = OURS.sub("", line.text)
        assert columns(plain) == line.columns <= width
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", plain)
        plain.encode()
