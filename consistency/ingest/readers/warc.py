"""WARC and WACZ: the pages of a crawl, one after the other, each through the reader of web pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from zipfile import BadZipFile

from consistency.errors import Unreadable
from consistency.ingest.composing import Piece, compose
from consistency.ingest.file_reader import FileReader, Gathered
from consistency.ingest.packed import open_zip
from consistency.ingest.page_metadata import address
from consistency.ingest.pages import decoded, page_source
from consistency.model import Source

MOST_OF_PAGE = 20_000_000
"""Bytes of one page, unpacked."""
_HTML = ("text/html", "application/xhtml+xml")
_BLANK = 4
"""Bytes of the blank lines after a record, which the parser counts to none."""


def read(path: Path) -> list[Source]:
    """The pages, record by record. `Source.record` is the number of the record in the file.

    Pages of the status 200 and the texts of WET files are read; pictures, scripts, redirects and errors are passed over.
    """
    found = Gathered("records")
    for number, page in _read(path):
        if isinstance(page, Source):
            found.sources.append(page)
        else:
            found.refuse(f"record {number} {page}" if number else page)
    return found.all("holds no page that could be read", "holds no web page: check that it is a crawl")


def _read(path: Path) -> Iterator[tuple[int, Source | str]]:
    """Each page as a source, or why it could not be read, with the number of its record."""
    shown = path.as_posix()
    if path.suffix.lower() != ".wacz":
        with path.open("rb") as stream:
            yield from _records(stream, shown, 0)
        return
    with open_zip(shown, "WACZ") as packed:
        names = sorted(name for name in packed.namelist() if name.lower().endswith((".warc", ".warc.gz")))
        number = 0
        for name in names:
            try:
                with packed.open(name) as stream:
                    for reached, found in _records(stream, shown, number):
                        number = max(number, reached)
                        yield reached, found
            except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
                yield 0, f"the WACZ is damaged at “{name[:80]}”: make it again"


def _records(stream: IO[bytes], path: str, number: int) -> Iterator[tuple[int, Source | str]]:
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(stream)
    end = 0
    while True:
        try:
            record = next(records)
        except StopIteration:
            if stream.tell() - end > _BLANK:  # the parser ends without an error where a packed record is cut off
                yield 0, f"the archive is cut off after record {number}: fetch it again"
            return
        except Exception as error:  # a damaged header can fail anywhere in the parser, with any error; none may end the run
            yield 0, f"the archive is damaged after record {number} ({' '.join(str(error).split())[:80]}): what follows is not read"
            return
        number += 1
        try:
            found = _page(record, path, number)
        except Unreadable as error:
            yield number, str(error)
        except Exception as error:  # as above: what a damaged record holds is not ours to foresee
            yield number, f"is damaged ({type(error).__name__}): crawl the page again"
        else:
            # The parser gives what is there of a record that is cut off, and says nothing.
            record.raw_stream.read()
            if getattr(record.raw_stream, "limit", 0) > 0 or record.rec_headers.get_header("Content-Length") is None:
                yield number, "is cut off: fetch the archive again"
            elif found is not None:
                yield number, found
        end = records.get_record_offset() + records.get_record_length()


def _page(record: Any, path: str, number: int) -> Source | None:
    """The source that a record tells, `None` if it is no page."""
    headers = record.rec_headers
    target = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    kind = headers.get_header("Content-Type") or ""
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type not in ("resource", "conversion"):
        return None
    kind, _, rest = kind.lower().partition(";")
    if kind.strip() not in (*_HTML, "text/plain") or not target.lower().startswith("http"):
        return None
    data = record.content_stream().read(MOST_OF_PAGE + 1)
    if len(data) > MOST_OF_PAGE:
        raise Unreadable(f"is larger than {MOST_OF_PAGE // 1_000_000} MB: no page is")
    if not data.strip():
        raise Unreadable("is an empty page")
    text, warnings = decoded(data, rest.partition("charset=")[2].strip(" \"'") or None)
    place = f"record {number} ({target[:200]})"
    if kind.strip() in _HTML:
        source = page_source(text, path, place=place, warnings=warnings)
    else:
        composed = compose(Piece(part, place=place) for part in text.replace("\r\n", "\n").split("\n\n"))
        source = composed.source(path, warnings=warnings)
    where = dict(source.provenance)
    outlet = source.outlet
    if outlet is None:
        outlet, where["outlet"] = _domain(target), "metadata"
    return replace(
        source, record=number, outlet=outlet, url=source.url or address(target), captured=headers.get_header("WARC-Date"), provenance=where
    )  # fmt: skip


def _domain(target: str) -> str | None:
    try:
        return (urlsplit(target).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


# Read as a stream: only what the pages tell is held.
READER = FileReader("warc", (".warc", ".warc.gz", ".wacz"), read, max_bytes=5_000_000_000)
