"""What the stages make of the sources: claims, events, groups, findings, and the report that holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from consistency.model.document import Source, Token
from consistency.model.facts import Fact
from consistency.model.reading import LlmUse

ClaimRole = Literal["title", "deck", "body"]
Kind = Literal["contradiction", "update", "framing", "omission"]
Severity = Literal["error", "warning", "note"]
Scope = Literal["event", "standing", "internal"]
Side = Literal["left", "right"]
State = Literal["new", "known", "accepted", "rejected", "deferred"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # worst first
DIFFERENCES: tuple[Kind, ...] = ("contradiction", "update")
"""Findings that set versions against each other."""


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

    def __hash__(self) -> int:
        # What is read off a claim is kept by it, and its tokens and facts are hundreds of values.
        return hash((self.id, self.text))

    def words(self, start: int, end: int) -> str:
        """Its words between two places of the source's text."""
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class NearEvent:
    """An event whose reports read like those of another and that is yet not the same one, and what keeps it apart."""

    event: str
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """Sources that report the same happening. `related` are the ids of events of the same story; `origins` hold sources whose text
    came from one place, as copies of it or as one agency's copy, each set of two or more. `together` says what the sources have in
    common, `near` which events are near and apart."""

    id: str
    title: str
    date: str | None
    place: str | None
    sources: tuple[str, ...]
    related: tuple[str, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()
    together: str = ""
    near: tuple[NearEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of two or more sources that say the same thing. A standing group may span several events of a story."""

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
    value: str = ""
    """The normalised value of the version that these words report: evidence of one version shares it."""
    shown: str = ""
    """The version in the words a table shows; empty if `text` reads well by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One disputed fact with all its versions. `left_value` and `right_value` are the normalised values; of three or more versions
    the right side holds all but the first."""

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
    silent: tuple[str, ...] = ()
    """Of an omission: the ids of the sources that leave it out. There is no evidence on the right for what is not there."""
    what: str = ""
    """The disputed fact as a reader would name it: "Passengers on board"."""
    parts: tuple[str, ...] = ()
    """The fingerprints of the findings that were merged into this one; empty if it is one of its own."""
    state: State = "new"
    decision: str = ""
    """Who decided and why, in one line; also of a decision that has expired."""


Reason = Literal["", "short", "cut off", "earlier", "other words"]
"""Why a source may be silent: its text is brief, it breaks off, it came before what is told, or it may tell it in other words. Empty
where nothing but the source's own choice is known."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A source that does not report a matter, and why, where that is known."""

    source: str
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class RowClause:
    """The part of a claim that a row is about: its stretches of the source's text, in order. What lies between them is left out."""

    claim: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which sources on the event tell a group, and which are silent on it. `centrality` is how much the group matters to its event,
    in [0, 1]; `reasons` says of the silent why, where that is known."""

    group: str
    told: tuple[str, ...]
    silent: tuple[str, ...]
    centrality: float = 0.0
    reasons: tuple[Silence, ...] = ()
    anchor: str = ""
    """The claim that the row is about; empty if it was not worked out."""
    reporting: tuple[str, ...] = ()
    """The sources that report the fact of the anchor; the others of `told` only touch on its subject."""
    clauses: tuple[RowClause, ...] = ()
    """Of each claim that tells other things besides the part that the row is about."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What one source (or those of one origin with it) tells and no other on the event: a span of the claim's source. `reasons` says of
    the others why they are silent, where that is known."""

    event: str
    source: str
    claim: str
    start: int
    end: int
    text: str
    centrality: float
    reasons: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Framing:
    """How a source characterises an entity, as a span of the source's text. `target` is the entity's canonical name, `voice` is
    `own` or the name of the speaker in whose words it is put, `claim` the id of the claim that holds the span; `loading`, in [0, 1],
    tells how likely its most loaded word is one that judges."""

    target: str
    source: str
    text: str
    voice: str
    claim: str
    start: int
    end: int
    loading: float = 0.0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, or not be compared: why, and what to do about it.

    `files` names them all if one message is about several; `stops` says that a check cannot pass because of it.
    """

    path: str
    message: str
    files: tuple[str, ...] = ()
    stops: bool = False


@dataclass(frozen=True, slots=True)
class ToolInfo:
    name: str
    version: str
    embedder: str | None = None
    language_model: str | None = None
    llm: LlmUse | None = None


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
    alone: tuple[Alone, ...] = ()
    framing: tuple[Framing, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    not_compared: tuple[Skipped, ...] = ()
    """Documents that were read but cannot be compared with others, or only in part: another language, no date, broken text."""
    added: tuple[str, ...] = ()
    """Ids of the sources that were checked against the rest; empty if all were compared with all."""
    stale: tuple[str, ...] = ()
    """Entries of the baseline that no longer occur: fingerprint, check and message, in one line each."""
    settled_and_gone: tuple[str, ...] = ()
    """Decisions on findings that no longer occur: fingerprint, verdict, who and why, in one line each."""

    def __repr__(self) -> str:
        from consistency.model.notebook import short

        return short(self)

    def _repr_html_(self) -> str:
        """The findings as a table, for notebooks."""
        from consistency.model.notebook import table

        return table(self)

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON object that `report.json` holds."""
        from consistency.model.json_report import as_dict

        return as_dict(self)
