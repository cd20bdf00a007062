"""Where a passage stands, in words and as a link to file and line."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath
from typing import IO
from urllib.parse import quote

from consistency.model import Source
from consistency.model.safe_text import one_line

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte of a file's name (those that do are turned back into it)."""


def location(source: Source, line: int | None = None) -> str:
    """`seeds/courier.txt:12`. Where the file's own lines are not those of the text read from it, the words say so."""
    path = one_line(source.path).strip()
    if source.record is not None:
        path = f"{path}, record {source.record}"
    if line is None:
        return path
    if source.extracted or source.record is not None:
        place = one_line(source.place(line)).strip()
        path = f"{path}, {place}" if place else path
        return f"{path}, line {line} of its text"
    return f"{path}:{line}"


def base_of(stream: IO[str]) -> str | None:
    """From the folder the report is written to, the way back to where the paths of its sources start (`../`).

    `None` if the report goes outside that folder: a link would then hold machine paths, or lead nowhere. A stream without
    a name counts as standing where the paths start.
    """
    name = getattr(stream, "name", None)
    if not isinstance(name, str) or name.startswith("<"):
        return ""
    try:
        folder = PurePath(os.path.relpath(os.path.dirname(os.path.abspath(name))))
    except ValueError:  # another drive on Windows
        return None
    if ".." in folder.parts:
        return None
    return "../" * len(folder.parts)


def folder_of(sources: Iterable[Source]) -> str:
    """The folder that holds all sources, as a shell takes it: what a command on this report has to name. Empty if there is none."""
    folders = [PurePosixPath(source.path).parent.as_posix() for source in sources]
    try:
        common = os.path.commonpath(folders) if folders else ""
    except ValueError:  # some are given from the root, some are not
        return ""
    return "" if common in {"", "."} else shlex.quote(one_line(common))


FRAGMENT_WORDS = 5
"""Words at each end of a sentence by which a browser finds it in a page."""


def text_fragment(words: str) -> str:
    """`#:~:text=first words,last words`: opens a web page at a sentence."""
    every = one_line(words).split()
    if not every:
        return ""
    ends = [every] if len(every) <= 2 * FRAGMENT_WORDS else [every[:FRAGMENT_WORDS], every[-FRAGMENT_WORDS:]]
    # A dash would read as a part of the directive's own syntax.
    return "#:~:text=" + ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)


def href(source: Source, line: int | None, base: str | None, words: str = "") -> str | None:
    """A link that can only ever lead to a file: no scheme, no host, no script. `None` if there is nothing to link to.

    Args:
        source: Where to.
        line: The line, for files whose own lines these are.
        base: The way back to where the sources' paths start, as `base_of` finds it.
        words: The sentence, for web pages, which a browser opens at their words.
    """
    path = source.path
    absolute = path.startswith("/")
    if not path or (base is None and not absolute):
        return None
    # One leading slash at most: two would name a host. A colon is quoted, so nothing reads as a scheme.
    safe = quote(_NO_BYTE.sub("\ufffd", path.lstrip("/") if absolute else path), safe="/", errors="surrogateescape")
    start = "/" if absolute else base or ""
    exact = line is not None and not source.extracted and source.record is None
    if words and source.extracted and path.lower().endswith((".html", ".htm")):
        return f"{start}{safe}{text_fragment(words)}"
    return f"{start}{safe}#L{line}" if exact else f"{start}{safe}"
