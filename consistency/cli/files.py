"""Writing the reports into their folder, each whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.cli import terminal
from consistency.engine.store import put
from consistency.errors import ConsistencyError
from consistency.model import Report

if TYPE_CHECKING:
    from consistency.model.protocols import Writer


STDOUT = "-"
"""The name that stands for it."""


class CannotWrite(ConsistencyError):
    """A report could not be written where it was wanted."""


def require_writable(folder: Path, option: str = "--out") -> None:
    """Raise `CannotWrite` where nothing could be written into `folder`, before any long work. Creates nothing. `option` names it."""
    there = folder
    while not there.exists() and there != there.parent:
        if there.is_symlink():
            raise CannotWrite(f"{there}: is a link that leads nowhere; choose another folder with {option}")
        there = there.parent
    if not there.is_dir():
        raise CannotWrite(f"{there}: is no folder, so nothing can be written there; choose another folder with {option}")
    if not os.access(there, os.W_OK | os.X_OK):
        raise CannotWrite(f"{there}: you may not write there; choose another folder with {option}")


def write_reports(report: Report, writers: Sequence[Writer], folder: Path) -> list[Path]:
    """Write `report` once with each of `writers` into `folder`, made if missing, and return the paths."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for writer in writers:
            path = folder / f"{writer.stem}{writer.suffix}"
            pages = getattr(writer, "pages", None)
            many = False
            for name, write in pages(report) if pages else ():
                many = True
                put(folder / name, write)
            if not many:
                put(path, partial(writer, report))
            written.append(path)
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise CannotWrite(f"{where}: {error.strerror or error}; choose another folder with --out") from error
    return written


def write_outputs(report: Report, outputs: Sequence[tuple[Writer, str]]) -> None:
    """Write `report` with each writer into the file named beside it, `-` for stdout. Raises `CannotWrite`."""
    for writer, name in outputs:
        if name == STDOUT:
            written = io.StringIO()
            writer(report, written)
            terminal.say(written.getvalue())
            continue
        path = Path(name)
        try:
            if path.exists() and not path.is_file():
                # A pipe or device is written to, never replaced.
                with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                    writer(report, stream)
            else:
                put(path, partial(writer, report))
        except OSError as error:
            raise CannotWrite(f"{name}: {error.strerror or error}; choose another file with --output") from error


def write_text(path: Path, text: str) -> None:
    """Write one file, in its folder made if missing. Raises `CannotWrite`."""
    try:
        put(path, lambda stream: stream.write(text))
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror or error}; choose another file") from error
