"""A document as it was read, and the words of its sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Literal

Span = tuple[int, int]
BlockRole = Literal["title", "deck", "body", "caption", "byline", "dateline", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the source's text with one role. Blocks are sorted, do not overlap, and cover every non-space character.

    `reason` says in a few words why a block was set aside (for `boilerplate`), else it is empty.
    """

    role: BlockRole
    start: int
    end: int
    reason: str = ""


Change = tuple[int, int, int, int]
"""A span of a folded text and the span of the file that it was folded from: start and end of each."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document. `path` is as the user gave it, with `/`; `record` numbers the records of a JSON Lines file from 1."""

    path: str
    text: str
    record: int | None = None
    extracted: bool = False
    outlet: str | None = None
    via: str | None = None
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None  # the dateline's place as printed ("WASHINGTON"), without the agency
    event: str | None = None
    """The event that a person says it reports, by any name of theirs; empty if the text decides."""
    published: date | None = None
    published_time: time | None = None
    published_zone: str | None = None  # the offset from UTC as written ("+02:00"); day and time are those of that zone
    updated: date | None = None
    updated_time: time | None = None
    url: str | None = None  # the canonical address
    captured: str | None = None  # when this copy of the page was fetched, in ISO 8601
    reliability: str | None = None  # of the source, A to F in the Admiralty code, as the manifest grades it
    credibility: int | None = None  # of the information, 1 to 6 in the same
    notes: tuple[str, ...] = ()
    """Corrections and notes on updates, as the document prints them."""
    language: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """For each known field (outlet, event, published, ...) where it was taken from: `manifest`, `metadata` or `text`."""
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    """From which line of the text on it is where in the file, as a person finds it: `(1, "page 1"), (40, "page 2")`."""
    not_compared: tuple[str, ...] = ()
    """Why what it reports cannot be compared with others, or only in part."""
    hidden: str = ""
    """Words that the format holds and does not show, as those of a page that are styled away."""
    printed: str | None = None
    """The text of the file while `text` is folded (see `ingest.folding`); `None` else."""
    changes: tuple[Change, ...] = ()
    id: str = ""

    def line(self, offset: int) -> int:
        """The line that holds the character at `offset`, counted from 1."""
        return bisect_left(_line_ends(self.text), offset) + 1

    def place(self, line: int) -> str:
        """Where in the file a person finds the line of the text ("page 2"), empty if the line itself is the place."""
        at = bisect_right(self.places, line, key=lambda place: place[0])
        return self.places[at - 1][1] if at else ""

    @property
    def grade(self) -> str:
        """The grade that the manifest gives the source ("B2"), `-` for the half that it leaves out; empty without one."""
        return f"{self.reliability or '-'}{self.credibility or '-'}" if self.reliability or self.credibility else ""

    @property
    def foreign(self) -> bool:
        """Whether it is known to be in another language than English, which the rules are made for."""
        return re.split(r"[-_]", (self.language or "en").lower())[0] not in ("en", "eng", "english")

    @property
    def filed(self) -> str:
        """The file, with the number of the record where it holds several."""
        return self.path if self.record is None else f"{self.path} record {self.record}"

    @property
    def name(self) -> str:
        """What a person calls this source: its outlet (a site's name without `www.`), else the file's name."""
        return (self.outlet or "").removeprefix("www.") or self.path.rsplit("/", 1)[-1]

    @property
    def label(self) -> str:
        """The name as it is shown, with the grade where the manifest gives one."""
        return f"{self.name} [{self.grade}]" if self.grade else self.name


@lru_cache(maxsize=64)
def _line_ends(text: str) -> list[int]:
    """Where the lines of a text end, found once for all that is looked up in it."""
    return [match.start() for match in re.finditer("\n", text)]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a claim as the language model read it. `head` is an index into the claim's tokens (itself for a root)."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str = ""
    """The entity label where this token belongs to a named entity, else empty."""
    begins: bool = False  # whether the token begins its entity
