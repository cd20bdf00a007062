"""`consistency checks`, `explain` and `schema`: which checks there are, the page of each, and what the JSON report holds."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from consistency.checks import all_checks
from consistency.checks.pages import page
from consistency.checks.values import brief
from consistency.cli import terminal
from consistency.errors import ConsistencyError, NothingToRead, suggestion

if TYPE_CHECKING:
    from consistency.checks.base import Check
    from consistency.engine.rung_reached import Stop
    from consistency.engine.settings import Models
    from consistency.model import Report, Source


def checks() -> None:
    """Print one row a check."""
    from tabulate import tabulate

    rows = [(check.id, check.kind, check.title) for check in all_checks()]
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
    terminal.say(_filled(page(_known(name)), terminal.width()))


def explain_pair(name: str, texts: Sequence[str], models: Models) -> None:
    """Print the rungs of the check called `name` with the facts of two texts, or of two documents, that stop there."""
    from consistency.engine.adapters import load_models
    from consistency.engine.rung_reached import stops

    check = _known(name)
    if check.mode == "reading":
        raise ConsistencyError(f"{name} compares nothing by itself: a language model does, with `consistency report --llm`")
    sources = [_source(text, f"text {number}") for number, text in enumerate(texts, 1)]
    report, found = stops(check, sources, *load_models(models))
    lines = []
    for number, rung in enumerate(check.rungs, 1):
        lines.append(f"{number}. {rung.name}{' (makes a finding)' if rung.fires else ''}")
        words = dict.fromkeys(f"“{brief(stop.left)}” and “{brief(stop.right)}”" for stop in found if stop.rung is rung)
        lines += [f"   - {item}" for item in words]
    lines += ["", _outcome(report, found)]
    terminal.say(_filled("\n".join(lines), terminal.width()))


def _outcome(report: Report, found: Sequence[Stop]) -> str:
    if not found:
        return "No facts of the two were compared: they have none of this kind, or their sentences are too unlike."
    if not report.findings:
        near = any(stop.rung.fires for stop in found)
        return "No finding: what stops at a rung that makes one is not sure or central enough." if near else "No finding."
    return "\n".join(f"Finding: {finding.message} Confidence {finding.confidence:.2f}." for finding in report.findings)


def _source(given: str, name: str) -> Source:
    """The first document of a file; what is no file is a text."""
    from consistency.engine.rung_reached import source_of
    from consistency.ingest.discover import read

    if not os.path.exists(given):
        if not re.search(r"\s", given):
            raise NothingToRead(f"there is no file {given}, and one word is no text to compare")
        return source_of(given, name)
    sources, skipped = read([given], None)
    if not sources:
        raise NothingToRead(f"no document could be read from {given}", skipped)
    return sources[0]


def _known(name: str) -> Check:
    known = {check.id: check for check in all_checks()}
    if name not in known:
        raise ConsistencyError(f"there is no check {name!r}{suggestion(name, known)}")
    return known[name]


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
    known = all_checks()
    listed = "\n".join(f"- [{check.id}](#{check.id}): {check.title}" for check in known)
    opening = f"# The checks\n\nWritten by `make pages` from the checks themselves.\n\n{listed}\n"
    return "\n".join([opening, *(page(check, "##") for check in known)])
