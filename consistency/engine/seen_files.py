"""The digests of files that were read before: one that the file system says is the same is not read again, as git has it.

What was written within the last seconds may change once more without a sign; such a file is always read.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Sequence

from consistency.ingest.mounts import there
from consistency.model.ids import digest
from consistency.model.protocols import Cache

SETTLED = 10_000_000_000
"""Nanoseconds after which a file that was written counts as done; file systems differ in how exactly they tell the time."""


class Seen:
    """The files under some paths, by what the file system tells of them."""

    def __init__(self, cache: Cache, code: str, paths: Sequence[str]) -> None:
        self._cache = cache
        self._key = f"files:{digest(code, os.getcwd(), *paths, size=16)}"
        self._known = _read(cache.get_many([self._key]).get(self._key, b""))
        self._now: dict[str, list[int]] = {}
        self._kept: dict[str, list[object]] = {}
        self._latest = time.time_ns() - SETTLED

    def content(self, path: str) -> str | None:
        """The digest of a file's content, where it is known."""
        try:
            found = os.stat(there(path))
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        told = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]
        if max(found.st_mtime_ns, found.st_ctime_ns) < self._latest:
            self._now[path] = told
        known = self._known.get(path)
        if known is None or known[:-1] != told:
            return None
        self._kept[path] = known
        return str(known[-1])

    def note(self, path: str, content: str) -> None:
        """Keep in mind what a file holds. It counts as it was before it was read."""
        if path in self._now:
            self._kept[path] = [*self._now[path], content]

    def keep(self) -> None:
        """Store what is known now."""
        if self._kept != self._known:
            self._cache.put_many([(self._key, json.dumps(self._kept, separators=(",", ":")).encode("ascii"))])


def _read(data: bytes) -> dict[str, list[object]]:
    try:
        found = json.loads(data) if data else {}
    except ValueError:
        return {}
    whole = isinstance(found, dict) and all(isinstance(row, list) and len(row) == 6 and isinstance(row[-1], str) for row in found.values())
    return found if whole else {}
