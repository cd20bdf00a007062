"""Findings out of proposals, and one finding for one disagreement with what the checks found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from consistency.checks import all_checks
from consistency.checks.base import CheckOptions
from consistency.checks.reading.findings import finding_of, joined
from consistency.checks.reading.judge import held
from consistency.checks.reading.run import read
from consistency.model import Evidence, Finding, Side
from consistency.model.json_report import as_dict
from consistency.model.json_report_reader import report_of
from consistency.model.reading import Pair, Proposal, Readings, Verdicts
from tests.llm._events import KILN
from tests.llm._events import read as event_of
from tests.writers._sample import REPORT

PROPOSAL = Proposal(("A1",), ("B1",), "Nine", "dozen", "number", "contradiction", "Nine or twelve", 3)


class Recorded:
    """A reader with a ready answer."""

    id = "recorded"

    def __init__(self, *proposals: Proposal) -> None:
        self._proposals = proposals

    def __call__(self, events: object, progress: object) -> Readings:
        return Readings((self._proposals,), requests=1, malformed=1)

    def again(self, pairs: Sequence[Pair], progress: object) -> Verdicts:
        return Verdicts((None,) * len(pairs))


def _found(*proposals: Proposal, known: tuple[Finding, ...] = (), options: CheckOptions | None = None) -> list[Finding]:
    event, sources, claims = event_of(KILN)
    findings, _, _ = read(Recorded(*proposals), [event], [], list(sources.values()), claims, known, options or CheckOptions())
    return findings


def _by_check(*spans: tuple[str, str, str], **other: object) -> Finding:
    """A finding of a check on these (side, claim, words)."""
    _, _, claims = event_of(KILN)
    every = {claim.id: claim for part in claims.values() for claim in part}
    evidence = []
    for side, name, words in spans:
        start = every[name].start + every[name].text.index(words)
        evidence.append(Evidence(name, cast(Side, side), start, start + len(words), words))
    made = Finding(
        check="number-differs",
        kind="contradiction",
        severity="note",
        confidence=0.4,
        message="m",
        because="differs: 9 and 12.",
        scope="event",
        group="g",
        claims=tuple(name for _, name, _ in spans),
        evidence=tuple(evidence),
        fingerprint="f",
        event="e1",
    )
    return replace(made, **other)  # type: ignore[arg-type]


FIRST = _by_check(("left", "s0:0", "Nine workers"), ("right", "s1:0", "A dozen people"))


def test_a_finding_has_its_words_its_reason_and_a_fingerprint_without_places() -> None:
    (finding,) = _found(PROPOSAL)
    assert finding.because == "Nine or twelve."
    assert (finding.check, finding.severity, finding.rung) == ("number-differs", "error", "read")
    assert finding.message.endswith(". Paper 0: “Nine”; Paper 1: “dozen”.")
    (turned,) = _found(replace(PROPOSAL, left=("B1",), right=("A1",), left_words="dozen", right_words="Nine", why="Other words."))
    assert turned.fingerprint == finding.fingerprint
    assert [item.text for item in turned.evidence] == ["Nine", "dozen"]


def test_a_later_state_is_an_update_and_no_error() -> None:
    (finding,) = _found(replace(PROPOSAL, kind="update"))
    assert (finding.kind, finding.severity) == ("update", "warning")


def test_the_users_severity_and_threshold_count() -> None:
    (finding,) = _found(PROPOSAL, options=CheckOptions(severity={"number-differs": "error"}))
    assert finding.severity == "error"
    assert _found(PROPOSAL, options=CheckOptions(confidence=0.96)) == []
    assert _found(PROPOSAL, options=CheckOptions(enable=("place-differs",))) == []


@pytest.mark.parametrize("turned", [False, True])
def test_what_a_check_found_and_a_model_reads_is_one_finding(turned: bool) -> None:
    sides = (("right", "s0:0", "Nine workers"), ("left", "s1:0", "A dozen people"))
    known = _by_check(*sides) if turned else FIRST
    (finding,) = _found(PROPOSAL, known=(known,))
    assert (finding.fingerprint, finding.because) == (known.fingerprint, known.because)
    assert finding.evidence == known.evidence
    assert finding.confidence > known.confidence
    assert finding.severity == "error"


@pytest.mark.parametrize(
    "other",
    [
        _by_check(("left", "s0:0", "Monday"), ("right", "s1:0", "A dozen people")),
        replace(FIRST, event="e2"),
        replace(FIRST, scope="internal"),
        replace(FIRST, kind="framing"),
    ],
)
def test_what_is_another_matter_stays_another_finding(other: Finding) -> None:
    assert len(_found(PROPOSAL, known=(other,))) == 2


@pytest.mark.parametrize(
    "proposals",
    [(), (replace(PROPOSAL, confidence=1),), (replace(PROPOSAL, left_words="x"),), (PROPOSAL,), (replace(PROPOSAL, kind="update"),)],
)
def test_nothing_that_is_read_takes_a_finding_away_or_makes_it_milder(proposals: tuple[Proposal, ...]) -> None:
    sure = replace(FIRST, severity="error", confidence=0.97)
    found = {item.fingerprint: item for item in _found(*proposals, known=(sure,))}
    assert found["f"].severity == "error"
    assert found["f"].confidence == 0.97
    assert found["f"].kind == sure.kind


def test_sentences_that_tell_it_in_other_words_are_named_without_being_marked() -> None:
    event, sources, claims = event_of((*KILN, "Twelve tile makers burned themselves."))
    from consistency.checks.reading.accounts import accounts_of

    every = {claim.id: claim for part in claims.values() for claim in part}
    kept, _ = held([replace(PROPOSAL, right=("C1", "B1"))], accounts_of(event, sources, claims), every, ["number-differs"])
    check = next(check for check in all_checks() if check.id == "number-differs")
    finding = finding_of(kept[0], "e1", check, sources, CheckOptions())
    assert finding.claims == ("s0:0", "s1:0", "s2:0")
    assert [item.claim for item in finding.evidence] == ["s0:0", "s1:0"]
    assert joined([], [finding]) == [finding]


def test_what_reading_took_survives_the_json() -> None:
    event, sources, claims = event_of(KILN)
    arguable = replace(PROPOSAL, left=("A2",), left_words="declined", right=("B2",), right_words="rebuild", type="polarity", confidence=1)
    _, _, use = read(Recorded(PROPOSAL, arguable), [event], [], list(sources.values()), claims, [], CheckOptions())
    assert use is not None
    assert (use.proposed, use.kept, use.dropped) == (3, 1, (("malformed", 1), ("unsure", 1)))
    report = replace(REPORT, tool=replace(REPORT.tool, llm=use))
    assert report_of(as_dict(report)).tool == report.tool
