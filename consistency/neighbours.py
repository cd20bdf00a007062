"""Which of many sources can have a say in the events and stories of a few: found from the few outward, pair by pair.

A source's event depends on the sources that likely pairs, copies and shared stories link it to, and on nothing else. So the
sources reached along these links, clustered by themselves, give the same events as all sources together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency import stories
from consistency.event_features import Meanings, bag_matrix, pair_features
from consistency.event_profiles import Profile
from consistency.events import copied, excluded_pairs, near
from consistency.fitted import load_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.seams import Matrix

    Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Outlines:
    """The little of each source that tells which others to look at: the embeddings of its lead and of its claims' mean, both of
    shape (sources, dimensions), and the day of publication as `events.published_day` has it, of shape (sources,)."""

    leads: Matrix
    centres: Matrix
    days: Indices


@dataclass(frozen=True)
class Details:
    """What comparing one source with another takes: its profile, what it says (`events.told`), and the embeddings of its claims (of
    its lead where it has none), of shape (claims, dimensions)."""

    profile: Profile
    told: Mapping[str, float]
    vectors: Matrix


def reached(outlines: Outlines, start: Sequence[int], details: Callable[[Sequence[int]], Sequence[Details]]) -> list[int]:
    """The indices of all sources that links lead to from those in `start`, these included, in order.

    `details` looks sources up; each is asked for once.
    """
    import numpy as np

    inside = np.zeros(len(outlines.days), dtype=bool)
    inside[list(start)] = True
    frontier = np.nonzero(inside)[0]
    known: dict[int, Details] = {}
    while len(frontier) and not inside.all():
        beyond = np.nonzero(~inside)[0]
        leads, others = outlines.leads[frontier], outlines.leads[beyond]
        maybe = near(leads, outlines.centres[frontier], outlines.days[frontier], others, outlines.centres[beyond], outlines.days[beyond])
        story = stories.near(leads, others)
        rows, columns = np.nonzero(maybe | story)
        if not len(rows):
            break
        needed = sorted({*frontier[rows].tolist(), *beyond[columns].tolist()})
        unknown = [index for index in needed if index not in known]
        known.update(zip(unknown, details(unknown), strict=True))
        place = np.zeros(len(inside), dtype=np.int64)
        place[needed] = np.arange(len(needed))
        near_by = [known[index] for index in needed]
        linked = _linked(
            near_by, outlines.leads[needed], outlines.centres[needed], place[frontier[rows]], place[beyond[columns]], story[rows, columns]
        )
        frontier = np.unique(beyond[columns[linked]])
        inside[frontier] = True
    return [int(index) for index in np.nonzero(inside)[0]]


def _linked(
    sources: Sequence[Details], leads: Matrix, centres: Matrix, left: Indices, right: Indices, story: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the pairs (left[k], right[k]) are of one story, copies, or likely of one event. `story` says which may be of one story."""
    import numpy as np

    profiles = [item.profile for item in sources]
    names = bag_matrix([stories.names_of(item) for item in profiles], {})
    found = story & stories.share_names(names, left, right)
    # Most sources come in by their story, which costs little to see: only the rest is compared closely.
    joined = np.unique(right[found])
    open_ = np.nonzero(~np.isin(right, joined))[0]
    left, right = left[open_], right[open_]
    if len(open_):
        counts = np.cumsum([len(item.vectors) for item in sources], dtype=np.int64)
        meaning = Meanings(leads, centres, np.concatenate([item.vectors for item in sources]), np.concatenate([[0], counts]))
        model = load_model("event_model")
        features = pair_features(profiles, meaning, left, right)
        likely = (model(features.astype(np.float64)) >= model.threshold) & ~excluded_pairs(profiles, left, right, features)
        found[open_] = likely | copied([item.told for item in sources], left, right)
    return found
