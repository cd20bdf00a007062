"""Time and memory as the folder grows: `python benchmarks/scale.py [SIZE ...]` (default 100 1000 10000).

Over made-up dated reports (`made_up.py`), each size in a process of its own. Fast stand-ins take the place of the language model and
the embedder, whose cost grows with the text and nothing else; what is measured is all the rest. Seconds are those of the processor, so
that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter

from made_up import FastEmbedder, FastLanguageModel, sources

from consistency.engine.pipeline import run
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer

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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mebibytes = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    told = ", ".join(f"{name} {value:.2f}" for name, value in spent.items())
    print(
        f"sources {size}: seconds {seconds:.2f} ({told}), peak memory MiB {mebibytes:.0f}, events {len(report.events)}, "
        f"findings {len(report.findings)}; stand-ins for both models, whose cost is linear",
        flush=True,
    )
    return seconds, mebibytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(*measured(given.one))
        return 0
    figures: dict[int, tuple[float, float]] = {}
    for size in given.sizes:
        done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=False)
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
