"""ODT: the headings, paragraphs, lists and tables of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consistency.ingest.composing import Piece
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader
from consistency.ingest.packed import office_file, parsed
from consistency.ingest.readers.docx import ROLES, office_source
from consistency.model import Source


def read(path: Path) -> list[Source]:
    """The document. Deleted text, notes, comments, headers and footers do not count."""
    data = office_file(load(path), "OpenDocument text")
    from odfdo import Document

    with parsed("OpenDocument text"):
        document = Document(data)
        pieces = list(_pieces(document))
        told = document.meta
        values = told.get_title(), told.get_initial_creator(), told.get_language()
    return [office_source(path, pieces, *values)]


def _pieces(document: Any) -> Iterator[Piece]:
    body = document.body
    if body is None:
        return
    titled = False
    number = 0
    for item in body.get_elements("descendant::text:h|descendant::text:p"):
        if item.xpath("ancestor::text:note|ancestor::office:annotation|ancestor::text:tracked-changes|ancestor::text:deletion"):
            continue
        number += 1
        style = str(item.get_attribute("text:style-name") or "").replace("_20_", " ").lower()
        heading = item.tag == "text:h" and str(item.get_attribute("text:outline-level") or "1") == "1"
        role = ROLES.get(style) or ("title" if heading and not titled else None)
        titled = titled or role == "title"
        yield Piece(_text(item), role, place=f"paragraph {number}")


def _text(element: Any) -> str:
    """The words of a paragraph. Spaces and tabs are elements of their own there."""
    parts: list[str] = []
    for node in element.xpath("descendant::text()|descendant::text:s|descendant::text:tab|descendant::text:line-break"):
        if isinstance(node, str):
            if not _aside(node):
                parts.append(str(node))
        else:
            parts.append("\n" if node.tag == "text:line-break" else " ")
    return "".join(parts).strip()


def _aside(node: Any) -> bool:
    parent = getattr(node, "parent", None)
    while parent is not None and parent.tag not in ("text:p", "text:h"):
        if parent.tag in ("text:note", "office:annotation", "text:note-citation"):
            return True
        parent = parent.parent
    return False


READER = FileReader("odt", (".odt",), read)
