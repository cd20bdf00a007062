"""Casualties and arrests: the words that name them, and the counts of none at all ("nobody was hurt", "no injuries were reported")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Claim, Quantity, Slot, Source
from consistency.nlp.parse_tree import SUBJECTS, Tree

HARM = {
    "kill": "die", "die": "die", "dead": "die", "death": "die", "fatality": "die", "perish": "die", "slay": "die",
    "injure": "injure", "injured": "injure", "wound": "injure", "wounded": "injure", "hurt": "injure", "injury": "injure",
    "arrest": "arrest", "detain": "arrest",
}  # fmt: skip
"""Casualties and arrests are told with many words; two of one class count the same thing, two of different classes never do."""
CALLED = {"die": "dead", "injure": "injured", "arrest": "arrested"}
"""What those of each class are called."""
HARMED = frozenset({"suffer", "sustain", "receive"})
"""What one does with an injury."""
CASUALTIES = frozenset({"dead", "injured", "wounded", "hurt"})
NOBODY = frozenset({"nobody", "none"})
PEOPLE = frozenset({"person", "one", "body"})
NO = frozenset({"no", "zero"})


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Quantity]]:
    """Yield (claim index, fact) for every statement that nobody was killed or hurt."""
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for at, token in enumerate(claim.tokens):
            word = token.lemma.lower()
            if word in NOBODY or word in NO:
                tree = tree or Tree(claim.tokens)
                fact = _none(tree, claim, at)
                if fact is not None:
                    yield index, fact


LIVES = frozenset({"claim", "take", "cost", "lose"})
"""What one does with lives: "claimed 12 lives", "12 people lost their lives"."""
FOUND = frozenset({"confirm", "declare", "find", "pronounce"})
"""What is done with those who are dead: "12 people were found dead"."""
STANDS = frozenset(
    {*("rise", "stand", "climb", "reach", "hit", "be", "jump", "increase", "grow", "pass", "go", "soar", "mount", "surpass", "exceed")}
)
"""What a toll does to get to a figure."""


def casualty_slot(tree: Tree, slot: Slot, last: int) -> Slot:
    """The slot of a count of people with the class of casualties as its predicate, where a frame of several words names it.

    Args:
        tree: The parse of the claim.
        slot: The slot of what is counted.
        last: The index of the number's last token.

    Returns:
        The slot as it was, unless "left 12 people dead", "claimed 12 lives" or "12 people lost their lives" stands there.
    """
    if slot.noun == "life" and slot.predicate in LIVES:
        return replace(slot, noun="person", predicate="kill", roles=_without_object(slot))
    if slot.predicate in LIVES and slot.role("object") == "life":  # "12 people lost their lives", "claimed the lives of 12 fans"
        return replace(slot, predicate="kill", roles=_without_object(slot))
    if slot.predicate in FOUND and slot.role("object") in CASUALTIES:
        verb = "kill" if HARM[slot.role("object")] == "die" else "injure"
        return replace(slot, predicate=verb, roles=_without_object(slot))
    if slot.predicate == "leave":
        for token in tree.tokens[last + 1 : last + 5]:
            word = token.text.lower()  # "wounded" may be parsed as a form of "wound"
            if word in CASUALTIES:
                noun = "person" if slot.noun in HARM or not slot.noun else slot.noun
                verb = "kill" if HARM[word] == "die" else "injure"
                rest = tuple(word for word in slot.modifiers if word not in HARM)
                return replace(slot, noun=noun, predicate=verb, modifiers=rest, roles=_without_object(slot))
            if token.pos in {"VERB", "PUNCT", "CCONJ"}:
                break
    return slot


def _without_object(slot: Slot) -> tuple[tuple[str, str], ...]:
    return tuple(role for role in slot.roles if role[0] != "object")


def toll_slot(tree: Tree, first: int) -> Slot | None:
    """The slot of a lone number that a toll stands at or rises to: "the death toll rose to 14", "the number of dead stood at 14"."""
    tokens = tree.tokens
    verb = tree.verb_above(first)
    subject = None if verb is None else tree.subject(verb)
    if verb is None or subject is None or tokens[verb].lemma.lower() not in STANDS:
        return None
    if tokens[tokens[first].head].lemma.lower() not in {"to", "at", *STANDS}:
        return None
    words = {tokens[i].lemma.lower() for i in tree.subtree(subject)}
    if tokens[subject].lemma.lower() == "toll" and not words & {"injury", "road", "financial", "mental", "emotional"}:
        return Slot(noun="person", predicate="kill")
    if tokens[subject].lemma.lower() == "number":
        return next((Slot(noun="person", predicate=HARM[word]) for word in sorted(words) if word in HARM), None)
    return None


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
        slot = Slot(noun="person" if people else noun, modifiers=() if people else tree.modifiers(thing), predicate=verb)
    else:
        return None
    if any(tokens[child].lemma.lower() in {"other", "more", "further"} for child in tree.children[thing]):
        return None  # "no more deaths" tells of those before
    start, end = tokens[at].start, tokens[thing].end
    return Quantity(start=start, end=end, text=claim.words(start, end), slot=slot)
