"""Checking one new source against a cached folder: `python benchmarks/check.py [SIZE ...]` (default 1000 10000).

Made-up reports (`made_up.py`) are written to a folder with a manifest and read into a cache; then one more arrives and is checked.
Fast stand-ins take the place of both models, which a real run has to load first; what is measured comes on top of that.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from made_up import FastEmbedder, FastLanguageModel, sources

from consistency.engine import api
from consistency.engine.adapters.cache import SqliteCache
from consistency.engine.adapters.version import code_digest
from consistency.engine.cached_sources import Archive
from consistency.engine.settings import Settings

if TYPE_CHECKING:
    from consistency.model import Report
    from consistency.model.protocols import Matrix

SIZES = (1_000, 10_000)
SECONDS_WANTED = 2.0
FACTOR_WANTED = 3.0
RUNS = 3
MANIFEST = "manifest.toml"


class Counting(FastEmbedder):
    """Counts the texts that it embeds."""

    embedded = 0

    def __call__(self, texts: Sequence[str]) -> Matrix:
        self.embedded += len(texts)
        return super().__call__(texts)


def write(count: int) -> str:
    """Write `count` reports and their manifest into the current folder; returns the path of one from the middle."""
    entries = []
    reports = sources(count)
    for source in reports:
        path = Path("documents", source.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.text, encoding="utf-8")
        dated = f"published = {source.published}\n" if source.published else ""
        entries.append(f'["{path.as_posix()}"]\noutlet = "{source.outlet}"\n{dated}')
    Path(MANIFEST).write_text("\n".join(entries), encoding="utf-8")
    return Path("documents", reports[count // 2].path).as_posix()


def fill(embedder: Counting) -> float:
    """Read everything into the cache; returns the seconds."""
    started = time.perf_counter()
    cache = SqliteCache(Path("cache.db"), code_digest(), print)
    archive = Archive(cache, code_digest(), FastLanguageModel(), embedder)
    archive.outlines(archive.catalogue(["documents"], MANIFEST)[0])
    cache.close()
    return time.perf_counter() - started


def checked(new: str, embedder: Counting) -> tuple[float, Report]:
    """Check one source as a run of its own would; returns the seconds too."""
    started = time.perf_counter()
    cache = SqliteCache(Path("cache.db"), code_digest(), print)
    report = api.check(["documents"], [new], Settings(manifest=MANIFEST), language=FastLanguageModel(), embedder=embedder, cache=cache)
    cache.close()
    return time.perf_counter() - started, report


def measured(size: int) -> float:
    """Prints a line a figure for `size` cached sources; returns the seconds of a check."""
    embedder = Counting()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        new = write(size + 1)
        kept, text = Path(new), Path(new).read_text(encoding="utf-8")
        kept.unlink()
        print(f"cached sources {size}: seconds to fill the cache {fill(embedder):.1f}, MB {Path('cache.db').stat().st_size / 1e6:.0f}")
        kept.write_text(text, encoding="utf-8")
        before = embedder.embedded
        seconds, report = checked(new, embedder)
        print(f"cached sources {size}: seconds of the first check {seconds:.2f}, texts embedded {embedder.embedded - before}")
        before = embedder.embedded
        seconds = min(checked(new, embedder)[0] for _ in range(RUNS))
        print(
            f"cached sources {size}: seconds of a check {seconds:.2f} (best of {RUNS}; beyond loading the models; at most {SECONDS_WANTED} "
            f"for 1000), texts embedded {embedder.embedded - before}, sources looked at closely {len(report.sources)}, "
            f"findings {len(report.findings)}",
            flush=True,
        )
        os.chdir("/")
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().sizes
    # What the libraries put off until they are first used is paid here, as loading the models pays it in a real run.
    measured(20)
    seconds = {size: measured(size) for size in sizes}
    if seconds.keys() >= set(SIZES):
        print(f"time against 10,000 over that against 1,000: {seconds[10_000] / seconds[1_000]:.1f} (at most {FACTOR_WANTED:.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
