"""What is new, known or decided, over the sample report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consistency.model import Claim, Finding, Report
from consistency.triage.baseline import Entry, claim_digest, entries
from consistency.triage.decisions import Decision
from consistency.triage.status import failing, judge
from tests.writers._sample import REPORT

TODAY = date(2031, 6, 1)
KNOWN = entries(REPORT)


def judged(*decisions: Decision, baseline: tuple[Entry, ...] = (), report: Report = REPORT, **rest: bool) -> dict[str, Finding]:
    return {item.fingerprint: item for item in judge(report, baseline, decisions, TODAY, **rest).findings}


def states(*decisions: Decision, **rest: object) -> dict[str, str]:
    return {name: item.state for name, item in judged(*decisions, **rest).items()}  # type: ignore[arg-type]


def only(state: str, *fingerprints: str) -> dict[str, str]:
    return {name: state if name in fingerprints else "new" for name in KNOWN}


def reworded(report: Report, claim_id: str, text: str) -> Report:
    return replace(report, claims=tuple(replace(item, text=text) if item.id == claim_id else item for item in report.claims))


def test_nothing_said_is_new() -> None:
    assert states() == only("new")
    assert judge(REPORT, None, (), TODAY) == replace(REPORT, stale=())


def test_the_baseline_makes_findings_known_and_names_what_is_gone() -> None:
    gone = Entry("0000aaaa", "number-differs", frozenset({"11111111"}), "Accounts differ on sheep.")
    report = judge(REPORT, (KNOWN["9f31c0de"], gone), (), TODAY)
    assert {item.fingerprint: item.state for item in report.findings} == only("known", "9f31c0de")
    assert report.stale == ("0000aaaa number-differs Accounts differ on sheep.",)
    assert judge(REPORT, (gone,), (), TODAY, whole=False).stale == ()


def test_an_edit_of_one_account_leaves_it_known_and_other_events_do_not_profit() -> None:
    baseline = (KNOWN["9f31c0de"],)
    assert states(baseline=baseline, report=reworded(REPORT, "c4", "Twelve passengers went to hospital."))["9f31c0de"] == "known"
    other = REPORT
    for claim in ("c4", "c9", "c12"):
        other = reworded(other, claim, f"Another matter altogether, {claim}.")
    report = judge(other, baseline, (), TODAY)
    assert {item.fingerprint: item.state for item in report.findings} == only("new")
    assert len(report.stale) == 1


def test_the_number_of_a_repeated_fingerprint_is_no_ground() -> None:
    # Which of two equal fingerprints gets the number may change as sources come and go; the claims tell them apart.
    twin = Finding(
        **{name: getattr(REPORT.findings[0], name) for name in Finding.__slots__} | {"claims": ("t1", "t2"), "fingerprint": "9f31c0de"}
    )  # type: ignore[arg-type]
    first = replace(REPORT.findings[0], fingerprint="9f31c0de-2")
    claims = (Claim("t1", "s1", 0, 5, 1, "Twelve sheep."), Claim("t2", "s2", 0, 5, 1, "Fourteen sheep."))
    report = replace(REPORT, findings=(twin, first), claims=(*REPORT.claims, *claims))
    assert states(baseline=(KNOWN["9f31c0de"],), report=report) == {"9f31c0de": "new", "9f31c0de-2": "known"}


@pytest.mark.parametrize(("verdict", "state"), [("accept", "accepted"), ("reject", "rejected"), ("defer", "deferred")])
def test_a_decision_by_fingerprint(verdict: str, state: str) -> None:
    decision = Decision(verdict, "two\ncounts\x1b[2J", "Ada", date(2031, 6, 1), "9f31c0de")  # type: ignore[arg-type]
    found = judged(decision, baseline=(KNOWN["9f31c0de"],))
    assert {name: item.state for name, item in found.items()} == only(state, "9f31c0de")
    assert found["9f31c0de"].decision == f"{state} by Ada until 2031-06-01: two counts\u241b[2J"


def test_an_expired_decision_counts_again_and_is_named() -> None:
    expired = Decision("accept", "for now", "Ada", date(2031, 5, 31), "9f31c0de")
    found = judged(expired)["9f31c0de"]
    assert (found.state, found.decision) == ("new", "expired: accepted by Ada until 2031-05-31: for now")
    assert judged(expired, baseline=(KNOWN["9f31c0de"],))["9f31c0de"].state == "known"
    later = replace(expired, until=None, verdict="reject")
    assert judged(expired, later)["9f31c0de"].state == "rejected"


def test_a_decision_on_a_finding_ends_where_none_of_its_claims_is_left() -> None:
    decision = Decision("accept", "r", fingerprint="9f31c0de", claims=frozenset({claim_digest(REPORT.claims[3].text)}))
    assert states(decision) == only("accepted", "9f31c0de")
    assert states(decision, report=reworded(REPORT, "c4", "Another sentence.")) == only("new")


@pytest.mark.parametrize(
    ("patterns", "hit"),
    [
        ({"check": "quote-differs"}, ["1b2c3d4e"]),
        ({"check": "place-differs"}, []),
        # Of the two that count twelve only one is a .jsonl file, so no side is made of such files alone.
        ({"source": "docs/*.jsonl"}, ["77aa00bb"]),
        ({"source": "docs/ledger.*"}, ["9f31c0de", "1b2c3d4e", "c0ffee11"]),
        ({"source": "docs/ledger.*", "check": "conversion-differs"}, ["c0ffee11"]),
        ({"text": "*TESTED in  march,*"}, ["1b2c3d4e"]),
        ({"text": "tested"}, []),
    ],
)
def test_patterns_must_fit_a_whole_side(patterns: dict[str, str], hit: list[str]) -> None:
    assert states(Decision("reject", "r", **patterns)) == only("rejected", *hit)  # type: ignore[arg-type]


def test_what_a_document_says_of_itself_silences_nothing() -> None:
    decision = Decision("reject", "r", outlet="the coastal*")
    assert states(decision) == only("new")
    told = replace(REPORT, sources=tuple(replace(item, provenance={"outlet": "manifest"}) for item in REPORT.sources))
    assert states(decision, report=told) == only("rejected", "9f31c0de", "1b2c3d4e", "c0ffee11")


def test_a_fingerprint_goes_before_a_pattern() -> None:
    pattern, one = Decision("reject", "all", check="quote-differs"), Decision("accept", "this", fingerprint="1b2c3d4e")
    assert states(pattern, one)["1b2c3d4e"] == "accepted"


def test_only_new_findings_stop_a_merge() -> None:
    report = judge(REPORT, (KNOWN["9f31c0de"],), (), TODAY)
    assert {item.fingerprint for item in failing(report, "warning")} == {"1b2c3d4e", "77aa00bb"}
    assert {item.fingerprint for item in failing(report, "error")} == set()
    assert len(failing(report, "note")) == 4
