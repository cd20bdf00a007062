"""PDF: columns read one after the other, lines joined to paragraphs, hyphens at line ends undone, page furniture set aside."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest.bounds import MOST_CHARACTERS
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader
from consistency.ingest.inserts import alone, parted
from consistency.ingest.page_metadata import known
from consistency.ingest.paragraphs import ends_sentence
from consistency.model import Source

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?P<left>[^\W\d_]+)[-\u2010\u00ad]\n(?P<right>[^\W\d_]+)")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|html?|txt|rtf|odt|pages)$|^(?:microsoft word|untitled)", re.IGNORECASE)
MOST_PAGE = 400_000
"""Bytes of one page's content: its parser takes a thousand times that."""
_EDGE = 3
"""Lines at the top and foot of a page among which running heads are looked for."""
_LARGER = 1.15
"""How much larger than the text a headline's letters are."""
_COMMON, _RARER = 3.0, 1.5
"""Word frequencies on the Zipf scale: of a word that stands alone, and how much rarer a compound must be to keep its hyphen."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    box: int
    height: float
    """Of its place above the foot of the page."""


def read(path: Path) -> list[Source]:
    """The document, where it holds text: scanned pages are not recognised. Offsets count in the extracted text."""
    pages, title, author, unread = _extracted(load(path))
    composed = compose(_pieces(pages))
    if title and (_FILE_NAME.search(title) or " ".join(title.split()).casefold() not in " ".join(composed.text.split()).casefold()):
        title = None
    return [composed.source(path.as_posix(), warnings=unread, not_compared=unread, **known({"title": title, "byline": author}))]


def _extracted(data: bytes) -> tuple[list[list[_Line]], str | None, str | None, tuple[str, ...]]:
    """The lines of each page in reading order, title and author as the file's own metadata give them, and what was left unread."""
    from io import BytesIO

    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    if b"%PDF-" not in data[:1024]:
        raise Unreadable("is no PDF, whatever its name says: give it the suffix of what it is")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        resources = PDFResourceManager()
        device = PDFPageAggregator(resources, laparams=LAParams())
        interpreter = PDFPageInterpreter(resources, device)
        pages: list[list[_Line]] = []
        heavy, length = [], 0
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            if length > MOST_CHARACTERS:
                heavy.append(f"{number} and those that follow")
                break
            if _weight(page) > MOST_PAGE:
                heavy.append(str(number))
                continue
            interpreter.process_page(page)
            pages.append(_lines(device.get_result()))
            length += sum(len(line.text) for line in pages[-1])
        told = document.info[0] if document.info else {}
        title, author = _told(told.get("Title")), _told(told.get("Author"))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Unreadable("is an encrypted PDF: remove its password and save it again") from None
    except Exception:  # a damaged file can fail anywhere in the parser, with any error; none may end the run
        raise Unreadable("is a damaged PDF: open it in a viewer and save it again") from None
    unread = (f"too much to be read stands on page {', '.join(heavy[:5])}: split the document, or save it as text",) if heavy else ()
    if unread and not pages:
        raise Unreadable(unread[0])
    if not any(character.isalpha() for page in pages for line in page for character in line.text):
        raise Unreadable("is a PDF without text (scanned pages?): run text recognition (OCR) on it first")
    return pages, title, author, unread


def _weight(page: Any) -> int:
    """The bytes of what is drawn on a page, of the forms on it too."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    forms = dict_value(page.resources.get("XObject") or {}).values() if page.resources else ()
    drawn = [resolve1(item) for item in (*page.contents, *forms)]
    return sum(
        len(item.get_data())
        for item in drawn
        if isinstance(item, PDFStream) and str(item.attrs.get("Subtype", "")) not in ("/'Image'", "/Image")
    )


def _told(value: Any) -> str | None:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found = resolve1(value)
    return decode_text(found).strip() or None if isinstance(found, bytes) else None


def _lines(layout: Any) -> list[_Line]:
    from pdfminer.layout import LTChar, LTTextBox, LTTextLine

    found = []
    for number, box in enumerate(item for item in layout if isinstance(item, LTTextBox)):
        for line in box:
            text = " ".join(line.get_text().split()) if isinstance(line, LTTextLine) else ""
            if text:
                sizes = [round(item.size, 1) for item in line if isinstance(item, LTChar)]
                found.append(_Line(text, max(sizes, default=0.0), number, line.y1))
    return found


def _pieces(pages: list[list[_Line]]) -> list[Piece]:
    heads = _running_heads(pages)
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    usual = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    pieces: list[Piece] = []
    headline = 0.0
    last: int | None = None  # where the paragraph stands that may go on in the next box
    for number, page in enumerate(pages, start=1):
        place, edges = f"page {number}", _edges(page)
        for run in _runs([line for line in page if not _furniture(line, edges, heads)], usual):
            large = run[0].size >= _LARGER * usual
            for text in [_joined([line.text for line in run])] if large else _paragraphs([line.text for line in run]):
                if large and headline and run[0].size >= headline and len(text.split()) > 1:
                    pieces.append(Piece(text, "boilerplate", "headline of another story", place))
                elif alone(text):
                    # What stands against a paragraph or parts it is a piece of its own, after which the paragraph may go on.
                    pieces.append(Piece(text, place=place))
                elif last is not None and not large and _unfinished(pieces[last].text) and text[:1].islower():
                    pieces[last] = Piece(_joined([pieces[last].text, text]), place=pieces[last].place)
                else:
                    last = None if large else len(pieces)
                    pieces.append(Piece(text, place=place))
            if not large and len(run) > 1 and not headline:
                # The last large line above the first text is the headline: what is larger still names the paper.
                headline = next((line.size for line in reversed(page[: page.index(run[0])]) if line.size >= _LARGER * usual), 0.0)
        for line in page:
            if reason := _furniture(line, edges, heads):
                pieces.append(Piece(line.text, "boilerplate", reason, place))
    return pieces


def _edges(page: list[_Line]) -> list[_Line]:
    """The topmost and the lowest lines of a page."""
    ordered = sorted(page, key=lambda line: -line.height)
    return [*ordered[:_EDGE], *ordered[-_EDGE:]]


def _furniture(line: _Line, edges: list[_Line], heads: set[str]) -> str:
    """Why the line is no part of the text, empty if it is."""
    if line not in edges:
        return ""
    if _shape(line.text) in heads:
        return "running head"
    return "page number" if _PAGE_NUMBER.fullmatch(line.text) and line in (edges[0], edges[-1]) else ""


def _running_heads(pages: list[list[_Line]]) -> set[str]:
    """The shapes of lines that stand at the edge of at least two pages and of half of all."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line.text) for line in _edges(page) if len(line.text) <= 120})
    return {shape for shape, count in counts.items() if shape and count >= max(2, len(pages) / 2)}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split())).casefold()


def _runs(lines: list[_Line], usual: float) -> list[list[_Line]]:
    """The lines parted where a box ends, and where headline and text meet in one."""
    runs: list[list[_Line]] = []
    for line in lines:
        large = line.size >= _LARGER * usual
        last = runs[-1][-1] if runs else None
        if last is not None and last.box == line.box and (last.size >= _LARGER * usual) == large:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _unfinished(text: str) -> bool:
    """Whether a paragraph ends in mid-sentence, so that it may go on in the next box."""
    return not ends_sentence(text) and len(text.split()) > 3


def _paragraphs(lines: list[str]) -> list[str]:
    """A paragraph ends at a sentence's end on a line that leaves room for the next word."""
    width = max((len(line) for line in lines), default=0)
    residue = parted(lines, joined=True)
    found: list[list[str]] = []
    open_paragraph = False
    for number, line in enumerate(lines):
        if residue[number]:
            found.append([line])
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
    return [_joined(paragraph) for paragraph in found]


def _joined(lines: list[str]) -> str:
    return " ".join(_BROKEN_WORD.sub(_mended, "\n".join(lines)).split())


def _mended(match: re.Match[str]) -> str:
    """The word that a line end parted: with its hyphen where both halves are words and the whole hardly is ("night-shift")."""
    from wordfreq import zipf_frequency

    left, right = match["left"], match["right"]
    if not right[0].islower():
        return f"{left}-{right}"
    halves = min(zipf_frequency(left, "en"), zipf_frequency(right, "en"))
    return f"{left}-{right}" if halves >= _COMMON and zipf_frequency(left + right, "en") < halves - _RARER else left + right


READER = FileReader("pdf", (".pdf",), read)
