"""A price, rate or index that two accounts give at different levels: it has moved between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from consistency.checks._figures import overlap
from consistency.checks._ladder import Check, Context, Difference, Example, Rung
from consistency.checks._pairs import sharing
from consistency.facts._tree import Tree, content_lemmas
from consistency.model import Claim, DateFact, Money, Percent, Quantity
from consistency.rarity import weight

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
LEAST_WEIGHT = 0.3
NEAR = 2.0
"""Levels further apart than this factor are of two things more often than of one that has moved."""
LEAST_COSINE = 0.35
ABBREVIATION = 5
"""Letters of the longest abbreviation."""


NAMING = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
INSIDE = frozenset({"nummod", "nmod", "quantmod", "compound", "npadvmod", "amod", "advmod"})
CURRENT = timedelta(days=3)
"""How far from its report's publication a level may be dated to be the one of that day, and not history."""
KNOWN = RISING | FALLING | STANDING | REACHING


@dataclass(frozen=True, slots=True)
class _Level:
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


def _levels(claim: Claim) -> list[_Level]:
    tree = Tree(claim.tokens)
    found = []
    for fact in claim.facts:
        if isinstance(fact, Quantity) and type(fact) in {Money, Percent} and fact.unit != "points":
            at = next((i for i, token in enumerate(claim.tokens) if fact.start <= token.start < fact.end and token.pos != "SYM"), None)
            verb = None if at is None else _verb(tree, at, fact)
            if verb is not None:
                found.append(_level(tree, verb, fact))
    return found


def _moves(claim: Claim) -> list[_Level]:
    """Rises and falls of what has a level, with or without a figure."""
    tree = Tree(claim.tokens)
    verbs = [i for i, token in enumerate(claim.tokens) if token.pos == "VERB" and token.lemma.lower() in RISING | FALLING]
    return [level for level in (_level(tree, verb, None) for verb in verbs if claim.tokens[verb].tag in {"VBD", "VBN", "VBZ", "VBP"}) if level.measured]


def _level(tree: Tree, verb: int, fact: Quantity | None) -> _Level:
    subject = tree.subject(verb)
    indices = [] if subject is None else [subject, *(i for i in tree.children[subject] if tree.tokens[i].dep in NAMING)]
    if subject is not None:
        indices += [inner for preposition, inner in tree.prepositional(subject) if preposition in {"of", "in", "for"}]
        indices += [i for inner in indices[1:] for i in tree.children[inner] if tree.tokens[i].dep in NAMING]
    lemmas = frozenset(tree.tokens[i].lemma.lower() for i in indices if tree.tokens[i].text[:1].isalpha() and tree.tokens[i].pos != "PRON")
    token = tree.tokens[verb]
    start, end = (token.start, token.end) if fact is None else (fact.start, fact.end)
    measured = subject is not None and tree.tokens[subject].lemma.lower() in MEASURED
    return _Level(fact, _lemma(tree, verb), lemmas - MEASURED, measured, start, end)


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
    return next((index for index in list(tree.ancestors(head))[:4] if _lemma(tree, index) in KNOWN), None)


def _current(claim: Claim, context: Context) -> bool:
    """Whether the claim tells of the day of its report, as far as it says when."""
    published = context.sources[claim.source].published
    since = {after.start for before, after in pairwise(claim.tokens) if before.lemma.lower() == "since"}
    dates = [fact for fact in claim.facts if isinstance(fact, DateFact) and fact.first and fact.last and fact.start not in since]
    return all(
        published is not None and fact.first - CURRENT <= published <= fact.last + CURRENT for fact in dates if fact.first and fact.last
    )


def _told_before(level: _Level, claim: Claim, context: Context) -> _Level:
    """A level of "prices" or "the price" alone is that of what the account's headline names."""
    if level.bearer or not level.measured:
        return level
    titles = [around for around in context.around(claim) if around.role == "title"]
    return replace(level, bearer=frozenset(word for title in titles[:1] for word in content_lemmas(title.tokens)))


def _bearer(a: _Level, b: _Level, left: Claim, right: Claim, context: Context) -> str:
    """The word for what both levels are of, empty where they may be of two things."""
    a, b = _told_before(a, left, context), _told_before(b, right, context)
    shared: Collection[str] = a.bearer & b.bearer or _abbreviated(a.bearer, b.bearer) or _abbreviated(b.bearer, a.bearer)
    if not shared and a.fact is not None and context.similarity(left, right) >= LEAST_COSINE:
        # Another word for it ("the coin", "it"): the claims must speak of one thing by name.
        names = [{token.lemma.lower() for token in claim.tokens if token.pos == "PROPN"} for claim in (left, right)]
        shared = content_lemmas(left.tokens) & content_lemmas(right.tokens) & (names[0] | names[1])
    rarity, word = max(((weight(word), word) for word in shared), default=(0.0, ""))
    return word if rarity >= LEAST_WEIGHT else ""


def _abbreviated(short: frozenset[str], long: frozenset[str]) -> set[str]:
    """The words of `long` that a word of `short` abbreviates as tickers do: its first letter and others of it in their order."""
    found = set()
    for word in short:
        for full in long:
            letters = iter(full)
            if 2 <= len(word) <= ABBREVIATION < len(full) and word[0] == full[0] and all(letter in letters for letter in word):
                found.add(full)
    return found


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Claims that give a level in one currency, or that tell of a move: the levels of an event are few."""
    return sharing(members, lambda claim: [level.fact.unit if level.fact else "move" for level in _levels(claim) or _moves(claim)])


def _rung(a: _Level, b: _Level, about: str) -> str:
    if not about:
        return "not comparable"
    if a.fact is None or b.fact is None:
        return "turned" if (a.verb in RISING) != (b.verb in RISING) else "same"
    if a.fact.unit != b.fact.unit or not a.fact.number or not b.fact.number:
        return "not comparable"
    if overlap(a.fact, b.fact):
        return "same"
    return "moved" if max(a.fact.number, b.fact.number) <= NEAR * min(a.fact.number, b.fact.number) else "not comparable"


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    if not _current(left, context) or not _current(right, context):
        return
    pairs = [(a, b) for a in _levels(left) for b in _levels(right)] or [(a, b) for a in _moves(left) for b in _moves(right)]
    for a, b in pairs:
        about = _bearer(a, b, left, right, context)
        rung = _rung(a, b, about)
        if rung not in {"moved", "turned"}:
            continue
        values = [level.fact.value if level.fact else level.verb for level in (a, b)]
        yield Difference(
            rung=rung,
            left=(a.start, a.end),
            right=(b.start, b.end),
            left_value=values[0],
            right_value=values[1],
            slot=f"{about} {a.fact.unit if a.fact else 'move'}",
            because=f"{rung}: {values[0]} and {values[1]} are both told of {about}, each as of the time of its report.",
            confidence=round(min(0.95, 0.55 + 0.2 * (about in a.bearer | b.bearer) + 0.3 * max(0.0, context.similarity(left, right))), 3),
            message=f"where it stands ({about})",
        )


CHECK = Check(
    id="level-moves",
    title="Where a price or rate stands",
    kind="update",
    severity="warning",
    about="Compares the levels of prices, rates and indexes that accounts give as of their own time (“fell to”, “is trading at”, “stood at”), and rises against falls. "
    "What moves is told anew in every report, so different levels are an update and never a contradiction, and all levels of one thing make one finding.",
    cannot_tell="At what minute each level was taken, and whether two things of one name and nearly one level (two classes of shares) are meant.",
    rungs=(
        Rung("not comparable", "The levels are of different things, in different units, or far apart; or the figure is no level."),
        Rung("same", "Both give the same level, rounded or hedged."),
        Rung("history", "A level is dated to another time than that of its report."),
        Rung("moved", "Two reports give two levels of one thing, each as of its time.", fires=True, kind="update"),
        Rung("turned", "One report tells a rise of it and another a fall.", fires=True, kind="update"),
    ),
    relevant=lambda claim: bool(claim.tokens) and bool(_levels(claim) or _moves(claim)),
    candidates=_candidates,
    series=True,
    compare=_compare,
    examples=(
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Cocoa was trading at $7,480 a tonne after the harvest report.",
            True,
            published=("2024-03-07", "2024-03-08"),
        ),
        Example(
            "Shares of Norrland Shipping rose before the opening bell.",
            "Shares of Norrland Shipping fell 2 percent in early trading.",
            True,
            "a rise against a fall",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Cocoa prices fell to about $7,100 a tonne after the harvest report.",
            False,
            "rounded",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "Coffee prices fell to $7,480 a tonne after the harvest report.",
            False,
            "two goods",
        ),
        Example(
            "Cocoa prices fell to $7,120 a tonne after the harvest report.",
            "In November 2021 cocoa was trading at $8,400 a tonne.",
            False,
            "history",
        ),
        Example(
            "The shipping line was fined $40 million at the hearing.",
            "The shipping line was valued at $52 million at the hearing.",
            False,
            "a fine is no level",
        ),
    ),
)
