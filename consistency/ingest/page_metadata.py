"""Metadata that a format tells, brought to the fields of `Source`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

_LONGEST = 300


def known(values: Mapping[str, object], published: tuple[date, time | None] | None = None) -> dict[str, Any]:
    """Keyword arguments for `Source`: the values that are usable texts (lists of names are joined), and where they come from."""
    facts: dict[str, Any] = {}
    for name, value in values.items():
        text = _text(value)
        if text:
            facts[name] = text
    if published is not None:
        facts["published"] = published[0]
    where = dict.fromkeys(facts, "metadata")
    if published is not None and published[1] is not None:
        facts["published_time"] = published[1]
    return {**facts, "provenance": where}


def _text(value: object) -> str | None:
    if isinstance(value, (list, tuple)):
        value = ", ".join(item for item in value if isinstance(item, str))
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if 0 < len(text) <= _LONGEST else None
