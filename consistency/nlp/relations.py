"""What came before what, and what is said to have caused what: pairs of happenings, each as the words that name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from consistency.model import Token
from consistency.nlp.parse_tree import SUBJECTS, Tree, noun
from consistency.nlp.predications import HEDGES, LONGEST, POSSIBLE_MODALS

CAUSING = frozenset({"cause", "spark", "trigger", "ignite", "provoke"})
LEADING = frozenset({("lead", "to"), ("result", "in"), ("set", "off"), ("give", "rise")})
"""Verbs that cause with their particle or preposition."""
AFTER = frozenset({"after", "following"})
BEFORE = frozenset({"before", "prior"})
CUES = CAUSING | {verb for verb, _ in LEADING} | AFTER | BEFORE | {"because", "due", "follow", "precede"}
"""Lemmas without one of which a claim relates nothing."""
PARTS = frozenset({"partly", "part", "also", "mainly", "partially", "among", "factor", "several"})
"""Words that leave room for another cause."""
SPANS = frozenset({"minute", "hour", "day", "night", "morning", "afternoon", "evening", "week", "weekend", "month", "year", "decade"})
"""Nouns of time: "the day after the flood" tells when, not what came after it."""
LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "come", "go", "see", "catch", "occur", "happen", "begin", "start"})

Kind = Literal["cause", "order"]


@dataclass(frozen=True, slots=True)
class Happening:
    """The words that name a happening: its head first, then what the verb was done to. Lower-case lemmas."""

    head: str
    words: frozenset[str]
    doer: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """`first` came before `second`, or caused it. The span is that of the word that says so, with both heads."""

    kind: Kind
    first: Happening
    second: Happening
    start: int
    end: int
    hedged: bool = False


def relations(tokens: Sequence[Token]) -> list[Relation]:
    """The relations of a claim, in the order of their cues. None for a text too long to be a sentence."""
    cues = [index for index, token in enumerate(tokens) if token.lemma.lower() in CUES or token.text.lower() in CUES]
    if not cues or len(tokens) > LONGEST:
        return []
    tree = Tree(tokens)
    return [found for index in cues for found in (*_causes(tree, index), *_orders(tree, index))]


def may_relate(tokens: Sequence[Token]) -> bool:
    """Whether a cue stands in the claim at all: what `relations` looks for, at a fraction of its cost."""
    return any(token.lemma.lower() in CUES or token.text.lower() in CUES for token in tokens)


def _causes(tree: Tree, index: int) -> Iterator[Relation]:
    tokens = tree.tokens
    token = tokens[index]
    lemma = token.lemma.lower()
    if token.pos == "VERB" and not _negated(tree, index):
        effect = None
        if lemma in CAUSING:
            effect = tree.child(index, "dobj")
        else:
            for verb, particle in LEADING:
                if lemma == verb:
                    effect = next((inner for word, inner in tree.prepositional(index) if word == particle), None)
                    if effect is None and any(tokens[i].dep == "prt" and tokens[i].lemma.lower() == particle for i in tree.children[index]):
                        effect = tree.child(index, "dobj")
                if effect is not None:
                    break
        cause = _cause_of(tree, index)
        if effect is not None and cause is not None:
            yield _relation(tree, "cause", cause, effect, index)
        if lemma in CAUSING:
            undergone = tree.child(index, "nsubjpass") or (token.head if token.dep == "acl" and token.tag == "VBN" else None)
            agent = next((inner for word, inner in tree.prepositional(index) if word == "by"), None)
            if undergone is not None and agent is not None:
                yield _relation(tree, "cause", agent, undergone, index)
    if lemma in {"because", "due"} and token.dep in {"prep", "advmod", "amod", "acomp"}:
        inner = next(
            (
                i
                for child in [index, *tree.children[index]]
                for i in tree.children[child]
                if tokens[i].dep == "pobj" and tokens[child].text.lower() in {"of", "to", "because", "due"}
            ),
            None,
        )
        above = token.head if token.dep != "acomp" else tree.child(token.head, *SUBJECTS)
        if inner is not None and above is not None and above != index and not _negated(tree, above):
            yield _relation(tree, "cause", inner, above, index)


def _cause_of(tree: Tree, verb: int) -> int | None:
    """The subject of a causing verb; of "the barge caught fire and caused ..." the first verb, which tells what the barge did."""
    tokens = tree.tokens
    own = tree.child(verb, "nsubj")
    if own is not None:
        if tokens[own].lemma.lower() in {"which", "that"} and tokens[verb].dep == "relcl":
            return tokens[verb].head
        return own if tokens[own].pos in {"NOUN", "PROPN"} else None
    if tokens[verb].dep == "conj" and tokens[tokens[verb].head].pos == "VERB":
        return tokens[verb].head
    if tokens[verb].dep == "advcl" and tokens[verb].tag == "VBG" and tokens[tokens[verb].head].pos == "VERB":
        return tokens[verb].head
    if tokens[verb].dep == "acl" and tokens[verb].tag == "VBG":
        return tokens[verb].head
    return None


def _orders(tree: Tree, index: int) -> Iterator[Relation]:
    """ "A after B", "after B, A" with a noun or a clause for B, and "A followed B", "A was followed by B"."""
    tokens = tree.tokens
    token = tokens[index]
    word = token.text.lower()
    if word in AFTER | BEFORE:
        other: int | None = None
        above: int | None = None
        if token.dep == "prep":
            other = tree.child(index, "pobj", "pcomp")
            above = token.head
        elif token.dep == "mark" and tokens[token.head].dep == "advcl":
            other, above = token.head, tokens[token.head].head
        if other is None or above is None or tokens[above].pos not in {"VERB", "NOUN"} or tokens[other].pos not in {"VERB", "NOUN"}:
            return
        if any(tokens[i].entity in {"DATE", "TIME", "CARDINAL"} or tokens[i].lemma.lower() in SPANS for i in (other, above)):
            return
        if _negated(tree, above) or _negated(tree, other):
            return
        first, second = (other, above) if word in AFTER else (above, other)
        yield _relation(tree, "order", first, second, index)
    if token.pos == "VERB" and token.lemma.lower() in {"follow", "precede"} and not _negated(tree, index):
        subject, item = tree.child(index, "nsubj", "nsubjpass"), tree.child(index, "dobj")
        item = item if item is not None else next((inner for name, inner in tree.prepositional(index) if name == "by"), None)
        if subject is None or item is None or tokens[subject].pos != "NOUN" or tokens[item].pos != "NOUN":
            return
        passive = tokens[subject].dep == "nsubjpass"
        first, second = (subject, item) if (token.lemma.lower() == "precede") != passive else (item, subject)
        yield _relation(tree, "order", first, second, index)


def _relation(tree: Tree, kind: Kind, first: int, second: int, cue: int) -> Relation:
    tokens = tree.tokens
    near = {tokens[i].lemma.lower() for i in (*tree.children[cue], *tree.children[first], *tree.children[second], *_above(tree, cue))}
    places = (first, second, cue)
    return Relation(
        kind=kind,
        first=_happening(tree, first),
        second=_happening(tree, second),
        start=min(tokens[i].start for i in places),
        end=max(tokens[i].end for i in places),
        hedged=bool(near & (POSSIBLE_MODALS | HEDGES | PARTS)),
    )


def _above(tree: Tree, index: int) -> list[int]:
    """The verb over a cue and that verb's own words: "may have been caused by"."""
    verb = tree.verb_above(index)
    return [] if verb is None else [verb, *tree.children[verb]]


def _happening(tree: Tree, index: int) -> Happening:
    tokens = tree.tokens
    if tokens[index].pos not in {"VERB", "AUX"}:
        doer = next((tree.phrase(inner) for word, inner in tree.prepositional(index) if word == "of"), "")
        return Happening(noun(tokens[index]), frozenset({noun(tokens[index])}), doer)
    words = {noun(tokens[i]) for i in tree.objects(index) if tokens[i].pos in {"NOUN", "VERB"}}
    subject = tree.subject(index)
    head = tokens[index].lemma.lower()
    return Happening(head, frozenset(words | ({head} - LIGHT)), tree.phrase(subject) if subject is not None else "")


def _negated(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[i].dep == "neg" for i in tree.children[verb])
