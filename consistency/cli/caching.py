"""The cache of a command: opened where it is wanted, let go at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from consistency.cli import terminal
from consistency.model.protocols import Cache


@contextlib.contextmanager
def opened(path: Path | None) -> Iterator[Cache | None]:
    """The cache in the file `path`; `None` without one. What goes wrong with the file is told and stops nothing."""
    if path is None:
        yield None
        return
    from consistency.engine.adapters.cache import SqliteCache
    from consistency.engine.adapters.version import code_digest

    cache = SqliteCache(path, code_digest(), terminal.warn)
    try:
        yield cache
    finally:
        cache.close()
