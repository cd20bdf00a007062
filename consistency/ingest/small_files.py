"""Reading the small files that stand beside the documents: settings, manifest, baseline, decisions.

In `check --since` the change under review may have edited them: then the content of the base revision stands in for what is there.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rtoml

from consistency.errors import ConsistencyError

StandIns = Mapping[str, bytes | None]
"""By the name that `named` gives a file, what to read instead of it; `None` if it is to be taken as missing."""
NO_STAND_INS: StandIns = {}
MOST = 20_000_000
"""Bytes; a larger file is none of these."""


def named(path: str | Path) -> str:
    """The absolute name of a file with the links in its folder followed, and not the file itself where that is a link."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def present(path: Path, instead: StandIns = NO_STAND_INS) -> bool:
    """Whether `path` is a file, or something stands in for it."""
    if "\0" in str(path):
        return False
    for name in (named(path), os.path.realpath(path)) if instead else ():
        if name in instead:
            return instead[name] is not None
    return path.is_file()


def content(path: Path, instead: StandIns = NO_STAND_INS) -> bytes:
    """What `path` holds, or what stands in for it. Raises `OSError` also for a device, a pipe, a name that is none, or a huge file."""
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "the name holds a NUL character")
    for name in (named(path), os.path.realpath(path)) if instead else ():
        if name in instead:
            found = instead[name]
            if found is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            return found
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file")
    if about.st_size > MOST:
        raise OSError(errno.EFBIG, f"it is larger than {MOST // 1_000_000} MB")
    return path.read_bytes()


def text_in(path: Path, shown: str, fails: type[ConsistencyError], instead: StandIns = NO_STAND_INS) -> str:
    """The text of a file, or of what stands in for it. Raises `fails` with a message that begins with `shown`."""
    try:
        return content(path, instead).decode("utf-8-sig")
    except OSError as error:
        raise fails(f"{shown}: cannot be read: {error.strerror or error}; check its name and permissions") from None
    except UnicodeDecodeError as error:
        raise fails(f"{shown}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from None


def table_in(text: str, shown: str, fails: type[ConsistencyError]) -> dict[str, Any]:
    """What a TOML text holds. Raises `fails` with a message that begins with `shown`."""
    try:
        return rtoml.loads(text)
    except ValueError as error:  # numbers of thousands of digits too
        raise fails(f"{shown}: this is not valid TOML: {error}") from None
    except RecursionError:
        raise fails(f"{shown}: this is not valid TOML: it is nested too deep") from None
