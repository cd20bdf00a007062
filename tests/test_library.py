"""The library's front door: what it takes and refuses, what it shows, and that its pages are what the code says."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import consistency
from consistency.cli import checks
from consistency.errors import ConsistencyError
from consistency.model import Finding, Report, ToolInfo
from consistency.model.json_schema import schema
from consistency.render.formats import all_writers
from tests.check_runs import QUOTED
from tests.conftest import Outcome
from tests.fakes import FakeEmbedder, FakeLanguageModel
from tests.writers._sample import REPORT

ROOT = Path(__file__).resolve().parent.parent
MODELS: dict[str, Any] = {"language": FakeLanguageModel(), "embedder": FakeEmbedder()}


@pytest.fixture
def folder(here: Path) -> Path:
    (here / "docs").mkdir()
    for name, word in (("a", "shipwreck"), ("b", "trainwreck")):
        (here / "docs" / f"{name}.txt").write_text(f"From {name}.\n\n{QUOTED.format(word)}\n")
    return here / "docs"


def test_one_path_or_several_of_any_kind(folder: Path) -> None:
    wanted = consistency.compare(["docs"], **MODELS).to_dict()
    assert len(wanted["sources"]) == 2
    for paths in ("docs", Path("docs"), ("docs",), [Path("docs")], {"docs": 1}, iter(["docs"]), ["docs/a.txt", "docs/b.txt"], "docs/*.txt"):
        assert consistency.compare(paths, **MODELS).to_dict() == wanted
    assert [source.path for source in consistency.read_sources("docs")] == ["docs/a.txt", "docs/b.txt"]
    found = consistency.check("docs", Path("docs/b.txt"), **MODELS).added
    assert len(found) == 1
    (folder / "late").mkdir()
    (folder / "b.txt").rename(folder / "late" / "b.txt")
    for late in ("docs/late", "docs/l*/*.txt"):
        assert len(consistency.check("docs", late, **MODELS).added) == 1


@pytest.mark.parametrize("paths", [None, 7, b"docs", [b"docs"], [7], ["docs", None], object(), [["docs"]]])
def test_other_types_are_refused(folder: Path, paths: Any) -> None:
    for call in (
        lambda: consistency.compare(paths, **MODELS),
        lambda: consistency.read_sources(paths),
        lambda: consistency.check("docs", paths, **MODELS),
    ):
        with pytest.raises(TypeError, match="path"):
            call()


def test_settings_of_another_type_are_refused(folder: Path) -> None:
    with pytest.raises(TypeError, match="Settings"):
        consistency.compare("docs", {"out": "x"}, **MODELS)  # type: ignore[arg-type]


def test_a_cache_may_be_a_path(folder: Path) -> None:
    first = consistency.compare("docs", cache="kept", **MODELS).to_dict()
    assert os.path.exists("kept/cache.db")
    assert consistency.compare("docs", cache=Path("kept"), **MODELS).to_dict() == first


def test_progress_is_told(folder: Path) -> None:
    told: list[str] = []
    consistency.compare("docs", progress=lambda stage, done, total: told.append(stage), **MODELS)
    assert {"parse", "embed", "compare"} <= set(told)


def test_any_format_is_written_in_one_call(here: Path) -> None:
    for name, writer in all_writers().items():
        path = consistency.write(REPORT, here / f"out{writer.suffix}", name)
        assert path.stat().st_size > 0
    assert json.loads(consistency.write(REPORT, "r.json").read_text())["schema_version"] == "1"
    assert consistency.write(REPORT, "r.htm").read_text().startswith("<!")
    assert "<testsuites" in consistency.write(REPORT, "r.xml").read_text()
    with pytest.raises(ConsistencyError, match="format"):
        consistency.write(REPORT, "r.docx")
    with pytest.raises(TypeError):
        consistency.write(REPORT.to_dict(), "r.json")  # type: ignore[arg-type]
    with pytest.raises(OSError, match="nowhere"):
        consistency.write(REPORT, "nowhere/r.json")
    assert not [name for name in os.listdir() if name.startswith(".")]


def test_a_report_shows_itself() -> None:
    assert re.fullmatch(r"<Report: \d+ sources, \d+ events, \d+ findings \(.*\); 2 not read or compared>", repr(REPORT))
    assert repr(Report(tool=ToolInfo("consistency", "0"))) == "<Report: 0 sources, 0 events, 0 findings>"
    shown = REPORT._repr_html_()
    assert shown.count("<tr>") == len(REPORT.findings) + 1
    assert "<script" not in shown
    assert "<svg" not in shown
    assert "onload" not in re.sub(r"&lt;.*?&gt;", "", shown)
    assert isinstance(REPORT.findings[0], Finding)


def pages() -> Any:
    spec = importlib.util.spec_from_file_location("api_page", ROOT / "scripts" / "api_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_library_is_what_the_docstrings_say() -> None:
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == pages().page(), "run `make pages`"
    headings = set(re.findall(r"^#+ (.+)$", pages().page(), re.MULTILINE))
    assert set(consistency.__all__) - headings == {"__version__"}


def test_the_published_schema_is_what_the_code_says(run: Any) -> None:
    published = (ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8")
    assert published == checks.rendered_schema(), "run `make pages`"
    done: Outcome = run("schema")
    assert (done.code, done.out, done.err) == (0, published, "")
    Draft202012Validator.check_schema(json.loads(published))


def test_the_schema_refuses_what_is_no_report() -> None:
    validator = Draft202012Validator(schema())
    data = REPORT.to_dict()
    validator.validate(data | {"a field of a later version": 1})
    assert not validator.is_valid(data | {"schema_version": "2"})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "findings"})
    assert not Draft202012Validator(schema(strict=True)).is_valid(data | {"another": 1})


def test_figures_are_numbers_beside_their_text() -> None:
    data = REPORT.to_dict()
    figures = [item["figure"] for finding in data["findings"] for item in finding["evidence"] if item["figure"]]
    assert figures
    assert all(isinstance(figure["number"], float) for figure in figures)


def test_the_tool_names_one_home() -> None:
    import tomllib

    from consistency.render.format import HOME

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["urls"]["Homepage"] == HOME
