"""Places, spellings joined, with the preposition and verb that say what happened there; governments told apart from their cities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Claim, Place, Slot, Source
from consistency.nlp.names import entity_runs
from consistency.nlp.parse_tree import Tree

SPELLINGS = {
    "u.s.": "united states",
    "us": "united states",
    "usa": "united states",
    "u.s.a.": "united states",
    "america": "united states",
    "the united states": "united states",
    "u.k.": "united kingdom",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "u.a.e.": "united arab emirates",
    "uae": "united arab emirates",
    "n.y.": "new york",
    "washington d.c.": "washington",
    "washington, d.c.": "washington",
    "d.c.": "washington",
}
LOCATIVE = frozenset({"in", "at", "near", "outside", "off", "from", "to", "toward", "around", "inside"})
LABELS = frozenset({"GPE", "LOC", "FAC"})


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Place]]:
    """Yield (claim index, fact) for every place; the slot's role `where` holds the preposition."""
    del source
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for first, last, label in entity_runs(claim.tokens):
            if label not in LABELS:
                continue
            tree = tree or Tree(claim.tokens)
            start, end = claim.tokens[first].start, claim.tokens[last].end
            text = claim.text[start - claim.start : end - claim.start]
            head = next(
                (i for i in range(first, last + 1) if not first <= claim.tokens[i].head <= last or claim.tokens[i].head == i),
                last,
            )
            token = claim.tokens[head]
            preposition = claim.tokens[token.head].text.lower() if token.dep == "pobj" else ""
            slot = tree.slot(head)
            if preposition in LOCATIVE:
                slot = replace(slot, roles=tuple(sorted((*slot.roles, ("where", preposition)))))
            yield (
                index,
                Place(
                    start=start,
                    end=end,
                    text=text,
                    canonical=canonical(text),
                    metonym=label == "GPE" and token.dep in {"nsubj", "nsubjpass", "poss", "agent", "dobj"},
                    slot=slot if preposition in LOCATIVE else Slot(noun=slot.noun),
                ),
            )


def canonical(text: str) -> str:
    """One spelling a place: case, articles and the common abbreviations folded."""
    words = " ".join(text.lower().replace("’", "'").removesuffix("'s").split())
    return SPELLINGS.get(words, SPELLINGS.get(words.removeprefix("the "), words.removeprefix("the ")))
