"""Which sources report the same happening: a learned distance over what their texts say of when, where and who.

Five years of "ministers meet, vow cooperation" read alike, so the embedding is one signal among several, and some things
keep two reports apart however alike they read: the same office in other hands, or another day in another city.

No source's event depends on a source that is not of it: weights come from general English, a pair's chance from the pair alone, and
copies of one text stand as one source while sources are clustered.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.cluster.event_features import CHUNK, Meanings, bag_matrix, meanings, pair_features, shared_weight
from consistency.cluster.event_profiles import FEATURES, Profile, excluded, lead_text, profile
from consistency.cluster.event_reasons import held_together, near_events, pairs_between
from consistency.cluster.stories import described, event_id, stories
from consistency.model import Claim, Event, Source
from consistency.nlp.linear_model import LinearModel, load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = ["agglomerate", "cluster", "events", "lead_text"]

LEADS_NEAR = 0.30
CENTRES_NEAR = 0.60
"""Cosine of the leads, or of the whole texts, below which two sources are not looked at: in the fitted data one true pair in two
hundred is lost, and nine in ten others are spared."""
WINDOW = 45
FAR_LEADS_NEAR = 0.40
"""Sources that are known to be published more days apart than WINDOW are looked at only where their leads are this near."""
BLOCK = 1_000
"""Rows of the similarity matrix that are held at once."""
UNIT = 1_000_000
"""Chances are counted in millionths."""
TEMPLATE = 0.25
"""How alike the phrases of two texts are where both fill in one form: of two reports of other places that is no likeness."""
EDITED_PHRASES, EDITED_NAMES, EDITED = 0.5, 0.8, 0.97
"""Two texts are one that was edited where their phrases are that much alike and so many names of one are the other's; and the chance
that they are of one event. The model has learned from reports written apart, where likeness of phrases shows a form filled in."""
COPY = 0.9
"""Share of a text's claims, by length, that stand word for word in both for two sources to count as copies of one text."""


def events(
    sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], leads: Matrix, vectors: Mapping[str, NDArray[np.float32]]
) -> list[Event]:
    """Group `sources` into events and link the events of one story.

    `leads` are the embeddings of `lead_text`, a row a source; `vectors` maps each claim's id to its embedding.
    """
    # Of equal chances the first pair merges first: by what the texts say, not by what their files are called.
    order = sorted(range(len(sources)), key=lambda index: (sources[index].text, index))
    sources, leads = [sources[index] for index in order], leads[order] if order else leads
    profiles = [profile(source, claims[source.id]) for source in sources]
    meaning = meanings(sources, claims, leads, vectors)
    comparison = compared(profiles, meaning, [told(claims[source.id]) for source in sources])
    chance = chances_of(comparison)
    labels = labelled(comparison, chance)
    members: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        members.setdefault(label, []).append(index)
    parts = list(members.values())
    ids = [event_id([sources[i].id for i in part]) for part in parts]
    linked = stories(labels, profiles, leads)
    every = [claims[source.id] for source in sources]
    between = pairs_between(labels, comparison.left, comparison.right, chance, comparison.features)
    found = []
    for label, part in enumerate(parts):
        related = sorted(ids[other] for other in linked[label] if other != label)
        own, said = [profiles[i] for i in part], [every[i] for i in part]
        event = described(ids[label], [sources[i] for i in part], own, said, leads[part], related)
        near = near_events(label, labels, ids, profiles, every, between)
        found.append(replace(event, together=held_together(own, said), near=near))
    return sorted(found, key=lambda event: (event.date or "9999", event.title, event.id))


@dataclass(frozen=True)
class Comparison:
    """What is needed to cluster sources: the candidate pairs `left` < `right`, their features and whether they exclude each other; and
    for each source the index of the one that stands for it (itself, unless it is a copy), and the event that a person says it reports."""

    left: Indices
    right: Indices
    features: Matrix
    apart: NDArray[np.bool_]
    stands_for: Indices
    stated: tuple[str, ...] = ()


def compared(profiles: Sequence[Profile], meaning: Meanings, texts: Sequence[Mapping[str, float]]) -> Comparison:
    """The candidate pairs of `profiles`, compared. `texts` are what each source says, as `told` has it."""
    left, right = candidate_pairs(profiles, meaning)
    stated = tuple(item.stated for item in profiles)
    same = copied(texts, left, right) & alike_stated(stated, left, right)
    stands_for = originals(profiles, left[same], right[same])
    kept = (stands_for[left] == left) & (stands_for[right] == right)
    left, right = left[kept], right[kept]
    features = pair_features(profiles, meaning, left, right)
    return Comparison(left, right, features, excluded_pairs(profiles, left, right, features), stands_for, stated)


def cluster(comparison: Comparison, model: LinearModel | None = None) -> list[int]:
    """A label for each source, counted from 0 in the order of first appearance; equal labels mean one event."""
    return labelled(comparison, chances_of(comparison, model), model)


def chances_of(comparison: Comparison, model: LinearModel | None = None) -> Floats:
    """The chance of each candidate pair."""
    import numpy as np

    model, rows = model or load_model("event_model"), comparison.features
    return np.concatenate([np.zeros(0), *(chances(rows[start : start + CHUNK], model) for start in range(0, len(rows), CHUNK))])


def labelled(comparison: Comparison, chance: Floats, model: LinearModel | None = None) -> list[int]:
    """The labels of `cluster`: average linkage over the chances of the candidate pairs."""
    model = model or load_model("event_model")
    count = len(comparison.stands_for)
    own = linked(count, comparison.left, comparison.right, chance, comparison.apart, model.threshold, comparison.stated)
    seen: dict[int, int] = {}
    return [seen.setdefault(own[int(original)], len(seen)) for original in comparison.stands_for]


def chances(rows: Matrix, model: LinearModel) -> Floats:
    """How likely each pair is of one event: as the model has it, and nearly sure where both are one text that was edited."""
    import numpy as np

    phrases, called, apart = (rows[:, FEATURES.index(name)] for name in ("cosine phrases", "contained called", "seats_apart"))
    edited = (phrases >= EDITED_PHRASES) & (called >= EDITED_NAMES) & (apart == 0)
    return np.where(edited, EDITED, model(rows.astype(np.float64)))


def candidate_pairs(profiles: Sequence[Profile], meaning: Meanings) -> tuple[Indices, Indices]:
    """The pairs i < j that may be of one event, as two arrays: near in meaning, and nearer still where published long apart.

    A pair is a candidate by what it is and never by how many others are nearer, so that another source changes no other pair.
    """
    import numpy as np

    published = np.array([published_day(item) for item in profiles], dtype=np.int64)
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for start in range(0, len(profiles), BLOCK):
        leads, centres, days = meaning.leads[start:], meaning.centres[start:], published[start:]
        left, right = np.nonzero(near(leads[:BLOCK], centres[:BLOCK], days[:BLOCK], leads, centres, days))
        above = right > left
        found.append((left[above] + start, right[above] + start))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def published_day(item: Profile) -> int:
    """The day of publication as a number, where it was given from outside the text; else -1."""
    return item.published.toordinal() if item.published and item.dated else -1


def near(leads: Matrix, centres: Matrix, days: Indices, others: Matrix, their_centres: Matrix, their_days: Indices) -> NDArray[np.bool_]:
    """Which of some sources (rows) may be of one event with which of some others (columns): near in meaning, and nearer still where
    published long apart. `days` are as `published_day` has them."""
    import numpy as np

    alike = np.round(leads @ others.T, 4)
    close = (alike >= LEADS_NEAR) | (np.round(centres @ their_centres.T, 4) >= CENTRES_NEAR)
    dated = (days[:, None] >= 0) & (their_days[None, :] >= 0)
    far = dated & (np.abs(days[:, None] - their_days[None, :]) > WINDOW)
    return np.asarray(close & ~(far & (alike < FAR_LEADS_NEAR)))


def told(claims: Sequence[Claim]) -> dict[str, float]:
    """What a source says, claim by claim in lower case, weighted by length: what copies of one text have in common."""
    texts = {" ".join(t.text.lower() for t in claim.tokens if t.text[0].isalnum()) for claim in claims}
    return {text: float(text.count(" ") + 1) ** 0.5 for text in sorted(texts) if text}


def copied(texts: Sequence[Mapping[str, float]], left: Indices, right: Indices) -> NDArray[np.bool_]:
    """Which of the pairs (left[k], right[k]) are copies of one text; `texts` are as `told` gives them."""
    import numpy as np

    bags = bag_matrix(texts, {})
    mass = np.asarray(bags.multiply(bags).sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(shared_weight(bags, bags, left, right) >= COPY * np.maximum(1.0, np.maximum(mass[left], mass[right])))


def alike_stated(stated: Sequence[str], left: Indices, right: Indices) -> NDArray[np.bool_]:
    """Which of the pairs are said to report one event, or of which nothing is said."""
    import numpy as np

    return np.array([stated[a] == stated[b] for a, b in zip(left.tolist(), right.tolist(), strict=True)], dtype=bool)


def copies_among(texts: Sequence[Mapping[str, float]]) -> tuple[Indices, Indices]:
    """All pairs i < j of `texts` that are copies of one text, as two arrays."""
    import numpy as np

    bags = bag_matrix(texts, {})
    left, right = (bags @ bags.T).nonzero()
    above = right > left
    left, right = left[above].astype(np.int64), right[above].astype(np.int64)
    same = copied(texts, left, right)
    return left[same], right[same]


def originals(profiles: Sequence[Profile], left: Indices, right: Indices) -> Indices:
    """For each source the index of the one that stands for it and all its copies: the earliest known, then the first.

    The sources left[k] and right[k] are copies of one text.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(profiles)
    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    order = sorted(range(count), key=lambda i: (not profiles[i].dated, str(profiles[i].published or "9999"), i))
    first: dict[int, int] = {}
    for index in order:
        first.setdefault(int(label[index]), index)
    return np.array([first[int(part)] for part in label], dtype=np.int64)


def excluded_pairs(profiles: Sequence[Profile], left: Indices, right: Indices, features: Matrix) -> NDArray[np.bool_]:
    """Which pairs cannot be of one event: one form filled in for two places, and those that name an office in common or other places
    and that `excluded` tells apart."""
    import numpy as np

    offices = bag_matrix([dict.fromkeys(sorted({office for office, _ in item.offices}), 1.0) for item in profiles], {})
    elsewhere = features[:, FEATURES.index("disjoint main_places")] > 0
    alike = features[:, FEATURES.index("cosine phrases")] >= TEMPLATE
    found = alike & (features[:, FEATURES.index("seats_apart")] > 0)
    for pair in np.nonzero(~found & (elsewhere | (shared_weight(offices, offices, left, right) > 0)))[0]:
        found[pair] = excluded(profiles[left[pair]], profiles[right[pair]])
    return found


def masses(chance: Floats, apart: NDArray[np.bool_], count: int) -> Indices:
    """Chances as whole numbers, so that sums do not depend on their order; one `apart` pair outweighs all others of `count` sources."""
    import numpy as np

    return np.where(apart, -count * count * UNIT, np.round(chance * UNIT).astype(np.int64))


def linked(
    count: int,
    left: Indices,
    right: Indices,
    chance: Floats,
    apart: NDArray[np.bool_],
    threshold: float,
    stated: Sequence[str] = (),
) -> list[int]:
    """A label for each of `count` sources: average linkage over the pairs (left[k], right[k]) with chance[k], all other pairs at zero.

    Clusters merge, the likeliest first, while the mean chance of their pairs is at least `threshold`; one that holds an `apart` pair
    never does. Works on the pairs alone, so that time and memory follow their number and not the square of the sources. Sources of
    which the same event is `stated` are one cluster from the start, and never come together with those of another.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    home, homes = _stated_homes(count, stated)
    named = [stated[index] if stated else "" for index in range(count)]
    likely = (chance >= threshold) & ~apart
    tied = np.array([(first, index) for index, first in enumerate(home) if first != index], dtype=np.int64).reshape(-1, 2)
    rows, columns = np.concatenate([left[likely], tied[:, 0]]), np.concatenate([right[likely], tied[:, 1]])
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    # No mean is above the threshold where no pair is: what lies between components never matters.
    _, component = connected_components(graph, directed=False)
    inside = component[left] == component[right]
    mass = masses(chance, apart, count)
    members = [homes.get(index, []) for index in range(count)]
    sums: list[dict[int, int]] = [{} for _ in range(count)]
    for a, b, value in zip(left[inside].tolist(), right[inside].tolist(), mass[inside].tolist(), strict=True):
        a, b = sorted((home[a], home[b]))
        if a != b and not (named[a] and named[b]):
            sums[a][b] = sums[b][a] = sums[a].get(b, 0) + value
    heap: list[tuple[float, int, int]] = []

    def push(a: int, b: int) -> None:
        mean = sums[a][b] / (len(members[a]) * len(members[b])) / UNIT
        if mean >= threshold:
            heapq.heappush(heap, (-mean, min(a, b), max(a, b)))

    for a, others in enumerate(sums):
        for b in others:
            if a < b:
                push(a, b)
    while heap:
        mean, a, b = heapq.heappop(heap)
        if b not in sums[a] or -mean != sums[a][b] / (len(members[a]) * len(members[b])) / UNIT:
            continue
        # The cluster keeps the index of its first source.
        members[a] += members[b]
        members[b] = []
        named[a] = named[a] or named[b]
        for other, value in sums[b].items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + value
        sums[b] = {}
        for other in [other for other in sums[a] if named[a] and named[other]]:
            del sums[a][other], sums[other][a]
        for other in sums[a]:
            push(a, other)
    label = [0] * count
    for group in members:
        for index in group:
            label[index] = min(group)
    return label


def _stated_homes(count: int, stated: Sequence[str]) -> tuple[list[int], dict[int, list[int]]]:
    """For each source the first of which the same event is stated (itself where none is), and for each of these all of them."""
    first: dict[str, int] = {}
    home = [first.setdefault(stated[index], index) if stated and stated[index] else index for index in range(count)]
    homes: dict[int, list[int]] = {}
    for index, at in enumerate(home):
        homes.setdefault(at, []).append(index)
    return home, homes


def agglomerate(distance: Floats, threshold: float) -> list[int]:
    """Average-linkage labels for a square distance matrix, numbered in the order of first appearance."""
    from sklearn.cluster import AgglomerativeClustering

    if len(distance) < 2:
        return [0] * len(distance)
    raw = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold).fit_predict(
        distance
    )
    seen: dict[int, int] = {}
    return [seen.setdefault(int(label), len(seen)) for label in raw]
