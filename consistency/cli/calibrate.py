"""`consistency calibrate`: fit how sure each check is to what a team has decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from consistency.cli import files, terminal
from consistency.cli.report import compared
from consistency.cli.verdicts import decisions_file, said
from consistency.engine.settings import Settings
from consistency.render.view.wording import counted
from consistency.triage.recalibration import LEAST, NAME, Fit, fit, render


def calibrate(settings: Settings, *, dry_run: bool, quiet: bool, cache: Path | None = None) -> None:
    """Fit the checks to the findings of `settings.sources` that were accepted and rejected, say what changes, and write it beside
    the decisions unless `dry_run`."""
    so_far, file = said(settings), decisions_file(settings).with_name(NAME)
    # Fitted to what the checks say by themselves, so that doing it twice is doing it once.
    plain = replace(settings, shifts={}, thresholds=replace(settings.thresholds, confidence=0.0))
    fits = fit(so_far.judge(compared(plain, quiet=quiet, cache=cache)).findings)
    changed = [item for item in fits if item.enough]
    if changed and not dry_run:
        files.write_text(file, render(fits))
    if not quiet:
        terminal.say(_told(fits, file if changed and not dry_run else None))


def _told(fits: tuple[Fit, ...], written: Path | None) -> str:
    from tabulate import tabulate

    if not fits:
        return "No finding here is accepted or rejected yet: decide with `consistency review`, `consistency decide` or `consistency serve`."
    rows = [
        (item.check, f"{item.accepted}", f"{item.rejected}", f"{item.before:.2f}", f"{item.after:.2f}" if item.enough else "too few")
        for item in fits
    ]
    head = ("check", "accepted", "rejected", "confidence", "becomes")
    table = tabulate(rows, head, tablefmt="simple", disable_numparse=True, colalign=("left", "right", "right", "right", "right"))
    few = sum(not item.enough for item in fits)
    lines = [table, ""]
    if few:
        lines.append(f"{counted(few, 'check')} with fewer than {LEAST} decisions: unchanged.")
    lines.append(f"wrote {written.as_posix()}; every run on these documents uses it" if written else "nothing was written")
    return "\n".join(lines)
