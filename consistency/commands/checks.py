"""`consistency checks` and `consistency explain`: which checks there are, and the page of each."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from consistency.commands import terminal
from consistency.commands.options import known_checks
from consistency.errors import ConsistencyError
from consistency.settings import suggestion

if TYPE_CHECKING:
    from consistency.checks._ladder import Check, Example


def checks() -> None:
    """Print one row a check."""
    from tabulate import tabulate

    rows = [(check.id, check.kind, check.severity, check.title) for check in known_checks()]
    terminal.say(tabulate(rows, ("check", "kind", "severity", "what differs"), tablefmt="simple"))


def explain(name: str) -> None:
    """Print the page of the check called `name`."""
    known = {check.id: check for check in known_checks()}
    if name not in known:
        raise ConsistencyError(f"there is no check {name!r}{suggestion(name, known)}")
    terminal.say(_filled(page(known[name]), terminal.width()))


def _filled(text: str, width: int) -> str:
    """Markdown with its long lines broken, list items kept under their mark."""
    lines = []
    for line in text.split("\n"):
        mark = re.match(r" *(?:- |\d+\. )?", line)
        indent = " " * (mark.end() if mark else 0)
        lines += textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def page(check: Check, heading: str = "#") -> str:
    """The check's page in Markdown, under a heading as deep as `heading`: the same in the terminal and in docs/checks.md."""
    rungs = "\n".join(
        f"{number}. **{rung.name}**: {rung.meaning}{_makes(rung.fires, rung.kind or check.kind)}"
        for number, rung in enumerate(check.rungs, 1)
    )
    parts = [
        f"{heading} {check.id}",
        f"{check.title}. Kind: {check.kind}; severity: {check.severity}; looks {_looks(check)}.",
        check.about.strip(),
        f"{heading}# What it cannot tell\n\n{check.cannot_tell.strip()}",
        f"{heading}# Its ladder\n\nThe first rung that holds decides.\n\n{rungs}",
    ]
    for title, fires in (("Fires on", True), ("Stays silent on", False)):
        shown = [_example(example) for example in check.examples if example.fires is fires]
        if shown:
            parts.append(f"{heading}# {title}\n\n" + "\n\n".join(shown))
    return "\n\n".join(parts) + "\n"


def all_pages() -> str:
    """`docs/checks.md`: the pages of all checks."""
    known = known_checks()
    listed = "\n".join(f"- [{check.id}](#{check.id}): {check.title}" for check in known)
    opening = f"# The checks\n\nWritten by `make pages` from the checks themselves.\n\n{listed}\n"
    return "\n".join([opening, *(page(check, "##") for check in known)])


def _makes(fires: bool, kind: str) -> str:
    return f" → {kind}" if fires else ""


def _looks(check: Check) -> str:
    if check.mode == "within":
        return "inside one source"
    return "across the sources on " + " and ".join(
        {"event": "one event", "standing": "a standing matter", "internal": "one source"}[scope] for scope in sorted(check.scopes)
    )


def _example(example: Example) -> str:
    """One list item: the two accounts as paragraphs, then the note."""
    parts = [example.left, example.right, f"*{example.note}*" if example.note else ""]
    return "- " + "\n\n  ".join(part for part in parts if part)
