"""Where what is known of a folder's sources stands side by side on disk, as arrays that are read where they lie."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_pairs import Names, Outlines
from consistency.model.ids import digest
from consistency.model.protocols import Cache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

COLUMNS = {
    "keys": "<i8",
    "stated": "<i8",
    "days": "<i4",
    "leads": "<f4",
    "centres": "<f4",
    "names": "<i8",
    "named": "<i4",
    "met": "<i4",
    "others": "<i4",
    "chance": "<f8",
    "flags": "u1",
}
"""Of each source: what it goes by, the event that it is said to report (0 for none), the day, both embeddings, its names and how many it
has; how many others it was compared with; and of each of these its row, the chance and the flags."""
NEAR = "near"
"""The folder of all that is so stored."""
LOCK, DRAFT = ".lock", ".draft-"
"""Who writes holds this file, and begins the name of what is not yet whole so."""
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What is stored of some sources, a row each, in the arrays of COLUMNS."""

    columns: Columns

    @cached_property
    def starts(self) -> Indices:
        """Where the pairs of each source begin, with the end of the last one's."""
        return _starts(self.columns["met"])

    @cached_property
    def names(self) -> Names:
        """The names of all sources."""
        return Names(self.columns["names"], _starts(self.columns["named"]))

    def outlines(self, rows: Indices) -> Outlines:
        """What tells which others to look at, of some sources."""
        leads, centres = (self.columns[name].reshape(len(self.columns["keys"]), -1)[rows] for name in ("leads", "centres"))
        return Outlines(leads, centres, self.columns["days"][rows].astype("int64"), self.names.only(rows))

    def met(self, rows: Indices) -> tuple[Indices, Indices, Indices]:
        """The pairs of some sources: the row of the one, the row of the other, and where the rest stands."""
        import numpy as np

        sizes = self.columns["met"][rows].astype(np.int64)
        edges = np.cumsum(sizes) - sizes
        place = np.repeat(self.starts[rows] - edges, sizes) + np.arange(int(sizes.sum()))
        return np.repeat(rows, sizes), self.columns["others"][place].astype(np.int64), place


def _starts(sizes: Any) -> Indices:
    import numpy as np

    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])


class StoredPairs:
    """Where what is known of the sources of one folder stands: in `place` under a name that stands for `told`, which is what these sources
    are and by what they were read; nowhere where there is no `place`."""

    def __init__(self, place: Path | None, *told: str) -> None:
        self._place = place
        self._name = digest(*told, size=16)

    def read(self) -> Known | None:
        """What stands there; `None` where nothing does, or nothing whole."""
        return next(filter(None, map(_read, self._folders())), None)

    def holds(self, keys: Indices) -> bool:
        """Whether these very sources stand there."""
        known = self.read()
        return known is not None and len(keys) == len(known.columns["keys"]) and bool((known.columns["keys"] == keys).all())

    def write(self, parts: Callable[[], Iterable[Columns]]) -> Known:
        """Keep what is known of all sources, which `parts` gives one part after the other, in place of what stood there. Where nothing can
        be written it is known for this run."""
        import numpy as np

        found = None
        if self._place is not None:
            with contextlib.suppress(OSError):
                # From there and from nowhere else: what stood there before may stand there still.
                found = _read(self._write(self._place, parts()))
        if found is not None:
            return found
        every = list(parts())
        return Known({name: np.concatenate([np.asarray(part[name], dtype=kind) for part in every]) for name, kind in COLUMNS.items()})

    def _write(self, place: Path, parts: Iterable[Columns]) -> Path:
        import numpy as np
        from filelock import FileLock

        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / LOCK):
            # None but the holder of the lock writes, so that a draft is what a killed run has left.
            for left in place.glob(f"{DRAFT}*"):
                shutil.rmtree(left, ignore_errors=True)
            before = self._folders()
            draft = place / f"{DRAFT}{self._name}"
            draft.mkdir()
            with contextlib.ExitStack() as opened:
                files = {name: opened.enter_context((draft / name).open("wb")) for name in COLUMNS}
                for part in parts:
                    for name, kind in COLUMNS.items():
                        files[name].write(np.ascontiguousarray(part[name], dtype=kind).tobytes())
            content = digest((draft / "keys").read_bytes().hex(), size=8)
            whole = place / f"{self._name}-{content}"
            # Another process may have left the same; what it has opened stays readable.
            shutil.rmtree(whole, ignore_errors=True)
            draft.rename(whole)
            for folder in before:
                if folder != whole:
                    shutil.rmtree(folder, ignore_errors=True)
        return whole

    def _folders(self) -> list[Path]:
        return sorted(self._place.glob(f"{self._name}-*")) if self._place is not None and self._place.is_dir() else []


def stored_pairs_of(cache: Cache, models: str, names: Sequence[str], manifest: str | None) -> StoredPairs:
    """The place of the sources under the paths `names`, as `models` read them: beside the cache where that is a file."""
    from consistency.engine.adapters.cache import SqliteCache, parts_of
    from consistency.engine.adapters.version import whole_digest

    place = parts_of(cache.path.absolute()) / NEAR if isinstance(cache, SqliteCache) else None
    paths = sorted({os.path.abspath(name) for name in names})
    return StoredPairs(place, whole_digest(), models, os.path.abspath(manifest) if manifest else "", *paths)


def _read(folder: Path) -> Known | None:
    import numpy as np

    found: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        for name, kind in COLUMNS.items():
            path = folder / name
            # An empty file cannot be mapped.
            found[name] = np.asarray(np.memmap(path, dtype=kind, mode="r")) if path.stat().st_size else np.zeros(0, dtype=kind)
        if _whole(found):
            return Known(found)
    return None


def _whole(columns: Columns) -> bool:
    size = {name: len(column) for name, column in columns.items()}
    rows, met = size["keys"], size["others"]
    return (
        0 < rows == size["stated"] == size["days"] == size["named"] == size["met"]
        and size["leads"] == size["centres"]
        and size["leads"] % rows == 0
        and int(columns["named"].sum()) == size["names"]
        and int(columns["met"].sum()) == met == size["chance"] == size["flags"]
    )
