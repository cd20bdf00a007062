"""What the checks share: a check is a value that declares its ladder, its page and its examples, and compares two claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from consistency.analysis.loaded_words import Loading
from consistency.analysis.statement_match import Matter, Unsaid
from consistency.model import Claim, Kind, Scope, Severity, Source
from consistency.nlp.predications import Frame, frames


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, tried in order. `fires` marks the rungs that make a finding."""

    name: str
    meaning: str
    fires: bool = False
    kind: Kind | None = None
    """Overrides the check's kind, for a rung that is an update."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two accounts of one event and whether the check must fire. `right` is empty for a check inside one source."""

    left: str
    right: str
    fires: bool
    note: str = ""
    published: tuple[str, str] = ("2024-03-08", "2024-03-08")


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a user may set of the checks."""

    enable: tuple[str, ...] = ()
    """The checks to run; all where empty."""
    disable: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Check id to the severity its findings get."""
    confidence: float = 0.0
    """Findings below it are dropped, in [0, 1]."""
    shifts: Mapping[str, float] = field(default_factory=dict)
    """Check id to how far its log-odds are moved, as a team's decisions have it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at beside the two claims."""

    sources: dict[str, Source]
    scope: Scope = "event"
    similarity: Callable[[Claim, Claim], float] = field(default=lambda left, right: 0.0)
    """Cosine of the claims' embeddings, in [-1, 1]."""
    frames: Callable[[Claim], list[Frame]] = field(default=lambda claim: frames(claim.tokens))
    """The predications of a claim."""
    around: Callable[[Claim], Sequence[Claim]] = field(default=lambda claim: (claim,))
    """All claims of a claim's source, itself included."""
    loading: Loading = field(default=lambda word: 0.0)
    """How likely a word is loaded, in [0, 1], by its lemma."""

    def publication_order(self, left: Claim, right: Claim) -> int:
        """-1 where the report of `left` is the earlier, 1 where it is the later, 0 where both are of one day or one is undated."""
        first, second = (self.sources[claim.source].published for claim in (left, right))
        return 0 if first is None or second is None else (first > second) - (first < second)


@dataclass(frozen=True, slots=True)
class Difference:
    """One rung reached between two places. `left` and `right` are spans of the differing words in their claims' sources.

    `slot` is what the two are *of*, in words without line numbers: with the values it makes the fingerprint.
    """

    rung: str
    left: tuple[int, int]
    right: tuple[int, int]
    left_value: str
    right_value: str
    slot: str
    because: str
    confidence: float
    message: str = ""
    """What differs, in words that go after "Accounts differ on"; the check's title where empty."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A source does not tell a matter: the rung reached, what the matter is in words without line numbers, why, and how sure it is."""

    rung: str
    value: str
    because: str
    confidence: float


Mode = Literal["across", "within", "coverage", "versions", "reading"]
"""Two claims of different sources, two of one source, what an event's sources tell against one that does not, a claim in two versions of
one document, or what only a language model that reads the event finds."""


def _no_pairs(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    """For checks that compare no claims."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Check:
    """A check. `compare(left, right, context)` yields the differences that fire; for `within` checks left is right's source.

    A `coverage` check has `weigh(matter, unsaid)` instead, which yields the omission where one fires.
    """

    id: str
    title: str
    kind: Kind
    severity: Severity
    about: str
    """What it does, one paragraph of Markdown."""
    cannot_tell: str
    """What it cannot tell, one paragraph of Markdown."""
    rungs: tuple[Rung, ...]
    examples: tuple[Example, ...]
    compare: Callable[[Claim, Claim, Context], Iterator[Difference]] = _no_pairs
    weigh: Callable[[Matter, Unsaid], Iterator[Omission]] | None = None
    relevant: Callable[[Claim], bool] = lambda claim: True
    """Whether a claim has anything this check looks at: spares the rest the comparison."""
    least_chance: float = 0.3
    """How likely two claims must tell the same thing, by their wording alone, before they are compared, in [0, 1]."""
    candidates: Callable[[Sequence[Claim]], Iterator[tuple[Claim, Claim]]] | None = None
    """Finds the pairs to compare among the claims of an event where likeness of wording is not what brings them together."""
    scopes: frozenset[Scope] = frozenset({"event"})
    mode: Mode = "across"
    calibrated: bool = False
    """Whether the confidence of its differences is fitted as a chance already."""

    def rung(self, name: str) -> Rung:
        return next(rung for rung in self.rungs if rung.name == name)
