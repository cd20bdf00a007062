"""Blocks of sources that meet, which of their sources are looked at beside each other, and what is stored of a source for that."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.cluster import traits as arrays
from consistency.cluster.event_pairs import WINDOW, Names, Outlines, near
from consistency.cluster.event_profiles import profile
from consistency.cluster.event_tiles import blocks, tiles
from consistency.cluster.traits import BAGS, restored, stored, table, traits
from consistency.ingest.blocks import clean
from consistency.model import Source
from consistency.nlp.understanding import understand
from tests.fakes import FakeLanguageModel

DAYS = st.lists(st.integers(-1, 3_000), min_size=1, max_size=60)


@given(DAYS, st.integers(1, 8))
def test_each_source_is_in_one_block_and_each_two_meet_once(days: list[int], size: int) -> None:
    found = blocks(days, [str(at) for at in range(len(days))], size)
    assert sorted(at for part in found for at in part) == list(range(len(days)))
    assert all(0 < len(part) <= size for part in found)
    met = [{a, b} for first, second in tiles(found) for a in first for b in second if first is not second or a < b]
    assert len(met) == len(days) * (len(days) - 1) // 2
    assert len({frozenset(pair) for pair in met}) == len(met)


@given(st.lists(st.integers(0, 3_000), min_size=20, max_size=60, unique=True), st.data())
def test_one_more_source_changes_no_block_but_its_own(days: list[int], data: st.DataObject) -> None:
    more = data.draw(st.integers(0, 3_000).filter(lambda day: day not in days))

    def cut(given: list[int]) -> set[frozenset[int]]:
        return {frozenset(given[at] for at in part) for part in blocks(given, [str(day) for day in given], 8)}

    before, after = cut(days), cut([*days, more])
    assert len(before - after) <= 1
    assert {day for part in before - after for day in part} | {more} == {day for part in after - before for day in part}


@pytest.mark.parametrize(
    ("names", "alike", "apart", "looked_at"),
    [(0, 0.4, 1, True), (0, 0.4, WINDOW + 1, False), (1, 0.4, WINDOW + 1, True), (0, 0.6, WINDOW + 1, True), (3, 0.2, WINDOW + 1, False)],
)
def test_sources_far_apart_are_looked_at_that_share_a_name_or_read_alike(names: int, alike: float, apart: int, looked_at: bool) -> None:
    leads = np.array([[1.0, 0.0], [alike, (1 - alike**2) ** 0.5]], dtype=np.float32)
    words = [np.array([1, 2, 3], dtype=np.int64), np.array([3, 2, 1][:names], dtype=np.int64)]
    outlines = Outlines(leads, leads, np.array([700_000, 700_000 + apart]), Names.of(words))
    left, right = near(outlines, slice(0, 1), slice(1, 2))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == ([(0, 1)] if looked_at else [])


def told(text: str) -> arrays.Traits:
    source = clean(Source(path="a.txt", text=text, id="a", published=date(2024, 3, 5), provenance={"published": "manifest"}))
    return traits(profile(source, understand([source], FakeLanguageModel())["a"]), {"one": 2.0, "two": 1.0})


def test_what_is_stored_of_a_source_comes_back() -> None:
    item = told("Fire in Brede\n\nA fire in Brede destroyed 40 barns on Monday, the owner said.\n")
    back, more = restored(stored(item, "x", "y"))
    assert more == ["x", "y"]
    assert back.rest == item.rest
    assert all(np.array_equal(getattr(back, name), getattr(item, name)) for name in ("words", "places", "steps", "sizes"))
    for data in (b"", b"1 2\n", stored(item)[:-4], stored(item) + b"0000"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever the message, the entry counts as missing
            restored(data)


def test_sources_side_by_side_have_the_words_that_they_share() -> None:
    items = [told("Fire in Brede\n\nA fire in Brede destroyed 40 barns.\n"), told("Barns burn\n\nBarns in Brede burned down.\n")]
    found = table(items)
    assert set(found.bags) == set(BAGS)
    for name in BAGS:
        alone = [table([item], (name,)) for item in items]
        assert [part.mass[name][0] for part in alone] == found.mass[name].tolist()
        assert [part.sizes[name][0] for part in alone] == found.sizes[name].tolist()
    shared = found.bags["tokens"]
    assert (shared[0] != 0).nnz == (shared[1] != 0).nnz > 0
