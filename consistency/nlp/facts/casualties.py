"""Casualties and arrests: the words that name them, and the counts of none at all ("nobody was hurt", "no injuries were reported")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.model import Claim, Quantity, Slot, Source
from consistency.nlp.parse_tree import SUBJECTS, Tree

HARM = {
    "kill": "die",
    "die": "die",
    "dead": "die",
    "death": "die",
    "fatality": "die",
    "perish": "die",
    "slay": "die",
    "injure": "injure",
    "injured": "injure",
    "wound": "injure",
    "wounded": "injure",
    "hurt": "injure",
    "injury": "injure",
    "arrest": "arrest",
    "detain": "arrest",
}
"""Casualties and arrests are told with many words; two of one class count the same thing, two of different classes never do."""
CALLED = {"die": "dead", "injure": "injured", "arrest": "arrested"}
"""What those of each class are called."""
HARMED = frozenset({"suffer", "sustain", "receive"})
"""What one does with an injury."""
NOBODY = frozenset({"nobody", "none"})
PEOPLE = frozenset({"person", "one", "body"})
NO = frozenset({"no", "zero"})


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Quantity]]:
    """Yield (claim index, fact) for every statement that nobody was killed or hurt."""
    del source
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for at, token in enumerate(claim.tokens):
            word = token.lemma.lower()
            if word in NOBODY or word in NO:
                tree = tree or Tree(claim.tokens)
                fact = _none(tree, claim, at)
                if fact is not None:
                    yield index, fact


def _none(tree: Tree, claim: Claim, at: int) -> Quantity | None:
    tokens = tree.tokens
    thing = at if tokens[at].lemma.lower() in NOBODY else tokens[at].head
    if thing != at and (tokens[thing].pos not in {"NOUN", "PRON", "NUM"} or thing < at):
        return None
    noun = tokens[thing].lemma.lower()
    if noun in HARM:
        slot = Slot(noun="person", predicate=HARM[noun])
    elif tokens[thing].dep in SUBJECTS and tokens[tokens[thing].head].lemma.lower() in HARM and tokens[thing].head > thing:
        verb = tokens[tokens[thing].head].lemma.lower()
        part = next((inner for preposition, inner in tree.prepositional(thing) if preposition == "of"), None)
        if part is not None:
            noun, thing = tokens[part].lemma.lower(), max(thing, part)
        people = part is None and (thing == at or noun in PEOPLE)
        slot = Slot(
            noun="person" if people else noun,
            modifiers=() if people else tree.modifiers(thing),
            predicate=verb,
        )
    else:
        return None
    if any(tokens[child].lemma.lower() in {"other", "more", "further"} for child in tree.children[thing]):
        return None  # "no more deaths" tells of those before
    start, end = tokens[at].start, tokens[thing].end
    return Quantity(start=start, end=end, text=claim.text[start - claim.start : end - claim.start], slot=slot)
