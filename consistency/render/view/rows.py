"""The findings as rows, for `findings.csv` and for pandas."""

from __future__ import annotations

from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.view.view import FindingView, Passage, view

COLUMNS = (
    "check", "kind", "severity", "confidence", "scope", "event", "left_outlet", "left_path", "left_line", "left_text",
    "left_evidence", "right_outlet", "right_path", "right_line", "right_text", "right_evidence", "because", "message",
    "fingerprint", "other_sources", "state", "decision", "silent", "what",
)  # fmt: skip

Row = tuple[str | float | int | None, ...]


def rows(report: Report) -> list[Row]:
    """One row a finding, worst first, in the order of `COLUMNS`. A side that a finding lacks has empty cells."""
    return [_row(item) for item in view(report).findings]


def _row(item: FindingView) -> Row:
    finding = item.finding
    return (
        finding.check,
        finding.kind,
        finding.severity,
        finding.confidence,
        finding.scope,
        item.event.title if item.event else "",
        *_side(item.left),
        *_side(item.right),
        finding.because,
        finding.message,
        finding.fingerprint,
        "; ".join(source.label for source in item.other_sources),
        finding.state,
        finding.decision,
        "; ".join(source.label for source in item.silent) if finding.silent else "",
        item.what,
    )


def _side(passages: tuple[Passage, ...]) -> Row:
    if not passages:
        return ("", "", None, "", "")
    passage = passages[0]
    evidence = " \u2026 ".join(passage.source.text[start:end] for start, end in passage.evidence)
    return (
        passage.source.outlet or "",
        passage.source.path,
        passage.line,
        one_line(passage.claim.text).strip(),
        one_line(evidence).strip(),
    )
