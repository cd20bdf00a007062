from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from consistency.model import Event, Report, Skipped, ToolInfo
from consistency.render.terminal import render_comparison, render_report
from consistency.render.terminal.lines import columns
from consistency.render.view.wording import summary
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._sample import REPORT
from tests.writers.test_golden import two_documents

OURS = re.compile(r"\x1b\[(?:0|1|2|1;4|1;31|1;33|1;36)m")
PAIR = two_documents(REPORT)


def assert_calm(text: str) -> None:
    """No control character but our own colours and line feeds, and nothing that reorders text."""
    plain = OURS.sub("", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", plain)
    plain.encode()


@WHOLE_REPORTS
@given(reports())
def test_no_document_reaches_the_terminal_itself(report: Report) -> None:
    for color in (False, True):
        for width in (60, 100):
            assert_calm(render_report(report, width, color))
            assert_calm(render_comparison(report, width, color))
    assert "\x1b" not in render_report(report, 80, False)


@pytest.mark.parametrize("width", [60, 79, 80, 120, 200])
@pytest.mark.parametrize("render", [render_report, render_comparison])
def test_lines_fit_the_width(width: int, render: object) -> None:
    report = REPORT if render is render_report else PAIR
    wide = replace(report, events=(replace(report.events[0], title="\u6e2f\u53e3 " * 40), *report.events[1:]))
    for color in (False, True):
        for line in render(wide, width, color).split("\n"):  # type: ignore[operator]
            assert columns(OURS.sub("", line)) <= width


def test_findings_stand_worst_first_with_both_sides() -> None:
    text = render_report(REPORT, 100, False)
    heads = re.findall(r"^(ERROR|WARNING|NOTE) .*\((\S+), \d.\d\d\)", text, re.MULTILINE)
    assert heads == [
        ("ERROR", "number-differs"),
        ("WARNING", "quote-differs"),
        ("WARNING", "denied-and-asserted"),
        ("NOTE", "conversion-differs"),
    ]
    first = text[text.index("ERROR") : text.index("WARNING")].splitlines()
    assert [line.strip() for line in first if line] == [
        "ERROR Passengers taken to hospital: Ferry strikes the north pier (number-differs, 0.93)",
        "Lunemouth Courier  docs/courier.txt:4",
        "[Twelve] passengers were taken to hospital, the harbour master said.",
        "also wire (late).jsonl docs/wire (late).jsonl, record 2, line 1 of its text",
        "The Coastal Ledger  docs/ledger.html, line 4 of its text",
        "[Fourteen] passengers were taken to hospital, according to the coastguard.",
        "Why: 12 passenger and 14 passenger cannot both hold.",
    ]


def test_summary_table_counts_by_event() -> None:
    lines = render_report(REPORT, 100, False).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("event "))
    rows = [line.rsplit(None, 4) for line in lines[start : start + 4]]
    assert rows[0] == ["event", "sources", "claims", "groups", "findings"]
    assert rows[2] == ["Ferry strikes the north pier", "3", "13", "3", "2"]


def test_the_disputed_facts_come_first_with_the_odd_one_marked() -> None:
    for full in (True, False):
        lines = render_report(REPORT, 100, False, full=full).splitlines()
        assert lines[2] == "Ferry strikes the north pier (3 sources)"
        head, row = lines[3], next(line for line in lines if line.startswith("Passengers taken to"))
        assert row.count("\u2260") == 1
        assert row[head.index("The") :].startswith("\u2260 Fourteen")
        assert row[head.index("Lunemouth") :].startswith("Twelve")


def test_in_brief_a_large_report_keeps_within_a_hundred_lines() -> None:
    one = next(item for item in REPORT.findings if item.scope == "event")
    many = tuple(replace(one, fingerprint=f"f{number}", what=f"Matter {number}") for number in range(300))
    text = render_report(replace(REPORT, findings=many), 100, False, full=False)
    assert len(text.splitlines()) <= 96
    assert "more differences" in text
    assert len(render_report(replace(REPORT, findings=many), 100, False).splitlines()) > 1000


def test_no_finding_is_said() -> None:
    assert render_report(Report(ToolInfo("consistency", "0")), 80, False) == "0 sources on 0 events: no difference was found."


def test_where_nothing_could_be_compared_that_is_said() -> None:
    alone = tuple(replace(event, sources=event.sources[:1]) for event in REPORT.events)
    assert "no difference was found, as no two sources report the same event." in summary(replace(REPORT, events=alone, findings=()))
    assert "no two sources" not in summary(replace(REPORT, findings=()))


def test_what_holds_for_many_records_is_told_once() -> None:
    why = "no publication date is known"
    undated = tuple(Skipped("a.csv", f"a.csv record {number}: {why}") for number in range(1, 6))
    text = render_report(replace(REPORT, not_compared=(*undated, Skipped("b.txt", f"b.txt: {why}"))), 100, False)
    assert f"a.csv record 1, a.csv record 2, a.csv record 3 and 3 others: {why}" in text


def test_comparison_puts_what_both_tell_on_one_row() -> None:
    lines = render_comparison(PAIR, 120, False).splitlines()
    row = next(line for line in lines if "[Twelve]" in line)
    assert "[Fourteen]" in row
    alone = next(line for line in lines if "schoolchildren" in line)
    assert alone.endswith("silent")
    other = next(line for line in lines if "The repairs will cost" in line)
    assert other.lstrip().startswith("silent")


def test_comparison_stacks_where_there_is_no_room() -> None:
    lines = render_comparison(PAIR, 70, False).splitlines()
    at = next(index for index, line in enumerate(lines) if "[Twelve]" in line)
    assert lines[at].startswith("A ")
    assert any(line.startswith("B ") and "[Fourteen]" in line for line in lines[at + 1 : at + 3])
    assert not any("\u2502" in line for line in lines)


def test_headlines_are_not_called_silent() -> None:
    assert "Ferry strikes pier" not in render_comparison(PAIR, 120, False)


def test_documents_on_different_events_are_not_called_silent() -> None:
    apart = replace(PAIR, events=(Event("e1", "One", None, None, ("s1",)), Event("e2", "Two", None, None, ("s2",))), groups=())
    text = render_comparison(replace(apart, findings=()), 100, False)
    assert "report different events" in text
    assert "silent" not in text


def test_more_than_two_documents_are_shown_as_a_report() -> None:
    assert render_comparison(REPORT, 100, False) == render_report(REPORT, 100, False)
