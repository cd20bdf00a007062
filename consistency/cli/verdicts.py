"""What the commands share about known and decided findings: which files say so, what day it is, which findings there are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from consistency.checks import all_checks
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, suggestion
from consistency.ingest.small_files import NO_STAND_INS, StandIns
from consistency.model import Report
from consistency.model.json_report import SCHEMA_VERSION
from consistency.triage import baseline as baselines
from consistency.triage import decisions as decided
from consistency.triage.baseline import Entry
from consistency.triage.decisions import Decision
from consistency.triage.status import judge

BASELINE = "consistency-baseline.txt"
"""Where the baseline is written unless an option or the settings name a file."""


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of findings so far."""

    baseline: tuple[Entry, ...] | None
    decisions: tuple[Decision, ...]

    def judge(self, report: Report, *, whole: bool = True) -> Report:
        """The report with states, as of today. `whole`: every source was compared with every other."""
        return judge(report, self.baseline, self.decisions, date.today(), whole=whole)


def said(settings: Settings, instead: StandIns = NO_STAND_INS) -> Said:
    """The baseline and the decisions that the settings name, or what stands `instead` of them.

    Raises `BaselineError` or `DecisionsError` if one is at fault.

    Read before any long work, so that a fault in them is told at once.
    """
    known = None if settings.baseline is None else baselines.load(Path(settings.baseline), instead)
    files = decided.beside(settings.sources, instead) if settings.decisions is None else [Path(settings.decisions)]
    checks = [check.id for check in all_checks()] if files else []
    return Said(known, tuple(item for file in files for item in decided.load(file, checks, instead)))


def decisions_file(settings: Settings) -> Path:
    """Where a new decision is written. Raises `ConsistencyError` if several places would do."""
    if settings.decisions is not None:
        return Path(settings.decisions)
    places = decided.beside(settings.sources) or sorted({_folder(path) / decided.NAME for path in settings.sources})
    if len(places) != 1:
        named = ", ".join(path.as_posix() for path in places) or "nowhere"
        raise ConsistencyError(f"the decision could be written to {named}: name one file with --decisions")
    return places[0]


def _folder(path: str) -> Path:
    there = Path(path)
    return there if there.is_dir() else there.parent


def json_report(path: Path) -> Any:
    """The object in a file. Raises `ConsistencyError` if it cannot be read, or is no JSON report of this version."""
    shown = path.as_posix()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConsistencyError(f"{shown}: cannot be read ({error.strerror or error}); name a report.json with --report") from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("schema_version") != SCHEMA_VERSION:
        told = f"{shown}: is no JSON report of version {SCHEMA_VERSION}; write one with `consistency report --format json`"
        raise ConsistencyError(told)
    return data


def reported(path: Path, *, to_keep: bool = False) -> tuple[Entry, ...]:
    """The findings of a JSON report that was written before; `to_keep` as known: those that no decision settles.

    Raises `ConsistencyError` if it is none, or `to_keep` and it does not hold all that is to be found.
    """
    data = json_report(path)
    shown = path.as_posix()
    if to_keep and data.get("added"):
        raise ConsistencyError(f"{shown}: holds new documents only; use a report that `consistency report --format json` has written")
    try:
        texts = {claim["id"]: claim["text"] for claim in data["claims"]}
        return tuple(
            Entry(
                item["fingerprint"],
                item["check"],
                frozenset(baselines.claim_digest(texts[claim]) for claim in item["claims"] if claim in texts),
                baselines.short(item["message"]),
                tuple(item.get("parts", ())),
            )
            for item in data["findings"]
            if not to_keep or item.get("state", "new") in ("new", "known")
        )
    except (KeyError, TypeError, AttributeError):
        raise ConsistencyError(f"{shown}: is no JSON report of this tool; write one with `consistency report --format json`") from None


def meant(prefix: str, found: Sequence[Entry]) -> Entry:
    """The one finding whose fingerprint is `prefix` or begins with it. Raises `ConsistencyError` if none or several are."""
    exact = [item for item in found if item.fingerprint == prefix]
    if exact:
        return exact[0]
    near = [item for item in found if prefix and item.fingerprint.startswith(prefix)]
    if len(near) == 1:
        return near[0]
    if near:
        listed = ", ".join(sorted(item.fingerprint for item in near))
        raise ConsistencyError(f"{prefix!r} begins several fingerprints ({listed}): give more of it")
    names = [item.fingerprint for item in found]
    told = suggestion(prefix, names) if len(names) <= 20 else "; `consistency review` lists them"
    raise ConsistencyError(f"no finding has the fingerprint {prefix!r}{told}; --force writes it all the same")
