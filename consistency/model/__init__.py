"""The frozen data that flows through the stages: Source -> Claim -> Group -> Event -> Finding -> Report.

Every `start`/`end` pair counts Unicode code points in `Source.text`, half open. Stages add to these values and
never change the text, so `source.text[claim.start:claim.end] == claim.text` holds from the reader to the report.
"""

from __future__ import annotations

from consistency.model.document import Block, BlockRole, Source, Span, Token
from consistency.model.facts import (
    TIMES,
    Age,
    Bound,
    Clock,
    DateFact,
    Duration,
    Fact,
    Fraction,
    Granularity,
    Money,
    Ordinal,
    Organisation,
    Percent,
    Person,
    Place,
    Quantity,
    Quote,
    Role,
    Score,
    Slot,
)
from consistency.model.report import (
    CERTAINTIES,
    DIFFERENCES,
    SEVERITIES,
    Alone,
    Attribution,
    Certainty,
    Claim,
    ClaimRole,
    Coverage,
    Event,
    Evidence,
    Finding,
    Framing,
    Group,
    Kind,
    NearEvent,
    Reason,
    Report,
    RowClause,
    Scope,
    Severity,
    Side,
    Silence,
    Skipped,
    State,
    ToolInfo,
)

__all__ = [
    "Age", "Alone", "Attribution", "Block", "BlockRole", "Bound", "CERTAINTIES", "Certainty", "Claim", "ClaimRole", "Clock",
    "Coverage", "DateFact", "DIFFERENCES", "Duration", "Event", "Evidence", "Fact", "Finding", "Fraction", "Framing", "Granularity",
    "Group", "Kind", "Money", "NearEvent", "Ordinal", "Organisation", "Percent", "Person", "Place", "Quantity", "Quote", "Reason",
    "Report", "Role", "RowClause", "Scope", "Score", "SEVERITIES", "Severity", "Side", "Silence", "Skipped", "Slot", "Source",
    "Span", "State", "TIMES", "Token", "ToolInfo",
]  # fmt: skip
