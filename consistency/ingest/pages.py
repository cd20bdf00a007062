"""A web page, or a part of one, to text: for saved pages, and for the HTML in mails, feeds, crawls and JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import decode
from consistency.ingest.main_content import ELSEWHERE, Paragraph, key, pieces, visible
from consistency.ingest.markup import facts
from consistency.model import Source

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\s([^<>]{1000,})>")
_MOST_ATTRIBUTES = 100
"""Of one tag; a parser's time grows with their square."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|figure|img|table)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)


def page_source(text: str, path: str, *, place: str = "", warnings: tuple[str, ...] = ()) -> Source:
    """The source that a whole page tells. Raises `Unreadable` if it holds none.

    Args:
        text: The page's HTML.
        path: Of the file it was read from.
        place: Where in that file it stands, where it is one of many.
        warnings: What was noticed while decoding it.
    """
    text = _LONG_TAG.sub(_eased, text)
    root, whole = _tree(text)
    told = facts(root, text)
    paragraphs, hidden = visible(_tree(text)[0])
    if not paragraphs:
        raise Unreadable("holds no visible text: save the page again after it has loaded, or as plain text")
    parts = pieces(paragraphs, _main_text(text, paragraphs), str(told.get("title") or ""))
    composed = compose(replace(piece, place=place) for piece in parts)
    apart = () if whole else ("the page is nested too deep to be read to its end: save it as plain text",)
    return composed.source(path, warnings=(*warnings, *apart), not_compared=apart, hidden=hidden, **told)


def _eased(match: re.Match[str]) -> str:
    """A tag without its attributes where it has more than any page needs."""
    many = len(match[2].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES and match[2].count("=") > _MOST_ATTRIBUTES
    return f"<{match[1]}>" if many else match[0]


def fragment(text: str) -> list[Piece]:
    """The paragraphs of the HTML of an article's body; a text without markup is one piece."""
    if not has_markup(text):
        return [Piece(text)]
    from lxml import etree, html

    try:
        text = _LONG_TAG.sub(_eased, text)
        root = html.fromstring(f"<html><body><div>{_DECLARATION.sub('', text)}</div></body></html>".replace("\x00", ""), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return [Piece(text)]
    return [
        Piece(part.text, "boilerplate", ELSEWHERE) if part.role is None and part.leads_away else Piece(part.text, part.role, part.reason)
        for part in visible(root)[0]
    ]


def plain(text: str) -> str:
    """The words of a headline or summary that may hold markup or character references, on one line."""
    return " ".join(" ".join(piece.text for piece in fragment(text)).split()) if has_markup(text) else " ".join(text.split())


def has_markup(text: str) -> bool:
    """Whether the text is HTML, rather than words with a sign that looks like it."""
    return bool(_MARKUP.search(text) or _ENTITY.search(text))


def decoded(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The page's text: by the given or declared character set where it fits, else by looking at the bytes."""
    declared = _CHARSET.search(data[:4096])
    for name in (charset, declared[1].decode("ascii") if declared else None):
        if name and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                return data.decode(name), ()
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(data)


def _parser() -> Any:
    from lxml import html

    return html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)


def _tree(text: str) -> tuple[Any, bool]:
    """The page's elements, and whether all of it could be parsed."""
    from lxml import etree, html

    parser = _parser()
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text.lstrip("\ufeff")).replace("\x00", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Unreadable("holds no HTML that could be read: save the page again, or as plain text") from None
    if root is None or root.find(".//body") is None:
        raise Unreadable("holds no page body: save the page again, or as plain text")
    return root, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _main_text(text: str, paragraphs: list[Paragraph]) -> str:
    """What trafilatura takes for the article, as one key; empty if it finds next to nothing."""
    import trafilatura

    try:
        found = trafilatura.extract(text, favor_recall=True, include_comments=False, include_tables=True, output_format="txt") or ""
    except Exception:  # any of its parsers may stumble over a broken page; the page's own markup still serves
        return ""
    joined = key(found)
    longest = max(len(key(paragraph.text)) for paragraph in paragraphs)
    return joined if len(joined) >= min(longest, 200) else ""
