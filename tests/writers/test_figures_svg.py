"""The figures as files: byte for byte, well formed, and nothing in a document can run, hide or break out in them."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from consistency.model import Report
from consistency.model.json_report_reader import report_of
from consistency.model.safe_text import BIDI_CONTROLS
from consistency.plugins import load
from consistency.render.figures import figures_of
from consistency.render.figures.drawing import cut, folded, named, width_of
from consistency.render.figures.svg import FIGURES, svg
from consistency.render.terminal import render_report
from consistency.render.view.view import view
from tests.writers._figured import bridge, many
from tests.writers._hostile import TRICKS, WHOLE_REPORTS, reports
from tests.writers._written import written

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
WRITERS = {writer.name: writer for writer in load("consistency.render.formats", "WRITER")}
HARMLESS = {
    "svg": {"role", "aria-labelledby", "width", "height", "viewBox"},
    "title": {"id"},
    "desc": {"id"},
    "style": set(),
    "g": {"transform"},
    "rect": {"x", "y", "width", "height", "fill", "stroke", "stroke-width"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width"},
    "path": {"d", "fill", "stroke", "stroke-width"},
    "text": {"x", "y", "font-size", "fill", "text-anchor", "class", "transform"},
}
"""The only elements and attributes in a figure: none that runs, fetches or links."""


def drawn(report: Report) -> dict[str, str]:
    made = figures_of(view(report))["e1"]
    return {name: text for name in FIGURES if (text := svg(name, made)) is not None}


def hostile() -> Report:
    """The bridge, told by outlets and in sentences that want to break out."""
    report, trick = bridge(), "".join(TRICKS)
    return replace(
        report,
        events=tuple(replace(item, title=f"{trick} {item.title}", place=trick) for item in report.events),
        sources=tuple(replace(item, outlet=f"{trick}{item.id}", via=trick) for item in report.sources),
        findings=tuple(replace(item, message=trick, check=item.check) for item in report.findings),
        claims=tuple(replace(item, text=f"{trick}{item.text}") for item in report.claims),
    )


@pytest.mark.parametrize("name", FIGURES)
def test_golden(name: str) -> None:
    path, text = GOLDEN / f"figure-{name}.svg", drawn(bridge())[name]
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{path.name} has changed: `make golden` rewrites it"


def harmless(text: str) -> ET.Element:
    root = ET.fromstring(text)
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        assert element.tag.startswith(SVG)
        assert tag in HARMLESS
        assert set(element.attrib) <= HARMLESS[tag]
        assert not set(element.text or "") & set(BIDI_CONTROLS)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", element.text or "")
    styles = [element.text or "" for element in root.findall(f"{SVG}style")]
    assert len(styles) == 1
    assert "url" not in styles[0]
    assert "@import" not in styles[0]
    return root


@pytest.mark.parametrize("report", [bridge(), hostile(), many(20)], ids=["bridge", "hostile", "many"])
def test_files_hold_drawing_and_text_only(report: Report) -> None:
    found = drawn(report)
    assert set(found) == set(FIGURES)
    for text in found.values():
        root = harmless(text)
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert desc is not None
        assert desc.text


@WHOLE_REPORTS
@given(reports())
def test_no_document_breaks_out_of_a_figure(report: Report) -> None:
    for text in drawn(report).values():
        harmless(text)


def test_hostile_text_is_inert_in_the_page() -> None:
    page = written(WRITERS["html"], hostile())
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not set(page) & set(BIDI_CONTROLS)
    assert "\x1b" not in page


def test_the_text_of_a_figure_stays_inside_it() -> None:
    for text in (*drawn(bridge()).values(), *drawn(many(20)).values()):
        root = ET.fromstring(text)
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        for element in root.iter(f"{SVG}text"):
            x, y, line = float(element.attrib["x"]), float(element.attrib["y"]), element.text or ""
            size = float(element.attrib["font-size"])
            long = width_of(line, size, bold=element.get("class") == "bold")
            low = x - {"start": 0.0, "middle": long / 2, "end": long}[element.get("text-anchor", "start")]
            if "transform" in element.attrib:
                assert y - long >= 0
                assert x <= width
            else:
                assert low >= 0
                assert low + long <= width
                assert y <= height


def test_lines_are_cut_where_they_would_not_fit() -> None:
    assert cut("a short line", 1000, 15) == "a short line"
    assert cut("x" * 300, 100, 15).endswith("x\u2026")
    assert folded("one two three four five six", 60, 15, 2)[-1].endswith("\u2026")
    assert folded("", 60, 15) == []
    # Names that begin alike keep what tells them apart.
    assert named("Gazette of the Lower Marshes, edition 11", 150, 15) != named("Gazette of the Lower Marshes, edition 12", 150, 15)
    assert width_of("\u4e2d\u6587", 10) > width_of("ab", 10)


def test_the_page_shows_every_cell_in_words() -> None:
    page = written(WRITERS["html"], bridge())
    assert page.count("<symbol ") == len(set(re.findall(r'<symbol id="([^"]+)"', page)))
    used = set(re.findall(r'<use href="#([^"]+)"', page))
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', page))
    assert 'aria-label="reports it differently: second version (from Fell Wire)"' in page
    assert 'aria-label="reports another event"' in page
    assert "according to <span" in page


def test_markdown_and_terminal_tell_the_figures() -> None:
    text = written(WRITERS["md"], bridge())
    assert "| Claim, most important first | Orrin Post | Fell Wire \u20391\u203a | Valley Gazette \u20391\u203a |" in text
    assert "(\u25d0 Nine cars, \u25d1 Eleven cars) | \u25d0 | \u25d1 | \u25d1 | \u2013 | \u25cf |" in text
    assert "**\u2260 2031-03-02** according to Fell Wire and Valley Gazette" in text
    shown = render_report(bridge(), 80, False)
    assert "\u25d0 \u25d1 \u25d1 \u2013 \u25cf" in shown
    assert "Dated 2031-03-01 by Orrin Post, 2031-03-02 by Fell Wire and Valley Gazette." in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


@pytest.mark.parametrize("report", [bridge(), many(5), hostile()], ids=["bridge", "many", "hostile"])
def test_a_report_from_json_draws_the_same(report: Report) -> None:
    # A claim's text is that of the file, which no trick changes.
    true = {source.id: source.text for source in report.sources}
    report = replace(report, claims=tuple(replace(item, text=true[item.source][item.start : item.end]) for item in report.claims))
    assert drawn(report_of(report.to_dict())) == drawn(report)


@pytest.mark.browser
def test_a_hostile_figure_opens_in_peace(tmp_path: Path, browser: Any) -> None:
    heard: list[Any] = []
    own = {(tmp_path / f"{name}.svg").as_uri() for name in FIGURES}
    page = browser.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if request.url not in own else None)
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    for name, text in drawn(hostile()).items():
        path = tmp_path / f"{name}.svg"
        path.write_text(text, encoding="utf-8")
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.tagName") == "svg"
        assert page.locator("text").count() > 3
    page.close()
    assert heard == []
