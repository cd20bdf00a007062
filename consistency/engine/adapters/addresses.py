"""Documents at any address that fsspec knows, such as a bucket or an archive: copied to this machine, each file once as long as it stays as
it is, and shown under the names that a folder of them would have."""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from consistency.errors import ConsistencyError
from consistency.ingest import manifest
from consistency.ingest.file_reader import MAX_BYTES
from consistency.ingest.formats import wanted
from consistency.ingest.mounts import mounted
from consistency.model.ids import digest

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|[a-z0-9]+::", re.IGNORECASE)
_PAGES = "is no folder of documents; save web pages with consistency fetch, which asks no address of the local network"
REFUSED = {"http": _PAGES, "https": _PAGES, "reference": "points at files of other places and is not read"}
"""Kinds of addresses that are not read, and why."""
LISTED = "listed.json"
"""What is noted beside a copy: by each file's name what the address told of it."""


def is_address(path: str) -> bool:
    """Whether a path is no name in this machine's file system."""
    return _ADDRESS.match(path) is not None


@contextlib.contextmanager
def at_hand(paths: Sequence[str], keep: Path | None = None) -> Iterator[tuple[list[str], Mapping[str, str]]]:
    """Have what lies at addresses among `paths` read as files of this machine.

    Args:
        paths: Paths and addresses.
        keep: The folder in which copies stay for the next run; without one they are removed at the end.

    Yields:
        The paths, each address by the name under which its documents are shown; and from each such name to its copy.

    Raises:
        ConsistencyError: An address cannot be read, or two of them have one name; the message says which and what to do.
    """
    if not any(map(is_address, paths)):
        yield list(paths), {}
        return
    with contextlib.ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        names: dict[str, str] = {}
        places: dict[str, str] = {}
        for path in sorted(filter(is_address, paths), key=lambda path: (len(path), path)):
            above = next((other for other in names if path.startswith(f"{other.rstrip('/')}/")), None)
            if above is not None:
                names[path] = names[above] + path.removeprefix(above.rstrip("/"))
                continue
            shown, place = _copied(path, folder)
            if shown in places or shown in paths:
                raise ConsistencyError(f"{path}: another one of the given paths is called {shown} as well; give them one at a time")
            names[path], places[shown] = shown, place
        # What lies in this machine's folders is read there.
        elsewhere = {name: place for name, place in places.items() if name != place}
        with mounted(elsewhere):
            yield [names.get(path, path) for path in paths], elsewhere


def _copied(address: str, folder: Path) -> tuple[str, str]:
    """Under which name what lies at an address is shown, and where its copy is."""
    for kind in re.findall(r"([a-z0-9+.-]+)(?=://|::)", address.lower()):
        if kind in REFUSED:
            raise ConsistencyError(f"{address}: {REFUSED[kind]}")
    try:
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem
    except ImportError:
        raise ConsistencyError(f"{address}: addresses need fsspec: install consistency[cluster]") from None
    try:
        files, root = url_to_fs(address)
        if isinstance(files, LocalFileSystem):
            return root, root
        # Another run may have listed the same before.
        files.invalidate_cache()
        if not files.exists(root):
            raise FileNotFoundError
        return _copy(files, root, address, folder)
    except ConsistencyError:
        raise
    except ImportError as error:
        raise ConsistencyError(f"{address}: needs another package ({error}); install it beside consistency[cluster]") from None
    except FileNotFoundError:
        raise ConsistencyError(f"{address}: there is nothing at this address; check it") from None
    except PermissionError as error:
        raise ConsistencyError(f"{address}: may not be read ({error or 'no permission'}); check the credentials of this machine") from None
    except Exception as error:
        # Each backend raises errors of its own, of the network, of credentials or of the address itself.
        told = " ".join(str(error).split())[:200]
        raise ConsistencyError(f"{address}: cannot be read ({type(error).__name__}: {told}); check the address and the network") from None


def _copy(files: Any, root: str, address: str, folder: Path) -> tuple[str, str]:
    root = root.rstrip("/")
    name = posixpath.basename(root) or Path(address.rpartition("::")[2]).stem
    name = name if _safe(name) else "documents"
    place = folder / digest(address, size=8) / name
    if files.isfile(root):
        found, whole = {"": files.info(root)}, True
    else:
        found, whole = {path[len(root) :].lstrip("/"): info for path, info in files.find(root, detail=True).items()}, False
        place.mkdir(parents=True, exist_ok=True)
    note = place.parent / LISTED
    before: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        before = json.loads(note.read_text(encoding="utf-8"))
    now = {path: _told(info) for path, info in found.items() if whole or _safe(path)}
    for path in before.keys() - now.keys():
        (place / path).unlink(missing_ok=True)
    kept: dict[str, str] = {}
    try:
        for path in sorted(now):
            copy = place / path if path else place
            if before.get(path) != now[path] or not copy.is_file():
                _fetch(files, f"{root}/{path}" if path else root, found[path], copy)
            kept[path] = now[path]
    finally:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(kept), encoding="utf-8")
    return name, os.fspath(place.absolute())


def _told(info: Mapping[str, Any]) -> str:
    """Stands for what the address tells of a file: its size, its time, its checksum."""
    return digest(repr(sorted((str(key), repr(value)) for key, value in info.items())))


def _safe(path: str) -> bool:
    """Whether a name stays in its folder and is none that is hidden."""
    return "\0" not in path and "\\" not in path and not any(part.startswith(".") or not part for part in path.split("/"))


def _fetch(files: Any, remote: str, info: Mapping[str, Any], copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = copy.with_name(f".{digest(copy.name)}.{os.getpid()}")
    size = int(info.get("size") or 0)
    reader = wanted(copy.name)
    try:
        if copy.name == manifest.NAME or (reader is not None and size <= getattr(reader, "max_bytes", MAX_BYTES)):
            files.get_file(remote, os.fspath(draft))
        else:
            # It is not read, but told of by its name, its ending or its size.
            with draft.open("wb") as stream:
                stream.truncate(size)
        draft.replace(copy)
    finally:
        draft.unlink(missing_ok=True)
