"""The events of a few sources, found from them outward, are those that clustering all sources gives; so is what is found of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from consistency.cluster import events, incremental
from consistency.cluster.event_features import meanings
from consistency.cluster.event_pairs import Details, Outlines, detailed, names_in, published_day, told
from consistency.cluster.event_profiles import lead_text, profile
from consistency.cluster.incremental import reached
from consistency.engine import api
from consistency.engine.adapters.cache import MemoryCache
from consistency.engine.adapters.version import PACKAGE, made_by
from consistency.engine.pipeline import understand
from consistency.engine.settings import Settings
from consistency.model import Block, Finding, Report

made_up: Any = pytest.importorskip("benchmarks.made_up")
COUNT = 130
"""More than what is looked at whole."""


@cache
def folder() -> tuple[Outlines, list[Details], list[int]]:
    """Made-up sources, and the event of each when all are clustered."""
    sources = sorted(made_up.sources(COUNT, seed=3), key=lambda source: source.path)
    sources = [replace(source, blocks=(Block("body", 0, len(source.text)),)) for source in sources]
    claims = understand(sources, made_up.FastLanguageModel())
    every = [claim for source in sources for claim in claims[source.id]]
    leads = [lead_text(source, claims[source.id]) for source in sources]
    matrix = made_up.FastEmbedder()([*leads, *(claim.text for claim in every)])
    vectors = {claim.id: matrix[COUNT + row] for row, claim in enumerate(every)}
    meaning = meanings(sources, claims, matrix[:COUNT], vectors)
    profiles = [profile(source, claims[source.id]) for source in sources]
    texts = [told(claims[source.id]) for source in sources]
    labels = events.cluster(events.compared(profiles, meaning, texts))
    days = np.array([published_day(item) for item in profiles], dtype=np.int64)
    starts = meaning.starts
    details = [detailed(profiles[i], texts[i], meaning.claims[starts[i] : starts[i + 1]]) for i in range(COUNT)]
    return Outlines(meaning.leads, meaning.centres, days, names_in([item.traits for item in details])), details, labels


@pytest.mark.parametrize("seed", range(6))
def test_all_of_the_events_is_reached_and_nothing_is_looked_up_twice(seed: int) -> None:
    outlines, details, labels = folder()
    chance = random.Random(seed)
    start = chance.sample(range(COUNT), chance.randrange(1, 4))
    asked: list[int] = []

    def look_up(wanted: Sequence[int]) -> list[Details]:
        asked.extend(wanted)
        return [details[index] for index in wanted]

    walk = incremental._Walk(outlines, look_up)
    wanted = {labels[index] for index in start}
    assert walk.events_of(start) == {index for index, label in enumerate(labels) if label in wanted}
    assert len(asked) == len(set(asked))
    found = reached(outlines, start, lambda wanted: [details[index] for index in wanted])
    assert found == sorted(set(found))
    assert {index for index, label in enumerate(labels) if label in wanted} <= set(found)


def test_a_small_folder_is_looked_at_whole() -> None:
    outlines, _, _ = folder()
    few = outlines.only(np.arange(50))
    assert reached(few, [3], lambda wanted: pytest.fail("nothing to look up")) == list(range(50))


def test_what_a_check_finds_is_what_a_whole_run_finds_of_the_new(here: Path) -> None:
    manifest = []
    for source in made_up.sources(COUNT, seed=3):
        path = here / "docs" / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.text, encoding="utf-8")
        dated = f"published = {source.published}\n" if source.published else ""
        manifest.append(f'["docs/{source.path}"]\noutlet = "{source.outlet}"\n{dated}')
    (here / "manifest.toml").write_text("\n".join(manifest), encoding="utf-8")
    settings = Settings(manifest="manifest.toml")
    models = {"language": made_up.FastLanguageModel(), "embedder": made_up.FastEmbedder()}
    cache = MemoryCache()
    whole = api.compare(["docs"], settings, cache=cache, **models)
    event_of = {source: event for event in whole.events for source in event.sources}
    telling = sorted({source for item in whole.findings if item.scope == "event" for source in sources_of(item, whole)})
    path_of = {source.id: source.path for source in whole.sources}
    chance = random.Random(1)
    for new in [chance.sample(telling, 1), chance.sample(telling, 2), chance.sample(sorted(path_of), 3)]:
        report = api.check(["docs"], [path_of[name] for name in new], settings, cache=cache, **models)
        assert set(report.added) == set(new)
        for name in new:
            (event,) = (event for event in report.events if name in event.sources)
            assert (event.id, event.sources, event.title) == (event_of[name].id, event_of[name].sources, event_of[name].title)
        expected = [plain(item) for item in whole.findings if sources_of(item, whole) & set(new) and item.scope != "standing"]
        assert sorted(map(repr, expected)) == sorted(repr(plain(item)) for item in report.findings if item.scope != "standing")
        assert all(sources_of(item, report) & set(new) for item in report.findings)


def sources_of(finding: Finding, report: Report) -> set[str]:
    home = {claim.id: claim.source for claim in report.claims}
    return {home[claim] for claim in finding.claims}


def plain(finding: Finding) -> Finding:
    """Without the number that tells apart findings of one run which share a fingerprint."""
    return replace(finding, fingerprint=finding.fingerprint.split("-")[0])


def test_only_what_makes_stored_values_counts_for_their_version() -> None:
    made = {path.relative_to(PACKAGE).as_posix() for path in made_by()}
    assert {"model/document.py", "nlp/sentences.py", "ingest/readers/html.py", "cluster/event_profiles.py"} <= made
    assert not {"errors.py", "cluster/events.py"} & made
    assert not any(name.startswith(("checks/", "render/", "triage/", "cli/", "analysis/")) for name in made)
