"""Time and memory by the length of one document: `python benchmarks/size.py [--fast] [SENTENCES ...]`.

A folder of two documents on one event is compared, one of them with 1,000, 10,000 and 100,000 sentences; each size in a process
of its own.
Ten times the sentences may take eleven times as long. What lies beyond the limit of characters is cut off, so the largest takes less.
What the models take is not theirs to bound: `--fast` uses the stand-ins of the tests, so that the tool alone is measured.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (1_000, 10_000, 100_000)
MOST = 11.0
DEEDS = ("repaired", "inspected", "closed", "painted", "counted", "opened", "measured", "cleaned", "bought", "sold")


def text(sentences: int) -> str:
    """Sentences of common words, each with words of its own, ten a paragraph."""
    from wordfreq import top_n_list

    words = [word for word in top_n_list("en", 12_000) if word.isascii() and word.isalpha() and len(word) > 4]
    made = []
    for number in range(sentences):
        one, two, three, four = (words[(number * step + shift) % len(words)] for step, shift in ((7, 0), (11, 3), (13, 5), (17, 9)))
        made.append(f"The {one} {two} of {three.capitalize()} {DEEDS[number % 10]} {number + 2:,} {four}.")
    return "\n\n".join(" ".join(made[start : start + 10]) for start in range(0, len(made), 10)) + "\n"


def measure(sentences: int, fast: bool) -> dict[str, Any]:
    """Seconds by stage and megabytes at most, in this process."""
    from consistency.engine import api

    models: dict[str, Any] = {}
    if fast:
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        from tests.fakes import FakeEmbedder, FakeLanguageModel

        models = {"language": FakeLanguageModel(), "embedder": FakeEmbedder()}
    else:
        from consistency.engine.adapters import load_models
        from consistency.engine.settings import Models

        models = dict(zip(("language", "embedder"), load_models(Models()), strict=True))
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text(f"HOLM, March 4, 2024 - {text(sentences)}", encoding="utf-8")
        (Path(folder) / "b.txt").write_text(f"HOLM, March 4, 2024 - {text(200)}", encoding="utf-8")
        start = last = time.process_time()
        stage = "read"

        def progress(name: str, done: int, total: int) -> None:
            nonlocal last, stage
            now = time.process_time()
            stages[stage] = stages.get(stage, 0.0) + now - last
            last, stage = now, name

        report = api.compare(folder, progress=progress, **models)
        progress("", 0, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"seconds": time.process_time() - start, "stages": stages, "megabytes": peak, "claims": len(report.claims)}


def main() -> None:
    """Print one row a size, and the ratio to the size before."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.sizes[0], given.fast)))
        return
    before: float | None = None
    print(f"{'sentences':>10} {'claims':>8} {'seconds':>8} {'ratio':>6} {'MB':>6}  by stage")
    for size in given.sizes or SIZES:
        command = [sys.executable, __file__, str(size), "--one", *(["--fast"] if given.fast else [])]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
        ratio = f"{found['seconds'] / before:.1f}" if before else ""
        told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in found["stages"].items() if seconds >= 0.05)
        print(f"{size:>10,} {found['claims']:>8,} {found['seconds']:>8.1f} {ratio:>6} {found['megabytes']:>6,.0f}  {told}", flush=True)
        before = found["seconds"]


if __name__ == "__main__":
    main()
