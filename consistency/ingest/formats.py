"""The formats of documents: which reader reads a file, and which files hold documents that none reads."""

from __future__ import annotations

import os
import stat
from functools import cache
from pathlib import Path

from consistency import plugins
from consistency.errors import Unreadable
from consistency.ingest.file_reader import MAX_BYTES
from consistency.ingest.manifest import NAME
from consistency.model.protocols import Reader

_PLAIN = (".txt", ".md", ".html", ".pdf")
"""What is named first where a message lists the formats."""
UNREAD = frozenset(
    (
        ".adoc", ".djvu", ".doc", ".docm", ".docx", ".dotx", ".eml", ".epub", ".fb2", ".mbox", ".mht",
        ".mhtml", ".mobi", ".msg", ".odp",
        ".odt", ".pages", ".ppt", ".pptx", ".rst", ".rtf", ".srt", ".tex", ".vtt", ".warc", ".warc.gz",
        ".webarchive", ".wpd", ".wps", ".xml",
        ".xps",
    )
)  # fmt: skip
"""Endings of files that hold documents. Those that no reader takes are named: they may tell what nobody has compared."""


@cache
def readers() -> tuple[Reader, ...]:
    """The reader of each format; of two that read a file this program's own goes first. Raises `PluginError`."""
    return tuple(plugins.named("consistency.ingest.readers", "READER", "consistency.readers", Reader, "name").values())


def reader_of(path: str) -> Reader | None:
    """The reader of the file's format, `None` if there is none."""
    return _reader_of(ending(os.path.basename(path)))


def ending(name: str) -> str:
    """The last suffix of a file's name, with the one before it where the last only says how the file is packed (`.warc.gz`)."""
    # As `Path(name).suffixes` has it, for many thousand files.
    stem, dot, last = name.lstrip(".").rpartition(".")
    if not dot or not last:
        return ""
    if last.lower() in ("gz", "bz2", "xz"):
        _, dot, before = stem.rpartition(".")
        return f"{dot}{before if dot else ''}.{last}".lower()
    return f".{last}"


def endings() -> str:
    """What can be read, for messages."""
    found = {getattr(reader, "suffixes", ("",))[0] for reader in readers()}
    return ", ".join([*_PLAIN, *sorted(found - {"", *_PLAIN})])


@cache
def _reader_of(suffix: str) -> Reader | None:
    # A format is told by its suffix alone; looked up for each of many thousand files.
    named = Path(f"document{suffix}")
    return next((reader for reader in readers() if reader.reads(named)), None)


def require_readable(path: Path, reader: Reader) -> None:
    """Raise `Unreadable` for a file that is gone, is no regular file, or is larger than any document of `reader`'s format."""
    most = getattr(reader, "max_bytes", MAX_BYTES)
    try:
        found = path.stat()
    except FileNotFoundError:
        broken = path.is_symlink()
        raise Unreadable("is a link to a file that is gone: mend or remove the link" if broken else "no longer exists") from None
    except OSError as error:
        raise Unreadable(f"cannot be reached ({error.strerror or type(error).__name__})") from None
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("is no regular file: give a file, a folder or a glob")
    if found.st_size > most:
        raise Unreadable(f"is {found.st_size / 1e6:.0f} MB, over the limit of {most / 1e6:.0f} MB for a document: split it or leave it out")


def unknown(path: Path) -> str:
    """Why a file of no known format is not read, for messages."""
    kind = f'the type "{path.suffix}"' if path.suffix else "a file without a suffix"
    return f"{kind} is not read; known are {endings()}"


def wanted(path: str) -> Reader | None:
    """The reader of a file found in a folder; `None` if it is no document: hidden, a README, a manifest, of no known type."""
    name = path.rsplit("/", 1)[-1]
    # A word processor keeps "~$story.docx" beside a document that is open.
    if name.startswith((".", "~$")) or name == NAME or (name[:6].lower() == "readme" and name.lower().rsplit(".", 1)[0] == "readme"):
        return None
    return _reader_of(ending(name))


def unread_ending(path: str) -> str:
    """The ending of a document's file that no reader takes, else the empty string."""
    name = path.rsplit("/", 1)[-1].lower()
    ending = ".warc.gz" if name.endswith(".warc.gz") else os.path.splitext(name)[1]
    hidden = name.startswith((".", "~$"))
    return ending if ending in UNREAD and not hidden and _reader_of(ending) is None else ""
