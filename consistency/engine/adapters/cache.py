"""The cache as one SQLite file, and as a plain mapping where no file can serve.

Whatever happens to the file, no wrong value comes out of it: each has a checksum over itself and its key, and what is damaged
counts as missing. A process may be killed at any moment (SQLite rolls its transaction back), and several may share the file.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from consistency.errors import CacheError

NAME = "cache.db"
COPIES = "copies"
"""The folder of copies of what lies at an address, beside the cache."""
FOLDER = ".consistency"
APPLICATION = 0x636E7379
"""Marks the file as ours in its header."""
LAYOUT = 1
"""Of the tables; a file with another one is made anew."""
PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""
LASTING = "answer"
"""Begins the keys of entries that stay whatever code wrote them."""
AT_ONCE = 500
"""Keys in one query."""
_TABLES = (
    "CREATE TABLE entries (key TEXT PRIMARY KEY, code TEXT NOT NULL, size INTEGER NOT NULL, checksum BLOB NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
)
_BEYOND_REPAIR = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT)


class MemoryCache:
    """Values for the length of one run."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The known ones of `keys` with their values."""
        return {key: self._values[key] for key in keys if key in self._values}

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep the values."""
        self._values.update(items)


@dataclass(frozen=True, slots=True)
class Contents:
    """What `consistency cache` shows. `kinds` maps a kind of entry to its number and its bytes."""

    path: Path
    size: int
    kinds: Mapping[str, tuple[int, int]]
    found: int
    missed: int


class SqliteCache:
    """Values in the SQLite file `path`, which is made if missing. Raises `CacheError` if that is another program's file.

    `code` stands for the program's own version: entries written under another one are dropped at the first writing, but for the answers
    of a language model, which no code made and which cost money. What cannot be stored (a full disk, a folder that may not be written to)
    is kept for this run, and `warn` is told so once.
    """

    def __init__(self, path: Path, code: str, warn: Callable[[str], None]) -> None:
        self.path = path
        self._code = code
        self._warn = warn
        self._memory = MemoryCache()
        self._connection: sqlite3.Connection | None = None
        self._writable = True
        self._pruned = False
        self._found = self._missed = 0
        with self._guarded("opened"):
            self._open()

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The known ones of `keys` with their values; damaged ones count as unknown."""
        found: dict[str, bytes] = {}
        with self._guarded("read"):
            found = self._read(keys)
        missing = [key for key in keys if key not in found]
        kept = self._memory.get_many(missing) if missing else {}
        self._found += len(found) + len(kept)
        self._missed += len(missing) - len(kept)
        return {**found, **kept}

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store the values, all or (after a kill) none of them."""
        rows = [(key, self._code, len(value), _checksum(key, value), value) for key, value in items]
        stored = False
        if self._connection is not None and self._writable and rows:
            with self._guarded("written", writing=True):
                with self._transaction() as connection:
                    if not self._pruned:
                        connection.execute("DELETE FROM entries WHERE code != ? AND key NOT LIKE ?", (self._code, f"{LASTING}:%"))
                    connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", rows)
                self._pruned = stored = True
        if not stored:
            self._memory.put_many((row[0], row[4]) for row in rows)

    def damaged(self, number: int) -> None:
        """Tell that entries could not be used."""
        self._warn(f"{self.path}: {number} damaged entr{'y is' if number == 1 else 'ies are'} left aside and made anew")

    def close(self) -> None:
        """Note how many values were found and missed, and let the file go."""
        if self._connection is None:
            return
        if self._writable and self._found + self._missed:
            # The figures are no part of any result: where they cannot be written there is nothing to tell.
            with contextlib.suppress(sqlite3.Error), self._transaction() as connection:
                for name, value in (("found", self._found), ("missed", self._missed)):
                    connection.execute("INSERT OR REPLACE INTO counts VALUES (?, ?)", (name, value))
        self._drop()

    def _open(self) -> None:
        made = not self.path.parent.exists()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if made or self.path.parent.name == FOLDER:
                ignore = self.path.parent / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            if not self.path.is_file():
                self._give_up(f"cannot be made ({error.strerror or error})")
                return
        if self.path.exists() and not self.path.is_file():
            raise CacheError(f"{self.path}: is no file; name another with --cache")
        self._connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        # In one transaction: between two readings another process may make the tables and sign the file.
        self._connection.execute("BEGIN")
        owner = self._connection.execute("PRAGMA application_id").fetchone()[0]
        layout = self._connection.execute("PRAGMA user_version").fetchone()[0]
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._connection.execute("COMMIT")
        if owner != APPLICATION and tables:
            self._drop()
            raise CacheError(f"{self.path}: is a database of another program; name another file with --cache")
        if owner == APPLICATION and layout == LAYOUT and tables:
            return
        with self._transaction() as connection:
            # Another process may have made them in the meantime.
            if connection.execute("PRAGMA user_version").fetchone()[0] == LAYOUT:
                return
            for name in ("entries", "counts"):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
            for table in _TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")

    def _read(self, keys: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        if self._connection is None:
            return found
        damaged = 0
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            places = ",".join("?" * len(part))
            rows = self._connection.execute(f"SELECT key, checksum, value FROM entries WHERE key IN ({places})", part)
            for key, checksum, value in rows:
                if isinstance(value, bytes) and checksum == _checksum(key, value):
                    found[key] = value
                else:
                    damaged += 1
        if damaged:
            self.damaged(damaged)
        return found

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        assert connection is not None
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @contextlib.contextmanager
    def _guarded(self, doing: str, *, writing: bool = False) -> Iterator[None]:
        """Turns a failure of the file into a warning: the run goes on without what it holds."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in _BEYOND_REPAIR:
                self._rebuild(error)
            elif writing:
                self._writable = False
                self._warn(f"{self.path}: the cache cannot be written ({error}); the run goes on without storing")
            else:
                self._give_up(f"cannot be {doing} ({error})")

    def _rebuild(self, error: sqlite3.Error) -> None:
        self._drop()
        kept = ""
        try:
            # The journal goes last: one that is left beside a new, empty file is dropped by SQLite itself.
            if self.path.name == NAME:
                self.path.unlink(missing_ok=True)
            elif self.path.exists():
                # Under another name it may never have been a cache: kept, as somebody may miss it.
                kept = f"; what was there is kept as {self.path.name}.damaged"
                self.path.replace(self.path.with_name(self.path.name + ".damaged"))
            _journal(self.path).unlink(missing_ok=True)
            self._open()
        except (OSError, sqlite3.Error) as again:
            self._give_up(f"is damaged ({error}) and cannot be made anew ({again})")
            return
        self._warn(f"{self.path}: the cache was damaged ({error}) and is made anew{kept}")

    def _give_up(self, why: str) -> None:
        self._drop()
        self._warn(f"{self.path}: the cache {why}; the run goes on without it")

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def cache_path(given: str | None) -> Path:
    """The file that `--cache` means: a `.db` file, or a folder for one; by default in the current folder.

    Raises `CacheError` for a file of another kind, which is surely not meant to become a cache.
    """
    path = Path(given or FOLDER)
    if path.suffix.lower() in (".db", ".sqlite", ".sqlite3"):
        return path
    if path.is_file():
        raise CacheError(f"{given}: is a file, but no .db file; name a folder or a .db file with --cache")
    return path / NAME


def contents(path: Path) -> Contents | None:
    """What the cache holds; `None` if there is none. Raises `CacheError` if the file cannot be read as a cache."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            rows = connection.execute("SELECT substr(key, 1, instr(key, ':') - 1), count(*), sum(size) FROM entries GROUP BY 1").fetchall()
            counts = dict(connection.execute("SELECT name, value FROM counts").fetchall())
    except sqlite3.Error as error:
        hint = "; `consistency cache --clear` removes it" if path.name == NAME else "; name another file with --cache"
        raise CacheError(f"{path}: is no readable cache ({error}){hint}") from None
    kinds = {str(kind): (int(number), int(size)) for kind, number, size in rows}
    return Contents(path, path.stat().st_size, kinds, counts.get("found", 0), counts.get("missed", 0))


def clear(path: Path) -> int:
    """Remove the cache, with what the tasks of workers have left beside it, and return how many bytes that freed. Raises `CacheError` if
    it is not ours or cannot be removed."""
    if not path.is_file():
        return 0
    beside = parts_of(path)
    size = path.stat().st_size + sum(item.stat().st_size for item in beside.rglob("*") if item.is_file())
    try:
        with path.open("rb") as stream:
            header = stream.read(72)
        mark = header[68:]
        # Under its own name it may be damaged or not signed yet; under another, what is not signed is somebody's.
        unsigned = path.name == NAME and (not any(mark) or not header.startswith(b"SQLite format 3\0"))
        if header and mark != APPLICATION.to_bytes(4, "big") and not unsigned:
            raise CacheError(f"{path}: is no cache of this program and stays")
        for item in (path, _journal(path)):
            item.unlink(missing_ok=True)
        if beside.is_dir():
            shutil.rmtree(beside)
    except OSError as error:
        raise CacheError(f"{path}: cannot be removed ({error.strerror or error})") from None
    return size


def parts_of(path: Path) -> Path:
    """The folder beside a cache's file where the tasks of workers leave what they find for each other."""
    return path.with_name(path.name + ".parts")


def copies_of(path: Path) -> Path:
    """The folder beside a cache's file where copies of what lies at an address stay."""
    return parts_of(path) / COPIES


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _checksum(key: str, value: bytes) -> bytes:
    return blake2b(value, digest_size=8, key=key.encode()[:64]).digest()
