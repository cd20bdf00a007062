"""Metadata that a format tells, brought to the fields of `Source`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from typing import Any

from consistency.ingest.printed_dates import Moment, moment

_LONGEST = 300
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)


def known(values: Mapping[str, object], published: object = None, updated: object = None) -> dict[str, Any]:
    """Keyword arguments for `Source`: the values that are usable texts (lists of names are joined), and where they come from.

    Args:
        values: By the name of a field of `Source`.
        published: A date in any form that `moment` reads.
        updated: The same, of the last change.
    """
    facts: dict[str, Any] = {}
    for name, value in values.items():
        text = language(value) if name == "language" else address(value) if name == "url" else _text(value)
        if text:
            facts[name] = text
    first, last = _moment(published), _moment(updated)
    if first is not None:
        facts["published"] = first.day
    if last is not None:
        facts["updated"] = last.day
    where = dict.fromkeys(facts, "metadata")
    if first is not None:
        facts |= {"published_time": first.clock, "published_zone": first.zone}
    if last is not None:
        facts["updated_time"] = last.clock
    return {**{name: value for name, value in facts.items() if value is not None}, "provenance": where}


def _moment(value: object) -> Moment | None:
    if isinstance(value, tuple):
        day, clock = value
        return Moment(day, clock) if isinstance(day, date) and (clock is None or isinstance(clock, time)) else None
    return value if isinstance(value, Moment) else moment(value)


def _text(value: object) -> str | None:
    if isinstance(value, (list, tuple)):
        value = ", ".join(item for item in value if isinstance(item, str))
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if 0 < len(text) <= _LONGEST else None


def address(value: object) -> str | None:
    """The address of a document on the web, without a fragment; `None` for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    return text.partition("#")[0] if _ADDRESS.fullmatch(text) else None


def language(value: object) -> str | None:
    """The language's code in its shortest form: `eng`, `en_GB` and `English` are `en`; `None` if it is none."""
    text = value.strip() if isinstance(value, str) else ""
    return _tag(text.casefold()) if text else None


@cache
def _tag(text: str) -> str | None:
    import langcodes

    if text == "english":  # other names of languages are left to what the text itself shows
        return "en"
    if not _LANGUAGE.fullmatch(text):
        return None
    try:
        tag = langcodes.Language.get(text).language or ""
    except langcodes.tag_parser.LanguageTagError:
        return None
    return tag if tag not in ("", "und", "mul", "zxx") and langcodes.tag_is_valid(tag) else None
