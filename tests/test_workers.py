"""`consistency report --workers`: what a user is given, and that nothing goes on after Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import adapters, partitions
from consistency.engine.adapters import dask_cluster
from consistency.engine.pairing import in_turn
from consistency.render.view import paging
from tests.fakes import FakeEmbedder, FakeLanguageModel


@pytest.fixture
def folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two reports of each of three fires, which is many for a page, and workers that are a plain loop."""

    @contextlib.contextmanager
    def loop(*_: Any) -> Iterator[Any]:
        yield in_turn

    monkeypatch.setattr(dask_cluster, "workers", loop)
    monkeypatch.setattr(paging, "MANY_EVENTS", 2)
    monkeypatch.setattr(partitions, "_loaded", lambda models: (FakeLanguageModel(), FakeEmbedder()))
    monkeypatch.setattr(adapters, "load_models", lambda models: (FakeLanguageModel(), FakeEmbedder()))
    found = here / "fires"
    found.mkdir()
    for town in ("Ardley", "Brume", "Corsend"):
        for outlet in range(2):
            text = f"Fire in {town}\n\nA fire in {town} destroyed {20 + outlet} barns on Monday, the owner of the barns in {town} said.\n"
            (found / f"{town}-{outlet}.txt").write_text(text, encoding="utf-8")
    return found


def test_workers_write_what_can_be_written_in_parts_where_no_format_is_named(run: Any, folder: Path) -> None:
    shown = run("report", "fires", "--workers", "2")
    assert shown.code == 0
    assert sorted(path.name for path in Path("reports").iterdir() if path.is_file()) == ["findings.csv", "report.html", "report.json"]
    assert "wrote reports/report.html" in shown.out
    assert "one process" not in shown.err


def test_a_format_that_takes_one_process_is_written_and_told(run: Any, folder: Path) -> None:
    shown = run("report", "fires", "--workers", "2", "--format", "md")
    assert shown.code == 0
    assert [path.name for path in Path("reports").iterdir() if path.is_file()] == ["report.md"]
    assert "the format md takes one process" in shown.err


def test_a_small_report_is_written_in_every_format(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MANY_EVENTS", 50)
    assert run("report", "fires", "--workers", "2").code == 0
    assert {path.suffix for path in Path("reports").iterdir() if path.is_file()} == {".html", ".json", ".csv", ".md"}


INTERRUPTED = """
import signal, sys, time
from pathlib import Path
from consistency.engine.adapters.dask_cluster import Cluster, workers

# What runs in the background of a shell is started with Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def slow(number):
    Path(f"began-{number}").touch()
    time.sleep(0.2)
    return number

if __name__ == "__main__":
    with workers(Cluster(workers=1), lambda line: None) as each:
        each(slow, range(2_000), "numbers")
"""


def test_ctrl_c_ends_the_tasks_of_the_workers(here: Path) -> None:
    pytest.importorskip("distributed", reason="consistency[cluster] is not installed")
    Path("script.py").write_text(INTERRUPTED, encoding="utf-8")
    process = subprocess.Popen([sys.executable, "script.py"], stderr=subprocess.DEVNULL, start_new_session=True)

    def begun() -> int:
        return len(list(Path().glob("began-*")))

    try:
        while not begun() and process.poll() is None:
            time.sleep(0.05)
        # Ctrl-C reaches all processes of a terminal's group.
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        ended = begun()
        time.sleep(1.0)
        assert 0 < begun() == ended < 2_000
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
