"""PDF: lines joined to paragraphs, hyphens at line ends undone, running heads and page numbers set aside."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.bounds import MOST_CHARACTERS
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.page_metadata import known
from consistency.model import Source

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|html?|txt|rtf|odt|pages)$|^(?:microsoft word|untitled)", re.IGNORECASE)
MOST_PAGE = 1_000_000
"""Bytes of one page's content: its parser takes hundreds of times that."""
_EDGE = 3
"""Lines at the top and foot of a page among which running heads are looked for."""


class PdfReader:
    """Reads `.pdf` files that hold text; scanned pages are not recognised. Offsets count in the extracted text."""

    name = "pdf"

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() == ".pdf"

    def __call__(self, path: Path) -> list[Source]:
        pages, title, author, unread = _extracted(load(path))
        text, blocks = compose(_pieces(pages))
        if title and (_FILE_NAME.search(title) or " ".join(title.split()).casefold() not in " ".join(text.split()).casefold()):
            title = None
        facts = known({"title": title, "byline": author})
        return [Source(path=path.as_posix(), text=text, extracted=True, blocks=blocks, warnings=unread, not_compared=unread, **facts)]


def _extracted(data: bytes) -> tuple[list[list[str]], str | None, str | None, tuple[str, ...]]:
    """The lines of each page, title and author as the file's own metadata give them, and what was left unread."""
    from io import BytesIO

    from pypdf import PdfReader as Document
    from pypdf.errors import PyPdfError

    if not data.lstrip()[:1024].startswith(b"%PDF-") and b"%PDF-" not in data[:1024]:
        raise Unreadable("is no PDF, whatever its name says: give it the suffix of what it is")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = Document(BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise Unreadable("is an encrypted PDF: remove its password and save it again")
        pages, unread = _pages(document)
        told = document.metadata
        title, author = (told.title, told.author) if told else (None, None)
    except Unreadable:
        raise
    except (PyPdfError, ImportError) as error:
        encrypted = "crypt" in f"{type(error).__name__} {error}".lower() or isinstance(error, ImportError)
        raise Unreadable(
            "is an encrypted PDF: remove its password and save it again"
            if encrypted
            else "is a damaged PDF: open it in a viewer and save it again"
        ) from None
    except Exception:  # a damaged file can fail anywhere in the parser, with any error; none may end the run
        raise Unreadable("is a damaged PDF: open it in a viewer and save it again") from None
    if unread and not pages:
        raise Unreadable(f"is a PDF of which {unread[0]}: save it as text")
    if not any(character.isalpha() for page in pages for line in page for character in line):
        raise Unreadable("is a PDF without text (scanned pages?): run text recognition (OCR) on it first")
    return pages, title, author, unread


def _pages(document: Any) -> tuple[list[list[str]], tuple[str, ...]]:
    """The lines of each page, up to the limit for a document, and what was left unread."""
    pages: list[list[str]] = []
    heavy, length = [], 0
    for number, page in enumerate(document.pages, start=1):
        if length > MOST_CHARACTERS:
            return pages, (f"the document has {len(document.pages):,} pages and only the first {number - 1:,} are read: split it",)
        if _weight(page) > MOST_PAGE:
            heavy.append(str(number))
            continue
        text = page.extract_text() or ""
        length += len(text)
        pages.append(text.split("\n"))
    return pages, (f"page {', '.join(heavy[:5])} holds too much to be a page of text and is not read",) if heavy else ()


def _weight(page: Any) -> int:
    """The bytes of what is drawn on a page, of the forms on it too."""
    content = page.get_contents()
    found = len(content.get_data()) if content is not None else 0
    resources = page.get("/Resources")
    forms = resources.get_object().get("/XObject") if resources is not None else None
    for form in (forms.get_object() if forms is not None else {}).values():
        drawn = form.get_object()
        if drawn.get("/Subtype") == "/Form":
            found += len(drawn.get_data())
    return found


def _pieces(pages: list[list[str]]) -> list[Piece]:
    heads = _running_heads(pages)
    lines: list[str] = []
    aside: list[Piece] = []
    for page in pages:
        rows = [row.strip() for row in page]
        filled = [index for index, row in enumerate(rows) if row]
        edges = set(filled[:_EDGE] + filled[-_EDGE:])
        kept: list[str] = []
        for index, row in enumerate(rows):
            if index in edges and row and _shape(row) in heads:
                aside.append(Piece(row, "boilerplate", "running head"))
            elif index in edges and row and _PAGE_NUMBER.fullmatch(row) and (index == filled[0] or index == filled[-1]):
                aside.append(Piece(row, "boilerplate", "page number"))
            else:
                kept.append(row)
        while kept and not kept[-1]:
            kept.pop()
        while kept and not kept[0]:
            kept.pop(0)
        lines += kept
    return [*(Piece(text) for text in _paragraphs(lines)), *aside]


def _running_heads(pages: list[list[str]]) -> set[str]:
    """The shapes of lines that stand at the edge of at least two pages and of half of all."""
    counts: Counter[str] = Counter()
    for page in pages:
        rows = [row.strip() for row in page if row.strip()]
        counts.update({_shape(row) for row in rows[:_EDGE] + rows[-_EDGE:] if len(row) <= 120})
    return {shape for shape, count in counts.items() if shape and count >= max(2, len(pages) / 2)}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split())).casefold()


def _paragraphs(lines: list[str]) -> list[str]:
    """A paragraph ends at a blank line, and at a sentence's end on a line that leaves room for the next word."""
    width = max((len(line) for line in lines), default=0)
    found: list[list[str]] = []
    open_paragraph = False
    for number, line in enumerate(lines):
        if not line:
            open_paragraph = False
            continue
        if open_paragraph:
            found[-1].append(line)
        else:
            found.append([line])
        following = lines[number + 1] if number + 1 < len(lines) else ""
        room = len(line) + 1 + len(following.split(" ", 1)[0]) < 0.85 * width
        closed = re.search(r"[.!?:][\"'”’)]*$", line) is not None
        heading = len(line) < 0.7 * width and not closed and following[:1].isupper() and line[:1].isupper() and not open_paragraph
        open_paragraph = not (room and closed) and not heading
    return [" ".join(_BROKEN_WORD.sub("", "\n".join(paragraph)).split()) for paragraph in found]


READER = PdfReader()
