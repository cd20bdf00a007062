"""Zip files opened with limits: what a small file may unpack to is bounded, and no name in it leads anywhere."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from consistency.errors import Unreadable

MOST_MEMBERS = 100_000
MOST_OF_OFFICE_FILE = 200_000_000
"""Bytes that one office document may unpack to."""
CHUNK = 1 << 20


def open_zip(file: str | IO[bytes], what: str) -> zipfile.ZipFile:
    """The zip file, its directory read. Raises `Unreadable` that says what it should have been."""
    try:
        found = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(f"is no {what}, or a damaged one: open it in the program that made it and save it again") from None
    members = found.infolist()
    fault = f"holds {len(members):,} files, over the limit of {MOST_MEMBERS:,}: split it" if len(members) > MOST_MEMBERS else ""
    if not fault and any(item.flag_bits & 1 for item in members):
        fault = "is protected by a password: save it again without one"
    if fault:
        found.close()
        raise Unreadable(fault)
    return found


def office_file(data: bytes, what: str) -> io.BytesIO:
    """An office document's bytes, once it is sure that it unpacks to a bounded size. Raises `Unreadable`."""
    with open_zip(io.BytesIO(data), what) as packed:
        total = 0
        for item in packed.infolist():
            for chunk in unpacked(packed, item):
                total += len(chunk)
                if total > MOST_OF_OFFICE_FILE:
                    raise Unreadable(f"unpacks to more than {MOST_OF_OFFICE_FILE // 1_000_000} MB: leave it out, or save it as plain text")
    return io.BytesIO(data)


@contextlib.contextmanager
def parsed(what: str) -> Iterator[None]:
    """While an office document is parsed: a damaged file can fail anywhere in the parser. Raises `Unreadable`."""
    try:
        yield
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(f"is no {what}, or a damaged one: open it in a word processor and save it again") from None


def unpacked(packed: zipfile.ZipFile, item: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a member, piece by piece, whatever size its entry claims. Raises `Unreadable`."""
    try:
        with packed.open(item) as stream:
            yield from chunks(stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Unreadable(f"is damaged at “{item.filename[:80]}”: make it again") from None


def chunks(stream: Any) -> Iterator[bytes]:
    """The bytes of a stream, a piece at a time."""
    while piece := stream.read(CHUNK):
        yield piece
