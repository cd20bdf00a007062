"""Levels: figures that say where a price, a rate or an index stands, and the rises and falls of what has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from consistency.checks.base import Context
from consistency.model import Claim, DateFact, Money, Percent, Quantity
from consistency.nlp.parse_tree import Tree

RISING = frozenset(
    {"advance", "appreciate", "balloon", "bounce", "climb", "gain", "grow", "increase", "jump", "mushroom", "rally", "rebound", "recover"}
    | {"rise", "rocket", "skyrocket", "soar", "surge"}
)
FALLING = frozenset(
    {"crash", "decline", "decrease", "depreciate", "dip", "drop", "fall", "lessen", "lose", "plummet", "plunge", "retreat", "sink", "slide"}
    | {"slip", "slump", "tumble"}
)
"""Verbs of calibratable change (class 45.6 of Levin, English Verb Classes and Alternations, 1993) and their market synonyms."""
STANDING = frozenset({"be", "change", "close", "hover", "open", "price", "quote", "sell", "sit", "stand", "trade", "value"})
"""Verbs that tell a level without a change ("changing hands at")."""
REACHING = frozenset({"breach", "hit", "reach", "top", "touch"})
MARKS = frozenset({"above", "around", "at", "below", "for", "from", "near", "over", "past", "to", "under"})
"""Prepositions before a level; what stands after "by" is a change."""
MEASURED = frozenset({"index", "level", "price", "rate", "share", "stock", "value", "worth", "yield", "currency"})
"""Words for that which has a level, which say nothing of whose it is."""
LANDMARKS = frozenset({"bottom", "hand", "high", "level", "low", "month", "peak", "record", "week", "year"})
NAMING = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
INSIDE = frozenset({"nummod", "nmod", "quantmod", "compound", "npadvmod", "amod", "advmod"})
CURRENT = timedelta(days=3)
"""How far from its report's publication a level may be dated to be the one of that day, and not history."""
KNOWN = RISING | FALLING | STANDING | REACHING


@dataclass(frozen=True, slots=True)
class Level:
    """A level (`fact`) or only a move, with the content words of what has it (`bearer`)."""

    fact: Quantity | None
    verb: str
    bearer: frozenset[str]
    measured: bool
    start: int
    end: int


def _lemma(tree: Tree, index: int) -> str:
    """The verb at `index`; in a headline the parse may take it for a noun ("Shares Slump Below")."""
    token = tree.tokens[index]
    word = token.lemma.lower()
    return word if token.pos in {"VERB", "AUX"} or word in KNOWN else word.removesuffix("s")


def levels(claim: Claim) -> list[Level]:
    """The figures of a claim that say where something stands."""
    tree = Tree(claim.tokens)
    found = []
    for fact in claim.facts:
        if isinstance(fact, Quantity) and type(fact) in {Money, Percent} and fact.unit != "points":
            at = next((i for i, token in enumerate(claim.tokens) if fact.start <= token.start < fact.end and token.pos != "SYM"), None)
            verb = None if at is None else _verb(tree, at, fact)
            if verb is not None:
                found.append(_level(tree, verb, fact))
    return found


def moves(claim: Claim) -> list[Level]:
    """Rises and falls of what has a level, with or without a figure."""
    tree = Tree(claim.tokens)
    verbs = [i for i, token in enumerate(claim.tokens) if token.pos == "VERB" and token.lemma.lower() in RISING | FALLING]
    return [
        level
        for level in (_level(tree, verb, None) for verb in verbs if claim.tokens[verb].tag in {"VBD", "VBN", "VBZ", "VBP"})
        if level.measured
    ]


def _level(tree: Tree, verb: int, fact: Quantity | None) -> Level:
    subject = tree.subject(verb)
    indices = [] if subject is None else [subject, *(i for i in tree.children[subject] if tree.tokens[i].dep in NAMING)]
    if subject is not None:
        indices += [inner for preposition, inner in tree.prepositional(subject) if preposition in {"of", "in", "for"}]
        indices += [i for inner in indices[1:] for i in tree.children[inner] if tree.tokens[i].dep in NAMING]
    lemmas = frozenset(tree.tokens[i].lemma.lower() for i in indices if tree.tokens[i].text[:1].isalpha() and tree.tokens[i].pos != "PRON")
    token = tree.tokens[verb]
    start, end = (token.start, token.end) if fact is None else (fact.start, fact.end)
    measured = subject is not None and tree.tokens[subject].lemma.lower() in MEASURED
    return Level(fact, _lemma(tree, verb), lemmas - MEASURED, measured, start, end)


def _verb(tree: Tree, at: int, fact: Quantity) -> int | None:
    """The verb that puts its subject at the level at `at`, or that reaches it; `None` where the figure is of something else."""
    tokens = tree.tokens
    top = at
    while tokens[top].dep in INSIDE and fact.start <= tokens[tokens[top].head].start < fact.end:
        top = tokens[top].head
    head = tokens[top].head
    if tokens[top].dep in {"dobj", "obj"}:
        return head if tokens[head].lemma.lower() in REACHING else None
    if tokens[top].dep != "pobj" or tokens[head].lemma.lower() not in MARKS:
        return None  # it counts something else, as in "a $500 million charge"
    for index in tree.ancestors(head):
        if _lemma(tree, index) in KNOWN:
            return index
        if tokens[index].pos in {"NOUN", "PROPN", "VERB"} and tokens[index].lemma.lower() not in LANDMARKS:
            return None  # another thing stands between: "with silver selling for $9 and gold for $12"
    return None


def current(claim: Claim, context: Context) -> bool:
    """Whether the claim tells of the day of its report, as far as it says when."""
    published = context.sources[claim.source].published
    since = {after.start for before, after in pairwise(claim.tokens) if before.lemma.lower() == "since"}
    dates = [
        (fact.first, fact.last)
        for fact in claim.facts
        if isinstance(fact, DateFact) and fact.first and fact.last and fact.start not in since
    ]
    return all(published is not None and first - CURRENT <= published <= last + CURRENT for first, last in dates)
