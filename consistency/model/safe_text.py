"""Makes a document's text harmless where it is shown. A document is data: it may not run, hide or break anything."""

from __future__ import annotations

import re

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that reorder the text around them: with them a document can make a report say what it does not say."""

_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{BIDI_CONTROLS}]")
_SPACE = re.compile(r"\s+")
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet computes instead of showing; the last four are the full-width forms."""

_MARKDOWN = re.compile(r"[\\`*_\[\]|~#$^{}!]")
_MARKDOWN_OPENING = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
_AUTOLINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[@#])(?=\w)|(?<=:)(?=[a-z+_-][\w+-]*:)", re.IGNORECASE)
_LIVE = re.compile(r"(?<=\])(?=[(\[])|(?<=\{)(?=\d)")
"""Where a link of SARIF's messages joins its words to its target, and where a placeholder of theirs begins."""
_JOINER = "\u2060"
"""WORD JOINER: takes no room, and keeps a code host from turning an address, a mention or `:name:` into something else."""


def visible(text: str) -> str:
    """Replace control, bidirectional and broken characters by visible stand-ins; tabs and line feeds stay."""
    return _UNSEEN.sub(_stand_in, text)


def one_line(text: str) -> str:
    """`visible`, with every run of white space (line breaks of all kinds too) as one space. Leading and trailing runs stay."""
    return visible(_SPACE.sub(" ", text))


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\u27e8U+{code:04X}\u27e9"


def plain(text: str) -> str:
    """One line of plain text for hosts that make links of what they are given: no address, mention, issue number,
    `[link](target)` or `{0}` of it comes alive, and it reads as before."""
    return _LIVE.sub(_JOINER, _AUTOLINK.sub(_JOINER, one_line(text))).strip()


def cell(text: str) -> str:
    """One spreadsheet cell: one line, never a formula (a leading apostrophe makes it text)."""
    line = one_line(text).strip()
    return f"'{line}" if _FORMULA.match(line) else line


def markdown(text: str, *, opens_line: bool = True) -> str:
    """Text that Markdown shows as it is: no markup, HTML, link, mention, emoji name, formula or break of a table from it.

    `opens_line` says that nothing of ours stands before it on the line, where a dash or a number would begin a list.
    """
    line = _AUTOLINK.sub(_JOINER, one_line(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _MARKDOWN.sub(lambda match: "\\" + match.group(), line)
    if opens_line:
        line = _MARKDOWN_OPENING.sub(_escape_opening, line)
    return line


def _escape_opening(match: re.Match[str]) -> str:
    space, mark = match.groups()
    # A number cannot be escaped itself: a joiner after it keeps "3." from being read as a list.
    return f"{space}{mark}{_JOINER}" if mark.isdigit() else f"{space}\\{mark}"


def anchor(text: str) -> str:
    """Letters, digits and dashes only: safe as an HTML id and in a fragment."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "x"
