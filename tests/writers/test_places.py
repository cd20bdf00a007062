"""Where a passage is said to stand, how it is linked, and what is shown around it."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model import Block, Claim, Source
from consistency.render.view.context import REACH, context
from consistency.render.view.links import base_of, href, location
from tests.writers._hostile import texts

PLAIN = Source("docs/quay.txt", "text")


def test_location_names_file_and_line() -> None:
    assert location(PLAIN, 12) == "docs/quay.txt:12"
    assert location(PLAIN) == "docs/quay.txt"
    assert location(Source("a.pdf", "", extracted=True), 3) == "a.pdf, line 3 of its text"
    assert location(Source("a.jsonl", "", record=2), 3) == "a.jsonl, record 2, line 3 of its text"


def test_href_leads_to_the_line() -> None:
    assert href(PLAIN, 12, "../") == "../docs/quay.txt#L12"
    assert href(Source("my docs/a:b.txt", ""), 1, "") == "my%20docs/a%3Ab.txt#L1"
    assert href(Source("/srv/a.txt", ""), None, None) == "/srv/a.txt"
    assert href(Source("a.pdf", "", extracted=True), 3, "") == "a.pdf"
    assert href(PLAIN, 1, None) is None


@given(texts(), st.sampled_from(["", "../", None]))
def test_a_path_never_becomes_a_scheme_or_a_host(path: str, base: str | None) -> None:
    target = href(Source(path, ""), 1, base)
    if target is not None:
        parts = urlsplit(target)
        assert (parts.scheme, parts.netloc) == ("", "")
        assert not target.startswith("//")
        assert not set(target) & set("\"'<>\\` \t\r\n")


def test_links_start_where_the_report_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out" / "deep").mkdir(parents=True)
    for name, base in (("report.md", ""), ("out/report.md", "../"), ("out/deep/report.md", "../../")):
        with (tmp_path / name).open("w") as stream:
            assert base_of(stream) == base
    with open("out/report.md", "w") as stream:
        assert base_of(stream) == "../"
    assert base_of(io.StringIO()) == ""


def test_a_report_written_elsewhere_has_no_relative_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    with (tmp_path / "report.md").open("w") as stream:
        assert base_of(stream) is None


def shown(text: str, words: str, *blocks: Block) -> tuple[str, bool, bool]:
    source = Source("a.txt", text, blocks=blocks)
    start = text.index(words)
    found = context(source, Claim("c", "s", start, start + len(words), 1, words))
    return text[found.start : found.end], found.cut_before, found.cut_after


def test_context_is_the_paragraph() -> None:
    assert shown("One.\n\nTwo. Three. Four.\n \nFive.", "Three.") == ("Two. Three. Four.", False, False)


def test_context_stays_in_its_block() -> None:
    text = "Headline\nBody text. More."
    assert shown(text, "Body text.", Block("title", 0, 8), Block("body", 9, len(text)))[0] == "Body text. More."


def test_a_long_paragraph_is_cut_at_words() -> None:
    text = "before " * 200 + "CLAIM here." + " after" * 200
    words, cut_before, cut_after = shown(text, "CLAIM here.")
    assert cut_before
    assert cut_after
    assert set(words.split()) == {"before", "CLAIM", "here.", "after"}
    assert len(words) <= 2 * REACH + 11


@given(st.text(alphabet="ab \n", min_size=1, max_size=1500), st.data())
def test_context_holds_the_claim(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = context(Source("a.txt", text), Claim("c", "s", start, end, 1, text[start:end]))
    assert 0 <= found.start <= start < end <= found.end <= len(text)
