"""A report rebuilt from the JSON that was written of it: as much of it as the JSON holds."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any

from consistency.model import Claim, DateFact, Granularity, Report, Slot

if TYPE_CHECKING:
    from cattrs import Converter

Data = Mapping[str, Any]
ORIGINS = ("outlet", "event", "published")
"""What the JSON says the origin of."""


def report_of(data: Data) -> Report:
    """The report that `data`, the object of a `report.json`, tells of. Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError`
    for other data.

    The JSON holds the claims and not the documents: the text of a source is rebuilt with its claims in their places and blanks between,
    without blocks or tokens. Of the facts only dates come back.
    """
    claims = [{**item, "facts": _dates(item["facts"])} for item in data["claims"]]
    texts = _texts(_converter().structure(claims, list[Claim]))
    use = data["tool"].get("llm")
    return _converter().structure(
        {
            **data,
            "tool": {**data["tool"], "llm": use and _use(use)},
            "claims": claims,
            "coverage": [{**item, "clauses": [_clause(part) for part in item.get("clauses", ())]} for item in data["coverage"]],
            "sources": [_source(item, texts.get(item["id"], "")) for item in data["sources"]],
            "alone": [{**item, "reasons": _silent(item)} for item in data.get("told_only", ())],
        },
        Report,
    )


@cache
def _converter() -> Converter:
    """Fills dataclasses from the keys of the JSON that have the names of their fields."""
    from cattrs import Converter

    made = Converter(detailed_validation=False)
    made.register_structure_hook(date, lambda value, _: value if isinstance(value, date) else date.fromisoformat(value))
    made.register_structure_hook(time, lambda value, _: time.fromisoformat(value))
    # JSON has no other types than those that are wanted: a number is never taken for a text.
    for kind in (str, int, bool):
        made.register_structure_hook(kind, _checked)
    made.register_structure_hook(float, lambda value, _: float(_checked(value, (int, float))))
    made.register_structure_hook_func(lambda kind: getattr(kind, "__name__", "") == "Fact", lambda value, _: value)
    return made


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _use(item: Data) -> dict[str, Any]:
    tokens = item["tokens"]
    return {
        **item,
        "prompt_tokens": tokens["prompt"],
        "completion_tokens": tokens["completion"],
        "dropped": sorted(item["dropped"].items()),
    }


def _source(item: Data, text: str) -> dict[str, Any]:
    known = {name: item[f"{name}_from"] for name in ORIGINS if item.get(f"{name}_from")}
    return {**item, "text": text, "provenance": known, "places": [(place["line"], place["place"]) for place in item.get("places", ())]}


def _clause(item: Data) -> dict[str, Any]:
    return {**item, "spans": [(span["start"], span["end"]) for span in item["spans"]]}


def _silent(item: Data) -> list[Data]:
    known = {silence["source"]: silence for silence in item.get("reasons", ())}
    return [known.get(source, {"source": source}) for source in item["silent"]]


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


def _dates(items: Iterable[Data]) -> list[DateFact]:
    found = []
    for item in items:
        if item["kind"] == "date":
            first, last, granularity = _days(item["value"])
            if item.get("first") and item.get("last"):
                first, last, granularity = date.fromisoformat(item["first"]), date.fromisoformat(item["last"]), item["granularity"]
            slot = Slot(predicate=item.get("predicate", ""))
            relative = "" if first else item["value"]
            found.append(DateFact(item["start"], item["end"], item["text"], first, last, granularity, relative, slot))
    return found


def _days(value: str) -> tuple[date | None, date | None, Granularity]:
    """The days that a date's value names; none if it is relative."""
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
