"""What a claim states that has a normalised value: one type a kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a claim states that has a normalised value. Subclasses name the kinds."""

    start: int
    end: int
    text: str
    kind: ClassVar[str] = "fact"

    @property
    def value(self) -> str:
        """The normalised form, as the report shows it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Slot:
    """What a figure or date is *of*: facts are comparable only where their slots agree.

    `noun` is the lemma of what is counted, measured or dated, `modifiers` its content modifiers, `predicate` the lemma of the
    governing verb, `roles` maps a dependency role (subject, object, of, in ...) to the lemma of the phrase that fills it.
    """

    noun: str = ""
    modifiers: tuple[str, ...] = ()
    predicate: str = ""
    roles: tuple[tuple[str, str], ...] = ()

    def role(self, name: str) -> str:
        return next((value for key, value in self.roles if key == name), "")

    def having(self, role: str, filler: str) -> Slot:
        """The slot with that role filled."""
        return replace(self, roles=tuple(sorted({**dict(self.roles), role: filler}.items())))


Bound = Literal["exact", "about", "at least", "at most", "range"]


@dataclass(frozen=True, slots=True)
class Quantity(Fact):
    """A count or measure as the closed interval [`low`, `high`] that the wording allows, in `unit` ("" for a bare count)."""

    number: float = 0.0
    low: float = 0.0
    high: float = 0.0
    bound: Bound = "exact"
    unit: str = ""
    slot: Slot = field(default_factory=Slot)
    kind: ClassVar[str] = "quantity"

    @property
    def value(self) -> str:
        # A converted measure is no more exact than what was written: "15 ft" is 4.572 m only in arithmetic.
        digits = 12 if not self.unit or self.kind != "quantity" else 4
        number = f"{self.number:.{digits}g}"
        words = {"exact": "", "about": "about ", "at least": "at least ", "at most": "at most ", "range": ""}[self.bound]
        if self.bound == "range":
            number = f"{self.low:.{digits}g} to {self.high:.{digits}g}"
        return " ".join(f"{words}{number} {self.unit or self.slot.noun}".split())


@dataclass(frozen=True, slots=True)
class Money(Quantity):
    """An amount; `unit` is the ISO 4217 code of the currency."""

    kind: ClassVar[str] = "money"


@dataclass(frozen=True, slots=True)
class Percent(Quantity):
    """A share in per cent; percentage points carry the unit `points`."""

    kind: ClassVar[str] = "percent"


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
        if self.number >= 200 * size and name in {"minute", "second"}:  # "three and a half months"
            name, size = next((name, size) for name, size in TIMES if self.number >= size)
        numbers = [f"{value / size:.3g}" for value in ((self.low, self.high) if self.bound == "range" else (self.number,))]
        words = {"exact": "", "about": "about ", "at least": "at least ", "at most": "at most ", "range": ""}[self.bound]
        return f"{words}{' to '.join(numbers)} {name}{'' if numbers == ['1'] else 's'}"


@dataclass(frozen=True, slots=True)
class Fraction(Percent):
    """A share told as a fraction ("a third of the pupils"), in per cent, with the room that such a round figure leaves."""

    @property
    def value(self) -> str:
        words = {"about": "about ", "at least": "at least ", "at most": "at most "}.get(self.bound, "")
        return f"{words}{self.low if self.bound == 'at least' else self.number:.0f} percent"


@dataclass(frozen=True, slots=True)
class Clock(Fact):
    """A time of day: the minutes since midnight [`first`, `last`] that it may mean."""

    first: int = 0
    last: int = 0
    bound: Literal["exact", "about", "after", "before"] = "exact"
    kind: ClassVar[str] = "time"

    @property
    def value(self) -> str:
        at = self.last if self.bound == "before" else self.first if self.bound != "about" else (self.first + self.last) // 2
        return f"{'' if self.bound == 'exact' else self.bound + ' '}{at // 60 % 24:02}:{at % 60:02}"


@dataclass(frozen=True, slots=True)
class Score(Fact):
    """A result of two sides, of a game or a vote, the higher first."""

    most: int = 0
    least: int = 0
    kind: ClassVar[str] = "score"

    @property
    def value(self) -> str:
        return f"{self.most}-{self.least}"


@dataclass(frozen=True, slots=True)
class Ordinal(Fact):
    """Which of a row something is: "the second attempt", "a 21st win"."""

    number: int = 0
    noun: str = ""
    kind: ClassVar[str] = "ordinal"

    @property
    def value(self) -> str:
        return f"{self.number}. {self.noun}".strip()


Granularity = Literal["decade", "year", "season", "quarter", "month", "day", "hour", "minute"]


@dataclass(frozen=True, slots=True)
class DateFact(Fact):
    """A date, as the days [`first`, `last`] it may mean, or relative (`first` is `None`) where nothing anchors it."""

    first: date | None = None
    last: date | None = None
    granularity: Granularity = "day"
    relative: str = ""  # the normalised words ("monday", "last december") while nothing anchors them
    slot: Slot = field(default_factory=Slot)
    kind: ClassVar[str] = "date"

    @property
    def value(self) -> str:
        if self.first is None or self.last is None:
            return self.relative or self.text
        if self.granularity == "year":
            return f"{self.first:%Y}"
        if self.granularity == "month":
            return f"{self.first:%Y-%m}"
        if self.granularity == "decade":
            return f"{self.first:%Y}s"
        if self.granularity == "quarter" and (self.last - self.first).days < 93:
            return f"{self.first:%Y}-Q{(self.first.month + 2) // 3}"
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Place(Fact):
    """A place; `canonical` joins spellings."""

    canonical: str = ""
    slot: Slot = field(default_factory=Slot)
    kind: ClassVar[str] = "place"

    @property
    def value(self) -> str:
        return self.canonical or self.text


@dataclass(frozen=True, slots=True)
class Person(Fact):
    """A person; `canonical` is the fullest form of the name in the source ("Taro Kono" for "Kono")."""

    canonical: str = ""
    office: str = ""
    kind: ClassVar[str] = "person"

    @property
    def value(self) -> str:
        return self.canonical or self.text


@dataclass(frozen=True, slots=True)
class Organisation(Fact):
    canonical: str = ""
    kind: ClassVar[str] = "organisation"

    @property
    def value(self) -> str:
        return self.canonical or self.text


@dataclass(frozen=True, slots=True)
class Role(Fact):
    """An office and who holds it: `office` normalised ("foreign minister"), `of` the state or body, `holder` the person."""

    office: str = ""
    of: str = ""
    holder: str = ""
    acting: bool = False
    former: bool = False  # whether it was held, or held at the time told of ("then"), rather than is
    kind: ClassVar[str] = "role"

    @property
    def value(self) -> str:
        return " ".join(filter(None, (self.of, self.office, f"= {self.holder}" if self.holder else "")))


@dataclass(frozen=True, slots=True)
class Quote(Fact):
    """The words between quotation marks (the span leaves the marks out). `speaker` is empty if nobody is named."""

    speaker: str = ""
    cue: str = ""
    words: tuple[str, ...] = ()
    kind: ClassVar[str] = "quote"
