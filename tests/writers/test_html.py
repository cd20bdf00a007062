from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlsplit

import pytest
from hypothesis import given

from consistency.model import Claim, Coverage, Event, Group, Report, Source, ToolInfo
from consistency.render.formats.html import WRITER
from consistency.render.view.beside import KINDS
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._sample import REPORT
from tests.writers._written import written

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4", "div", "nav", "ul", "ol"),
    *("li", "main", "section", "dl", "dt", "dd", "aside", "span", "article", "figure", "figcaption", "blockquote", "mark"),
    *("details", "summary", "table", "thead", "tbody", "tr", "th", "td", "time", "footer", "b", "i", "wbr"),
    *("form", "label", "input", "select", "option", "button", "kbd", "dialog", "script"),
    *("svg", "symbol", "path", "use"),
}
SINGLE = {"html", "head", "title", "style", "body", "main", "script", "dialog"}
"""Elements that a page holds one of, whatever its documents say."""
ATTRIBUTES = {
    *("aria-controls", "aria-expanded", "aria-hidden", "aria-label", "aria-labelledby"),
    *("charset", "class", "content", "datetime", "dir", "href", "http-equiv"),
    *("id", "lang", "name", "open", "role", "scope", "tabindex", "colspan"),
    *("hidden", "for", "type", "value", "method", "autocomplete", "spellcheck", "disabled"),
    *("viewbox", "d", "fill", "stroke", "stroke-width", "width", "height", "focusable"),
    *("data-severity", "data-kind", "data-check", "data-state", "data-source", "data-event", "data-citation"),
    *("data-folder", "data-box", "data-row", "data-name", "data-for", "data-fingerprint"),
    *("data-section", "data-index", "data-item", "data-findings", "data-sources", "data-date"),
}


class Page(HTMLParser):
    """The page's elements; `problems` holds ends that close nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]


def page(report: Report) -> Page:
    return Page(written(WRITER, report))


def assert_sound(found: Page) -> None:
    """Well nested, only our elements, nothing that could run or be fetched, every link inside the page or to a file."""
    assert found.problems == []
    assert found.open == []
    assert {tag for tag, _ in found.elements} <= TAGS
    names = {name for _, attrs in found.elements for name in attrs}
    assert names <= ATTRIBUTES
    tags = Counter(tag for tag, _ in found.elements)
    assert all(tags[tag] <= 1 for tag in SINGLE)
    ids = found.attributes("id")
    assert len(ids) == len(set(ids))
    for target in found.attributes("href"):
        parts = urlsplit(target)
        assert (parts.scheme, parts.netloc) == ("", "")
        if target.startswith("#"):
            assert target[1:] in ids
    for name in ("aria-labelledby", "for"):
        assert set(found.attributes(name)) <= set(ids)


def test_the_sample_is_sound() -> None:
    assert_sound(page(REPORT))


def test_policy_allows_our_style_and_our_script_alone() -> None:
    text = written(WRITER, REPORT)
    style, script = (re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script"))
    assert (len(style), len(script)) == (1, 1)
    by_style, by_script = (base64.b64encode(hashlib.sha256(part[0].encode()).digest()).decode() for part in (style, script))
    policy = next(attrs["content"] for _, attrs in page(REPORT).elements if "http-equiv" in attrs)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{by_style}'; script-src 'sha256-{by_script}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style[0]
    assert "@import" not in style[0]
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|fetch|XMLHttpRequest|\bimport\b", script[0]
    )


def test_headings_skip_no_level() -> None:
    levels = [int(tag[1]) for tag, _ in page(REPORT).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_landmarks_and_language() -> None:
    found = page(REPORT)
    count = Counter(tag for tag, _ in found.elements)
    assert (count["main"], count["nav"], count["footer"]) == (1, 1, 1)
    assert ("html", {"lang": "en"}) in found.elements
    assert "auto" in found.attributes("dir")


def test_cards_show_both_sides_with_the_differing_words() -> None:
    found = page(REPORT)
    count = Counter((tag, attrs.get("class")) for tag, attrs in found.elements)
    assert count[("figure", "side left")] == count[("figure", "side right")] == 5
    assert {"Twelve", "Fourteen", "March", "May", "900", "840", "no ferry"} <= set(found.text["mark"])
    assert "The evening ferry struck the north pier" in " ".join(found.text["blockquote"])


def test_table_shows_who_is_silent() -> None:
    classes = page(REPORT).attributes("class")
    assert classes.count("silent") == 1
    assert page(REPORT).text["tr"]


def test_values_that_are_not_known_are_said_to_be_unknown() -> None:
    text = written(WRITER, REPORT)
    assert "Outlet unknown" in text
    assert "Date unknown" in text
    assert "no text layer" in text
    assert "some characters could not be decoded" in text


def test_an_empty_report_says_that_silence_is_not_agreement() -> None:
    empty = Report(ToolInfo("consistency", "0"))
    assert_sound(page(empty))
    assert "That is not agreement" in written(WRITER, empty)


def test_fingerprints_that_clash_get_ids_of_their_own() -> None:
    twice = replace(REPORT, findings=(REPORT.findings[0], replace(REPORT.findings[0], message="Again.")))
    assert_sound(page(twice))
    assert {"finding-9f31c0de", "finding-9f31c0de-2"} <= set(page(twice).attributes("id"))


@WHOLE_REPORTS
@given(reports())
def test_no_text_adds_an_element(report: Report) -> None:
    text = written(WRITER, report)
    text.encode()
    found = Page(text)
    assert_sound(found)
    plain = Counter(tag for tag, _ in found.elements)
    assert plain["article"] == 4
    assert (plain["figure"], plain["style"], plain["script"], plain["img"], plain["iframe"]) == (6, 1, 1, 0, 0)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_every_ground(scheme: str) -> None:
    text = written(WRITER, REPORT)
    dark = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", text, re.DOTALL)
    rest = re.sub(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{.*?\}", "", text, flags=re.DOTALL)
    light = re.findall(r"(?:^|<style>):root \{(.*?)\}", rest, re.DOTALL | re.MULTILINE)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", "".join({"light": light, "dark": dark}[scheme])))
    tints = [name for name in colours if name.startswith("k-")]
    assert len(tints) == len(KINDS)
    grounds = {"paper": 0, "raised": 0, "plain-tint": 1, **dict.fromkeys(tints, 1)}
    for ground, marks_only in grounds.items():
        for ink in ("ink",) if marks_only else ("ink", "soft", "link", "left", "right", "error", "warning", "note"):
            lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, f"{ink} on {ground}"


def large(events: int = 21, per_event: int = 5, claims: int = 30) -> Report:
    sources, told, groups, coverage, happened = [], [], [], [], []
    for event in range(events):
        ids = [f"s{event * per_event + number}" for number in range(per_event)]
        for source_id in ids:
            sentences = [f"Sentence {number} of the account of the regatta number {event}." for number in range(claims)]
            text, at = " ".join(sentences), 0
            sources.append(Source(f"docs/{source_id}.txt", text, id=source_id, outlet=f"Outlet {source_id}"))
            for number, sentence in enumerate(sentences):
                told.append(Claim(f"{source_id}-{number}", source_id, at, at + len(sentence), 1, sentence))
                at += len(sentence) + 1
        happened.append(Event(f"e{event}", f"Regatta {event}", None, None, tuple(ids)))
        for number in range(claims):
            group = f"g{event}-{number}"
            groups.append(Group(group, f"e{event}", "event", tuple(f"{source_id}-{number}" for source_id in ids[:3])))
            coverage.append(Coverage(group, tuple(ids[:3]), tuple(ids[3:])))
    return Report(
        ToolInfo("consistency", "0"),
        sources=tuple(sources),
        events=tuple(happened),
        claims=tuple(told),
        groups=tuple(groups),
        coverage=tuple(coverage),
    )


def test_a_large_report_is_written_fast_and_stays_small() -> None:
    report = large()
    assert len(report.claims) > 3000
    started = perf_counter()
    text = written(WRITER, report)
    assert perf_counter() - started < 5
    assert len(text) < 2_000_000
    # With so many groups the tables stand closed, or the findings would be lost among them.
    assert '<details class="claims" open>' not in text
