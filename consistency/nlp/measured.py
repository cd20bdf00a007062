"""Quantities that have a check of their own: ages, lengths of time, and shares told as fractions."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model import Percent, Quantity


@dataclass(frozen=True, slots=True)
class Age(Quantity):
    """An age in years. The slot's role `of` names whose it is, a person by name or by a noun ("boy"); `at` when it was that, if not now."""


TIMES: tuple[tuple[str, float], ...] = (
    ("year", 31557600.0),
    ("month", 2629800.0),
    ("week", 604800.0),
    ("day", 86400.0),
    ("hour", 3600.0),
    ("minute", 60.0),
)
"""Units of time and their size in seconds, from the largest down."""


@dataclass(frozen=True, slots=True)
class Duration(Quantity):
    """How long something takes or lasts, in seconds. The slot's role `how` tells which: `for`, `in`, `after`, or `long` for "six-month"."""

    @property
    def value(self) -> str:
        name, size = next(((name, size) for name, size in TIMES if (self.number / size).is_integer()), ("second", 1.0))
        numbers = [f"{value / size:g}" for value in ((self.low, self.high) if self.bound == "range" else (self.number,))]
        words = {"exact": "", "about": "about ", "at least": "at least ", "at most": "at most ", "range": ""}[self.bound]
        return f"{words}{' to '.join(numbers)} {name}{'' if numbers == ['1'] else 's'}"


@dataclass(frozen=True, slots=True)
class Fraction(Percent):
    """A share told as a fraction ("a third of the pupils"), in per cent, with the room that such a round figure leaves."""

    @property
    def value(self) -> str:
        words = {"about": "about ", "at least": "at least ", "at most": "at most "}.get(self.bound, "")
        return f"{words}{self.low if self.bound == 'at least' else self.number:.0f} percent"
