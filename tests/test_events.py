"""Which sources are of one event must not depend on the others: order, copies, and what else lies in the folder change nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consistency.cluster.event_features import gaps, meanings, pair_features
from consistency.cluster.event_profiles import FEATURES, excluded, lead_text, profile
from consistency.cluster.events import agglomerate, linked
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Claim, Event, Role, Source
from consistency.nlp.understanding import understand
from tests.fakes import FakeEmbedder, FakeLanguageModel, events_of

if TYPE_CHECKING:
    from consistency.model.protocols import Matrix

HAPPENINGS = (
    "The Varnhem aqueduct burst on Tuesday and 340 households in Varnhem lost their water",
    "Chess player Ilse Brandvold resigned her title on Friday after a quarrel with the Oslo federation",
    "A barge with 90 tonnes of barley ran aground near Dunkeld on Sunday",
    "Researchers at Pellworm named a blind beetle that lives on salt crusts",
    "The tramway of Kirkwall sold all 55 carriages to a museum on Monday",
)
ENDINGS = (
    "Mayor Odile Karsten spoke of a hard week.",
    "Nobody could say when it would end.",
    "Insurers from Basel counted 12 claims.",
    "Rain had fallen since the morning.",
)
REPORTS = st.lists(
    st.builds(
        lambda happening, endings, days: (happening, tuple(endings), days),
        st.integers(0, len(HAPPENINGS) - 1),
        st.lists(st.integers(0, len(ENDINGS) - 1), min_size=1, max_size=3, unique=True),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    min_size=2,
    max_size=9,
)
UNRELATED = "Quince marmalade sets faster in copper pans. A cook in Tavira explains how slowly to stir it."


def source(name: str, text: str, published: date | None = None) -> Source:
    known = {"published": "manifest"} if published else {}
    return infer(clean(Source(path=f"{name}.txt", text=text, id=name, published=published, provenance=known)))


def report(index: int, happening: int, endings: Sequence[int], days: int | None) -> Source:
    text = " ".join([f"{HAPPENINGS[happening]}.", *(ENDINGS[i] for i in endings)]) + "\n"
    return source(f"r{index:02d}", text, date(2022, 3, 1) + timedelta(days=days) if days is not None else None)


class ContentEmbedder(FakeEmbedder):
    """Texts that share no content word are far apart, as they are for a real model: function words and chance collisions tell nothing."""

    dimensions = 1024

    def __call__(self, texts: Sequence[str]) -> Matrix:
        return super().__call__([" ".join(word for word in re.findall(r"\w+", text) if len(word) > 4) for text in texts])


def grouped(sources: Sequence[Source]) -> list[Event]:
    return events_of(sorted(sources, key=lambda item: item.path), FakeLanguageModel(), ContentEmbedder())


def partition(found: Sequence[Event], among: Sequence[Source]) -> set[frozenset[str]]:
    """Which of the sources `among` stand together."""
    wanted = {item.id for item in among}
    return {frozenset(event.sources) & wanted for event in found} - {frozenset()}


@settings(max_examples=25, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(reports, random) -> None:  # type: ignore[no-untyped-def]
    sources = [report(i, *item) for i, item in enumerate(reports)]
    shuffled = list(sources)
    random.shuffle(shuffled)
    assert grouped(shuffled) == grouped(sources)
    renamed = [replace(item, path=f"{i}.txt") for i, item in enumerate(shuffled)]
    assert partition(grouped(renamed), sources) == partition(grouped(sources), sources)


@settings(max_examples=25, deadline=None)
@given(REPORTS, st.booleans())
def test_an_unrelated_source_changes_no_event(reports, first) -> None:  # type: ignore[no-untyped-def]
    sources = [report(i, *item) for i, item in enumerate(reports)]
    stranger = source("a-stranger" if first else "z-stranger", UNRELATED, date(2022, 3, 9))
    found = grouped([*sources, stranger])
    assert [event.sources for event in found if stranger.id in event.sources] == [(stranger.id,)]
    assert [event for event in found if stranger.id not in event.sources] == grouped(sources)


@settings(max_examples=25, deadline=None)
@given(REPORTS, st.integers(0, 8), st.integers(1, 3), st.booleans(), st.booleans())
def test_copies_stand_with_their_original_and_change_nothing_else(reports, which, copies, first, dated) -> None:  # type: ignore[no-untyped-def]
    sources = [report(i, *item) for i, item in enumerate(reports)]
    original = sources[which % len(sources)]
    prefix = "a" if first else "z"
    added = [
        source(f"{prefix}-copy-{i}", original.text, original.published if dated or not original.published else None) for i in range(copies)
    ]
    found = grouped([*sources, *added])
    assert partition(found, sources) == partition(grouped(sources), sources)
    together = next(event.sources for event in found if original.id in event.sources)
    assert {item.id for item in added} <= set(together)


@settings(max_examples=20, deadline=None)
@given(REPORTS, st.data())
def test_a_pair_has_the_same_features_in_any_company(reports, data) -> None:  # type: ignore[no-untyped-def]
    sources = [report(i, *item) for i, item in enumerate(reports)]
    a, b = sorted(data.draw(st.lists(st.integers(0, len(sources) - 1), min_size=2, max_size=2, unique=True)))

    def features(part: Sequence[Source], i: int, j: int) -> list[float]:
        claims = understand(part, FakeLanguageModel())
        embedder = ContentEmbedder()
        every = [claim for own in claims.values() for claim in own]
        vectors = dict(zip([claim.id for claim in every], embedder([claim.text for claim in every]), strict=True))
        leads = embedder([lead_text(item, claims[item.id]) for item in part])
        profiles = [profile(item, claims[item.id]) for item in part]
        row = pair_features(profiles, meanings(part, claims, leads, vectors), np.array([i]), np.array([j]))[0]
        return [float(value) for value in row]

    together = features(sources, a, b)
    assert len(together) == len(FEATURES)
    assert together == pytest.approx(features([sources[a], sources[b]], 0, 1), abs=2e-4)
    assert together == pytest.approx(features(sources, b, a), abs=2e-4)


def test_reports_of_one_happening_stand_together_and_others_apart() -> None:
    found = grouped(
        [report(0, 0, (0, 1), 0), report(1, 0, (0, 2), 1), report(2, 2, (3,), 0), report(3, 2, (3, 2), 0), report(4, 4, (1,), 2)]
    )
    assert {event.sources for event in found} == {("r00", "r01"), ("r02", "r03"), ("r04",)}


def test_no_sources_make_no_events() -> None:
    assert grouped([]) == []
    assert [event.sources for event in grouped([source("empty", "")])] == [("empty",)]


PAIRS = st.integers(2, 9).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, 999_999), st.booleans()), min_size=count * (count - 1) // 2, max_size=count * (count - 1) // 2),
    )
)


@settings(max_examples=200, deadline=None)
@given(PAIRS, st.sampled_from([0.2, 0.45, 0.7]))
@example((2, [(200_000, False)]), 0.2)
@example((3, [(199_995, False), (200_000, False), (199_998, False)]), 0.2)
def test_linking_pairs_is_average_linkage(drawn, threshold) -> None:  # type: ignore[no-untyped-def]
    count, values = drawn
    left, right = np.triu_indices(count, 1)
    # A tiny part of its own for each pair: equal chances have no one order.
    chance = np.array([value / 1e6 for value, _ in values])
    apart = np.array([flag and value % 5 == 0 for value, flag in values], dtype=bool)
    distance = np.zeros((count, count))
    distance[left, right] = np.where(apart, 1000.0 * count, 1.0 - chance)
    if len(set(chance.tolist())) < len(chance):
        return
    found = linked(count, left, right, chance, apart, threshold)
    wanted = agglomerate(distance + distance.T, 1.0 - threshold)
    assert [[a == b for b in found] for a in found] == [[a == b for b in wanted] for a in wanted]


@given(st.lists(st.lists(st.integers(0, 99), max_size=3), min_size=2, max_size=5))
def test_gaps_are_those_of_the_nearest_days(days) -> None:  # type: ignore[no-untyped-def]
    left, right = np.triu_indices(len(days), 1)
    wanted = [min((abs(a - b) for a in days[i] for b in days[j]), default=-1) for i, j in zip(left, right, strict=True)]
    assert gaps(days, left, right).tolist() == wanted


def holding(office: str, of: str, holder: str, text: str = "A minister spoke.") -> Claim:
    fact = Role(start=0, end=1, text="A", office=office, of=of, holder=holder)
    return Claim(id=holder, source=holder, start=0, end=len(text), line=1, text=text, facts=(fact,))


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (("prime minister", "Ruritania", "Ana Torv"), ("prime minister", "Ruritanian", "Luis Bek"), True),
        (("prime minister", "Ruritania", "Ana Torv"), ("prime minister", "Ruritania", "Torv"), False),
        (("prime minister", "Ruritania", "Ana Torvald"), ("prime minister", "Ruritania", "Torwald"), False),
        (("prime minister", "Ruritania", "Ana Torv"), ("prime minister", "Laurania", "Luis Bek"), False),
        (("prime minister", "Ruritania", "Ana Torv"), ("foreign minister", "Ruritania", "Luis Bek"), False),
        (("prime minister", "", "Ana Torv"), ("prime minister", "Ruritania", "Luis Bek"), True),
        (("highway patrol officer", "", "Ana Torv"), ("highway patrol officer", "", "Luis Bek"), False),
        (("prime minister", "Ruritania", "Ana Torv Jr."), ("prime minister", "Ruritania", "Torv"), False),
        (("prime minister", "Ruritania", "Ana Torv Jr."), ("prime minister", "Ruritania", "Luis Bek Jr."), True),
    ],
)
def test_offices_in_other_hands_keep_events_apart(left: tuple[str, str, str], right: tuple[str, str, str], wanted: bool) -> None:
    pair = [profile(source(name, "A minister spoke.\n"), [holding(*told)]) for name, told in (("a", left), ("b", right))]
    assert excluded(pair[0], pair[1]) is excluded(pair[1], pair[0]) is wanted


@pytest.mark.parametrize(
    ("place", "published", "wanted"),
    [
        ("LISBON", date(2021, 5, 3), False),
        ("OSLO", date(2021, 5, 3), False),
        ("OSLO", date(2021, 6, 30), True),
        ("LISBON", date(2021, 6, 30), False),
        ("NORWAY", date(2021, 6, 30), False),
    ],
)
def test_another_day_in_another_city_keeps_events_apart(place: str, published: date, wanted: bool) -> None:
    first = replace(source("a", "Talks were held.\n", date(2021, 5, 3)), dateline="LISBON")
    second = replace(source("b", "Talks were held.\n", published), dateline=place)
    pair = [replace(profile(item, []), days=frozenset({item.published} if item.published else ())) for item in (first, second)]
    assert excluded(pair[0], pair[1]) is excluded(pair[1], pair[0]) is wanted
