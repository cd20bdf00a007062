"""Saved web pages: every visible paragraph, with the roles that the markup tells, and the page's metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.composing import compose
from consistency.ingest.decoding import decode, load
from consistency.ingest.page_metadata import known
from consistency.ingest.printed_dates import metadata_date
from consistency.ingest.visible import Paragraph, key, pieces, visible
from consistency.model import Source

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{20000,}>")
"""No page needs a tag of that length, and its parser's time grows with the square of the attributes."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LATEST = "2100-01-01"
"""A fixed bound for dates: without one the search for a date would look at the clock."""


class HtmlReader:
    """Reads `.html`, `.htm` and `.xhtml`. Offsets count in the extracted text."""

    name = "html"

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in (".html", ".htm", ".xhtml", ".shtml")

    def __call__(self, path: Path) -> list[Source]:
        text, warnings = _decoded(load(path))
        text = _LONG_TAG.sub(r"<\1>", text)
        root, whole = _tree(text)
        facts = _facts(root, text)
        title = str(facts.get("title") or "")
        paragraphs, hidden = visible(_tree(text)[0])
        if not paragraphs:
            raise Unreadable("holds no visible text: save the page again after it has loaded, or as plain text")
        extracted, blocks = compose(pieces(paragraphs, _main_text(text, paragraphs), title))
        apart = () if whole else ("the page is nested too deep to be read to its end: save it as plain text",)
        return [
            Source(
                path=path.as_posix(),
                text=extracted,
                extracted=True,
                blocks=blocks,
                warnings=(*warnings, *apart),
                not_compared=apart,
                hidden=hidden,
                **facts,
            )
        ]


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page's text: by the declared character set where it fits, else by looking at the bytes."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


def _tree(text: str) -> tuple[Any, bool]:
    """The page's elements, and whether all of it could be parsed."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(_DECLARATION.sub("", text.lstrip("\ufeff")).replace("\x00", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Unreadable("holds no HTML that could be read: save the page again, or as plain text") from None
    if root is None or root.find(".//body") is None:
        raise Unreadable("holds no page body: save the page again, or as plain text")
    return root, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _main_text(text: str, paragraphs: list[Paragraph]) -> str:
    """What trafilatura takes for the article, as one key; empty where it finds next to nothing."""
    import trafilatura

    try:
        found = trafilatura.extract(text, favor_recall=True, include_comments=False, include_tables=True, output_format="txt") or ""
    except Exception:  # any of its parsers may stumble over a broken page; the page's own markup still serves
        return ""
    joined = key(found)
    longest = max(len(key(paragraph.text)) for paragraph in paragraphs)
    return joined if len(joined) >= min(longest, 200) else ""


def _facts(root: Any, text: str) -> dict[str, Any]:
    meta = {
        str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower(): element.get("content")
        for element in root.iter("meta")
        if element.get("content")
    }
    linked = list(_linked_data(root))
    found = _trafilatura_facts(text)
    publisher = _linked(linked, "publisher")
    return known(
        {
            "outlet": meta.get("og:site_name") or publisher or found.get("sitename"),
            "title": meta.get("og:title") or _linked(linked, "headline") or found.get("title"),
            "byline": _linked(linked, "author") or meta.get("author") or found.get("author"),
            "dateline": _linked(linked, "dateline"),
            "language": (root.get("lang") or "").split("-")[0].lower() or None,
        },
        _published(root, meta, linked) or metadata_date(found.get("date")),
    )


def _published(root: Any, meta: dict[str, Any], linked: list[dict[str, Any]]) -> tuple[date, time | None] | None:
    names = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publish-date",
        "parsely-pub-date",
        "sailthru.date",
    )
    told = [meta.get(name) for name in names]
    told[1:1] = [item.get("datePublished") for item in linked]
    told += [
        element.get("datetime")
        for element in root.iter("time")
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
    ]
    return next((moment for value in told if (moment := metadata_date(value)) is not None), None)


def _trafilatura_facts(text: str) -> dict[str, str | None]:
    from trafilatura.metadata import extract_metadata

    try:
        document = extract_metadata(text, date_config={"extensive_search": False, "original_date": True, "max_date": _LATEST})
    except Exception:  # metadata is a bonus: a page that it stumbles over is still read
        return {}
    return {name: getattr(document, name, None) for name in ("title", "author", "sitename", "date")} if document else {}


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of the page that speak of an article."""
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        try:
            data = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and re.search(r"Article|Report|Posting", str(item.get("@type"))):
                yield item


def _linked(linked: list[dict[str, Any]], name: str) -> str | None:
    for item in linked:
        value = item.get(name)
        values = value if isinstance(value, list) else [value]
        names = [entry.get("name") if isinstance(entry, dict) else entry for entry in values]
        texts = [entry for entry in names if isinstance(entry, str) and entry.strip() and not entry.startswith("http")]
        if texts:
            return ", ".join(texts)
    return None


READER = HtmlReader()
