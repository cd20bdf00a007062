"""Sources compared all at once and clustered by models that may be given, where these are being fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consistency.cluster.event_company import in_company
from consistency.cluster.event_features import Meanings, pair_features
from consistency.cluster.event_pairs import Outlines, age_of, chances_in_parts, copies, excluded_pairs, names_in, published_day
from consistency.cluster.event_profiles import Profile
from consistency.cluster.event_tiles import candidates
from consistency.cluster.events import labels_of, linked
from consistency.cluster.traits import table, traits
from consistency.nlp.linear_model import LinearModel


@dataclass(frozen=True)
class Comparison:
    """What is needed to cluster sources: the candidate pairs `left` < `right`, their features and whether they exclude each other; and
    for each source the index of the one that stands for it (itself, unless it is a copy), and the event that a person says it reports."""

    left: np.ndarray
    right: np.ndarray
    features: np.ndarray
    apart: np.ndarray
    stands_for: np.ndarray
    stated: tuple[str, ...] = ()


def compared(profiles: Sequence[Profile], meaning: Meanings, texts: Sequence[Mapping[str, float]]) -> Comparison:
    """The candidate pairs of `profiles`, compared all at once. `texts` are what each source says, as `told` has it."""
    own = [traits(item, text) for item, text in zip(profiles, texts, strict=True)]
    known = table(own)
    days = np.array([published_day(item) for item in profiles], dtype=np.int64)
    left, right = candidates(Outlines(meaning.leads, meaning.centres, days, names_in(own)), len(profiles))
    stated = tuple(item.stated for item in profiles)
    _, stands_for = copies(stated, [age_of(item) for item in profiles], known, left, right)
    kept = (stands_for[left] == left) & (stands_for[right] == right)
    left, right = left[kept], right[kept]
    features = pair_features(known, meaning, left, right)
    return Comparison(left, right, features, excluded_pairs(known, left, right, features), stands_for, stated)


def cluster(comparison: Comparison, model: LinearModel, company: LinearModel) -> list[int]:
    """A label for each source, counted from 0 in the order of first appearance; equal labels mean one event: average linkage over the
    chances of the candidate pairs in their company, which `model` and `company` give."""
    count, left, right, apart = len(comparison.stands_for), comparison.left, comparison.right, comparison.apart
    chance = in_company(count, left, right, chances_in_parts(comparison.features, model), apart, company)
    return labels_of(linked(count, left, right, chance, apart, company.threshold, comparison.stated), comparison.stands_for)
