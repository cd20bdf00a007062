"""`consistency checks`, `explain` and `schema`: which checks there are, the page of each, and what the JSON report holds."""

from __future__ import annotations

import re
import textwrap

from consistency.checks.pages import page
from consistency.cli import terminal
from consistency.cli.options import known_checks
from consistency.errors import ConsistencyError, suggestion


def checks() -> None:
    """Print one row a check."""
    from tabulate import tabulate

    rows = [(check.id, check.kind, check.title) for check in known_checks()]
    terminal.say(tabulate(rows, ("check", "kind", "what differs"), tablefmt="simple"))


def schema() -> None:
    """Print the JSON Schema of `report.json`."""
    terminal.say(rendered_schema())


def rendered_schema() -> str:
    """`docs/report.schema.json`."""
    import json

    from consistency.model.json_schema import schema as described

    return json.dumps(described(), ensure_ascii=False, indent=2) + "\n"


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


def all_pages() -> str:
    """`docs/checks.md`: the pages of all checks."""
    known = known_checks()
    listed = "\n".join(f"- [{check.id}](#{check.id}): {check.title}" for check in known)
    opening = f"# The checks\n\nWritten by `make pages` from the checks themselves.\n\n{listed}\n"
    return "\n".join([opening, *(page(check, "##") for check in known)])
