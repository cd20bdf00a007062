"""SARIF 2.1.0, which code hosts and editors read: each finding at both its places, with the page of its check.

Columns and offsets count Unicode code points; offsets count with a line feed at each line's end.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import quote

from consistency.model import Finding, Report, Skipped
from consistency.model.json_report import left_out
from consistency.model.safe_text import plain, visible
from consistency.render.format import HOME, Format
from consistency.render.view import unread
from consistency.render.view.links import location
from consistency.render.view.places import Place, places
from consistency.render.view.state import how_to_settle, note_of
from consistency.render.view.view import FindingView, view

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "consistency/v1"


def write(report: Report, stream: IO[str]) -> None:
    shown = view(report)
    ids = sorted({item.finding.check for item in shown.findings})
    rules = _rules(ids)
    run: dict[str, Any] = {
        "tool": {
            "driver": {"name": plain(report.tool.name), "semanticVersion": report.tool.version, "informationUri": HOME, "rules": rules}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread.stopping(report),
                "toolExecutionNotifications": [_notification(title, item) for title, item in unread.entries(report)],
            }
        ],
        "results": [_result(item, report, ids.index(item.finding.check)) for item in shown.findings],
        "properties": {
            "stale": [plain(item) for item in sorted(report.stale)],
            "settledAndGone": [plain(item) for item in sorted(report.settled_and_gone)],
        },
    }
    text = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
    stream.write(text + "\n")


def _rules(ids: list[str]) -> list[dict[str, Any]]:
    from consistency.checks import all_checks
    from consistency.checks.pages import page

    known = {check.id: check for check in all_checks()}
    rules = []
    for name in ids:
        rule: dict[str, Any] = {"id": plain(name) or "-"}
        check = known.get(name)
        if check is not None:
            text = page(check)
            rule |= {
                "shortDescription": {"text": check.title},
                "fullDescription": {"text": " ".join(check.about.split())},
                "help": {"text": text, "markdown": text},
                "defaultConfiguration": {"level": check.severity},
                "properties": {"tags": [check.kind]},
            }
        rules.append(rule)
    return rules


def _result(item: FindingView, report: Report, rule: int) -> dict[str, Any]:
    finding = item.finding
    found = places(item, report)
    note = note_of(finding)
    parts = [plain(finding.message), f"Why: {plain(item.why)}", *([f"[{plain(note)}]"] if note else [])]
    if finding.state == "new":
        parts.append(f"To settle it: {plain(how_to_settle(finding))}")
    return {
        "ruleId": plain(finding.check) or "-",
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": " ".join(parts)},
        "locations": [_location(place) for place in found[:1]],
        "relatedLocations": [{"id": number, **_location(place), "message": _told(place)} for number, place in enumerate(found)],
        # The host's own key too: with it an alert follows the finding, not the line.
        "partialFingerprints": {FINGERPRINT: plain(finding.fingerprint), "primaryLocationLineHash": plain(finding.fingerprint)},
        "baselineState": "new" if finding.state == "new" else "unchanged",
        "suppressions": _suppressions(finding),
        "rank": round(100 * finding.confidence, 1),
        "properties": {
            "kind": finding.kind,
            "scope": finding.scope,
            "state": finding.state,
            "leftValue": plain(finding.left_value),
            "rightValue": plain(finding.right_value),
        },
    }


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if finding.state not in ("accepted", "rejected", "deferred"):
        return []
    # A deferred finding waits for somebody, and so is still shown as open.
    status = "underReview" if finding.state == "deferred" else "accepted"
    return [{"kind": "external", "status": status, "justification": plain(finding.decision)}]


def _told(place: Place) -> dict[str, str]:
    words = f"{plain(place.source.label)}: \u201c{plain(place.words)}\u201d"
    return {"text": words if place.lines else f"{words} ({plain(location(place.source, place.line))})"}


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _uri(place.source.path)}
    if place.lines:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": place.start,
            "charLength": place.end - place.start,
            "snippet": {"text": visible(place.words)},
        }
    else:
        # Code scanning shows nothing without a line; where it is unknown, the message tells the line of the text.
        physical["region"] = {"startLine": place.file_line or 1}
    return {"physicalLocation": physical}


def _uri(path: str) -> dict[str, str]:
    """A relative reference that can only be a path, or a `file:` address for a path from the root."""
    # A file name that is no UTF-8 stands in the report as lone surrogates: back to its bytes.
    clean = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", path)
    quoted = quote(clean, safe="/", errors="surrogateescape") or "unknown"
    if PurePosixPath(path).is_absolute():
        return {"uri": "file:///" + quoted.lstrip("/")}
    return {"uri": quoted, "uriBaseId": "%SRCROOT%"}


def _notification(title: str, item: Skipped) -> dict[str, Any]:
    return {
        "level": "error" if item.stops else "warning",
        "message": {"text": plain(f"{title.lower()}: {left_out(item)}")},
        "locations": [{"physicalLocation": {"artifactLocation": _uri(item.path)}}],
    }


WRITER = Format("sarif", "findings", ".sarif", write)
