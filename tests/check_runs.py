"""What the tests of the cache run in processes of their own, which may be killed: a small module that loads fast."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from consistency.engine import api
from consistency.engine.adapters.cache import SqliteCache
from consistency.engine.settings import Settings
from tests.fakes import FakeEmbedder, FakeLanguageModel

QUOTED = "Lund of Brede called it a “slow motion {} of planning” at a meeting of the harbour council."


def write(folder: Path, count: int) -> list[str]:
    """Write `count` documents of which neighbours differ in a quotation; returns their names."""
    names = []
    for number in range(count):
        words = " ".join(f"harbour{number // 3} council{number // 3} quay{number // 3} ferry{number // 3}" for _ in range(2))
        text = f"Council meets {words}\n\n{QUOTED.format(['shipwreck', 'trainwreck', 'collapse'][number % 3])} {words} again.\n"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
        names.append(f"{folder.name}/{number:02}.txt")
    return names


def checked(cache: SqliteCache | None, new: list[str]) -> str:
    """The report of a check in the current folder, as JSON."""
    report = api.check(["docs"], new, Settings(), language=FakeLanguageModel(), embedder=FakeEmbedder(), cache=cache)
    return json.dumps(report.to_dict())


def run(folder: str, path: str, new: list[str], told: str = "", ends: float = 0.0, took: Any = None) -> None:
    """A check in `folder` with the cache in `path`; the report goes to the file `told`, and `took` gets the seconds of the processor.

    After the seconds `ends` of the processor it is killed at once, however busy the machine is.
    """
    import os
    import signal
    import time

    began = time.process_time()
    if ends:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, ends)
    from consistency.engine import cached_sources

    os.chdir(folder)
    # Stored after each few documents, so that a kill finds more states.
    cached_sources.AT_ONCE = 1
    cache = SqliteCache(Path(path), "one", lambda message: None)
    report = checked(cache, new)
    cache.close()
    if took is not None:
        took.value = time.process_time() - began
    if told:
        Path(told).write_text(report, encoding="utf-8")
