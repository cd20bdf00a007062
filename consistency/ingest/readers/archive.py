"""Archives: the documents in a zip or tar file, each through the reader of its own format, within limits of number and size."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.file_reader import MAX_BYTES, Gathered, PartlyUnreadable
from consistency.ingest.packed import MOST_MEMBERS, chunks, open_zip, unpacked
from consistency.model import Source

MOST_UNPACKED = 2_000_000_000
"""Bytes of all documents in one archive."""
_TAR = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_ALONE: dict[str, Callable[[Path], Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)

Member = tuple[str, Iterator[bytes]]
"""A file's name in the archive, and its content piece by piece."""


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked."""

    left: int


class ArchiveReader:
    """Reads `.zip`, `.tar` (plain or packed) and single packed documents (`.jsonl.gz`). `Source.record` counts the documents.

    Links, devices and archives in the archive are passed over. A name in it serves for its suffix and for messages, never as a path.
    """

    name = "archive"
    suffixes = (".zip", *_TAR)
    max_bytes = 1_000_000_000

    def reads(self, path: Path) -> bool:
        from consistency.ingest.formats import wanted

        name = path.name.lower()
        return name.endswith(self.suffixes) or (
            not name.endswith(".warc.gz") and path.suffix.lower() in _ALONE and wanted(Path(name).stem) is not None
        )

    def __call__(self, path: Path) -> list[Source]:
        found = Gathered("documents")
        budget = _Budget(MOST_UNPACKED)
        with TemporaryDirectory(prefix="consistency-") as folder:
            try:
                for name, content in _members(path):
                    _take(name, content, Path(folder), budget, found)
            except Unreadable as error:  # what was read before the damage counts
                found.refuse(str(error))
        return found.all("holds no document that could be read", "holds no document of a known type")


def _take(name: str, content: Iterator[bytes], folder: Path, budget: _Budget, found: Gathered) -> None:
    """Add what a member tells to what was `found`, or why it could not be read. Raises `Unreadable` if all is too much."""
    from consistency.ingest.formats import unread_ending, wanted  # the readers are found from there

    name = name.replace("\\", "/")
    reader = wanted(name)
    if reader is None or isinstance(reader, ArchiveReader):
        if reader or unread_ending(name):
            what = "is an archive in an archive" if reader else f'is of the type "{unread_ending(name)}"'
            found.refuse(f"“{_shown(name)}” {what}, which is not read: put it beside the archive as text, HTML or PDF")
        return
    # Of the name only the suffix goes to the disk.
    file = folder / f"document{''.join(Path(name).suffixes[-2:])[:40]}"
    try:
        budget.left -= _written(file, content, min(budget.left, getattr(reader, "max_bytes", MAX_BYTES)))
        sources = reader(file)
    except PartlyUnreadable as error:
        sources = error.sources
        for message in error.messages:
            found.refuse(f"“{_shown(name)}”: {message}")
    except Unreadable as error:
        found.refuse(f"“{_shown(name)}” {error}")
        return
    except (EOFError, zlib.error, lzma.LZMAError, tarfile.TarError):
        found.refuse(f"“{_shown(name)}” is damaged: pack it again")
        return
    except (*_BROKEN, RecursionError, MemoryError) as error:
        found.refuse(f"“{_shown(name)}” could not be read ({type(error).__name__})")
        return
    finally:
        file.unlink(missing_ok=True)
    found.sources += [_placed(source, _shown(name), len(found.sources) + at) for at, source in enumerate(sources, start=1)]


def _placed(source: Source, name: str, number: int) -> Source:
    told = [(line, f"{name}, {place}") for line, place in source.places]
    if not told or told[0][0] > 1:
        told.insert(0, (1, name if source.record is None else f"{name}, record {source.record}"))
    return replace(source, record=number, extracted=True, places=tuple(told))


def _shown(name: str) -> str:
    return " ".join(name.replace("\\", "/").lstrip("/").split())[-120:]


def _written(file: Path, content: Iterator[bytes], most: int) -> int:
    """Write a member to the disk and return its size. Raises `Unreadable` if it unpacks to more than it may."""
    size = 0
    with file.open("wb") as stream:
        for piece in content:
            size += len(piece)
            if size > most:
                raise Unreadable(f"unpacks to more than {most / 1e6:,.0f} MB: leave it out, or unpack the archive yourself")
            stream.write(piece)
    return size


def _members(path: Path) -> Iterator[Member]:
    """The regular files of the archive, by name where the format allows, as they stand in it otherwise."""
    name = path.name.lower()
    if name.endswith(".zip"):
        with open_zip(str(path), "zip file") as packed:
            for item in sorted(packed.infolist(), key=lambda item: item.filename):
                if not item.is_dir():
                    yield item.filename, unpacked(packed, item)
    elif name.endswith(_TAR):
        try:
            with tarfile.open(path, "r|*") as tape:
                for number, entry in enumerate(tape):
                    if number >= MOST_MEMBERS:
                        raise Unreadable(f"holds more than {MOST_MEMBERS:,} files: split it")
                    stream = tape.extractfile(entry) if entry.isreg() else None
                    if stream is not None:
                        yield entry.name, chunks(stream)
        except _BROKEN:
            raise Unreadable("is no tar file, or a damaged one: make it again") from None
    else:
        try:
            with _ALONE[path.suffix.lower()](path) as stream:
                yield path.stem, chunks(stream)
        except _BROKEN:
            raise Unreadable("is damaged: pack it again") from None


READER = ArchiveReader()
