"""`consistency baseline`: take all that is found now as known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from consistency.cli import files, terminal
from consistency.cli.report import compared
from consistency.cli.verdicts import BASELINE, reported, said
from consistency.engine.settings import Settings
from consistency.render.view.wording import counted
from consistency.triage.baseline import Entry, entries, load, render


def baseline(settings: Settings, *, report: Path | None, quiet: bool, cache: Path | None = None) -> None:
    """Write the baseline that the settings name: every finding that no decision settles, of the whole folder or of a report."""
    path = Path(settings.baseline or BASELINE)
    files.require_writable(path.parent, "--baseline")
    before: tuple[Entry, ...] = load(path) if path.exists() else ()
    if report is None:
        decisions = said(replace(settings, baseline=None))
        found = compared(settings, quiet=quiet, cache=cache)
        judged = decisions.judge(found)
        every = entries(judged)
        # What is decided stands in the decisions: once one of them expires its finding must count again.
        known = [every[item.fingerprint] for item in judged.findings if item.state == "new"]
    else:
        known = list(reported(report, to_keep=True))
    files.write_text(path, render(known))
    if not quiet:
        terminal.say(_told(path, before, known))


def _told(path: Path, before: tuple[Entry, ...], known: list[Entry]) -> str:
    added = sum(not any(old.covers(item) for old in before) for item in known)
    gone = sum(not any(old.covers(item) for item in known) for old in before)
    return f"{path.as_posix()}: {counted(len(known), 'known finding')} ({added} added, {gone} no longer found)"
