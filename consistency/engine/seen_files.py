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

from consistency.engine.stored_forms import Record, records_in
from consistency.ingest.mounts import there
from consistency.model.ids import digest
from consistency.model.protocols import Cache

SETTLED = 10_000_000_000
"""Nanoseconds after which a file that was written counts as done; file systems differ in how exactly they tell the time."""
NEW = 64
"""Documents that may be new before what is found of them is stored beside all others: it is sooner found again than all is written."""
SHARE = 0.02
"""The same, as a share of all."""
PARTS = 6
"""Of a row."""


def many(new: int, every: int) -> bool:
    """Whether so many new ones among all are worth writing all of them anew."""
    return new > max(NEW, SHARE * every)


class Seen:
    """The files under some paths, by what the file system tells of them: a row each of that, the digest of the content, what the manifest
    says of it, the key that stands for all that its sources follow from, these sources, and their short ids."""

    def __init__(self, cache: Cache, code: str, paths: Sequence[str]) -> None:
        self._cache = cache
        self._key = f"files:{digest(code, os.getcwd(), *paths, size=16)}"
        self._known = _read(cache.get_many([self._key]).get(self._key, b""))
        self._now: dict[str, list[int]] = {}
        self._contents: dict[str, str] = {}
        self._kept: dict[str, list[Any]] = {}
        self._same = 0
        self._latest = time.time_ns() - SETTLED

    def known(self, path: str, told: str) -> tuple[str, list[Record], list[str]] | None:
        """The key of a file, the sources in it and their short ids, where it and what is `told` of it are as they were."""
        try:
            found = os.stat(there(path))
        except (OSError, ValueError):
            return None
        if found.st_mtime_ns >= self._latest or found.st_ctime_ns >= self._latest or not stat.S_ISREG(found.st_mode):
            return None
        self._now[path] = now = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]
        row = self._known.get(path)
        if row is None or row[0] != now or row[2] != told:
            return None
        _, _, _, key, records, ids = row
        try:
            found_records = records_in(records)
        except (ValueError, TypeError):
            return None
        self._kept[path] = row
        self._same += 1
        return key, found_records, ids

    def content(self, path: str) -> str | None:
        """The digest of a file's content, where it is known; after `known`."""
        row = self._known.get(path)
        if row is None or row[0] != self._now.get(path):
            return None
        self._contents[path] = content = str(row[1])
        return content

    def note(self, path: str, content: str) -> None:
        """Keep in mind what a file holds. It counts as it was before it was read."""
        self._contents[path] = content

    def hold(self, path: str, told: str, key: str, records: Sequence[Record], ids: Sequence[str]) -> None:
        """Keep in mind which sources are in a file."""
        if path in self._now and path in self._contents:
            self._kept[path] = [self._now[path], self._contents[path], told, key, records, ids]

    def keep(self) -> None:
        """Store what is known now, where a good part of it is new."""
        if not self._same or many(len(self._kept) - self._same, len(self._kept)) or many(len(self._known) - self._same, len(self._known)):
            self._cache.put_many([(self._key, json.dumps(self._kept, separators=(",", ":")).encode("ascii"))])


def _read(data: bytes) -> dict[str, list[Any]]:
    try:
        found = json.loads(data) if data else {}
    except ValueError:
        return {}
    whole = isinstance(found, dict) and all(isinstance(row, list) and len(row) == PARTS for row in found.values())
    return found if whole else {}
