"""Mail: a message or a mailbox of them, such as press releases and newsletters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from itertools import pairwise
from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest import credits
from consistency.ingest.composing import Piece, compose
from consistency.ingest.decoding import load
from consistency.ingest.file_reader import FileReader, read_each
from consistency.ingest.page_metadata import known
from consistency.ingest.pages import decoded, fragment
from consistency.model import Source

_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
_START = re.compile(rb"^From .*\n(?=[\x21-\x39\x3b-\x7e]+:)", re.MULTILINE)


def read(path: Path) -> list[Source]:
    """One message (`.eml`) or many (`.mbox`). `Source.record` is the number of the message; attachments are not read."""
    data, shown = load(path), path.as_posix()
    if path.suffix.lower() == ".eml":
        return [_source(data, shown, None)]
    numbered = enumerate(_messages(data), start=1)
    return read_each(numbered, lambda number, part: _source(part, shown, number), "message", "messages", ": it is no mailbox")


def _messages(data: bytes) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a line "From ..." that a header follows."""
    data = data.replace(b"\r\n", b"\n")
    starts = [match.start() for match in _START.finditer(data) if match.start() == 0 or data[match.start() - 2 : match.start()] == b"\n\n"]
    for start, end in pairwise([*starts, len(data)]):
        yield re.sub(rb"^>(>*From )", rb"\1", data[start:end].partition(b"\n")[2], flags=re.MULTILINE)


def _source(data: bytes, path: str, number: int | None) -> Source:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        pieces = _pieces(message) if isinstance(message, EmailMessage) else []
        headers = {name: str(message.get(name) or "").strip() for name in ("subject", "from", "date", "content-language", "archived-at")}
        attached = sum(1 for _ in message.iter_attachments()) if isinstance(message, EmailMessage) else 0
    except Unreadable:
        raise
    except Exception:  # the parser raises whatever a broken header or transfer encoding makes of it
        raise Unreadable("is a damaged mail: save it again from the mail program") from None
    if not headers["from"] and not headers["subject"]:
        raise Unreadable("is no mail: it has neither a sender nor a subject")
    name, address = parseaddr(headers["from"])
    person = credits.name_like(name) and not credits.outlet_like(name)
    domain = address.rpartition("@")[2].lower() if "@" in address else ""
    warnings = (f"{attached} attachment{'s' if attached > 1 else ''} not read: save what counts beside it",) if attached else ()
    composed = compose([Piece(headers["subject"], "title"), *pieces])
    facts = known(
        {
            "title": headers["subject"],
            "outlet": (None if person else name) or domain,
            "byline": name if person else None,
            "language": headers["content-language"],
            "url": headers["archived-at"].strip("<>"),
        },
        headers["date"],
    )
    return composed.source(path, record=number, warnings=warnings, **facts)


def _pieces(message: EmailMessage) -> list[Piece]:
    """The body's paragraphs: of plain text, or of the HTML where that holds much more."""
    texts = {kind: _content(message, kind) for kind in ("plain", "html")}
    from_html = fragment(texts["html"]) if texts["html"].strip() else []
    if len(texts["plain"].split()) >= 0.5 * sum(len(piece.text.split()) for piece in from_html if piece.role != "boilerplate"):
        return list(_of_plain(texts["plain"]))
    return from_html


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if not isinstance(part, EmailMessage):
        return ""
    data = part.get_payload(decode=True)
    return decoded(data, part.get_content_charset())[0] if isinstance(data, bytes) and data.strip() else ""


def _of_plain(text: str) -> Iterator[Piece]:
    text = text.replace("\r\n", "\n")
    match = _SIGNATURE.search(text)
    end = match.start() if match else len(text)
    for part in re.split(r"\n\s*\n", text[:end]):
        lines = part.strip("\n").split("\n")
        quoted = [line for line in lines if _QUOTED.match(line)]
        if quoted:
            yield Piece("\n".join(quoted), "boilerplate", "quoted mail")
        own = " ".join(line.strip() for line in lines if line not in quoted)
        if own:
            yield Piece(own)
    if text[end:].strip():
        yield Piece(text[end:], "boilerplate", "signature")


READER = FileReader("mail", (".eml", ".mbox"), read, max_bytes=1_000_000_000)
