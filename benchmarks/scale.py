"""Time and memory as the folder grows: `python benchmarks/scale.py [--workers N] [SIZE ...]` (default 100 1000 10000).

Over made-up dated reports (`made_up.py`), each size in a process of its own. Fast stand-ins take the place of the language model and
the embedder, whose cost grows with the text and nothing else; what is measured is all the rest. Seconds are those of the processor, so
that a busy machine does not count. With `--workers` so many workers of Dask make the report in parts, by the clock and the processor,
from files in a folder; then a run over the same folder finds all of its parts, and one more source is checked against it, by the seconds of
the processor in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from made_up import FastEmbedder, FastLanguageModel, sources

from consistency.engine import api, large_report
from consistency.engine.adapters.dask_cluster import Cluster, workers
from consistency.engine.partitions import place_of
from consistency.engine.pipeline import run
from consistency.engine.settings import Models, Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Report

SIZES = (100, 1_000, 10_000)
FACTOR_WANTED = 12.0
MEBIBYTES_WANTED = 4096


def measured(size: int) -> tuple[float, float]:
    """Runs `size` sources, prints a line a figure, and returns the seconds and the MiB it took."""
    folder = [infer(clean(source)) for source in sources(size)]
    started = last = time.process_time()
    spent: Counter[str] = Counter()
    names = {("parse", 0): "", ("embed", 0): "reading claims", ("compare", 0): "embedding"}
    names |= {("compare", 1): "events", ("compare", 2): "groups", ("compare", 3): "findings"}

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.process_time()
        if names.get((stage, done)):
            spent[names[stage, done]] += now - last
        if (stage, done) in names:
            last = now

    report = run(folder, Settings(), FastLanguageModel(), FastEmbedder(), progress=tell)
    seconds = time.process_time() - started
    mebibytes = peak(resource.RUSAGE_SELF)
    told = ", ".join(f"{name} {value:.2f}" for name, value in spent.items())
    print(
        f"sources {size}: seconds {seconds:.2f} ({told}), peak memory MiB {mebibytes:.0f}, events {len(report.events)}, "
        f"findings {len(report.findings)}; stand-ins for both models, whose cost is linear",
        flush=True,
    )
    return seconds, mebibytes


def peak(who: int) -> float:
    """The most memory in MiB that this process, or any that it has waited for, has had at once."""
    found = resource.getrusage(who).ru_maxrss
    return found / 2**20 if sys.platform == "darwin" else found / 2**10


def processor() -> float:
    """The seconds of the processor that this process, and all that it has waited for, have taken."""
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in found)


def undecided(report: Report) -> Report:
    """Nothing has been said of any finding."""
    return report


MANIFEST = "docs/sources.toml"
HERE = Path(__file__).resolve()


def write(size: int, folder: Path) -> list[Path]:
    """`size` made-up reports as files, with a manifest; returns the files."""
    paths = []
    told = []
    for source in sources(size):
        path = folder / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.text, encoding="utf-8")
        paths.append(path)
        dated = f"published = {source.published}\n" if source.published else ""
        told.append(f'["{source.path}"]\noutlet = "{source.outlet}"\n{dated}')
    (folder / "sources.toml").write_text("\n".join(told), encoding="utf-8")
    return paths


def in_parts(size: int, count: int) -> tuple[float, float]:
    """A report on `size` sources by `count` workers, prints a line a figure, and returns the seconds and the MiB of this process."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        paths = write(size + 2, Path("docs"))
        late = {path: path.read_text(encoding="utf-8") for path in (paths[size // 2], paths[size // 3])}
        for path in late:
            path.unlink()
        settings = Settings(sources=("docs",), manifest=MANIFEST, formats=("html", "json", "csv"))
        models = (FastLanguageModel(), FastEmbedder())
        place = place_of(Path("cache.db"), Models(), models)
        took: dict[str, float] = {}
        spent: list[float] = []
        for again in ("", " again"):
            last = started = time.monotonic()
            before = processor()

            def tell(stage: str, done: int, total: int, again: str = again) -> None:
                nonlocal last
                if done == total:
                    took[stage + again] = took.get(stage + again, 0.0) + time.monotonic() - last
                    last = time.monotonic()

            with workers(Cluster(workers=count), lambda line: None, tell) as each:
                made = large_report.report_in_parts(settings, place, undecided, Path("reports"), each)
            took["all" + again] = time.monotonic() - started
            spent.append(processor() - before)
        client, worker = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
        stored = {name: sum(path.stat().st_size for path in Path().glob(name)) / 2**20 for name in ("cache.db", "cache.db.parts/**/*")}
        checks = []
        for path, text in late.items():
            path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, str(HERE), "--new", str(path)], capture_output=True, text=True, check=True)
            checks.append(float(done.stdout))
        shown = ", ".join(f"{name} {value:.1f}" for name, value in took.items())
        events, findings = (len(made[0].events), len(made[0].findings)) if made else (0, 0)
        print(
            f"sources {size}, workers {count}: seconds {shown}; of the processor {spent[0]:.0f}, again {spent[1]:.0f}; "
            f"peak memory MiB {client:.0f} here, {worker:.0f} of the largest worker; "
            f"events {events}, findings {findings}; MiB stored {', '.join(f'{name} {value:.0f}' for name, value in stored.items())}; "
            f"one more source checked in {checks[0]:.1f} s of the processor, another in {checks[1]:.1f} s",
            flush=True,
        )
        os.chdir("/")
    return spent[0], client


def checked(new: str) -> float:
    """Check a source against what is stored in the current folder; returns the seconds of the processor, those of imports included."""
    api.check("docs", new, Settings(manifest=MANIFEST), language=FastLanguageModel(), embedder=FastEmbedder(), cache="cache.db")
    return time.process_time()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--workers", type=int, default=0, help="make the report in parts with so many workers of Dask")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--new", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.new:
        print(checked(given.new))
        return 0
    if given.one:
        print(*(in_parts(given.one, given.workers) if given.workers else measured(given.one)))
        return 0
    figures: dict[int, tuple[float, float]] = {}
    for size in given.sizes:
        done = subprocess.run(
            [sys.executable, str(HERE), "--one", str(size), "--workers", str(given.workers)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return done.returncode
        *lines, last = done.stdout.splitlines()
        print(*lines, sep="\n", flush=True)
        seconds, mebibytes = map(float, last.split())
        figures[size] = seconds, mebibytes
    if {1_000, 10_000} <= figures.keys():
        print(f"time of 10,000 sources over that of 1,000: {figures[10_000][0] / figures[1_000][0]:.1f} (at most {FACTOR_WANTED:.0f})")
        print(f"peak memory MiB of 10,000 sources: {figures[10_000][1]:.0f} (at most {MEBIBYTES_WANTED})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
