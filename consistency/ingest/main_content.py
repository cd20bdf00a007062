"""The visible paragraphs of a web page in order, with what the markup around each says of its role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from consistency.ingest.composing import Piece
from consistency.ingest.paragraphs import ends_sentence
from consistency.model import BlockRole

_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "canvas", "select", "head", "audio", "video", "map", "datalist",
)  # fmt: skip
_UNSEEN_OF_DRAWINGS = ("title", "desc", "metadata", "defs")
_INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
        "u", "var", "wbr", "math", "mi", "mn", "mo", "mrow", "mtext", "tspan", "nobr", "img", "picture", "source", "input",
        "amp-img",
    ]
)  # fmt: skip
_FURNITURE = {
    "nav": "navigation", "footer": "page footer", "aside": "beside the article", "form": "form", "button": "button",
    "menu": "navigation", "dialog": "dialog", "fieldset": "form", "textarea": "form", "svg": "drawing",
}  # fmt: skip
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:(?P<near>share|sharing|social|related|recommend\w*|promo\w*|sidebar)|newsletter|subscri\w+|advert\w*|ads?|sponsor\w*|"
    r"comments?|breadcrumbs?|cookie\w*|consent|paywall|trending|most-?(?:read|popular)|menu|navbar|pagination|popup|modal|banner|"
    r"donat\w+)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEEN = frozenset(("beside the article", "page footer", "form", "drawing"))
"""Furniture in which a sentence of the article may stand: a reader sees it, so it is compared."""
_ROLES: tuple[tuple[re.Pattern[str], BlockRole], ...] = (
    (re.compile(r"(?:^|[\s_-])(?:wp-caption-text|caption|figcaption|image-caption)(?:$|[\s_-])", re.IGNORECASE), "caption"),
    (re.compile(r"(?:^|[\s_-])(?:byline|author|authors|article-author)(?:$|[\s_-])", re.IGNORECASE), "byline"),
    (re.compile(r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?headline|article-summary)(?:$|[\s_-])", re.IGNORECASE), "deck"),
)
_COMMENTS = re.compile(
    r"(?:^|\s)(?:[a-z0-9]{1,20}[-_]{1,2}){0,4}(?:comments?|commentlist|disqus|respond|replies)"
    r"(?:[-_]{1,2}(?:list|area|section|body|thread|content|text|wrap|wrapper|container|item|form|box|holder)){0,4}(?:[-_]?\d{1,9})?(?=\s|$)",
    re.IGNORECASE,
)
_NO_COMMENTS = re.compile(r"(?:^|[\s_-])(?:no|has|with|open|closed|post|single|entry|allow|enable)[-_]+comments?", re.IGNORECASE)
_NOTE = "note-mark"
_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,2}|[*†‡])[\])]?\s*")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|$|!)|"
    r"(?:left|right|top|text-indent)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_MOST_STYLE = 2_000
"""Characters of an element's style, or of its class and id, that are looked at."""
_MOST_ELEMENTS = 500
"""Elements that a small box may hold."""
_MOST_BESIDE = 120
"""Words that a box named like furniture may hold; a larger one may be the page's wrapper ("article with-sidebar")."""
ELSEWHERE = "link to other stories"


@dataclass(slots=True)
class Paragraph:
    text: str
    heading: bool = False
    role: BlockRole | None = None
    reason: str = ""
    inside: bool = False
    """Whether it stands in the markup's article or main part."""
    linked: float = 0.0
    """The share of its characters that are links."""

    @property
    def leads_away(self) -> bool:
        """Whether it is little but a link, as to another story."""
        return self.linked >= 0.85 and len(self.text.split()) <= 25 and not self.text.rstrip().endswith(".")


@dataclass(slots=True)
class _Place:
    """What holds at a place in the tree."""

    role: BlockRole | None = None
    reason: str = ""
    inside: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Writer:
    paragraphs: list[Paragraph] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, link: bool) -> None:
        if text:
            self.parts.append(re.sub(r"[^\S\u00a0]+", " ", text))
            self.linked += len(text.strip()) if link else 0

    def flush(self, place: _Place) -> None:
        whole = "".join(self.parts)
        for text in re.split(r"\n\s*\n\s*", whole):
            text = "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()
            text = re.sub(r" {2,}", " ", text)
            if text:
                share = min(1.0, self.linked / max(1, len(whole.strip())))
                self.paragraphs.append(Paragraph(text, place.heading, place.role, place.reason, place.inside, share))
        self.parts, self.linked = [], 0


def key(text: str) -> str:
    """The letters and digits of the text and nothing else, to compare texts across spacing and typography."""
    return re.sub(r"[\W_]+", "", text).casefold()


def visible(root: Any) -> tuple[list[Paragraph], str]:
    """The paragraphs that a reader of the page sees, in document order, and the words that are hidden. Changes `root`."""
    from lxml import etree

    for element in list(root.iter()):
        if isinstance(element.tag, str) and (
            _HIDDEN.search((element.get("style") or "")[:_MOST_STYLE]) or element.get("hidden") is not None
        ):
            element.tag = "template"
    for element in list(root.iter("sup")):
        if _is_note_mark(element):
            element.tag = _NOTE
    etree.strip_elements(root, _NOTE, with_tail=False)
    for drawing in list(root.iter("svg")):
        etree.strip_elements(drawing, *_UNSEEN_OF_DRAWINGS, with_tail=False)
    unseen = " ".join(" ".join(part.split()) for part in _hidden(root))
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    cards = _cards(root)
    writer, places, links = _Writer(), [_Place()], 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            links += tag == "a"
            if tag == "br":
                writer.parts.append("\n")
            elif tag not in _INLINE:
                writer.flush(places[-1])
                places.append(_place(element, tag, places[-1], cards))
            writer.add(element.text, links > 0)
        else:
            if tag not in _INLINE and tag != "br":
                writer.flush(places.pop())
            links -= tag == "a"
            writer.add(element.tail, links > 0)
    writer.flush(places[-1])
    return writer.paragraphs, unseen


def _hidden(root: Any) -> Iterator[str]:
    """The words that the page holds and hides, in the order of the document."""
    inside: Any = None
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if inside is None and event == "start" and element.tag in ("template", "noscript"):
            inside = element
            yield from element.itertext()
        elif element is inside and event == "end":
            inside = None


def _is_note_mark(element: Any) -> bool:
    """Whether the raised figure leads to a note ("Saturday,¹") rather than being part of a number or unit."""
    text = "".join(element.itertext())
    if not _NOTE_MARK.fullmatch(text):
        return False
    previous = element.getprevious()
    before = (previous.tail if previous is not None else element.getparent().text if element.getparent() is not None else None) or ""
    return before[-1:] in tuple(".,;:!?\"'”’)") or any((link.get("href") or "").startswith("#") for link in element.iter("a"))


def _cards(root: Any) -> set[Any]:
    """The boxes whose heading is a link as a whole: each tells of another page. The article's own headline may be one (of `h1`)."""
    found, whole = set(), len(root.text_content().split())
    for heading in islice(root.iterdescendants("h2", "h3", "h4", "h5", "h6"), _MOST_HEADINGS):
        words = key(heading.text_content())
        if not words or key("".join(link.text_content() for link in heading.iter("a"))) != words:
            if heading.getparent() is None or heading.getparent().tag != "a":
                continue
            heading = heading.getparent()
        box = heading.getparent()
        while box is not None and box.tag not in _CARD:
            box = box.getparent()
        if box is not None and _holds_at_most(box, int(min(_MOST_TEASER, _SMALL_PART * whole))) and box.find(".//h1") is None:
            found.add(box)
    return found


_MOST_HEADINGS = 1_000
_CARD = ("article", "li", "section", "div")
_MOST_TEASER, _SMALL_PART = 60, 0.35
"""Words that a teaser has at most, and its share of the page."""


def _of_readers(element: Any, tag: str, named: str) -> bool:
    """Whether the box holds what readers wrote, however much that is; never where it holds the headline."""
    if tag in ("body", "html", "main") or element.get("itemprop") == "articleBody":
        return False
    said = str(element.get("itemtype") or "").endswith(("/Comment", "/UserComments")) or element.get("role") == "comment"
    called = said or bool(_COMMENTS.search(named) and not _NO_COMMENTS.search(named))
    return called and element.find(".//h1") is None


def _place(element: Any, tag: str, outer: _Place, cards: set[Any]) -> _Place:
    inside = outer.inside or tag in ("article", "main") or element.get("itemprop") == "articleBody" or element.get("role") == "main"
    if outer.role is not None:
        return _Place(outer.role, outer.reason, inside, tag == "h1")
    if tag in _FURNITURE:
        return _Place("boilerplate", _FURNITURE[tag], inside)
    if tag == "figcaption":
        return _Place("caption", "", inside)
    named = " ".join(filter(None, (element.get("class"), element.get("id"))))[:_MOST_STYLE]
    if _of_readers(element, tag, named):
        return _Place("boilerplate", "readers' comments", inside)
    if element in cards:
        return _Place("boilerplate", "teaser of another story", inside)
    beside = _BESIDE.search(named) if tag not in ("body", "html", "main", "article", "p", "h1") else None
    if beside and _holds_at_most(element, _MOST_BESIDE) and element.find(".//h1") is None and element.find(".//article") is None:
        return _Place("boilerplate", "beside the article" if beside["near"] else "page furniture", inside)
    if named and tag not in ("body", "html", "main", "article"):
        role = next((role for pattern, role in _ROLES if pattern.search(named)), None)
        if role and _holds_at_most(element, 70 if role == "caption" else 50 if role == "deck" else 14):
            return _Place(role, "", inside)
    return _Place(None, "", inside, tag == "h1")


def _holds_at_most(element: Any, words: int) -> bool:
    """Whether an element holds no more than so many words. Looks no further than it takes to say so."""
    found = 0
    for count, inner in enumerate(element.iter()):
        found += len((inner.text or "").split()) + (len((inner.tail or "").split()) if inner is not element else 0)
        if found > words or count > _MOST_ELEMENTS:
            return False
    return True


def pieces(paragraphs: Iterable[Paragraph], main: str, title: str) -> Iterator[Piece]:
    """The paragraphs as pieces. `main` is the key of what an extractor takes for the article, empty if it found nothing."""
    paragraphs = list(paragraphs)
    headings = [paragraph for paragraph in paragraphs if paragraph.heading]
    wanted = key(title)
    best = next((item for item in headings if wanted and (wanted in key(item.text) or key(item.text) in wanted)), None)
    if best is None and len(headings) == 1:
        best = headings[0]
    marked = any(paragraph.inside for paragraph in paragraphs)
    for paragraph in paragraphs:
        if paragraph is best:
            yield Piece(paragraph.text, "title")
        elif paragraph.reason in _SEEN and (paragraph.inside or not marked) and _tells(paragraph):
            yield Piece(paragraph.text)
        elif paragraph.role is not None:
            yield Piece(paragraph.text, paragraph.role, paragraph.reason)
        elif main and not paragraph.inside and not paragraph.heading and key(paragraph.text) not in main:
            yield Piece(paragraph.text, "boilerplate", "outside the article")
        elif paragraph.leads_away:
            yield Piece(paragraph.text, "boilerplate", ELSEWHERE)
        else:
            yield Piece(paragraph.text)


def _tells(paragraph: Paragraph) -> bool:
    """Whether it is a sentence and no link, label or heading."""
    return paragraph.linked < 0.3 and len(paragraph.text.split()) >= 8 and ends_sentence(paragraph.text)
