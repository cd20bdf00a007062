"""Blocks to claims: one claim a sentence, its span in the file as read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from consistency.model import Claim, ClaimRole, Source, Token
from consistency.model.protocols import Parse
from consistency.nlp.number_words import spelled

CLAIM_ROLES = ("title", "deck", "body")
"""What reports. A caption describes a picture, of whatever day: it is shown and makes no claim."""
CLOSING = "\"'”’»)]"
ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}|(?:Inc|Corp|Ltd|Bros|Jr|Sr)\.")
"""Abbreviations whose full stop may end a sentence too."""
STARTING = frozenset({"DET", "PRON", "NUM", "ADP", "SCONJ", "CCONJ", "ADV", "AUX"})
"""What may start a sentence in a capital letter that no name has."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
OPENING = '"“«‘(['


def texts_of(source: Source) -> list[str]:
    """The texts of the blocks that carry claims, in order: what the language model has to parse."""
    return [source.text[block.start : block.end] for block in source.blocks if block.role in CLAIM_ROLES]


def split(source: Source, parses: Sequence[Parse]) -> list[Claim]:
    """The claims of `source`, ordered by position. `parses` are those of `texts_of(source)`, in the same order."""
    claims: list[Claim] = []
    lines = [at for at, character in enumerate(source.text) if character == "\n"]
    blocks = [block for block in source.blocks if block.role in CLAIM_ROLES]
    for block, parse in zip(blocks, parses, strict=True):
        text = source.text[block.start : block.end]
        sentences = [parse_sentence(parse)] if block.role == "title" and parse else _mend(parse, text)
        for tokens in (part for sentence in sentences for part in _parted(sentence)):
            start, end = _trim(text, tokens[0].start, tokens[-1].end)
            if not any(character.isalnum() for character in text[start:end]):
                continue
            start, end = start + block.start, end + block.start
            claims.append(
                Claim(
                    id=f"{source.id}:{start}",
                    source=source.id,
                    start=start,
                    end=end,
                    line=bisect_left(lines, start) + 1,
                    text=source.text[start:end],
                    role=cast(ClaimRole, block.role),
                    tokens=tuple(replace(token, start=token.start + block.start, end=token.end + block.start) for token in tokens),
                )
            )
    return claims


def parse_sentence(parse: Parse) -> tuple[Token, ...]:
    """A whole parse as one sentence: a headline is one claim even where the parser sees two sentences in it."""
    joined = parse[0]
    for sentence in parse[1:]:
        joined = _join(joined, sentence)
    return joined


def _parted(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """A sentence in two where an abbreviation ends the first one: "She was born in the U.S.A. Nine people were hurt"."""
    for at in range(2, len(tokens) - 2):
        following = tokens[at]
        if not (
            following.text[0].isupper()
            and ABBREVIATION.fullmatch(tokens[at - 1].text)
            and (following.pos in STARTING or spelled(following.text.lower()) is not None)
        ):
            continue
        if all(any(token.tag in FINITE for token in part) for part in (tokens[:at], tokens[at:])):
            return [_apart(tokens, 0, at), *_parted(_apart(tokens, at, len(tokens)))]
    return [tokens]


def _apart(tokens: tuple[Token, ...], first: int, stop: int) -> tuple[Token, ...]:
    """The tokens from `first` to `stop`, each that hung on one outside now on itself."""
    return tuple(
        replace(token, head=token.head - first)
        if first <= token.head < stop
        else replace(token, head=index, dep="ROOT" if token.head != index + first else token.dep)
        for index, token in enumerate(tokens[first:stop])
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _join(left: tuple[Token, ...], right: tuple[Token, ...]) -> tuple[Token, ...]:
    shifted = tuple(replace(token, head=token.head + len(left)) for token in right)
    return left + shifted


def _mend(parse: Parse, text: str) -> list[tuple[Token, ...]]:
    """Put back together what the parser split wrongly: closing marks, and pieces that no sentence starts with."""
    mended: list[tuple[Token, ...]] = []
    for sentence in parse:
        if mended and _continues(mended[-1], sentence, text):
            mended[-1] = _join(mended[-1], sentence)
        else:
            mended.append(sentence)
    return mended


def _continues(before: tuple[Token, ...], after: tuple[Token, ...], text: str) -> bool:
    words = [token for token in after if not token.text.isspace()]
    head, tail = text[words[0].start], text[: words[0].start].rstrip()
    if not any(any(c.isalnum() for c in token.text) for token in words):
        return True  # punctuation alone
    if head in "”’»)]":
        return True
    ended = tail.rstrip(CLOSING)[-1:] in {".", "!", "?", "…", ":", ";"}
    return head.islower() or (not ended and head not in OPENING) or _open_quotes(before, text)


def _open_quotes(tokens: tuple[Token, ...], text: str) -> bool:
    """Whether a short quotation is still open: a quote of several sentences stays split, one that breaks mid-clause does not."""
    piece = text[tokens[0].start : tokens[-1].end].rstrip()
    return piece.count("“") > piece.count("”") and not piece.endswith((".", "!", "?", "…"))
