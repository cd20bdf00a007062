"""One news-please record (a JSON object) to a source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.page_metadata import known
from consistency.ingest.printed_dates import metadata_date
from consistency.model import Source

TEXT_KEYS = ("maintext", "text", "body", "content", "article", "articleBody")
_HEAD_KEYS = {
    "title": ("title", "headline", "title_page"),
    "deck": ("description", "summary", "deck", "subtitle"),
    "caption": ("image_caption", "caption"),
}


def source_of(record: object, path: str, number: int | None = None) -> Source:
    """The source a record tells. The extracted text is title, deck, caption and main text, joined by blank lines.

    Raises `Unreadable` where the record is no object or has no text.
    """
    if not isinstance(record, Mapping):
        raise Unreadable("is no JSON object with the fields of a document (title, maintext, ...)")
    body = _first(record, TEXT_KEYS)
    if body is None:
        raise Unreadable(f"has no text: one of the fields {', '.join(TEXT_KEYS[:4])} must hold it")
    pieces = [Piece(text, role) for role, keys in _HEAD_KEYS.items() if (text := _first(record, keys))]  # type: ignore[arg-type]
    text, blocks = compose([*pieces, Piece(body)])
    facts = known(
        {
            "outlet": _first(record, ("outlet", "publisher", "source_name", "site_name")) or _domain(record),
            "via": _first(record, ("via",)),
            "title": _first(record, _HEAD_KEYS["title"]),
            "byline": record.get("authors") or record.get("author") or record.get("byline"),
            "dateline": _first(record, ("dateline",)),
            "event": _first(record, ("event",)),
            "language": _first(record, ("language", "lang")),
        },
        metadata_date(_first(record, ("date_publish", "published", "date_published", "publish_date", "pub_date", "datePublished", "date"))),
    )
    return Source(path=path, text=text, record=number, extracted=True, blocks=blocks, **facts)


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((value.strip() for key in keys if isinstance(value := record.get(key), str) and value.strip()), None)


def _domain(record: Mapping[str, Any]) -> str | None:
    named = _first(record, ("source_domain", "domain"))
    if named is None:
        address = _first(record, ("url", "link")) or ""
        try:
            named = urlsplit(address).hostname if re.match(r"https?://", address) else None
        except ValueError:
            named = None
    return named.removeprefix("www.") if named else None
