"""A text as its reader sees it: marks that print nothing, markup and typography folded into plain letters, and the way back.

Whoever reads `**14**`, `1<b></b>4` or fourteen in full-width digits reads 14. Every stage works on the folded text; spans are
turned back into those of the file at the end, so that nothing here moves a finding. Pure, and linear in the text's length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import unescape

from consistency.model import Block, Source
from consistency.model.document import Change

_MARKDOWN = (".md", ".markdown", ".mdown")
_GONE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Characters that print nothing: hyphens and breaks that may be, joiners, directions, variants, byte order marks."""
_LOOKALIKES = str.maketrans("аеорсухіѕјһԁӏАВЕКМНОРСТУХІЅЈοΟαΑΒΕΖΗΙΚΜΝΡΤΥΧνρ", "aeopcyxisjhdlABEKMHOPCTYXISJoOaABEZHIKMNPTYXvp")
_TAG = re.compile(r"<!--|-->|</?[A-Za-z][^<>]{0,500}>")
_LATIN = re.compile(r"[A-Za-z]")
_ALIEN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_UNITS = (
    r"(?:(?:met|kilomet|centimet|millimet|lit)(?:re|er)s|miles|millions|billions|seconds|minutes|hours|points|degrees|tonn?e?s|grams|"
    r"kilos?|kilograms|inches|knots|times)\b"
)
"""What is measured and may well have three places after a decimal point."""

_NAMED = re.compile(r"\b[A-Z]\w*\s\Z")
"""A name before a number in brackets: "Ahmed (48)" tells an age, "injured (48)" a count."""
_COMMON = (
    rf"(?P<gone>[{_GONE}]+)"
    r"|(?P<space>[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85]+)"
    r"|(?P<dash>[\u2010-\u2013\u2212\ufe58\ufe63]+)"
    r"|(?P<apostrophe>(?<=[^\W\d_])[\u2018\u2019\u201b\u02bc\u2032\uff07\u00b4\u0060](?=[^\W\d_]))"
    r"|(?P<compatible>[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+)"
    r"|(?P<composed>[^\W\d_][\u0300-\u036f]+)"
    rf"|(?P<mixed>(?<![^\W_])[^\W_]{{0,40}}[\u0370-\u03ff\u0400-\u052f][^\W_]{{0,40}})"
    r"|(?P<digits>[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]+)"
    rf"|(?P<thousands>(?<![\d.,])[1-9]\d{{0,2}}(?:\.\d{{3}}){{2,4}}(?![\d.]*\d)"
    rf"|(?<![\d.,$€£¥])[1-9]\d{{0,2}}\.\d{{3}}(?=\s(?!{_UNITS})(?:[a-z]{{3,}}s|people|men|women|children)\b))"
    r"|(?P<bracketed>(?:(?<=\A)|(?<=[.!?:]\s)|(?<=\n)|(?<=\b(?:the|all)\s)|(?<=\b(?:of|to|at|in|by)\s)|(?<=[a-z]ed\s)|(?<=\bleast\s)|(?<=\bmost\s))"
    r"\(\d[\d.,]{0,14}\)(?=\s[a-z]))"
    r"|(?P<strong>(?<![*\w])\*{1,3}(?=\S[^*\n]{0,400}\*)|(?<=[^\s*])\*{1,3}(?![*\w])|\*{2,3}(?=\w)|(?<=\w)\*{2,3}"
    r"|(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_]))"
)
_MARKUP = (
    r"(?P<unseen><!--.{0,2000}?-->|<(?P<element>script|style|template|noscript)\b[^<>]{0,500}>.{0,2000}?</(?P=element)\s{0,5}>"
    r"|<(?P<covered>[a-z]{1,10})\b[^<>]{0,200}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|\shidden\b)[^<>]{0,200}>"
    r"[^<>]{0,2000}</(?P=covered)\s{0,5}>)"
    r"|(?P<picture>!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\]))"
    r"|(?P<note>\[\^[^\[\]\s]{1,40}\])"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{1,400})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\]))"
    r"|(?P<break><br\s{0,5}/?>)"
    r"|(?P<tag></?[A-Za-z][\w-]{0,20}(?:\s[^<>\n]{0,500})?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`{1,3}|~~)"
    r"|(?P<quoted>^[ \t]{0,3}>[ \t]?)"
    "|"
)


@cache
def _pattern(markup: bool) -> re.Pattern[str]:
    return re.compile((_MARKUP if markup else "") + _COMMON, re.MULTILINE | re.DOTALL)


def folded(source: Source) -> Source:
    """The source with the text that its reader sees; the text of the file is kept in `printed`. Folding it again changes nothing."""
    if source.printed is not None:
        return source
    markup = source.path.lower().endswith(_MARKDOWN)
    text, changes = fold(source.text, markup)
    if not changes:
        return source
    ends = _Ends(changes)
    blocks = tuple(replace(block, start=ends.into(block.start), end=ends.into(block.end, end=True)) for block in source.blocks)
    kept = tuple(block for block in blocks if block.start < block.end)
    title = source.title if source.title is None else fold(source.title, False)[0]
    hidden = " ".join(match["unseen"] for match in _pattern(True).finditer(source.text) if match["unseen"]) if markup else ""
    words = " ".join(_TAG.sub(" ", hidden).split())
    return replace(source, text=text, blocks=kept, title=title, printed=source.text, changes=changes, hidden=source.hidden or words)


def unfolded(source: Source) -> Source:
    """The source as it was before `folded`, its blocks in their places in the file and over all that was folded away."""
    if source.printed is None:
        return source
    ends, text = _Ends(source.changes), source.printed
    blocks = [replace(block, start=ends.out(block.start), end=ends.out(block.end, end=True)) for block in source.blocks]
    return replace(source, text=text, blocks=tuple(_covering(text, blocks)), printed=None, changes=())


def _covering(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with what no block covers between them set aside as marks."""
    position = 0
    for block in (*sorted(blocks, key=lambda block: block.start), Block("boilerplate", len(text), len(text))):
        for match in re.finditer(r"\S+", text[position : block.start]):
            yield Block("boilerplate", position + match.start(), position + match.end(), "mark")
        if block.end > block.start:
            yield block
        position = max(position, block.end)


def fold(text: str, markup: bool) -> tuple[str, tuple[Change, ...]]:
    """The folded text, and each change as the span it has there and the one it had in `text`."""
    parts: list[str] = []
    changes: list[Change] = []
    position = length = 0
    for start, end, shown in _changed(text, markup):
        if start < position:
            continue
        parts += (text[position:start], shown)
        length += start - position
        changes.append((length, length + len(shown), start, end))
        length += len(shown)
        position = end
    if not changes:
        return text, ()
    parts.append(text[position:])
    return "".join(parts), tuple(changes)


def _changed(text: str, markup: bool) -> Iterator[tuple[int, int, str]]:
    for match in _pattern(markup).finditer(text):
        kind, start, end, found = match.lastgroup, match.start(), match.end(), match.group()
        if markup and match["link"] is not None:
            yield start, start + 1, ""
            for inner_start, inner_end, shown in _changed(match["words"], True):
                yield start + 1 + inner_start, start + 1 + inner_end, shown
            yield match.end("words"), end, ""
            continue
        if kind == "bracketed" and _NAMED.search(text, max(0, start - 40), start):
            continue
        if markup and match["unseen"] is not None:
            kind = "unseen"
        shown = _shown(kind or "", found)
        if shown != found:
            yield start, end, shown


def _shown(kind: str, found: str) -> str:
    """What the reader sees of it."""
    if kind in ("space", "dash"):
        return (" " if kind == "space" else "-") * len(found)
    if kind in ("compatible", "composed"):
        return unicodedata.normalize("NFKC" if kind == "compatible" else "NFC", found)
    if kind == "digits":
        return "".join(str(unicodedata.digit(character)) for character in found)
    if kind == "mixed":
        return latin(found)
    if kind in _SAME_LENGTH:
        return _SAME_LENGTH[kind]
    if kind == "thousands":
        return found.replace(".", ",")
    if kind == "bracketed":
        return found[1:-1]
    if kind == "entity":
        return unescape(found)
    return ""


_SAME_LENGTH = {"apostrophe": "'", "break": "\n"}


def latin(word: str) -> str:
    """A word of Latin letters among which look-alikes of another script stand, in Latin letters alone; any other as it is."""
    if not _LATIN.search(word) and not any(character.isdigit() for character in word):
        return word
    if any(character.isdigit() for character in word) and not _LATIN.search(word):
        return word.translate(str.maketrans("оОοΟ", "0000"))
    turned = word.translate(_LOOKALIKES)
    return word if _ALIEN.search(turned) else turned


def disguised(text: str) -> list[str]:
    """The words, at most three, whose look-alike letters `latin` turns."""
    if not _ALIEN.search(text):
        return []
    found = [
        match.group() for match in _pattern(False).finditer(text) if match.lastgroup == "mixed" and latin(match.group()) != match.group()
    ]
    return found[:3]


class _Ends:
    """Turns places in the file into places in the folded text, and back."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes
        self._folded = [change[1] for change in changes]
        self._file = [change[3] for change in changes]

    def out(self, place: int, *, end: bool = False) -> int:
        """From the folded text into the file. A start lies behind marks that were folded away there, an end before them."""
        at = bisect_left(self._folded, place) if end else bisect_right(self._folded, place)
        if end:
            # A change that ends here belongs to what ends here, but for one of which nothing is left.
            while at < len(self._changes) and self._changes[at][0] < self._changes[at][1] == place:
                at += 1
        before = self._changes[at - 1] if at else (0, 0, 0, 0)
        following = self._changes[at] if at < len(self._changes) else None
        if following is not None and following[0] < place < following[1]:
            return following[3] if end else following[2]
        return before[3] + place - before[1]

    def into(self, place: int, *, end: bool = False) -> int:
        """From the file into the folded text."""
        at = bisect_right(self._file, place)
        before = self._changes[at - 1] if at else (0, 0, 0, 0)
        following = self._changes[at] if at < len(self._changes) else None
        if following is not None and following[2] < place:
            return following[1] if end else following[0]
        return before[1] + place - before[3]


def way_out(source: Source) -> _Ends:
    """For spans of a folded source: `out` turns a place in its text into one in the file."""
    return _Ends(source.changes)
