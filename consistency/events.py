"""Which sources report the same happening: a learned distance over what their texts say of when, where and who.

Five years of "ministers meet, vow cooperation" read alike, so the embedding is one signal among several, and some things
keep two reports apart however alike they read: the same office in other hands, or another day at another place.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from consistency.facts._gazetteer import is_country
from consistency.facts._tree import content_lemmas
from consistency.fitted import load_model
from consistency.model import Claim, DateFact, Event, Organisation, Person, Place, Quantity, Role, Source
from consistency.rarity import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.seams import Matrix

    Floats = NDArray[np.float64]

FEATURES = (
    "cosine",
    "centroid",
    "words",
    "contained",
    "lead_words",
    "lead_contained",
    "people",
    "people_apart",
    "bodies",
    "places",
    "numbers",
    "days_apart",
    "days_known",
    "published_apart",
    "published_known",
    "weekdays_apart",
    "places_apart",
)
LEAD = 5
"""How many claims (headline, deck and the first sentences) count as the lead."""
STORY_COSINE = 0.55
STORY_NAMES = 3
"""Two events are of one story where their closest reports read this much alike and share this many people, places and bodies."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one source tells of its event. Weighted sets are sorted pairs of word and weight."""

    source: str
    words: Mapping[str, float]
    lead_words: Mapping[str, float]
    people: frozenset[str]
    bodies: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[date]
    """Days of the main happening, as far as the lead resolves them."""
    weekdays: frozenset[str]
    main_places: frozenset[str]
    offices: Mapping[tuple[str, str], frozenset[str]]
    published: date | None


def lead_text(source: Source, claims: Sequence[Claim]) -> str:
    """The headline and first sentences: the text whose embedding stands for the source."""
    lead = [claim for claim in claims if claim.role != "caption"][:LEAD]
    return " ".join(claim.text for claim in lead) or source.title or source.text[:500]


def profile(source: Source, claims: Sequence[Claim]) -> Profile:
    """What `source` tells of when, where and who. `claims` are all its claims, in order."""
    lead = [claim for claim in claims if claim.role != "caption"][:LEAD]
    captions = [claim for claim in claims if claim.role == "caption"]
    days, weekdays = set[date](), set[str]()
    for fact in (fact for claim in (*lead, *captions) for fact in claim.facts):
        if isinstance(fact, DateFact) and fact.granularity == "day":
            if (
                fact.first is not None
                and fact.first == fact.last
                and (source.published is None or abs((fact.first - source.published).days) <= 10)
            ):
                days.add(fact.first)
                weekdays.add(f"{fact.first:%A}".lower())
            elif fact.relative:
                weekdays.add(fact.relative.split()[-1])
    main = {
        fact.canonical
        for claim in lead
        for fact in claim.facts
        if isinstance(fact, Place) and fact.slot.role("where") in {"in", "to", "at", "near"} and not is_country(fact.canonical)
    }
    if source.dateline:
        main.add(source.dateline.lower())
    return Profile(
        source=source.id,
        words=_weigh(word for claim in claims for word in content_lemmas(claim.tokens)),
        lead_words=_weigh(word for claim in lead for word in content_lemmas(claim.tokens)),
        people=frozenset(_surname(fact.canonical) for claim in claims for fact in claim.facts if isinstance(fact, Person)),
        bodies=frozenset(fact.canonical for claim in claims for fact in claim.facts if isinstance(fact, Organisation)),
        places=frozenset(fact.canonical for claim in claims for fact in claim.facts if isinstance(fact, Place)),
        numbers=frozenset(
            f"{fact.unit} {fact.number:.4g}" for claim in claims for fact in claim.facts if isinstance(fact, Quantity) and fact.number > 3
        ),
        days=frozenset(days),
        weekdays=frozenset(weekdays),
        main_places=frozenset(main),
        offices=_offices(claims),
        published=source.published,
    )


def _weigh(words: Iterable[str]) -> dict[str, float]:
    return {word: weight(word) ** 2 for word in sorted(set(words))}


def _surname(name: str) -> str:
    return name.rsplit(" ", 1)[-1].lower()


def _state(name: str) -> str:
    """A key that joins a state and its adjective: "Japan" and "Japanese", "U.S." and "American"."""
    plain = name.lower().replace(".", "").replace("’", "'").removesuffix("'s").strip()
    return "us" if plain in {"us", "usa", "america", "american", "united states"} else plain[:4]


def _offices(claims: Sequence[Claim]) -> dict[tuple[str, str], frozenset[str]]:
    held: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        for fact in claim.facts:
            if isinstance(fact, Role) and len(fact.office.split()) > 1 and fact.holder:
                held.setdefault((fact.office, _state(fact.of)), set()).add(_surname(fact.holder))
    return {key: frozenset(value) for key, value in sorted(held.items())}


def excluded(left: Profile, right: Profile) -> bool:
    """Whether the two cannot be of one event: offices in other hands, or another day at another place."""
    for (office, state), holders in left.offices.items():
        for (other, other_state), others in right.offices.items():
            if (
                office == other
                and (state == other_state or "" in (state, other_state))
                and not holders & others
                and not holders & right.people
                and not others & left.people
                and not _alike(holders, others)
            ):
                return True
    return _days_exclude(left, right) and _places_exclude(left, right)


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two surnames are spellings of one."""
    from rapidfuzz.distance import Levenshtein

    return any(Levenshtein.normalized_similarity(a, b) >= 0.7 for a in left for b in right)


def _days_exclude(left: Profile, right: Profile) -> bool:
    if left.days and right.days:
        return _gap(left.days, right.days) > 10
    return bool(left.weekdays and right.weekdays) and not left.weekdays & right.weekdays


def _places_exclude(left: Profile, right: Profile) -> bool:
    return bool(left.main_places and right.main_places) and not left.main_places & right.main_places


def _gap(left: Iterable[date], right: Iterable[date]) -> int:
    return min((abs((a - b).days) for a in left for b in right), default=0)


def pair_features(profiles: Sequence[Profile], leads: Matrix, centroids: Matrix) -> Floats:
    """Features of every pair i < j in row order of `numpy.triu_indices`; shape (pairs, len(FEATURES)).

    `leads` and `centroids` have unit rows, one a source: of its lead, and the mean of its claims.
    """
    import numpy as np

    cosine, centre = (np.round(matrix.astype(np.float64) @ matrix.astype(np.float64).T, 4) for matrix in (leads, centroids))
    rows = [
        _features(profiles[i], profiles[j], float(cosine[i, j]), float(centre[i, j]))
        for i in range(len(profiles))
        for j in range(i + 1, len(profiles))
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def centroids(sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], vectors: Mapping[str, NDArray[np.float32]]) -> Matrix:
    """The mean of each source's claim embeddings, scaled to unit length; shape (sources, dimensions). Zero for one without claims."""
    import numpy as np

    width = next((len(vector) for vector in vectors.values()), 1)
    rows = np.zeros((len(sources), width), dtype=np.float32)
    for index, source in enumerate(sources):
        if claims[source.id]:
            mean = np.mean([vectors[claim.id] for claim in claims[source.id]], axis=0)
            rows[index] = mean / max(1e-9, float(np.linalg.norm(mean)))
    return rows


def _features(a: Profile, b: Profile, cosine: float, centre: float) -> list[float]:
    import math

    published = abs((a.published - b.published).days) if a.published and b.published else None
    days = _gap(a.days, b.days) if a.days and b.days else None
    return [
        cosine,
        centre,
        *_overlap(a.words, b.words),
        *_overlap(a.lead_words, b.lead_words),
        _share(a.people, b.people),
        1.0 if a.people and b.people and not a.people & b.people else 0.0,
        _share(a.bodies, b.bodies),
        _share(a.places, b.places),
        len(a.numbers & b.numbers) / max(1, min(len(a.numbers), len(b.numbers))),
        math.log1p(days) if days is not None else 0.0,
        1.0 if days is not None else 0.0,
        math.log1p(published) if published is not None else 0.0,
        1.0 if published is not None else 0.0,
        1.0 if a.weekdays and b.weekdays and not a.weekdays & b.weekdays else 0.0,
        1.0 if _places_exclude(a, b) else 0.0,
    ]


def _overlap(left: Mapping[str, float], right: Mapping[str, float]) -> tuple[float, float]:
    """The cosine of two weighted sets, and the shared weight as a share of the lighter one."""
    import math

    if len(left) > len(right):
        left, right = right, left
    shared = math.fsum(value * right[word] for word, value in left.items() if word in right)
    if not shared:
        return 0.0, 0.0
    a, b = math.fsum(v * v for v in left.values()), math.fsum(v * v for v in right.values())
    return shared / math.sqrt(a * b), shared / min(a, b)


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    """The weight of what both name, as a share of the smaller set."""
    total = min(sum(weight(x) + 0.1 for x in left), sum(weight(x) + 0.1 for x in right))
    return sum(weight(x) + 0.1 for x in sorted(left & right)) / total if total else 0.0


def cluster(profiles: Sequence[Profile], leads: Matrix, centres: Matrix) -> list[int]:
    """A label for each profile; equal labels mean one event. Average linkage over the learned probabilities.

    `profiles` must be sorted by the caller; labels count from 0 in the order of first appearance.
    """
    import numpy as np

    count = len(profiles)
    if count < 2:
        return [0] * count
    model = load_model("event_model")
    chance = model(pair_features(profiles, leads, centres))
    distance = np.zeros((count, count))
    upper = np.triu_indices(count, 1)
    distance[upper] = 1.0 - np.round(chance, 6)
    for i, j in zip(upper[0].tolist(), upper[1].tolist(), strict=True):
        if distance[i, j] < 1.0 and excluded(profiles[i], profiles[j]):
            # Beyond any average: a cluster that holds an excluded pair is never merged.
            distance[i, j] = 10.0 * count
    return agglomerate(distance + distance.T, 1.0 - model.threshold)


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


def events(sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], leads: Matrix, centres: Matrix) -> list[Event]:
    """Group `sources` into events and link the events of one story.

    `leads` are the embeddings of `lead_text`, `centres` those of `centroids`, a row a source.
    """
    profiles = [profile(source, claims[source.id]) for source in sources]
    labels = cluster(profiles, leads, centres)
    members: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        members.setdefault(label, []).append(index)
    stories = _stories(list(members.values()), profiles, leads)
    ids = [event_id([sources[i].id for i in group]) for group in members.values()]
    found = []
    for position, group in enumerate(members.values()):
        related = sorted(ids[other] for other in range(len(ids)) if other != position and stories[other] == stories[position])
        found.append(_describe(ids[position], [sources[i] for i in group], [profiles[i] for i in group], claims, related))
    return sorted(found, key=lambda event: (event.date or "9999", event.title, event.id))


def event_id(sources: Iterable[str]) -> str:
    return "e-" + hashlib.blake2b("\n".join(sorted(sources)).encode(), digest_size=4).hexdigest()


def _stories(groups: Sequence[Sequence[int]], profiles: Sequence[Profile], leads: Matrix) -> list[int]:
    """A story label an event: events are linked through their closest pair of reports, transitively."""
    label = list(range(len(groups)))
    for i in range(len(groups)):
        for j in range(i + 1, len(groups)):
            if any(
                float(leads[a] @ leads[b]) >= STORY_COSINE and _shared_names(profiles[a], profiles[b]) >= STORY_NAMES
                for a in groups[i]
                for b in groups[j]
            ):
                old, new = label[j], label[i]
                label = [new if value == old else value for value in label]
    return label


def _shared_names(left: Profile, right: Profile) -> int:
    return len(left.people & right.people) + len(left.places & right.places) + len(left.bodies & right.bodies)


def _describe(
    name: str,
    sources: Sequence[Source],
    profiles: Sequence[Profile],
    claims: Mapping[str, Sequence[Claim]],
    related: Sequence[str],
) -> Event:
    """The event's title, day and place, in the sources' own words: what most of them say, ties broken by order."""
    titles = [next((claim.text for claim in claims[source.id] if claim.role == "title"), source.title or "") for source in sources]
    title = next((text for text in titles if text), "") or next((claims[s.id][0].text for s in sources if claims[s.id]), sources[0].path)
    days = Counter(day for item in profiles for day in item.days)
    day = min((d for d, n in days.items() if n == max(days.values())), default=None)
    places = Counter(place for item in profiles for place in item.main_places)
    place = min((p for p, n in places.items() if n == max(places.values())), default=None)
    published = min((s.published for s in sources if s.published), default=None)
    when = day or published
    return Event(
        id=name,
        title=" ".join(title.split()),
        date=when.isoformat() if when else None,
        place=place.title() if place else None,
        sources=tuple(sorted(source.id for source in sources)),
        related=tuple(related),
    )
