"""What tells whether a swap is a discrepancy: the features of one, in the order of `FEATURES`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from consistency.checks.base import Context
from consistency.checks.figures import overlap
from consistency.checks.speakers import two_voices
from consistency.checks.swaps import CONTENT, MODALS, SAYING, TURNING, Swap, Word, facts_over, swaps, words
from consistency.model import Claim, Quantity, Token
from consistency.nlp.attribution import CUES
from consistency.nlp.lexicon import antonyms, synonyms

FEATURES = (
    "least_cover",
    "most_cover",
    "others",
    "before",
    "after",
    "both_sides",
    "length",
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
    "siblings",
    "date",
    "cue",
    "shared_word",
    "cosine",
    "worst_rank",
    "least_lead",
    "most_lead",
    "claim_lengths",
    "cover_both",
    "cover_single",
    "cover_number",
)
MOST_WORDS = 4
"""A longer run is no one phrase: it is another way to say it all, or another thing."""
LEAST_COVER = 0.4
LEAST_COSINE = 0.45


def candidates(left: Claim, right: Claim, context: Context) -> Iterator[Swap]:
    """The swaps between two claims that can be a discrepancy: short, between words that count, and not of equal or compatible values."""
    if context.similarity(left, right) >= LEAST_COSINE:
        yield from (
            swap for swap in swaps(left, right) if telling(swap) and not disputed(swap, left, right) and not agree(swap, left, right)
        )


def telling(swap: Swap) -> bool:
    """Whether a swap is short, and between words that count."""
    tokens = [word.token for word in (*swap.left, *swap.right)]
    if max(len(swap.left), len(swap.right)) > MOST_WORDS or min(swap.cover) < LEAST_COVER:
        return False
    return any(token.pos in CONTENT for token in tokens) or _turns(swap) or _opposite(swap)


def disputed(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether one speaker denies what another one says."""
    return _denies(swap) and two_voices(left, right)


def agree(swap: Swap, left: Claim, right: Claim) -> bool:
    """Whether the two sides are spelt alike, or have equal values, or figures that do not exclude each other ("about 50" and 47)."""
    return _spelt(swap.left) == _spelt(swap.right) or any(
        one.kind == other.kind
        and (one.value == other.value or isinstance(one, Quantity) and isinstance(other, Quantity) and overlap(one, other))
        for one in facts_over(left, swap.left)
        for other in facts_over(right, swap.right)
    )


def _spelt(side: Sequence[Word]) -> str:
    """The words of a side as they are written: the parse may call one word a verb here and a name there."""
    return " ".join(word.token.text.lower() for word in side)


def features(swap: Swap, left: Claim, right: Claim, context: Context) -> list[float]:
    """The features of a swap between two claims, in the order of `FEATURES`."""
    a, b = [word.token for word in swap.left], [word.token for word in swap.right]
    keys_a, keys_b = {word.key for word in swap.left}, {word.key for word in swap.right}
    both = [a, b] if a and b else []
    labels_a, labels_b = {t.entity for t in a if t.entity}, {t.entity for t in b if t.entity}
    kinds_a, kinds_b = ({fact.kind for fact in facts_over(claim, side)} for claim, side in ((left, swap.left), (right, swap.right)))
    heads = (_head(swap.left, left), _head(swap.right, right))
    low, high = sorted(swap.cover)
    sides = float(swap.before >= 1 and swap.after >= 1)
    single = float(len(a) == len(b) == 1)
    numbers = float(bool(both) and all(any(map(_is_number, side)) for side in both))
    ranks = _ranks(left, right, context)

    def of(*parts: str) -> float:
        return float(bool(both) and all(any(token.pos in parts for token in side) for side in both))

    return [
        low,
        high,
        min(swap.others, 10),
        min(swap.before, 4),
        min(swap.after, 4),
        sides,
        max(len(a), len(b)),
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
        float(None not in heads and heads[0][0].dep == heads[1][0].dep and heads[0][0].pos == heads[1][0].pos),  # type: ignore[index]
        float(None not in heads and heads[0][1] == heads[1][1]),  # type: ignore[index]
        *sorted((_elsewhere(keys_a, right, context), _elsewhere(keys_b, left, context))),
        _spelling(a, b),
        *sorted(max((word.weight for word in side), default=0.0) for side in (swap.left, swap.right)),
        float(_opposite(swap)),
        float(any(synonyms(x) & synonyms(y) for x in keys_a for y in keys_b)),
        float("date" in kinds_a and "date" in kinds_b),
        float(bool((keys_a | keys_b) & (CUES | SAYING))),
        float(bool(keys_a & keys_b)),
        context.similarity(left, right),
        *ranks,
        min(len(left.tokens), len(right.tokens)) / max(len(left.tokens), len(right.tokens), 1),
        low * sides,
        low * single,
        low * numbers,
    ]


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


def _denies(swap: Swap) -> bool:
    """Whether one side has a negation that the other has not."""
    one, other = ({word.key for word in side} & {"not", "no", "never"} for side in (swap.left, swap.right))
    return bool(one) != bool(other)


def _opposite(swap: Swap) -> bool:
    return any(other.key in antonyms(word.key) for word in swap.left for other in swap.right)


def _is_number(token: Token) -> bool:
    return token.pos == "NUM" or token.text[:1].isdigit()


def _head(side: Sequence[Word], claim: Claim) -> tuple[Token, str] | None:
    """The word of a run that governs the rest, and the lemma of its own head."""
    inside = {word.at for word in side}
    for word in side:
        if word.token.head not in inside:
            return word.token, claim.tokens[word.token.head].lemma.lower()
    return (side[0].token, claim.tokens[side[0].token.head].lemma.lower()) if side else None
