"""JSON of crawlers and news services: one article, a list of them, or an answer with the list inside."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.file_reader import FileReader, read_each
from consistency.ingest.record import records_in, source_of
from consistency.model import Source


def read(path: Path) -> list[Source]:
    """The articles, by the fields of news-please, NewsAPI, Event Registry, Media Cloud, WordPress, JSON Feed, schema.org and ninjs."""
    text, warnings = decode(load(path))
    data, shown = parse(text), path.as_posix()
    records = records_in(data)
    if records is None:
        sources = [source_of(data, shown)]
    else:
        numbered = enumerate(records, start=1)
        sources = read_each(numbered, lambda number, item: source_of(item, shown, number), "record", "records", ": it is an empty list")
    return [replace(source, warnings=(*source.warnings, *warnings)) for source in sources]


def parse(text: str) -> object:
    """The JSON value. Raises `Unreadable` that names line and column."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Unreadable(f"is no valid JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except (RecursionError, ValueError):
        raise Unreadable("is JSON nested too deeply or with too long a number to be a document") from None


READER = FileReader("json", (".json",), read)
