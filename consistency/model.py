"""The frozen data that flows through the stages: Source -> Claim -> Group -> Event -> Finding -> Report.

Every `start`/`end` pair counts Unicode code points in `Source.text`, half open. Stages add to these values and
never change the text, so `source.text[claim.start:claim.end] == claim.text` holds from the reader to the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    import pandas

BlockRole = Literal["title", "deck", "body", "caption", "byline", "dateline", "boilerplate"]
ClaimRole = Literal["title", "deck", "body", "caption"]
Kind = Literal["contradiction", "update", "framing", "omission"]
Severity = Literal["error", "warning", "note"]
Scope = Literal["event", "standing", "internal"]
Side = Literal["left", "right"]
State = Literal["new", "known", "accepted", "rejected", "deferred"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # worst first


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the source's text with one role. Blocks are sorted, do not overlap, and cover every non-space character.

    `reason` says in a few words why a block was set aside (for `boilerplate`), else it is empty.
    """

    role: BlockRole
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One document. `path` is as the user gave it, with `/`; `record` numbers the records of a JSON Lines file from 1."""

    path: str
    text: str
    record: int | None = None
    extracted: bool = False
    outlet: str | None = None
    via: str | None = None
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None  # the dateline's place as printed ("WASHINGTON"), without the agency
    published: date | None = None
    published_time: time | None = None
    language: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """For each known field (outlet, published, ...) where it was taken from: `manifest`, `metadata` or `text`."""
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    id: str = ""

    def line(self, offset: int) -> int:
        """The line that holds the character at `offset`, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    @property
    def label(self) -> str:
        """What a person calls this source: its outlet (a site's name without `www.`), else the file's name."""
        return (self.outlet or "").removeprefix("www.") or self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a claim as the language model read it. `head` is an index into the claim's tokens (itself for a root)."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str = ""
    """The entity label where this token belongs to a named entity, else empty."""
    begins: bool = False  # whether the token begins its entity


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


Granularity = Literal["year", "season", "month", "day", "hour", "minute"]


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
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Place(Fact):
    """A place; `canonical` joins spellings, `metonym` marks "Washington" that stands for a government."""

    canonical: str = ""
    metonym: bool = False
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
    """The words between quotation marks (the span leaves the marks out). `speaker` is empty where nobody is named."""

    speaker: str = ""
    cue: str = ""
    words: tuple[str, ...] = ()
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is made answerable for a claim, and by which cue ("said", "according to"). The span is that of speaker and cue."""

    speaker: str
    cue: str
    start: int
    end: int
    relayed: bool = False  # whether the speaker is another outlet or paper that the source relays


CERTAINTIES = ("denied", "doubted", "possible", "planned", "expected", "asserted", "confirmed")  # from least to most certain
Certainty = Literal["denied", "doubted", "possible", "planned", "expected", "asserted", "confirmed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence (or clause) of a source with what was read out of it."""

    id: str
    source: str
    start: int
    end: int
    line: int
    text: str
    role: ClaimRole = "body"
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    facts: tuple[Fact, ...] = ()
    attribution: Attribution | None = None
    certainty: Certainty = "asserted"
    standing: bool = False  # whether it tells a lasting commitment or state rather than a happening


@dataclass(frozen=True, slots=True)
class Event:
    """Sources that report the same happening. `related` are the ids of events of the same story; `origins` hold sources whose text
    came from one place, as copies of it or as one agency's copy, each set of two or more."""

    id: str
    title: str
    date: str | None
    place: str | None
    sources: tuple[str, ...]
    related: tuple[str, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of two or more sources that tell the same thing. A standing group may span several events of a story."""

    id: str
    event: str
    scope: Scope
    claims: tuple[str, ...]
    witnesses: tuple[tuple[str, ...], ...] = ()  # the sources that tell it, parted by where they have it from: a part counts once


@dataclass(frozen=True, slots=True)
class Evidence:
    """The differing words themselves, as a span of the claim's source."""

    claim: str
    side: Side
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy between two versions. `left_value` and `right_value` are the normalised values that `because` names."""

    check: str
    kind: Kind
    severity: Severity
    confidence: float
    message: str
    because: str
    scope: Scope
    group: str | None
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    fingerprint: str
    event: str = ""
    rung: str = ""
    left_value: str = ""
    right_value: str = ""
    state: State = "new"
    decision: str = ""
    """Who decided and why, in one line; also of a decision that has expired."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which sources on the event tell a group, and which are silent on it."""

    group: str
    told: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read: why, and what to do about it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class ToolInfo:
    name: str
    version: str
    embedder: str | None = None
    entailment: str | None = None
    language_model: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found, each list sorted so that the same input gives the same report."""

    tool: ToolInfo
    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    groups: tuple[Group, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    added: tuple[str, ...] = ()
    """Ids of the sources that were checked against the rest; empty where all were compared with all."""
    stale: tuple[str, ...] = ()
    """Entries of the baseline that no longer occur: fingerprint, check and message, in one line each."""

    def to_frame(self) -> pandas.DataFrame:
        """The findings as a pandas table, one row a finding, columns as in `findings.csv`.

        Raises `ImportError` with the way to install pandas where it is missing.
        """
        from consistency.writers._frame import findings_frame

        return findings_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON object that `report.json` holds."""
        from consistency.writers.json import as_dict

        return as_dict(self)
