"""A report rebuilt from the JSON that was written of it: as much of it as the JSON holds."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from consistency.model import (
    Alone,
    Attribution,
    Claim,
    Coverage,
    DateFact,
    Event,
    Evidence,
    Fact,
    Finding,
    Framing,
    Granularity,
    Group,
    NearEvent,
    Report,
    Silence,
    Skipped,
    Slot,
    Source,
    ToolInfo,
)
from consistency.model.reading import LlmUse

Data = Mapping[str, Any]


def report_of(data: Data) -> Report:
    """The report that `data`, the object of a `report.json`, tells of. Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError`
    for other data.

    The JSON holds the claims and not the documents: the text of a source is rebuilt with its claims in their places and blanks between,
    without blocks or tokens. Of the facts only dates come back.
    """
    claims = tuple(_claim(item) for item in data["claims"])
    texts = _texts(claims)
    return Report(
        tool=_tool(data["tool"]),
        sources=tuple(_source(item, texts.get(item["id"], "")) for item in data["sources"]),
        events=tuple(_event(item) for item in data["events"]),
        claims=claims,
        groups=tuple(
            Group(item["id"], item["event"], item["scope"], tuple(item["claims"]), _parts(item.get("witnesses", ())))
            for item in data["groups"]
        ),
        findings=tuple(_finding(item) for item in data["findings"]),
        coverage=tuple(
            Coverage(
                item["group"],
                tuple(item["told"]),
                tuple(item["silent"]),
                item.get("centrality", 0.0),
                _reasons(item),
                item.get("anchor", ""),
                tuple(item.get("reporting", ())),
            )
            for item in data["coverage"]
        ),
        alone=tuple(
            Alone(**{key: item[key] for key in ("event", "source", "claim", "start", "end", "text", "centrality")}, reasons=_silent(item))
            for item in data.get("told_only", ())
        ),
        framing=tuple(
            Framing(**{key: item[key] for key in ("target", "source", "text", "voice", "claim", "start", "end")})
            for item in data.get("framing", ())
        ),
        skipped=_left(data.get("skipped", ())),
        not_compared=_left(data.get("not_compared", ())),
        added=tuple(data.get("added", ())),
        stale=tuple(data.get("stale", ())),
        settled_and_gone=tuple(data.get("settled_and_gone", ())),
    )


def _tool(item: Data) -> ToolInfo:
    tool = ToolInfo(**{key: item[key] for key in ("name", "version", "embedder", "entailment", "language_model")})
    use = item.get("llm")
    if use is None:
        return tool
    tokens = use["tokens"]
    counts = {key: use[key] for key in ("model", "requests", "proposed", "kept")}
    read = LlmUse(
        **counts,
        prompt_tokens=tokens["prompt"],
        completion_tokens=tokens["completion"],
        dropped=tuple(sorted(use["dropped"].items())),
        problems=tuple(use["problems"]),
    )
    return replace(tool, llm=read)


def _left(items: Iterable[Data]) -> tuple[Skipped, ...]:
    return tuple(Skipped(item["path"], item["message"], tuple(item.get("files", ())), item.get("stops", False)) for item in items)


def _parts(parts: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part) for part in parts)


def _reasons(item: Data) -> tuple[Silence, ...]:
    return tuple(Silence(known["source"], known["reason"]) for known in item.get("reasons", ()))


def _silent(item: Data) -> tuple[Silence, ...]:
    known = {silence.source: silence for silence in _reasons(item)}
    return tuple(known.get(source, Silence(source)) for source in item["silent"])


def _texts(claims: Iterable[Claim]) -> dict[str, str]:
    """The text of each source as far as its claims tell it."""
    made: dict[str, list[str]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.source, claim.start, claim.end)):
        if claim.end - claim.start != len(claim.text) or claim.start < 0:
            raise ValueError(claim.id)
        text = made.setdefault(claim.source, [])
        length = sum(map(len, text))
        if claim.start >= length:
            text += [" " * (claim.start - length), claim.text]
        elif claim.end > length:
            text.append(claim.text[length - claim.start :])
    return {source: "".join(text) for source, text in made.items()}


def _source(item: Data, text: str) -> Source:
    published, clock = item["published"], item.get("published_time")
    return Source(
        path=item["path"],
        text=text,
        record=item.get("record"),
        extracted=item.get("extracted", False),
        outlet=item["outlet"],
        via=item["via"],
        title=item["title"],
        byline=item.get("byline"),
        dateline=item.get("dateline"),
        event=item.get("event"),
        published=date.fromisoformat(published) if published else None,
        published_time=time.fromisoformat(clock) if clock else None,
        published_zone=item.get("published_zone"),
        updated=date.fromisoformat(item["updated"]) if item.get("updated") else None,
        url=item.get("url"),
        captured=item.get("captured"),
        reliability=item.get("reliability"),
        credibility=item.get("credibility"),
        notes=tuple(item.get("notes", ())),
        places=tuple((place["line"], place["place"]) for place in item.get("places", ())),
        language=item["language"],
        warnings=tuple(item["warnings"]),
        id=item["id"],
    )


def _event(item: Data) -> Event:
    return Event(
        item["id"],
        item["title"],
        item["date"],
        item["place"],
        tuple(item["sources"]),
        tuple(item["related"]),
        _parts(item.get("origins", ())),
        item.get("together", ""),
        tuple(NearEvent(near["event"], near["why"]) for near in item.get("near", ())),
    )


def _claim(item: Data) -> Claim:
    said = item["attribution"]
    return Claim(
        id=item["id"],
        source=item["source"],
        start=item["start"],
        end=item["end"],
        line=item["line"],
        text=item["text"],
        role=item["role"],
        facts=tuple(_facts(item["facts"])),
        attribution=None
        if said is None
        else Attribution(said["speaker"], said["cue"], said["start"], said["end"], said.get("relayed", False)),
        certainty=item["certainty"],
        standing=item.get("standing", False),
    )


def _facts(items: Iterable[Data]) -> Iterable[Fact]:
    for item in items:
        if item["kind"] == "date":
            first, last, granularity = _days(item["value"])
            if item.get("first") and item.get("last"):
                first, last, granularity = date.fromisoformat(item["first"]), date.fromisoformat(item["last"]), item["granularity"]
            slot = Slot(predicate=item.get("predicate", ""))
            relative = "" if first else item["value"]
            yield DateFact(item["start"], item["end"], item["text"], first, last, granularity, relative, slot)


def _days(value: str) -> tuple[date | None, date | None, Granularity]:
    """The days that a date's value names; none where it is relative."""
    numbers = value.split("/")[0].split("-")
    if not all(part.isascii() and part.isdigit() for part in numbers) or len(numbers[0]) != 4:
        return None, None, "day"
    if len(numbers) == 1:
        return date(int(value), 1, 1), date(int(value), 12, 31), "year"
    if len(numbers) == 2:
        year, month = map(int, numbers)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
    first, _, last = value.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first), "day"


def _finding(item: Data) -> Finding:
    return Finding(
        check=item["check"],
        kind=item["kind"],
        severity=item["severity"],
        confidence=float(item["confidence"]),
        message=item["message"],
        because=item["because"],
        scope=item["scope"],
        group=item["group"],
        claims=tuple(item["claims"]),
        evidence=tuple(
            Evidence(part["claim"], part["side"], part["start"], part["end"], part["text"], part.get("value", ""), part.get("shown", ""))
            for part in item["evidence"]
        ),
        fingerprint=item["fingerprint"],
        event=item.get("event", ""),
        rung=item.get("rung", ""),
        left_value=item.get("left_value", ""),
        right_value=item.get("right_value", ""),
        silent=tuple(item.get("silent", ())),
        what=item.get("what", ""),
        parts=tuple(item.get("parts", ())),
        state=item.get("state", "new"),
        decision=item.get("decision", ""),
    )
