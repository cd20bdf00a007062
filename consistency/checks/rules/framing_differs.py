"""One fact in loaded words here and in plain ones there, or with its doer here and without there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consistency.analysis.loaded_words import (
    LEAST_CHANCE,
    LEAST_SIMILARITY,
    STEM,
    Word,
    apart,
    comparable,
    content_words,
    headlines,
    lemma_of,
    stems,
)
from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.model import Claim
from consistency.nlp.attribution import CUES
from consistency.nlp.linear_model import load_model
from consistency.nlp.parse_tree import Tree, content_lemmas
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


def pick(left: Claim, right: Claim, context: Context) -> tuple[str, Pick | None]:
    """The rung that the loaded word of `left` reaches against the words of `right`, and the word."""
    if not comparable(left, right, context.similarity(left, right)):
        return "not comparable", None
    if len(content_lemmas(left.tokens) & content_lemmas(right.tokens)) < LEAST_SHARED:
        return "not comparable", None
    tree = Tree(left.tokens)
    # The word of a headline is that of the headline, whatever the others say, so that it makes one finding.
    words = content_words(left) if headlines(left, right) else apart(left, right)
    own = [word for word in words if weight(word.lemma) >= COMMON and _own(left, tree, word)]
    word = max(own, key=lambda item: (context.loading(item.lemma), -item.index), default=None)
    if word is None or word.lemma[:STEM] in stems(right):
        return "same", None
    others = apart(right, left)
    found = Pick(word, context.loading(word.lemma), max((context.loading(other.lemma) for other in others), default=0.0))
    if found.loading < LOADED or found.loading - found.plain < GAP:
        return "same", found
    if not headlines(left, right) and not _anchored(left, right, tree, word):
        return "not comparable", found
    if not headlines(left, right) and _uses(word.lemma, context.around(right)):
        return "told elsewhere", found
    return "loaded", found


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


def _loaded(left: Claim, right: Claim, context: Context, *, turned: bool) -> Iterator[Difference]:
    """The loaded word of `left` against the plain telling of `right`; `turned` where these are the pair's second and first."""
    rung, found = pick(left, right, context)
    if rung != "loaded" or found is None:
        return
    token = left.tokens[found.word.index]
    sides = (token.start, token.end), _counterpart(left, right, found.word)
    first, second = (1, 0) if turned else (0, 1)
    values = "loaded", "plain"
    yield Difference(
        rung="loaded",
        left=sides[first],
        right=sides[second],
        left_value=values[first],
        right_value=values[second],
        slot=slot_of(found, left, right),
        confidence=round(load_model("framing_model").chance(features(left, right, context)) * found.loading, 3),
        message="the wording",
        because=f"loaded: one account tells it in its own voice with “{token.text.lower()}”, the other in plain words.",
    )


def slot_of(found: Pick, left: Claim, right: Claim) -> str:
    """What makes one finding: the loaded word, that of a headline apart from that of a text."""
    return f"headline {found.word.lemma}" if headlines(left, right) else found.word.lemma


def _counterpart(left: Claim, right: Claim, word: Word) -> tuple[int, int]:
    """The word of `right` in the loaded word's place, where both hang on one word in one role; else all of the claim."""
    token = left.tokens[word.index]
    head = lemma_of(left.tokens[token.head])[:STEM]
    for item in apart(right, left):
        other = right.tokens[item.index]
        if other.dep == token.dep and other.dep != "ROOT" and lemma_of(right.tokens[other.head])[:STEM] == head:
            return other.start, other.end
    return right.start, right.end


def _doer(left: Claim, right: Claim, context: Context, *, turned: bool) -> Iterator[Difference]:
    """An act that `left` tells with its doer and `right` in the passive without one."""
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
            if same.pos != "VERB" or same.lemma.lower() != token.lemma.lower() or patient is None:
                continue
            if there.child(other, "agent") is not None or there.phrase(patient) != here.phrase(object_):
                continue
            doer = here.phrase(subject)
            if any(lemma_of(item) in doer.split() for claim in _near(right, context) for item in claim.tokens):
                continue
            sides = (left.tokens[subject].start, token.end), (right.tokens[patient].start, same.end)
            first, second = (1, 0) if turned else (0, 1)
            if sides[0][0] >= sides[0][1] or sides[1][0] >= sides[1][1]:
                continue
            values = f"by {doer}", "no doer"
            yield Difference(
                rung="doer left out",
                left=sides[first],
                right=sides[second],
                left_value=values[first],
                right_value=values[second],
                slot=f"{token.lemma.lower()} {here.phrase(object_)}",
                confidence=DOER_CONFIDENCE,
                message=f"whose doing it was ({token.lemma.lower()})",
                because=f"doer left out: one account has “{doer}” do it, the other tells it in the passive and names nobody.",
            )
            return


def _near(claim: Claim, context: Context) -> list[Claim]:
    """The claim and those right before and after it in its source."""
    every = list(context.around(claim))
    at = next((index for index, other in enumerate(every) if other.id == claim.id), 0)
    return every[max(0, at - 1) : at + 2]


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    found = [
        *_loaded(left, right, context, turned=False),
        *_loaded(right, left, context, turned=True),
        *_doer(left, right, context, turned=False),
        *_doer(right, left, context, turned=True),
    ]
    yield from sorted(found, key=lambda item: (-item.confidence, item.slot))[:1]


CHECK = Check(
    id="framing-differs",
    title="How it is put",
    kind="framing",
    severity="note",
    calibrated=True,
    about="Compares how two accounts put one fact: in the outlet's own voice with a loaded word, which judges what it names, against plain words; or an act "
    "told with its doer against one in the passive that names nobody. How loaded a word is was learned from pairs of near-synonyms, so it "
    "needs no list. Headlines are measured by headlines. Such a finding is always a note: both accounts may be right. Its confidence is the chance that a "
    "careful reader marks it, and so is low: readers mark few of the many ways to put a thing.",
    cannot_tell="Which way of putting it is the fair one, irony, loaded phrases of harmless words, and whether an account that leaves out the doer could have known.",
    rungs=(
        Rung("not comparable", "The claims are of different things, or share too little to say."),
        Rung("same", "Neither account is more loaded than the other, or the loaded words are a speaker's."),
        Rung("told elsewhere", "The other account uses the word as well, elsewhere."),
        Rung("loaded", "One account tells it with a loaded word of its own, the other in plain words.", fires=True),
        Rung("doer left out", "One account says who did it, the other tells it in the passive and names nobody.", fires=True),
    ),
    relevant=lambda claim: bool(claim.tokens) and claim.role != "caption",
    least_chance=LEAST_CHANCE,
    compare=_compare,
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
    ),
)
