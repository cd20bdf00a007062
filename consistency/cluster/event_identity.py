"""What tells one happening from another of its kind: who and where a text is about, and which rarer words it uses.

A text that merely mentions another happening ("a like fire in another city killed four") names it late and once, so names count by how
much the text is about them. Weights come from general English: what else lies in the folder changes nothing.
"""

from __future__ import annotations

import calendar
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from consistency.model import Claim, Token
from consistency.nlp.gazetteer import is_country, level_of
from consistency.nlp.parse_tree import CONTENT, STEM
from consistency.nlp.word_frequency import weight

FIRST = 2
"""Claims (headline and first sentence) that say most plainly what a text is about."""
SALIENT = 10
"""Words of a text that it is most about."""
COMMON, NAMED = 0.2, 0.25
"""The weight below which a word tells nothing, and a name."""
LATE, EARLY, AGAIN = 0.15, 0.6, 0.2
"""How much a text is about a name that it brings at its end, right after its opening, and for each further mention."""
PLACES = frozenset({"GPE", "LOC", "FAC"})
NAMES = PLACES | {"PERSON", "ORG", "EVENT", "PRODUCT"}
TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "st"})
CALENDAR = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)


def identity(told: Sequence[Claim], lead: Sequence[Claim]) -> dict[str, Mapping[str, float]]:
    """Weighted sets of words by name, of a text's claims and of its lead.

    Args:
        told: All claims of the text, in order.
        lead: The first few of them.
    """
    stems = _stems(told)
    body = [claim for claim in told if not _set_in_capitals(claim)]
    every = {part for claim in told for token in claim.tokens if token.text[0].isalnum() for part in name_parts(token.text)}
    every |= {_plain(token.text) for claim in told for token in claim.tokens if token.text[0].isalnum()}
    seats = _salience(body, PLACES)
    return {
        "called": _called(body),
        "lead_called": _called([claim for claim in lead if not _set_in_capitals(claim)]),
        "heads": _called(body[:FIRST]),
        "head_stems": _stems(told[:FIRST]),
        "marked": {name: weight(name) ** 2 * value for name, value in _salience(body, NAMES).items()},
        "seats": {name: value for name, value in seats.items() if not is_country(name)},
        "seat": {name: 1.0 for name, value in seats.items() if value >= 1.0 and not is_country(name)},
        "stems": stems,
        "lead_stems": _stems(lead),
        "all_stems": dict.fromkeys(
            sorted({token.lemma.lower()[:STEM] for claim in told for token in claim.tokens if token.text[0].isalnum()}), 1.0
        ),
        "salient": dict.fromkeys(sorted(sorted(stems, key=lambda stem: (-stems[stem], stem))[:SALIENT]), 1.0),
        "tokens": {word: weight(word) ** 2 for word in sorted(every)},
    }


def _set_in_capitals(claim: Claim) -> bool:
    """Whether a headline is set in capitals throughout, so that they mark no name."""
    words = [token for token in claim.tokens if token.text[0].isalpha() and len(token.text) > 3]
    return claim.role == "title" and sum(token.text[0].isupper() for token in words) > 0.6 * len(words)


def _plain(word: str) -> str:
    return word.lower().replace("\u2019", "'").removesuffix("'s")


def name_parts(word: str) -> Iterator[str]:
    """The parts of a name: "Kiprono-Were" is called "Kiprono" elsewhere."""
    for part in _plain(word).replace("-", " ").split():
        if len(part) > 1 and part[0].isalpha() and part not in TITLES and part not in CALENDAR:
            yield part


def _is_name(token: Token, kinds: frozenset[str]) -> bool:
    if not token.text[:1].isupper():
        return False
    return token.entity in kinds or (token.pos == "PROPN" and (kinds is NAMES or level_of(token.text.lower()) is not None))


def _called(claims: Sequence[Claim]) -> dict[str, float]:
    found = {part for claim in claims for token in claim.tokens if _is_name(token, NAMES) for part in name_parts(token.text)}
    return {name: weight(name) ** 2 for name in sorted(found) if weight(name) > NAMED}


def _salience(claims: Sequence[Claim], kinds: frozenset[str]) -> dict[str, float]:
    """How much the text is about each name of some kinds, in (0, 1]."""
    found: dict[str, float] = {}
    count: Counter[str] = Counter()
    for at, claim in enumerate(claims):
        here = 1.0 if at < FIRST else max(LATE, EARLY * (1 - at / len(claims)))
        for token in claim.tokens:
            if _is_name(token, kinds):
                for part in name_parts(token.text):
                    found[part] = max(found.get(part, 0.0), here)
                    count[part] += 1
    return {name: min(1.0, value + AGAIN * (count[name] - 1)) for name, value in sorted(found.items())}


def _stems(claims: Sequence[Claim]) -> dict[str, float]:
    count: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for claim in claims:
        for stem, value in _content(claim):
            count[stem] += 1
            weights[stem] = max(weights.get(stem, 0.0), value)
    return {stem: weights[stem] ** 2 * (1 + math.log(n)) for stem, n in sorted(count.items()) if weights[stem] > COMMON}


def _content(claim: Claim) -> Iterator[tuple[str, float]]:
    for token in claim.tokens:
        lemma = token.lemma.lower()
        if token.pos in CONTENT and len(lemma) > 1:
            yield lemma[:STEM], weight(lemma)
