"""Answers as models give them: fenced, thought aloud, cut off, or no answer at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.checks.reading.answer import Unparseable, parse
from tests.llm._events import answer, entry

ONE = entry("A1", "nine", "B1", "dozen")


@pytest.mark.parametrize(
    "text",
    [
        answer(ONE),
        f"Here it is:\n```json\n{answer(ONE)}\n```\nThat is all.",
        f'<think>First {{"differences": []}}, no.</think>{answer(ONE)}',
        f'I begin with {{"compared": []}} and end with {answer(ONE)}',
        json.dumps([ONE]),
    ],
)
def test_the_list_is_found(text: str) -> None:
    found, malformed, cut = parse(text)
    assert [(item.left, item.right, item.left_words) for item in found] == [(("A1",), ("B1",), "nine")]
    assert (malformed, cut) == (0, False)


def test_what_is_whole_of_an_answer_that_breaks_off_is_taken() -> None:
    found, malformed, cut = parse(answer(ONE, entry("A2", "x", "B2", "y"))[:-30])
    assert len(found) == 1
    assert (malformed, cut) == (0, True)


@pytest.mark.parametrize("text", ["", "I cannot help with that.", "{}", "[]", '{"differences": "none"}', "[" * 100000])
def test_what_holds_no_list_is_unparseable(text: str) -> None:
    with pytest.raises(Unparseable):
        parse(text)


@pytest.mark.parametrize(
    "wrong", [{"left": []}, {"left": "and"}, {"right": None}, {"left_words": 9}, {"why": None}, {"right_words": "x" * 5000}]
)
def test_an_entry_that_is_none_is_counted(wrong: dict[str, object]) -> None:
    found, malformed, _ = parse(answer({**ONE, **wrong}, ONE))
    assert (len(found), malformed) == (1, 1)


def test_ids_come_without_brackets_and_marker() -> None:
    found, _, _ = parse(answer({**ONE, "left": ["[A1 1f2e3d]", "A1", "A12"], "confidence": "2"}))
    assert found[0].left == ("A1", "A12")
    assert found[0].confidence == 2


@pytest.mark.parametrize("sure", [0, 4, "very", None, 1e400, True])
def test_a_confidence_that_is_none_is_the_least(sure: object) -> None:
    found, _, _ = parse(answer({**ONE, "confidence": sure}))
    assert found[0].confidence == 1


@given(st.text(max_size=200))
def test_no_answer_breaks_the_parser(text: str) -> None:
    try:
        parse(text)
    except Unparseable:
        return


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_no_entry_breaks_the_parser(value: object) -> None:
    found, malformed, _ = parse(json.dumps({"differences": [value, ONE]}))
    assert len(found) + malformed == 2
