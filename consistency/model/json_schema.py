"""The JSON Schema of `report.json`: every field with its type and meaning. `consistency schema` prints it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from consistency.model.facts import Bound, Granularity
from consistency.model.json_report import SCHEMA_VERSION
from consistency.model.report import CERTAINTIES, SEVERITIES, ClaimRole, Kind, Reason, Scope, Side, State

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = f"https://example.org/consistency/report-{SCHEMA_VERSION}.schema.json"


def schema(*, strict: bool = False) -> Schema:
    """The schema. Fields may be added to a report within a version, so unknown ones are let through unless `strict`."""

    def record(about: str, fields: Mapping[str, Schema]) -> Schema:
        made: Schema = {"type": "object", "description": about, "properties": dict(fields), "required": sorted(fields)}
        return made | {"additionalProperties": False} if strict else made

    def many(items: Schema, about: str = "") -> Schema:
        return {"type": "array", "items": items} | ({"description": about} if about else {})

    span = {
        "start": _whole("where it begins in the source's text, in Unicode code points from 0"),
        "end": _whole("where it ends, half open"),
        "text": _text("the words there"),
    }
    figure = {
        "number": _number("the figure as a number, in `unit`"),
        "low": _number("the least that the words allow"),
        "high": _number("the most that the words allow"),
        "bound": _one_of(get_args(Bound), "how the words bound it"),
        "unit": _text("the unit; an ISO 4217 code for money, empty for a count"),
    }
    reasons = many(
        record("Why a source may be silent.", {"source": _text("a source's id"), "reason": _one_of(get_args(Reason))}),
        "known reasons of silence",
    )
    skipped = record(
        "A file that could not be read or compared.",
        {
            "path": _text("the file"),
            "message": _text("why, and what to do"),
            "files": many(_text(), "the files, where one message is about several"),
            "stops": {"type": "boolean", "description": "whether a check cannot pass because of it"},
        },
    )
    fact = record(
        "Something stated that has a normalised value.",
        {"kind": _text("quantity, money, percent, date, place, ..."), **span} | {"value": _text("normalised")},
    )
    fact["properties"] |= {
        **{name: kind | {"description": f"of a figure: {kind['description']}"} for name, kind in figure.items()},
        "predicate": _text("of a date: the verb that it dates"),
        "first": _day("of a date: the first day that it may mean"),
        "last": _day("of a date: the last day that it may mean"),
        "granularity": _one_of(get_args(Granularity), "of a date: how exact it is"),
    }
    evidence = record(
        "The differing words of one passage.",
        {
            "claim": _text("the claim's id"),
            "side": _one_of(get_args(Side)),
            **span,
            "value": _text("the normalised value of the version that these words report"),
            "shown": _text("better words for a table, empty where `text` reads well"),
            "figure": _or_null(record("The figure given there.", figure)),
        },
    )
    source = record("One document.", _SOURCE)
    attribution = record(
        "Who is made answerable.",
        {
            "speaker": _text(),
            "cue": _text("said, according to, ..."),
            "start": span["start"],
            "end": span["end"],
            "relayed": {"type": "boolean", "description": "whether the speaker is another outlet"},
        },
    )
    claim = record(
        "A sentence or clause of a source.",
        {
            "id": _text(),
            "source": _text("the source's id"),
            **span,
            "line": _whole("counted from 1"),
            "role": _one_of(get_args(ClaimRole)),
            "facts": many(fact),
            "attribution": _or_null(attribution),
            "certainty": _one_of(CERTAINTIES),
            "standing": {"type": "boolean", "description": "whether it states a lasting commitment or state"},
        },
    )
    finding = record(
        "One difference between two versions.",
        _FINDING
        | {
            "claims": many(_text(), "every claim that it rests on"),
            "evidence": many(evidence),
            "silent": many(_text(), "of an omission: the sources that leave it out"),
            "parts": many(_text(), "of more than two versions: the fingerprints of the pairs merged into it"),
        },
    )
    ids = many(_text(), "ids of sources")
    event = record(
        "Sources that report the same happening.",
        {
            "id": _text(),
            "title": _text(),
            "date": _or_null(_text("a day, or a span of days")),
            "place": _or_null(_text()),
            "sources": ids,
            "related": many(_text(), "ids of events of the same story"),
            "origins": many(ids, "sources whose text came from one place"),
            "together": _text("what its sources have in common: names, day; empty for one source"),
            "near": many(
                record("An event that reads alike and is another one.", {"event": _text("its id"), "why": _text("what keeps it apart")}),
                "the nearest first",
            ),
        },
    )
    group = record(
        "Claims that say the same thing.",
        {
            "id": _text(),
            "event": _text("the event's id"),
            "scope": _one_of(get_args(Scope)),
            "claims": many(_text()),
            "witnesses": many(ids, "the sources that report it, grouped by where they have it from"),
        },
    )
    cell = record(
        "What one source does with a row.",
        {
            "source": _text("the source's id"),
            "state": _one_of(("reports", "differs", "touches", "not found")),
            "version": _one_of(("", "left", "right", "both"), "the side of a finding that it reports, where it differs"),
        },
    )
    clause = record(
        "The part of a claim that a row is about, where the claim tells other things too.",
        {"claim": _text("the claim's id"), "spans": many(record("A stretch of it.", span), "in the order of the text")},
    )
    coverage = record(
        "Which sources on the event report a group.",
        {
            "group": _text("the group's id"),
            "told": ids,
            "silent": ids,
            "independent": _whole("witnesses that report it"),
            "centrality": _share("how much it matters to its event"),
            "reasons": reasons,
            "anchor": _text("the claim that the row is about; empty where that was not worked out"),
            "reporting": ids,
            "cells": many(cell, "what each source does with the row"),
        },
    )
    coverage["properties"]["clauses"] = many(clause, "of the row's claims that tell other things too")
    alone = record(
        "What one source reports and no other.",
        {
            "event": _text(),
            "source": _text(),
            "claim": _text(),
            **span,
            "centrality": _share("how much it matters"),
            "silent": ids,
            "reasons": reasons,
        },
    )
    framing = record(
        "How a source characterises somebody or something.",
        {
            "target": _text("whom or what"),
            "source": _text(),
            "voice": _text("`own` or the speaker's name"),
            "claim": _text(),
            **span,
            "loading": _share("how likely its most loaded word judges"),
        },
    )
    report = record(
        "Everything that a run found. Lists are sorted: the same input gives the same bytes.",
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "tool": record(
                "What made the report.", _TOOL | {"llm": _or_null(record("The language model that read the events.", _llm(record)))}
            ),
            "sources": many(source),
            "skipped": many(skipped, "files that could not be read"),
            "not_compared": many(skipped, "documents that were read but cannot be compared, or only in part"),
            "events": many(event),
            "claims": many(claim),
            "groups": many(group),
            "findings": many(finding),
            "coverage": many(coverage),
            "told_only": many(alone),
            "framing": many(framing),
            "added": many(_text(), "ids of the sources that were checked against the rest; empty where all were compared"),
            "stale": many(_text(), "entries of the baseline that no longer occur"),
            "settled_and_gone": many(_text(), "decisions on findings that no longer occur"),
        },
    )
    return {"$schema": DIALECT, "$id": ID, "title": f"consistency report, version {SCHEMA_VERSION}"} | report


def _text(about: str = "") -> Schema:
    return {"type": "string"} | ({"description": about} if about else {})


def _whole(about: str = "") -> Schema:
    return {"type": "integer", "minimum": 0, "description": about}


def _number(about: str = "") -> Schema:
    # JSON knows no infinity: what has no end has `null`.
    return {"type": ["number", "null"], "description": about}


def _share(about: str = "") -> Schema:
    return {"type": "number", "minimum": 0, "maximum": 1, "description": about}


def _day(about: str = "") -> Schema:
    return {"type": ["string", "null"], "format": "date", "description": about}


def _one_of(values: tuple[str, ...], about: str = "") -> Schema:
    return {"enum": list(values)} | ({"description": about} if about else {})


def _or_null(kind: Schema) -> Schema:
    return {"anyOf": [kind, {"type": "null"}]}


def _llm(record: Callable[[str, Mapping[str, Schema]], Schema]) -> dict[str, Schema]:
    tokens = {"prompt": _whole("of what was sent"), "completion": _whole("of what was answered")}
    return {
        "model": _text("the name of the model"),
        "requests": _whole("that the answers rest on, sent now or known from an earlier run"),
        "tokens": record("What those requests took, as the server counts.", tokens),
        "proposed": _whole("differences that it proposed"),
        "kept": _whole("those that hold"),
        "dropped": {"type": "object", "additionalProperties": _whole("how many"), "description": "those that do not, by the reason"},
        "problems": {"type": "array", "items": _text(), "description": "what it was to read and did not, and why"},
    }


_TOOL = {
    "name": _text(),
    "version": _text(),
    "embedder": _or_null(_text("the id of the model")),
    "entailment": _or_null(_text("the id of the model")),
    "language_model": _or_null(_text("the id of the model")),
}
_SOURCE = {
    "id": _text(),
    "path": _text("as given, with `/`"),
    "record": _or_null(_whole("the number of the record in a file of several, from 1")),
    "extracted": {"type": "boolean", "description": "whether offsets count in a text taken out of the file"},
    "outlet": _or_null(_text("who wrote it")),
    "outlet_from": _or_null(_text("`manifest`, `metadata`, `text`, `guessed`, or the column of a table (`column Date`)")),
    "via": _or_null(_text("who printed it, where that is another")),
    "title": _or_null(_text()),
    "byline": _or_null(_text()),
    "dateline": _or_null(_text()),
    "event": _or_null(_text("which event it reports, as the manifest or the document states it")),
    "event_from": _or_null(_text("where that was taken from")),
    "published": _day("when it was published"),
    "published_time": _or_null(_text("hh:mm:ss")),
    "published_from": _or_null(_text("`manifest`, `metadata`, `text`, `guessed`, or the column of a table (`column Date`)")),
    "published_zone": _or_null(_text("the zone of day and time as written there: `+02:00`")),
    "updated": _day("when it was last changed"),
    "url": _or_null(_text("the canonical address")),
    "captured": _or_null(_text("when this copy was fetched, in ISO 8601")),
    "reliability": _or_null(_one_of(tuple("ABCDEF"), "of the source, as the manifest grades it in the Admiralty code")),
    "credibility": {
        "anyOf": [{"type": "integer", "minimum": 1, "maximum": 6}, {"type": "null"}],
        "description": "of what it reports, on the same scale",
    },
    "notes": {"type": "array", "items": _text(), "description": "corrections and notes on updates, as printed"},
    "places": {
        "type": "array",
        "items": {"type": "object", "properties": {"line": _whole("from which line of the text on"), "place": _text("as in `page 2`")}},
        "description": "where in the file a person finds the text",
    },
    "language": _or_null(_text("ISO 639-1")),
    "words": _whole("read as its own"),
    "boilerplate_words": _whole("set aside"),
    "hidden_words": _whole("held by the format and not shown"),
    "warnings": {"type": "array", "items": _text()},
}
_FINDING = {
    "check": _text("the check's name"),
    "what": _text("the disputed fact as a reader would name it"),
    "kind": _one_of(get_args(Kind)),
    "severity": _one_of(SEVERITIES),
    "confidence": _share("how often such findings are right"),
    "message": _text(),
    "because": _text("the rung of the check's ladder, with both values"),
    "rung": _text(),
    "left_value": _text("normalised"),
    "right_value": _text("normalised"),
    "scope": _one_of(get_args(Scope)),
    "event": _text(),
    "group": _or_null(_text()),
    "fingerprint": _text("survives edits elsewhere, other sources and shifted lines"),
    "state": _one_of(get_args(State)),
    "decision": _text("who decided and why"),
}
