"""The cache file: whatever happens to it, no wrong value comes out and no run fails."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from consistency.engine.adapters import cache as module
from consistency.engine.adapters.cache import SqliteCache, cache_path, clear, contents
from consistency.errors import CacheError

VALUES = {f"claims:{number:03}": bytes([number % 256]) * (number * 40) for number in range(1, 200)}


class Open:
    """Opens caches in one file and keeps what they warn of."""

    def __init__(self, path: Path) -> None:
        self.path, self.told, self._opened = path, list[str](), list[SqliteCache]()

    def __call__(self, code: str = "one") -> SqliteCache:
        self._opened.append(SqliteCache(self.path, code, self.told.append))
        return self._opened[-1]

    def close(self) -> None:
        for cache in self._opened:
            cache.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    found = Open(tmp_path / ".consistency" / "cache.db")
    yield found
    found.close()


def filled(opened: Open) -> None:
    cache = opened()
    cache.put_many(VALUES.items())
    cache.close()


def test_values_outlive_the_process_and_git_ignores_them(opened: Open) -> None:
    filled(opened)
    assert opened().get_many([*VALUES, "claims:unknown"]) == VALUES
    assert opened.told == []
    assert (opened.path.parent / ".gitignore").read_text() == "*\n"


def test_a_folder_of_the_users_own_gets_no_gitignore(tmp_path: Path) -> None:
    SqliteCache(tmp_path / "mine.db", "one", pytest.fail).close()
    assert [item.name for item in tmp_path.iterdir()] == ["mine.db"]


def test_what_another_version_of_the_code_stored_is_dropped(opened: Open) -> None:
    filled(opened)
    newer = opened("two")
    newer.put_many([("claims:new", b"new")])
    assert newer.get_many([*VALUES, "claims:new"]) == {"claims:new": b"new"}


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_in_the_file_gives_no_wrong_value(opened: Open, seed: int) -> None:
    filled(opened)
    chance = random.Random(seed)
    data = bytearray(opened.path.read_bytes())
    if seed % 3 == 0:
        del data[chance.randrange(1, len(data)) :]
    elif seed % 3 == 1:
        start = chance.randrange(len(data) - 4096)
        data[start : start + 4096] = chance.randbytes(4096)
    else:
        for _ in range(50):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    opened.path.write_bytes(data)
    damaged = opened()
    found = damaged.get_many(list(VALUES))
    assert found.items() <= VALUES.items()
    damaged.put_many((key, value) for key, value in VALUES.items() if key not in found)
    assert damaged.get_many(list(VALUES)) == VALUES
    if len(found) < len(VALUES):
        assert opened.told
    damaged.close()
    assert opened().get_many(list(VALUES)) == VALUES


def test_a_changed_value_counts_as_missing(opened: Open) -> None:
    filled(opened)
    with closing(sqlite3.connect(opened.path)) as connection:
        connection.execute("UPDATE entries SET value = ? WHERE key = 'claims:007'", (b"made up",))
        # Swapped with its checksum, it is another key's value.
        connection.execute(
            "UPDATE entries SET (value, checksum) = (SELECT value, checksum FROM entries WHERE key = 'claims:009') WHERE key = 'claims:008'"
        )
        connection.commit()
    assert opened().get_many(list(VALUES)).keys() == VALUES.keys() - {"claims:007", "claims:008"}
    assert "2 damaged entries" in opened.told[0]


def test_no_cache_at_all_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told: list[str] = []
    cache = SqliteCache(tmp_path / "file" / "cache.db", "one", told.append)
    cache.put_many(VALUES.items())
    assert cache.get_many(list(VALUES)) == VALUES
    assert len(told) == 1
    assert "without it" in told[0]


def test_a_full_disk_is_told_once_and_stops_nothing(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(opened)
    cache = opened()
    assert cache._connection is not None
    pages = cache._connection.execute("PRAGMA page_count").fetchone()[0]
    cache._connection.execute(f"PRAGMA max_page_count = {pages}")
    more = {f"source:{number}": bytes(9000) for number in range(50)}
    cache.put_many(more.items())
    cache.put_many([("source:last", b"last")])
    assert cache.get_many([*more, "source:last"]) == {**more, "source:last": b"last"}
    assert cache.get_many(list(VALUES)) == VALUES
    assert len(opened.told) == 1
    assert "full" in opened.told[0]
    cache.close()
    assert opened().get_many([*VALUES, *more]) == VALUES


def test_a_file_that_may_only_be_read_serves_all_the_same(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(opened)
    connect = sqlite3.connect

    def readonly(path: Path, **options: object) -> sqlite3.Connection:
        # Root may write anywhere: only SQLite itself can be held to it here.
        return connect(f"{path.as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(module.sqlite3, "connect", readonly)
    cache = opened()
    cache.put_many([("claims:new", b"new")])
    assert cache.get_many([*VALUES, "claims:new"]) == {**VALUES, "claims:new": b"new"}
    assert ["readonly" in line for line in opened.told] == [True]


@pytest.mark.parametrize("mark", [7, 0])
def test_another_programs_database_is_left_alone(tmp_path: Path, mark: int) -> None:
    path = tmp_path / "songs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
        connection.execute(f"PRAGMA application_id = {mark}")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(CacheError, match="another program"):
        SqliteCache(path, "one", pytest.fail)
    with pytest.raises(CacheError, match="stays"):
        clear(path)
    assert path.read_bytes() == before


def test_a_damaged_file_under_another_name_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "letters.db"
    path.write_bytes(b"dear reader " * 900)
    told: list[str] = []
    cache = SqliteCache(path, "one", told.append)
    cache.put_many([("claims:1", b"one")])
    cache.close()
    assert (tmp_path / "letters.db.damaged").read_bytes() == b"dear reader " * 900
    assert ["kept as letters.db.damaged" in line for line in told] == [True]


def test_only_a_cache_is_cleared(tmp_path: Path) -> None:
    letters, own = tmp_path / "letters.db", tmp_path / "cache.db"
    for path in (letters, own):
        path.write_bytes(b"dear reader " * 900)
    with pytest.raises(CacheError, match="stays"):
        clear(letters)
    assert clear(own) == 10_800
    assert [path.exists() for path in (letters, own)] == [True, False]


def test_where_the_cache_is(tmp_path: Path) -> None:
    assert cache_path(None) == Path(".consistency/cache.db")
    assert cache_path("kept") == Path("kept/cache.db")
    assert cache_path("kept/mine.db") == Path("kept/mine.db")
    report = tmp_path / "report.html"
    report.write_text("a report")
    with pytest.raises(CacheError, match=r"no \.db file"):
        cache_path(str(report))


def test_what_it_holds_and_how_to_be_rid_of_it(opened: Open) -> None:
    assert contents(opened.path) is None
    filled(opened)
    second = opened()
    second.get_many(["claims:001", "claims:unknown", "claims:002"])
    second.close()
    shown = contents(opened.path)
    assert shown is not None
    assert shown.kinds == {"claims": (len(VALUES), sum(map(len, VALUES.values())))}
    assert (shown.found, shown.missed) == (2, 1)
    assert clear(opened.path) == shown.size
    assert not opened.path.exists()
    assert clear(opened.path) == 0


def _write(path: Path, number: int) -> None:
    cache = SqliteCache(path, "one", pytest.fail)
    for round_ in range(12):
        cache.put_many((f"claims:{number}-{round_}-{item}", b"%d %d" % (round_, item)) for item in range(40))
        assert len(cache.get_many([f"claims:{number}-{round_}-{item}" for item in range(40)])) == 40
    cache.close()


def test_two_processes_write_at_once(opened: Open) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_write, args=(opened.path, number)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    shown = contents(opened.path)
    assert shown is not None
    assert shown.kinds["claims"][0] == 3 * 12 * 40
