"""Whether a claim tells the fact that another tells, rather than something else on its subject.

False agreement is worse than a missed one: what speaks against it (other figures, days, people, a denial, an opposite, another degree of
certainty) rules it out, and only what is left is judged by how much of the one stands in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from consistency.cluster.fact_features import Telling, is_near, row, telling
from consistency.model import Claim, Quote
from consistency.nlp.lexicon import contraries
from consistency.nlp.quotations import same_utterance
from consistency.nlp.tree_model import load_trees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIKELY = 0.5
"""The chance from which on a claim tells the fact more likely than not."""
LEAST_WORDS = 2
"""Content words that a claim must have to tell a fact at all."""
NEGATIONS = frozenset(
    {"not", "no", "never", "n't", "n\u2019t", "nobody", "none", "nothing", "nowhere", "neither", "nor", "without", "deny", "refuse", "fail"}
)
SURE = frozenset({"asserted", "confirmed"})
COUNTED_IN = frozenset({"include", "including", "inclusive"})
COUNTED_BESIDE = frozenset({"besides", "addition", "additional", "exclude", "excluding", "plus"})
"""Words by which a part is of the whole, or comes on top of it: "23 aboard, including a pilot", "23 aboard, besides a pilot"."""
ONLY = frozenset({"only", "sole", "alone"})
DEAD, HURT = frozenset({"kill", "die", "dead", "death"}), frozenset({"injure", "hurt", "wound"})


def same_facts(pairs: Sequence[tuple[Claim, Claim]], cosines: Sequence[float]) -> list[bool]:
    """In which pairs the second claim surely enough tells the fact that the first tells.

    Args:
        pairs: Claims of two sources on one event.
        cosines: How near the embeddings of each pair are.
    """
    return [chance >= load_trees("fact_model").threshold for chance in chances(pairs, cosines)]


def chances(pairs: Sequence[tuple[Claim, Claim]], cosines: Sequence[float]) -> list[float]:
    """How likely the second claim of each pair tells the fact that the first tells; 0 if something speaks against it."""
    import numpy as np

    tellings = [(telling(left), telling(right)) for left, right in pairs]
    found = [0.0] * len(pairs)
    kept = [at for at, (left, right) in enumerate(tellings) if not conflict(left, right)]
    if kept:
        values = load_trees("fact_model")(np.array([row(*tellings[at], cosines[at]) for at in kept]))
        for at, value in zip(kept, values.tolist(), strict=True):
            found[at] = 1.0 if _holds(tellings[at][1].claim, tellings[at][0].claim) else round(value, 6)
    return found


def conflict(left: Telling, right: Telling) -> bool:
    """Whether the two are not to be called the same fact: too little is said, or other figures, days, names or people,
    another polarity or another degree of certainty."""
    if min(len(left.words), len(right.words)) < LEAST_WORDS:
        return True
    if negated(left.claim) != negated(right.claim) or _degree(left.claim) != _degree(right.claim) or _opposed(left, right):
        return True
    for kind in {kind for kind, _ in left.figures} & {kind for kind, _ in right.figures}:
        # What the one with fewer counts, the other must count as well.
        few, many = sorted(([v for k, v in left.figures if k == kind], [v for k, v in right.figures if k == kind]), key=len)
        if not all(any(is_near(x, y) for y in many) for x in few):
            return True
    if left.written - right.written and right.written - left.written or _misquoted(left.claim, right.claim):
        return True
    few_large, many_large = sorted((left.large, right.large), key=len)
    # Of what large figures count, the parse is often unsure; the figures themselves are seldom there by chance.
    if few_large and not all(any(is_near(x, y) for y in many_large) for x in few_large):
        return True
    few_days, many_days = sorted((left.days, right.days), key=len)
    if few_days and not all(any(a[0] <= b[1] and b[0] <= a[1] for b in many_days) for a in few_days):
        return True
    few_names, many_names = sorted((left, right), key=lambda telling: (len(telling.names), telling.claim.id))
    if few_names.names.keys() - many_names.every and many_names.names:
        return True
    return bool(left.people and right.people and not left.people & right.people)


def _opposed(left: Telling, right: Telling) -> bool:
    """Whether one asks, one has the opposite of a word of the other, says that it is the only one, or puts before what the other puts
    after, one tells of dead and one of hurt, or counts in what the other counts besides, or in points what the other gives in percent."""
    if left.claim.text.rstrip().endswith("?") or right.claim.text.rstrip().endswith("?"):
        return True
    if bool(left.lemmas & ONLY) != bool(right.lemmas & ONLY):
        return True
    for mine, others in ((left.lemmas, right.lemmas), (right.lemmas, left.lemmas)):
        if any(contraries(word) & (others - mine) for word in sorted(mine - others)):
            return True
        if mine & DEAD and others & HURT and not mine & HURT and not others & DEAD:
            return True
        if mine & COUNTED_IN and others & COUNTED_BESIDE or ("percentage" in mine and "percentage" not in others and "percent" in others):
            return True
        if "before" in mine - others and "after" in others - mine:
            return True
    return False


def _misquoted(left: Claim, right: Claim) -> bool:
    """Whether they quote one utterance in other words."""
    mine, others = ([fact for fact in claim.facts if isinstance(fact, Quote)] for claim in (left, right))
    return any(same_utterance(a, b) and not (_within(a.words, b.words) or _within(b.words, a.words)) for a in mine for b in others)


def _holds(whole: Claim, part: Claim) -> bool:
    """Whether all words of the one stand in the other, as they are and in a row."""
    long, short = ([token.text.lower() for token in claim.tokens if token.text[0].isalnum()] for claim in (whole, part))
    return bool(short) and _within(short, long)


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    return any(tuple(long[at : at + len(short)]) == tuple(short) for at in range(len(long) - len(short) + 1))


def negated(claim: Claim) -> bool:
    return claim.certainty == "denied" or any(token.lemma.lower() in NEGATIONS for token in claim.tokens)


def _degree(claim: Claim) -> str:
    return "sure" if claim.certainty in SURE else "denied" if claim.certainty == "denied" else "open"


def cosine_of(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return round(float(left.astype("float64") @ right.astype("float64")), 4)
