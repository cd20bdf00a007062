"""Extracted text: paragraphs with roles joined by blank lines, for the formats whose offsets count in the extracted text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from consistency.errors import Unreadable
from consistency.model import Block, BlockRole, Source

_UNSEEN = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u2060\ufeff"))
"""Signs that only say where a word may break, which would part it in two: soft hyphens, joiners and spaces of no width."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph. `role` is `None` if the format does not tell it; cleaning then finds it."""

    text: str
    role: BlockRole | None = None
    reason: str = ""
    place: str = ""
    """Where in the file a person finds it ("page 2"), where the format has such places."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The joined text, the blocks whose role is told, and from which line on it stands where in the file."""

    text: str
    blocks: tuple[Block, ...]
    places: tuple[tuple[int, str], ...] = ()

    def source(self, path: str, **known: Any) -> Source:
        """The source with this text and what else is known of it, by the names of its fields."""
        return Source(path, self.text, extracted=True, blocks=self.blocks, places=self.places, **known)


def compose(pieces: Iterable[Piece]) -> Composed:
    """The pieces as one text. Garbled letters are repaired: the offsets are ours to set.

    Raises `Unreadable` if there are no words.
    """
    from ftfy import TextFixerConfig, fix_text
    from ftfy.badness import is_bad

    mend = TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=True, fix_character_width=False, normalization=None,
        remove_control_chars=True, remove_terminal_escapes=True,
    )  # fmt: skip
    parts: list[str] = []
    blocks: list[Block] = []
    places: list[tuple[int, str]] = []
    position, line = 0, 1
    for piece in pieces:
        text = piece.text if piece.text.isascii() or not is_bad(piece.text) else fix_text(piece.text, mend)
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN).strip()
        if not text:
            continue
        if parts:
            parts.append("\n\n")
            position, line = position + 2, line + 2
        parts.append(text)
        if piece.place and (not places or places[-1][1] != piece.place):
            places.append((line, piece.place))
        line += text.count("\n")
        if piece.role is not None:
            blocks.append(Block(piece.role, position, position + len(text), piece.reason))
        position += len(text)
    whole = "".join(parts)
    if not any(character.isalpha() for character in whole):
        raise Unreadable("holds no words that could be read: check that it is the document you mean")
    return Composed(whole, tuple(blocks), tuple(places))
