"""The findings as rows, for `findings.csv` and for pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.view.view import FindingView, Passage, view

COLUMNS = (
    "check", "kind", "severity", "confidence", "scope", "event", "left_outlet", "left_path", "left_line", "left_text",
    "left_evidence", "right_outlet", "right_path", "right_line", "right_text", "right_evidence", "because", "message",
    "fingerprint", "other_sources", "state", "decision", "silent", "what",
)  # fmt: skip

if TYPE_CHECKING:
    import pandas

Row = tuple[str | float | int | None, ...]


def rows(report: Report) -> list[Row]:
    """One row a finding, worst first, in the order of `COLUMNS`. A side that a finding lacks has empty cells."""
    return [_row(item) for item in view(report).findings]


def to_frame(report: Report) -> pandas.DataFrame:
    """One row a finding, worst first; columns as in `findings.csv`, with the texts as they are (no spreadsheet escapes).

    Raises `ImportError` with the way to install pandas where it is missing.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("the table of findings needs pandas: pip install 'consistency[pandas]'") from error
    return pandas.DataFrame(rows(report), columns=list(COLUMNS))


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
