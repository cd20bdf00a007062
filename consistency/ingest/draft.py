"""A paragraph while its role is being found, and the words that tell what a text is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consistency.ingest import credits
from consistency.ingest.paragraphs import ends_sentence
from consistency.model import BlockRole

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PROSE = 8
"""Words that a line with a full stop needs to count as a paragraph of the article when its beginning or end is sought."""


@dataclass(slots=True)
class Draft:
    """A paragraph; `role` is `None` as long as nothing tells."""

    start: int
    end: int
    text: str
    role: BlockRole | None = None
    reason: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def prose(self) -> bool:
        return self.role in (None, "body") and (
            (self.words >= _PROSE and ends_sentence(self.text)) or self.words > 30 or credits.dateline(self.text) is not None
        )

    @property
    def short(self) -> bool:
        """Whether it ends a sentence, in too few words for a paragraph."""
        return self.words < _PROSE and ends_sentence(self.text)

    def set_aside(self, reason: str) -> None:
        self.role, self.reason = "boilerplate", reason


def stems(text: str) -> set[str]:
    """The content of a text as word beginnings: five letters join "cooperate" and "cooperation"."""
    return {word.casefold()[:5] for word in WORD.findall(text) if len(word) > 3 or word.isupper() and len(word) > 1}
