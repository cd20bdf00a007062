"""Which claims tell the same thing: a learned pair score, clustered so that a group is no chain of ever looser look-alikes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from consistency.events import agglomerate
from consistency.facts._tree import content_lemmas
from consistency.model import Claim, Coverage, Event, Group, Scope
from consistency.rarity import weight
from consistency.similarity import load_model, pair_features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.seams import Matrix

STANDING_FLOOR = 0.35
"""Least pair probability of standing claims of different events: the story is shared, the happening is not."""
STANDING_SHARED = 0.9
"""Least total weight of the content words that two standing claims of different events share."""


def groups(events: Sequence[Event], claims: Mapping[str, Sequence[Claim]], vectors: Mapping[str, NDArray[np.float32]]) -> list[Group]:
    """The groups of every event, then the standing groups across the events of each story.

    `claims` maps a source to its claims, `vectors` a claim to its embedding.
    """
    found = []
    for event in events:
        members = [claim for source in event.sources for claim in claims[source]]
        found += [_group(event.id, "event", cluster_) for cluster_ in event_groups(members, _stack(members, vectors))]
    done: set[str] = set()
    by_id = {event.id: event for event in events}
    for event in events:
        if event.id in done or not event.related:
            continue
        story = [event, *(by_id[other] for other in event.related)]
        done.update(item.id for item in story)
        found += _standing(story, claims, vectors)
    return sorted(found, key=lambda group: (group.scope, group.event, group.claims))


def _stack(claims: Sequence[Claim], vectors: Mapping[str, NDArray[np.float32]]) -> Matrix:
    import numpy as np

    return np.stack([vectors[claim.id] for claim in claims]) if claims else np.zeros((0, 1), dtype=np.float32)


def _group(event: str, scope: Scope, members: Iterable[Claim]) -> Group:
    ids = tuple(sorted(claim.id for claim in members))
    return Group(id=f"g-{hashlib.blake2b(f'{scope} {ids}'.encode(), digest_size=5).hexdigest()}", event=event, scope=scope, claims=ids)


def event_groups(members: Sequence[Claim], vectors: Matrix) -> list[list[Claim]]:
    """Clusters of claims of two or more sources. `vectors` has a row a claim."""
    model = load_model("group_model")
    pairs, features = pair_features(members, vectors)
    return _clusters(members, pairs, model(features), model.threshold)


def _clusters(members: Sequence[Claim], pairs: NDArray[np.int64], chance: NDArray[np.float64], threshold: float) -> list[list[Claim]]:
    """Average linkage inside each connected component of likely pairs, so that the cost follows the likely pairs."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(members)
    likely = chance >= threshold * 0.5
    pairs, chance = pairs[likely], np.round(chance[likely], 6)
    if not len(pairs):
        return []
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    found = []
    order: dict[int, list[int]] = {}
    for index, label in enumerate(component):
        order.setdefault(int(label), []).append(index)
    position = {index: place for indices in order.values() for place, index in enumerate(indices)}
    chances: dict[int, list[tuple[int, int, float]]] = {}
    for (a, b), value in zip(pairs, chance, strict=True):
        chances.setdefault(int(component[a]), []).append((position[int(a)], position[int(b)], float(value)))
    for label, indices in order.items():
        if len(indices) < 2:
            continue
        distance = np.ones((len(indices), len(indices)))
        for a, b, value in chances[label]:
            distance[a, b] = distance[b, a] = 1.0 - value
        np.fill_diagonal(distance, 0.0)
        clusters: dict[int, list[Claim]] = {}
        for place, cluster_label in enumerate(agglomerate(distance, 1.0 - threshold)):
            clusters.setdefault(cluster_label, []).append(members[indices[place]])
        found += [cluster for cluster in clusters.values() if len({claim.source for claim in cluster}) > 1]
    return found


def _standing(story: Sequence[Event], claims: Mapping[str, Sequence[Claim]], vectors: Mapping[str, NDArray[np.float32]]) -> list[Group]:
    """Groups of standing claims that span several events of a story."""
    event_of = {source: event.id for event in story for source in event.sources}
    members = [claim for source in sorted(event_of) for claim in claims[source] if claim.standing]
    model = load_model("group_model")
    pairs, features = pair_features(members, _stack(members, vectors))
    chance = model(features)
    words = [content_lemmas(claim.tokens) for claim in members]
    for row, (a, b) in enumerate(pairs):
        if chance[row] >= STANDING_FLOOR and sum(weight(word) for word in words[a] & words[b]) < STANDING_SHARED:
            chance[row] = 0.0
    found = []
    for cluster in _clusters(members, pairs, chance, STANDING_FLOOR):
        if len({event_of[claim.source] for claim in cluster}) > 1:
            found.append(_group(min(event_of[claim.source] for claim in cluster), "standing", cluster))
    return found


def coverage(events: Sequence[Event], found: Sequence[Group], source_of: Mapping[str, str]) -> list[Coverage]:
    """Which sources tell each group, and which sources on the same event (or story, for a standing group) are silent."""
    by_id = {event.id: event for event in events}
    result = []
    for group in found:
        event = by_id[group.event]
        scope = [event] if group.scope == "event" else [event, *(by_id[other] for other in event.related)]
        told = {source_of[claim] for claim in group.claims}
        everyone = {source for item in scope for source in item.sources}
        result.append(Coverage(group=group.id, told=tuple(sorted(told)), silent=tuple(sorted(everyone - told))))
    return sorted(result, key=lambda item: item.group)
