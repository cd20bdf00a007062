"""The XML of news agencies: NewsML-G2 and NITF. A feed that is named `.xml` goes to the feeds' reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader, read_each
from consistency.ingest.page_metadata import known
from consistency.ingest.pages import fragment
from consistency.ingest.printed_dates import moment
from consistency.ingest.readers.feed import feed_sources
from consistency.model import BlockRole, Source

_FEEDS = ("rss", "feed", "RDF")
_XHTML_ROLES: dict[str, BlockRole] = {"h1": "title", "h2": "deck"}


def read(path: Path) -> list[Source]:
    """The news items. One that was withdrawn is refused; a signal or note of a correction is kept."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    data, shown = load(path), path.as_posix()
    try:
        root = fromstring(data)
    except DefusedXmlException:
        raise Unreadable("defines entities of its own, which is not safe to read: save it without them") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise Unreadable(f"is no well-formed XML ({' '.join(str(error).split())[:100]}): save it again") from None
    if _name(root) in _FEEDS:
        return feed_sources(data, shown)
    items = list(_all(root, "newsItem")) or list(_all(root, "nitf"))
    if not items:
        raise Unreadable(f"is XML of another kind (<{_name(root)[:40]}>): NewsML-G2, NITF, RSS and Atom are read")

    def one(number: int, item: Any) -> Source:
        made = _news_item(item, shown) if _name(item) == "newsItem" else _nitf(item, shown)
        return replace(made, record=number if len(items) > 1 else None)

    return read_each(enumerate(items, start=1), one, "item", "items")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: Any, *names: str) -> Iterator[Any]:
    return (item for item in element.iter() if _name(item) in names)


def _outermost(element: Any, *names: str) -> Iterator[Any]:
    """The elements of these names, in order, but for those inside another of them."""
    waiting = list(reversed(list(element)))
    while waiting:
        item = waiting.pop()
        if _name(item) in names:
            yield item
        else:
            waiting += reversed(list(item))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _first(element: Any, *names: str) -> str | None:
    """The words of the first element of that name, wherever below, names in the order of preference."""
    return next((text for name in names for item in _all(element, name) if (text := _words(item))), None)


def _named(element: Any, name: str) -> str | None:
    """What a party is called: a child `name`, its literal, or the last part of its code."""
    for item in _all(element, name):
        told = _first(item, "name") or item.get("literal") or (item.get("qcode") or "").rpartition(":")[2] or _words(item)
        if told:
            return str(told)
    return None


def _news_item(item: Any, path: str) -> Source:
    status = next((_code(entry) for entry in _all(item, "pubStatus")), "")
    if "cancel" in _signals(item) or status in ("canceled", "withheld"):
        raise Unreadable("was withdrawn by the agency: remove it, or ask for the version that replaced it")
    inline = next(iter(_all(item, "nitf")), None)
    base = _nitf(inline, path) if inline is not None else _of_body(item, path)
    changed = moment(_first(item, "versionCreated"))
    published = moment(_first(item, "firstCreated")) or moment(_first(item, "contentCreated"))
    if published is None and (item.get("version") or "1") == "1":
        published = changed
    told = {
        "outlet": _named(item, "copyrightHolder") or _named(item, "provider"),
        "title": _first(item, "headline"),
        "byline": _first(item, "by"),
        "dateline": _named(item, "located"),
        "via": _first(item, "creditline") or _named(item, "infoSource"),
        "language": next((entry.get("tag") for entry in _all(item, "language") if entry.get("tag")), None),
        "url": next((entry.get("href") for entry in _all(item, "link") if entry.get("rel") == "irel:canonical"), None),
    }
    values = {name: value or getattr(base, name) for name, value in told.items()}
    if values["via"] == values["outlet"]:
        values["via"] = None
    facts = known(
        values, published or (base.published and (base.published, base.published_time)), changed if changed != published else None
    )
    return replace(base, notes=(*base.notes, *_notes(item)), **facts)


def _of_body(item: Any, path: str) -> Source:
    """The text of a news item that holds XHTML or plain text."""
    body = next(iter(_all(item, "body")), None)
    if body is None:
        body = next(iter(_all(item, "inlineData", "inlineXML")), None)
    if body is None:
        raise Unreadable("holds no text of its own (a picture, or a list of items)")
    title = _first(item, "headline")
    composed = compose([*([Piece(title, "title")] if title else []), *_content(body)])
    return composed.source(path)


def _notes(item: Any) -> list[str]:
    """The agency's notes to editors, and a word where only a signal tells of a correction."""
    notes = [note for note in (_words(entry) for entry in _all(item, "edNote")) if note]
    if "correction" in _signals(item) and not any("correct" in note.lower() for note in notes):
        notes.append("Marked by the agency as a correction.")
    return notes


def _signals(item: Any) -> set[str]:
    return {_code(entry) for entry in _all(item, "signal")}


def _code(entry: Any) -> str:
    return str(entry.get("qcode") or "").rpartition(":")[2].lower()


def _content(body: Any) -> Iterator[Piece]:
    """The paragraphs of XHTML or plain text inside a news item."""
    blocks = list(_outermost(body, "p", "h1", "h2", "h3", "figcaption", "li"))
    if not blocks:
        for part in "".join(body.itertext()).split("\n\n"):
            yield from fragment(part)
        return
    titled = False
    for number, block in enumerate(blocks, start=1):
        name = _name(block)
        role = "caption" if name == "figcaption" else None if titled else _XHTML_ROLES.get(name)
        titled = titled or name == "h1"
        yield Piece(_words(block), role, place=f"paragraph {number}")


def _nitf(item: Any, path: str) -> Source:
    head, body = next(_all(item, "body.head"), item), next(_all(item, "body.content"), None)
    if body is None:
        raise Unreadable("holds no text: its body.content is missing")
    pieces = [Piece(title, "title")] if (title := _first(head, "hl1", "hedline")) else []
    pieces += [Piece(_words(deck), "deck") for deck in _all(head, "hl2")]
    pieces += [Piece(byline, "byline")] if (byline := _first(head, "byline")) else []
    number = 0
    for block in _outermost(body, "p", "hl2", "media"):
        if _name(block) == "media":
            pieces += [Piece(_words(caption), "caption") for caption in _outermost(block, "media-caption")]
        else:
            number += 1
            pieces.append(Piece(_words(block), place=f"paragraph {number}"))
    composed = compose(pieces)
    pubdata = next(_all(item, "pubdata"), None)
    issued = next((entry.get("norm") for entry in _all(item, "date.issue", "date.release") if entry.get("norm")), None)
    facts = known(
        {
            "outlet": (pubdata.get("name") if pubdata is not None else None)
            or next((entry.get("holder") for entry in _all(item, "doc.copyright") if entry.get("holder")), None),
            "title": title,
            "byline": (byline or "").removeprefix("By ").removeprefix("by ") or None,
            "dateline": _first(next(_all(head, "dateline"), head), "location"),
            "via": _first(head, "distributor"),
            "language": item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        },
        _compact(issued) or _compact(pubdata.get("date.publication") if pubdata is not None else None),
    )
    notes = tuple(entry.get("info") for entry in _all(item, "ed-msg") if entry.get("info"))
    return composed.source(path, notes=notes, **facts)


def _compact(value: str | None) -> Any:
    """A date as NITF writes it: `20310312T101500Z` or ISO 8601."""
    return moment(f"{value[:4]}-{value[4:6]}-{value[6:]}" if value and value[:8].isdigit() else value)


READER = FileReader("news xml", (".xml", ".nitf", ".newsml"), read, max_bytes=200_000_000)
