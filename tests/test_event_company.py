"""What is near to two reports has a say in whether they are of one event; what is not near has none, and order changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.cluster.event_company import FEATURES, LEAST, company_features, in_company
from consistency.nlp.linear_model import load_model

Chances = dict[tuple[int, int], float]
CHANCES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0, 1).map(lambda value: round(value, 4)),
    min_size=1,
    max_size=20,
)


def weighed(chances: Mapping[tuple[int, int], float], count: int, apart: frozenset[tuple[int, int]] = frozenset()) -> Chances:
    left, right = (np.array([pair[side] for pair in chances], dtype=np.int64) for side in (0, 1))
    never = np.array([pair in apart for pair in chances], dtype=bool)
    found = in_company(count, left, right, np.array(list(chances.values())), never)
    return dict(zip(chances, found.tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(CHANCES, st.permutations(range(8)), st.randoms(use_true_random=False))
def test_neither_order_nor_which_is_left_changes_anything(chances: Chances, renamed: list[int], random) -> None:  # type: ignore[no-untyped-def]
    items = list(chances.items())
    random.shuffle(items)
    found = weighed({(renamed[a], renamed[b]): value for (a, b), value in items}, 8)
    expected = weighed(chances, 8)
    assert {pair: found[renamed[pair[0]], renamed[pair[1]]] for pair in chances} == expected


@settings(max_examples=60, deadline=None)
@given(CHANCES, st.lists(st.floats(0, 0.0999), min_size=8, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8))
def test_a_source_that_is_not_near_changes_nothing(chances: Chances, unlikely: list[float], never: list[bool]) -> None:
    """Nor does one that is likely by itself and cannot be of their events."""
    added = {(at, 8): 0.9 if never[at] else value for at, value in enumerate(unlikely)}
    apart = frozenset((at, 8) for at in range(8) if never[at])
    found = weighed({**chances, **added}, 9, apart)
    assert {pair: found[pair] for pair in chances} == weighed(chances, 8)
    assert {pair: found[pair] for pair in added} == added


def test_a_report_with_no_other_home_comes_to_what_is_near_and_rivals_part_two() -> None:
    alone = weighed({(0, 1): 0.4}, 2)[0, 1]
    no_other = weighed({(0, 1): 0.4, (0, 2): 0.95}, 3)[0, 1]
    rivals = weighed({(0, 1): 0.4, (0, 2): 0.95, (1, 3): 0.95}, 4)[0, 1]
    assert rivals < 0.3 < alone < 0.5 < no_other
    assert round(alone, 4) == 0.4


def test_of_two_reports_alone_the_likelier_stay_the_likelier() -> None:
    found = [weighed({(0, 1): chance}, 2)[0, 1] for chance in (0.1, 0.2, 0.4, 0.6, 0.9)]
    assert found == sorted(found)
    threshold = load_model("company_model").threshold
    assert found[0] < threshold < found[-1]


def test_the_second_best_counts_where_the_best_is_the_other_of_the_pair() -> None:
    left, right = np.array([0, 0, 1]), np.array([1, 2, 3])
    rows = company_features(4, left, right, np.array([0.75, 0.5, 0.25]))
    named = dict(zip(FEATURES, rows[0].tolist(), strict=True))
    assert named["nearest to one of the less"] == 0.25
    assert named["nearest to one of the more"] == 0.5
    assert named["shared"] == named["nearest to both"] == 0
    assert load_model("event_model").threshold == LEAST
