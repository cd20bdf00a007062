"""Markdown with or without front matter: the file as read, its marks set aside."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from consistency.ingest.decoding import load_text, needs_words
from consistency.ingest.file_reader import FileReader
from consistency.ingest.page_metadata import known
from consistency.ingest.printed_dates import metadata_date
from consistency.model import Block, Source

_HEADING = re.compile(r"^(?P<mark>#{1,6}[ \t]+)(?P<text>[^\n]*?)(?P<end>[ \t]+#+)?[ \t]*$", re.MULTILINE)
_PICTURE = re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$|^[ \t]*\[!\[[^\n]*\)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read(path: Path) -> list[Source]:
    """The file. Offsets count in it as read; front matter and marks are set aside."""
    text, warnings = load_text(path)
    needs_words(text)
    data, length, problem = _front_matter(text)
    blocks = sorted(_marks(text, length), key=lambda block: block.start)
    facts = known(
        {
            "outlet": data.get("outlet") or data.get("source") or data.get("publication") or data.get("site"),
            "byline": data.get("byline") or data.get("author") or data.get("authors"),
            "language": data.get("language") or data.get("lang"),
            **{name: data.get(name) for name in ("via", "title", "dateline", "event")},
        },
        metadata_date(data.get("published") or data.get("date") or data.get("date_published")),
    )
    return [Source(path=path.as_posix(), text=text, blocks=tuple(blocks), warnings=(*warnings, *problem), **facts)]


def _front_matter(text: str) -> tuple[Mapping[str, Any], int, tuple[str, ...]]:
    """The front matter's values, how many characters it takes, and a warning where it is broken."""
    if not text.lstrip("\ufeff").startswith(("---\n", "+++\n")):
        return {}, 0, ()
    handler = _handler(text.lstrip("\ufeff"))
    if handler is None:
        return {}, 0, ()
    try:
        raw, content = handler.split(text)
    except ValueError:
        return {}, 0, ("the front matter has no end mark (---): it was read as text",)
    length = len(text) - len(content)
    try:
        data = handler.load(raw)
    except Exception as error:  # each handler's parser has its own errors, and none may end the run
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        return {}, length, (f"the front matter cannot be read{where}: put values with a colon in quotes",)
    if not isinstance(data, Mapping):
        return {}, length, ("the front matter holds no `key: value` lines: it was left out",)
    return data, length, ()


def _handler(text: str) -> Any:
    import frontmatter

    return _Toml() if text.startswith("+++\n") else frontmatter.detect_format(text, frontmatter.handlers)


class _Toml:
    """TOML front matter by the standard library: frontmatter's own handler needs a package more."""

    def split(self, text: str) -> tuple[str, str]:
        _, raw, content = re.split(r"^\+{3,}[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
        return raw, content

    def load(self, raw: str) -> Mapping[str, Any]:
        return tomllib.loads(raw)


def _marks(text: str, length: int) -> Iterator[Block]:
    if length:
        end = len(text[:length].rstrip())
        yield Block("boilerplate", 0, end, "front matter")
    taken = [(match.start(), match.end(), "comment") for match in _COMMENT.finditer(text, length)]
    taken += [(match.start(), match.end(), "picture") for match in _PICTURE.finditer(text, length)]
    position = length
    kept: list[tuple[int, int]] = []
    for start, end, reason in sorted(taken):
        if start >= position:
            kept.append((start, end))
            yield Block("boilerplate", start, end, reason)
            position = end
    titled = False
    starts = [start for start, _ in kept]
    for match in _HEADING.finditer(text, length):
        # Of the spans, which lie apart and in order, the last that begins before its end is the only one that can reach into it.
        before = bisect_left(starts, match.end()) - 1
        if (before >= 0 and kept[before][1] > match.start()) or not match["text"]:
            continue
        yield Block("boilerplate", match.start(), match.start() + len(match["mark"].rstrip()), "mark")
        if match["end"]:
            yield Block("boilerplate", match.end("text") + len(match["end"]) - len(match["end"].lstrip()), match.end("end"), "mark")
        if not titled and match["mark"].startswith("# "):
            yield Block("title", match.start("text"), match.end("text"))
        titled = True


READER = FileReader("markdown", (".md", ".markdown", ".mdown"), read)
