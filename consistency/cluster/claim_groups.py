"""Which claims tell the same thing: a learned pair score, clustered so that a group is no chain of ever looser look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.cluster.claim_pairs import chances
from consistency.cluster.claim_similarity import pair_features
from consistency.cluster.events import agglomerate
from consistency.cluster.leads import opening_claims
from consistency.model import Claim, DateFact, Event, Group, Organisation, Person, Place, Quote, Scope
from consistency.model.grouping import grouped
from consistency.model.ids import digest
from consistency.model.joining import components
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.quotations import same_utterance
from consistency.nlp.tree_model import load_trees
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

STANDING_MASS = 0.55
"""Least weight of the words two standing claims of different events share, beyond what their stories are about anyway."""
NAMED_BONUS = 0.35
"""What a shared place or body adds to that weight, where the story is not about it anyway."""
STANDING_COSINE = 0.35
STEM = 6
"""Letters that a word must have to count as shared where the other claim has it inside a longer one ("nuclear", "denuclearise")."""
SAME_SOURCE = 0.8
"""The distance of two claims of one source: an outlet seldom says a thing twice, so this keeps groups from growing into topics."""
RARE = 0.6
"""The weight from which on a word is rare enough to anchor: used less than once in a million words."""
ANCHORED = 0.5
"""Chance that two claims tell the same thing where both use a rare word that stands nowhere else in either source."""
QUOTED = 0.95
"""Chance that two claims tell the same thing where they quote the same utterance."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The claims of one event and how likely each pair of them, of different sources, tells the same thing.

    `pairs` has shape (pairs, 2), indices into `members` with the smaller first; `chance` has shape (pairs,). Pairs that are
    nothing alike are left out. `earlier` maps claims that tell of something before the event to the time they tell of.
    """

    event: str
    members: tuple[Claim, ...]
    pairs: NDArray[np.int64]
    chance: NDArray[np.float64]
    earlier: Mapping[str, str]

    def together(self, left: Claim, right: Claim) -> bool:
        """Whether both may tell of one happening: background is compared with no claim about the event itself."""
        return self.earlier.get(left.id) == self.earlier.get(right.id)

    def linked(self) -> Callable[[Claim, Claim], float]:
        """The chance of any two of the claims; 0 for a pair that was left out."""
        ids = [claim.id for claim in self.members]
        known = {(ids[a], ids[b]): chance for (a, b), chance in zip(self.pairs.tolist(), self.chance.tolist(), strict=True) if chance}
        return lambda left, right: known.get((left.id, right.id), known.get((right.id, left.id), 0.0))

    def likely(self, least: float) -> Iterator[tuple[Claim, Claim]]:
        """The pairs of at least that chance, in order."""
        for left, right in self.pairs[self.chance >= least].tolist():
            yield self.members[left], self.members[right]


def align(
    events: Sequence[Event],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, NDArray[np.float32]],
    places: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> list[Aligned]:
    """Score the pairs of claims inside each event. `claims` maps a source to its claims, `vectors` a claim to its embedding.

    `places` (see `background.elsewhere`) tells which claims belong to another event, where they are scored instead, or to an
    earlier time, where they are scored with each other and with undated ones. With `only`, no events but those with these ids are scored.
    """
    import numpy as np

    places = places or {}
    known = {event.id for event in events}
    guests: dict[str, list[Claim]] = {}
    if places:
        for source in sorted(claims):
            for claim in claims[source]:
                if claim.id in places:
                    guests.setdefault(places[claim.id], []).append(claim)
    found = []
    for event in (event for event in events if only is None or event.id in only):
        own = [claim for source in event.sources for claim in claims[source] if places.get(claim.id) not in known]
        members = (*own, *guests.get(event.id, ()))
        earlier = {claim.id: places[claim.id] for claim in own if claim.id in places}
        pairs, features = pair_features(members, _stack(members, vectors))
        if earlier:
            kept = np.array([_in_line(members[a], members[b], earlier) for a, b in pairs.tolist()], dtype=bool)
            pairs, features = pairs[kept], features[kept]
        found.append(scored(Aligned(event.id, members, pairs, np.zeros(0), earlier), chances(members, pairs, features)))
    return found


def scored(part: Aligned, chance: NDArray[np.float64]) -> Aligned:
    """The pairs with the model's chance of each, or a higher one: where both quote one utterance, or share a word that is rare in both."""
    quoting = [[fact for fact in claim.facts if isinstance(fact, Quote)] for claim in part.members]
    unique = _unique_words(part.members)
    found = chance.copy()
    for row, (a, b) in enumerate(part.pairs.tolist()):
        if quoting[a] and quoting[b] and any(same_utterance(x, y) for x in quoting[a] for y in quoting[b]):
            found[row] = max(found[row], QUOTED)
        if unique[a] & unique[b]:
            found[row] = max(found[row], ANCHORED)
    return replace(part, chance=found)


def _in_line(left: Claim, right: Claim, earlier: Mapping[str, str]) -> bool:
    """Whether the two may stand in one group: of one time, or one of them undated, which may be the same background."""
    return earlier.get(left.id) == earlier.get(right.id) or not all(
        any(isinstance(fact, DateFact) for fact in claim.facts) for claim in (left, right)
    )


def _unique_words(members: Sequence[Claim]) -> list[frozenset[str]]:
    """For each claim its rare words, names left out, that no other sentence of its source's body has."""
    words = [
        frozenset(word for word in content_lemmas(claim.tokens) if weight(word) >= RARE and word.isalpha()) - _named_words(claim)
        for claim in members
    ]
    seen: dict[tuple[str, str], int] = {}
    for claim, found in zip(members, words, strict=True):
        if claim.role == "body":
            for word in found:
                seen[claim.source, word] = seen.get((claim.source, word), 0) + 1
    return [
        frozenset(word for word in found if seen.get((claim.source, word), 0) == 1) for claim, found in zip(members, words, strict=True)
    ]


def _named_words(claim: Claim) -> frozenset[str]:
    return frozenset(
        token.lemma.lower()
        for token in claim.tokens
        if token.entity in {"PERSON", "GPE", "ORG", "LOC", "NORP", "FAC"} or token.pos == "PROPN"
    )


def groups(
    events: Sequence[Event],
    aligned: Sequence[Aligned],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, NDArray[np.float32]],
    least: float | None = None,
) -> list[Group]:
    """The groups of every event, what its reports open with among them, then the standing groups across the events of a story.

    Claims group from a mean chance of `least` on; without it that of the model.
    """
    threshold = load_trees("pair_model").threshold if least is None else least
    found = [make_group(a.event, "event", cluster) for a in aligned for cluster in _clusters(a.members, a.pairs, a.chance, threshold)]
    done: set[str] = set()
    by_id = {event.id: event for event in events}
    told = grouped((group.event, set(group.claims)) for group in found)
    for item in aligned:
        own: dict[str, list[Claim]] = {source: [] for source in by_id[item.event].sources}
        for claim in item.members:
            if claim.source in own and claim.id not in item.earlier:
                own[claim.source].append(claim)
        opening = opening_claims(list(own.values()), vectors)
        if opening and not any({claim.id for claim in opening} <= group for group in told[item.event]):
            found.append(make_group(item.event, "event", opening))
    for event in events:
        if event.id in done or not event.related:
            continue
        story = [event, *(by_id[other] for other in event.related)]
        done.update(item.id for item in story)
        found += _standing(story, claims, vectors)
    return sorted(found, key=group_order)


def group_order(group: Group) -> tuple[str, str, tuple[str, ...]]:
    """The order of groups in a report."""
    return group.scope, group.event, group.claims


def _stack(claims: Sequence[Claim], vectors: Mapping[str, NDArray[np.float32]]) -> Matrix:
    import numpy as np

    return np.stack([vectors[claim.id] for claim in claims]) if claims else np.zeros((0, 1), dtype=np.float32)


def make_group(event: str, scope: Scope, members: Iterable[Claim]) -> Group:
    """A group with an id that rests on its claims alone."""
    ids = tuple(sorted(claim.id for claim in members))
    return Group(id=f"g-{digest(f'{scope} {ids}', size=5)}", event=event, scope=scope, claims=ids)


def _clusters(members: Sequence[Claim], pairs: NDArray[np.int64], chance: NDArray[np.float64], threshold: float) -> list[list[Claim]]:
    """Average linkage inside each connected component of likely pairs, so that the cost follows the likely pairs."""
    import numpy as np

    likely = chance >= threshold * 0.5
    pairs, chance = pairs[likely], np.round(chance[likely], 6)
    if not len(pairs):
        return []
    component = components(len(members), pairs[:, 0], pairs[:, 1])
    found = []
    order = grouped((label, index) for index, label in enumerate(component.tolist()))
    position = {index: place for indices in order.values() for place, index in enumerate(indices)}
    likelihood = zip(pairs.tolist(), chance.tolist(), strict=True)
    chances = grouped((int(component[a]), (position[a], position[b], value)) for (a, b), value in likelihood)
    for label, indices in order.items():
        if len(indices) < 2:
            continue
        distance = np.ones((len(indices), len(indices)))
        source = np.array([members[index].source for index in indices])
        distance[source[:, None] == source[None, :]] = SAME_SOURCE
        for a, b, value in chances[label]:
            distance[a, b] = distance[b, a] = 1.0 - value
        np.fill_diagonal(distance, 0.0)
        labels = agglomerate(distance, 1.0 - threshold)
        clusters = grouped((label, members[index]) for label, index in zip(labels, indices, strict=True))
        found += [cluster for cluster in clusters.values() if len({claim.source for claim in cluster}) > 1]
    return found


def _standing(story: Sequence[Event], claims: Mapping[str, Sequence[Claim]], vectors: Mapping[str, NDArray[np.float32]]) -> list[Group]:
    """Groups of standing claims that span several events of a story.

    All reports of a story share its people, places and subject, so these tell nothing: what counts is the weight of the
    shared words that stand in neither source's headline and first sentence.
    """
    import numpy as np

    event_of = {source: event.id for event in story for source in event.sources}
    members = [claim for source in sorted(event_of) for claim in claims[source] if claim.standing]
    subject = {source: _subject(claims[source]) for source in event_of}
    words = [
        content_lemmas(claim.tokens)
        - subject[claim.source]
        - frozenset(word.lower() for fact in claim.facts if isinstance(fact, Person) for word in fact.text.split())
        for claim in members
    ]
    names = [_names(claim) for claim in members]
    named = {source: frozenset(name for claim in _opening(claims[source]) for name in _names(claim)) for source in event_of}
    matrix = _stack(members, vectors).astype(np.float64)
    left, right = np.nonzero(np.triu(matrix @ matrix.T >= STANDING_COSINE, 1))
    pairs, chance = [], []
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        if members[a].source == members[b].source:
            continue
        mass = _shared_mass(words[a] - subject[members[b].source], words[b] - subject[members[a].source])
        mass += NAMED_BONUS * bool((names[a] & names[b]) - named[members[a].source] - named[members[b].source])
        pairs.append((a, b))
        chance.append(1.0 / (1.0 + np.exp(-6.0 * (mass - STANDING_MASS))))
    found = []
    for cluster in _clusters(members, np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(chance), 0.5):
        if len({event_of[claim.source] for claim in cluster}) > 1:
            found.append(make_group(min(event_of[claim.source] for claim in cluster), "standing", cluster))
    return found


def _opening(claims: Sequence[Claim]) -> list[Claim]:
    """A source's headline and first sentence."""
    return [claim for claim in claims if claim.role == "title"][:1] + [claim for claim in claims if claim.role == "body"][:1]


def _subject(claims: Sequence[Claim]) -> frozenset[str]:
    """The words of a source's headline and first sentence: what its story is about."""
    return frozenset(word for claim in _opening(claims) for word in content_lemmas(claim.tokens))


def _names(claim: Claim) -> frozenset[str]:
    return frozenset(fact.canonical for fact in claim.facts if isinstance(fact, (Place, Organisation)))


def _shared_mass(left: frozenset[str], right: frozenset[str]) -> float:
    """The squared weights of the words that both have; a word inside a longer one counts, the parts of a shared compound do not."""
    shared = left & right
    inside = {short for short in left - shared for long in right - shared if len(short) >= STEM and short in long}
    inside |= {short for short in right - shared for long in left - shared if len(short) >= STEM and short in long}
    found = shared | inside
    return sum(weight(word) ** 2 for word in sorted(found) if not any(word != other and word in other for other in found))
