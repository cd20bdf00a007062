"""What a figure calls a claim, a source and a day: short, clear, and told apart from the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from consistency.model import Source
from consistency.model.safe_text import one_line
from consistency.render.view.links import location
from consistency.render.view.view import Passage

LONGEST_NAME = 120
"""Characters of a name that can ever be shown where room is short."""
LEAST_WORDS, MOST_WORDS = 4, 24
"""A telling with fewer words seldom says what happened, and one with more is not taken in at a glance."""
LEAN = frozenset(
    {
        *("he", "she", "it", "they", "we", "i", "you", "him", "them", "us", "this", "that", "these", "those", "such"),
        *("his", "her", "hers", "its", "their", "theirs", "our", "ours", "my", "mine", "there", "here"),
        *("and", "but", "or", "nor", "so", "yet", "also", "however", "meanwhile", "still", "instead", "then"),
    }
)
"""Words that a sentence begins with where it leans on the one before: pronouns, demonstratives, conjunctions and conjunctive adverbs."""


def clearest(passages: Iterable[Passage], taken: Collection[str] = ()) -> Passage:
    """The shortest telling that stands on its own, and is not `taken` by another row already. There must be one passage at least."""
    return min(passages, key=lambda passage: (likeness(passage.words) in taken, *_unclear(passage)))


def likeness(text: str) -> str:
    """What is left of a telling where only letters and digits count: two that are alike in this read as one."""
    return "".join(filter(str.isalnum, text.casefold()))


def shown(text: str) -> str:
    """A telling as one line, without what is left of a document's markup before and after it."""
    return one_line(text).strip(" *_|#>")


def _unclear(passage: Passage) -> tuple[object, ...]:
    text = passage.words
    words = text.split()
    first = words[0].strip("\u201c\"'\u2018*_").casefold() if words else ""
    faults = (
        not LEAST_WORDS <= len(words) <= MOST_WORDS,
        first.replace("\u2019", "'").split("'")[0] in LEAN,
        text.rstrip().endswith("?"),
        # Marks that open and do not close, or the other way round: the sentence is half of something.
        text.count('"') % 2 == 1 or text.count("\u201c") != text.count("\u201d"),
    )
    return sum(faults), len(text), passage.source.path, passage.source.record or 0, passage.claim.start


def brief(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words where it is longer."""
    line = shown(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    # A word longer than half of the room is cut itself.
    stem = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return stem.rstrip(" ,;:.\u2013\u2014-") + "\u2026"


def without_middle(text: str, fits: Callable[[str], bool]) -> str:
    """As much of the beginning and the end of a line as `fits`: names that begin alike often end in what tells them apart."""
    line = one_line(text).strip()
    if fits(line):
        return line
    for kept in range(min(len(line) - 1, LONGEST_NAME), 1, -1):
        end = kept * 2 // 5
        shorter = f"{line[: kept - end].rstrip()}\u2026{line[len(line) - end :].lstrip()}"
        if fits(shorter):
            return shorter
    return "\u2026"


def names(sources: Sequence[Source]) -> dict[str, str]:
    """What each source is called, by id: its label, with its file beside it where another bears the same."""
    labels = {source.id: one_line(source.label).strip() for source in sources}
    files = {source.id: location(source).rsplit("/", 1)[-1] for source in sources}
    borne = Counter(labels[source.id] for source in sources)
    return {name: label if borne[label] == 1 else f"{label} ({files[name]})" for name, label in labels.items()}
