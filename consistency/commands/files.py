"""Writing the reports into their folder, each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.errors import ConsistencyError
from consistency.model import Report

if TYPE_CHECKING:
    from consistency.seams import Writer


class CannotWrite(ConsistencyError):
    """A report could not be written where it was wanted."""


def require_writable(folder: Path) -> None:
    """Raise `CannotWrite` where nothing could be written into `folder`, before any long work. Creates nothing."""
    there = folder
    while not there.exists() and there != there.parent:
        if there.is_symlink():
            raise CannotWrite(f"{there}: is a link that leads nowhere; choose another folder with --out")
        there = there.parent
    if not there.is_dir():
        raise CannotWrite(f"{there}: is no folder, so no report can be written there; choose another folder with --out")
    if not os.access(there, os.W_OK | os.X_OK):
        raise CannotWrite(f"{there}: you may not write there; choose another folder with --out")


def write_reports(report: Report, writers: Sequence[Writer], folder: Path) -> list[Path]:
    """Write `report` once with each of `writers` into `folder`, made where missing, and return the paths."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for writer in writers:
            path = folder / f"{writer.stem}{writer.suffix}"
            _write(report, writer, path)
            written.append(path)
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise CannotWrite(f"{where}: {error.strerror or error}; choose another folder with --out") from error
    return written


def _write(report: Report, writer: Writer, path: Path) -> None:
    """Write beside `path` and move into place, so that a reader never meets half a report."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # A file name that is no UTF-8 reaches the report as lone surrogates: escaped, as they cannot be written.
        with draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            writer(report, stream)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
