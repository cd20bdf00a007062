"""A report of many events opens on an index, with a page for each event; a small one stays one file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from consistency.cli.files import write_reports
from consistency.model import Event, Report, Source
from consistency.render.formats.html import WRITER
from consistency.render.view import paging
from tests.writers._sample import REPORT


def crowded() -> Report:
    """The sample among many events that two sources tell each, every second of one story with the one before, and one alone."""
    count = paging.MANY_EVENTS + 1
    sources = [Source(path=f"n{i}.txt", text="It rained.\n", id=f"n{i}") for i in range(2 * count + 1)]
    events = [
        Event(f"e-n{i}", f"Rain <in> valley {i}", "2022-03-01", None, (f"n{2 * i}", f"n{2 * i + 1}"), (f"e-n{i - i % 2 + (i + 1) % 2}",))
        for i in range(count)
    ]
    alone = Event("e-alone", "Nobody else saw it", None, None, (f"n{2 * count}",))
    return replace(REPORT, sources=(*REPORT.sources, *sources), events=(*REPORT.events, *events, alone))


def test_a_small_report_is_one_file(tmp_path: Path) -> None:
    assert write_reports(REPORT, [WRITER], tmp_path) == [tmp_path / "report.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    write_reports(crowded(), [WRITER], folder)
    return folder


def test_every_link_of_the_index_leads_to_a_page_and_place(folder: Path) -> None:
    index = (folder / "report.html").read_text(encoding="utf-8")
    links = [link for link in re.findall(r'href="([^"]*)"', index) if not link.startswith("#")]
    assert len(links) > paging.MANY_EVENTS
    for link in links:
        name, _, place = link.partition("#")
        page = (folder / name).read_text(encoding="utf-8")
        assert not place or f'id="{place}"' in page
        assert 'href="../report.html"' in page
    assert {path.name for path in (folder / "report").iterdir()} == {link.partition("#")[0].removeprefix("report/") for link in links}


def test_each_finding_stands_on_one_page(folder: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (folder / "report").iterdir()]
    for finding in REPORT.findings:
        assert sum(f">{finding.fingerprint}<" in page for page in pages) == 1


def test_the_index_is_safe_and_tells_the_stories(folder: Path) -> None:
    index = (folder / "report.html").read_text(encoding="utf-8")
    assert "Rain &lt;in&gt; valley 3" in index
    assert index.count("<script") == 1
    assert "<in>" not in index
    assert "script-src &#39;sha256-" in index
    assert "default-src &#39;none&#39;" in index
    assert "Nobody else saw it" in index.partition('id="alone"')[2]
    (story,) = [item for item in paging.stories(crowded()) if any(row.event.id == "e-n4" for row in item.rows)]
    assert [row.event.id for row in story.rows] == ["e-n4", "e-n5"]
    assert story.title == "Rain <in> valley 4"
