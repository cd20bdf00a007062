"""The CSV of the findings and the pandas table."""

from __future__ import annotations

import builtins
import csv
import io
from typing import Any

import pytest
from hypothesis import given

from consistency.model import Report, ToolInfo
from consistency.render.formats.csv import WRITER
from consistency.render.view.rows import COLUMNS, to_frame
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._sample import REPORT
from tests.writers._written import written


def read(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(WRITER, report), newline="")))


def test_one_row_a_finding_worst_first() -> None:
    rows = read(REPORT)
    assert [row["severity"] for row in rows] == ["error", "warning", "warning", "note", "note"]
    first = rows[0]
    assert list(first) == list(COLUMNS)
    assert (first["left_path"], first["left_line"], first["left_evidence"]) == ("docs/courier.txt", "4", "Twelve passengers")
    assert first["right_text"] == "Fourteen passengers were taken to hospital, according to the coastguard."
    assert first["event"] == "Ferry strikes the north pier"
    assert first["other_sources"] == "wire (late).jsonl"


def test_no_finding_leaves_the_header() -> None:
    assert written(WRITER, Report(ToolInfo("consistency", "0"))) == ",".join(COLUMNS) + "\n"


@WHOLE_REPORTS
@given(reports())
def test_no_cell_is_a_formula_or_breaks_its_row(report: Report) -> None:
    text = written(WRITER, report)
    text.encode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 4
    assert text.count("\n") == 4
    for value in (value for row in rows for value in row):
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


def test_frame_has_the_same_columns() -> None:
    pytest.importorskip("pandas", reason="pandas is optional")
    frame = to_frame(REPORT)
    assert list(frame.columns) == list(COLUMNS)
    assert frame["confidence"].tolist() == [0.93, 0.81, 0.64, 0.7, 0.4]
    # Escapes are for spreadsheets only.
    assert frame["message"].iloc[4].startswith("=1+1")


def test_without_pandas_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=r"pip install 'consistency\[pandas\]'"):
        to_frame(REPORT)
