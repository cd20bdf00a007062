"""A figure: a number with its unit, as it is read off a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consistency.nlp.numbers import Number

Kind = Literal["count", "money", "percent", "measure", "duration"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: its span, the number as written, and its value, bounds and rounding step in the unit's base.

    `unit` is the code of a currency, `percent`, `points`, the base unit of a measure ("m", "kg", "C", "s") or empty for a bare count.
    `name` is the unit as `measures.UNITS` calls it, `whole` whether another fact of the text took the number apart ("half an hour").
    """

    start: int
    end: int
    written: Number
    kind: Kind
    unit: str
    number: float
    low: float
    high: float
    step: float
    name: str = ""


def made(number: Number, start: int, end: int, kind: Kind, unit: str, size: float, name: str = "") -> Figure:
    return Figure(start, end, number, kind, unit, number.value * size, number.low * size, number.high * size, number.step * size, name)
