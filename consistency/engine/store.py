"""Where tasks leave what they find for others: files in a folder that all of them see, each under a name that its content follows from.

What stands there is not worked out again. A file is moved into place when it is whole, so that a kill leaves none by halves.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Any


class Store:
    """The folder at `address`: a path, or any address that fsspec knows."""

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs

        self.address = address
        self._files, self._root = url_to_fs(address)

    def __contains__(self, name: str) -> bool:
        return bool(self._files.exists(self._place(name)))

    def read(self, name: str) -> bytes:
        """What stands under `name`. Raises `FileNotFoundError` where nothing does."""
        return bytes(self._files.cat_file(self._place(name)))

    def lines(self, name: str) -> Iterator[str]:
        """The lines that stand under `name`, one at a time."""
        with self._files.open(self._place(name), "rt", encoding="utf-8", newline="\n") as stream:
            yield from stream

    def write(self, name: str, data: bytes) -> None:
        """Put `data` under `name`."""
        place = self._place(name)
        self._files.makedirs(self._files._parent(place), exist_ok=True)
        draft = f"{place}.{os.getpid()}"
        with self._files.open(draft, "wb") as stream:
            stream.write(data)
        self._files.mv(draft, place)

    def keep(self, names: Collection[str], but: Sequence[str]) -> None:
        """Remove all that does not stand under one of `names`, nor under one that begins with one of `but`."""
        wanted, spared = {self._place(name) for name in names}, tuple(self._place(name) for name in but)
        for place in self._files.find(self._root) if self._files.exists(self._root) else ():
            if place not in wanted and not place.startswith(spared):
                self._files.rm_file(place)

    def _place(self, name: str) -> str:
        return posixpath.join(self._root, name)


def put(path: Path, write: Callable[[IO[str]], object]) -> Path:
    """Write beside `path` and move it into place, so that a reader never meets half a file. Returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A link stays a link: what it leads to is replaced.
    whole = path.resolve() if path.is_symlink() else path
    draft = whole.with_name(f".{whole.name}.{os.getpid()}")
    try:
        # A file name that is no UTF-8 reaches the report as lone surrogates: escaped, as they cannot be written.
        with draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            write(stream)
        draft.replace(whole)
    finally:
        draft.unlink(missing_ok=True)
    return path


def arrays(data: bytes) -> Any:
    """The arrays in what `packed` made. Nothing in it can run."""
    import io

    import numpy as np

    return np.load(io.BytesIO(data), allow_pickle=False)


def packed(**named: Any) -> bytes:
    """Arrays under their names, compressed."""
    import io

    import numpy as np

    sink: IO[bytes] = io.BytesIO()
    np.savez_compressed(sink, **named)
    sink.seek(0)
    return sink.read()
