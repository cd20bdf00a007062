"""`consistency check` on fake models: what is new, how it ends, what is stored, and what a kill or a second run does to it."""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import api
from consistency.engine.adapters.cache import SqliteCache
from consistency.engine.settings import Settings
from consistency.nlp.linear_model import fitted_to
from consistency.render.terminal import render_check
from tests import check_runs
from tests.check_runs import QUOTED, checked, write
from tests.conftest import Outcome
from tests.fakes import FakeEmbedder, FakeLanguageModel

Run = Callable[..., Outcome]


class Counting(FakeEmbedder):
    """Keeps what it was asked to embed. Passes for the default embedder, so that no warning of another one is in the way."""

    id = fitted_to()

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, texts: Any) -> Any:
        self.texts += texts
        return super().__call__(texts)


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Fake models for the command line."""
    found = Counting()
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (FakeLanguageModel(), found))
    return found


@pytest.fixture
def folder(here: Path, embedder: Counting) -> Path:
    """Two documents that agree."""
    docs = here / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(QUOTED.format("shipwreck") + "\n", encoding="utf-8")
    (docs / "b.txt").write_text("Again:\n\n" + QUOTED.format("shipwreck") + "\n", encoding="utf-8")
    return docs


def differ(folder: Path, name: str = "c.txt") -> str:
    (folder / name).write_text("From the council.\n\n" + QUOTED.format("trainwreck") + "\n", encoding="utf-8")
    return f"docs/{name}"


def test_agreement_passes_and_difference_fails(run: Run, folder: Path) -> None:
    done = run("check", "docs")
    assert (done.code, done.err) == (0, "")
    assert "No new finding." in done.out
    assert "1 new document; 1 other document of the folder reports the same events." in run("check", "docs", "--new", "docs/b.txt").out
    new = differ(folder)
    done = run("check", "docs", "--new", new)
    assert (done.code, done.err) == (1, "")
    assert "docs/c.txt:3" in done.out
    assert "consistency decide " in done.out
    assert done.out.endswith("Failed: 1 new finding at or above warning (--fail-on warning).\n")
    # Old against old is not looked at.
    assert run("check", "docs", "--new", differ(folder, "quiet.txt").replace("quiet", "a")).code == 1
    (folder / "d.txt").write_text("The orchard blooms early in Holm.\n")
    done = run("check", "docs", "--new", "docs/d.txt")
    assert done.code == 0
    assert "quote-differs" not in done.out


def test_the_mildest_that_fails_is_chosen(run: Run, folder: Path) -> None:
    new = differ(folder)
    Path("consistency.toml").write_text('[severity]\nquote-differs = "warning"\n', encoding="utf-8")
    done = run("check", "docs", "--new", new, "--fail-on", "error")
    assert done.code == 0
    assert "1 new finding below error." in done.out
    assert run("check", "docs", "--new", new, "--fail-on", "note").code == 1
    assert run("check", "docs", "--fail-on", "fatal").code == 2


def test_outputs_are_written_with_the_summary_aside(run: Run, folder: Path) -> None:
    new = differ(folder)
    done = run("check", "docs", "--new", new, "--output", "json=-", "--output", "md=out/told.md")
    assert done.code == 1
    report = json.loads(done.out)
    assert len(report["findings"]) == 1
    assert "Failed: 1 new finding" in done.err
    assert "trainwreck" in Path("out/told.md").read_text(encoding="utf-8")
    assert run("check", "docs", "--output", "pigeon=x").code == 2
    assert "json=FILE" not in run("check", "docs", "--output", "json").out
    assert run("check", "docs", "--quiet", "--new", new) == Outcome(1, "", "")


def test_what_cannot_be_read_never_passes(run: Run, folder: Path) -> None:
    (folder / "new.json").write_text("{")
    done = run("check", "docs", "--new", "docs/new.json")
    assert done.code == 2
    assert "docs/new.json" in done.err
    # An old one is told and stops nothing.
    done = run("check", "docs", "--new", "docs/a.txt")
    assert done.code == 0
    assert "skipped docs/new.json" in done.err
    assert run("check", "docs", "--new", "docs/none.txt").code == 2
    assert run("check", "nowhere").code == 2
    assert run("check", "docs", "--new", "docs/a.txt", "--since", "main").code == 2
    assert run("check", "docs").code == 2


@pytest.mark.parametrize("error", [RuntimeError("boom"), SystemExit(1), SystemExit(0), MemoryError(), BrokenPipeError()])
def test_a_failure_inside_never_passes(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("consistency.engine.pipeline.drawn_from", fail)
    assert run("check", "docs").code == 2


def test_several_new_files_follow_one_option(run: Run, folder: Path) -> None:
    differ(folder)
    done = run("check", "docs", "--new", "docs/a.txt", "docs/b.txt", "docs/c.txt", "--quiet", "--output", "json=-")
    assert done.code == 1
    assert len(json.loads(done.out)["added"]) == 3
    assert run("check", "docs", "--new").code == 2


def test_nothing_is_embedded_twice_and_a_moved_file_is_known(run: Run, folder: Path, embedder: Counting) -> None:
    new = differ(folder)
    first = run("check", "docs", "--new", new)
    asked = len(embedder.texts)
    assert asked == len(set(embedder.texts))
    assert run("check", "docs", "--new", new) == first
    (folder / "c.txt").rename(folder / "moved.txt")
    assert run("check", "docs", "--new", "docs/moved.txt").code == 1
    assert len(embedder.texts) == asked
    assert run("check", "docs", "--new", "docs/moved.txt", "--no-cache").out == run("check", "docs", "--new", "docs/moved.txt").out


def test_a_report_is_the_same_with_and_without_the_cache(run: Run, folder: Path) -> None:
    differ(folder)
    folders = ("plain", "--no-cache"), ("cold", "--quiet"), ("warm", "--quiet"), ("elsewhere", "--cache=kept")
    for name, option in folders:
        assert run("report", "docs", "--out", name, option, "--quiet").code == 0
    files = sorted(item.name for item in Path("plain").iterdir())
    assert files
    for name, _ in folders[1:]:
        for file in files:
            assert Path(name, file).read_bytes() == Path("plain", file).read_bytes()
    assert Path("kept/cache.db").is_file()


def test_the_cache_is_shown_and_cleared(run: Run, folder: Path) -> None:
    assert "there is no cache at .consistency/cache.db" in run("cache").out
    run("check", "docs")
    shown = run("cache").out
    assert "documents as read and cleaned" in shown
    assert "removed .consistency/cache.db" in run("cache", "--clear").out
    assert not Path(".consistency/cache.db").exists()


def test_a_changed_manifest_is_read_anew(run: Run, folder: Path) -> None:
    run("check", "docs")
    (folder / "sources.toml").write_text('["a.txt"]\noutlet = "The Tern"\n')
    done = run("check", "docs", "--quiet", "--output", "json=-")
    assert "The Tern" in [source["outlet"] for source in json.loads(done.out)["sources"]]


@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_fits_and_shows_nothing_that_acts(here: Path, folder: Path, width: int) -> None:
    sentence = QUOTED.format("trainwreck").replace(" in the", " \x1b]0;owned\x07\u202e in the")
    evil = f"From \x1b[31mthe council\u202e.\n\n{sentence}\n"
    (folder / "c.txt").write_text(evil, encoding="utf-8")
    report = api.check(["docs"], ["docs/c.txt"], Settings(), language=FakeLanguageModel(), embedder=FakeEmbedder())
    assert report.findings
    shown = render_check(report, {item.fingerprint for item in report.findings}, "warning", width, color=False)
    assert not set(shown) & set("\x1b\x07\u202e")
    assert max(len(line) for line in shown.split("\n") if "consistency decide" not in line) <= width


def test_a_kill_at_any_moment_changes_no_result(here: Path) -> None:
    new = write(here / "docs", 9)[:3]
    clean = checked(None, new)
    assert json.loads(clean)["findings"]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.check_warm"])
    path = here / ".consistency" / "cache.db"

    took = context.Value("d", 0.0)

    def ended(after: float = 0.0) -> int | None:
        process = context.Process(target=check_runs.run, args=(str(here), str(path), new, "", after, took))
        process.start()
        process.join()
        return process.exitcode

    assert ended() == 0
    path.unlink()
    assert ended() == 0
    # Of the processor: by the clock a busy machine would end more of them in time, or fewer.
    lasts = took.value
    chance = random.Random(7)
    killed = 0
    for _ in range(20):
        if chance.random() < 0.5:
            path.unlink(missing_ok=True)
        killed += ended(chance.uniform(0.05, 1.0) * lasts) == -signal.SIGPROF
        cache = SqliteCache(path, "one", pytest.fail)
        assert checked(cache, new) == clean
        cache.close()
    assert killed >= 5


def test_two_runs_at_once_are_both_right(here: Path) -> None:
    new = write(here / "docs", 9)[:3]
    clean = checked(None, new)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.check_warm"])
    told = [here / f"told-{number}" for number in range(3)]
    path = here / ".consistency" / "cache.db"
    runs = [context.Process(target=check_runs.run, args=(str(here), str(path), new, str(file))) for file in told]
    for process in runs:
        process.start()
    for process in runs:
        process.join(60)
    assert [file.read_text(encoding="utf-8") for file in told] == [clean] * 3
