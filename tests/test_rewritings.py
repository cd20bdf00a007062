"""What a reader sees is compared, however it is written: no rewriting of a text that a reader does not notice hides or makes a finding."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.engine import pipeline
from consistency.engine.settings import Settings
from consistency.ingest.discover import read
from consistency.ingest.folding import fold, folded, unfolded, way_out
from consistency.model import Source

SAID = "HOLM, March 4, 2024 - The fire at the Holm paper mill injured {} workers on Monday, the fire brigade said."
MORE = "The mill's owners said that its machines were checked in January and that the night shift had left the hall."


def full_width(text: str) -> str:
    return "".join(chr(ord(character) - 0x30 + 0xFF10) for character in text)


def mathematical(text: str) -> str:
    return "".join(chr(ord(character) - 0x30 + 0x1D7CE) for character in text)


BOTH: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "two stars": lambda text: text.replace("19", "**19**"),
    "one star": lambda text: text.replace("19", "*19*"),
    "three stars": lambda text: text.replace("19", "***19***"),
    "underscores": lambda text: text.replace("19", "__19__"),
    "an underscore": lambda text: text.replace("19", "_19_"),
    "stars around more": lambda text: text.replace("19 workers", "**19 workers**"),
    "parentheses": lambda text: text.replace("19", "(19)"),
    "a soft hyphen": lambda text: text.replace("19", "1\u00ad9"),
    "soft hyphens in words": lambda text: text.replace("workers", "work\u00aders").replace("injured", "in\u00adjured"),
    "a zero-width space": lambda text: text.replace("19", "1\u200b9"),
    "a zero-width space in a word": lambda text: text.replace("workers", "wor\u200bkers"),
    "a zero-width joiner": lambda text: text.replace("19", "1\u200d9"),
    "a zero-width non-joiner": lambda text: text.replace("injured", "in\u200cjured"),
    "a word joiner": lambda text: text.replace("19", "1\u20609"),
    "a word joiner before": lambda text: text.replace("19", "\u206019"),
    "an invisible separator": lambda text: text.replace("19", "1\u20639"),
    "a byte order mark inside": lambda text: text.replace("19", "1\ufeff9"),
    "a byte order mark in front": lambda text: "\ufeff" + text,
    "a variation selector": lambda text: text.replace("19", "1\ufe0f9\ufe0f"),
    "a direction mark": lambda text: text.replace("19", "\u200e19\u200e"),
    "full-width digits": lambda text: text.replace("19", full_width("19")),
    "full-width letters": lambda text: text.replace("workers", "".join(chr(ord(c) + 0xFEE0) for c in "workers")),
    "mathematical digits": lambda text: text.replace("19", mathematical("19")),
    "Arabic digits": lambda text: text.replace("19", "\u0661\u0669"),
    "Devanagari digits": lambda text: text.replace("19", "\u0967\u096f"),
    "a Cyrillic letter": lambda text: text.replace("workers", "w\u043erkers"),
    "Cyrillic letters in names": lambda text: text.replace("Holm", "H\u043elm"),
    "a Greek letter": lambda text: text.replace("injured", "injured").replace("fire at", "fire \u03b1t"),
    "a no-break space": lambda text: text.replace("19 ", "19\u00a0"),
    "a narrow no-break space": lambda text: text.replace("19 ", "19\u202f"),
    "a thin space": lambda text: text.replace("19 ", "19\u2009"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "an ideographic space": lambda text: text.replace("19 ", "19\u3000"),
    "curly apostrophes": lambda text: text.replace("'", "\u2019"),
    "another apostrophe": lambda text: text.replace("'", "\u02bc"),
    "an en dash": lambda text: text.replace(" - ", " \u2013 "),
    "a minus sign": lambda text: text.replace(" - ", " \u2212 "),
    "ligatures": lambda text: text.replace("fi", "\ufb01"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old": lambda text: text.replace("\n", "\r"),
}
"""For text and Markdown."""
MARKDOWN: dict[str, Callable[[str], str]] = {
    "an escape": lambda text: text.replace(" - ", " \\- ").replace("19", "\\*19\\*").replace("\\*", ""),
    "an escaped full stop": lambda text: text.replace("said.", "said\\."),
    "bold of HTML": lambda text: text.replace("19", "<b>19</b>"),
    "an empty element inside": lambda text: text.replace("19", "1<b></b>9"),
    "a comment inside": lambda text: text.replace("19", "1<!-- -->9"),
    "hidden words": lambda text: text.replace("19", '<span style="display: none">14</span>19'),
    "a hidden element": lambda text: text.replace("19", "<span hidden>14 </span>19"),
    "a character reference": lambda text: text.replace("19", "1&#57;"),
    "a named reference": lambda text: text.replace("19 ", "19&nbsp;"),
    "a link": lambda text: text.replace("19 workers", "[19 workers](https://example.org/a)"),
    "a link by reference": lambda text: text.replace("19 workers", "[19 workers][1]"),
    "code": lambda text: text.replace("19", "`19`"),
    "struck out and not": lambda text: text.replace("19", "~~~~19"),
    "a footnote": lambda text: text.replace("workers", "workers[^1]"),
    "a picture inside": lambda text: text.replace("19", "![](x.png)19"),
    "a quotation": lambda text: "> " + text.replace("\n\n", "\n>\n> "),
}


def test_the_list_is_as_long_as_it_was_told() -> None:
    assert len(BOTH) >= 42


def text_of(figure: str) -> str:
    return f"{SAID.format(figure)}\n\n{MORE}\n"


CASES = [("txt", name, change) for name, change in BOTH.items()] + [("md", name, change) for name, change in (BOTH | MARKDOWN).items()]


def findings(folder: Path, other: str, suffix: str, models: tuple[Any, Any], first: str = "14") -> list[tuple[str, str, str, str]]:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(text_of(first), encoding="utf-8")
    (folder / f"b.{suffix}").write_bytes(other.encode("utf-8"))
    sources, _ = read([str(folder)], None)
    report = pipeline.run(sources, Settings(), *models)
    texts = {source.id: source for source in report.sources}
    for claim in report.claims:
        assert texts[claim.source].text[claim.start : claim.end] == claim.text
        for fact in claim.facts:
            assert texts[claim.source].text[fact.start : fact.end] == fact.text
    home = {claim.id: texts[claim.source] for claim in report.claims}
    for finding in report.findings:
        for item in finding.evidence:
            assert home[item.claim].text[item.start : item.end] == item.text
    assert not report.not_compared
    return sorted((item.check, item.left_value, item.right_value, item.fingerprint) for item in report.findings if item.kind != "omission")


@pytest.mark.models
def test_no_rewriting_hides_a_figure_or_makes_a_difference(tmp_path: Path, models: tuple[Any, Any]) -> None:
    wanted = findings(tmp_path / "plain", text_of("19"), "txt", models)
    assert [item[0] for item in wanted] == ["number-differs"]
    assert findings(tmp_path / "same", text_of("14"), "txt", models) == []
    wrong = []
    for number, (suffix, name, change) in enumerate(CASES):
        found = findings(tmp_path / f"differs{number}", change(text_of("19")), suffix, models)
        if found != wanted:
            wrong.append((suffix, name, found))
    assert wrong == []


@pytest.mark.models
def test_a_dot_for_thousands_is_read_as_one(tmp_path: Path, models: tuple[Any, Any]) -> None:
    for figure in ("1.400", "1,400"):
        found = findings(tmp_path / "x", text_of(figure), "txt", models, "1,200")
        assert [item[0] for item in found] == ["number-differs"], figure


HARMLESS = st.sampled_from(sorted(set(BOTH) - {"parentheses", "a byte order mark in front", "line ends of Windows", "line ends of old"}))
WORDS = st.text(alphabet="ab 1*_()[]<>&;\\`~!-\u00ad\u200b\ufb01\uff11\u0430e\u0301\u2019\u2013\u00a0\n.", max_size=60)


@given(st.lists(HARMLESS, max_size=4))
def test_rewritings_together_fold_to_one_text(names: list[str]) -> None:
    plain, _ = fold(text_of("19"), False)
    text = text_of("19")
    for name in names:
        text = BOTH[name](text)
    if "19" in plain and not any("star" in name or "underscore" in name for name in names):
        assert fold(text, False)[0] == plain


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, st.booleans())
def test_every_span_finds_its_way_back(text: str, markup: bool) -> None:
    source = Source(path="a.md" if markup else "a.txt", text=text)
    made = folded(source)
    ends = way_out(made)
    last = 0
    for at in range(len(made.text)):
        start, end = ends.out(at), ends.out(at + 1, end=True)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start
    back = unfolded(made)
    assert back.text == text
    assert replace(back, blocks=(), hidden="") == source
    assert folded(made) is made


@pytest.mark.parametrize(
    "text",
    [
        "It took 1.234 metres of cable and 2.500 seconds, or $1.400.",
        "The ratio was 2*3*4 and the file snake_case_name was read.",
        "The ministry (2019) said so.",
        "\u041c\u043e\u0441\u043a\u0432\u0430 and \u0391\u03b8\u03ae\u03bd\u03b1 are words of their own.",
        "caf\u00e9, 10\u00b2 and \u00bd.",
    ],
)
def test_what_is_no_disguise_stays(text: str) -> None:
    assert fold(text, False)[0] == text


def test_look_alike_letters_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text_of("19").replace("workers", "w\u043erkers"), encoding="utf-8")
    (source,), _ = read([str(tmp_path)], None)
    assert any("w\u043erkers" in warning and "another script" in warning for warning in source.warnings)
    assert source.published == date(2024, 3, 4) or source.published is None
