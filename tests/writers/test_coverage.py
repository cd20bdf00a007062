"""How every rendering shows what is left out: who is silent is named, and why, where that is known; no side is made up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from consistency.model import Alone, Coverage, Evidence, Finding, Report, Silence
from consistency.model.json_report import as_dict
from consistency.model.json_report_reader import report_of
from consistency.render.terminal import render_check, render_report
from consistency.render.view.coverage import EventCoverage, coverage_of
from consistency.render.view.paging import parts
from consistency.render.view.view import view
from consistency.triage.decisions import Decision
from consistency.triage.status import failing, judge
from tests.writers._sample import REPORT
from tests.writers._written import written
from tests.writers.test_golden import WRITERS

CLAIMS = {claim.id: claim for claim in REPORT.claims}
BRAKES = CLAIMS["c5"]
ALONE = CLAIMS["c4"]
FINDING = Finding(
    check="omission",
    kind="omission",
    severity="note",
    confidence=0.9,
    message="wire (late).jsonl does not report what Lunemouth Courier and The Coastal Ledger do.",
    because="left out: 2 of 3 independent reports tell it; in wire (late).jsonl no passage comes near it.",
    scope="event",
    group="g3",
    claims=("c5", "c10"),
    evidence=(Evidence("c5", "left", BRAKES.start, BRAKES.end, BRAKES.text),),
    fingerprint="0a0b0c0d",
    event="e1",
    rung="left out",
    left_value="brakes march tested",
    silent=("s3",),
)
TOLD = replace(
    REPORT,
    findings=(FINDING,),
    coverage=(
        Coverage("g1", ("s1", "s2", "s3"), (), 0.9),
        Coverage("g2", ("s1", "s2"), ("s3",), 0.5, (Silence("s3", "other words"),)),
        Coverage("g3", ("s1", "s2"), ("s3",), 0.7, (Silence("s3", "cut off"),)),
    ),
    groups=tuple(replace(item, claims=("c4", "c9")) if item.id == "g2" else item for item in REPORT.groups),
    alone=(Alone("e1", "s1", "c4", ALONE.start, ALONE.end, ALONE.text, 0.6, (Silence("s2"), Silence("s3", "short"))),),
)


def test_matters_are_parted_by_who_tells_them() -> None:
    made = coverage_of(view(TOLD))["e1"]
    assert [told.words for told in made.by_some] == [BRAKES.text]
    assert [quiet.why for told in made.by_some for quiet in told.quiet] == ["text breaks off"]
    assert len(made.by_all) == len(made.unsure) == 1
    assert [(source.id, [told.words for told in found]) for source, found in made.by_one] == [("s1", [ALONE.text])]
    assert [found.finding.fingerprint for told in made.by_some for found in told.findings] == ["0a0b0c0d"]
    every = ("all", "some and not by others", "some and perhaps by others", "one source alone")
    assert made.summary == ", ".join(f"1 reported by {who}" for who in every)
    assert made.note.startswith("Silent for a reason of their own: wire (late).jsonl (")
    assert not EventCoverage().any


def test_the_most_central_stand_first() -> None:
    plain = replace(TOLD, coverage=(Coverage("g2", ("s1", "s2"), ("s3",), 0.4), Coverage("g3", ("s1", "s2"), ("s3",), 0.7)))
    assert [told.centrality for told in coverage_of(view(plain))["e1"].by_some] == [0.7, 0.4]


# ClaimReview holds nothing but what a person has decided.
@pytest.mark.parametrize("writer", [item for item in WRITERS if item.name != "claimreview"], ids=lambda item: item.name)
def test_every_rendering_names_who_is_silent(writer: object) -> None:
    text = written(writer, replace(TOLD, findings=(replace(FINDING, severity="warning"),)))
    assert "wire (late)" in text or "wire%20(late)" in text or "s3" in text
    assert "omission" in text.lower()


def test_terminal_and_check_show_one_side() -> None:
    for text in (render_report(TOLD, 100, False), render_check(replace(TOLD, added=("s3",)), (), "warning", 100, False)):
        assert "omission" in text
        assert "wire (late).jsonl" in text
    assert "silent: wire (late).jsonl" in render_report(TOLD, 100, False)
    assert "text breaks off" in render_report(TOLD, 100, False)


def test_the_table_has_a_column_for_the_silent() -> None:
    writer = next(item for item in WRITERS if item.name == "csv")
    (row,) = csv.DictReader(io.StringIO(written(writer, TOLD)))
    assert row["silent"] == "wire (late).jsonl"
    assert (row["right_outlet"], row["right_text"], row["right_line"]) == ("", "", "")
    other = next(iter(csv.DictReader(io.StringIO(written(writer, REPORT)))))
    assert other["silent"] == ""


def test_the_json_tells_who_is_silent_and_why() -> None:
    data = json.loads(written(next(item for item in WRITERS if item.name == "json"), TOLD))
    assert data["findings"][0]["silent"] == ["s3"]
    assert {item["group"]: item["reasons"] for item in data["coverage"]}["g3"] == [{"source": "s3", "reason": "cut off"}]
    (alone,) = data["told_only"]
    assert (alone["text"], alone["silent"]) == (ALONE.text, ["s2", "s3"])
    assert alone["reasons"] == [{"source": "s3", "reason": "short"}]


def test_what_was_written_is_read_again() -> None:
    again = report_of(as_dict(TOLD))
    assert as_dict(again)["told_only"] == as_dict(TOLD)["told_only"]
    assert as_dict(again)["coverage"] == as_dict(TOLD)["coverage"]
    assert again.findings[0].silent == ("s3",)


def test_a_page_of_one_event_holds_its_own() -> None:
    pages = dict(parts(TOLD))
    assert [name for name, part in pages.items() if part.alone] == ["e1"]


def test_a_decision_may_name_the_silent_outlet_and_a_note_stops_nothing() -> None:
    from datetime import date

    day = date(2031, 1, 1)
    path = next(source.path for source in REPORT.sources if source.id == "s3")
    told = judge(TOLD, None, [Decision("accept", "a wire has no room", check="omission", source=path)], day)
    assert [item.state for item in told.findings] == ["accepted"]
    assert failing(judge(TOLD, None, [], day), "warning") == ()


def test_documents_stay_text() -> None:
    nasty = replace(TOLD, alone=(replace(TOLD.alone[0], text="<script>alert(1)</script>\u202e"),))
    text = written(next(item for item in WRITERS if item.name == "html"), nasty)
    assert "<script>alert(1)" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_nothing_is_shown_of_an_event_that_all_tell_alike() -> None:
    every = replace(REPORT, coverage=tuple(replace(item, told=("s1", "s2", "s3"), silent=()) for item in REPORT.coverage), findings=())
    assert not coverage_of(view(every))["e1"].by_some
    assert isinstance(every, Report)
