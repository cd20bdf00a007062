"""Framing, as the page, Markdown and the terminal show it."""

from __future__ import annotations

import io
import re

import pytest

from consistency.model import Block, Claim, Event, Framing, Report, Source, ToolInfo
from consistency.render.formats import html, markdown
from consistency.render.terminal.report import render_report
from consistency.render.view.framing import AT_A_GLANCE, AT_MOST, SAYINGS, characterised
from consistency.render.view.view import view

TEXT = "Norland is a bully. The envoy praised mild Norland. <script>alert(1)</script> Norland\x1b[2J waits."


def _report(*said: tuple[str, str, str, str, float], sources: int = 2) -> Report:
    """A report with (target, source, words, voice, loading) each."""
    names = [f"s{number}" for number in range(sources)]
    held = tuple(
        Source(path=f"{name}.txt", text=TEXT, id=name, outlet=f"Outlet {name}", blocks=(Block("body", 0, len(TEXT)),)) for name in names
    )
    claims = tuple(Claim(id=f"{name}-c", source=name, start=0, end=len(TEXT), line=1, text=TEXT) for name in names)
    framing = tuple(
        Framing(target, source, words, voice, f"{source}-c", TEXT.find(words), TEXT.find(words) + len(words), load)
        for target, source, words, voice, load in said
    )
    event = Event(id="e", title="Talks", date=None, place=None, sources=tuple(names))
    return Report(tool=ToolInfo("consistency", "0"), sources=held, claims=claims, events=(event,), framing=framing)


BOTH = (
    ("Norland", "s0", "a bully", "own", 0.9),
    ("Norland", "s1", "mild Norland", "The envoy", 0.2),
    ("Sudland", "s0", "waits", "own", 0.1),
    ("Sudland", "s1", "waits", "own", 0.1),
)


def test_those_who_are_put_in_loaded_words_come_first() -> None:
    made = characterised(view(_report(*BOTH)))
    assert [item.name for item in made] == ["Norland", "Sudland"]
    first, second = made[0].tellers
    assert ([saying.words for saying in first.own], first.others) == (["a bully"], ())
    assert (second.own, [(saying.words, saying.voice) for saying in second.others]) == ((), [("mild Norland", "The envoy")])


def test_what_one_source_of_the_page_alone_characterises_is_not_shown() -> None:
    assert characterised(view(_report(*BOTH[:1]))) == ()


def test_the_plainest_of_many_are_counted_not_shown() -> None:
    many = [("Norland", "s0", TEXT[3 * at : 3 * at + 5], "own", 0.5 + at / 100) for at in range(SAYINGS + 3)]
    plain = ("Norland", "s0", "waits", "own", 0.1)
    (item,) = characterised(view(_report(*many, plain, BOTH[1])))
    assert len(item.tellers[0].own) == SAYINGS
    assert item.tellers[0].more == 4
    assert item.tellers[0].own[-1].words == many[-1][2].strip()


def test_no_more_names_are_shown_than_say_something() -> None:
    said = [(f"N{number}", source, "waits", "own", 0.5) for number in range(AT_MOST + 5) for source in ("s0", "s1")]
    assert len(characterised(view(_report(*said)))) == AT_MOST


def _page(report: Report) -> str:
    stream = io.StringIO()
    html.write(report, stream)
    return stream.getvalue()


def test_the_page_tells_the_voices_apart_in_words_and_links_the_line() -> None:
    page = _page(_report(*BOTH))
    section = page[page.index('id="framing"') :]
    assert re.search(r'class="own" data-label="In its own voice">\s*<ul>\s*<li><q dir="auto">a bully</q>', section)
    assert '<span class="voice" dir="auto">The envoy</span>' in section
    assert "s0.txt#L1" in section or "line 1" in section


def test_a_page_without_framing_has_no_section() -> None:
    assert 'id="framing"' not in _page(_report())


def test_more_names_are_folded() -> None:
    said = [(f"N{number}", source, "waits", "own", 0.5) for number in range(AT_A_GLANCE + 2) for source in ("s0", "s1")]
    assert "2 more names" in _page(_report(*said))


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "Norland\x1b[2J"])
def test_hostile_words_stay_words(words: str) -> None:
    report = _report(("<b>Norland</b>", "s0", words, "<i>me</i>\x1b[2J", 0.9), ("<b>Norland</b>", "s1", words, "own", 0.9))
    stream = io.StringIO()
    markdown.write(report, stream)
    for shown in (_page(report).split("<main", 1)[1].split("<script>", 1)[0], stream.getvalue(), render_report(report, 80, False)):
        assert "\x1b" not in shown
        assert "<script>alert" not in shown
        assert "<i>me" not in shown
        assert "Norland" in shown


def test_markdown_has_a_table_for_each_name() -> None:
    stream = io.StringIO()
    markdown.write(_report(*BOTH), stream)
    text = stream.getvalue()
    assert "## Framing: how each source describes people and organisations" in text
    assert "| Source | In its own voice | In the words of others |" in text
    assert "(The envoy)" in text


def test_the_terminal_names_them_in_a_line() -> None:
    assert "Described in different words: Norland (2 sources), Sudland (2 sources)" in render_report(_report(*BOTH), 100, False)
