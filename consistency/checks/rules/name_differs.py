"""One person or body, spelled in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from consistency.checks.base import Check, Difference, Example, Pair, Rung, every_two
from consistency.model import Claim, Token
from consistency.model.grouping import grouped
from consistency.nlp.lexicon import synonyms
from consistency.nlp.names import unaccented
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.word_frequency import weight

SHORTEST = 5
"""Letters of the shorter of two spellings: shorter names are too often two names."""
LONG = 8
"""From this many letters on, two letters may differ."""
RARE = 0.58
"""A name this rare in general English is no other word, and seldom two people's."""
UNKNOWN = 0.75
"""A word this rare is in no dictionary: beside a usual spelling it is a slip, even where its own account never has the usual one."""
FIRST_NAME = 0.5
"""A first name this rare, told of a person without another surname, is seldom two people's in one event."""
USUAL = 3
"""How often the two accounts must have the usual spelling for another one to be a slip."""
OFTEN = 10
"""A spelling told this often lets a word of no dictionary be its slip by two letters."""
SLIP = 0.85
"""How sure a slip is at most: a typing error is worth a look and no error that stops a merge."""
MENTIONS = 2
"""How many mentions of a spelling in one account are shown: who has it thirty times tells no more."""
CALENDAR = frozenset({"DATE", "TIME"})


def _names(claim: Claim) -> list[Token]:
    """The capitalised words of a claim that may be (part of) a name."""
    return [
        token
        for token in claim.tokens
        if token.pos == "PROPN"
        and len(token.text) >= SHORTEST
        and token.text.isalpha()
        and token.text[0].isupper()
        and not token.text.isupper()
        and token.entity not in CALENDAR
    ]


def _near(left: str, right: str, letters: int) -> bool:
    """Whether two words are at most `letters` apart and neither forms nor usual spellings of one word ("Syrian", "Organisation")."""
    from rapidfuzz.distance import OSA

    a, b = unaccented(left.lower()), unaccented(right.lower())
    if a == b or a[0] != b[0] or a.startswith(b) or b.startswith(a) or a[:-1] == b[:-1] and {a[-1], b[-1]} & {"s", "n"}:
        return False
    return b not in synonyms(a) and OSA.distance(a, b, score_cutoff=letters) <= letters


def _variant(left: str, right: str) -> bool:
    """Whether two words are near enough to be spellings of one name."""
    return _near(left, right, 2 if min(len(left), len(right)) >= LONG else 1)


def _beside(token: Token, claim: Claim) -> set[str]:
    """The names right before and after a word: the rest of a full name."""
    at = claim.tokens.index(token)
    near = claim.tokens[max(0, at - 1) : at] + claim.tokens[at + 1 : at + 2]
    return {other.text.lower() for other in near if other.pos == "PROPN" and other.text.isalpha()}


@dataclass(frozen=True)
class _Spellings(Pair[Token]):
    """Two names that may be spellings of one."""

    @cached_property
    def texts(self) -> tuple[str, str]:
        """The texts of the two accounts."""
        sources = self.context.sources
        return sources[self.left.source].text, sources[self.right.source].text

    @cached_property
    def variant(self) -> bool:
        return _variant(self.a.text, self.b.text)

    @property
    def slip(self) -> bool:
        """Whether one is a slip beside the other, which a reader knows it for."""
        here, there = self.texts
        return _slip(self.a, self.b.text, here, there) or _slip(self.b, self.a.text, there, here)

    @property
    def told(self) -> bool:
        return self.a.text in self.texts[1] or self.b.text in self.texts[0]

    @cached_property
    def same_rest(self) -> bool:
        """Whether the rest of a full name is the same."""
        return bool(_beside(self.a, self.left) & _beside(self.b, self.right))

    @cached_property
    def least_weight(self) -> float:
        return min(weight(self.a.text.lower()), weight(self.b.text.lower()))

    @cached_property
    def shared(self) -> frozenset[str]:
        return content_lemmas(self.left.tokens) & content_lemmas(self.right.tokens)

    @property
    def one_person(self) -> bool:
        """Whether two usual first names, alone or with the same surname, are told of one person in like words."""
        if {self.a.entity, self.b.entity} != {"PERSON"} or (_beside(self.a, self.left) and _beside(self.b, self.right)):
            return False
        return bool(self.shared) and self.least_weight >= FIRST_NAME


def _slip(token: Token, usual: str, own: str, other: str) -> bool:
    """Whether a spelling stands once in its own account and never in the other, beside a usual one that a reader knows it for."""
    odd = token.text
    if _count(odd, own) != 1 or odd in other:
        return False
    at_home, abroad = _count(usual, own), _count(usual, other)
    rare = weight(odd.lower())
    if not _variant(odd, usual):
        return rare >= UNKNOWN and at_home + abroad >= OFTEN and bool(at_home)
    return rare >= (RARE if token.entity == "PERSON" and at_home >= USUAL - 1 else UNKNOWN) and at_home + abroad >= USUAL and abroad > 0


def _count(word: str, text: str) -> int:
    return _words(text)[word]


@lru_cache(maxsize=64)
def _words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(re.findall(r"\w+", text))


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims of different sources that hold two spellings of one name; the names of an event are few."""
    homes: dict[str, list[Claim]] = {}
    for claim in members:
        for word in sorted({token.text for token in _names(claim)}):
            told = homes.setdefault(word, [])
            if sum(other.source == claim.source for other in told) < MENTIONS:
                told.append(claim)
    for words in grouped((word[0].lower(), word) for word in sorted(homes)).values():
        for a, b in combinations(words, 2):
            if abs(len(a) - len(b)) <= 2 and _near(a, b, 2):
                yield from ((x, y) for x in homes[a] for y in homes[b] if x.source != y.source)


def _tell(pair: _Spellings) -> Difference:
    sure = 0.6 + 0.2 * pair.same_rest + min(0.1, 0.03 * len(pair.shared)) + 0.1 * max(0.0, pair.similarity)
    return Difference((pair.a.text, pair.b.text), "name", round(min(SLIP if pair.slip else 0.95, sure), 3), "how a name is spelled")


CHECK = Check(
    id="name-differs",
    title="How a name is spelled",
    kind="contradiction",
    severity="warning",
    about="Compares the names in the accounts of one event and fires where two of them differ in one letter (two in long names), where the rest of the "
    "full name is the same or both are rare in general English. An account that has both spellings is left alone, unless one of them is a slip: a word of no "
    "dictionary that appears once, next to the usual spelling.",
    cannot_tell="Which spelling is right, whether two people with nearly the same name are meant, and other differences of names: another first name, "
    "another person, a transliteration that changes more letters.",
    rungs=(
        Rung("not comparable", "The names are not spellings of one name.", lambda pair: not _near(pair.a.text, pair.b.text, 2)),
        Rung("slip", "One spelling, of no dictionary, appears a single time next to the usual one.", lambda pair: pair.slip, fires=True),
        Rung("two letters", "Two letters differ, in a short name: it is another name.", lambda pair: not pair.variant),
        Rung("told elsewhere", "The other account has this spelling too.", lambda pair: pair.told),
        Rung(
            "differs",
            "The accounts spell one name in two ways: the rest of the name is the same, or both are rare.",
            lambda pair: pair.same_rest or pair.least_weight >= RARE,
            fires=True,
        ),
        Rung("person", "Two spellings of a first name, in similar words about one person.", lambda pair: pair.one_person, fires=True),
        Rung("common name", "A name part that is common, without the same rest: two people may bear the two forms."),
    ),
    relevant=lambda claim: bool(_names(claim)),
    candidates=_candidates,
    pairs=every_two(_Spellings, _names),
    tell=_tell,
    examples=(
        Example("The harbour master, Torben Lindqvist, closed the lock.", "The lock was closed by harbour master Torben Lindquist.", True),
        Example(
            "The harbour master, Torben Lindqvist, closed the lock.",
            "Harbour master Torben Lindqvist closed the lock. Lindqvist had seen the crack. Divers helped Linqvist.",
            True,
            "a slip: the second account has the usual spelling, too",
        ),
        Example(
            "The harbour master, Torben Lindqvist, closed the lock.", "Harbour master Lindqvist closed the lock.", False, "a short form"
        ),
        Example(
            "The Lock Keepers’ Organisation closed the lock.",
            "The Lock Keepers’ Organization closed the lock.",
            False,
            "two usual spellings",
        ),
        Example("The harbour master, Torben Lindqvist, closed the lock.", "The pilot, Maren Holm, closed the lock.", False, "two people"),
        Example(
            "Harbour master Torben Lindqvist closed the lock.",
            "Harbour master Torben Lindquist closed the lock. Lindqvist had seen the crack. Torben Lindquist rang the bell.",
            False,
            "the second account has both",
        ),
        Example(
            "The harbour master, Martin, closed the lock at noon.",
            "The harbour master, Martyn, closed the lock at noon.",
            False,
            "a common name",
        ),
        Example("Karen Martin closed the lock at noon.", "Bo Martens closed the lock at noon.", False, "two letters apart: two names"),
        Example(
            "Pilot Kirsten Holm closed the lock at noon on Monday, and Kirsten rang the bell.",
            "On Monday at noon Kristen closed the lock.",
            True,
            "one first name",
        ),
    ),
)
