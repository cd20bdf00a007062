"""RSS and Atom: one source an entry. Where the feed gives only a summary the source says that it is a teaser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader, read_each
from consistency.ingest.page_metadata import known
from consistency.ingest.pages import fragment, plain
from consistency.ingest.printed_dates import moment
from consistency.ingest.record import TEASER
from consistency.model import Source

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_FULL = 150
"""Words of a summary that is as long as a story."""


def feed_sources(data: bytes, path: str) -> list[Source]:
    """The entries of a feed; `Source.record` is the number of each. Raises `Unreadable`, or `PartlyUnreadable` where some hold nothing."""
    import feedparser

    if _ENTITIES.search(data[:20_000]):
        raise Unreadable("defines entities of its own, which is not safe to read: save the feed without them")
    try:
        # From a stream: a text could be taken for an address to fetch or a file to open.
        feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False)
        entries = list(feed.entries)
    except Exception:  # whatever a broken feed makes of the parser
        raise Unreadable("is no feed that can be read: save it again") from None
    if not entries:
        raise Unreadable("is no feed, or holds no entry: check that it is the file you mean")
    return read_each(enumerate(entries, start=1), lambda number, entry: _source(entry, feed.feed, path, number), "entry", "entries")


def _source(entry: Any, feed: Any, path: str, number: int) -> Source:
    contents = [item.get("value") or "" for item in entry.get("content") or ()]
    full = max(contents, key=len, default="")
    summary = str(entry.get("summary") or "")
    if len(full.split()) < len(summary.split()):
        full, summary = (summary, "") if len(plain(summary).split()) >= _FULL or contents else ("", summary)
    title = plain(str(entry.get("title") or ""))
    body = fragment(full or summary)
    if not any(any(sign.isalpha() for sign in piece.text) for piece in body):
        raise Unreadable("has a headline and no text: get the page with `consistency fetch`")
    deck = [Piece(plain(summary), "deck")] if full and summary and plain(summary) not in plain(full) else []
    composed = compose([Piece(title, "title"), *deck, *body])
    origin = entry.get("source") or {}
    published = moment(entry.get("published"))
    updated = moment(dict.get(entry, "updated"))  # its own `get` takes the date of publication for it
    facts = known(
        {
            "title": title,
            "outlet": plain(str(origin.get("title") or feed.get("title") or "")) or None,
            "byline": [author["name"] for author in entry.get("authors") or () if author.get("name")] or entry.get("author"),
            "language": entry.get("language") or feed.get("language"),
            "url": entry.get("link"),
        },
        published,
        updated if updated != published else None,
    )
    return composed.source(path, record=number, warnings=() if full else (TEASER,), **facts)


READER = FileReader("feed", (".rss", ".atom"), lambda path: feed_sources(load(path), path.as_posix()), max_bytes=200_000_000)
