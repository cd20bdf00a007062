"""The part of a report that is asked for: by severity, confidence, number or event. Every output of a run shows the same part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consistency.errors import ConsistencyError
from consistency.model import SEVERITIES, Report, Severity
from consistency.model.order import finding_key
from consistency.model.safe_text import one_line
from consistency.render.view.paging import page_name, parts
from consistency.render.view.view import EventView, view

LISTED = 20
"""Events that a message lists."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What to show: findings of at least `severity` and `confidence`, the `top` first ones, of one `event` by number or id."""

    severity: Severity | None = None
    confidence: float = 0.0
    top: int | None = None
    event: str | None = None


def narrowed(report: Report, wanted: Narrowing) -> Report:
    """The report with the findings that are wanted.

    Args:
        report: The whole report.
        wanted: What to keep.

    Returns:
        A report of the same shape. With an event, it holds that event's sources alone.

    Raises:
        ConsistencyError: Where no event is of that number or id.
    """
    if wanted.event is not None:
        report = _of_event(report, wanted.event)
    worst = SEVERITIES[: SEVERITIES.index(wanted.severity) + 1] if wanted.severity else SEVERITIES
    kept = [item for item in report.findings if item.severity in worst and item.confidence >= wanted.confidence]
    kept = sorted(kept, key=finding_key)[: wanted.top]
    return replace(report, findings=tuple(kept)) if len(kept) < len(report.findings) else report


def _of_event(report: Report, wanted: str) -> Report:
    chosen = event_of(view(report).events, wanted)
    name = page_name(chosen.event)
    part = next((part for page, part in parts(report) if page == name), None)
    if part is not None:
        return replace(part, skipped=report.skipped)
    own = set(chosen.event.sources)
    original = next(event for event in report.events if event.id == chosen.event.id)
    return replace(
        report,
        sources=tuple(source for source in report.sources if source.id in own),
        events=(original,),
        claims=tuple(claim for claim in report.claims if claim.source in own),
        groups=(),
        findings=(),
        coverage=(),
        alone=(),
        framing=(),
    )


def event_of(events: Sequence[EventView], wanted: str) -> EventView:
    """The event of that id, of that number in the order of the report, from 1, or the only one with these words in its title.

    Raises `ConsistencyError` if there is none.
    """
    by_id = next((item for item in events if item.event.id == wanted), None)
    if by_id is None and wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted) <= len(events):
        return events[int(wanted) - 1]
    titled = [item for item in events if wanted.strip() and wanted.casefold() in item.event.title.casefold()]
    found = by_id or (titled[0] if len(titled) == 1 else None)
    if found is not None:
        return found
    names = [f"{number} {one_line(item.event.title).strip()}" for number, item in enumerate(events[:LISTED], 1)]
    more = f"; and {len(events) - LISTED} more" if len(events) > LISTED else ""
    there = f"the events are: {'; '.join(names)}{more}" if events else "no event was found"
    why = f"{wanted!r} stands in {len(titled)} titles" if titled else f"there is no event {wanted!r}"
    raise ConsistencyError(f"--event: {why}; {there}")
