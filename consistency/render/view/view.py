"""A report looked up and laid out for showing: what every rendering needs and none should work out for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from consistency.model import Claim, Event, Finding, Group, Report, Side, Source, Span
from consistency.model.grouping import grouped
from consistency.model.order import claim_key, finding_key, natural, source_key
from consistency.render.view.headings import headed
from consistency.render.view.marking import differing


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim in its source. `evidence` are the spans a finding names there, `marks` the words in them that differ."""

    source: Source
    claim: Claim
    evidence: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()
    clause: tuple[Span, ...] = ()
    """The stretches of the claim that its row is about, in order; empty for all of it."""

    @property
    def words(self) -> str:
        """What its row is about in its own words, dots where something is left out."""
        if not self.clause:
            return self.claim.text
        before, after = self.dots
        return before + " \u2026 ".join(self.source.text[start:end] for start, end in self.clause) + after

    @property
    def dots(self) -> tuple[str, str]:
        """What stands for words that are left out before its row's clause, and after it."""
        if not self.clause:
            return "", ""
        before, after = (self.claim.start, self.clause[0][0]), (self.clause[-1][1], self.claim.end)
        left_out = [any(map(str.isalnum, self.source.text[start:end])) for start, end in (before, after)]
        return "\u2026 " if left_out[0] else "", " \u2026" if left_out[1] else ""

    @property
    def line(self) -> int:
        """The line of the differing words, which may stand below the claim's first line."""
        return self.source.line(self.evidence[0][0]) if self.evidence else self.claim.line


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with both sides' passages. `others` tell one of the versions without being named as evidence."""

    finding: Finding
    event: Event | None
    left: tuple[Passage, ...]
    right: tuple[Passage, ...]
    others: tuple[Passage, ...]
    silent: tuple[Source, ...]

    @property
    def title(self) -> str:
        """The check's name as words: `number-differs` is "Number differs"."""
        return self.finding.check.replace("-", " ").replace("_", " ").capitalize()

    @property
    def what(self) -> str:
        """The disputed fact as a reader would name it; the check's name for a finding that has none."""
        return self.finding.what or self.title

    @property
    def where(self) -> str:
        """The event's title, or why no single event owns it."""
        if self.event is not None and self.finding.scope != "standing":
            return self.event.title
        return {"standing": "Across events", "internal": "Inside one source", "event": "Unknown event"}[self.finding.scope]

    @property
    def why(self) -> str:
        """The finding's `because` as a sentence: without the rung's name before it, which "Why" already tells."""
        words = self.finding.because.removeprefix(f"{self.finding.rung}:").strip()
        site = "." in words.split(" ", 1)[0]  # an outlet that is named by its address keeps its small letters
        return words if site else words[:1].upper() + words[1:]

    @property
    def other_sources(self) -> tuple[Source, ...]:
        """Sources the finding rests on beside the first passage of each side."""
        first = {passages[0].source.id for passages in (self.left, self.right) if passages}
        rest = {item.source.id: item.source for item in (*self.left, *self.right, *self.others)}
        return tuple(source for source_id, source in rest.items() if source_id not in first)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as one row: what each source tells, and who is silent."""

    group: Group
    told: dict[str, tuple[Passage, ...]]
    silent: tuple[Source, ...]
    findings: tuple[FindingView, ...]
    anchor: str = ""
    """The claim that the row is about."""
    reporting: frozenset[str] | None = None
    """The ids of the sources that report its fact; `None` if that was not worked out."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event with everything that belongs to it. `claims` counts the claims of its sources."""

    event: Event
    sources: tuple[Source, ...]
    related: tuple[Event, ...]
    groups: tuple[GroupView, ...]
    findings: tuple[FindingView, ...]
    claims: int
    one_origin: tuple[tuple[Source, ...], ...] = ()
    """Sources whose text came from one place: each set is one witness."""
    visitors: tuple[Source, ...] = ()
    """Sources on other events that tell of this one in passing."""
    near: tuple[tuple[Event, str], ...] = ()
    """The events that read alike and are apart, each with what keeps it apart."""

    @property
    def held(self) -> tuple[str, ...]:
        """In sentences, what its sources have in common, and which event is near and apart, why."""
        apart = (f"Near, and another event: \u201c{event.title}\u201d ({why})." for event, why in self.near)
        return tuple(filter(None, (self.event.together, *apart)))


@dataclass(frozen=True, slots=True)
class View:
    """The whole report. Findings stand worst first, and so do the events: those with findings, then those that several
    sources tell, then the rest, each by date. `standing` and `internal` hold what no single event owns.
    """

    report: Report
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    events: tuple[EventView, ...]
    findings: tuple[FindingView, ...]
    standing_groups: tuple[GroupView, ...]

    def of_scope(self, scope: str) -> tuple[FindingView, ...]:
        return tuple(item for item in self.findings if item.finding.scope == scope)


def view(report: Report) -> View:
    """Lay the report out. References to sources, claims, groups or events that the report does not hold are left out."""
    sources = tuple(sorted(report.sources, key=source_key))
    rank = {source.id: index for index, source in enumerate(sources)}
    claims = tuple(sorted(report.claims, key=lambda claim: claim_key(claim, rank)))
    lookup = _Lookup(sources, claims, replace(report, events=headed(report)))
    findings = tuple(_finding(item, lookup) for item in sorted(report.findings, key=finding_key))
    by_group = grouped((item.finding.group, item) for item in findings if item.finding.group is not None)
    groups = [
        _group(group, lookup, tuple(by_group[group.id])) for group in sorted(report.groups, key=lambda group: _group_key(group, lookup))
    ]
    return View(
        report=report,
        sources=sources,
        claims=claims,
        events=_events(lookup, [item for item in groups if item.group.scope != "standing"], findings),
        findings=findings,
        standing_groups=tuple(item for item in groups if item.group.scope == "standing"),
    )


class _Lookup:
    """The report's parts by id."""

    def __init__(self, sources: tuple[Source, ...], claims: tuple[Claim, ...], report: Report) -> None:
        self.sources = {source.id: source for source in sources}
        self.source_rank = {source.id: index for index, source in enumerate(sources)}
        self.claims = {claim.id: claim for claim in claims if claim.source in self.sources}
        self.rank = {claim.id: index for index, claim in enumerate(claims)}
        self.event_list = sorted(report.events, key=lambda event: natural(event.id))
        self.events = {event.id: event for event in self.event_list}
        self.event_of = {source_id: event.id for event in self.event_list for source_id in event.sources}
        self.coverage = {item.group: item for item in report.coverage}
        self.counts: dict[str, int] = defaultdict(int)
        for claim in claims:
            self.counts[claim.source] += 1

    def passages(self, ids: Iterable[str]) -> list[Passage]:
        known = sorted((self.rank[claim_id], claim_id) for claim_id in set(ids) if claim_id in self.claims)
        return [Passage(self.sources[self.claims[item].source], self.claims[item]) for _, item in known]

    def named(self, ids: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.sources[name] for name in sorted(set(ids) & self.sources.keys(), key=self.source_rank.__getitem__))


def _finding(finding: Finding, lookup: _Lookup) -> FindingView:
    left, right = (_side(finding, side, lookup) for side in ("left", "right"))
    left, right = _marked(left, right), _marked(right, left)
    named = {evidence.claim for evidence in finding.evidence}
    event_id = finding.event
    if not event_id and finding.scope == "internal" and left:
        event_id = lookup.event_of.get(left[0].source.id, "")
    coverage = lookup.coverage.get(finding.group or "")
    return FindingView(
        finding,
        lookup.events.get(event_id),
        left,
        right,
        tuple(lookup.passages(claim for claim in finding.claims if claim not in named)),
        lookup.named(finding.silent or (coverage.silent if coverage else ())),
    )


def _side(finding: Finding, side: Side, lookup: _Lookup) -> tuple[Passage, ...]:
    spans = grouped((item.claim, (item.start, item.end)) for item in finding.evidence if item.side == side)
    return tuple(Passage(item.source, item.claim, tuple(sorted(spans[item.claim.id]))) for item in lookup.passages(spans))


def _marked(side: tuple[Passage, ...], other: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """`side` with the words marked in which its evidence differs from the other side's first."""
    facing = ""
    if other and other[0].evidence:
        start, end = other[0].evidence[0]
        facing = other[0].source.text[start:end]
    marked = []
    for passage in side:
        marks: list[Span] = []
        for start, end in passage.evidence:
            words, _ = differing(passage.source.text[start:end], facing)
            marks.extend((start + first, start + last) for first, last in words)
        marked.append(Passage(passage.source, passage.claim, passage.evidence, tuple(marks)))
    return tuple(marked)


def _clause(claim: Claim, spans: Iterable[Span], marks: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, if they lie in the claim in order and hold all that is marked; else none, and the claim is shown whole."""
    found = tuple(spans)
    places = [claim.start, *(place for span in found for place in span), claim.end]
    held = all(any(start <= first and last <= end for start, end in found) for first, last in marks)
    return found if found and held and places == sorted(places) else ()


def _group_key(group: Group, lookup: _Lookup) -> tuple[object, ...]:
    """In the order in which the first source that tells it does."""
    first = min((lookup.rank[claim] for claim in group.claims if claim in lookup.rank), default=len(lookup.rank))
    return (natural(group.event), first, natural(group.id))


def _group(group: Group, lookup: _Lookup, findings: tuple[FindingView, ...]) -> GroupView:
    marks: dict[str, set[Span]] = defaultdict(set)
    for item in findings:
        for passage in (*item.left, *item.right):
            marks[passage.claim.id].update(passage.marks)
    coverage = lookup.coverage.get(group.id)
    clauses = {item.claim: item.spans for item in coverage.clauses} if coverage is not None else {}
    told: dict[str, tuple[Passage, ...]] = {}
    for plain in lookup.passages(group.claims):
        own = tuple(sorted(marks[plain.claim.id]))
        passage = Passage(plain.source, plain.claim, marks=own, clause=_clause(plain.claim, clauses.get(plain.claim.id, ()), own))
        told[plain.source.id] = (*told.get(plain.source.id, ()), passage)
    if coverage is not None:
        silent = set(coverage.silent)
    elif group.scope == "event" and group.event in lookup.events:
        silent = set(lookup.events[group.event].sources)
    else:
        silent = set()
    known = coverage is not None and coverage.anchor
    anchor, reporting = (coverage.anchor, frozenset(coverage.reporting)) if coverage is not None and known else ("", None)
    return GroupView(group, told, lookup.named(silent - set(told)), findings, anchor, reporting)


def _events(lookup: _Lookup, groups: list[GroupView], findings: tuple[FindingView, ...]) -> tuple[EventView, ...]:
    place = {id(item): index for index, item in enumerate(findings)}

    def key(item: EventView) -> tuple[object, ...]:
        sure = [found for found in item.findings if found.finding.severity != "note"]
        rank = 0 if any(found.finding.check != "name-differs" for found in sure) else 1 if sure else 2  # a spelling is the lesser news
        worst = min((place[id(found)] for found in item.findings), default=len(findings))
        return (rank, worst, len(item.sources) < 2, item.event.date or "9999", natural(item.event.id))

    own_groups = grouped((group.group.event, group) for group in groups)
    own_findings = grouped((finding.finding.event, finding) for finding in findings if finding.finding.scope == "event")
    made = [_event(event, lookup, own_groups[event.id], own_findings[event.id]) for event in lookup.event_list]
    return tuple(sorted(made, key=key))


def _event(event: Event, lookup: _Lookup, groups: list[GroupView], findings: list[FindingView]) -> EventView:
    return EventView(
        event=event,
        sources=lookup.named(event.sources),
        related=tuple(lookup.events[name] for name in sorted(event.related, key=natural) if name in lookup.events and name != event.id),
        groups=tuple(groups),
        findings=tuple(findings),
        claims=sum(lookup.counts[source_id] for source_id in event.sources if source_id in lookup.sources),
        one_origin=tuple(part for ids in event.origins if len(part := lookup.named(ids)) > 1),
        visitors=lookup.named({name for group in groups for name in group.told} - set(event.sources)),
        near=tuple((lookup.events[item.event], item.why) for item in event.near if item.event in lookup.events),
    )
