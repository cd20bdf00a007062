"""`consistency review`: walk through the findings that nobody has settled, and decide one after the other."""

from __future__ import annotations

from pathlib import Path

from consistency.cli import terminal
from consistency.cli.decide import decision, who, write
from consistency.cli.report import compared
from consistency.cli.verdicts import decisions_file, said
from consistency.engine.settings import Settings
from consistency.errors import DecisionsError
from consistency.render.view.view import view
from consistency.render.view.wording import counted
from consistency.triage.baseline import Entry, entries
from consistency.triage.decisions import Verdict

VERDICTS: dict[str, Verdict] = {"a": "accept", "r": "reject", "d": "defer"}
LEAVING = {"s": "skip", "q": "quit"}
CHOICES = "[a]ccept: a real difference  [r]eject: a false alarm  [d]efer: look at it by a day  [s]kip  [q]uit"


def review(settings: Settings, *, by: str | None, cache: Path | None = None) -> None:
    """Show each open finding and ask. Each answer is written at once, so that leaving loses nothing."""
    path = decisions_file(settings)
    so_far = said(settings)
    found = compared(settings, quiet=False, cache=cache)
    judged = so_far.judge(found)
    every = entries(judged)
    opened = [item for item in view(judged).findings if item.finding.state == "new"]
    name, settled = who() if by is None else by, 0
    from consistency.render.terminal import render_finding

    for number, item in enumerate(opened, start=1):
        shown = render_finding(item, terminal.width(), terminal.color())
        terminal.say(f"\n{number} of {len(opened)}  {item.finding.fingerprint}\n{shown}\n")
        answer = _settle(path, every[item.finding.fingerprint], name)
        if answer == "quit":
            break
        settled += answer == "settled"
    terminal.say(f"{counted(settled, 'finding')} settled, {len(opened) - settled} open; decisions stand in {path.as_posix()}")


def _settle(path: Path, entry: Entry, by: str) -> str:
    """`settled`, `skip` or `quit`, which the end of the input is too."""
    while True:
        answer = terminal.ask(f"{CHOICES}\n> ")
        if answer is None:
            return "quit"
        key = answer.strip().lower()[:1]
        if key in LEAVING:
            return LEAVING[key]
        verdict = VERDICTS.get(key)
        if verdict is None:
            terminal.say(f"type one of {', '.join((*VERDICTS, *LEAVING))} and Enter")
            continue
        reason = terminal.ask("why? (nothing goes back)\n> ")
        if reason is None:
            return "quit"
        if not reason.strip():
            continue
        day = None
        if verdict == "defer":
            day = terminal.ask("until which day? (2031-01-31; nothing goes back)\n> ")
            if day is None:
                return "quit"
            if not day.strip():
                continue
        try:
            decided = decision(verdict, reason, by, day)
        except DecisionsError as error:
            terminal.say(str(error))
            continue
        write(path, entry, decided)
        return "settled"
