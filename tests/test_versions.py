"""Two captures of one page are versions of one document: what was rewritten is told, and nothing is contradicted."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency import Settings, compare
from consistency.cluster.versions import superseded
from consistency.engine.api import check
from consistency.ingest.discover import read
from consistency.model import Report
from consistency.model.protocols import Embedder, LanguageModel
from tests.fakes import FakeEmbedder, FakeLanguageModel
from tests.readers._formats import PAGE, warc_bytes
from tests.readers._json_answers import URL

LATER = PAGE.replace("61 per cent", "63 per cent").replace(
    "<link rel", '<meta property="article:modified_time" content="2022-10-03T09:00:00Z"><link rel'
)
OTHER = (
    "Mill town keeps its night train\n\nThe people of Ostrava Mills voted on Sunday to keep the night train, with 63 per cent in favour.\n"
)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    (tmp_path / "z-earlier.html").write_text(PAGE, "utf-8")
    (tmp_path / "a-later.html").write_text(LATER, "utf-8")
    (tmp_path / "other.txt").write_text(OTHER, "utf-8")
    return tmp_path


def revised(report: Report) -> list[tuple[str, str]]:
    return [(item.evidence[0].text, item.evidence[1].text) for item in report.findings if item.check == "revised"]


def test_the_later_change_tells_the_newer_version(stories: Path):
    older = superseded(read([str(stories)], None)[0])
    assert [(old.partition("-")[0], new.partition("-")[0]) for old, new in older.items()] == [("z", "a")]


def test_what_was_rewritten_is_a_note_and_no_contradiction(stories: Path):
    report = compare([stories], language=FakeLanguageModel(), embedder=FakeEmbedder())
    assert revised(report) == [("61", "63")]
    assert {item.severity for item in report.findings if item.check == "revised"} == {"note"}
    names = {source.id: source.path.rsplit("/", 1)[-1] for source in report.sources}
    assert set(names.values()) == {"z-earlier.html", "a-later.html", "other.txt"}
    home = {claim.id: claim.source for claim in report.claims}
    for item in report.findings:
        if item.check != "revised":
            assert "z-earlier.html" not in {names[home[claim]] for claim in item.claims}
    (event,) = [event for event in report.events if len(event.sources) > 1]
    assert {"z-earlier.html", "a-later.html"} <= {names[name] for part in event.origins for name in part}


def test_the_order_of_files_changes_nothing(stories: Path):
    paths = sorted(stories.iterdir())
    reports = [compare(order, language=FakeLanguageModel(), embedder=FakeEmbedder()) for order in (paths, paths[::-1])]
    assert reports[0].to_dict() == reports[1].to_dict()


def test_switched_off(stories: Path):
    settings = Settings(disable=("revised",))
    assert revised(compare([stories], settings, language=FakeLanguageModel(), embedder=FakeEmbedder())) == []


@pytest.mark.parametrize(("new", "found"), [("a-later.html", [("61", "63")]), ("z-earlier.html", [("61", "63")]), ("other.txt", [])])
def test_a_check_tells_it_of_new_captures_only(stories: Path, new: str, found: list[tuple[str, str]]):
    report = check([stories], [stories / new], language=FakeLanguageModel(), embedder=FakeEmbedder())
    assert revised(report) == found
    assert any(source.path.endswith(new) and source.id in report.added for source in report.sources)


def test_records_of_a_crawl_go_by_when_they_were_captured(tmp_path: Path):
    pages = [(URL, LATER, "2022-10-06T00:00:00Z"), (f"{URL}?utm_source=feed", PAGE, "2022-10-05T00:00:00Z")]
    (tmp_path / "a.warc.gz").write_bytes(warc_bytes(pages))
    sources = read([str(tmp_path)], None)[0]
    records = {source.id: source.record for source in sources}
    assert [(records[old], records[new]) for old, new in superseded(sources).items()] == [(2, 1)]


def test_pages_that_all_name_one_address_are_not_versions(tmp_path: Path):
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    text = "Nine boats sank at the quay on Monday. Divers will look at the wrecks once the storm is over."
    (tmp_path / "b.html").write_text(
        f'<html><head><link rel="canonical" href="{URL}"></head><body><h1>Boats sink</h1><p>{text}</p></body></html>', "utf-8"
    )
    assert superseded(read([str(tmp_path)], None)[0]) == {}


@pytest.mark.models
def test_with_the_real_models(stories: Path, language_model: LanguageModel, embedder: Embedder):
    report = compare([stories], language=language_model, embedder=embedder)
    assert revised(report) == [("61", "63")]
    assert [item.check for item in report.findings if item.kind == "contradiction"] == []
