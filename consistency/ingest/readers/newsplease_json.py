"""JSON as news-please writes it: one article, or a list of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.partly import PartlyUnreadable, summed_up
from consistency.ingest.record import source_of
from consistency.model import Source


class NewsPleaseReader:
    """Reads `.json`: an object with `maintext`, `title`, `date_publish`, ... or a list of such objects."""

    name = "news-please"

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() == ".json"

    def __call__(self, path: Path) -> list[Source]:
        text, warnings = decode(load(path))
        data = parse(text)
        if not isinstance(data, list):
            return [_warned(source_of(data, path.as_posix()), warnings)]
        sources, messages = [], []
        for number, record in enumerate(data, start=1):
            try:
                sources.append(_warned(source_of(record, path.as_posix(), number), warnings))
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


READER = NewsPleaseReader()
