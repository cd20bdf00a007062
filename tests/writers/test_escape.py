from __future__ import annotations

import pytest
from hypothesis import given

from consistency.model.safe_text import BIDI_CONTROLS, anchor, cell, markdown, one_line, visible
from tests.writers._hostile import texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, \u00e9 \u4e2d \U0001f6a2", "plain, \u00e9 \u4e2d \U0001f6a2"),
        ("a\x1b[31mb", "a\u241b[31mb"),
        ("a\x00b\x7f", "a\u2400b\u2421"),
        ("\x9b2J", "\u27e8U+009B\u27e92J"),
        ("abc\u202edef", "abc\u27e8U+202E\u27e9def"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("back\rto start", "back\u240dto start"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_one_line_keeps_spaces_at_the_ends() -> None:
    assert one_line(" a\r\n\tb\u2028c\x85 ") == " a b c "


@given(texts())
def test_nothing_unseen_is_left(text: str) -> None:
    line = one_line(text)
    line.encode()
    assert all(character.isprintable() or ord(character) > 0x9F for character in line)
    assert not set(line) & set(BIDI_CONTROLS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n=1", "\uff1d1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert cell(text).startswith("'")


def test_plain_cells_stay() -> None:
    assert cell("12 barges\nwere late") == "12 barges were late"


def test_markdown_stops_what_a_host_adds() -> None:
    assert markdown("see https://evil.example or www.evil.example") == "see https:\u2060//evil.example or www\u2060.evil.example"
    assert markdown("ask @crew about #12") == "ask @\u2060crew about \\#\u206012"
    assert markdown("a :boat: at 12:30") == "a :\u2060boat: at 12:30"


def test_markdown_escapes_a_list_only_where_one_could_begin() -> None:
    assert markdown("- item") == "\\- item"
    assert markdown("3. item") == "3\u2060. item"
    assert markdown("- item", opens_line=False) == "- item"


@given(texts())
def test_an_anchor_is_an_identifier(text: str) -> None:
    assert anchor(text).replace("-", "x").isalnum()
    assert anchor(text).isascii()
