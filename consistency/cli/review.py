"""`consistency review`: walk through the findings that nobody has settled, and decide one after the other."""

from __future__ import annotations

from pathlib import Path

from consistency.cli import caching, files, terminal
from consistency.cli.check import Wanted, new_documents
from consistency.cli.decide import decision, who, write
from consistency.cli.report import compared
from consistency.cli.verdicts import decisions_file, said
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import DecisionsError
from consistency.model import Report
from consistency.render.view.view import FindingView, view
from consistency.render.view.wording import counted
from consistency.triage.baseline import Entry, entries
from consistency.triage.decisions import Verdict

VERDICTS: dict[str, Verdict] = {"a": "accept", "r": "reject", "d": "defer"}
LEAVING = {"s": "skip", "u": "undo", "q": "quit"}
CHOICES = "[a]ccept: a real difference  [r]eject: a false alarm  [d]efer: look at it by a day  [s]kip  [u]ndo the last  [q]uit"


def review(settings: Settings, *, by: str | None, since: str | None = None, cache: Path | None = None) -> None:
    """Show each open finding and ask. Each answer is written at once, so that leaving loses nothing.

    With `since` only what the documents that are new since that commit take part in is shown.
    """
    path = decisions_file(settings)
    files.require_writable(path.parent, "--decisions")
    so_far = said(settings)
    judged = so_far.judge(_found(settings, since, cache), whole=since is None)
    every = entries(judged)
    opened = [item for item in view(judged).findings if item.finding.state == "new"]
    settled = _walk(path, opened, every, who() if by is None else by)
    terminal.say(f"{counted(settled, 'finding')} settled, {len(opened) - settled} open; decisions are in {path.as_posix()}")


def _found(settings: Settings, since: str | None, cache: Path | None) -> Report:
    if since is None:
        return compared(settings, quiet=False, cache=cache)
    new, _ = new_documents(settings, Wanted(since=since))
    with terminal.progress_bar(False) as progress:
        found = caching.with_cache(cache, lambda opened: api.check(settings.sources, new, settings, progress=progress, cache=opened))
    terminal.warn_skipped(found.skipped)
    return found


def _walk(path: Path, opened: list[FindingView], every: dict[str, Entry], name: str) -> int:
    """Ask about one finding after the other; returns how many were settled."""
    from consistency.render.terminal import render_finding

    done: list[tuple[int, str | None]] = []
    at = 0
    while at < len(opened):
        item = opened[at]
        shown = render_finding(item, terminal.width(), terminal.color())
        terminal.say(f"\n{at + 1} of {len(opened)}  {item.finding.fingerprint}\n{shown}\n")
        before = path.read_text(encoding="utf-8") if path.exists() else None
        answer = _settle(path, every[item.finding.fingerprint], name, can_undo=bool(done))
        if answer == "quit":
            break
        if answer == "undo":
            at, text = done.pop()
            if text is None:
                path.unlink(missing_ok=True)
            else:
                files.write_text(path, text)
            continue
        if answer == "settled":
            done.append((at, before))
        at += 1
    return len(done)


def _settle(path: Path, entry: Entry, by: str, *, can_undo: bool) -> str:
    """`settled`, `skip`, `undo` or `quit`, which the end of the input is too."""
    while True:
        answer = terminal.ask(f"{CHOICES}\n> ")
        if answer is None:
            return "quit"
        key = answer.strip().lower()[:1]
        if key == "u" and not can_undo:
            terminal.say("nothing has been decided yet")
            continue
        if key in LEAVING:
            return LEAVING[key]
        verdict = VERDICTS.get(key)
        if verdict is None:
            terminal.say(f"type one of {', '.join((*VERDICTS, *LEAVING))} and Enter")
            continue
        done = _decided(path, entry, by, verdict)
        if done != "again":
            return done


def _decided(path: Path, entry: Entry, by: str, verdict: Verdict) -> str:
    """Ask why, and for a day where one is needed; a mistake in one of them is asked for again and nothing else."""
    reason = day = ""
    while True:
        if not reason:
            told = terminal.ask("why? (nothing goes back)\n> ")
            if told is None:
                return "quit"
            if not told.strip():
                return "again"
            reason = told
        if verdict == "defer" and not day:
            told = terminal.ask("until which day? (2031-01-31; nothing goes back)\n> ")
            if told is None:
                return "quit"
            if not told.strip():
                return "again"
            day = told
        try:
            made = decision(verdict, reason, by, day or None)
        except DecisionsError as error:
            terminal.say(str(error))
            reason, day = (reason, "") if day else ("", "")
            continue
        write(path, entry, made, replacing=True)
        return "settled"
