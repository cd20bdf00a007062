"""Annotations for GitHub Actions: workflow commands to print, each of which shows a new finding beside its line.

A step shows ten annotations of each type; what is more is counted in one notice at the end.
"""

from __future__ import annotations

from typing import IO

from consistency.model import Report
from consistency.model.json_report import left_out
from consistency.model.safe_text import one_line
from consistency.render.format import Format
from consistency.render.view import unread
from consistency.render.view.links import location
from consistency.render.view.places import places
from consistency.render.view.state import how_to_settle, new, settled, tally
from consistency.render.view.view import FindingView, view

LIMIT = 10
"""Annotations of one type that a step shows."""
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, stream: IO[str]) -> None:
    found = view(report).findings
    commands: dict[str, list[str]] = {name: [] for name in COMMANDS.values()}
    for item in new(found):
        name = COMMANDS[item.finding.severity]
        commands[name].append(_command(name, _properties(item, report), _message(item, report)))
    for title, entry in unread.entries(report):
        name = "error" if entry.stops else "warning"
        commands[name].append(_command(name, {"file": entry.path, "title": f"consistency: {title}"}, one_line(left_out(entry))))
    left = len(settled(found)) + len(report.stale) + len(report.settled_and_gone)
    for name, lines in commands.items():
        # One notice is kept for the rest.
        room = LIMIT - 1 if name == "notice" else LIMIT
        stream.writelines(lines[:room])
        left += len(lines[room:])
    if left:
        stale = f"; {len(report.stale)} of the baseline no longer found" if report.stale else ""
        stale += f"; {len(report.settled_and_gone)} decided and no longer found" if report.settled_and_gone else ""
        apart = unread.in_numbers(report)
        stale += f"; {apart}" if apart else ""
        stream.write(_command("notice", {"title": "consistency"}, f"{tally(found)}{stale}. The whole list is in the report of this run."))


def _properties(item: FindingView, report: Report) -> dict[str, str]:
    properties = {"title": f"consistency: {item.title}"}
    for place in places(item, report)[:1]:
        line = place.file_line
        properties = {"file": place.source.path, **({"line": str(line)} if line else {}), **properties}
        if place.lines:
            properties["endLine"] = str(place.end_line)
            # Columns are shown only within one line.
            if place.line == place.end_line:
                properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    return properties


def _message(item: FindingView, report: Report) -> str:
    others = "; ".join(location(place.source, place.line) for place in places(item, report)[1:])
    also = f"\nCompare {one_line(others)}." if others else ""
    expired = f"\n{one_line(item.finding.decision)}." if item.finding.decision else ""
    return (
        f"{one_line(item.finding.message)}\nWhy: {one_line(item.why)}{also}{expired}\nTo settle it: {one_line(how_to_settle(item.finding))}"
    )


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_data(one_line(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


WRITER = Format("github", "annotations", ".txt", write)
