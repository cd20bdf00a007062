"""What tells whether a swap is a discrepancy: the features of one, in the order of `FEATURES`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from consistency.checks.base import Context
from consistency.checks.figures import one_measure, overlap
from consistency.checks.rewrites import retells, rewrite, rewritten
from consistency.checks.slots import two_happenings
from consistency.checks.speakers import two_voices
from consistency.checks.swaps import (
    CONTENT,
    MODALS,
    MOST_WORDS,
    SAYING,
    SCOPES,
    TURNING,
    Swap,
    Word,
    contrary,
    facts_over,
    opposite,
    swaps,
    words,
)
from consistency.model import Claim, Clock, DateFact, Fact, Money, Quantity, Quote, Token
from consistency.nlp.attribution import CUES
from consistency.nlp.date_words import WEEKDAYS
from consistency.nlp.gazetteer import canonical, contains, country_of, level_of
from consistency.nlp.lexicon import fields, synonyms
from consistency.nlp.measures import is_unit
from consistency.nlp.names import same_word, unaccented
from consistency.nlp.numbers import Number, numbers

FEATURES = (
    "least_cover",
    "most_cover",
    "others",
    "before",
    "after",
    "lengths_differ",
    "single",
    "numbers",
    "one_number",
    "names",
    "label",
    "one_label",
    "verbs",
    "nouns",
    "modifiers",
    "modal",
    "negated",
    "inserted",
    "linked",
    "same_role",
    "same_head",
    "least_elsewhere",
    "most_elsewhere",
    "spelling",
    "least_rare",
    "most_rare",
    "antonyms",
    "cue",
    "cosine",
    "worst_rank",
    "least_lead",
    "most_lead",
    "claim_lengths",
    "cover_number",
    "least_rest",
    "most_rest",
    "negations",
    "fields",
    "quantifiers",
    "loose",
    "alone",
    "exact",
    "role_field",
    "retold",
    "in_order",
    "verbatim",
    "exchanged",
    "excluding",
)
NEGATIONS = frozenset({"not", "no", "never"})
NEGATIVE = NEGATIONS | {"without", "nobody", "nothing", "none", "neither", "nor", "nowhere", "hardly", "barely"}
NEGATIVE |= {"deny", "refuse", "reject", "decline", "fail", "lack", "rule"}
"""Words that say that something is not so, however the other sentence says it: closed-class ones, and the common verbs for it."""
KIN = frozenset({
    "mother", "father", "parent", "son", "daughter", "child", "brother", "sister", "sibling", "wife", "husband", "spouse", "uncle",
    "aunt", "nephew", "niece", "cousin", "grandmother", "grandfather", "grandparent", "grandson", "granddaughter", "widow", "widower",
    "stepson", "stepdaughter", "stepmother", "stepfather",
})  # fmt: skip
"""What one person is to another, a closed class: who is one is hardly ever called by another."""
VALUES = frozenset({"quantity", "money", "percent", "time", "date", "ordinal", "score"})
"""The kinds of facts that have a value to be compared."""
DATED = frozenset({"date", "time"})
LEAST_COVER = 0.3
LEAST_COSINE = 0.45
ALIKE = 0.7
"""The share, by weight, of the other words that must be aligned where an account is one sentence, and so tells nothing else."""


def candidates(left: Claim, right: Claim, context: Context) -> Iterator[Swap]:
    """The swaps between two claims that can be a discrepancy: short, between words that count, and not of equal or compatible values."""
    if context.similarity(left, right) >= LEAST_COSINE and in_one_telling(left, right, context):
        known = retells(left, right, context)
        yield from (
            swap
            for swap in swaps(left, right, known)
            if telling(swap, known)
            and not of_two_kinds(swap, left, right)
            and (known or not disputed(swap, left, right))
            and not agree(swap, left, right, known)
        )


def in_one_telling(left: Claim, right: Claim, context: Context) -> bool:
    """Whether one account is a rewrite of the other, or of one sentence alone."""
    return _alone(left, right, context) or rewritten(left, right, context)


def apart(swap: Swap, left: Claim, right: Claim, context: Context) -> bool:
    """Whether an account is one sentence, and the two sentences differ elsewhere too: house prices rose, and wages fell."""
    if not _alone(left, right, context):
        return False
    much = min(_rest(swap.left, left, swap.cover[0]), _rest(swap.right, right, swap.cover[1])) < ALIKE
    return much or swap.others > 0 or two_happenings(left, right, context)


def _alone(left: Claim, right: Claim, context: Context) -> bool:
    """Whether an account is one sentence."""
    return min(len(context.around(claim)) for claim in (left, right)) == 1


def telling(swap: Swap, rewritten: bool = False) -> bool:
    """Whether a swap is short, and between words that count. Where one claim is the other rewritten little else need be aligned."""
    tokens = [word.token for word in (*swap.left, *swap.right)]
    if max(len(swap.left), len(swap.right)) > MOST_WORDS or min(swap.cover) < LEAST_COVER and not rewritten:
        return False
    return any(token.pos in CONTENT for token in tokens) or _turns(swap) or _opposite(swap)


def disputed(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether one speaker denies what another one says."""
    return _denies(swap) and two_voices(left, right)


def agree(swap: Swap, left: Claim, right: Claim, rewritten: bool = False) -> bool:
    """Whether the two sides say the same; `rewritten` tells that one claim is known to be the other, rewritten.

    They do where they are spelt alike, have equal values or figures that do not exclude each other ("about 50" and 47), name one place or a
    place and what it lies in, where both claims deny, in other words ("no arrest", "without an arrest"), and where of two opposites one is
    denied. Who says what is not quoted is no difference either.
    """
    if _one_place(swap) or _in_one_value(swap, left, right):
        return True
    if swap.exchanged:
        return False
    if _denies(swap) and (_negations(left) == _negations(right) or _opposites_beside(left, right)):
        return True
    if _told_by(swap.left, left) and _told_by(swap.right, right):
        return True
    if swap.left and swap.right and _opposite(swap) and _one_meaning(swap, left, right):
        return True
    return (
        _spelt_alike(swap.left, swap.right)
        or _hedged(swap, left, right)
        or any(
            one.kind == other.kind and _compatible(one, other, swap, rewritten)
            for one in facts_over(left, swap.left)
            for other in facts_over(right, swap.right)
        )
    )


def _told_by(side: Sequence[Word], claim: Claim) -> bool:
    """Whether a side names who says what a claim tells in the outlet's words: two accounts may have asked two people."""
    head = _head(side, claim)
    return (
        head is not None
        and head[0].dep == "nsubj"
        and claim.tokens[head[0].head].lemma.lower() in SAYING
        and not any(isinstance(fact, Quote) for fact in claim.facts)
    )


def _compatible(one: Fact, other: Fact, swap: Swap, rewritten: bool) -> bool:
    """Whether two facts of a kind are equal or leave room for each other. Of a day it takes all its words: its morning is no evening."""
    if one.value == other.value:
        return one.kind != "date" or any(
            side[0].token.start <= fact.start and fact.end <= side[-1].token.end for fact, side in ((one, swap.left), (other, swap.right))
        )
    if isinstance(one, DateFact) and isinstance(other, DateFact):
        return _within(one, other) or _within(other, one) or _may_be(one, other) or _may_be(other, one)
    if isinstance(one, Clock) and isinstance(other, Clock):
        return one.first <= other.last and other.first <= one.last
    if not (isinstance(one, Quantity) and isinstance(other, Quantity)):
        return False
    # "At least 15" and "at least 50" can both be true, and yet no rewrite has the one for the other.
    bounded = one.bound == other.bound in {"at least", "at most"} and one.unit == other.unit and one.number != other.number
    return (overlap(one, other) and not (bounded and rewritten)) or _converted(one, other)


def _one_place(swap: Swap) -> bool:
    """Whether the two sides name one place, a place and the country or state it lies in, or a country and what is of it."""
    names = [" ".join(word.token.text for word in side if word.token.pos in {"PROPN", "ADJ"}) for side in (swap.left, swap.right)]
    if not all(names) or not all(name[0].isupper() for name in names):
        return False
    one, other = (country_of(name.lower()) or canonical(name) for name in names)
    return one == other or level_of(one) != level_of(other) and (contains(one, other) or contains(other, one))


def _in_one_value(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether the two sides are parts of one value that both claims give, in other words: of "150 to 200 euros", "between 150 and 200"."""
    one, other = ({(fact.kind, fact.value) for fact in facts_over(claim, side)} for side, claim in ((swap.left, left), (swap.right, right)))
    return any(kind in {"quantity", "money", "percent"} for kind, _ in one & other)


def _hedged(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether both sides are numbers, one of them hedged, that leave room for each other: 840 and "more than 800"."""
    if not (swap.left and swap.right and all(any(_is_number(word.token) for word in side) for side in (swap.left, swap.right))):
        return False
    one, other = (
        [
            number
            for number in numbers(claim.text)
            if number.start + claim.start < side[-1].token.end and number.end + claim.start > side[0].token.start
        ]
        for side, claim in ((swap.left, left), (swap.right, right))
    )
    if len(one) != 1 or len(other) != 1 or one[0].bound == other[0].bound:
        return False
    (low, high), (least, most) = _room(one[0]), _room(other[0])
    return low <= most and least <= high


def _room(number: Number) -> tuple[float, float]:
    """The values that a number's hedge leaves it: as far as the last digit that was written."""
    below = number.step if number.bound in {"at most", "about"} else 0.0
    above = number.step if number.bound in {"at least", "about"} else 0.0
    return number.low - below, number.high + above


def _opposites_beside(left: Claim, right: Claim) -> bool:
    """Whether a claim has an opposite of what the other has and it has not: "not possible" and "impossible"."""
    one, other = ({word.key for word in words(claim)} for claim in (left, right))
    return any(contrary(a, b) for a in one - other for b in other - one)


def _within(one: DateFact, other: DateFact) -> bool:
    """Whether a date is a coarser one, said more exactly: 1974 of the 1970s, Saturday of the weekend."""
    return bool(one.first and one.last and other.first and other.last) and other.first <= one.first and one.last <= other.last  # type: ignore[operator]


def _may_be(one: DateFact, other: DateFact) -> bool:
    """Whether a day that no date of publication anchors may be one that is known: "Friday" any Friday, "yesterday" any day."""
    if one.first or not other.first:
        return False
    return one.relative not in WEEKDAYS or other.first != other.last or WEEKDAYS[one.relative] == other.first.weekday()


def of_two_kinds(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether each side is a value, and of another kind or dimension than the other: a time and a share, metres and weeks."""
    one, other = (
        [fact for fact in facts_over(claim, side) if fact.kind in VALUES] for side, claim in ((swap.left, left), (swap.right, right))
    )
    return bool(one and other) and not any(
        {a.kind, b.kind} <= DATED or a.kind == b.kind and (a.kind != "quantity" or one_measure(cast(Quantity, a), cast(Quantity, b)))
        for a in one
        for b in other
    )


def _converted(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are of two currencies and differ in number too: the one may be the other, converted."""
    return isinstance(one, Money) and one.unit != other.unit and one.number != other.number


def _spelt_alike(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether both sides have the same words, written out or shortened: the parse may call one a verb here and a name there."""
    return len(one) == len(other) and all(same_word(_spelt(x), _spelt(y)) for x, y in zip(one, other, strict=True))


def _spelt(word: Word) -> str:
    """The word as it is written. Names lose their plural."""
    return unaccented(word.token.text.lower()).removesuffix("s" if word.token.pos == "PROPN" else "")


def features(swap: Swap, left: Claim, right: Claim, context: Context) -> list[float]:
    """The features of a swap between two claims, in the order of `FEATURES`."""
    a, b = [word.token for word in swap.left], [word.token for word in swap.right]
    keys_a, keys_b = {word.key for word in swap.left}, {word.key for word in swap.right}
    both = [a, b] if a and b else []
    labels_a, labels_b = {t.entity for t in a if t.entity}, {t.entity for t in b if t.entity}
    heads = (_head(swap.left, left), _head(swap.right, right))
    low, high = sorted(swap.cover)
    single = float(len(a) == len(b) == 1)
    numbers = float(bool(both) and all(any(map(_is_number, side)) for side in both))
    rest = sorted((_rest(swap.left, left, swap.cover[0]), _rest(swap.right, right, swap.cover[1])))
    same_role = float(None not in heads and heads[0][0].dep == heads[1][0].dep and heads[0][0].pos == heads[1][0].pos)  # type: ignore[index]
    field = float(bool(both) and one_field(a, b))
    ranks = _ranks(left, right, context)

    def of(*parts: str) -> float:
        return float(bool(both) and all(any(token.pos in parts for token in side) for side in both))

    return [
        low,
        high,
        min(swap.others, 10),
        min(swap.before, 4),
        min(swap.after, 4),
        abs(len(a) - len(b)),
        single,
        numbers,
        float(any(map(_is_number, a)) != any(map(_is_number, b))),
        of("PROPN"),
        float(bool(labels_a & labels_b)),
        float(bool(labels_a) != bool(labels_b)),
        of("VERB"),
        of("NOUN"),
        of("ADJ", "ADV"),
        float(bool((keys_a | keys_b) & MODALS)),
        float(_denies(swap)),
        float(not both),
        float(swap.linked),
        same_role,
        float(None not in heads and heads[0][1] == heads[1][1]),  # type: ignore[index]
        *sorted((_elsewhere(keys_a, right, context), _elsewhere(keys_b, left, context))),
        _spelling(a, b),
        *sorted(max((word.weight for word in side), default=0.0) for side in (swap.left, swap.right)),
        float(_opposite(swap)),
        float(bool((keys_a | keys_b) & (CUES | SAYING))),
        context.similarity(left, right),
        *ranks,
        min(len(left.tokens), len(right.tokens)) / max(len(left.tokens), len(right.tokens), 1),
        low * numbers,
        *rest,
        min(2.0, abs(_negations(left, swap.left) - _negations(right, swap.right))),
        field,
        float(_quantified(swap)),
        float(swap.linked and not swap.before and swap.after < 2),
        float(swap.others <= 0),
        max(0.0, rest[0] - 0.8) if swap.others <= 2 else 0.0,
        field * same_role,
        *rewrite(left, right, context),
        float(swap.exchanged),
        float(_excluding(swap, left, right)),
    ]


def _excluding(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether the two sides are two members of one closed class of which one thing has one: days, sums, shares, units, kin."""
    one, other = ({fact.kind for fact in facts_over(claim, side)} & VALUES for side, claim in ((swap.left, left), (swap.right, right)))
    a, b = {word.key for word in swap.left}, {word.key for word in swap.right}
    return bool(one & other - {"quantity"}) or bool(a & KIN and b & KIN) or any(map(is_unit, a)) and any(map(is_unit, b))


def one_field(a: Sequence[Token], b: Sequence[Token]) -> bool:
    """Whether a noun of each side has a field of meaning in common with one of the other."""
    one, other = (frozenset().union(*(fields(token.lemma.lower()) for token in side if token.pos == "NOUN")) for side in (a, b))
    return bool(one & other)


def _rest(side: Sequence[Word], claim: Claim, cover: float) -> float:
    """The share, by weight, of the words of a claim that are aligned, without those of a side."""
    whole = sum(word.weight for word in words(claim))
    own = sum(word.weight for word in side)
    return min(1.0, cover * whole / (whole - own)) if whole > own + 1e-6 else 0.0


def _one_meaning(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether two opposites mean one thing after all: one of them is denied, or its claim has the other word's meaning beside it."""
    if _denied(swap.left, left) != _denied(swap.right, right):
        return True
    sides = ((swap.left, swap.right, left), (swap.right, swap.left, right))
    both = {word.key for word in words(left)} & {word.key for word in words(right)}
    return any(
        other.key == word.key or other.key in synonyms(word.key)
        for own, theirs, claim in sides
        for word in theirs
        if any(contrary(mine.key, word.key) for mine in own)
        for other in words(claim)
        if other not in own and other.key not in both and other.token.pos == word.token.pos
    )


def _denied(side: Sequence[Word], claim: Claim) -> bool:
    """Whether a negation hangs on a word of a side, or on the verb that ascribes it: "is not possible"."""
    at = {word.at for word in side}
    at |= {word.token.head for word in side if word.token.dep in {"acomp", "attr"}}
    return any(word.key in NEGATIONS and word.token.head in at for word in words(claim))


def _negations(claim: Claim, side: Sequence[Word] = ()) -> int:
    """How many negations a claim has beside those of a side."""
    return sum(word.key in NEGATIVE for word in words(claim)) - sum(word.key in NEGATIVE for word in side)


def _ranks(left: Claim, right: Claim, context: Context) -> tuple[float, float, float]:
    """How many claims of the other's source are more like a claim than the other, at most 3, and by how much the other leads them."""
    found = []
    for claim, other in ((left, right), (right, left)):
        own = context.similarity(claim, other)
        rest = [context.similarity(claim, item) for item in context.around(other) if item.id != other.id]
        found.append((float(min(3, sum(value > own for value in rest))), own - max(rest, default=0.0)))
    ranks, leads = zip(*found, strict=True)
    return max(ranks), min(leads), max(leads)


def _elsewhere(keys: set[str], claim: Claim, context: Context) -> float:
    """The share of some words that the source of `claim` has anywhere."""
    if not keys:
        return 0.0
    told = _vocabulary(tuple(context.around(claim)))
    return len(keys & told) / len(keys)


@lru_cache(maxsize=4_000)
def _vocabulary(claims: tuple[Claim, ...]) -> frozenset[str]:
    return frozenset(word.key for claim in claims for word in words(claim))


def _spelling(a: Sequence[Token], b: Sequence[Token]) -> float:
    from rapidfuzz.distance import JaroWinkler

    one, other = (" ".join(token.text for token in side).lower() for side in (a, b))
    return float(JaroWinkler.similarity(one, other)) if a and b else 0.0


def _turns(swap: Swap) -> bool:
    """Whether the two sides have other closed-class words that change what is claimed: will, may, not, all."""
    one, other = ({word.key for word in side} & TURNING for side in (swap.left, swap.right))
    return one != other


def _quantified(swap: Swap) -> bool:
    """Whether both sides say how many with a closed-class word (all, most, none), and another one; or such a word was put in."""
    one, other = ({word.key for word in side} & SCOPES for side in (swap.left, swap.right))
    return one != other and (bool(one and other) or not swap.left or not swap.right)


def _denies(swap: Swap) -> bool:
    """Whether one side has a negation that the other has not."""
    one, other = ({word.key for word in side} & NEGATIONS for side in (swap.left, swap.right))
    return bool(one) != bool(other)


def _opposite(swap: Swap) -> bool:
    return any(opposite(word, other) for word in swap.left for other in swap.right)


def _is_number(token: Token) -> bool:
    return token.pos == "NUM" or token.text[:1].isdigit()


def _head(side: Sequence[Word], claim: Claim) -> tuple[Token, str] | None:
    """The word of a run that governs the rest, and the lemma of its own head."""
    inside = {word.at for word in side}
    for word in side:
        if word.token.head not in inside:
            return word.token, claim.tokens[word.token.head].lemma.lower()
    return (side[0].token, claim.tokens[side[0].token.head].lemma.lower()) if side else None
