"""Places, spellings joined, with the preposition and verb that say what happened there; governments told apart from their cities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consistency.model import Claim, Place, Slot, Source
from consistency.nlp.gazetteer import canonical
from consistency.nlp.names import entity_runs, run_end
from consistency.nlp.parse_tree import Tree

LOCATIVE = frozenset({"in", "at", "near", "outside", "off", "from", "to", "toward", "around", "inside"})
LABELS = frozenset({"GPE", "LOC", "FAC"})


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Place]]:
    """Yield (claim index, fact) for every place; the slot's role `where` holds the preposition."""
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for first, last, label in entity_runs(claim.tokens):
            if label not in LABELS:
                continue
            tree = tree or Tree(claim.tokens)
            start, end = claim.tokens[first].start, claim.tokens[last].end
            text = claim.words(start, end)
            head = next((i for i in range(first, last + 1) if not first <= claim.tokens[i].head <= last or claim.tokens[i].head == i), last)
            token = claim.tokens[head]
            preposition = claim.tokens[token.head].text.lower() if token.dep == "pobj" else ""
            slot = tree.slot(head)
            if outer := _outer(claim, last):
                slot = slot.having("of", outer)
            slot = slot.having("where", preposition) if preposition in LOCATIVE else Slot(noun=slot.noun)
            yield index, Place(start, end, text, canonical(text), slot)


OF = re.compile(r"(?:\s+(?:district|quarter|borough|suburb|neighbou?rhood|area|section|part|region|province)\s+of\s+|,\s+)(?=[A-Z])")


def _outer(claim: Claim, last: int) -> str:
    """The place that the text itself says another lies in: "Harlow, Essex", "the Alda district of Maro"; empty for none."""
    tokens = claim.tokens
    end = tokens[last].end - claim.start
    joint = OF.match(claim.text, end)
    if joint is None:
        return ""
    start = claim.start + joint.end()
    inside = [i for i, token in enumerate(tokens) if token.start >= start and token.entity in LABELS]
    if not inside or tokens[inside[0]].start != start:
        return ""
    first, final = inside[0], run_end(tokens, inside[0])
    after = claim.text[tokens[final].end - claim.start :]
    if joint.group().startswith(",") and re.match(r"\s*(?:,\s*[A-Z][\w ]*)*,?\s+and\s+[A-Z]", after):
        return ""  # "Alda, Maro and Benn" is a list
    return canonical(claim.words(tokens[first].start, tokens[final].end))
