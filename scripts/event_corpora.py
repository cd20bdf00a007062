"""What the event model is fitted to: our own accounts with their units, and ECB+ by topic where the evaluation data is present.

CONSISTENCY_EVAL_DATA names the folder of the latter (default ../shared). Its `news` and `basil` are never read here.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import accounts as packed
from corpora import as_model, fit, key, models, save

from consistency.ingest.discover import read
from consistency.model import Claim, Source
from consistency.model.protocols import LanguageModel
from consistency.nlp.understanding import understand

__all__ = ["accounts", "as_model", "ecb", "fit", "key", "models", "save", "understood"]

EVAL = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared")) / "gold"


@dataclass(frozen=True)
class Corpus:
    """Documents that were read and understood. By source id: its event, its topic (like events share one), and whether it is fitted to."""

    sources: tuple[Source, ...]
    claims: dict[str, list[Claim]]
    event: dict[str, str]
    topic: dict[str, str]
    trained: dict[str, bool]


def understood(
    sources: Sequence[Source], event: Mapping[str, str], topic: Mapping[str, str], language: LanguageModel, trained: Mapping[str, bool]
) -> Corpus:
    return Corpus(tuple(sources), understand(sources, language), dict(event), dict(topic), dict(trained))


def ecb(language: LanguageModel) -> Corpus | None:
    """ECB+, whose topics each mix two like events; none where the evaluation data is not there."""
    if not (EVAL / "ecb").is_dir():
        print(f"ecb: left out, no evaluation data at {EVAL} (CONSISTENCY_EVAL_DATA)")
        return None
    lines = [json.loads(line) for line in (EVAL / "ecb.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    of = {key(line["source"]): line for line in lines}
    sources, _ = read([str(EVAL / "ecb")], None)
    kept = {source.id: of[key(source.path)] for source in sources if key(source.path) in of}
    return understood(
        [source for source in sources if source.id in kept],
        {name: line["event"] for name, line in kept.items()},
        {name: f"ecb {line['topic']}" for name, line in kept.items()},
        language,
        dict.fromkeys(kept, True),
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
