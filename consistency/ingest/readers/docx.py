"""DOCX: the paragraphs and tables of a word processor's document, with the roles that their styles tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader
from consistency.ingest.packed import office_file, parsed
from consistency.ingest.page_metadata import known
from consistency.model import BlockRole, Source

ROLES: dict[str, BlockRole] = {"title": "title", "subtitle": "deck", "caption": "caption", "byline": "byline", "author": "byline"}
"""The role of a paragraph by the name of its style."""


def read(path: Path) -> list[Source]:
    """The document. Inserted text counts, deleted text, comments, headers and footers do not; macros are never touched."""
    data = office_file(load(path), "Word document")
    from docx import Document

    with parsed("Word document"):
        document = Document(data)
        pieces = list(_pieces(document))
        told = document.core_properties
        author = None if told.author == "python-docx" else told.author  # what the library writes where nobody has named one
        values = told.title, author, told.language
    return [office_source(path, pieces, *values)]


def office_source(path: Path, pieces: list[Piece], title: str | None, author: str | None, language: str | None) -> Source:
    """The source of a word processor's document. A title that it does not print is that of another, whose file was taken as a start."""
    printed = title and any(title.strip().casefold() == piece.text.strip().casefold() for piece in pieces)
    # The file's own dates are those of the file: when the story came out they do not tell.
    return compose(pieces).source(path.as_posix(), **known({"title": title if printed else None, "byline": author, "language": language}))


def _pieces(document: Any) -> Iterator[Piece]:
    from docx.table import Table

    titled = False
    number = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = list(dict.fromkeys(_text(cell._tc) for cell in row.cells))
                yield Piece("\n".join(cell for cell in cells if cell), place=f"the table after paragraph {number}")
            continue
        number += 1
        style = (item.style.name if item.style is not None else "").lower()
        role = ROLES.get(style) or ("title" if style == "heading 1" and not titled else None)
        titled = titled or role == "title"
        yield Piece(_text(item._p), role, place=f"paragraph {number}")


def _text(element: Any) -> str:
    """The words below the element: with those of tracked insertions and links, without those of deletions."""
    from docx.oxml.ns import qn

    parts: list[str] = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen"), qn("w:p")):
        if any(outer.tag.endswith("}Fallback") for outer in node.iterancestors()):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:tab"):
            parts.append(" ")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append("\n")
    return "".join(parts).strip()


READER = FileReader("docx", (".docx", ".docm"), read)
