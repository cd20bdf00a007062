"""Which pairs of sources may be of one event or of one story, and how likely: worked out for any two blocks of sources by themselves.

A pair's chance rests on the pair alone, so the square of all sources falls into tiles that know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from consistency.cluster import stories
from consistency.cluster.event_features import Meanings, pair_features, side_by_side
from consistency.cluster.event_profiles import FEATURES, Profile, excluded
from consistency.cluster.traits import (
    CHUNK,
    OFFICES,
    STORY,
    TOLD,
    Table,
    Traits,
    rows_of,
    shared_weight,
    table,
    traits,
    words_of,
)
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

T = TypeVar("T")
LEADS_NEAR = 0.30
CENTRES_NEAR = 0.60
"""Cosine of the leads, or of the whole texts, below which two sources are not looked at: in the fitted data one true pair in two
hundred is lost, and nine in ten others are spared."""
WINDOW = 45
FAR_NAMES, FAR_LEADS_NEAR = 1, 0.50
"""Sources that are known to be published more days apart than WINDOW are looked at only where they share so many people, places, bodies
and rare words of their leads, or where their leads are this near. A report may be dated long after what it tells of (a page that was
changed, a reprint): of the fitted data's true pairs, one of each put 46 to 400 days later, that the model joins all the same one in a
hundred is lost, and of the pairs of unlike events that are near four in five are spared at least."""
BLOCK = 1_000
"""Rows of the similarity matrix that are held at once."""
TILE = 2_048
"""Sources a block: two of them are held at once, with all that comparing them takes (50 kB each)."""
TOGETHER = 100_000
"""Pairs whose features are held at once (0.5 kB each)."""
TEMPLATE = 0.25
"""How alike the phrases of two texts are where both fill in one form: of two reports of other places that is no likeness."""
EDITED_PHRASES, EDITED_NAMES, EDITED = 0.5, 0.8, 0.97
"""Two texts are one that was edited where their phrases are that much alike and so many names of one are the other's; and the chance
that they are of one event. The model has learned from reports written apart, where likeness of phrases shows a form filled in."""
COPY = 0.9
"""Share of a text's claims, by length, that stand word for word in both for two sources to count as copies of one text."""
DAYS = 2**22
"""More days than dates have."""
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
    shape (sources, dimensions), the day of publication as `published_day` has it, of shape (sources,), its names as a sparse matrix
    with a row a source, and whether a person said of any source which event it reports."""

    leads: Matrix
    centres: Matrix
    days: Indices
    names: Any
    stated: bool = False

    def only(self, rows: Indices) -> Outlines:
        """Those of some sources."""
        return Outlines(self.leads[rows], self.centres[rows], self.days[rows], self.names[rows], self.stated)


@dataclass(frozen=True)
class Details:
    """What comparing one source with another takes: what its profile and what it says are as arrays, and the embeddings of its claims
    (of its lead where it has none), of shape (claims, dimensions)."""

    traits: Traits
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


def detailed(profile: Profile, told: Mapping[str, float], vectors: Matrix) -> Details:
    """The details of a source; `told` is what it says, as `told` has it."""
    return Details(traits(profile, told), vectors)


def names_in(items: Sequence[Traits]) -> Any:
    """The names that tell whether sources which are far apart are looked at: a sparse matrix with a row a source."""
    return by_name([words_of(item, STORY) for item in items])


def by_name(words: Sequence[Indices]) -> Any:
    """The same, of the digests of each source's names."""
    import numpy as np

    every = np.concatenate([np.zeros(0, dtype=np.int64), *words])
    different, columns = np.unique(every, return_inverse=True)
    return rows_of(columns, np.ones(len(every)), np.array([len(part) for part in words], dtype=np.int64), len(different))


def about(source: Source, profile: Profile) -> About:
    """What orders a source: what its text says, not what its file is called."""
    order = f"{source.text[:OPENING]}\0{digest(source.text)}"
    return About(age_of(profile), order, profile.stated, published_day(profile), source.url or "")


def age_of(profile: Profile) -> tuple[bool, str]:
    """Sorts what is known to be older first."""
    return not profile.dated, str(profile.published or "9999")


def blocks(days: Sequence[int], marks: Sequence[str], size: int | None = None) -> list[list[int]]:
    """Sources by index, cut into blocks of at most TILE: by day, so that most of what is near lies in one block or two.

    Time is cut in halves, and these again, as far as it takes; so another source changes no block but its own. What is of one day, or of
    none, goes by `marks`.
    """
    dated = [index for index, day in enumerate(days) if day >= 0]
    undated = [index for index, day in enumerate(days) if day < 0]
    size = size or TILE
    return [part for part in (*_by_mark(undated, marks, size), *_by_day(dated, days, marks, size, 0, DAYS)) if part]


def _by_day(own: list[int], days: Sequence[int], marks: Sequence[str], size: int, low: int, high: int) -> list[list[int]]:
    if len(own) <= size:
        return [own]
    if high - low == 1:
        return _by_mark(own, marks, size)
    middle = (low + high) // 2
    early, late = [at for at in own if days[at] < middle], [at for at in own if days[at] >= middle]
    return [*_by_day(early, days, marks, size, low, middle), *_by_day(late, days, marks, size, middle, high)]


def _by_mark(own: list[int], marks: Sequence[str], size: int) -> list[list[int]]:
    if len(own) <= size:
        return [own]
    ordered = sorted(own, key=lambda at: (digest(marks[at]), at))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def tiles(parts: Sequence[T]) -> Iterator[tuple[T, T]]:
    """The blocks that meet: each with itself and with all later ones."""
    return ((first, second) for at, first in enumerate(parts) for second in parts[at:])


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
    known = table([item.traits for item in found])
    story = alike >= stories.STORY_COSINE
    story[story] = stories.share_names(known.bags[STORY], a[story], b[story])
    meaning = _meaning(outlines, needed, [item.vectors for item in found])
    # Beside a copy that goes before it in this tile, a source cannot be the one that stands for all of them.
    keys = [(about[index].age, about[index].order) for index in needed.tolist()]
    stated = [about[index].stated for index in needed.tolist()]
    same, stands_for = copies(stated, keys, known, a, b)
    kept = (stands_for[a] == a) & (stands_for[b] == b)
    chance, apart, elsewhere = np.zeros(len(left)), np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    wanted = np.nonzero(kept)[0]
    for start in range(0, len(wanted), TOGETHER):
        part = wanted[start : start + TOGETHER]
        features = pair_features(known, meaning, a[part], b[part])
        chance[part] = chances_in_parts(features)
        apart[part] = excluded_pairs(known, a[part], b[part], features)
        elsewhere[part] = opens_elsewhere(features)
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
        left, right = near(outlines, rows, slice(first, count))
        above = right > left
        found.append((left[above], right[above]))
    left, right = (np.concatenate([np.zeros(0, dtype=np.int64), *(item[side] for item in found)]) for side in (0, 1))
    alike = np.zeros(len(left), dtype=np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        alike[part] = np.round(np.einsum("ij,ij->i", outlines.leads[left[part]], outlines.leads[right[part]]), 4)
    return left, right, alike


def _meaning(outlines: Outlines, rows: Indices, vectors: Sequence[Matrix]) -> Meanings:
    import numpy as np

    starts = np.concatenate([[0], np.cumsum([len(part) for part in vectors], dtype=np.int64)])
    every = np.concatenate(vectors) if vectors else outlines.leads[:0]
    return Meanings(outlines.leads[rows], outlines.centres[rows], every, starts)


def copies(stated: Sequence[str], keys: Sequence[Any], known: Table, left: Indices, right: Indices) -> tuple[Flags, Indices]:
    """Which of the pairs are copies of one text, and for each source the one that stands for it and its copies."""
    same = copied(known, left, right) & alike_stated(stated, left, right)
    return same, originals(keys, left[same], right[same])


def published_day(item: Profile) -> int:
    """The day of publication as a number, where it was given from outside the text; else -1."""
    return item.published.toordinal() if item.published and item.dated else -1


def near(outlines: Outlines, rows: slice | Indices, columns: slice | Indices) -> tuple[Indices, Indices]:
    """The pairs of one source in `rows` and one in `columns` that may be of one event: near in meaning, and where published long apart
    nearer still or with a name in common.

    A pair is near by what it is and never by how many others are nearer, so that another source changes no other pair.
    """
    import numpy as np

    every = np.arange(len(outlines.days))
    own, others = every[rows], every[columns]
    days, theirs = outlines.days[rows], outlines.days[columns]
    alike = outlines.leads[rows] @ outlines.leads[columns].T
    maybe = _at_least(alike, LEADS_NEAR) | _at_least(outlines.centres[rows] @ outlines.centres[columns].T, CENTRES_NEAR)
    left, right = np.nonzero(maybe)
    far = (days[left] >= 0) & (theirs[right] >= 0) & (np.abs(days[left] - theirs[right]) > WINDOW)
    kept = ~far | _at_least(alike[left, right], FAR_LEADS_NEAR)
    left, right = own[left], others[right]
    unsettled = ~kept
    kept[unsettled] = shared_weight(outlines.names, outlines.names, left[unsettled], right[unsettled]) >= FAR_NAMES
    return left[kept], right[kept]


def _at_least(cosines: Matrix, least: float) -> Flags:
    """Which cosines are `least`, rounded to four places: what lies beyond these depends on the machine."""
    import numpy as np

    found = cosines >= least + 1e-4
    close = np.nonzero(~found & (cosines >= least - 1e-4))
    found[close] = np.round(cosines[close], 4) >= least
    return np.asarray(found)


def told(claims: Sequence[Claim]) -> dict[str, float]:
    """What a source says, claim by claim in lower case, weighted by length: what copies of one text have in common."""
    texts = {" ".join(t.text.lower() for t in claim.tokens if t.text[0].isalnum()) for claim in claims}
    return {text: float(text.count(" ") + 1) ** 0.5 for text in sorted(texts) if text}


def copied(known: Table, left: Indices, right: Indices) -> Flags:
    """Which of the pairs (left[k], right[k]) are copies of one text."""
    import numpy as np

    texts, mass = known.bags[TOLD], known.mass[TOLD]
    return np.asarray(shared_weight(texts, texts, left, right) >= COPY * np.maximum(1.0, np.maximum(mass[left], mass[right])))


def alike_stated(stated: Sequence[str], left: Indices, right: Indices) -> Flags:
    """Which of the pairs are said to report one event, or of which nothing is said."""
    import numpy as np

    return np.array([stated[a] == stated[b] for a, b in zip(left.tolist(), right.tolist(), strict=True)], dtype=bool)


def copies_among(known: Table) -> tuple[Indices, Indices]:
    """All pairs i < j of sources that are copies of one text, as two arrays."""
    import numpy as np

    left, right = (known.bags[TOLD] @ known.bags[TOLD].T).nonzero()
    above = right > left
    left, right = left[above].astype(np.int64), right[above].astype(np.int64)
    same = copied(known, left, right)
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


def excluded_pairs(profiles: Sequence[Profile] | Table, left: Indices, right: Indices, features: Matrix) -> Flags:
    """Which pairs cannot be of one event: one form filled in for two places, and those that name an office in common or other places
    and that `excluded` tells apart."""
    import numpy as np

    known = side_by_side(profiles)
    offices = known.bags[OFFICES]
    elsewhere = features[:, FEATURES.index("disjoint main_places")] > 0
    alike = features[:, FEATURES.index("cosine phrases")] >= TEMPLATE
    found = alike & (features[:, FEATURES.index("seats_apart")] > 0)
    for pair in np.nonzero(~found & (elsewhere | (shared_weight(offices, offices, left, right) > 0)))[0]:
        found[pair] = excluded(known.rest[left[pair]], known.rest[right[pair]])
    return found


def opens_elsewhere(features: Matrix) -> Flags:
    """Which pairs open in other places."""
    import numpy as np

    named = [FEATURES.index(name) for name in ("seats_apart", "disjoint main_places", "disjoint seats")]
    return np.asarray((features[:, named] != 0).any(axis=1))
