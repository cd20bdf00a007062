"""All figures of each event of a report."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model.grouping import grouped
from consistency.render.figures.agreement import Agreement, agreement
from consistency.render.figures.matrix import Matrix, matrix
from consistency.render.figures.timeline import Timeline, timeline
from consistency.render.view.view import EventView, View


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The figures of one event. Each may be empty: a single source sides with nobody, and not every report dates what it tells."""

    event: EventView
    matrix: Matrix
    timeline: Timeline
    agreement: Agreement


def figures_of(shown: View) -> dict[str, EventFigures]:
    """The figures of each event, by the event's id. The cost grows with the claims."""
    claims = grouped((claim.source, claim) for claim in shown.claims)
    home = {claim: item.event.id for item in shown.events for group in item.groups for claim in group.group.claims}
    made = {}
    for item in shown.events:
        table = matrix(item, claims)
        made[item.event.id] = EventFigures(item, table, timeline(item, claims, home), agreement(item, table))
    return made
