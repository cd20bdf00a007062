"""A report narrowed to what is new: the events that a new source tells of, and the findings that it takes part in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from consistency.model import Event, Finding, Framing, Group, Report, Source


def having(new: Collection[str], events: Sequence[Event]) -> list[Event]:
    """The events that one of the sources `new` (ids) tells of."""
    return [event for event in events if not set(event.sources).isdisjoint(new)]


def touched(new: Collection[str], events: Sequence[Event], told: Collection[str]) -> set[str]:
    """The ids of the events that one of the sources `new` tells of, be it in passing: `told` names what their background is of."""
    return {event.id for event in having(new, events)} | {event.id for event in events if event.id in told}


def _concerns(finding: Finding, new: Collection[str], home: Mapping[str, str]) -> bool:
    """Whether a new source has a part in a finding. That an old one is silent on what others tell too is nothing new, nor that an old
    one puts in loaded words what the new one tells in plain ones."""
    told = {home[claim] for claim in finding.claims}
    if finding.kind == "framing" and "plain" in {finding.left_value, finding.right_value}:
        loaded = "right" if finding.left_value == "plain" else "left"
        told = {home[item.claim] for item in finding.evidence if item.side == loaded}
    if finding.silent:
        return not set(finding.silent).isdisjoint(new) or told <= set(new)
    return not told.isdisjoint(new)


def narrowed(report: Report, new: Collection[str]) -> Report:
    """The report without what no source in `new` (ids) has a part in: never an old source against an old one.

    Kept are the events of the new sources, the groups of these events, standing groups that a new source shares, and with each
    kept group the events and sources that it refers to. Of the framing there remains what is said of whom a new source characterises.
    """
    home = {claim.id: claim.source for claim in report.claims}
    findings = tuple(item for item in report.findings if _concerns(item, new, home))
    own = {event.id for event in having(new, report.events)}
    named = {item.group for item in findings}

    def wanted(group: Group) -> bool:
        return group.id in named or (group.scope == "event" and group.event in own) or any(home[claim] in new for claim in group.claims)

    groups = tuple(filter(wanted, report.groups))
    told = {home[claim] for group in groups for claim in group.claims}
    events = [event for event in report.events if event.id in own or not told.isdisjoint(event.sources)]
    return replace(
        _about(report, events, groups),
        findings=findings,
        alone=tuple(item for item in report.alone if item.event in own),
        framing=_framing(report, new, {source for event in events for source in event.sources}),
        not_compared=tuple(item for item in report.not_compared if item.stops),
        added=tuple(source.id for source in report.sources if source.id in new),
    )


def _about(report: Report, events: Sequence[Event], groups: Sequence[Group]) -> Report:
    """The report with these events and groups alone, and with their sources."""
    kept, shown = {event.id for event in events}, {group.id for group in groups}
    sources = {source for event in events for source in event.sources}
    return replace(
        report,
        sources=tuple(source for source in report.sources if source.id in sources),
        events=tuple(replace(event, related=tuple(other for other in event.related if other in kept)) for event in events),
        claims=tuple(claim for claim in report.claims if claim.source in sources),
        groups=tuple(groups),
        coverage=tuple(
            replace(item, silent=tuple(source for source in item.silent if source in sources))
            for item in report.coverage
            if item.group in shown
        ),
    )


def _framing(report: Report, new: Collection[str], sources: Collection[str]) -> tuple[Framing, ...]:
    """What the sources say of whom a new source characterises."""
    characterised = {item.target for item in report.framing if item.source in new}
    return tuple(item for item in report.framing if item.source in sources and item.target in characterised)


def slim(report: Report) -> Report:
    """The report without texts and claims: what an index of it shows."""
    return Report(
        tool=report.tool,
        sources=tuple(Source(path=source.path, text="", id=source.id, record=source.record) for source in report.sources),
        events=tuple(replace(event, together="", near=()) for event in report.events),
        groups=tuple(replace(group, claims=(), witnesses=()) for group in report.groups if group.scope == "standing"),
        findings=tuple(replace(item, claims=(), evidence=item.evidence[:1], because="") for item in report.findings),
        not_compared=report.not_compared,
        stale=report.stale,
        settled_and_gone=report.settled_and_gone,
    )
