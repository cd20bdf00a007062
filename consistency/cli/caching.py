"""The cache of a command: opened where it is wanted, let go at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from consistency.cli import terminal
from consistency.errors import ConsistencyError
from consistency.model.protocols import Cache

T = TypeVar("T")


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


def with_cache(path: Path | None, work: Callable[[Cache | None], T]) -> T:
    """What `work` makes with the cache in the file `path`. Where it fails over what is stored there, it is done again without."""
    with opened(path) as cache:
        try:
            return work(cache)
        except ConsistencyError:
            raise
        except Exception:
            # Whoever can write into the file can store anything under a right checksum.
            if cache is None or path is None:
                raise
    # What fails without the cache too is no fault of the cache, which then stays.
    done = work(None)
    from consistency.engine.adapters.cache import clear

    terminal.warn(f"{path}: what is stored there cannot be used; it is removed, and everything was worked out anew")
    with contextlib.suppress(ConsistencyError):
        clear(path)
    return done
