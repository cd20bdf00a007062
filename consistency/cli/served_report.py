"""What `consistency serve` holds: the report of now, kept up with its sources, and the decisions made on its page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from consistency.cli import caching
from consistency.cli.decide import complete, locked, write_locked
from consistency.cli.verdicts import Said, decisions_file, said
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, DecisionsError
from consistency.model import Finding, Report
from consistency.model.protocols import Progress
from consistency.model.safe_text import one_line
from consistency.triage.baseline import entries
from consistency.triage.decisions import STATES, Decision

LONGEST = 2000
"""Characters of a reason."""
Compare = Callable[[Progress], Report]


class Changed(ConsistencyError):
    """Somebody else has decided since the page was loaded."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where the work is: `version` counts the reports made so far, `stage` is what is being done, `error` why there is no report."""

    version: int = 0
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""


class ServedReport:
    """A report that several people look at. Every method may be called from any thread."""

    def __init__(self, settings: Settings, cache: Path | None, compare: Compare | None = None) -> None:
        self._settings, self._cache = settings, cache
        self._compare = compare or self._compared
        self._lock = threading.Lock()
        self._found: Report | None = None
        self._judged: Report | None = None
        self._status = Status()

    @property
    def status(self) -> Status:
        with self._lock:
            return self._status

    @property
    def report(self) -> Report | None:
        """The report as of now, with what has been decided; `None` until the first is made."""
        with self._lock:
            return self._judged

    def renew(self) -> None:
        """Compare the sources anew. What goes wrong is told in the status, and the report before stays."""
        self._tell("reading", 0, 0)
        try:
            found = self._compare(self._tell)
        except ConsistencyError as error:
            with self._lock:
                self._status = replace(self._status, stage="", error=one_line(str(error)))
            return
        with self._lock:
            self._found = found
        self.judge()

    def judge(self) -> None:
        """Read what has been decided, and show it. A fault in the files is told in the status."""
        with self._lock:
            found = self._found
        if found is None:
            return
        error, judged = "", found
        try:
            judged = self.said().judge(found)
        except ConsistencyError as fault:
            error = one_line(str(fault))
        with self._lock:
            # Reading what was decided here again makes no new report.
            fresh = judged != self._judged
            self._judged = judged
            self._status = Status(self._status.version + fresh, error=error)

    def decide(self, fingerprint: str, decision: Decision, seen: str) -> Finding:
        """Write a decision on a finding.

        Args:
            fingerprint: The finding's, whole.
            decision: What is decided, by whom and why.
            seen: What the page showed as decided so far.

        Returns:
            The finding as it now is.

        Raises:
            Changed: Where somebody else has decided since; nothing is written.
            DecisionsError: Where the decision is incomplete, or its file at fault.
            ConsistencyError: Where there is no such finding.
        """
        complete(decision)
        if len(decision.reason) > LONGEST:
            raise DecisionsError(f"a reason has at most {LONGEST:,} characters")
        with self._lock:
            found = self._found
        if found is None or fingerprint not in {item.fingerprint for item in found.findings}:
            raise ConsistencyError("there is no such finding any more: load the page again")
        path = decisions_file(self._settings)
        with locked(path):
            now = self._finding(found, fingerprint)
            if now.decision != seen:
                told = now.decision or "undecided again"
                raise Changed(f"Somebody else has decided meanwhile ({told}). Send it again to decide otherwise.")
            write_locked(path, entries(found)[fingerprint], decision, replacing=True)
        self.judge()
        return self._finding(found, fingerprint)

    def said(self) -> Said:
        """What has been decided so far. Raises `ConsistencyError` if a file of it is at fault; one that is yet to be written is none."""
        named = self._settings.decisions
        missing = named is not None and not Path(named).exists()
        return said(replace(self._settings, decisions=None, sources=()) if missing else self._settings)

    def _finding(self, found: Report, fingerprint: str) -> Finding:
        judged = self.said().judge(found)
        return next(item for item in judged.findings if item.fingerprint == fingerprint)

    def watched(self) -> list[Path]:
        """The folders and files whose changes matter: sources, decisions, baseline and manifest."""
        named = [*self._settings.sources, self._settings.decisions, self._settings.baseline, self._settings.manifest]
        paths = [Path(name) for name in named if name]
        there = {path if path.exists() else path.parent for path in paths}
        return sorted(path for path in there if path.exists())

    def is_verdict(self, path: str) -> bool:
        """Whether a changed file holds decisions or the baseline: then nothing has to be compared anew."""
        verdicts = [decisions_file(self._settings), *(Path(name) for name in (self._settings.baseline,) if name)]
        return Path(path).resolve() in {file.resolve() for file in verdicts}

    def _compared(self, progress: Progress) -> Report:
        from consistency.engine import api

        with caching.opened(self._cache) as opened:
            return api.compare(self._settings.sources, self._settings, progress=progress, cache=opened)

    def _tell(self, stage: str, done: int, total: int) -> None:
        with self._lock:
            self._status = replace(self._status, stage=stage, done=done, total=total, error="")


def decision_of(data: dict[str, object]) -> Decision:
    """The decision that a page has sent. Raises `DecisionsError` if a part of it is missing or of another kind."""
    texts = {name: data.get(name, "") for name in ("verdict", "reason", "by", "until")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise DecisionsError("a decision needs texts for verdict, reason, by and until")
    verdict, reason, by, until = (one_line(str(texts[name])).strip() for name in ("verdict", "reason", "by", "until"))
    if verdict not in STATES:
        raise DecisionsError(f"verdict must be one of {', '.join(STATES)}")
    if not by:
        raise DecisionsError("a decision needs a name: say who decides")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise DecisionsError(f"{until}: is no day; write it as 2031-01-31") from None
    return Decision(verdict, reason, by[:200], day)  # type: ignore[arg-type]
