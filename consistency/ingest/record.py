"""One JSON record of an article to a source, whichever service or crawler wrote it.

The names of the fields differ: news-please and Common Crawl news, NewsAPI, Event Registry, Media Cloud, GDELT, WordPress, JSON Feed,
the Guardian's API, schema.org and ninjs 1 to 3. A field may hold a text, an object that holds it, or a list of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.page_metadata import known
from consistency.ingest.pages import fragment, plain
from consistency.ingest.paragraphs import ends_sentence
from consistency.ingest.printed_dates import moment
from consistency.model import BlockRole, Source

TEXT_KEYS = (
    "maintext", "text", "body", "content", "article", "articleBody", "body_text", "bodyText", "body_xhtml", "body_html", "bodies",
    "content_html", "content_text", "story_text", "full_text", "fulltext", "fields.bodyText", "fields.body", "article_text", "story",
)  # fmt: skip
_HEAD_KEYS: dict[BlockRole, tuple[str, ...]] = {
    "title": ("title", "headline", "title_page", "headlines", "webTitle"),
    "deck": ("description", "summary", "deck", "subtitle", "excerpt", "description_text", "descriptions", "fields.trailText"),
    "caption": ("image_caption", "caption"),
}
_OUTLET_KEYS = (
    "outlet", "publisher", "source_name", "site_name", "sitename", "media_name", "source.title", "source.name", "source",
    "publication", "newspaper", "infosources", "infoSources", "infosource", "copyrightholder", "copyrightHolder",
)  # fmt: skip
_PUBLISHED_KEYS = (
    "date_publish", "publishedAt", "dateTimePub", "published", "published_at", "date_published", "datePublished", "publish_date",
    "published_date", "publication_date", "pub_date", "pubDate", "pubdate", "webPublicationDate", "firstcreated", "firstCreated",
    "contentcreated", "contentCreated", "date", "dateTime", "datetime",
)  # fmt: skip
_UPDATED_KEYS = (
    "date_modify", "dateModified", "date_modified", "updated", "updated_at", "updatedAt", "modified", "versioncreated",
    "versionCreated",
)  # fmt: skip
_ADDRESS_KEYS = ("canonical_url", "url", "link", "webUrl", "webpage_url", "uri", "requested_url")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\s?\+\s?(?P<count>[\d,]+) (?:chars|characters)\s?\]\s*$")
_WRAPPERS = ("articles", "results", "items", "stories", "posts", "entries", "docs", "hits", "news", "data", "response", "value", "matches")
_DEEPEST = 4


def records_in(data: object) -> list[Any] | None:
    """The records of a list, or of the list inside an answer of an API; `None` if `data` is one record."""
    return data if isinstance(data, list) else _inside(data, 0)


def _inside(data: object, depth: int) -> list[Any] | None:
    if not isinstance(data, Mapping) or depth > _DEEPEST or _text(data, TEXT_KEYS):
        return None
    for name in _WRAPPERS:
        value = data.get(name)
        if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            return [item["_source"] if isinstance(item, Mapping) and isinstance(item.get("_source"), Mapping) else item for item in value]
        found = _inside(value, depth + 1)
        if found is not None:
            return found
    return None


def source_of(record: object, path: str, number: int | None = None) -> Source:
    """The source a record tells. The extracted text is title, deck, caption and main text, joined by blank lines.

    Raises `Unreadable` if the record is no object or has no text.
    """
    if not isinstance(record, Mapping):
        raise Unreadable("is no JSON object with the fields of a document (title, maintext, ...)")
    body = _text(record, TEXT_KEYS)
    heads = [Piece(plain(text), role) for role, keys in _HEAD_KEYS.items() if (text := _text(record, keys))]
    warnings: tuple[str, ...] = ()
    if body is None:
        if not any(piece.role == "deck" for piece in heads):
            if heads and _text(record, _ADDRESS_KEYS):
                raise Unreadable("has a headline and an address but no text: get the pages with `consistency fetch`")
            raise Unreadable(f"has no text: one of the fields {', '.join(TEXT_KEYS[:4])} must hold it")
        heads = [replace(piece, role=None) if piece.role == "deck" else piece for piece in heads]
        warnings = (TEASER,)
        parts: list[Piece] = []
    else:
        body, warnings = _uncut(body)
        parts = fragment(body)
    composed = compose([*heads, *_without_half_sentence(parts, bool(warnings) and body is not None)])
    return composed.source(path, record=number, warnings=warnings, **_facts(record))


TEASER = "only a teaser of the story is there: what it leaves out the story may tell"


def _facts(record: Mapping[str, Any]) -> dict[str, Any]:
    outlet = _text(record, _OUTLET_KEYS)
    address = next((value for key in _ADDRESS_KEYS if isinstance(value := record.get(key), str) and value.startswith("http")), None)
    first = str(record.get("version") or "1") in ("1", "1.0")
    updated = next((found for key in _UPDATED_KEYS if (found := moment(_scalar(record, key)))), None)
    published = next((found for key in _PUBLISHED_KEYS if (found := moment(_scalar(record, key)))), None)
    if published is None and first and "versioncreated" in {key.lower() for key in record}:
        published = updated  # ninjs names the time of the version alone; that of the first is when it came out
    if published is not None and updated is not None and (updated.day, updated.clock) == (published.day, published.clock):
        updated = None
    return known(
        {
            "outlet": outlet if outlet and not outlet.startswith("http") else _domain(record, address),
            "via": _text(record, ("via", "agency", "creditline", "creditLine")),
            "title": plain(title) if (title := _text(record, _HEAD_KEYS["title"])) else None,
            "byline": _authors(record),
            "dateline": _text(record, ("dateline", "located")),
            "event": _text(record, ("event",)),
            "language": _text(record, ("language", "lang", "inLanguage")),
            "url": address,
        },
        published,
        updated,
    )


def _uncut(text: str) -> tuple[str, tuple[str, ...]]:
    match = _CUT.search(text)
    if match is None:
        return text, ()
    return text[: match.start()], (f"the text is cut off: {match['count']} more characters are on the page only",)


def _without_half_sentence(parts: list[Piece], cut: bool) -> list[Piece]:
    """The pieces of a text that was cut off, with its last, broken sentence set aside: half a sentence misleads."""
    if not cut or not parts or parts[-1].role is not None or ends_sentence(parts[-1].text):
        return parts
    text = parts[-1].text.rstrip()
    ends = [match.end() for match in re.finditer(r"[.!?][\"'”’)]*(?=\s)", text)]
    at = ends[-1] if ends else 0
    rest = Piece(text[at:], "boilerplate", "cut off")
    return [*parts[:-1], *([replace(parts[-1], text=text[:at])] if at else []), rest]


def _scalar(record: Mapping[str, Any], key: str) -> Any:
    value: Any = record
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    """The first of the fields that holds a text, in whatever wrapping."""
    return next((text for key in keys if (text := next(_strings(_scalar(record, key)), None))), None)


def _strings(value: object) -> Iterator[str]:
    """The texts in a field: itself, the `rendered`, `value`, `name`, `title` or `literal` of an object, each item of a list."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, Mapping):
        for name in ("rendered", "value", "name", "title", "literal", "text", "$"):
            if isinstance(value.get(name), str) and value[name].strip():
                yield value[name].strip()
                return
    elif isinstance(value, list):
        # Of several versions (ninjs gives each body as text and as XHTML) the plain one comes first.
        ordered = sorted(
            value, key=lambda item: isinstance(item, Mapping) and "html" in str(item.get("contenttype", item.get("contentType")))
        )
        for item in ordered:
            if not isinstance(item, list):
                yield from _strings(item)


def _authors(record: Mapping[str, Any]) -> str | None:
    for key in ("authors", "author", "byline", "by", "creator", "fields.byline"):
        names = list(dict.fromkeys(_strings(_scalar(record, key))))
        if names:
            return ", ".join(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE) for name in names)
    return None


def _domain(record: Mapping[str, Any], address: str | None) -> str | None:
    named = _text(record, ("source_domain", "domain", "media_url"))
    if named is None or named.startswith("http"):
        try:
            named = urlsplit(named or address or "").hostname
        except ValueError:
            named = None
    return named.removeprefix("www.") if named else None
