"""Decisions move the confidence of the checks, and too few move nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency.checks.calibration import shifted
from consistency.cli import calibrate as command
from consistency.cli import main
from consistency.engine.settings import Settings
from consistency.errors import DecisionsError
from consistency.ingest.discover import documents_in
from consistency.model import Finding, Report
from consistency.triage.recalibration import LEAST, NAME, fit, load, render
from tests.writers._sample import REPORT

ONE = REPORT.findings[0]


def decided(check: str, right: int, wrong: int, confidence: float = 0.8) -> list[Finding]:
    states = ["accepted"] * right + ["rejected"] * wrong
    return [replace(ONE, check=check, confidence=confidence, state=state) for state in states]  # type: ignore[arg-type]


def test_a_check_that_is_often_rejected_becomes_less_sure() -> None:
    (fitted,) = fit(decided("number-differs", 5, 25))
    assert fitted.shift < -1
    assert fitted.after < 0.4 < fitted.before
    (more,) = fit(decided("number-differs", 50, 250))
    assert abs(more.after - 50 / 300) < abs(fitted.after - 50 / 300)
    (surer,) = fit(decided("number-differs", 30, 0))
    assert surer.after > 0.9


def test_what_was_right_already_stays() -> None:
    (fitted,) = fit(decided("number-differs", 24, 6))
    assert abs(fitted.after - 0.8) < 0.01


def test_too_few_decisions_and_other_states_change_nothing() -> None:
    (fitted,) = fit([*decided("number-differs", 1, LEAST - 2), replace(ONE, state="deferred"), replace(ONE, state="known")])
    assert (fitted.shift, fitted.after, fitted.enough) == (0.0, fitted.before, False)
    assert fit([ONE]) == ()


def test_each_check_is_fitted_by_itself_and_order_changes_nothing() -> None:
    seen = [*decided("number-differs", 0, 12), *decided("date-differs", 12, 0)]
    assert fit(seen) == fit(seen[::-1])
    assert [item.check for item in fit(seen)] == ["date-differs", "number-differs"]


@pytest.mark.parametrize("confidence", [0.0, 0.001, 0.5, 0.97, 1.0])
def test_a_shift_keeps_the_order_and_the_range(confidence: float) -> None:
    assert shifted(confidence, 0.0) == confidence
    assert 0 < shifted(confidence, -2.0) < shifted(confidence, 2.0) < 1


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    fits = fit([*decided("number-differs", 2, 20), *decided("date-differs", 1, 1)])
    file.write_text(render(fits), encoding="utf-8")
    assert load(file) == {item.check: item.shift for item in fits}
    assert json.loads(file.read_text())["checks"]["date-differs"] == {"accepted": 1, "rejected": 1, "shift": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "checks": {}}',
        '{"version": 1, "checks": {"x": {"shift": 1e9}}}',
        '{"version": 1, "checks": {"x": 3}}',
    ],
)
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError, match="calibration.json"):
        load(file)


def test_the_command_writes_beside_the_decisions_and_later_runs_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stories").mkdir()
    many = tuple(replace(ONE, fingerprint=f"{number:08x}") for number in range(12))
    (tmp_path / "stories" / "decisions.toml").write_text(
        "".join(f'[[decision]]\nfingerprint = "{item.fingerprint}"\nverdict = "reject"\nreason = "no"\n\n' for item in many),
        encoding="utf-8",
    )
    asked: list[Settings] = []

    def compared(settings: Settings, **rest: Any) -> Report:
        asked.append(settings)
        return replace(REPORT, findings=many)

    monkeypatch.setattr(command, "compared", compared)
    assert main.run(["calibrate", "stories", "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert not (tmp_path / "stories" / "calibration.json").exists()
    assert main.run(["calibrate", "stories"]) == 0
    assert "number-differs" in capsys.readouterr().out
    before = (tmp_path / "stories" / "calibration.json").read_bytes()
    assert main.run(["calibrate", "stories"]) == 0
    assert (tmp_path / "stories" / "calibration.json").read_bytes() == before
    assert all(not settings.checks.shifts for settings in asked)
    from consistency.cli.options import effective

    assert effective(paths=("stories",)).checks.shifts["number-differs"] < -1


def test_what_was_fitted_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "a.txt").write_text("The ferry sank at dusk.", encoding="utf-8")
    (tmp_path / "stories" / NAME).write_text(render(fit(decided("number-differs", 20, 2))), encoding="utf-8")
    documents, skipped = documents_in(["stories"], None)
    assert [document.path for document in documents] == ["stories/a.txt"]
    assert skipped == []
