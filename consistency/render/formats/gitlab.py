"""GitLab's Code Quality report: each finding beside its line in a merge request."""

from __future__ import annotations

import json
from typing import IO, Any

from consistency.model import Report, Skipped
from consistency.model.ids import digest
from consistency.model.json_report import left_out
from consistency.model.safe_text import plain
from consistency.render.format import Format
from consistency.render.view import unread
from consistency.render.view.links import location
from consistency.render.view.places import places
from consistency.render.view.state import how_to_settle, note_of
from consistency.render.view.view import FindingView, view

SEVERITY = {"error": "major", "warning": "minor", "note": "info"}
"""A difference between two accounts breaks nothing: `critical` and `blocker` are for what does."""


def write(report: Report, stream: IO[str]) -> None:
    issues = [_issue(item, report) for item in view(report).findings]
    issues += [_unread(title, item) for title, item in unread.entries(report)]
    stream.write(json.dumps([issue for issue in issues if issue], ensure_ascii=False, indent=2) + "\n")


def _issue(item: FindingView, report: Report) -> dict[str, Any]:
    found, finding = places(item, report), item.finding
    if not found:
        return {}
    note = note_of(finding)
    others = "; ".join(location(place.source, place.line) for place in found[1:])
    parts = [
        f"[{plain(note)}]" if note else "",
        plain(finding.message),
        f"Compare {plain(others)}." if others else "",
        f"Why: {plain(item.why)}",
        f"To settle it: {plain(how_to_settle(finding))}" if finding.state == "new" else "",
    ]
    return {
        "description": " ".join(filter(None, parts)),
        "check_name": plain(finding.check),
        "fingerprint": plain(finding.fingerprint),
        "severity": SEVERITY[finding.severity] if finding.state == "new" else "info",
        "location": {"path": plain(found[0].source.path), "lines": {"begin": found[0].file_line or 1}},
    }


def _unread(title: str, item: Skipped) -> dict[str, Any]:
    return {
        "description": f"{title}: {plain(left_out(item))}",
        "check_name": "unreadable" if title == unread.NOT_READ else "not-compared",
        "fingerprint": digest(f"{item.path}\0{item.message}"),
        "severity": SEVERITY["error" if item.stops else "note"],
        "location": {"path": plain(item.path), "lines": {"begin": 1}},
    }


WRITER = Format("gitlab", "gl-code-quality-report", ".json", write)
