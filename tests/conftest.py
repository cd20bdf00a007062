"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# Set before anything imports the model libraries: no test may look for a model on a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which is no part of the project: tests that need it skip where it is absent."""
    folder = Path(os.environ.get("CONSISTENCY_EVAL_DATA", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip("no evaluation data: set CONSISTENCY_EVAL_DATA to its folder")
    return folder


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own terminal settings must not decide what a test sees."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _every_report_is_valid() -> Iterator[None]:
    """Each report that a test turns into JSON must be what the published schema says, with no field that it does not name."""
    from jsonschema import Draft202012Validator

    from consistency.model import json_report
    from consistency.model.json_schema import schema
    from consistency.render.formats import json as json_writer

    validator = Draft202012Validator(schema(strict=True))
    made, listed = json_report.as_dict, json_report.sections

    def checked(report: Any) -> Any:
        data = made(report)
        if len(report.claims) <= 200:
            validator.validate(data)
        return data

    def checked_lists(report: Any) -> Any:
        checked(report)
        return listed(report)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_report, "as_dict", checked)
        patch.setattr(json_writer, "sections", checked_lists)
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], Any]]:
    """Replaces the comparison by a ready report; holds what it was called with."""
    from consistency.engine import api
    from tests.cli_report import SAMPLE

    called: list[tuple[tuple[str, ...], Any]] = []

    def compare(paths: Sequence[str], settings: Any, **rest: Any) -> Any:
        called.append((tuple(paths), settings))
        return SAMPLE

    monkeypatch.setattr(api, "compare", compare)
    return called


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """The command line, run in an empty current folder."""
    from consistency.cli.main import run

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(arguments)
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def models() -> tuple[Any, Any]:
    """The default language model and embedder, loaded once."""
    from consistency.engine.adapters import load_models
    from consistency.engine.settings import Models

    return load_models(Models())


@pytest.fixture(scope="session")
def language_model(models: tuple[Any, Any]) -> Any:
    return models[0]


@pytest.fixture(scope="session")
def embedder(models: tuple[Any, Any]) -> Any:
    return models[1]


ARGUMENTS = [
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").sync_playwright
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()
