"""Every check, run through the whole pipeline, makes findings of its own examples where it says so, and each rung is one's reason."""

from __future__ import annotations

import pytest

from consistency.checks import all_checks
from consistency.checks.base import Check, Example, Rung
from consistency.checks.ladder import reached
from consistency.model.protocols import Embedder, LanguageModel
from tests.checks._run import run

CHECKS = [check for check in all_checks() if check.mode != "reading"]
CASES = [(check, example) for check in CHECKS for example in check.examples]


@pytest.mark.models
@pytest.mark.parametrize(("check", "example"), CASES, ids=[f"{check.id}-{number}" for number, (check, _) in enumerate(CASES)])
def test_example(check: Check, example: Example, language_model: LanguageModel, embedder: Embedder) -> None:
    report, stopped = run(check, example, language_model, embedder)
    assert bool(report.findings) == example.fires, (example, stopped)
    assert {finding.rung for finding in report.findings} <= {stop.rung.name for stop in stopped if stop.rung.fires}
    for finding in report.findings:
        assert finding.check == check.id
        assert finding.because.startswith(f"{finding.rung}: ")
        assert finding.because.endswith(".")
        assert finding.left_value != finding.right_value


@pytest.mark.models
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_rung_is_reached_by_an_example(check: Check, language_model: LanguageModel, embedder: Embedder) -> None:
    stopped = {stop.rung.name for example in check.examples for stop in run(check, example, language_model, embedder)[1]}
    assert [rung.name for rung in check.rungs if rung.name not in stopped] == []


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_check_is_complete(check: Check) -> None:
    assert check.about
    assert check.cannot_tell
    assert check.scopes
    assert any(rung.fires for rung in check.rungs)
    assert any(not rung.fires for rung in check.rungs)
    assert {example.fires for example in check.examples} == {True, False}
    assert len({rung.name for rung in check.rungs}) == len(check.rungs)
    # Every pair stops somewhere: at the last rung, if nowhere before.
    assert [rung.when is None for rung in check.rungs] == [False] * (len(check.rungs) - 1) + [True]


def test_the_first_rung_that_holds_is_reached_whatever_stands_below() -> None:
    rungs: tuple[Rung[int], ...] = (Rung("odd", "", lambda n: n % 2 == 1), Rung("large", "", lambda n: n > 9), Rung("rest", "", fires=True))
    assert [reached(rungs, n).name for n in (11, 12, 2)] == ["odd", "large", "rest"]
    assert [reached(rungs[1:], n).name for n in (11, 12, 2)] == ["large", "large", "rest"]
