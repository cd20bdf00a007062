"""What the checks share: a check is a value that says what it compares and declares its ladder, its page and its examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, cast

from consistency.analysis.loaded_words import Loading
from consistency.analysis.statement_match import Matter, Unsaid
from consistency.model import Claim, Kind, Scope, Severity, Source, Span
from consistency.nlp.predications import Frame, frames

P = TypeVar("P")
F = TypeVar("F")
Watch = Callable[["Check", Any, "Rung[Any]"], None]
"""Is called with each pair that a check compares and the rung where it stops."""


@dataclass(frozen=True, slots=True)
class Rung(Generic[P]):
    """One step of a ladder, tried in the order in which a check lists them: a pair stops at the first rung that holds of it."""

    name: str
    """The reason of a finding that stops here."""
    meaning: str
    """One sentence for the check's page."""
    when: Callable[[P], bool] | None = None
    """Whether a pair stops here; `None` for the last rung, where every pair stops that comes so far."""
    fires: bool = False
    """Whether a pair that stops here makes a finding."""
    kind: Kind | None = None
    """Overrides the check's kind, for a rung that is an update."""


def unwatched(check: Check, pair: Any, rung: Rung[Any]) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two accounts of one event and whether the check must make a finding of them. `right` is empty for a check inside one source."""

    left: str
    right: str
    fires: bool
    note: str = ""
    published: tuple[str, str] = ("2024-03-08", "2024-03-08")
    """The days of the two accounts in ISO 8601, empty for one that is not known."""
    more: tuple[str, ...] = ()
    """Further accounts, published on the day of the right one."""

    @property
    def accounts(self) -> tuple[tuple[str, str], ...]:
        """Each account that there is, with its day."""
        every = ((self.left, self.published[0]), *((text, self.published[1]) for text in (self.right, *self.more)))
        return tuple((text, day) for text, day in every if text)


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a user may set of the checks."""

    enable: tuple[str, ...] = ()
    """The checks to run; all if empty."""
    disable: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Check id to the severity its findings get."""
    confidence: float = 0.0
    """Findings below it are dropped, in [0, 1]."""
    shifts: Mapping[str, float] = field(default_factory=dict)
    """Check id to how far its log-odds are moved, as a team's decisions have it."""

    def severity_of(self, check: str, usual: Severity) -> Severity:
        """The severity that the user gives the findings of a check, else the usual one."""
        return cast(Severity, self.severity.get(check) or usual)


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the two claims."""

    sources: dict[str, Source]
    scope: Scope = "event"
    similarity: Callable[[Claim, Claim], float] = field(default=lambda left, right: 0.0)
    """Cosine of the claims' embeddings, in [-1, 1]."""
    linked: Callable[[Claim, Claim], float] = field(default=lambda left, right: 0.0)
    """The chance that two claims of one event tell of one thing, however it differs; 0 for a pair that is nothing alike."""
    frames: Callable[[Claim], list[Frame]] = field(default=lambda claim: frames(claim.tokens))
    """The predications of a claim."""
    around: Callable[[Claim], Sequence[Claim]] = field(default=lambda claim: (claim,))
    """All claims of a claim's source, itself included."""
    loading: Loading = field(default=lambda word: 0.0)
    """How likely a word is loaded, in [0, 1], by its lemma."""
    watch: Watch = field(default=unwatched)
    """Called with every pair that is compared, and where it stops."""

    def publication_order(self, left: Claim, right: Claim) -> int:
        """-1 if the report of `left` is the earlier, 1 if it is the later, 0 if both are of one day or one is undated."""
        first, second = (self.sources[claim.source].published for claim in (left, right))
        return 0 if first is None or second is None else (first > second) - (first < second)


@dataclass(frozen=True)
class Pair(Generic[F]):
    """Two facts that a check sets against each other, with all that its rungs may look at.

    A check makes a class of it whose cached properties hold what several rungs ask for.
    """

    a: F
    b: F
    left: Claim
    """The claim that has `a`."""
    right: Claim
    """The claim that has `b`."""
    context: Context
    turned: bool = field(default=False, kw_only=True)
    """Whether the two claims are the other way round than they were given, for a check to which the sides are not alike."""

    @property
    def spans(self) -> tuple[Span, Span]:
        """Where the words of the two facts are in their sources."""
        a, b = cast(Any, self.a), cast(Any, self.b)
        return (a.start, a.end), (b.start, b.end)

    @cached_property
    def similarity(self) -> float:
        """Cosine of the two claims' embeddings, in [-1, 1]."""
        return self.context.similarity(self.left, self.right)

    def told_by_both(self, same: Callable[[F, Any], bool], facts: Callable[[Claim], Iterable[Any]]) -> bool:
        """Whether one of the two accounts has the other's fact too, in any sentence: then it does not contradict it.

        Args:
            same: Whether a fact of the pair and one of the other account are the same.
            facts: The facts of a claim that may be.
        """
        return any(
            same(fact, other)
            for fact, claim in ((self.a, self.right), (self.b, self.left))
            for near in self.context.around(claim)
            for other in facts(near)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What a check makes of a pair that stops at a rung that fires. The engine fills in the rung and the spans.

    `slot` is what the two are *of*, in words without line numbers: with the values it makes the fingerprint.
    """

    values: tuple[str, str]
    """The normalised values of both sides, the left one first."""
    slot: str
    confidence: float
    message: str = ""
    """What differs, in a few words; the check's title if empty."""
    because: str = ""
    """Why it counts as a difference, in a sentence."""
    rung: str = ""
    spans: tuple[Span, Span] = ((0, 0), (0, 0))
    """The differing words in their claims' sources."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A matter of an event, and the sources that may not report it: what a `coverage` check walks its ladder with."""

    matter: Matter
    unsaid: Unsaid


@dataclass(frozen=True, slots=True)
class Omission:
    """A source does not report a matter: what the matter is in words without line numbers, why, and how sure it is."""

    value: str
    because: str
    confidence: float
    rung: str = ""


Mode = Literal["across", "within", "coverage", "versions", "reading"]
"""Two claims of different sources, two of one source, what an event's sources tell against one that does not, a claim in two versions of
one document, or what only a language model that reads the event finds."""
Pairs = Callable[[Claim, Claim, Context], Iterator[P]]


def every_two(pair: Callable[[F, F, Claim, Claim, Context], P], facts: Callable[[Claim], Iterable[F]]) -> Pairs[P]:
    """Every fact of one claim with every one of another.

    Args:
        pair: Makes a pair; a class that extends `Pair`.
        facts: The facts of a claim that are compared.

    Returns:
        What a check's `pairs` is.
    """

    def pairs(left: Claim, right: Claim, context: Context) -> Iterator[P]:
        lefts = facts(left)
        rights = list(facts(right)) if lefts else ()
        return (pair(a, b, left, right, context) for a in lefts for b in rights)

    return pairs


def _no_pairs(left: Claim, right: Claim, context: Context) -> Iterator[Any]:
    """For checks that compare no claims."""
    return iter(())


def _no_difference(pair: Any) -> Difference:
    raise LookupError("this check makes no difference of a pair")


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it compares, the ladder that the engine walks with it, its page and its examples."""

    id: str
    title: str
    kind: Kind
    severity: Severity
    about: str
    """What it does, one paragraph of Markdown."""
    cannot_tell: str
    """What it misses, one paragraph of Markdown."""
    rungs: tuple[Rung[Any], ...]
    """The ladder, in the order in which it is walked. The last rung holds always."""
    examples: tuple[Example, ...]
    pairs: Callable[[Claim, Claim, Context], Iterable[Any]] = _no_pairs
    """The facts of two claims that are set against each other; for `within` checks both claims are of one source."""
    tell: Callable[[Any], Difference] = _no_difference
    """What to make of a pair that stops at a rung that fires."""
    omit: Callable[[Any], Omission] | None = None
    """The same for a `coverage` check, whose ladder is walked with a `Silence`."""
    surest: bool = False
    """Whether only the surest difference of two claims is shown."""
    relevant: Callable[[Claim], bool] = lambda claim: True
    """Whether a claim has anything this check looks at: spares the rest the comparison."""
    least_chance: float = 0.3
    """How likely it must be that two claims say the same thing, by their wording alone, before they are compared, in [0, 1]."""
    candidates: Callable[[Sequence[Claim]], Iterator[tuple[Claim, Claim]]] | None = None
    """Finds the pairs to compare among the claims of an event where likeness of wording is not what brings them together."""
    scopes: frozenset[Scope] = frozenset({"event"})
    mode: Mode = "across"
    weighs_words: bool = False
    """Whether it asks how loaded a word is: without such a check no word is embedded for it."""
    calibrated: bool = False
    """Whether the confidence of its differences is fitted as a chance already."""

    def rung(self, name: str) -> Rung[Any]:
        """The rung of that name. Raises `StopIteration` if there is none."""
        return next(rung for rung in self.rungs if rung.name == name)
