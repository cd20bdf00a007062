"""Who tells what of an event, for showing: what all tell, what some leave out, what one alone tells, and why a source may be silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.model import Reason, Silence, Source
from consistency.model.grouping import grouped
from consistency.render.view.view import EventView, FindingView, GroupView, Passage, View

AT_A_GLANCE = 6
"""Matters of each list that stand open; the rest is folded."""
WHY: dict[Reason, str] = {
    "short": "brief report",
    "cut off": "text breaks off",
    "earlier": "published before",
    "other words": "may put it in other words",
}
"""The reasons for silence, in words that go in brackets after a source's name."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A source that does not tell a matter, and the words for why, empty if that is not known."""

    source: Source
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """One matter: its words in one source, who tells it (`independent` of them), who does not, and the findings on its being left out."""

    passage: Passage
    words: str
    told: tuple[Source, ...]
    independent: int
    quiet: tuple[Quiet, ...]
    centrality: float
    findings: tuple[FindingView, ...] = ()

    @property
    def unsure(self) -> bool:
        """Whether every source that does not tell it so may tell it in other words."""
        return all(quiet.why == WHY["other words"] for quiet in self.quiet)


@dataclass(frozen=True, slots=True)
class EventCoverage:
    """The matters of one event, the most central first. `by_one` holds pairs of a source and what it alone tells."""

    by_all: tuple[Told, ...] = ()
    by_some: tuple[Told, ...] = ()
    unsure: tuple[Told, ...] = ()
    """Told by some, where all the others may tell it in other words."""
    by_one: tuple[tuple[Source, tuple[Told, ...]], ...] = ()
    limits: tuple[Quiet, ...] = ()
    """Sources whose text itself is a reason for silence: brief, or broken off."""

    @property
    def summary(self) -> str:
        """`told 3 by all, 2 by some and not by others, 4 by one source alone`, without what there is none of."""
        numbers = (len(self.by_all), len(self.by_some), len(self.unsure), sum(len(found) for _, found in self.by_one))
        who = ("by all", "by some and not by others", "by some and perhaps by others", "by one source alone")
        return ", ".join(f"{number:,} reported {words}" for number, words in zip(numbers, who, strict=True) if number)

    @property
    def note(self) -> str:
        """Whose silence has a reason in its text, in a sentence; empty if nobody's has."""
        named = [f"{quiet.source.label} ({quiet.why})" for quiet in self.limits]
        return f"Silent for a reason of their own: {', '.join(named)}." if named else ""

    @property
    def any(self) -> bool:
        return bool(self.by_some or self.unsure or self.by_one)


def coverage_of(shown: View) -> dict[str, EventCoverage]:
    """The coverage of each event that several sources report, by the event's id."""
    sources = {source.id: source for source in shown.sources}
    reasons = {item.group: (item.centrality, item.reasons) for item in shown.report.coverage}
    return {item.event.id: _event(item, shown, sources, reasons) for item in shown.events if len(item.sources) > 1}


def _event(
    item: EventView, shown: View, sources: dict[str, Source], reasons: dict[str, tuple[float, tuple[Silence, ...]]]
) -> EventCoverage:
    matters = [
        _group(group, *reasons.get(group.group.id, (0.0, ()))) for group in item.groups if group.group.scope == "event" and group.told
    ]
    # A stable sort: matters as central as each other stay in the order of the text.
    matters.sort(key=lambda told: -told.centrality)
    alone = _alone(item, shown, sources)
    every = [quiet for told in [*matters, *(told for _, found in alone for told in found)] for quiet in told.quiet]
    limits = {quiet.source.id: quiet for quiet in every if quiet.why in {WHY["short"], WHY["cut off"]}}
    return EventCoverage(
        by_all=tuple(told for told in matters if not told.quiet),
        by_some=tuple(told for told in matters if told.quiet and not told.unsure),
        unsure=tuple(told for told in matters if told.quiet and told.unsure),
        by_one=alone,
        limits=tuple(limits[source.id] for source in item.sources if source.id in limits),
    )


def _group(group: GroupView, centrality: float, reasons: Iterable[Silence]) -> Told:
    passages = [passage for found in group.told.values() for passage in found]
    shown = min(passages, key=lambda passage: (passage.claim.role != "body", len(passage.claim.text) > 240))
    return Told(
        passage=shown,
        words=shown.words,
        told=tuple(found[0].source for found in group.told.values()),
        independent=len(group.group.witnesses) or len(group.told),
        quiet=_quiet(group.silent, reasons),
        centrality=centrality,
        findings=tuple(found for found in group.findings if found.finding.kind == "omission"),
    )


def _quiet(silent: Sequence[Source], reasons: Iterable[Silence]) -> tuple[Quiet, ...]:
    known = {item.source: item.reason for item in reasons}
    found = [Quiet(source, WHY.get(known.get(source.id, ""), "")) for source in silent]
    return tuple(sorted(found, key=lambda quiet: quiet.why == WHY["other words"]))


def _alone(item: EventView, shown: View, sources: dict[str, Source]) -> tuple[tuple[Source, tuple[Told, ...]], ...]:
    claims = {claim.id: claim for claim in shown.claims}
    omissions = [found for found in item.findings if found.finding.kind == "omission" and found.finding.group is None]
    named = grouped(((evidence.claim, evidence.start), found) for found in omissions for evidence in found.finding.evidence)
    made: dict[str, list[Told]] = {}
    for only in sorted(shown.report.alone, key=lambda only: (-only.centrality, only.source, only.start)):
        if only.event == item.event.id and only.claim in claims and only.source in sources:
            silent = [source for source in item.sources if source.id in {other.source for other in only.reasons}]
            told = Told(
                passage=Passage(sources[only.source], claims[only.claim], ((only.start, only.end),)),
                words=only.text,
                told=(sources[only.source],),
                independent=1,
                quiet=_quiet(silent, only.reasons),
                centrality=only.centrality,
                findings=tuple(named[only.claim, only.start]),
            )
            made.setdefault(only.source, []).append(told)
    return tuple((source, tuple(made[source.id])) for source in item.sources if source.id in made)
