"""A report on one line, and as a table for notebooks."""

from __future__ import annotations

from collections import Counter
from html import escape

from consistency.model.order import finding_key
from consistency.model.report import SEVERITIES, Report
from consistency.model.safe_text import one_line

SHOWN = 50
"""Findings in the table."""


def short(report: Report) -> str:
    """`<Report: 12 sources, 3 events, 4 findings (1 error, 3 notes)>`."""
    severities = Counter(finding.severity for finding in report.findings)
    told = ", ".join(_counted(severities[name], name) for name in SEVERITIES if severities[name])
    counts = [_counted(len(report.sources), "source"), _counted(len(report.events), "event"), _counted(len(report.findings), "finding")]
    left = len(report.skipped) + len(report.not_compared)
    return f"<Report: {', '.join(counts)}{f' ({told})' if told else ''}{f'; {left} not read or compared' if left else ''}>"


def table(report: Report) -> str:
    """The findings as an HTML table, worst first; no text of a document is markup in it."""
    labels = {source.id: source.label for source in report.sources}
    sources = {claim.id: labels.get(claim.source, "") for claim in report.claims}
    rows = []
    ordered = sorted(report.findings, key=finding_key)
    for finding in ordered[:SHOWN]:
        sides = {"left": "", "right": ""}
        for item in finding.evidence:
            sides[item.side] = sides[item.side] or f"{item.text} ({sources.get(item.claim, '')})"
        cells = (finding.severity, finding.check, sides["left"], sides["right"], finding.because, f"{finding.confidence:.2f}")
        rows.append("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{name}</th>" for name in ("severity", "check", "one version", "the other", "why", "confidence"))
    rest = f"<p>{len(ordered) - SHOWN} more</p>" if len(ordered) > SHOWN else ""
    return f"<p>{_cell(short(report))}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{rest}"


def _cell(text: str) -> str:
    return escape(one_line(text))


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
