"""The one order of each list, so that every format shows the same report and the same input gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from consistency.model import SEVERITIES, Claim, Evidence, Finding, Source

SortKey = tuple[object, ...]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which `g2` comes before `g10`."""
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def source_key(source: Source) -> SortKey:
    return (source.path, source.record or 0, natural(source.id))


def claim_key(claim: Claim, rank: Mapping[str, int]) -> SortKey:
    """By the rank of its source, then by its place in the text."""
    return (rank.get(claim.source, len(rank)), claim.start, claim.end, natural(claim.id))


def finding_key(finding: Finding) -> SortKey:
    """Worst first, then surest first, then by fingerprint."""
    return (SEVERITIES.index(finding.severity), -finding.confidence, finding.fingerprint, finding.check, finding.message, finding.claims)


def evidence_key(evidence: Evidence, rank: Mapping[str, int]) -> SortKey:
    """Left before right, then by the rank of the claim."""
    return (evidence.side, rank.get(evidence.claim, len(rank)), evidence.start, evidence.end)
