"""What is known of files that were read before: one that the file system says is the same is not read again, as git has it.

What was written within the last seconds may change once more without a sign; such a file is always read.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Sequence
from typing import Any

from consistency.engine.stored_forms import Record
from consistency.ingest.mounts import there
from consistency.model.ids import digest
from consistency.model.protocols import Cache

SETTLED = 10_000_000_000
"""Nanoseconds after which a file that was written counts as done; file systems differ in how exactly they tell the time."""
NEW = 64
"""Documents that may be new before what is found of them is stored beside all others: it is sooner found again than all is written."""
SHARE = 0.02
"""The same, as a share of all."""
COLUMNS = {
    "path": str, "size": int, "written": int, "changed": int, "number": int, "device": int, "content": str, "told": str, "key": str,
    "records": object, "ids": str,
}  # fmt: skip
"""Of each file: its path, what the file system says of it, the digest of its content, what the manifest says of it, the key that stands for
all that its sources follow from, these sources (`None` for one that is the whole file), and their short ids with spaces between."""
FIGURES = slice(1, 6)
PLAIN: tuple[Record, ...] = ((None, ""),)
"""The sources of most files."""


def many(new: int, every: int) -> bool:
    """Whether so many new ones among all are worth writing all of them anew."""
    return new > max(NEW, SHARE * every)


class Seen:
    """The files under some paths, by what the file system tells of them. What is known stands in columns, which take less time to read than
    a row each."""

    def __init__(self, cache: Cache, code: str, paths: Sequence[str]) -> None:
        self._cache = cache
        self._key = f"files:{digest(code, os.getcwd(), *paths, size=16)}"
        self._columns = _read(cache.get_many([self._key]).get(self._key, b""))
        self._rows = dict(zip(self._columns[0], range(len(self._columns[0])), strict=True))
        self._figures = list(zip(*self._columns[FIGURES], strict=True))
        self._now: dict[str, tuple[int, ...]] = {}
        self._contents: dict[str, str] = {}
        self._same: list[int] = []
        self._fresh: list[tuple[object, ...]] = []
        self._latest = time.time_ns() - SETTLED

    def known(self, path: str, told: str) -> tuple[str, Sequence[Record], Sequence[str]] | None:
        """The key of a file, the sources in it and their short ids, where it and what is `told` of it are as they were."""
        try:
            found = os.stat(there(path))
        except (OSError, ValueError):
            return None
        if found.st_mtime_ns >= self._latest or found.st_ctime_ns >= self._latest or not stat.S_ISREG(found.st_mode):
            return None
        now = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
        row = self._rows.get(path)
        *_, tolds, keys, records, ids = self._columns
        if row is None or self._figures[row] != now or tolds[row] != told:
            self._now[path] = now
            return None
        self._same.append(row)
        own = records[row]
        return keys[row], PLAIN if own is None else [(record, page) for record, page in own], ids[row].split(" ")

    def content(self, path: str) -> str | None:
        """The digest of a file's content, where it is known; after `known`."""
        row = self._rows.get(path)
        if row is None or self._figures[row] != self._now.get(path):
            return None
        self._contents[path] = content = self._columns[6][row]
        return content

    def note(self, path: str, content: str) -> None:
        """Keep in mind what a file holds. It counts as it was before it was read."""
        self._contents[path] = content

    def hold(self, path: str, told: str, key: str, records: Sequence[Record], ids: Sequence[str]) -> None:
        """Keep in mind which sources are in a file."""
        if path in self._now and path in self._contents:
            kept = None if tuple(records) == PLAIN else records
            self._fresh.append((path, *self._now[path], self._contents[path], told, key, kept, " ".join(ids)))

    def keep(self) -> None:
        """Store what is known now, where a good part of it is new."""
        same, fresh, before = len(self._same), len(self._fresh), len(self._rows)
        if not same or many(fresh, same + fresh) or many(before - same, before):
            new = zip(*self._fresh, strict=True) if fresh else ((),) * len(COLUMNS)
            kept = [[*(column[row] for row in self._same), *more] for column, more in zip(self._columns, new, strict=True)]
            self._cache.put_many([(self._key, json.dumps(kept, separators=(",", ":")).encode("ascii"))])


def _read(data: bytes) -> list[list[Any]]:
    none: list[list[Any]] = [[] for _ in COLUMNS]
    try:
        found = json.loads(data) if data else none
    except ValueError:
        return none
    if not isinstance(found, list) or len(found) != len(COLUMNS) or not all(isinstance(column, list) for column in found):
        return none
    told = all(kind is object or set(map(type, column)) <= {kind} for column, kind in zip(found, COLUMNS.values(), strict=True))
    return found if told and len({len(column) for column in found}) == 1 else none
