"""Which pairs of sources may be of one event or of one story, and how likely: worked out for any two blocks of sources by themselves.

A pair's chance rests on the pair alone, so the square of all sources falls into tiles that know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consistency.cluster import stories
from consistency.cluster.event_features import CHUNK, Meanings, bag_matrix, pair_features, shared_weight
from consistency.cluster.event_profiles import FEATURES, Profile, excluded
from consistency.model import Claim, Source
from consistency.model.ids import digest
from consistency.model.joining import components
from consistency.nlp.linear_model import LinearModel, load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LEADS_NEAR = 0.30
CENTRES_NEAR = 0.60
"""Cosine of the leads, or of the whole texts, below which two sources are not looked at: in the fitted data one true pair in two
hundred is lost, and nine in ten others are spared."""
WINDOW = 45
FAR_LEADS_NEAR = 0.40
"""Sources that are known to be published more days apart than WINDOW are looked at only where their leads are this near."""
BLOCK = 1_000
"""Rows of the similarity matrix that are held at once."""
TILE = 2_048
"""Sources a block: two of them are held at once, with all that comparing them takes (0.2 MB each)."""
TEMPLATE = 0.25
"""How alike the phrases of two texts are where both fill in one form: of two reports of other places that is no likeness."""
EDITED_PHRASES, EDITED_NAMES, EDITED = 0.5, 0.8, 0.97
"""Two texts are one that was edited where their phrases are that much alike and so many names of one are the other's; and the chance
that they are of one event. The model has learned from reports written apart, where likeness of phrases shows a form filled in."""
COPY = 0.9
"""Share of a text's claims, by length, that stand word for word in both for two sources to count as copies of one text."""
OPENING = 80
"""Characters of a text that order it; texts that open alike are ordered by a digest."""


@dataclass(frozen=True, slots=True)
class About:
    """What of a source orders it among others, which event it is said to report and where it is from. `age` sorts what is known to be older
    first; `day` is as `published_day` has it."""

    age: tuple[bool, str]
    order: str
    stated: str = ""
    day: int = -1
    url: str = ""


@dataclass(frozen=True)
class Outlines:
    """The little of each source that tells which others to look at: the embeddings of its lead and of its claims' mean, both of
    shape (sources, dimensions), the day of publication as `published_day` has it, of shape (sources,), and whether a person
    said of any source which event it reports."""

    leads: Matrix
    centres: Matrix
    days: Indices
    stated: bool = False


@dataclass(frozen=True)
class Details:
    """What comparing one source with another takes: its profile, what it says (`told`), and the embeddings of its claims (of
    its lead where it has none), of shape (claims, dimensions)."""

    profile: Profile
    told: Mapping[str, float]
    vectors: Matrix


@dataclass(frozen=True)
class Pairs:
    """Pairs of sources by their indices, `left` < `right`. `copy` tells copies of one text; `story` those of one story; `elsewhere`
    those that open in other places. A pair that was not compared, since one of it is a copy of a third, has no chance."""

    left: Indices
    right: Indices
    chance: Floats
    apart: Flags
    copy: Flags
    story: Flags
    elsewhere: Flags

    def only(self, which: Flags | Indices) -> Pairs:
        """Those pairs for which `which` is set, or at these places in this order."""
        return Pairs(*(column[which] for column in self.columns()))

    def columns(self) -> tuple[Any, ...]:
        """The arrays, in the order of the fields."""
        return self.left, self.right, self.chance, self.apart, self.copy, self.story, self.elsewhere


def about(source: Source, profile: Profile) -> About:
    """What orders a source: what its text says, not what its file is called."""
    order = f"{source.text[:OPENING]}\0{digest(source.text)}"
    return About(age_of(profile), order, profile.stated, published_day(profile), source.url or "")


def age_of(profile: Profile) -> tuple[bool, str]:
    """Sorts what is known to be older first."""
    return not profile.dated, str(profile.published or "9999")


def in_blocks(days: Sequence[int]) -> list[int]:
    """The order in which sources are cut into blocks: by day, so that most of what is near lies in one block or two."""
    return sorted(range(len(days)), key=lambda index: (days[index], index))


def tiles(count: int, size: int | None = None) -> Iterator[tuple[range, range]]:
    """The blocks that meet, each with itself and with all later ones."""
    size = size or TILE
    blocks = [range(start, min(start + size, count)) for start in range(0, count, size)]
    return ((rows, columns) for at, rows in enumerate(blocks) for columns in blocks[at:])


def pairs_of(outlines: Outlines, about: Sequence[About], split: int, details: Callable[[Sequence[int]], Sequence[Details]]) -> Pairs:
    """The pairs of one tile.

    Args:
        outlines: Of the sources of both blocks, the first one's first.
        about: Of each of them, what orders it.
        split: How many are of the first block; all where a block meets itself.
        details: Looks up what comparing takes, by index.

    Returns:
        The pairs that may be of one event, or are copies of one text, by index.
    """
    import numpy as np

    left, right, alike = candidates(outlines, split)
    needed = np.unique(np.concatenate([left, right]))
    a, b = np.searchsorted(needed, left), np.searchsorted(needed, right)
    found = details(needed.tolist())
    profiles = [item.profile for item in found]
    story = alike >= stories.STORY_COSINE
    story[story] = stories.share_names(bag_matrix([stories.names_of(item) for item in profiles], {}), a[story], b[story])
    meaning = _meaning(outlines, needed, [item.vectors for item in found])
    # Beside a copy that goes before it in this tile, a source cannot be the one that stands for all of them.
    keys = [(about[index].age, about[index].order) for index in needed.tolist()]
    stated = [about[index].stated for index in needed.tolist()]
    same, stands_for = copies(stated, keys, [item.told for item in found], a, b)
    kept = (stands_for[a] == a) & (stands_for[b] == b)
    features = pair_features(profiles, meaning, a[kept], b[kept])
    chance, apart, elsewhere = np.zeros(len(left)), np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    chance[kept] = chances_in_parts(features)
    apart[kept] = excluded_pairs(profiles, a[kept], b[kept], features)
    elsewhere[kept] = opens_elsewhere(features)
    return Pairs(left, right, chance, apart, same, story, elsewhere).only(kept | same | story)


def candidates(outlines: Outlines, split: int) -> tuple[Indices, Indices, Matrix]:
    """The pairs of a tile that may be of one event, and how alike their leads are."""
    import numpy as np

    count = len(outlines.days)
    found = []
    for start in range(0, split, BLOCK):
        rows = slice(start, min(start + BLOCK, split))
        # A block that meets itself is looked at above the diagonal.
        first = split if split < count else start
        columns = slice(first, count)
        maybe = near(*(part[rows] for part in _parts(outlines)), *(part[columns] for part in _parts(outlines)))
        left, right = np.nonzero(maybe)
        left, right = left + start, right + first
        above = right > left
        found.append((left[above], right[above]))
    left, right = (np.concatenate([np.zeros(0, dtype=np.int64), *(item[side] for item in found)]) for side in (0, 1))
    alike = np.zeros(len(left), dtype=np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        alike[part] = np.round(np.einsum("ij,ij->i", outlines.leads[left[part]], outlines.leads[right[part]]), 4)
    return left, right, alike


def _parts(outlines: Outlines) -> tuple[Any, Any, Any]:
    return outlines.leads, outlines.centres, outlines.days


def _meaning(outlines: Outlines, rows: Indices, vectors: Sequence[Matrix]) -> Meanings:
    import numpy as np

    starts = np.concatenate([[0], np.cumsum([len(part) for part in vectors], dtype=np.int64)])
    every = np.concatenate(vectors) if vectors else outlines.leads[:0]
    return Meanings(outlines.leads[rows], outlines.centres[rows], every, starts)


def copies(
    stated: Sequence[str], keys: Sequence[Any], texts: Sequence[Mapping[str, float]], left: Indices, right: Indices
) -> tuple[Flags, Indices]:
    """Which of the pairs are copies of one text, and for each source the one that stands for it and its copies."""
    same = copied(texts, left, right) & alike_stated(stated, left, right)
    return same, originals(keys, left[same], right[same])


def published_day(item: Profile) -> int:
    """The day of publication as a number, where it was given from outside the text; else -1."""
    return item.published.toordinal() if item.published and item.dated else -1


def near(leads: Matrix, centres: Matrix, days: Indices, others: Matrix, their_centres: Matrix, their_days: Indices) -> Flags:
    """Which of some sources (rows) may be of one event with which of some others (columns): near in meaning, and nearer still where
    published long apart. `days` are as `published_day` has them.

    A pair is near by what it is and never by how many others are nearer, so that another source changes no other pair.
    """
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


def copied(texts: Sequence[Mapping[str, float]], left: Indices, right: Indices) -> Flags:
    """Which of the pairs (left[k], right[k]) are copies of one text; `texts` are as `told` gives them."""
    import numpy as np

    bags = bag_matrix(texts, {})
    mass = np.asarray(bags.multiply(bags).sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(shared_weight(bags, bags, left, right) >= COPY * np.maximum(1.0, np.maximum(mass[left], mass[right])))


def alike_stated(stated: Sequence[str], left: Indices, right: Indices) -> Flags:
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


def originals(keys: Sequence[Any], left: Indices, right: Indices) -> Indices:
    """For each source the index of the one that stands for it and all its copies: the least by its key (its age, and what orders it),
    then the first.

    The sources left[k] and right[k] are copies of one text.
    """
    import numpy as np

    label = components(len(keys), left, right)
    first: dict[int, int] = {}
    for index in sorted(range(len(keys)), key=lambda index: (keys[index], index)):
        first.setdefault(int(label[index]), index)
    return np.array([first[int(part)] for part in label], dtype=np.int64)


def chances_in_parts(rows: Matrix, model: LinearModel | None = None) -> Floats:
    """The chance of each pair, from its features."""
    import numpy as np

    model = model or load_model("event_model")
    return np.concatenate([np.zeros(0), *(chances(rows[start : start + CHUNK], model) for start in range(0, len(rows), CHUNK))])


def chances(rows: Matrix, model: LinearModel) -> Floats:
    """How likely each pair is of one event: as the model has it, and nearly sure where both are one text that was edited."""
    import numpy as np

    phrases, called, apart = (rows[:, FEATURES.index(name)] for name in ("cosine phrases", "contained called", "seats_apart"))
    edited = (phrases >= EDITED_PHRASES) & (called >= EDITED_NAMES) & (apart == 0)
    return np.where(edited, EDITED, model(rows.astype(np.float64)))


def excluded_pairs(profiles: Sequence[Profile], left: Indices, right: Indices, features: Matrix) -> Flags:
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


def opens_elsewhere(features: Matrix) -> Flags:
    """Which pairs open in other places."""
    import numpy as np

    named = [FEATURES.index(name) for name in ("seats_apart", "disjoint main_places", "disjoint seats")]
    return np.asarray((features[:, named] != 0).any(axis=1))
