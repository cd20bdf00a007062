"""Extracted text: paragraphs with roles joined by blank lines, for the formats whose offsets count in the extracted text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consistency.errors import Unreadable
from consistency.model import Block, BlockRole

_BREAKS = re.compile(r"[^\S\n]*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph. `role` is `None` where the format does not tell it; cleaning then finds it."""

    text: str
    role: BlockRole | None = None
    reason: str = ""


def compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The joined text and the blocks whose role is told. Garbled letters are repaired: the offsets are ours to set.

    Raises `Unreadable` where there are no words.
    """
    from ftfy import TextFixerConfig, fix_text
    from ftfy.badness import is_bad

    mend = TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=True, fix_character_width=False, normalization=None,
        remove_control_chars=True, remove_terminal_escapes=True,
    )  # fmt: skip
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        text = piece.text if piece.text.isascii() or not is_bad(piece.text) else fix_text(piece.text, mend)
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
        if not text:
            continue
        if parts:
            parts.append("\n\n")
            position += 2
        parts.append(text)
        if piece.role is not None:
            blocks.append(Block(piece.role, position, position + len(text), piece.reason))
        position += len(text)
    whole = "".join(parts)
    if not any(character.isalpha() for character in whole):
        raise Unreadable("holds no words that could be read: check that it is the document you mean")
    return whole, tuple(blocks)
