from __future__ import annotations

from typing import Any

import pytest

from consistency import Settings
from consistency.cli import doctor
from consistency.engine.settings import Models


def test_a_missing_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "import_module", _missing)
    told = {item.about: item for item in doctor._optional()}
    assert all(item.well is None and "pip install 'consistency[" in item.told for item in told.values())


def _missing(name: str) -> Any:
    raise ImportError(name)


def test_readers_and_outputs_are_listed():
    told = {item.about: item.told for item in doctor._parts()}
    assert "docx" in told["readers"].split(", ")
    assert "sarif" in told["outputs"].split(", ")


@pytest.mark.models
def test_a_model_that_is_not_there_is_a_problem(capsys: pytest.CaptureFixture[str]):
    assert not doctor.doctor(Settings(models=Models(language="no_such_model")))
    shown = capsys.readouterr().out
    assert "!!  language model: " in shown
    assert "1 problem found." in shown
    assert any(line.startswith("ok  embedder: ") and "checksum" in line for line in shown.splitlines())
