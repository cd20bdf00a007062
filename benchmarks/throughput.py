"""Speed and memory, one figure a line: `python benchmarks/throughput.py` (or `make bench`).

Over the reports of the evaluation data (CONSISTENCY_EVAL_DATA, default ../shared) in one run, in CPU seconds, which other work on the
machine changes least: words a second, peak memory, and the time of the whole over that of its two models alone on the same text.
Then the warm time of the five sample sources without the import and loading of models, which the command line pays once.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from consistency.engine import api
from consistency.engine.adapters import load_models
from consistency.engine.settings import Models, Settings
from consistency.model import Report
from consistency.model.protocols import Embedder, LanguageModel

ROOT = Path(__file__).resolve().parent.parent
RATIO_WANTED = 1.3
SEEDS_WANTED = 3.0


class Timed:
    """A model that keeps what it was asked and how long it took, so that the models can run alone on the same texts."""

    def __init__(self, model: Callable[[Sequence[str]], Any], name: str) -> None:
        self.id = name
        self.model = model
        self.batches: list[list[str]] = []
        self.seconds = 0.0

    def __call__(self, texts: Sequence[str]) -> Any:
        self.batches.append(list(texts))
        started = time.process_time()
        answer = self.model(texts)
        self.seconds += time.process_time() - started
        return answer


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of `work`."""
    started = time.process_time()
    work()
    return time.process_time() - started


def alone(timed: Timed) -> float:
    """The CPU time of a model alone over every text that the run gave it."""
    return seconds(lambda: [timed.model(batch) for batch in timed.batches])


def peak_mebibytes() -> float:
    """The most memory this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def corpus(folder: Path, settings: Settings, language: LanguageModel, embedder: Embedder) -> None:
    """The figures of one run over every document under `folder`."""
    documents = sorted(folder.rglob("*.txt"))
    models = Timed(language, language.id), Timed(embedder, embedder.id)
    reports: list[Report] = []
    total = seconds(lambda: reports.append(api.compare(documents, settings, language=models[0], embedder=models[1])))
    report = reports[0]
    words = sum(len(source.text.split()) for source in report.sources)
    print(f"documents {len(documents)}")
    print(f"documents not read {len(documents) - len(report.sources)}")
    print(f"events {len(report.events)}")
    print(f"findings {len(report.findings)}")
    print(f"words {words}")
    print(f"seconds {total:.2f}")
    print(f"words per second {words / total:.0f}")
    print(f"peak memory MiB {peak_mebibytes():.0f}")
    parse, embed = alone(models[0]), alone(models[1])
    print(f"seconds of spaCy alone {parse:.2f}")
    print(f"seconds of embedding alone {embed:.2f}")
    print(f"seconds outside the models {total - models[0].seconds - models[1].seconds:.2f}")
    print(f"ratio to the models alone {total / (parse + embed):.2f} (at most {RATIO_WANTED})")


def sample(settings: Settings, language: LanguageModel, embedder: Embedder) -> None:
    """The warm time of the five sample sources."""

    def work() -> None:
        api.compare([ROOT / "seeds"], settings, language=language, embedder=embedder)

    work()
    print(f"seconds of the sample sources, warm, without loading {seconds(work):.2f} (at most {SEEDS_WANTED:.0f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    settings = Settings(models=Models(device=parser.parse_args().device))
    started = time.process_time()
    language, embedder = load_models(settings.models)
    # The first call of each pays for what the libraries put off.
    language(["A first sentence."])
    embedder(["A first sentence."])
    print(f"seconds of import and loading {time.process_time() - started:.2f}")
    folder = Path(os.environ.get("CONSISTENCY_EVAL_DATA", ROOT.parent / "shared")) / "gold" / "news"
    if folder.is_dir():
        corpus(folder, settings, language, embedder)
    else:
        print("corpus skipped: no evaluation data; set CONSISTENCY_EVAL_DATA to its folder")
    sample(settings, language, embedder)


if __name__ == "__main__":
    main()
