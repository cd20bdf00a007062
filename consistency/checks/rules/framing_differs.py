"""One fact in loaded words here and in plain ones there, or with its doer here and without there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consistency.analysis.loaded_words import (
    LEAST_CHANCE,
    LEAST_SIMILARITY,
    Word,
    apart,
    comparable,
    content_words,
    headlines,
    lemma_of,
    stems,
)
from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung
from consistency.model import Claim, Span
from consistency.nlp.attribution import CUES
from consistency.nlp.linear_model import load_model
from consistency.nlp.parse_tree import STEM, Tree, content_lemmas
from consistency.nlp.word_frequency import weight

FIRM = frozenset({"NOUN", "PROPN", "NUM", "VERB"})
"""What a word may stand by: things, names, numbers and acts."""
FEATURES = ("headlines", "alike")
LOADED = 0.7
"""The loading from which on a word counts as loaded."""
GAP = 0.3
"""By how much the most loaded word of one account must exceed that of the other."""
LEAST_SHARED = 2
"""Content words that both claims have."""
COMMON = 0.25
"""The weight below which a word is too common to say anything of its own."""
DOER_CONFIDENCE = 0.1
"""Of a doer left out: readers marked few of these."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The most loaded word that a claim has in its source's own voice and the other claim has not, and what stands against it."""

    word: Word
    loading: float
    plain: float
    """How loaded the most loaded of the other claim's words is."""


def _own(claim: Claim, tree: Tree, word: Word) -> bool:
    """Whether the source says the word itself: not in a quotation, nor in what it reports somebody to have said."""
    if word.quoted:
        return False
    return claim.attribution is None or not any(lemma_of(claim.tokens[i]) in CUES for i in tree.ancestors(word.index))


@dataclass(frozen=True)
class Wordings(Pair[Claim]):
    """The words of `left` against those of `right`, which may be the plain ones."""

    @cached_property
    def comparable(self) -> bool:
        """Whether both are of one thing, and share enough to say so."""
        if not comparable(self.left, self.right, self.similarity):
            return False
        return len(content_lemmas(self.left.tokens) & content_lemmas(self.right.tokens)) >= LEAST_SHARED

    @cached_property
    def headlines(self) -> bool:
        return headlines(self.left, self.right)

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.left.tokens)

    @cached_property
    def pick(self) -> Pick | None:
        """The most loaded word that the left source says itself and that the right claim has in no form."""
        # The word of a headline is that of the headline, whatever the others say, so that it makes one finding.
        words = content_words(self.left) if self.headlines else apart(self.left, self.right)
        own = [word for word in words if weight(word.lemma) >= COMMON and _own(self.left, self.tree, word)]
        word = max(own, key=lambda item: (self.context.loading(item.lemma), -item.index), default=None)
        if word is None or word.lemma[:STEM] in stems(self.right):
            return None
        others = apart(self.right, self.left)
        loading = self.context.loading
        return Pick(word, loading(word.lemma), max((loading(other.lemma) for other in others), default=0.0))

    @property
    def plain(self) -> bool:
        """Whether the left claim is no more loaded than the right one."""
        return self.pick is None or self.pick.loading < LOADED or self.pick.loading - self.pick.plain < GAP

    @property
    def loose(self) -> bool:
        """Whether the loaded word says nothing of what both tell of."""
        return self.pick is not None and not self.headlines and not _anchored(self.left, self.right, self.tree, self.pick.word)

    @property
    def told(self) -> bool:
        """Whether the other account uses the word, too."""
        return self.pick is not None and not self.headlines and _uses(self.pick.word.lemma, self.context.around(self.right))

    @property
    def slot(self) -> str:
        """What makes one finding: the loaded word, that of a headline apart from that of a text."""
        assert self.pick is not None
        return f"headline {self.pick.word.lemma}" if self.headlines else self.pick.word.lemma

    @property
    def spans(self) -> tuple[Span, Span]:
        if self.pick is None:
            return (self.left.start, self.left.end), (self.right.start, self.right.end)
        token = self.left.tokens[self.pick.word.index]
        return (token.start, token.end), _counterpart(self.left, self.right, self.pick.word)

    def tell(self) -> Difference:
        assert self.pick is not None
        sure = load_model("framing_model").chance(features(self.left, self.right, self.context)) * self.pick.loading
        return Difference(("loaded", "plain"), self.slot, round(sure, 3))


def _uses(lemma: str, claims: Sequence[Claim]) -> bool:
    return any(lemma_of(token)[:STEM] == lemma[:STEM] for claim in claims for token in claim.tokens)


def _anchored(left: Claim, right: Claim, tree: Tree, word: Word) -> bool:
    """Whether the word stands directly by one that both claims have: it says something of what both tell of."""
    tokens = left.tokens
    shared = {lemma_of(token)[:STEM] for token in right.tokens if token.pos in FIRM}

    def is_shared(index: int) -> bool:
        return index != word.index and tokens[index].pos in FIRM and lemma_of(tokens[index])[:STEM] in shared

    if is_shared(tokens[word.index].head):
        return True
    if tokens[word.index].pos in {"ADJ", "ADV"}:
        return False
    return any(is_shared(index) for index in [*tree.children[word.index], *(inner for _, inner in tree.prepositional(word.index))])


def features(left: Claim, right: Claim, context: Context) -> list[float]:
    """What tells whether readers would mark the pair, in the order of `FEATURES`."""
    a, b = content_lemmas(left.tokens), content_lemmas(right.tokens)
    mass = sum(weight(word) for word in sorted(a | b))
    shared = sum(weight(word) for word in sorted(a & b)) / mass if mass else 0.0
    return [float(headlines(left, right)), context.similarity(left, right) + shared]


def _counterpart(left: Claim, right: Claim, word: Word) -> tuple[int, int]:
    """The word of `right` in the loaded word's place, where both hang on one word in one role; else all of the claim."""
    token = left.tokens[word.index]
    head = lemma_of(left.tokens[token.head])[:STEM]
    for item in apart(right, left):
        other = right.tokens[item.index]
        if other.dep == token.dep and other.dep != "ROOT" and lemma_of(right.tokens[other.head])[:STEM] == head:
            return other.start, other.end
    return right.start, right.end


@dataclass(frozen=True)
class _Acts(Pair[int]):
    """An act that `left` tells with its doer and `right` in the passive; `a` and `b` are the indices of the verbs."""

    subject: int
    """The doer, in the left claim."""
    object: int
    """What is done to it, in the left claim."""
    patient: int
    """The same in the right claim."""

    @cached_property
    def trees(self) -> tuple[Tree, Tree]:
        return Tree(self.left.tokens), Tree(self.right.tokens)

    @property
    def doer(self) -> str:
        return self.trees[0].phrase(self.subject)

    @property
    def comparable(self) -> bool:
        return self.trees[1].phrase(self.patient) == self.trees[0].phrase(self.object) and all(start < end for start, end in self.spans)

    @property
    def told(self) -> bool:
        """Whether the passive has a doer after all, or the sentences around it name one."""
        words = self.doer.split()
        named = any(lemma_of(item) in words for claim in _near(self.right, self.context) for item in claim.tokens)
        return named or self.trees[1].child(self.b, "agent") is not None

    plain = loose = False
    pick = None

    @property
    def spans(self) -> tuple[Span, Span]:
        left, right = self.left.tokens, self.right.tokens
        return (left[self.subject].start, left[self.a].end), (right[self.patient].start, right[self.b].end)

    def tell(self) -> Difference:
        slot = f"{self.left.tokens[self.a].lemma.lower()} {self.trees[0].phrase(self.object)}"
        return Difference((f"by {self.doer}", "no doer"), slot, DOER_CONFIDENCE)


def _acts(left: Claim, right: Claim, context: Context, turned: bool) -> Iterator[_Acts]:
    """The verbs that both claims have, the left one with its doer and the right one in the passive."""
    if context.similarity(left, right) < LEAST_SIMILARITY[False]:
        return
    here, there = Tree(left.tokens), Tree(right.tokens)
    for verb, token in enumerate(left.tokens):
        if token.pos != "VERB" or weight(token.lemma.lower()) < COMMON or token.lemma.lower() in CUES:
            continue
        subject, object_ = here.child(verb, "nsubj"), here.child(verb, "dobj")
        if subject is None or object_ is None or left.tokens[subject].pos == "PRON":
            continue
        for other, same in enumerate(right.tokens):
            patient = there.child(other, "nsubjpass")
            if same.pos == "VERB" and same.lemma.lower() == token.lemma.lower() and patient is not None:
                yield _Acts(verb, other, left, right, context, subject, object_, patient, turned=turned)


def _near(claim: Claim, context: Context) -> list[Claim]:
    """The claim and those right before and after it in its source."""
    every = list(context.around(claim))
    at = next((index for index, other in enumerate(every) if other.id == claim.id), 0)
    return every[max(0, at - 1) : at + 2]


def _pairs(left: Claim, right: Claim, context: Context) -> Iterator[Wordings | _Acts]:
    sides = ((left, right, False), (right, left, True))
    yield from (Wordings(one, other, one, other, context, turned=turned) for one, other, turned in sides)
    for one, other, turned in sides:
        yield from _acts(one, other, context, turned)


RUNGS: tuple[Rung[Any], ...] = (
    Rung("not comparable", "The claims are of different things, or share too little to say.", lambda pair: not pair.comparable),
    Rung("same", "Neither account is more loaded than the other, or the loaded words are a speaker's.", lambda pair: pair.plain),
    Rung(
        "beside the matter", "The loaded word is not next to a word that both have: it says something of its own.", lambda pair: pair.loose
    ),
    Rung("told elsewhere", "The other account uses the word as well, or names the doer, elsewhere.", lambda pair: pair.told),
    Rung(
        "loaded",
        "One account reports it with a loaded word of its own, the other in plain words.",
        lambda pair: pair.pick is not None,
        fires=True,
    ),
    Rung("doer left out", "One account says who did it, the other reports it in the passive and names nobody.", fires=True),
)

CHECK = Check(
    id="framing-differs",
    title="How it is put",
    kind="framing",
    severity="note",
    calibrated=True,
    about="Compares how two accounts put one fact: in the outlet's own voice with a loaded word, which judges what it names, against plain words; or an act "
    "reported with its doer against one in the passive that names nobody. How loaded a word is was learned from pairs of near-synonyms, so it "
    "needs no list. Headlines are measured by headlines. Such a finding is always a note: both accounts may be right. Its confidence is the chance that a "
    "careful reader marks it, and so is low: readers mark few of the many ways to put a thing.",
    cannot_tell="Which way of putting it is the fair one, irony, loaded phrases of harmless words, and whether an account that leaves out the doer could have known.",
    rungs=RUNGS,
    relevant=lambda claim: bool(claim.tokens),
    least_chance=LEAST_CHANCE,
    pairs=_pairs,
    tell=lambda pair: pair.tell(),
    surest=True,
    weighs_words=True,
    examples=(
        Example(
            "A mob of parents gathered outside the school in Alda on Monday.",
            "A group of parents gathered outside the school in Alda on Monday.",
            True,
        ),
        Example(
            "Library staff protested against the disastrous closure of the reading room in Alda.",
            "Library staff protested against the closure of the reading room in Alda.",
            True,
        ),
        Example("Rangers shot the bear near the campsite in Alda.", "The bear was shot near the campsite in Alda.", True),
        Example(
            "The ferry company shortened its winter timetable to the outer islands on Monday.",
            "The ferry company reduced its winter timetable to the outer islands on Monday.",
            False,
            "both are plain",
        ),
        Example(
            "The closure of the reading room in Alda is “disastrous”, a librarian said.",
            "The closure of the reading room in Alda was announced on Monday, a librarian said.",
            False,
            "the loaded word is a speaker's",
        ),
        Example(
            "The bear was shot by rangers near the campsite in Alda.",
            "Rangers shot the bear near the campsite in Alda.",
            False,
            "both name the doer",
        ),
        Example("A mob of parents gathered outside the school in Alda on Monday.", "Parents bought bread in Alda.", False, "two things"),
        Example(
            "Library staff protested against the closure of the reading room in Alda.",
            "Library staff protested against the closure of the reading room in Alda, and the mayor, shameless, ate cake.",
            False,
            "the loaded word says nothing of what both report",
        ),
    ),
)
