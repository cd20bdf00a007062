"""One finding a fact: what is joined, what stays apart, and what a team has said of it holds."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from consistency.checks.merging import merged, versions
from consistency.model import Claim, Evidence, Finding, Report, Source, ToolInfo
from consistency.triage.baseline import entries, parse, render
from consistency.triage.decisions import Decision
from consistency.triage.status import judge


def found(left: tuple[str, str], right: tuple[str, str], fingerprint: str, **rest: object) -> Finding:
    """A finding between two claims; each side is a claim's id and its value."""
    sides = (("left", *left), ("right", *right))
    given: dict[str, object] = {
        "check": "number-differs",
        "kind": "contradiction",
        "severity": "warning",
        "confidence": 0.8,
        "message": "",
        "because": "",
        "scope": "event",
        "group": None,
        "claims": (left[0], right[0]),
        "evidence": tuple(Evidence(claim, side, 0, 5, value, value) for side, claim, value in sides),  # type: ignore[arg-type]
        "fingerprint": fingerprint,
        "event": "e1",
        "left_value": left[1],
        "right_value": right[1],
    }
    return Finding(**(given | rest))  # type: ignore[arg-type]


THREE = (
    found(("a", "14 dead"), ("b", "19 dead"), "aaaaaa01", confidence=0.9),
    found(("b", "19 dead"), ("c", "23 dead"), "aaaaaa02"),
    found(("a", "14 dead"), ("c", "23 dead"), "aaaaaa03"),
)


def test_findings_that_share_a_version_are_one_with_all_versions_in_any_order() -> None:
    for order in permutations(THREE):
        (one,) = merged(order)
        assert list(versions(one)) == ["14 dead", "19 dead", "23 dead"]
        assert one.parts == ("aaaaaa01", "aaaaaa02", "aaaaaa03")
        assert one.claims == ("a", "b", "c")
        assert (one.confidence, one.left_value, one.right_value) == (0.9, "14 dead", "19 dead; 23 dead")
        assert one.fingerprint not in one.parts


def test_the_same_two_figures_are_one_dispute_however_they_are_counted() -> None:
    again = found(("d", "19 person"), ("e", "14 person"), "bbbbbb01")
    (one,) = merged([THREE[0], again])
    assert one.fingerprint == "aaaaaa01"
    assert {item.value for item in one.evidence} == {"14 dead", "19 dead"}
    assert len(one.evidence) == 4


def test_small_figures_events_and_checks_are_kept_apart() -> None:
    small = [found(("a", "2 car"), ("b", "3 car"), "cccccc01"), found(("d", "2 person"), ("e", "3 person"), "cccccc02")]
    assert len(merged(small)) == 2
    elsewhere = found(("d", "19 person"), ("e", "14 person"), "bbbbbb01", event="e2")
    assert len(merged([THREE[0], elsewhere])) == 2
    other = found(("d", "2024-01-19"), ("e", "2024-01-14"), "dddddd01", check="date-differs")
    assert len(merged([THREE[0], other])) == 2
    framing = [found(("a", "loaded"), ("b", "plain"), f"eeeeee0{n}", kind="framing", check="framing-differs") for n in (1, 2)]
    assert len(merged(framing)) == 2


def test_two_checks_on_the_same_words_are_one_finding_of_the_surer() -> None:
    other = found(("b", "19 in all"), ("a", "14 dead"), "ffffff01", check="total-differs", confidence=0.7)
    (one,) = merged([other, THREE[0]])
    assert (one.check, one.parts) == ("number-differs", ())


SOURCES = tuple(Source(f"{name}.txt", "19 men", id=f"s-{name}") for name in "abc")
CLAIMS = tuple(Claim(name, f"s-{name}", 0, 6, 1, f"text of {name}") for name in "abc")


def report(*findings: Finding) -> Report:
    return Report(ToolInfo("consistency", "0"), sources=SOURCES, claims=CLAIMS, findings=tuple(merged(findings)))


def test_the_baseline_knows_each_pair_of_versions_and_no_new_one() -> None:
    whole = parse(render(entries(report(*THREE)).values()), "baseline")
    assert {entry.fingerprint for entry in whole} == {"aaaaaa01", "aaaaaa02", "aaaaaa03"}
    today = date(2031, 5, 9)
    assert [item.state for item in judge(report(*THREE), whole, (), today).findings] == ["known"]
    assert [item.state for item in judge(report(THREE[0]), whole, (), today).findings] == ["known"]
    two = parse(render(entries(report(THREE[0])).values()), "baseline")
    assert [item.state for item in judge(report(*THREE), two, (), today).findings] == ["new"]
    assert judge(report(*THREE), two, (), today).stale == ()


def test_a_decision_holds_while_no_new_version_comes() -> None:
    (one,) = report(*THREE).findings
    decision = Decision("accept", "counted on two days", fingerprint=one.fingerprint, parts=one.parts)
    today = date(2031, 5, 9)
    assert judge(report(*THREE), None, [decision], today).findings[0].state == "accepted"
    assert judge(report(*THREE[:2]), None, [decision], today).findings[0].state == "accepted"
    of_two = Decision("accept", "a misprint", fingerprint="aaaaaa01")
    assert judge(report(*THREE), None, [of_two], today).findings[0].state == "new"
