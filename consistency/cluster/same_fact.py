"""Whether two claims tell one and the same fact, rather than two things about one subject.

False agreement is worse than a missed one: what speaks against it (other figures, days, people, a denial, another degree of certainty)
rules it out, and only what is left is judged by how alike the two are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from consistency.model import Claim, DateFact, Organisation, Person, Place, Quantity
from consistency.nlp.lexicon import antonyms
from consistency.nlp.linear_model import load_model
from consistency.nlp.number_words import rank, spelled
from consistency.nlp.parse_tree import CONTENT, LIGHT, STEM
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEATURES = (
    "cosine",
    "shared_least",
    "shared_most",
    "verbs",
    "names_least",
    "names_most",
    "figures_shared",
    "figures_one_sided",
    "days_shared",
    "days_one_sided",
    "voice",
    "length",
    "quoted",
    "headline",
)
LARGE = 20
LEAST_WORDS = 2
"""Content words that a claim must have to tell a fact at all."""
NEGATIONS = frozenset(
    {"not", "no", "never", "n't", "n\u2019t", "nobody", "none", "nothing", "nowhere", "neither", "nor", "without", "deny", "refuse", "fail"}
)
SURE = frozenset({"asserted", "confirmed"})
COUNTED_IN = frozenset({"include", "including", "inclusive"})
COUNTED_BESIDE = frozenset({"besides", "addition", "additional", "exclude", "excluding", "plus"})
"""Words by which a part is of the whole, or comes on top of it: "23 aboard, including a pilot", "23 aboard, besides a pilot"."""
DEAD, HURT = frozenset({"kill", "die", "dead", "death"}), frozenset({"injure", "hurt", "wound"})
RANKED = frozenset({"st", "nd", "rd", "th"})
MULTIPLES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "dozen": 12.0}
NEAR = 0.005
"""The share by which two figures may be apart and still be one, rounded."""


def same_facts(pairs: Sequence[tuple[Claim, Claim]], cosines: Sequence[float]) -> list[bool]:
    """Which pairs tell the same fact.

    Args:
        pairs: Claims of two sources on one event.
        cosines: How near the embeddings of each pair are.
    """
    import numpy as np

    kept = [at for at, (left, right) in enumerate(pairs) if not conflict(left, right)]
    found = [False] * len(pairs)
    if kept:
        model = load_model("fact_model")
        chance = model(np.array([row(*pairs[at], cosines[at]) for at in kept]))
        for at, value in zip(kept, chance.tolist(), strict=True):
            found[at] = round(value, 6) >= model.threshold
    return found


def conflict(left: Claim, right: Claim) -> bool:
    """Whether the two are not to be called the same fact: too little is said, or other figures, days, names or people,
    another polarity or another degree of certainty."""
    if min(len(_words(left)), len(_words(right))) < LEAST_WORDS:
        return True
    if negated(left) != negated(right) or _degree(left) != _degree(right) or _opposed(left, right):
        return True
    mine, others = _figures(left), _figures(right)
    for kind in {kind for kind, _ in mine} & {kind for kind, _ in others}:
        # What the one with fewer counts, the other must count as well.
        few, many = sorted(([v for k, v in mine if k == kind], [v for k, v in others if k == kind]), key=len)
        if not all(any(_near(x, y) for y in many) for x in few):
            return True
    mine_written, others_written = _written(left), _written(right)
    if mine_written - others_written and others_written - mine_written:
        return True
    few_large, many_large = sorted((_large(left), _large(right)), key=len)
    # Of what large figures count, the parse is often unsure; the figures themselves are seldom there by chance.
    if few_large and not all(any(_near(x, y) for y in many_large) for x in few_large):
        return True
    few_days, many_days = sorted((_days(left), _days(right)), key=len)
    if few_days and not all(any(a[0] <= b[1] and b[0] <= a[1] for b in many_days) for a in few_days):
        return True
    few_names, many_names = sorted((left, right), key=lambda claim: (len(_names(claim)), claim.id))
    if _names(few_names).keys() - _everything(many_names).keys() and _names(many_names):
        return True
    people, other_people = _people(left), _people(right)
    return bool(people and other_people and not people & other_people)


def _opposed(left: Claim, right: Claim) -> bool:
    """Whether one asks, one has the opposite of a word of the other, one tells of dead and one of hurt, or one counts in what the other
    counts besides, or in percentage points what the other counts in percent."""
    if left.text.rstrip().endswith("?") or right.text.rstrip().endswith("?"):
        return True
    mine, others = ({token.lemma.lower() for token in claim.tokens} for claim in (left, right))
    if any(antonyms(word) & (others - mine) for word in sorted(mine - others)):
        return True
    for one, other in ((mine, others), (others, mine)):
        if one & DEAD and other & HURT and not one & HURT and not other & DEAD:
            return True
        if one & COUNTED_IN and other & COUNTED_BESIDE or ("percentage" in one and "percentage" not in other and "percent" in other):
            return True
    return False


def row(left: Claim, right: Claim, cosine: float) -> list[float]:
    """The features of a pair, in the order of `FEATURES`; swapping the two changes nothing."""
    words = _words(left), _words(right)
    names = _names(left), _names(right)
    forth, back = _found(words[0], words[1]), _found(words[1], words[0])
    named, named_back = _found(names[0], _everything(right)), _found(names[1], _everything(left))
    verbs = _verbs(left), _verbs(right)
    figures, others = _figures(left), _figures(right)
    days, other_days = _days(left), _days(right)
    lengths = sorted((max(1, len(left.tokens)), max(1, len(right.tokens))))
    return [
        cosine,
        min(forth, back),
        max(forth, back),
        len(verbs[0] & verbs[1]) / max(1, min(len(verbs[0]), len(verbs[1]))),
        min(named, named_back),
        max(named, named_back),
        float(any(k == m and _near(x, y) for k, x in figures for m, y in others)),
        float(bool(figures) != bool(others)),
        float(bool(days and other_days)),
        float(bool(days) != bool(other_days)),
        float((left.attribution is None) == (right.attribution is None)),
        lengths[0] / lengths[1],
        float(_quoted(left) != _quoted(right)),
        float((left.role == "title") != (right.role == "title")),
    ]


def negated(claim: Claim) -> bool:
    return claim.certainty == "denied" or any(token.lemma.lower() in NEGATIONS for token in claim.tokens)


def _degree(claim: Claim) -> str:
    return "sure" if claim.certainty in SURE else "denied" if claim.certainty == "denied" else "open"


def _figures(claim: Claim) -> set[tuple[str, float]]:
    return {(f"{fact.kind} {fact.unit}", float(fact.number)) for fact in claim.facts if isinstance(fact, Quantity)}


def _large(claim: Claim) -> set[float]:
    """The large figures as they are written, whatever they count; what may be a year is left out."""
    written = (token.text for token in claim.tokens if token.text[0] not in "12" or len(token.text) != 4)
    plain = (text.replace(",", "") for text in written)
    return {float(text) for text in plain if text.isascii() and text.isdigit() and float(text) > LARGE}


def _written(claim: Claim) -> set[float]:
    """All numbers as they are written, as a figure, a word or a rank, whatever they count: where each of two sentences has one of its
    own, they tell two things."""
    found = set()
    for token in claim.tokens:
        word = token.text.lower().replace(",", "")
        if word in MULTIPLES:
            found.add(MULTIPLES[word])
        elif word.replace(".", "", 1).isdigit() and word.isascii():
            found.add(float(word))
        elif token.pos == "NUM" and word != "one" and (value := spelled(word)) is not None:
            found.add(value)
        elif (word[:1].isalpha() or word[-2:] in RANKED) and rank(word) > 2:
            found.add(float(rank(word)))
    return found


def _near(left: float, right: float) -> bool:
    return abs(left - right) <= NEAR * max(abs(left), abs(right))


def _days(claim: Claim) -> list[tuple[int, int]]:
    return [
        (fact.first.toordinal(), fact.last.toordinal())
        for fact in claim.facts
        if isinstance(fact, DateFact) and fact.first is not None and fact.last is not None
    ]


def _people(claim: Claim) -> set[str]:
    return {fact.canonical.rsplit(" ", 1)[-1].lower() for fact in claim.facts if isinstance(fact, Person)}


def _names(claim: Claim) -> dict[str, float]:
    """The words of names, those that the parse takes for a proper noun among them: it does not know every name."""
    found = {word.lower() for fact in claim.facts if isinstance(fact, (Person, Place, Organisation)) for word in fact.canonical.split()}
    found |= {t.text.lower() for t in claim.tokens if t.pos == "PROPN" and t.entity not in {"DATE", "TIME"} and claim.role != "title"}
    return {word[:STEM]: weight(word) + 0.05 for word in sorted(found) if word.isalpha() and len(word) > 2}


def _words(claim: Claim) -> dict[str, float]:
    return {
        token.lemma.lower()[:STEM]: weight(token.lemma.lower()) + 0.02
        for token in claim.tokens
        if token.pos in CONTENT and token.lemma.lower() not in LIGHT and token.text[0].isalnum()
    }


def _everything(claim: Claim) -> dict[str, float]:
    return {form.lower()[:STEM]: 1.0 for token in claim.tokens for form in (token.lemma, token.text)}


def _found(words: dict[str, float], among: Iterable[str]) -> float:
    """The share of the words, by weight, that stands among others; halfway where there are none."""
    total = sum(words.values())
    places = set(among)
    return sum(words[word] for word in sorted(words) if word in places) / total if total else 0.5


def _verbs(claim: Claim) -> set[str]:
    return {token.lemma.lower()[:STEM] for token in claim.tokens if token.pos == "VERB" and token.lemma.lower() not in {"say", "tell"}}


def _quoted(claim: Claim) -> bool:
    return any(fact.kind == "quote" for fact in claim.facts)


def cosine_of(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return round(float(left.astype("float64") @ right.astype("float64")), 4)
