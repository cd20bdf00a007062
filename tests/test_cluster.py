"""Reports worked out in parts: the same to the byte as in one run, by workers that may die, and nothing worked out twice."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from consistency.cli import files
from consistency.cluster import event_tiles
from consistency.cluster.versions import superseded
from consistency.engine import api, large_report, neighbours, partitions, stored_run
from consistency.engine.adapters.cache import SqliteCache, clear, parts_of
from consistency.engine.adapters.version import code_digest
from consistency.engine.settings import Models, Settings
from consistency.errors import ConsistencyError
from consistency.model import Report
from consistency.model.protocols import Parse
from consistency.model.serialization import encode
from consistency.render.formats import all_writers
from consistency.render.formats import json as json_format
from consistency.render.view import paging
from tests.fakes import FakeEmbedder, FakeLanguageModel

TOWNS = ("Alda", "Brenn", "Corvik", "Dunmore", "Estry", "Falk", "Gorse", "Hallin")


class Killing(FakeLanguageModel):
    """Ends its own process, by its id, the first time that it is to read a document of Estry."""

    def __init__(self, flag: Path) -> None:
        self.flag = flag

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        if any("Estry" in text for text in texts) and not self.flag.exists():
            self.flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(texts)


class Deadly(FakeLanguageModel):
    """Ends every process that it runs in, but for the first of a test."""

    def __init__(self) -> None:
        self.home = os.getpid()

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        assert os.getpid() != self.home
        os.kill(os.getpid(), signal.SIGKILL)
        return []


class Stopping(FakeLanguageModel):
    """Fails at its call of that number, as a run that is killed there."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.calls = 0

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        self.calls += 1
        if self.calls == self.at:
            raise KeyboardInterrupt
        return super().__call__(texts)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports a town, some of which differ, and a manifest that dates them; six files a partition."""
    monkeypatch.setattr(partitions, "DOCUMENTS", 6)
    monkeypatch.chdir(tmp_path)
    stories = tmp_path / "stories"
    stories.mkdir()
    entries = []
    for number, town in enumerate(TOWNS):
        for outlet in range(3):
            name = f"{town.lower()}-{outlet}.txt"
            workers = 40 + number + (outlet == 2)
            (stories / name).write_text(
                f"Mill in {town} shuts\n\nThe mill in {town} shut on Monday, and {workers} workers lost their work.\n\n"
                f"The owners of the mill in {town} spoke of {number + 3} years of losses.\n",
                encoding="utf-8",
            )
            entries.append(f'["{name}"]\noutlet = "Paper {outlet}"\npublished = 2024-03-{number + 4:02d}\n')
    (stories / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
    return stories


def written(cache: Path | None = None, language: Any = None) -> str:
    """The JSON report on the folder."""
    store = SqliteCache(cache, code_digest(), lambda message: pytest.fail(message)) if cache else None
    with contextlib.closing(store) if store else contextlib.nullcontext():
        report = api.compare("stories", language=language or FakeLanguageModel(), embedder=FakeEmbedder(), cache=store)
    stream = io.StringIO()
    json_format.write(report, stream)
    return stream.getvalue()


def place(cache: Path, language: Any = None) -> partitions.Place:
    return partitions.place_of(cache, Models(), (language or FakeLanguageModel(), FakeEmbedder()))


def parts(cache: Path, language: Any = None) -> list[partitions.Partition]:
    return partitions.partitions(["stories"], None, place(cache, language))[0]


def test_partitions_hold_each_document_once(folder: Path) -> None:
    found = parts(Path("c.db"))
    assert [len(part.paths) for part in found] == [6, 6, 6, 6]
    assert sorted(path for part in found for path in part.paths) == sorted(f"stories/{path.name}" for path in folder.glob("*.txt"))


def test_a_plain_loop_over_partitions_gives_the_bytes_of_one_run(folder: Path) -> None:
    done = [partitions.understood(part) for part in parts(Path("c.db"))]
    assert [(len(item.items), item.made) for item in done] == [(6, 6)] * 4
    # A model that fails at its first call shows that nothing is left to parse.
    assert written(Path("c.db"), Stopping(1)) == written()


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_killed_run_goes_on_and_works_nothing_out_twice(folder: Path, at: int) -> None:
    first: list[partitions.Done] = []
    with pytest.raises(KeyboardInterrupt):
        first.extend(map(partitions.understood, parts(Path("c.db"), Stopping(at))))
    again = [partitions.understood(part) for part in parts(Path("c.db"))]
    assert len(first) == at - 1
    assert sum(item.made for item in (*first, *again)) == 24
    assert [partitions.understood(part).made for part in parts(Path("c.db"))] == [0] * 4
    assert written(Path("c.db"), Stopping(1)) == written()


def test_one_more_document_costs_no_other(folder: Path) -> None:
    for part in parts(Path("c.db")):
        partitions.understood(part)
    (folder / "aaa.txt").write_text("A bridge in Ivel opens\n\nThe bridge in Ivel opened on Friday.\n", encoding="utf-8")
    assert sum(partitions.understood(part).made for part in parts(Path("c.db"))) == 1
    assert written(Path("c.db"), Stopping(1)) == written()


WANTED = Settings(sources=("stories",), formats=("html", "json", "csv"))


def known(report: Report) -> Report:
    """Nothing has been said of any finding."""
    return report


@pytest.fixture
def cut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What one run writes of the folder, cut small: a story a part, five sources a block, and many a page."""
    monkeypatch.setattr(paging, "MANY_EVENTS", 2)
    monkeypatch.setattr(event_tiles, "TILE", 5)
    monkeypatch.setattr(large_report, "TOGETHER", 1)
    manifest = (folder / "sources.toml").read_text(encoding="utf-8")
    url = "https://paper.example/quarry"
    for at, name in enumerate(("quarry", "quarry-later")):
        (folder / f"{name}.txt").write_text(
            f"Quarry in Ostley closes\n\nThe quarry in Ostley closed on Friday, and {30 + at} people lost their work.\n", encoding="utf-8"
        )
        manifest += f'["{name}.txt"]\npublished = 2024-03-0{at + 1}\nurl = "{url}"\n'
    (folder / "sources.toml").write_text(manifest, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    whole = api.compare("stories", WANTED, language=FakeLanguageModel(), embedder=FakeEmbedder())
    # One page was captured twice, one file cannot be read, and some accounts differ.
    assert superseded(whole.sources)
    assert whole.findings
    assert whole.skipped
    files.write_reports(whole, [all_writers()[name] for name in WANTED.formats], Path("one"))
    found = everything(Path("one"))
    assert len(found) > len(WANTED.formats)
    return found


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_report_in_parts_has_the_bytes_of_one_run(cut: dict[str, bytes]) -> None:
    made = large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"))
    assert made is not None
    assert [path.name for path in made[1]] == ["report.html", "report.json", "findings.csv"]
    assert everything(Path("parts")) == cut


def test_what_is_no_longer_of_use_is_removed(cut: dict[str, bytes], folder: Path) -> None:
    def stored() -> set[str]:
        return set(everything(parts_of(Path("c.db"))))

    large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"))
    before = stored()
    large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"))
    assert stored() == before
    assert {name.partition("/")[0] for name in before} == {"blocks", "near", "pairs", "parts"}
    (folder / "alda-0.txt").unlink()
    large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"))
    assert before - stored()
    assert stored() & before
    assert clear(Path("c.db")) > 0
    assert not parts_of(Path("c.db")).exists()


def test_a_report_of_few_events_is_left_to_one_run(folder: Path) -> None:
    assert large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts")) is None
    assert not Path("parts").exists()


class Ended:
    """The plain loop, ended before its task of that number; counts what had to be worked out."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.made: dict[str, int] = {}

    def __call__(self, function: Any, tasks: Sequence[Any], stage: str) -> list[Any]:
        found = []
        for task in tasks:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            found.append(function(task))
            made = found[-1] if isinstance(found[-1], bool) else getattr(found[-1], "made", 0)
            self.made[stage] = self.made.get(stage, 0) + made
        return found


@pytest.mark.parametrize("at", [2, 7, 15, 26, 32])
def test_a_report_that_is_killed_goes_on_and_works_nothing_out_twice(cut: dict[str, bytes], at: int) -> None:
    first, again, whole = Ended(at), Ended(-1), Ended(-1)
    with pytest.raises(KeyboardInterrupt):
        large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"), first)
    large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"), again)
    assert everything(Path("parts")) == cut
    large_report.report_in_parts(WANTED, place(Path("other.db")), known, Path("elsewhere"), whole)
    assert {stage: first.made.get(stage, 0) + number for stage, number in again.made.items()} == whole.made
    assert whole.made["documents"] == 26
    assert whole.made["events"] > 2


def test_without_the_options_dask_is_not_loaded() -> None:
    told = (
        "import sys\n"
        "from consistency.cli import main, report\n"
        "from consistency.engine import api, partitions\n"
        "print({'dask', 'distributed'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_workers_need_the_cache(run: Any) -> None:
    shown = run("report", "--workers", "2", "--no-cache")
    assert shown.code == 2
    assert "--no-cache" in shown.err


def test_a_lack_of_dask_is_told(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    shown = run("report", "stories", "--workers", "2")
    assert (shown.code, shown.err) == (2, "consistency: --workers and --scheduler need Dask: install consistency[cluster]\n")


class TestOnDask:
    @pytest.fixture(autouse=True)
    def needed(self) -> None:
        pytest.importorskip("distributed", reason="consistency[cluster] is not installed")

    def test_two_workers_give_the_bytes_of_one_run(self, folder: Path) -> None:
        from consistency.engine.adapters.dask_cluster import Cluster, workers

        told: list[str] = []
        steps: list[tuple[str, int, int]] = []
        with workers(Cluster(workers=2), told.append, lambda *step: steps.append(step)) as each:
            done = each(partitions.understood, parts(Path("c.db")), "documents")
        assert [(len(item.items), item.made) for item in done] == [(6, 6)] * 4
        assert told[0].startswith("dashboard: http://127.0.0.1:")
        assert steps == [("documents", number, 4) for number in range(5)]
        assert written(Path("c.db"), Stopping(1)) == written()

    @pytest.mark.parametrize("count", [2, 3])
    def test_a_report_by_workers_has_the_bytes_of_one_run(self, cut: dict[str, bytes], tmp_path: Path, count: int) -> None:
        from consistency.engine.adapters.dask_cluster import Cluster, workers

        flag = tmp_path / "killed"
        language = Killing(flag) if count == 3 else None
        with workers(Cluster(workers=count), lambda line: None) as each:
            assert large_report.report_in_parts(WANTED, place(Path("c.db"), language), known, Path("parts"), each)
        assert flag.exists() == (count == 3)
        assert everything(Path("parts")) == cut

    def test_a_worker_that_is_killed_changes_no_byte(self, folder: Path, tmp_path: Path) -> None:
        from consistency.engine.adapters.dask_cluster import Cluster, workers

        flag = tmp_path / "killed"
        with workers(Cluster(workers=3), lambda line: None) as each:
            done = each(partitions.understood, parts(Path("c.db"), Killing(flag)), "documents")
        assert flag.exists()
        assert [len(item.items) for item in done] == [6] * 4
        assert written(Path("c.db"), Stopping(1)) == written()

    @pytest.fixture
    def scheduler(self) -> Iterator[str]:
        """The address of a scheduler with one worker."""
        from distributed import LocalCluster

        place = {"host": "127.0.0.1", "protocol": "tcp://", "dashboard_address": "127.0.0.1:0"}
        with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, silence_logs=40, **place) as there:
            yield there.scheduler_address

    def test_a_running_scheduler_serves_as_well(self, folder: Path, scheduler: str) -> None:
        from consistency.engine.adapters.dask_cluster import Cluster, workers

        with workers(Cluster(scheduler=scheduler), lambda line: None) as each:
            done = each(partitions.understood, parts(Path("c.db")), "documents")
        assert sum(item.made for item in done) == 24

    def test_an_interrupt_cancels_what_has_not_begun(self, folder: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from consistency.engine.adapters.dask_cluster import Cluster, workers

        def interrupt(stage: str, done: int, total: int) -> None:
            if done:
                raise KeyboardInterrupt

        monkeypatch.setattr(partitions, "DOCUMENTS", 1)
        with pytest.raises(KeyboardInterrupt), workers(Cluster(scheduler=scheduler), lambda line: None, interrupt) as each:
            each(partitions.understood, parts(Path("c.db")), "documents")
        assert 0 < sum(partitions.understood(part).made for part in parts(Path("c.db"))) < 24

    def test_a_scheduler_that_is_not_there_is_told(self, run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from consistency.engine.adapters import dask_cluster

        monkeypatch.setattr(dask_cluster, "PATIENCE", 1)
        shown = run("report", "stories", "--scheduler", "tcp://127.0.0.1:9")
        assert shown.code == 2
        assert "no scheduler of Dask answers at tcp://127.0.0.1:9" in shown.err

    def test_a_memory_limit_that_is_none_is_told(self, run: Any, folder: Path) -> None:
        shown = run("report", "stories", "--workers", "1", "--memory-limit", "plenty")
        assert shown.code == 2
        assert "--memory-limit plenty" in shown.err

    def test_a_part_that_ends_every_worker_is_told(self, folder: Path) -> None:
        import dask

        from consistency.engine.adapters.dask_cluster import Cluster, workers

        no_failures = dask.config.set({"distributed.scheduler.allowed-failures": 0})
        with no_failures, workers(Cluster(workers=1), lambda line: None) as each, pytest.raises(ConsistencyError, match="--memory-limit"):
            each(partitions.understood, parts(Path("c.db"), Deadly())[:1], "documents")


def test_a_check_finds_the_pairs_that_a_report_in_parts_has_left(
    cut: dict[str, bytes], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = folder / "estry-1.txt"
    text = new.read_bytes()
    new.unlink()
    large_report.report_in_parts(WANTED, place(Path("c.db")), known, Path("parts"))
    new.write_bytes(text)
    models = {"language": FakeLanguageModel(), "embedder": FakeEmbedder()}
    whole = api.check("stories", str(new), WANTED, **models)
    monkeypatch.setattr(stored_run, "FEW", 2)
    # Whoever draws all pairs of sources fails.
    monkeypatch.setattr(neighbours, "every_pair", None)
    with contextlib.closing(SqliteCache(Path("c.db"), code_digest(), pytest.fail)) as store:
        found = api.check("stories", str(new), WANTED, cache=store, **models)
    assert found.findings
    assert encode(found, Report) == encode(whole, Report)
