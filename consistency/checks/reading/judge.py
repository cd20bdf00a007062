"""What of a model's proposals holds: its sentences exist, are of two sources, hold the words, and do not say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from consistency.checks.base import Rung
from consistency.checks.ladder import reached
from consistency.checks.reading.locate import locate
from consistency.checks.reading.prompt import KINDS, TYPES
from consistency.checks.reading.values import same
from consistency.model import Claim, Span
from consistency.model.reading import Account, Proposal

SURE = 3
"""The confidence, from 1 to 3, with which a proposal is not asked about again."""
LEAST = 2
"""The confidence that a proposal needs that was not asked about again."""
DOUBTED = 1
"""The confidence of a proposal whose sentences each have the other's words, too."""
CHECK_OF = {
    "number": "number-differs",
    "money": "amount-differs",
    "percent": "percent-differs",
    "age": "age-differs",
    "duration": "duration-differs",
    "date_time": "date-differs",
    "place": "place-differs",
    "person_entity": "name-differs",
    "role_title": "office-differs",
    "quote": "quote-differs",
    "attribution": "speaker-differs",
    "certainty": "certainty-differs",
    "polarity": "denied-and-asserted",
    "outcome_status": "outcome-differs",
    "cause_motive": "cause-differs",
    "sequence": "sequence-differs",
}
"""The check that looks for what a type names; any other type, and one whose check there is not, is of the general check."""
GENERAL = "accounts-differ"
READ = "read"
"""The rung of a proposal that holds."""
Place = tuple[Claim, Span | None]
"""A sentence that tells one version, and where the differing words stand in it; `None` if it tells it in other words."""


@dataclass(slots=True)
class Held:
    """A proposal that holds, or several that say the same. Each side's places are by claim id, the plainest first."""

    check: str
    kind: str
    why: str
    confidence: int
    left: dict[str, Place]
    right: dict[str, Place]
    votes: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Read:
    """A proposal with what it names in the sentences."""

    proposal: Proposal
    claim_of: Mapping[str, Claim]
    """The claims by the ids of the sentences that the model was shown."""

    @property
    def unknown(self) -> bool:
        return any(name not in self.claim_of for name in (*self.proposal.left, *self.proposal.right))

    @cached_property
    def claims(self) -> list[list[Claim]]:
        """The sentences of both sides; those of a source that stands on both count for neither."""
        sides = [[self.claim_of[name] for name in names] for names in (self.proposal.left, self.proposal.right)]
        both = {claim.source for claim in sides[0]} & {claim.source for claim in sides[1]}
        return [[claim for claim in side if claim.source not in both] for side in sides]

    @cached_property
    def places(self) -> list[dict[str, Place]]:
        """Where the words of both sides stand."""
        return [
            _places(words, side) for words, side in zip((self.proposal.left_words, self.proposal.right_words), self.claims, strict=True)
        ]

    @cached_property
    def equal(self) -> str:
        """Why the two passages do not differ, or may not."""
        return same(self.proposal.type, self.proposal.kind, spot(self.places[0]), spot(self.places[1]))


RUNGS: tuple[Rung[Read], ...] = (
    Rung(
        "malformed",
        "The answer is not of the form that was asked for.",
        lambda read: read.proposal.kind not in KINDS or read.proposal.type not in TYPES,
    ),
    Rung("no reason given", "The model does not say why.", lambda read: not read.proposal.why),
    Rung("no such sentence", "A sentence that it names does not exist.", lambda read: read.unknown),
    Rung("one source", "Both sides are of one source.", lambda read: not all(read.claims)),
    Rung("words not found", "The sentences do not have the words.", lambda read: not all(read.places)),
    Rung("same words", "Both say the same words.", lambda read: read.equal == "same words"),
    Rung("same value", "Both give one value.", lambda read: read.equal == "same value"),
    Rung("compatible value", "One value is a rounded or coarser form of the other.", lambda read: read.equal == "compatible value"),
    Rung(READ, "A language model reads the two as reporting one fact differently.", fires=True),
)


def held(
    proposals: Sequence[Proposal], accounts: Sequence[Account], claims: Mapping[str, Claim], known: Iterable[str], votes: int = 1
) -> tuple[list[Held], Counter[str]]:
    """The proposals on one event that hold, joined where they tell of one disagreement, and how many were dropped for what reason.

    `claims` go by id, `known` are the ids of the checks there are; of several `votes` the majority must have proposed it.
    """
    claim_of = {line.id: claims[line.claim] for account in accounts for line in account.lines}
    checks = set(known)
    dropped: Counter[str] = Counter()
    found: list[Held] = []
    for proposal in proposals:
        read = Read(proposal, claim_of)
        rung = reached(RUNGS, read)
        if not rung.fires:
            dropped[rung.name] += 1
            continue
        check = CHECK_OF.get(proposal.type, GENERAL)
        left, right = read.places
        check = check if check in checks else GENERAL
        # Swapped ("seven years and five" against "five years and seven") or both told by both: only the second question can tell.
        confidence = DOUBTED if read.equal == "told by both" else proposal.confidence
        item = Held(check, proposal.kind, proposal.why, confidence, left, right, {proposal.vote})
        twin = next((other for other in found if one_disagreement(item, other)), None)
        if twin is None:
            found.append(item)
        else:
            _join(twin, item)
            dropped["repeated"] += item.votes <= twin.votes and votes == 1
    kept = [item for item in found if 2 * len(item.votes) > votes]
    dropped["no majority"] += len(found) - len(kept)
    return kept, +dropped


def _places(words: str, side: Sequence[Claim]) -> dict[str, Place]:
    """Where the words stand in each sentence, those first that have them; none if no sentence has them."""
    spans = {claim.id: locate(words, claim.text) for claim in side}
    if not any(spans.values()):
        return {}
    placed = [(claim, (claim.start + span[0], claim.start + span[1]) if (span := spans[claim.id]) else None) for claim in side]
    return {place[0].id: place for place in sorted(placed, key=lambda place: place[1] is None)}


def one_disagreement(one: Held, other: Held) -> bool:
    """Whether both sides meet, in either order: the same words of the same sentences differ."""
    return (_meet(one.left, other.left) and _meet(one.right, other.right)) or (
        _meet(one.left, other.right) and _meet(one.right, other.left)
    )


def spot(side: Mapping[str, Place]) -> tuple[Claim, Span]:
    """The plainest place of a side that has the words."""
    claim, span = next(iter(side.values()))
    assert span is not None  # those that have the words come first, and a side without any is dropped
    return claim, span


def _meet(one: Mapping[str, Place], other: Mapping[str, Place]) -> bool:
    return any(spans_meet(one[name][1], other[name][1]) for name in one.keys() & other.keys())


def spans_meet(one: Span | None, other: Span | None) -> bool:
    """Whether two spans of one text overlap."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _join(into: Held, item: Held) -> None:
    """Add the places of `item` where they do not stand on the other side already."""
    straight = _meet(into.left, item.left) and _meet(into.right, item.right)
    left, right = (item.left, item.right) if straight else (item.right, item.left)
    sources = [{claim.source for claim, _ in side.values()} for side in (into.left, into.right)]
    into.left |= {name: place for name, place in left.items() if name not in into.left and place[0].source not in sources[1]}
    into.right |= {name: place for name, place in right.items() if name not in into.right and place[0].source not in sources[0]}
    into.votes |= item.votes
    into.confidence = max(into.confidence, item.confidence)
