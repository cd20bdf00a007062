"""What every rendering shows of a finding, an event and a file that was left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consistency.model import Event, Source
from consistency.render.view.view import view
from tests.writers._sample import REPORT
from tests.writers._written import written
from tests.writers.test_golden import WRITERS


def test_why_is_a_sentence_without_the_rung() -> None:
    first = replace(REPORT.findings[0], rung="differs", because="differs: twelve bells and nine bells.")
    shown = view(replace(REPORT, findings=(first,))).findings[0]
    assert shown.why == "Twelve bells and nine bells."
    site = replace(first, because=first.because.replace("twelve bells", "bells.example reports twelve"))
    assert view(replace(REPORT, findings=(site,))).findings[0].why.startswith("bells.example reports")
    assert view(replace(REPORT, findings=(replace(first, rung=""),))).findings[0].why == "Differs: twelve bells and nine bells."


def test_events_with_findings_stand_first_then_those_several_tell() -> None:
    sources = tuple(Source(f"{name}.txt", "text", id=name) for name in "abc")
    alone = Event("e1", "Told once", "2030-01-01", None, ("a",))
    shared = Event("e2", "Told twice", "2031-01-01", None, ("b", "c"))
    extra = replace(REPORT, sources=(*REPORT.sources, *sources), events=(alone, shared), findings=())
    assert [item.event.title for item in view(extra).events] == ["Told twice", "Told once"]
    assert view(REPORT).events[0].findings


def test_a_standing_finding_belongs_to_no_single_event() -> None:
    standing = [item for item in view(REPORT).findings if item.finding.scope == "standing"]
    assert standing
    assert {item.where for item in standing} == {"Across events"}


@pytest.mark.parametrize("writer", [item for item in WRITERS if item.name not in ("csv", "claimreview")], ids=lambda item: item.name)
def test_the_path_of_a_file_left_out_is_told_once(writer: object) -> None:
    path = REPORT.skipped[0].path
    report = replace(REPORT, skipped=(replace(REPORT.skipped[0], message=f"{path}: is empty"),))
    text = written(writer, report)  # type: ignore[arg-type]
    assert text.count(path) == 1
    assert "is empty" in text


def test_a_site_is_called_without_its_www() -> None:
    assert Source("a/b.txt", "", outlet="www.courier.example").label == "courier.example"
    assert Source("a/b.txt", "").label == "b.txt"
