"""A version's value for a reader: as it is written, with the normalised one in brackets where that says more."""

from __future__ import annotations

import re
from datetime import date

from consistency.checks.figure_names import MEASURES

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PLAIN = re.compile(
    r"(?P<words>about |at least |at most |)(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?: to (?P<to>\d+(?:\.\d+)?))? ?(?P<unit>.*)"
)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SPELLED = re.compile(r"\b(thousand|million|billion|trillion|percent|per cent)\b|%")
_SHORT = re.compile(r"\w\.\w\.$")
"""An abbreviation at the end, whose full stop belongs to it: "7:20 p.m."."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 90
"""Characters of a version's words in a table."""


def told(words: str, value: str) -> str:
    """A version as written, its normalised value in brackets where a reader would not read it off the words.

    Args:
        words: The words of the source.
        value: The normalised value of the check.

    Returns:
        One line: "48m euros (EUR 48,000,000)", "Tuesday (13 May 2025)", "280,000".
    """
    shown = brief(words)
    normal = normal_form(value)
    day, _, rest = normal.partition(" ")
    if day in DAYS and day.casefold() in shown.casefold():
        normal = rest
    if plain := _PLAIN.fullmatch(value):
        currency = re.fullmatch(r"[A-Z]{3}", plain["unit"])
        unit_said = plain["unit"] and plain["unit"][:4].casefold() in shown.casefold()
        if not currency and (_NUMBER.search(shown) or unit_said or plain["unit"] in MEASURES):
            return shown  # in its own unit it reads as it stands
    return f"{shown} ({normal})" if normal and not _says(shown, value, normal) else shown


def brief(words: str, most: int = LONGEST) -> str:
    """Words on one line, cut at a word where they are many."""
    line = " ".join(words.split()).rstrip(",;:")
    if not _SHORT.search(line):
        line = line.rstrip(".,;:")
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " \u2026"


def normal_form(value: str) -> str:
    """A normalised figure or day as it is printed in English; empty for any other value."""
    if day := _DAY.fullmatch(value):
        first, last = (date.fromisoformat(part) if part else None for part in day.groups())
        return _days(first, last) if first else ""
    if month := _MONTH.fullmatch(value):
        return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if 1 <= int(month[2]) <= 12 else value
    plain = _PLAIN.fullmatch(value)
    if plain is None or re.fullmatch(r"\d{4}", value):
        return ""
    number, unit = _figure(plain["number"]) + (f" to {_figure(plain['to'])}" if plain["to"] else ""), plain["unit"]
    if re.fullmatch(r"[A-Z]{3}", unit):
        return f"{plain['words']}{unit} {number}"
    return f"{plain['words']}{number}{f' {unit}' if unit in {'percent', 'points'} else ''}"


def _days(first: date, last: date | None) -> str:
    if last is None or last == first:
        return f"{DAYS[first.weekday()]} {first.day} {MONTHS[first.month - 1]} {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def _figure(text: str) -> str:
    number = float(text)
    return f"{number:,.0f}" if number == int(number) else f"{number:,.4f}".rstrip("0").rstrip(".")


def _says(shown: str, value: str, normal: str) -> bool:
    """Whether the words hold the value in figures that read at once."""
    if _DAY.fullmatch(value) or _MONTH.fullmatch(value):
        return bool(re.search(r"\b\d{4}\b", shown)) and any(month in shown for month in MONTHS)
    digits = {found.replace(",", "") for found in _NUMBER.findall(shown)}
    if not digits:
        return False
    wanted = {found.replace(",", "") for found in _NUMBER.findall(normal)}
    if wanted <= digits:
        return True
    # "48 million euros" reads as it stands, "48m" does not; what was brought to another unit never does.
    scaled = {float(found) * scale for found in digits for scale in (1e3, 1e6, 1e9, 1e12)}
    return bool(_SPELLED.search(shown)) and {float(number) for number in wanted} <= scaled
