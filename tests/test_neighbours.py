"""What is found of a few sources, looked up among many, is what comparing all of them finds of these."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from consistency.cluster import incremental
from consistency.cluster.event_pairs import Details
from consistency.engine import api, seen_files, stored_run
from consistency.engine.adapters.cache import MemoryCache, SqliteCache
from consistency.engine.adapters.version import PACKAGE, code_digest, made_by
from consistency.engine.cached_sources import Archive
from consistency.engine.settings import Settings
from consistency.model import Report
from consistency.model.serialization import encode

made_up: Any = pytest.importorskip("benchmarks.made_up")
COUNT = 130
"""More than what is looked at whole."""
SETTINGS = Settings(manifest="manifest.toml")
MODELS = {"language": made_up.FastLanguageModel(), "embedder": made_up.FastEmbedder()}


@pytest.fixture
def folder(here: Path) -> list[str]:
    """Made-up reports with a manifest: some undated, three copies of others, and two that are said to report one event."""
    manifest, paths = [], []
    every = made_up.sources(COUNT, seed=3)
    copied = [(f"copies/{at}.txt", every[at]) for at in (4, 50, 90)]
    for path, source in [*((source.path, source) for source in every), *copied]:
        place = here / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source.text, encoding="utf-8")
        dated = f"published = {source.published}\n" if source.published and not path.startswith("copies/9") else ""
        event = 'event = "the ferry"\n' if source in (every[10], every[70]) else ""
        manifest.append(f'["docs/{path}"]\noutlet = "{source.outlet}"\n{dated}{event}')
        paths.append(f"docs/{path}")
    (here / "manifest.toml").write_text("\n".join(manifest), encoding="utf-8")
    return paths


READ = MemoryCache()
"""The documents as read, for all tests: they do not go by their places."""


def read() -> dict[str, bytes]:
    return {key: value for key, value in READ._values.items() if not key.startswith(("report:", "files:"))}


def checked(new: Sequence[str], cache: Any) -> Report:
    if isinstance(cache, Path):
        with contextlib.closing(SqliteCache(cache, code_digest(), lambda message: None)) as store:
            store.put_many(read().items())
            return checked(new, store)
    return api.check(["docs"], new, SETTINGS, cache=cache, **MODELS)


def whole(new: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Report:
    """The same, with all sources drawn and compared."""
    with monkeypatch.context() as patch:
        patch.setattr(stored_run, "FEW", 10**6)
        for key in READ._values.keys() - read().keys():
            del READ._values[key]
        return checked(new, READ)


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many sources were looked up each time that some are compared."""
    found: list[int] = []
    details = Archive.details

    def counted(self: Archive, items: Any) -> list[Details]:
        found.append(len(items))
        return details(self, items)

    monkeypatch.setattr(Archive, "details", counted)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_check_finds_what_comparing_all_finds_of_the_new(folder: list[str], monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    cache = MemoryCache()
    cache.put_many(read().items())
    for new in (chance.sample(folder, 3), [folder[10]], [chance.choice(folder[-3:])]):
        found = checked(new, cache)
        assert found.added
        assert encode(found, Report) == encode(whole(new, monkeypatch), Report)


def test_one_more_source_is_all_that_is_compared(
    folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, looked_up: list[int]
) -> None:
    path = here / "kept" / "cache.db"
    kept = [(Path(name), Path(name).read_bytes()) for name in (folder[7], folder[60], folder[-1])]
    for place, _ in kept:
        place.unlink()
    checked([folder[20]], path)
    assert sum(looked_up) >= COUNT
    folders = list((here / "kept").rglob("chance"))
    for place, data in kept:
        place.write_bytes(data)
        looked_up.clear()
        found = checked([place.as_posix()], path)
        assert 0 < sum(looked_up) < COUNT
        assert encode(found, Report) == encode(whole([place.as_posix()], monkeypatch), Report)
    assert list((here / "kept").rglob("chance")) == folders


def folders(cache: Path) -> list[Path]:
    return [item for item in cache.with_name("cache.db.parts").joinpath("near").iterdir() if item.is_dir()]


def test_what_a_killed_run_left_goes_with_the_next_writing(folder: list[str], here: Path) -> None:
    path = here / "cache.db"
    left = here / "cache.db.parts" / "near" / ".draft-of-a-killed-run"
    left.mkdir(parents=True)
    (left / "keys").write_bytes(b"by halves")
    checked([folder[20]], path)
    (stored,) = folders(path)
    assert stored != left


def test_what_is_new_is_kept_once_it_is_much(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, looked_up: list[int]) -> None:
    path = here / "cache.db"
    monkeypatch.setattr(seen_files, "NEW", 2)
    late = {name: Path(name).read_bytes() for name in [*folder[100:], folder[4]]}
    for name in late:
        Path(name).unlink()
    checked([folder[20]], path)
    for name, data in late.items():
        Path(name).write_bytes(data)
    first = checked([folder[4]], path)
    looked_up.clear()
    # Nothing is new to it any more, though another report is asked for.
    again = checked([folder[4], folder[20]], path)
    assert not sum(looked_up)
    assert encode(again, Report) == encode(whole([folder[4], folder[20]], monkeypatch), Report)
    assert encode(first, Report) == encode(whole([folder[4]], monkeypatch), Report)
    assert len(folders(path)) == 1


def test_a_copy_whose_original_is_gone_is_compared(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here / "cache.db"
    checked([folder[20]], path)
    Path(folder[4]).unlink()
    Path(folder[90]).unlink()
    for name in (folder[-3], folder[-1], folder[5]):
        assert encode(checked([name], path), Report) == encode(whole([name], monkeypatch), Report)


def test_a_report_takes_what_a_check_has_left(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, looked_up: list[int]) -> None:
    late = Path(folder[60])
    text = late.read_bytes()
    late.unlink()
    checked([folder[20]], here / "cache.db")
    late.write_bytes(text)
    looked_up.clear()
    with contextlib.closing(SqliteCache(here / "cache.db", code_digest(), lambda message: None)) as store:
        found = api.compare(["docs"], SETTINGS, cache=store, **MODELS)
    assert 0 < sum(looked_up) < COUNT
    monkeypatch.setattr(stored_run, "FEW", 10**6)
    assert encode(found, Report) == encode(api.compare(["docs"], SETTINGS, cache=READ, **MODELS), Report)


@pytest.mark.parametrize("left", [None, b"", b"not this"])
def test_what_is_not_whole_is_made_anew(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None) -> None:
    path = here / "cache.db"
    checked([folder[20]], path)
    (stored,) = folders(path)
    (stored / "others").unlink()
    if left is not None:
        (stored / "others").write_bytes(left)
    assert encode(checked([folder[30]], path), Report) == encode(whole([folder[30]], monkeypatch), Report)


def test_files_without_content_count_for_nothing(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here / "cache.db"
    checked([folder[20]], path)
    (stored,) = folders(path)
    for column in stored.iterdir():
        column.write_bytes(b"")
    assert encode(checked([folder[30]], path), Report) == encode(whole([folder[30]], monkeypatch), Report)


def test_what_stood_there_before_is_not_taken_for_what_cannot_be_written(
    folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "cache.db"
    checked([folder[20]], path)
    monkeypatch.setattr(stored_run, "FEW", 10)
    for name in folder[: COUNT - 40]:
        Path(name).unlink()
    # A folder in place of the lock: nothing can be written beside what stands there.
    lock = path.with_name("cache.db.parts") / "near" / ".lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    assert encode(checked([folder[-2]], path), Report) == encode(whole([folder[-2]], monkeypatch), Report)


def test_a_cache_that_cannot_be_written_changes_no_result(folder: list[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "cache.db.parts").write_text("in the way")
    assert encode(checked([folder[30]], here / "cache.db"), Report) == encode(whole([folder[30]], monkeypatch), Report)


def test_of_a_large_story_the_nearest_events_are_compared(folder: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental, "COMPANIONS", 8)
    new = [folder[10]]
    found, every = checked(new, MemoryCache()), whole(new, monkeypatch)
    (own,) = (event for event in found.events if set(found.added) <= set(event.sources))
    (same,) = (event for event in every.events if event.id == own.id)
    assert own.sources == same.sources
    assert len(found.sources) <= len(every.sources)


def test_only_what_makes_stored_values_counts_for_their_version() -> None:
    made = {path.relative_to(PACKAGE).as_posix() for path in made_by()}
    assert {"model/document.py", "nlp/sentences.py", "nlp/understanding.py", "ingest/readers/html.py", "cluster/event_profiles.py"} <= made
    assert not {"errors.py", "cluster/events.py"} & made
    assert not any(name.startswith(("checks/", "render/", "triage/", "cli/", "analysis/")) for name in made)
