"""What of a model's proposals holds: its sentences exist, are of two sources, hold the words, and do not say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consistency.checks.reading.locate import locate
from consistency.checks.reading.prompt import KINDS, TYPES
from consistency.checks.reading.values import Span, same
from consistency.model import Claim
from consistency.model.reading import Account, Proposal

SURE = 3
"""The confidence, from 1 to 3, with which a proposal is not asked about again."""
LEAST = 2
"""The confidence that a proposal needs that was not asked about again."""
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
Place = tuple[Claim, Span | None]
"""A sentence that tells one version, and where the differing words stand in it; `None` where it tells it in other words."""


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
        item = _held(proposal, claim_of, checks)
        if isinstance(item, str):
            dropped[item] += 1
            continue
        twin = next((other for other in found if one_disagreement(item, other)), None)
        if twin is None:
            found.append(item)
        else:
            _join(twin, item)
            dropped["repeated"] += item.votes <= twin.votes and votes == 1
    kept = [item for item in found if 2 * len(item.votes) > votes]
    dropped["no majority"] += len(found) - len(kept)
    return kept, +dropped


def _held(proposal: Proposal, claim_of: Mapping[str, Claim], checks: set[str]) -> Held | str:
    """The proposal with its words found, or why it is dropped."""
    if proposal.kind not in KINDS or proposal.type not in TYPES:
        return "malformed"
    if not proposal.why:
        return "no reason given"
    if any(name not in claim_of for name in (*proposal.left, *proposal.right)):
        return "no such sentence"
    left, right = ([claim_of[name] for name in names] for names in (proposal.left, proposal.right))
    both = {claim.source for claim in left} & {claim.source for claim in right}
    left, right = ([claim for claim in side if claim.source not in both] for side in (left, right))
    if not left or not right:
        return "one source"
    sides = [_places(words, side) for words, side in ((proposal.left_words, left), (proposal.right_words, right))]
    if not all(sides):
        return "words not found"
    equal = same(proposal.type, proposal.kind, spot(sides[0]), spot(sides[1]))
    if equal:
        return equal
    check = CHECK_OF.get(proposal.type, GENERAL)
    return Held(
        check if check in checks else GENERAL, proposal.kind, proposal.why, proposal.confidence, sides[0], sides[1], {proposal.vote}
    )


def _places(words: str, side: Sequence[Claim]) -> dict[str, Place]:
    """Where the words stand in each sentence, those first that have them; none where no sentence has them."""
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
