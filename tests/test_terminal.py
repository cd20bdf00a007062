"""Colours, width and progress, and the streams that a shell may hand over: closed, full, ASCII only, interrupted."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consistency import __version__
from consistency.cli import terminal

ROOT = Path(__file__).resolve().parent.parent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "stream", "coloured"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, Terminal(), False),
        ({"TERM": "dumb"}, Terminal(), False),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], stream: io.StringIO, coloured: bool) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.color(stream) is coloured


def test_width_is_fixed_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal.width(io.StringIO()) == terminal.PLAIN_WIDTH
    monkeypatch.setenv("COLUMNS", "72")
    assert terminal.width(io.StringIO()) == 72
    monkeypatch.setenv("COLUMNS", "5")
    assert terminal.width(io.StringIO()) == 40


def test_progress_only_for_a_watching_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream, quiet, shown in ((io.StringIO(), False, False), (Terminal(), True, False), (Terminal(), False, True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with terminal.progress_bar(quiet) as progress:
            assert (progress is not None) is shown
            if progress:
                progress("embed", 1, 2)
        assert bool(stream.getvalue()) is shown


STUB = """
import sys
from consistency.engine import api
from consistency.cli import main
from consistency.model import Report
from tests.cli_report import SAMPLE
api.compare = lambda *_, **__: SAMPLE
"""


def script(tmp_path: Path, body: str, *arguments: str, **rest: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **rest.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-c", STUB + body, *arguments],
        cwd=tmp_path,
        env=environment,
        # A shell that runs the tests in the background has interrupts ignored, and so would the child.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **rest},
    )


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = script(tmp_path, "main.main()", "report", stdout=write)
    os.close(write)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert (tmp_path / "reports" / "report.html").is_file()


def test_help_into_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = script(tmp_path, "main.main()", "--help", stdout=write)
    os.close(write)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_told(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        process = script(tmp_path, "main.main()", "report", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"No space left on device: make room" in err
    assert err.count(b"\n") == 1


def test_no_stdout_at_all(tmp_path: Path) -> None:
    process = script(tmp_path, "sys.stdout = None; main.main()", "report")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, b"", b"")


def test_a_terminal_that_knows_only_ascii(tmp_path: Path) -> None:
    process = script(tmp_path, "main.main()", "report", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert "!= Fourteen" in out.decode("ascii")
    assert b"\\u2500" not in out


def test_what_an_encoding_lacks_is_spelled_else_escaped() -> None:
    assert (
        "\u201cl\u2019\u00e9t\u00e9\u201d \u2500\u2026 \udc80\u6771".encode("latin-1", "consistency.spell")
        == b'"l\'\xe9t\xe9" -... \\udc80\\u6771'
    )


@pytest.mark.parametrize(("arguments", "lines"), [(["report"], 0), (["report", "--debug"], 2)])
def test_libraries_chatter_only_for_debug(tmp_path: Path, arguments: list[str], lines: int) -> None:
    body = """
import logging, warnings
def compare(*_, **__):
    logging.getLogger("somelib").error("chatter")
    warnings.warn("chatter")
    return SAMPLE
api.compare = compare
main.main()
"""
    _, err = script(tmp_path, body, *arguments).communicate(timeout=60)
    assert err.count(b"chatter") == lines


def test_ctrl_c_ends_in_a_line(tmp_path: Path) -> None:
    body = """
import time
def compare(*_, **__):
    print("at work", flush=True)
    time.sleep(60)
api.compare = compare
main.main()
"""
    process = script(tmp_path, body, "report")
    assert process.stdout is not None
    assert process.stdout.readline() == b"at work\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"consistency: interrupted; no report is half written\n")


def test_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "consistency", "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"consistency {__version__}\n"


def test_another_embedder_is_warned_of_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    from consistency.cli import terminal
    from consistency.nlp.linear_model import fitted_to

    terminal.warn_not_fitted(fitted_to())
    terminal.warn_not_fitted(None)
    assert capsys.readouterr().err == ""
    terminal.warn_not_fitted("some-other-embedder")
    (line,) = capsys.readouterr().err.splitlines()
    assert "fitted to the embedder all-MiniLM-L6-v2, not to some-other-embedder" in line
    assert "make fit" in line
