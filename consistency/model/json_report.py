"""The report as plain data, the object of `report.json`. Every other form renders it. Fields may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from math import isfinite
from operator import itemgetter
from typing import Any

from consistency.model.document import Source
from consistency.model.facts import DateFact, Fact, Quantity
from consistency.model.order import SortKey, claim_key, evidence_key, finding_key, natural, source_key
from consistency.model.reading import LlmUse
from consistency.model.report import Alone, Claim, Coverage, Event, Evidence, Finding, Framing, Group, Report, Silence, Skipped
from consistency.model.word_counts import word_counts

SCHEMA_VERSION = "1"


def left_out(item: Skipped) -> str:
    """Why a file could not be read, without its path, which every rendering shows beside it."""
    return item.message.removeprefix(item.path).removeprefix(":").strip()


Keyed = list[tuple[SortKey, dict[str, Any]]]


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers, every list sorted."""
    lists = {name: [item for _, item in items] for name, items in sections(report).items()}
    return {name: lists.get(name, value) for name, value in frame(report).items()}


def frame(report: Report) -> dict[str, Any]:
    """The whole object, in the order of its fields, with nothing in the lists of `sections`."""
    rank = {source.id: index for index, source in enumerate(sorted(report.sources, key=source_key))}
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            **_fields(report.tool, "name", "version", "embedder"),
            "entailment": None,  # of an earlier version: no field is ever taken out
            "language_model": report.tool.language_model,
            "llm": _llm(report.tool.llm),
        },
        "sources": [],
        "skipped": [_skipped(item) for item in sorted(report.skipped, key=lambda item: (item.path, item.message))],
        "not_compared": [_skipped(item) for item in sorted(report.not_compared, key=lambda item: (item.path, item.message))],
        **{name: [] for name in ("events", "claims", "groups", "findings", "coverage", "told_only", "framing")},
        "added": _ranked(report.added, rank),
        "stale": sorted(report.stale),
        "settled_and_gone": sorted(report.settled_and_gone),
    }


def sections(report: Report) -> dict[str, Keyed]:
    """The lists that grow with the documents, each item with what it is sorted by: those of two parts of a report merge by it."""
    sources = sorted(report.sources, key=source_key)
    source_rank = {source.id: index for index, source in enumerate(sources)}
    claims = sorted(report.claims, key=lambda claim: claim_key(claim, source_rank))
    rank = {claim.id: index for index, claim in enumerate(claims)}
    told = {claim.id: claim for claim in claims}
    versions = _versions(report)
    witnesses = {group.id: group.witnesses for group in report.groups}
    place: dict[str, SortKey] = {source.id: (0, *source_key(source)) for source in sources}
    made: dict[str, Iterable[tuple[SortKey, dict[str, Any]]]] = {
        "sources": ((source_key(source), _source(source)) for source in sources),
        "events": ((natural(event.id), _event(event, source_rank)) for event in report.events),
        "claims": (((place.get(c.source, NOWHERE), c.start, c.end, natural(c.id)), _claim(c)) for c in claims),
        "groups": ((natural(group.id), _group(group, rank, source_rank)) for group in report.groups),
        "findings": ((finding_key(finding), _finding(finding, rank, source_rank, told)) for finding in report.findings),
        "coverage": (
            (natural(item.group), _coverage(item, source_rank, len(witnesses.get(item.group, ())), versions.get(item.group, {}), told))
            for item in report.coverage
        ),
        "told_only": (
            ((natural(item.event), -item.centrality, place.get(item.source, NOWHERE), item.start, item.end), _alone(item, source_rank))
            for item in report.alone
        ),
        "framing": ((((place.get(item.source, NOWHERE), item.start, item.end, item.target)), _framing(item)) for item in report.framing),
    }
    return {name: sorted(items, key=itemgetter(0)) for name, items in made.items()}


NOWHERE: SortKey = (1,)
"""Sorts what is of a source that the report does not hold after all that is."""


def _fields(item: Any, *names: str) -> dict[str, Any]:
    """These fields of an item, as they are."""
    return {name: getattr(item, name) for name in names}


def _day(day: date | time | None) -> str | None:
    return day.isoformat() if day else None


def _llm(use: LlmUse | None) -> dict[str, Any] | None:
    if use is None:
        return None
    return {
        **_fields(use, "model", "requests"),
        "tokens": {"prompt": use.prompt_tokens, "completion": use.completion_tokens},
        **_fields(use, "proposed", "kept"),
        "dropped": dict(sorted(use.dropped)),
        "problems": list(use.problems),
    }


def _ranked(ids: tuple[str, ...], rank: Mapping[str, int]) -> list[str]:
    return sorted(ids, key=lambda item: (rank.get(item, len(rank)), natural(item)))


def _parts(parts: tuple[tuple[str, ...], ...], rank: Mapping[str, int]) -> list[list[str]]:
    return sorted((_ranked(part, rank) for part in parts), key=lambda part: rank.get(part[0], len(rank)))


def _skipped(item: Skipped) -> dict[str, Any]:
    return {"path": item.path, "message": left_out(item), "files": sorted(item.files) if len(item.files) > 1 else [], "stops": item.stops}


def _source(source: Source) -> dict[str, Any]:
    counts = word_counts(source)
    return {
        **_fields(source, "id", "path", "record", "extracted", "outlet"),
        "outlet_from": source.provenance.get("outlet"),
        **_fields(source, "via", "title", "byline", "dateline", "event"),
        "event_from": source.provenance.get("event"),
        "published": _day(source.published),
        "published_time": _day(source.published_time),
        "published_from": source.provenance.get("published"),
        "published_zone": source.published_zone,
        "updated": _day(source.updated),
        **_fields(source, "url", "captured", "reliability", "credibility"),
        "notes": list(source.notes),
        "places": [{"line": line, "place": place} for line, place in source.places],
        "language": source.language,
        "words": counts.words,
        "boilerplate_words": counts.boilerplate,
        "hidden_words": len(source.hidden.split()),
        "warnings": sorted(source.warnings),
    }


def _event(event: Event, rank: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_fields(event, "id", "title", "date", "place"),
        "sources": _ranked(event.sources, rank),
        "related": sorted(event.related, key=natural),
        "origins": _parts(event.origins, rank),
        "together": event.together,
        "near": [_fields(item, "event", "why") for item in event.near],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    attribution = claim.attribution
    return {
        **_fields(claim, "id", "source", "start", "end", "line", "text", "role"),
        "facts": [_fact(fact) for fact in sorted(claim.facts, key=lambda item: (item.start, item.end, item.kind, item.value))],
        "attribution": None if attribution is None else _fields(attribution, "speaker", "cue", "start", "end", "relayed"),
        **_fields(claim, "certainty", "standing"),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    shown = _fields(fact, "kind", "start", "end", "text", "value")
    if isinstance(fact, DateFact):
        # What a date is of: with it the report tells what happened when.
        days = {"first": _day(fact.first), "last": _day(fact.last)}
        return shown | {"predicate": fact.slot.predicate, **days, "granularity": fact.granularity}
    return shown | _figure(fact) if isinstance(fact, Quantity) else shown


def _figure(fact: Quantity) -> dict[str, Any]:
    """The numbers beside the words. JSON knows no infinity: what has no end is `null`."""
    numbers = _fields(fact, "number", "low", "high")
    return {name: value if isfinite(value) else None for name, value in numbers.items()} | _fields(fact, "bound", "unit")


def _group(group: Group, rank: Mapping[str, int], source_rank: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_fields(group, "id", "event", "scope"),
        "claims": _ranked(group.claims, rank),
        "witnesses": _parts(group.witnesses, source_rank),
    }


def _finding(finding: Finding, rank: Mapping[str, int], source_rank: Mapping[str, int], claims: Mapping[str, Claim]) -> dict[str, Any]:
    evidence = sorted(finding.evidence, key=lambda item: evidence_key(item, rank))
    return {
        **_fields(finding, "check", "what", "kind", "severity", "confidence", "message", "because", "rung"),
        **_fields(finding, "left_value", "right_value", "scope", "event", "group"),
        "claims": _ranked(finding.claims, rank),
        "evidence": [
            _fields(item, "claim", "side", "start", "end", "text", "value", "shown") | {"figure": _figure_in(item, claims.get(item.claim))}
            for item in evidence
        ],
        "silent": _ranked(finding.silent, source_rank),
        "fingerprint": finding.fingerprint,
        "parts": list(finding.parts),
        **_fields(finding, "state", "decision"),
    }


def _figure_in(item: Evidence, claim: Claim | None) -> dict[str, Any] | None:
    """The figure that the words tell, where they tell one."""
    facts = claim.facts if claim else ()
    found = [fact for fact in facts if isinstance(fact, Quantity) and fact.start < item.end and item.start < fact.end]
    return _figure(found[0]) if len(found) == 1 else None


def _versions(report: Report) -> dict[str, dict[str, set[str]]]:
    """For each group the sources that a finding sets on a side, and which."""
    home = {claim.id: claim.source for claim in report.claims}
    found: dict[str, dict[str, set[str]]] = {}
    for item in report.findings:
        if item.group and item.state != "rejected" and {part.side for part in item.evidence} == {"left", "right"}:
            for part in item.evidence:
                if part.claim in home:
                    found.setdefault(item.group, {}).setdefault(home[part.claim], set()).add(part.side)
    return found


def _cells(coverage: Coverage, rank: Mapping[str, int], versions: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """What each source does with the row: `reports`, `differs` (and on which side), `touches` on the subject, or `not found`."""
    found = []
    for source in _ranked(tuple({*coverage.told, *coverage.silent, *versions}), rank):
        sides = sorted(versions.get(source, ()))
        if sides:
            found.append({"source": source, "state": "differs", "version": sides[0] if len(sides) == 1 else "both"})
        elif source in coverage.reporting:
            found.append({"source": source, "state": "reports", "version": ""})
        else:
            found.append({"source": source, "state": "touches" if source in coverage.told else "not found", "version": ""})
    return found


def _clauses(coverage: Coverage, claims: Mapping[str, Claim]) -> list[dict[str, Any]]:
    """The part of each claim that the row is about, where that is not all of it."""
    return [
        {
            "claim": item.claim,
            "spans": [{"start": start, "end": end, "text": claims[item.claim].words(start, end)} for start, end in item.spans],
        }
        for item in sorted(coverage.clauses, key=lambda item: natural(item.claim))
        if item.claim in claims
    ]


def _coverage(
    coverage: Coverage, rank: Mapping[str, int], independent: int, versions: Mapping[str, set[str]], claims: Mapping[str, Claim]
) -> dict[str, Any]:
    return {
        "group": coverage.group,
        "told": _ranked(coverage.told, rank),
        "silent": _ranked(coverage.silent, rank),
        "independent": independent,
        "centrality": coverage.centrality,
        "reasons": _reasons(coverage.reasons, rank),
        "anchor": coverage.anchor,
        "reporting": _ranked(coverage.reporting, rank),
        "cells": _cells(coverage, rank, versions),
        "clauses": _clauses(coverage, claims),
    }


def _reasons(silences: Iterable[Silence], rank: Mapping[str, int]) -> list[dict[str, str]]:
    known = [item for item in silences if item.reason]
    return [_fields(item, "source", "reason") for item in sorted(known, key=lambda item: rank.get(item.source, -1))]


def _alone(item: Alone, rank: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_fields(item, "event", "source", "claim", "start", "end", "text", "centrality"),
        "silent": _ranked(tuple(other.source for other in item.reasons), rank),
        "reasons": _reasons(item.reasons, rank),
    }


def _framing(item: Framing) -> dict[str, Any]:
    return _fields(item, "target", "source", "text", "voice", "claim", "start", "end", "loading")
