"""The elements that the SVG files are drawn of. Text is a document's: made neutral here, escaped by the XML library, and never a link."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from consistency.model.safe_text import one_line
from consistency.render.figures.labels import without_middle
from consistency.render.figures.marks import MARKS, SIZE

PAPER, INK, SOFT, RULE, TINT = "#fbfaf7", "#1d1c1a", "#5c5851", "#ddd8ce", "#f1ede3"
LEFT, RIGHT, ALARM = "#1f4e79", "#7a4a06", "#9b1c1c"
SHADES = (PAPER, TINT, "#e2e6e8", "#c9d9e6")
MARGIN = 28
TEXT, SMALL, TITLE = 15, 13, 22
LEADING = 1.35
"""Of a line, in its size."""

_COLOURS = {"apart": ALARM, "first": LEFT, "second": RIGHT, "differs": RIGHT, "silent": SOFT, "touches": SOFT, "elsewhere": SOFT}
_STYLE = "text{font-family:system-ui,'Noto Sans','Helvetica Neue',Arial,sans-serif;unicode-bidi:plaintext}.bold{font-weight:600}"
_NARROW, _WIDE = re.compile(r"[iljtfrI.,:;'!|()\[\] \u2019\u2018-]"), re.compile(r"[mwMWOQGCDHNU@%\u2014\u2026]")


_BOLD = 1.12
"""How much wider bold type runs."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line is, in user units: no font is at hand, so rather too much than too little."""
    return size * sum(map(_share, text)) * (_BOLD if bold else 1)


def _share(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if _NARROW.match(character):
        return 0.35
    return 0.9 if _WIDE.match(character) else 0.66 if character.isupper() else 0.55


def cut(text: str, room: float, size: float) -> str:
    """One line that is no wider than `room`, with dots where it goes on."""
    line = one_line(text).strip()
    if width_of(line, size) <= room:
        return line
    # No letter that is seen is narrower than a fifth of its size.
    line = line[: int(5 * room / size) + 1]
    while line and width_of(line + "\u2026", size) > room:
        line = line[:-1]
    return line.rstrip() + "\u2026"


def named(name: str, room: float, size: float) -> str:
    """A bold name that is no wider than `room`, with dots in its middle where it is longer."""
    return without_middle(name, lambda text: width_of(text, size, bold=True) <= room)


def folded(text: str, room: float, size: float, most: int = 3) -> list[str]:
    """At most `most` lines, each no wider than `room`; the last ends in dots where more follows."""
    lines: list[str] = []
    for word in one_line(text).split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        elif len(lines) == most:
            lines[-1] = cut(lines[-1].rstrip(" ,;:.\u2026") + "\u2026", room, size)
            break
        else:
            lines.append(cut(word, room, size))
    return lines


def number(value: float) -> str:
    """A coordinate with at most one digit after the point."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Drawing:
    """One SVG that grows downwards. All coordinates are user units, one to a CSS pixel."""

    def __init__(self, title: str, about: str) -> None:
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "title desc"})
        ET.SubElement(self.root, "title", {"id": "title"}).text = one_line(title).strip()
        ET.SubElement(self.root, "desc", {"id": "desc"}).text = one_line(about).strip()
        ET.SubElement(self.root, "style").text = _STYLE
        self._paper = ET.SubElement(self.root, "rect", {"fill": PAPER})

    def text(
        self,
        x: float,
        y: float,
        line: str,
        size: float = TEXT,
        fill: str = INK,
        *,
        bold: bool = False,
        anchor: str = "start",
        turn: int = 0,
    ) -> None:
        """One line with its base at `y`, turned by `turn` degrees around its start."""
        place = {"x": number(x), "y": number(y), "font-size": number(size), "fill": fill}
        if anchor != "start":
            place["text-anchor"] = anchor
        if bold:
            place["class"] = "bold"
        if turn:
            place["transform"] = f"rotate({turn} {number(x)} {number(y)})"
        ET.SubElement(self.root, "text", place).text = one_line(line)

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = TEXT, fill: str = INK, *, bold: bool = False) -> float:
        """Lines under each other, the first with its base at `y`; returns the base of the line that would follow."""
        for line in lines:
            self.text(x, y, line, size, fill, bold=bold)
            y += size * LEADING
        return y

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        ET.SubElement(self.root, "rect", {"x": number(x), "y": number(y), "width": number(width), "height": number(height), "fill": fill})

    def line(self, path: str, stroke: str = RULE, width: float = 1) -> None:
        ET.SubElement(self.root, "path", {"d": path, "fill": "none", "stroke": stroke, "stroke-width": number(width)})

    def mark(self, state: str, x: float, y: float, *, size: float = SIZE) -> None:
        """The mark of a state with its middle at (`x`, `y`)."""
        colour = _COLOURS.get(state, INK)
        place = f"translate({number(x - size / 2)} {number(y - size / 2)})" + (f" scale({size / SIZE:g})" if size != SIZE else "")
        group = ET.SubElement(self.root, "g", {"transform": place})
        for shape in MARKS[state]:
            paint = {"fill": colour} if shape.filled else {"fill": "none", "stroke": colour, "stroke-width": "1.5"}
            ET.SubElement(group, "path", {"d": shape.path, **paint})

    def dot(self, x: float, y: float, *, square: bool = False) -> None:
        """A stop on the line of time: round where something happened, square where only reports came out."""
        paint = {"fill": PAPER, "stroke": SOFT if square else INK, "stroke-width": "2"}
        if square:
            ET.SubElement(self.root, "rect", {"x": number(x - 5), "y": number(y - 5), "width": "10", "height": "10", **paint})
        else:
            ET.SubElement(self.root, "circle", {"cx": number(x), "cy": number(y), "r": "5.5", **paint})

    def heading(self, title: str, below: Iterable[str], room: float) -> float:
        """The figure's title and what it says as a whole; returns where the figure may begin."""
        y = self.lines(MARGIN, MARGIN + TITLE, folded(title, room, TITLE), TITLE, bold=True)
        for text in below:
            y = self.lines(MARGIN, y, folded(text, room, TEXT), TEXT, SOFT)
        return y

    def finished(self, width: float, height: float) -> str:
        """The file's text for a figure of that size."""
        size = {"width": number(width), "height": number(height)}
        self.root.attrib.update(size, viewBox=f"0 0 {size['width']} {size['height']}")
        self._paper.attrib.update(size)
        ET.indent(self.root, "")
        return ET.tostring(self.root, encoding="unicode") + "\n"
