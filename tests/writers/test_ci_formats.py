"""The formats for build servers and code hosts: valid, at the right lines, and nothing of a document comes alive in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from consistency.model import Evidence, Report, Skipped
from consistency.model.safe_text import BIDI_CONTROLS
from consistency.render.formats import github, gitlab, junit, pr_comment, sarif, step_summary
from consistency.render.view.digest import digest
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._judged import JUDGED
from tests.writers._sample import REPORT
from tests.writers._written import written

SCHEMA = json.loads((Path(__file__).parent.parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)
CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{BIDI_CONTROLS}]")
LIVE = re.compile(r"[@#]\w|https?://|www\.|\]\(")


def sarif_of(report: Report) -> dict[str, Any]:
    log = json.loads(written(sarif.WRITER, report))
    VALIDATOR.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def by_fingerprint(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["partialFingerprints"][sarif.FINGERPRINT]: item for item in run["results"]}


def test_sarif_names_both_places_in_code_points() -> None:
    result = by_fingerprint(sarif_of(REPORT))["77aa00bb"]
    region = result["locations"][0]["physicalLocation"]["region"]
    source = next(item for item in REPORT.sources if item.id == "s1")
    line = source.text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "no ferry may sail"
    assert source.text[region["charOffset"] :][: region["charLength"]] == "no ferry may sail"
    assert [item["physicalLocation"]["artifactLocation"]["uri"] for item in result["relatedLocations"]] == [
        "docs/courier.txt",
        "docs/wire%20%28late%29.jsonl",
    ]
    # The second record of a JSON Lines file is its second line; columns of its text are not those of the file.
    assert result["relatedLocations"][1]["physicalLocation"]["region"] == {"startLine": 2}


def test_sarif_counts_no_lines_in_pages() -> None:
    result = by_fingerprint(sarif_of(REPORT))["c0ffee11"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert "line 8 of its text" in result["relatedLocations"][0]["message"]["text"]


def test_sarif_states_and_suppressions() -> None:
    found = by_fingerprint(sarif_of(JUDGED))
    assert {name: item["baselineState"] for name, item in found.items()} == {
        "9f31c0de": "unchanged",
        "1b2c3d4e": "unchanged",
        "c0ffee11": "unchanged",
        "deadbeef": "unchanged",
        "77aa00bb": "new",
    }
    status = {name: [one["status"] for one in item["suppressions"]] for name, item in found.items()}
    assert status == {"9f31c0de": [], "77aa00bb": [], "1b2c3d4e": ["accepted"], "c0ffee11": ["accepted"], "deadbeef": ["underReview"]}
    assert "[known]" in found["9f31c0de"]["message"]["text"]


def test_sarif_rules_carry_the_page_of_the_check() -> None:
    run = sarif_of(REPORT)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({item.check for item in REPORT.findings})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all("Its ladder" in rule["help"]["markdown"] for rule in rules)


def test_the_added_source_is_the_place_to_act_on() -> None:
    result = by_fingerprint(sarif_of(JUDGED))["9f31c0de"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/ledger.html"


def test_addresses_are_only_ever_paths() -> None:
    for path in ("/srv/x y.txt", "//evil.example/x", "javascript:alert(1)", "a?b#c.txt", "../up.txt", "\udcff.txt"):
        report = replace(REPORT, sources=tuple(replace(item, path=path) if item.id == "s1" else item for item in REPORT.sources))
        uris = {item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in sarif_of(report)["results"]}
        assert not any(re.match(r"(?!file:///)[\w+.-]+:|//", uri) or "?" in uri or "#" in uri for uri in uris)


@WHOLE_REPORTS
@given(reports())
def test_sarif_is_valid_and_dead_whatever_a_document_holds(report: Report) -> None:
    run = sarif_of(report)
    for result in run["results"]:
        texts = [result["message"]["text"], *(item["message"]["text"] for item in result["relatedLocations"])]
        for text in texts:
            assert not CONTROL.search(text)
            assert not LIVE.search(text)
            assert not re.search(r"\{\d", text)


def test_junit_fails_for_what_is_new() -> None:
    suites = JUnitXml.fromstring(written(junit.WRITER, REPORT).encode())
    (suite,) = list(suites)
    cases = {case.name: case for case in suite}
    assert (suites.tests, suites.failures, suites.errors) == (6, 1, 2)
    (failure,) = cases["docs/courier.txt"].result
    assert failure.message == "3 new findings"
    assert "docs/courier.txt:4: Twelve passengers" in failure.text
    # Notes are told, and fail nothing.
    assert not cases["docs/ledger.html"].result
    assert "conversion-differs" in cases["docs/ledger.html"].system_out
    assert cases["docs/empty.txt"].result[0].message.startswith("Could not be read: the file is empty")


SUITE = {"name", "tests", "failures", "errors"}
JENKINS = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        SUITE,
        SUITE | {"skipped", "time", "timestamp", "id"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": ({"name"}, {"name", "time", "classname", "group"}, {"skipped", "error", "failure", "system-out"}),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}
"""Of what the xUnit plugin of Jenkins accepts, the part that is used here: attributes that are needed, that may stand, and children."""


def valid_for_jenkins(text: str) -> int:
    """Raise `AssertionError` where the plugin would refuse the file; returns how many cases it counts as run."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, known, children = JENKINS[element.tag]
        assert needed <= set(element.attrib) <= known, element.tag
        assert {child.tag for child in element} <= children, element.tag
        assert re.fullmatch(r"\d+(\.\d*)?", element.get("time", "0"))
        if children:
            assert not (element.text or "").strip()
    for suite in root.iter("testsuite"):
        cases = list(suite.iter("testcase"))
        assert all(case.get("time") is not None for case in cases)
        assert int(suite.attrib["tests"]) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    return len(list(root.iter("testcase")))


def test_junit_is_what_jenkins_accepts() -> None:
    unread = Skipped("docs/brand.txt", "docs/brand.txt: the text is not in English (language: de)", stops=True)
    report = replace(REPORT, not_compared=(unread, replace(unread, path="docs/alt.txt", stops=False)))
    before = valid_for_jenkins(written(junit.WRITER, REPORT))
    assert valid_for_jenkins(written(junit.WRITER, report)) == before + 2
    (suite,) = list(JUnitXml.fromstring(written(junit.WRITER, report).encode()))
    assert (suite.errors, suite.skipped) == (3, 1)


def test_junit_lists_added_documents_and_what_is_known_of_them() -> None:
    (suite,) = list(JUnitXml.fromstring(written(junit.WRITER, JUDGED).encode()))
    cases = {case.name: case for case in suite}
    assert "[known]" in cases["docs/ledger.html"].system_out
    assert not cases["docs/ledger.html"].result
    assert "docs/wire (late).jsonl, record 2" not in cases


@WHOLE_REPORTS
@given(reports())
def test_junit_is_xml_whatever_a_document_holds(report: Report) -> None:
    text = written(junit.WRITER, report)
    valid_for_jenkins(text)
    assert not CONTROL.search(text)
    (suite,) = list(JUnitXml.fromstring(text.encode()))
    assert suite.tests == len(list(suite))


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """What the runner of GitHub Actions reads out of the lines."""
    found = []
    for line in written(github.WRITER, report).split("\n")[:-1]:
        match = re.fullmatch(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)", line)
        assert match, line
        properties = dict(item.split("=", 1) for item in match[2].split(","))
        found.append((match[1], {key: _read(value) for key, value in properties.items()}, _read(match[3])))
    return found


def _read(text: str) -> str:
    for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_annotations_stand_at_the_line() -> None:
    found = commands(REPORT)
    assert [name for name, _, _ in found] == ["error", *["warning"] * 4, "notice", "notice"]
    assert [item["file"] for _, item, _ in found[3:5]] == ["docs/<b>.pdf", "docs/empty.txt"]
    name, properties, message = found[0]
    assert properties == {
        "file": "docs/courier.txt",
        "line": "4",
        "title": "consistency: Number differs",
        "endLine": "4",
        "col": "1",
        "endColumn": "18",
    }
    assert message.startswith("Lunemouth Courier counts 12 passengers")
    assert "consistency decide 9f31c0de --accept" in message
    assert "line" not in next(item for _, item, _ in found if item["file"] == "docs/ledger.html")


def test_known_findings_are_counted_in_one_notice() -> None:
    found = commands(JUDGED)
    assert [name for name, _, _ in found] == ["warning", "warning", "warning", "notice"]
    assert "expired: accepted by Bo" in found[0][2]
    told = "1 new finding; 1 known, 1 accepted, 1 rejected, 1 deferred; 1 of the baseline no longer found; 2 files could not be read."
    assert found[3][2].startswith(told)


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_step_shows_ten_of_a_type_and_counts_the_rest(severity: Any) -> None:
    many = tuple(replace(REPORT.findings[0], severity=severity, fingerprint=f"aaaa{number:04}") for number in range(25))
    found = commands(replace(REPORT, findings=many))
    names = [name for name, _, _ in found]
    assert max(names.count(name) for name in set(names)) <= 10
    assert "25 new findings" in found[-1][2]


@WHOLE_REPORTS
@given(reports(), st.booleans())
def test_no_document_gives_a_command(report: Report, crlf: bool) -> None:
    if crlf:
        report = replace(report, findings=tuple(replace(item, message=f"a\r\n::error::b\n{item.message}") for item in report.findings))
    found = commands(report)
    assert len(found) == 4
    for _, properties, message in found:
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert not CONTROL.search(message)


def test_gitlab_has_what_it_requires() -> None:
    issues = json.loads(written(gitlab.WRITER, JUDGED))
    assert len(issues) == len(JUDGED.findings) + len(JUDGED.skipped)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"]["begin"] >= 1
    severity = {issue["fingerprint"]: issue["severity"] for issue in issues if issue["check_name"] != "unreadable"}
    assert severity == {"9f31c0de": "info", "1b2c3d4e": "info", "c0ffee11": "info", "deadbeef": "info", "77aa00bb": "minor"}
    assert next(item for item in issues if item["fingerprint"] == "9f31c0de")["description"].startswith("[known] ")
    assert json.loads(written(gitlab.WRITER, replace(REPORT, findings=(), skipped=()))) == []


@WHOLE_REPORTS
@given(reports())
def test_gitlab_shows_text_as_text(report: Report) -> None:
    text = written(gitlab.WRITER, report)
    assert not CONTROL.search(text)
    assert len(json.loads(text)) == 4
    assert all(not LIVE.search(item["description"]) for item in json.loads(text))


@pytest.mark.parametrize("writer", [step_summary.WRITER, pr_comment.WRITER], ids=lambda writer: writer.name)
def test_markdown_shows_new_findings_in_full_and_folds_the_rest(writer: Any) -> None:
    text = written(writer, JUDGED)
    assert "### Consistency: 1 new finding; 1 known, 1 accepted, 1 rejected, 1 deferred" in text
    assert "1 source checked against 3 sources." in text
    assert "`consistency decide 77aa00bb --accept" in text
    assert "`consistency decide 9f31c0de" not in text
    assert "<details><summary>Known or decided: 4</summary>" in text
    assert "no longer found: 1" in text
    assert "@someone" not in text


@WHOLE_REPORTS
@given(reports())
def test_no_document_brings_markup_into_the_markdown(report: Report) -> None:
    text = written(pr_comment.WRITER, report)
    assert not CONTROL.search(text)
    allowed = {"details", "summary"}
    html = " ".join(
        token.content for token in _tokens(MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)) if "html" in token.type
    )
    assert {name.lower() for name in re.findall(r"<\s*/?\s*(\w+)", html)} <= allowed
    kinds = {token.type for token in _tokens(MarkdownIt("commonmark").parse(text))}
    assert not kinds & {"link_open", "image", "fence", "hr", "blockquote_open", "ordered_list_open", "code_block"}
    assert not re.search(r"(?<![\w`])[@#]\w", re.sub(r"`[^`\n]*`", "", text).replace(pr_comment.MARK, ""))


def _tokens(tokens: Any) -> Any:
    for token in tokens:
        yield token
        yield from _tokens(token.children or ())


def test_a_comment_keeps_within_what_the_host_takes() -> None:
    many = tuple(replace(REPORT.findings[0], fingerprint=f"aaaa{number:04}", because="differs: " + "x" * 3000) for number in range(60))
    text = written(pr_comment.WRITER, replace(REPORT, findings=many))
    assert len(text) < 65_536
    assert "did not fit here" in text
    assert len(digest(replace(REPORT, findings=many), 5000)) <= 5000


def test_a_finding_on_a_line_end_stays_on_its_line() -> None:
    source = REPORT.sources[0]
    start = source.text.index("\n\nThe evening")
    evidence = (Evidence("c1", "left", 0, start, source.text[:start]), *REPORT.findings[0].evidence[:1])
    report = replace(REPORT, findings=(replace(REPORT.findings[0], evidence=evidence),))
    region = sarif_of(report)["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"], region["endColumn"]) == (1, 1, start + 1)
    stream = StringIO()
    github.WRITER(report, stream)
    assert "line=1" in stream.getvalue()
