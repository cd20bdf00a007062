"""What the findings on a page can be sifted by: the choices of each field, and what each finding answers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from consistency.model import SEVERITIES, Finding, Kind, Source, State
from consistency.model.safe_text import anchor
from consistency.render.view.paging import Story
from consistency.render.view.view import FindingView, View


@dataclass(frozen=True, slots=True)
class Field:
    """A menu: `choices` are pairs of the value in the page's address and the words shown."""

    name: str
    label: str
    every: str
    choices: tuple[tuple[str, str], ...]


def sources_of(item: FindingView) -> tuple[Source, ...]:
    """Every source that a finding names, those that are silent on it too where it says that they leave something out."""
    named = [passage.source for passage in (*item.left, *item.right, *item.others)]
    silent = item.silent if item.finding.kind == "omission" else ()
    return tuple({source.id: source for source in (*named, *silent)}.values())


def fields(shown: View, source_ids: Mapping[str, str], event_ids: Mapping[str, str]) -> tuple[Field, ...]:
    """The menus of a report's page: those with a choice to make. Ids are those of the page."""
    findings = [item.finding for item in shown.findings]
    named = {source.id for item in shown.findings for source in sources_of(item)}
    sources = [(source_ids[source.id], source.label) for source in shown.sources if source.id in named]
    events = [(event_ids[item.event.id], item.event.title) for item in shown.events if item.findings]
    menus = (
        *_of_findings(findings),
        Field("source", "Source", "All sources", tuple(sorted(sources, key=lambda choice: (choice[1].casefold(), choice[0])))),
        Field("event", "Event", "All events", tuple(events)),
    )
    return tuple(menu for menu in menus if len(menu.choices) > 1)


def index_fields(stories: Iterable[Story]) -> tuple[Field, ...]:
    """The menus of the index of events."""
    findings = [finding for story in stories for row in story.rows for finding in row.findings]
    return tuple(menu for menu in _of_findings(findings) if len(menu.choices) > 1)


def answers(findings: Iterable[Finding]) -> dict[str, str]:
    """What one finding, or those of one event together, answer to in each menu: values parted by spaces."""
    every = list(findings)
    return {
        "severity": _joined(finding.severity for finding in every),
        "kind": _joined(finding.kind for finding in every),
        "check": _joined(anchor(finding.check) for finding in every),
        "state": _joined(finding.state for finding in every),
    }


def _joined(values: Iterable[str]) -> str:
    return " ".join(sorted(set(values)))


def _of_findings(findings: Iterable[Finding]) -> tuple[Field, ...]:
    every = list(findings)
    severities, kinds, states = {f.severity for f in every}, {f.kind for f in every}, {f.state for f in every}
    checks = {anchor(f.check): f.check.replace("-", " ").replace("_", " ").capitalize() for f in every}
    return (
        Field("severity", "Severity", "All severities", tuple((name, name.capitalize()) for name in SEVERITIES if name in severities)),
        Field("kind", "Kind", "All kinds", tuple((name, name.capitalize()) for name in get_args(Kind) if name in kinds)),
        Field("check", "Check", "All checks", tuple(sorted(checks.items(), key=lambda choice: choice[1]))),
        Field("state", "Decision", "New and decided", tuple((name, name.capitalize()) for name in get_args(State) if name in states)),
    )
