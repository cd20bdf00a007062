"""What once ended in "failed inside": each has a message that names the file, and the rest is still done."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from consistency.nlp.linear_model import fitted_to
from tests.check_runs import QUOTED
from tests.conftest import Outcome
from tests.fakes import FakeEmbedder, FakeLanguageModel

Run = Callable[..., Outcome]


@pytest.fixture
def folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    embedder = FakeEmbedder()
    monkeypatch.setattr(embedder, "id", fitted_to(), raising=False)
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (FakeLanguageModel(), embedder))
    (here / "docs").mkdir()
    for name in "ab":
        (here / "docs" / f"{name}.txt").write_text(f"From {name}.\n\n{QUOTED.format('shipwreck')}\n")
    return here / "docs"


def clear(done: Outcome, *names: str) -> None:
    assert "failed inside" not in done.err
    assert "Traceback" not in done.err
    for name in names:
        assert name in done.err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", '"0001-01-01"', '"9999-12-31T23:59:59+14:00"', '"-1"', "[]", "1e9"])
def test_a_date_that_no_document_has(run: Run, folder: Path, day: str) -> None:
    (folder / "sources.toml").write_text(f'["a.txt"]\npublished = {day}\n')
    done = run("report", "docs", "--format", "json")
    assert done.code == 2
    clear(done, "docs/sources.toml", "published")


@pytest.mark.parametrize("option", ["--settings", "--manifest"])
@pytest.mark.parametrize("name", ["a\0b", "/dev/zero", "pipe", "docs", "gone.toml", "/proc/self/environ", "loop"])
def test_settings_and_manifest_that_are_no_file(run: Run, folder: Path, option: str, name: str) -> None:
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    done = run("report", "docs", option, name, "--format", "json")
    assert done.code == 2
    clear(done)


@pytest.mark.parametrize("key", ["manifest", "baseline", "decisions"])
@pytest.mark.parametrize("name", ["a\\u0000b", "/dev/zero", "pipe", "docs", "gone.toml"])
def test_files_that_the_settings_name(run: Run, folder: Path, key: str, name: str) -> None:
    os.mkfifo("pipe")
    Path("consistency.toml").write_text(f'sources = ["docs"]\n{key} = "{name}"\n')
    done = run("check")
    assert done.code == 2
    clear(done)


def test_sources_with_a_nul_in_the_settings(run: Run, folder: Path) -> None:
    Path("consistency.toml").write_text('sources = ["docs", "a\\u0000b"]\nout = "x\\u0000y"\n')
    done = run("report", "--format", "json")
    assert done.code == 2
    clear(done)


def test_reports_among_the_sources_are_no_witnesses(run: Run, folder: Path) -> None:
    first = run("report", "docs", "--out", "docs/reports")
    done = run("report", "docs", "--out", "docs/reports")
    assert (done.code, done.out) == (0, first.out)
    for name in ("report.html", "report.md", "report.json", "findings.csv"):
        assert f"skipped docs/reports/{name}: is a report of this program" in done.err


def test_a_link_to_oneself(run: Run, folder: Path) -> None:
    os.symlink("/proc/self", folder / "self")
    os.symlink("/proc/self/environ", folder / "c.txt")
    os.symlink("/dev/zero", folder / "d.txt")
    done = run("report", "docs", "--format", "json", "--no-cache")
    assert done.code == 0
    clear(done, "docs/d.txt")


FORGED = {
    "no JSON": b"\x00",
    "another shape": b"[]",
    "other types": b'{"records": ["x"], "problems": [3]}',
    "a number": b"7",
    "deep": b"[" * 100_000,
    "many nulls": b"[" + b"null," * 40 + b"null]",
}


@pytest.mark.parametrize("kind", FORGED)
def test_forged_rows_of_the_cache_are_made_anew(run: Run, folder: Path, kind: str) -> None:
    assert run("check", "docs").code == 0
    fresh = run("check", "docs")
    with sqlite3.connect(".consistency/cache.db") as connection:
        for (key,) in connection.execute("SELECT key FROM entries").fetchall():
            value = FORGED[kind]
            checksum = blake2b(value, digest_size=8, key=key.encode()[:64]).digest()
            connection.execute("UPDATE entries SET value = ?, checksum = ? WHERE key = ?", (value, checksum, key))
    done = run("check", "docs")
    assert (done.code, done.out) == (fresh.code, fresh.out)
    clear(done, ".consistency/cache.db")
    assert run("check", "docs").err == ""


def test_a_failure_that_is_none_of_the_cache_leaves_it(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("report", "docs", "--quiet").code == 0
    (folder / "c.txt").write_text("The harbour reopened on Monday after the storm had passed.\n")

    def failing(texts: object) -> object:
        raise RuntimeError("out of order")

    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (failing, FakeEmbedder()))
    done = run("report", "docs")
    assert "out of order" in done.err
    assert "cache.db" not in done.err
    assert Path(".consistency/cache.db").is_file()


@pytest.mark.models
@pytest.mark.parametrize(
    "table", ['language = "os"', 'language = "no_such"', 'embedder = "no/such"', 'embedder = "a\\u0000b"', 'language = "docs"']
)
def test_a_model_that_is_none(run: Run, here: Path, table: str) -> None:
    (here / "docs").mkdir()
    (here / "docs" / "a.txt").write_text("It rained.\n")
    (here / "consistency.toml").write_text(f'sources = ["docs"]\n\n[models]\n{table}\n')
    done = run("check")
    assert done.code == 2
    clear(done, "models" if "u0000" in table else "model")
