"""Which pairs of sources may be of one event or of one story, and how likely: worked out for any two blocks of sources by themselves.

A pair's chance rests on the pair alone, so the square of all sources falls into tiles that know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_features import side_by_side
from consistency.cluster.event_profiles import FEATURES, Profile, excluded
from consistency.cluster.traits import CHUNK, OFFICES, STORY, TOLD, Table, Traits, rows_of, shared_weight, words_of
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
FAR_NAMES, FAR_LEADS_NEAR = 1, 0.50
"""Sources that are known to be published more days apart than WINDOW are looked at only where they share so many people, places, bodies
and rare words of their leads, or where their leads are this near. A report may be dated long after what it tells of (a page that was
changed, a reprint): of the fitted data's true pairs, one of each put 46 to 400 days later, that the model joins all the same one in a
hundred is lost, and of the pairs of unlike events that are near four in five are spared at least."""
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


@dataclass(frozen=True)
class Names:
    """The names that tell whether sources which are far apart are looked at, by their digests, source after source: those of source i are
    `words[starts[i]:starts[i + 1]]`, each once."""

    words: Indices
    starts: Indices

    @classmethod
    def of(cls, words: Sequence[Indices]) -> Names:
        """Of the digests of each source's names."""
        import numpy as np

        starts = np.concatenate([[0], np.cumsum([len(part) for part in words], dtype=np.int64)])
        return cls(np.concatenate([np.zeros(0, dtype=np.int64), *words]), starts)

    def only(self, rows: Indices) -> Names:
        """Those of some sources."""
        import numpy as np

        sizes = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        return Names(self.words[np.repeat(self.starts[rows] - starts[:-1], sizes) + np.arange(starts[-1])], starts)

    def shared(self, left: Indices, right: Indices) -> Floats:
        """How many the sources left[k] and right[k] have in common."""
        import numpy as np

        rows = np.unique(np.concatenate([left, right]))
        own = self.only(rows)
        different, columns = np.unique(own.words, return_inverse=True)
        matrix = rows_of(columns, np.ones(len(columns)), np.diff(own.starts), len(different))
        return shared_weight(matrix, matrix, np.searchsorted(rows, left), np.searchsorted(rows, right))


@dataclass(frozen=True)
class Outlines:
    """The little of each source that tells which others to look at: the embeddings of its lead and of its claims' mean, both of
    shape (sources, dimensions), the day of publication as `published_day` has it, of shape (sources,), and its names."""

    leads: Matrix
    centres: Matrix
    days: Indices
    names: Names

    def only(self, rows: Indices) -> Outlines:
        """Those of some sources."""
        return Outlines(self.leads[rows], self.centres[rows], self.days[rows], self.names.only(rows))


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


def names_in(items: Sequence[Traits]) -> Names:
    """The names of some sources."""
    return Names.of([words_of(item, STORY) for item in items])


def about(source: Source, profile: Profile) -> About:
    """What orders a source: what its text says, not what its file is called."""
    order = f"{source.text[:OPENING]}\0{digest(source.text)}"
    return About(age_of(profile), order, profile.stated, published_day(profile))


def age_of(profile: Profile) -> tuple[bool, str]:
    """Sorts what is known to be older first."""
    return not profile.dated, str(profile.published or "9999")


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
    kept[unsettled] = outlines.names.shared(left[unsettled], right[unsettled]) >= FAR_NAMES
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
