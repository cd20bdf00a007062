"""Documents with their events as readers have them: our own accounts, and the evaluation data that is kept apart from the project.

Set CONSISTENCY_EVAL_DATA to the folder of the latter (default ../shared).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import accounts as packed
from corpora import as_model, fit, folds, key, left_out, models, overlapping, save

from consistency.engine.pipeline import understand
from consistency.ingest.discover import read
from consistency.model import Claim, Source
from consistency.model.protocols import LanguageModel

__all__ = [
    "accounts",
    "as_model",
    "corpora",
    "corpus",
    "fit",
    "folds",
    "gold",
    "key",
    "left_out",
    "models",
    "overlapping",
    "save",
    "understood",
]

EVAL = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared")) / "gold"
FOLDS = 7


@dataclass(frozen=True)
class Corpus:
    """Documents that were read and understood. By source id: its event, its topic (like events share one), and whether it is fitted to."""

    sources: tuple[Source, ...]
    claims: dict[str, list[Claim]]
    event: dict[str, str]
    topic: dict[str, str]
    trained: dict[str, bool]


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]


def understood(
    sources: Sequence[Source], event: Mapping[str, str], topic: Mapping[str, str], language: LanguageModel, trained: Mapping[str, bool]
) -> Corpus:
    return Corpus(tuple(sources), understand(sources, language), dict(event), dict(topic), dict(trained))


def corpus(name: str, language: LanguageModel) -> Corpus:
    """A set of the evaluation data; only `ecb` is fitted to."""
    sources, _ = read([str(EVAL / name)], None)
    event, topic = {}, {}
    for line in gold(name):
        if "event" in line and "source" in line:
            event[key(line["source"])] = line["event"]
            topic[key(line["source"])] = f"{name} {line.get('topic', line['event'])}"
    kept = [source for source in sources if key(source.path) in event]
    return understood(
        kept,
        {s.id: event[key(s.path)] for s in kept},
        {s.id: topic[key(s.path)] for s in kept},
        language,
        {s.id: name == "ecb" for s in kept},
    )


def accounts(language: LanguageModel, dated: bool = True) -> Corpus:
    """Our own accounts, both parts. Without `dated` they are read as if there were no manifest."""
    found = list(packed.packs("all"))
    unit = {pack["event"]: pack.get("twin") or pack["event"] for pack in found}
    part = {pack["event"]: packed.split_of(pack) for pack in found}
    with tempfile.TemporaryDirectory() as folder:
        lines = packed.unpack(found, Path(folder))
        if not dated:
            for manifest in Path(folder).rglob("sources.toml"):
                manifest.unlink()
        sources, _ = read([folder], None)
    event = {key(line["source"]): line["event"] for line in lines if line["kind"] == "document"}
    of = {source.id: event[key(source.path)] for source in sources}
    topic = {name: unit[item] for name, item in of.items()}
    return understood(sources, of, topic, language, {name: part[item] == "train" for name, item in of.items()})


def corpora(language: LanguageModel) -> dict[str, Corpus]:
    return {name: corpus(name, language) for name in ("ecb", "news", "basil")}
