"""A large report in parts: one for each event that several sources tell, and one for what belongs to no single event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from consistency.model import SEVERITIES, Event, Finding, Report
from consistency.model.grouping import grouped
from consistency.model.order import natural
from consistency.model.safe_text import anchor

MANY_EVENTS = 50
"""A report with more events than this, told by several sources each, is no longer one page."""
ACROSS = "across-events"


@dataclass(frozen=True, slots=True)
class Row:
    """An event in the index. `page` is the name of its page, empty if one source reports it and nothing was found."""

    event: Event
    page: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Events that belong together, by date. The title is that of the event that most sources tell."""

    title: str
    rows: tuple[Row, ...]


def is_large(report: Report) -> bool:
    return sum(len(event.sources) > 1 for event in report.events) > MANY_EVENTS


def stories(report: Report) -> list[Story]:
    """The events by story: those with the worst findings first, then those of most sources."""
    home = _homes(report)
    found = grouped((home[finding.fingerprint], finding) for finding in report.findings)
    rows = {}
    for event in report.events:
        own = tuple(sorted(found[event.id], key=_worst))
        rows[event.id] = Row(event, page_name(event) if own or len(event.sources) > 1 else "", own)
    seen: set[str] = set()
    made = []
    for event in sorted(report.events, key=lambda event: natural(event.id)):
        if event.id in seen:
            continue
        story, open_ = [], [event.id]
        while open_:
            name = open_.pop()
            if name not in seen:
                seen.add(name)
                story.append(rows[name])
                open_ += [other for other in rows[name].event.related if other in rows]
        title = min(story, key=lambda row: (-len(row.event.sources), row.event.date or "9999", row.event.id)).event.title
        made.append(Story(title, tuple(sorted(story, key=lambda row: (row.event.date or "9999", row.event.id)))))
    return sorted(made, key=_rank)


def _rank(story: Story) -> tuple[object, ...]:
    worst = min((_worst(finding) for row in story.rows for finding in row.findings), default=(len(SEVERITIES), 0.0))
    return (worst, -max(len(row.event.sources) for row in story.rows), story.rows[0].event.date or "9999", story.rows[0].event.id)


def _worst(finding: Finding) -> tuple[int, float]:
    return SEVERITIES.index(finding.severity), -finding.confidence


def _homes(report: Report) -> dict[str, str]:
    """For each finding, by fingerprint, the event on whose page it stands."""
    source_of = {claim.id: claim.source for claim in report.claims}
    event_of = {source: event.id for event in report.events for source in event.sources}
    known = set(event_of.values())
    homes = {}
    for finding in report.findings:
        told = [event_of[source_of[claim]] for claim in finding.claims if source_of.get(claim) in event_of]
        own = finding.event if finding.event in known else next(iter(told), ACROSS)
        homes[finding.fingerprint] = ACROSS if finding.scope == "standing" else own
    return homes


def page_name(event: Event) -> str:
    return anchor(event.id)


def parts(report: Report) -> Iterator[tuple[str, Report]]:
    """The name of each page and the part of the report that it shows: all that its sources tell."""
    claims = grouped((claim.source, claim) for claim in report.claims)
    source_of = {claim.id: claim.source for claim in report.claims}
    sources = {source.id: source for source in report.sources}
    coverage = {item.group: item for item in report.coverage}
    framing = grouped((said.source, said) for said in report.framing)
    groups = grouped((ACROSS if group.scope == "standing" else group.event, group) for group in report.groups)
    home = _homes(report)
    findings = grouped((home[finding.fingerprint], finding) for finding in report.findings)

    def part(name: str, own: Iterable[str], events: tuple[Event, ...]) -> Report:
        told = {source_of[claim] for group in groups[name] for claim in group.claims if claim in source_of}
        shown = sorted({*own, *told} & sources.keys())
        return replace(
            report,
            sources=tuple(sources[source] for source in shown),
            events=events,
            claims=tuple(claim for source in shown for claim in claims[source]),
            groups=tuple(groups[name]),
            findings=tuple(findings[name]),
            coverage=tuple(coverage[group.id] for group in groups[name] if group.id in coverage),
            alone=tuple(item for item in report.alone if item.event == name),
            framing=tuple(said for source in shown for said in framing[source]),
            skipped=(),
            not_compared=(),
            stale=(),
            settled_and_gone=(),
        )

    for event in report.events:
        if len(event.sources) > 1 or findings[event.id]:
            yield page_name(event), part(event.id, event.sources, (event,))
    if groups[ACROSS] or findings[ACROSS]:
        yield ACROSS, part(ACROSS, (), ())
