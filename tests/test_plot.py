"""`consistency plot`: what it takes, what it writes, and what it says where it cannot."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import api
from consistency.model import Report
from consistency.plugins import load
from tests.writers._figured import bridge, many
from tests.writers._written import shuffled, written

JSON = next(writer for writer in load("consistency.render.formats", "WRITER") if writer.name == "json")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Replaces the comparison by the bridge; holds the paths it was called with."""
    called: list[tuple[str, ...]] = []

    def compare(paths: Any, *_: object, **__: object) -> Report:
        called.append(tuple(paths))
        return bridge()

    monkeypatch.setattr(api, "compare", compare)
    return called


def saved(folder: Path, report: Report) -> str:
    path = folder / "report.json"
    path.write_text(written(JSON, report), encoding="utf-8")
    return str(path)


def test_it_writes_each_figure_of_each_event_that_several_tell(run: Any, compared: list[tuple[str, ...]], here: Path) -> None:
    ended = run("plot", "stories", "--out", "figures")
    assert ended.code == 0
    assert compared == [("stories",)]
    assert ended.out.splitlines()[-3:] == [f"wrote figures/e1-{name}.svg" for name in ("matrix", "timeline", "agreement")]
    assert sorted(path.name for path in (here / "figures").iterdir()) == ["e1-agreement.svg", "e1-matrix.svg", "e1-timeline.svg"]


def test_a_report_written_before_gives_the_same_files_without_comparing(run: Any, compared: list[tuple[str, ...]], here: Path) -> None:
    run("plot", "stories", "--out", "now")
    assert run("plot", "--report", saved(here, shuffled(bridge(), 3)), "--out", "then").code == 0
    assert len(compared) == 1
    for path in (here / "now").iterdir():
        assert path.read_bytes() == (here / "then" / path.name).read_bytes()


def test_one_event_by_number_or_id_and_some_figures(run: Any, here: Path) -> None:
    report = saved(here, bridge())
    assert run("plot", "--report", report, "--out", "one", "--event", "1", "--figure", "timeline,matrix").code == 0
    assert sorted(path.name for path in (here / "one").iterdir()) == ["e1-matrix.svg", "e1-timeline.svg"]
    assert run("plot", "--report", report, "--out", "two", "--event", "e1", "--figure", "agreement").code == 0
    assert sorted(path.name for path in (here / "two").iterdir()) == ["e1-agreement.svg"]


def test_an_event_with_a_hostile_id_gets_a_safe_file_name(run: Any, here: Path) -> None:
    report = many(3)
    report = replace(report, events=tuple(replace(event, id="../../e\x00 1/..") for event in report.events))
    report = replace(report, groups=tuple(replace(group, event="../../e\x00 1/..") for group in report.groups))
    ended = run("plot", "--report", saved(here, report), "--out", "figures")
    assert ended.code == 0
    assert {path.name for path in (here / "figures").iterdir()} >= {"e-1-matrix.svg"}
    assert {path.name for path in here.iterdir()} == {"report.json", "figures"}


def test_help_names_the_figures(run: Any) -> None:
    shown = run("plot", "--help")
    assert shown.code == 0
    assert all(name in shown.out for name in ("matrix", "timeline", "agreement", "--report", "--event"))
    assert "  plot " in run("--help").out


def test_quiet_prints_nothing(run: Any, here: Path) -> None:
    ended = run("plot", "--report", saved(here, bridge()), "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--figure", "matrx"], "--figure: there is no figure 'matrx'; did you mean 'matrix'?"),
        (["--figure", ","], "name at least one figure"),
        (["--event", "7"], "--event: there is no event '7'; the events are: 1 Swing bridge at Orrin shut; 2 Last year's flood"),
        (["--event", "0"], "--event: there is no event '0'"),
        (["--event", "2"], "event 2 has nothing to show in these figures"),
        (["stories"], "give either documents or --report"),
    ],
)
def test_faults_are_one_line_and_2(run: Any, here: Path, arguments: list[str], told: str) -> None:
    ended = run("plot", *arguments, "--report", saved(here, bridge()))
    assert ended.code == 2
    assert told in ended.err
    assert ended.err.count("\n") == 1
    assert not (here / "reports").exists()


def test_nothing_told_by_several_is_said(run: Any, here: Path) -> None:
    ended = run("plot", "--report", saved(here, many(1)))
    assert ended.code == 2
    assert "no event is reported by two sources or more" in ended.err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '"x"',
        "{" * 20000,
        json.dumps({"claims": [], "sources": 3}),
        json.dumps(bridge().to_dict() | {"claims": [{"id": "c1"}]}),
        json.dumps(bridge().to_dict() | {"groups": [None]}),
    ],
)
def test_a_file_that_is_no_report_is_named(run: Any, here: Path, text: str) -> None:
    (here / "other.json").write_text(text, encoding="utf-8")
    ended = run("plot", "--report", "other.json")
    assert ended.code == 2
    assert "other.json: is no JSON report" in ended.err
    assert "consistency report --format json" in ended.err


def test_a_report_that_contradicts_itself_is_no_report(run: Any, here: Path) -> None:
    data = bridge().to_dict()
    data["claims"][0]["end"] += 1
    (here / "other.json").write_text(json.dumps(data), encoding="utf-8")
    assert "is no JSON report of this tool" in run("plot", "--report", "other.json").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(run: Any, here: Path) -> None:
    (here / "shut").mkdir(mode=0o500)
    ended = run("plot", "--report", saved(here, bridge()), "--out", "shut")
    assert ended.code == 2
    assert "shut: you may not write there" in ended.err


def test_an_output_that_is_a_file_is_named(run: Any, here: Path) -> None:
    (here / "taken").write_text("", encoding="utf-8")
    ended = run("plot", "--report", saved(here, bridge()), "--out", "taken")
    assert ended.code == 2
    assert "taken: is no folder" in ended.err
