"""Documents that are shown under other paths than those they are read from: copies of what lies at an address."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

_NOWHERE: Mapping[str, str] = {}
_MOUNTED: ContextVar[Mapping[str, str]] = ContextVar("mounted")


@contextlib.contextmanager
def mounted(places: Mapping[str, str]) -> Iterator[None]:
    """For a while, what is shown under one of some paths is read from its place.

    Args:
        places: From the path of a folder or file as shown to where it is.
    """
    token = _MOUNTED.set({**_MOUNTED.get(_NOWHERE), **places})
    try:
        yield
    finally:
        _MOUNTED.reset(token)


def there(path: str) -> str:
    """Where what is shown as `path` is read from."""
    for shown, place in _MOUNTED.get(_NOWHERE).items():
        if path == shown or path.startswith(f"{shown}/"):
            return place + path[len(shown) :]
    return path


def real(path: str) -> str:
    """The same, with links followed."""
    return os.path.realpath(there(path))
