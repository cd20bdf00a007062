"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
from pathlib import Path

from consistency.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF", ".pdf"), (b"PK\x03\x04", "a ZIP or Office file", None), (b"\xd0\xcf\x11\xe0", "an old Office file", None),
    (b"\x89PNG", "a picture", None), (b"\xff\xd8\xff", "a picture", None), (b"GIF8", "a picture", None),
    (b"\x1f\x8b", "a gzip archive", None),
    (b"{\\rtf", "an RTF file", None),
)  # fmt: skip
_RARE = [
    "mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish", "cp037", "cp500", "cp1026", "cp1140",
    "cp273", "cp424", "cp875", "utf_7",
]  # fmt: skip
_SAMPLE = 200_000


def load(path: Path) -> bytes:
    """The file's bytes. Raises `Unreadable` with a message for the user, also for an empty file."""
    try:
        data = path.read_bytes()
    except PermissionError:
        raise Unreadable("may not be read: give yourself read permission on it") from None
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror or type(error).__name__}): check the disk and the path") from None
    if not data.strip():
        raise Unreadable("is empty: put the document's text into it or remove it" if not data else _BLANK)
    return data


_BLANK = "holds only white space: put the document's text into it or remove it"


def load_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text with universal newlines, and warnings on how it was decoded. The byte order mark of UTF-8 stays in it."""
    text, warnings = decode(load(path))
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text and warnings. UTF-8 first, then what a byte order mark says, then a guess. Raises `Unreadable` for what is no text."""
    for mark, kind, suffix in _KINDS:
        if data.startswith(mark):
            raise Unreadable(f"is {kind}, not text: {f'name it {suffix}' if suffix else 'save it as plain text, HTML or PDF'}")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if marked:
        try:
            return data.decode(marked), (f"the file is in {marked.upper()}; it was read as such (save it as UTF-8 to be sure)",)
        except UnicodeDecodeError:
            raise Unreadable(f"begins as {marked.upper()} but is damaged: save it again as UTF-8") from None
    if b"\x00" in data[:_SAMPLE]:
        raise Unreadable("is a binary file, not text (it holds NUL bytes): save it as plain text, HTML or PDF")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        broken = error
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace"), (f"a byte at position {broken.start} is no UTF-8; save the file again as UTF-8",)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_exclusion=_RARE).best()
    if best is None:
        raise Unreadable("is not text in any known encoding: save it as UTF-8 text")
    known = best.could_be_from_charset
    encoding = next((name for name in ("cp1252", "latin_1") if name in known), best.encoding)
    shown = {"cp1252": "windows-1252"}.get(encoding, encoding.replace("_", "-"))
    return data.decode(encoding, "replace"), (f"the file is not UTF-8; it was read as {shown} (save it as UTF-8 to be sure)",)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows as NULs at every other byte."""
    head = data[:2000]
    if len(head) < 20:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even <= 0.02 * len(head):
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(head) / 2 and odd <= 0.02 * len(head) else None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the file is UTF-8 but for a few damaged bytes."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    lost, wide = text.count("\ufffd"), sum(not character.isascii() for character in text)
    return 0 < lost <= 0.2 * wide


def needs_words(text: str) -> None:
    """Raises `Unreadable` for a text without a letter."""
    if not text.strip():
        raise Unreadable(_BLANK)
    if not any(character.isalpha() for character in text):
        raise Unreadable("holds no words, only figures or signs: check that it is the document you mean")
