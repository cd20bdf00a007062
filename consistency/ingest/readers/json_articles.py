"""JSON of crawlers and news services: one article, a list of them, or an answer with the list inside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.partly import PartlyUnreadable, summed_up
from consistency.ingest.record import records_in, source_of
from consistency.model import Source


class JsonReader:
    """Reads `.json`: the fields of news-please, NewsAPI, Event Registry, Media Cloud, WordPress, JSON Feed, schema.org and ninjs."""

    name = "json"
    suffixes = (".json",)

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes

    def __call__(self, path: Path) -> list[Source]:
        text, warnings = decode(load(path))
        data = parse(text)
        records = records_in(data)
        if records is None:
            return [_warned(source_of(data, path.as_posix()), warnings)]
        return [_warned(source, warnings) for source in sources_of(records, path.as_posix())]


def sources_of(records: Iterable[object], path: str) -> list[Source]:
    """The sources of numbered records. Raises `Unreadable` where there is none, `PartlyUnreadable` where some cannot be read."""
    sources, messages = [], []
    for number, record in enumerate(records, start=1):
        try:
            sources.append(source_of(record, path, number))
        except Unreadable as error:
            messages.append(f"record {number} {error}")
    if not sources:
        why = f" in any of its {len(messages)} records ({messages[0]})" if messages else ": it is an empty list"
        raise Unreadable(f"holds no document{why}")
    if messages:
        raise PartlyUnreadable(summed_up(messages, "record"), sources)
    return sources


def parse(text: str) -> object:
    """The JSON value. Raises `Unreadable` that names line and column."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Unreadable(f"is no valid JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except (RecursionError, ValueError):
        raise Unreadable("is JSON nested too deeply or with too long a number to be a document") from None


def _warned(source: Source, warnings: tuple[str, ...]) -> Source:
    return replace(source, warnings=(*source.warnings, *warnings)) if warnings else source


READER = JsonReader()
