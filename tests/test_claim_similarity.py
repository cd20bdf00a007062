"""What the features of a pair of claims say of where the two stand in their sources."""

from __future__ import annotations

import numpy as np

from consistency.cluster.claim_similarity import EARLY, FEATURES, pair_features
from consistency.model import Claim, ClaimRole


def claim(source: str, at: int, role: ClaimRole = "body") -> Claim:
    return Claim(id=f"{source}:{at}", source=source, start=at, end=at + 1, line=at + 1, text="x", role=role, tokens=())


def feature(name: str, claims: list[Claim]) -> dict[tuple[int, int], float]:
    """The feature of each pair of claims that are all alike but for where they stand."""
    pairs, rows = pair_features(claims, np.ones((len(claims), 1), dtype=np.float32))
    return dict(zip(((a, b) for a, b in pairs.tolist()), rows[:, FEATURES.index(name)].tolist(), strict=True))


def test_a_pair_is_as_deep_as_the_deeper_of_the_two() -> None:
    claims = [claim("a", at) for at in range(EARLY + 1)] + [claim("b", 0), claim("b", 1)]
    first, last, other, second = 0, EARLY, EARLY + 1, EARLY + 2
    found = feature("depth", claims)
    assert found[first, other] == 0.0
    assert found[last, other] == found[last, second] == 0.5
    assert 0.0 < found[first, second] < 0.5


def test_depth_counts_what_the_own_source_tells_before() -> None:
    mixed = [claim("a", 0), claim("b", 0), claim("a", 1), claim("b", 1)]
    found = feature("depth", mixed)
    assert found[0, 1] == 0.0
    assert found[2, 3] == 1 / (1 + EARLY)


def test_two_headlines_are_told_from_a_headline_and_a_sentence() -> None:
    claims = [claim("a", 0, "title"), claim("a", 1), claim("b", 0, "title"), claim("b", 1)]
    assert feature("titles", claims) == {(0, 2): 1.0, (0, 3): 0.0, (1, 2): 0.0, (1, 3): 0.0}
