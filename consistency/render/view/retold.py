"""Sources that report a disputed fact in sentences which no check lined up: their version belongs in the table too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from consistency.checks.figures import overlap
from consistency.checks.merging import versions
from consistency.checks.slots import agreement
from consistency.model import Claim, Clock, DateFact, Evidence, Fact, Organisation, Person, Quantity, Quote, Role, Source
from consistency.nlp.parse_tree import content_lemmas
from consistency.render.view.view import FindingView

SAME = 0.6
"""How well the slots of two figures must agree, in [0, 1], for the other to be the same fact."""
LINED_UP = 0.5
"""How sure it is that an equal value is of the same fact, where its sentence is lined up with one in dispute."""
ALIKE = 0.6
"""The share of the content words of the shorter sentence that the other has too, for the two to be of one fact."""
LEAST_SHARED = 3
COVERED = 0.6
"""The share of a version's words that a fact must make up to be what is disputed, and not something said in passing."""
WORDED = frozenset({"detail-differs", "place-differs", "quote-differs"})
"""Checks whose versions are words that another source may have just so."""
LEAST_WORD, LEAST_QUOTED = 4, 3
"""Letters of a word, and words of a quotation, from which finding them again is no chance."""

Known = Sequence[tuple[int, Evidence, Fact]]


class Retold:
    """Finds what sources without evidence report of a finding. Holds the claims of each source, and their words once looked up."""

    def __init__(self, claims: Mapping[str, Sequence[Claim]]) -> None:
        self._claims = claims
        self._words: dict[str, frozenset[str]] = {}

    def __call__(
        self, item: FindingView, silent: Sequence[Source], lined_up: Collection[str]
    ) -> Iterator[tuple[Source, int, Claim, Evidence]]:
        """For each source without evidence in a finding, the place where it reports one of its versions.

        Args:
            item: The finding.
            silent: The sources to look in.
            lined_up: The ids of the claims that are in one group with a sentence of the finding.

        Yields:
            The source, the number of the version it reports, its claim, and the words there as evidence. A value that fits no version
            is left out: it may be of something else.
        """
        check, every = item.finding.check, list(versions(item.finding).values())
        sentences = {passage.claim.id: passage.claim for passage in (*item.left, *item.right)}
        evidence = [(number, one) for number, part in enumerate(every) for one in part if one.claim in sentences]
        known = [
            (number, one, fact)
            for number, one in evidence
            for fact in sentences[one.claim].facts
            if fact.start < one.end and one.start < fact.end
        ]
        facing = [self._content(claim) for claim in sentences.values()]
        for source in silent:
            found = []
            for claim in self._claims.get(source.id, ()):
                found += [(-sure, number, claim, _as(fact, claim)) for number, sure, fact in _slots(known, claim, check)]
                found += [(-1.0, number, claim, one) for number, one in _quoted(evidence, claim, check)]
                near = [*_values(known, claim), *_words(evidence, claim, check)]
                only = len({number for number, _ in near}) == 1
                if only and (claim.id in lined_up or any(_alike(self._content(claim), words) for words in facing)):
                    found += [(-LINED_UP, number, claim, one) for number, one in near]
            if found:
                _, number, claim, one = min(found, key=lambda entry: (entry[0], entry[3].start, entry[1]))
                yield source, number, claim, one

    def _content(self, claim: Claim) -> frozenset[str]:
        if claim.id not in self._words:
            self._words[claim.id] = content_lemmas(claim.tokens)
        return self._words[claim.id]


def _alike(some: frozenset[str], others: frozenset[str]) -> bool:
    shared = len(some & others)
    return shared >= LEAST_SHARED and shared >= ALIKE * min(len(some), len(others))


def _as(fact: Fact, claim: Claim) -> Evidence:
    return Evidence(claim.id, "left", fact.start, fact.end, fact.text, fact.value)


# ---- anywhere in the source, by what a fact itself says


def _slots(known: Known, claim: Claim, check: str) -> Iterator[tuple[int, float, Fact]]:
    for fact in claim.facts:
        yield from ((number, sure, fact) for number, sure in _fits(known, fact, check))


def _fits(known: Known, fact: Fact, check: str) -> list[tuple[int, float]]:
    """The version that `fact` reports, and how sure that is; none if it may be either of two ("dozens", a surname)."""
    found: dict[int, float] = {}
    for number, _, version in known:
        sure = _same(version, fact, check)
        if sure:
            found[number] = max(sure, found.get(number, 0.0))
    exact = {number: sure for number, sure in found.items() if sure == 1.0} if check == "name-differs" else {}
    fit = exact or found
    return list(fit.items()) if len(fit) == 1 else []


def _same(version: Fact, fact: Fact, check: str) -> float:
    """How sure it is that `fact` reports `version`, in [0, 1]; 0 if it does not."""
    if isinstance(version, Quantity) and type(version) is type(fact) and isinstance(fact, Quantity):
        if check not in {"number-differs", "amount-differs", "detail-differs"} or not overlap(version, fact):
            return 0.0
        sure = agreement(version.slot, fact.slot)
        if not version.slot.noun and version.unit and version.slot.predicate == fact.slot.predicate and version.number == fact.number:
            sure = max(sure, SAME)
        return sure if sure >= SAME else 0.0
    if isinstance(version, DateFact) and isinstance(fact, DateFact) and check in {"date-differs", "detail-differs"}:
        return 1.0 if _one_day(version, fact) and version.slot.predicate and version.slot.predicate == fact.slot.predicate else 0.0
    if isinstance(version, Person | Organisation) and isinstance(fact, Person | Organisation) and check == "name-differs":
        if version.text.split()[-1:] != fact.text.split()[-1:]:
            return 0.0
        return 1.0 if version.text == fact.text else SAME  # the surname alone leaves open how the first name is written
    if isinstance(version, Clock) and isinstance(fact, Clock) and check in {"date-differs", "detail-differs"}:
        return 1.0 if version.value == fact.value else 0.0
    if isinstance(version, Role) and isinstance(fact, Role) and check == "office-differs":
        return SAME if _one_office(version, fact) else 0.0
    return 0.0


def _one_day(version: DateFact, fact: DateFact) -> bool:
    return version.first is not None and (version.first, version.last) == (fact.first, fact.last)


def _one_office(version: Role, fact: Role) -> bool:
    holders = [role.holder.split()[-1:] for role in (version, fact)]
    return version.office == fact.office and version.former == fact.former and bool(holders[0]) and holders[0] == holders[1]


# ---- in a sentence that is lined up with one in dispute, by an equal value or the same words


def _values(known: Known, claim: Claim) -> Iterator[tuple[int, Evidence]]:
    for number, one, version in known:
        if min(version.end, one.end) - max(version.start, one.start) >= COVERED * (one.end - one.start):
            yield from ((number, _as(fact, claim)) for fact in claim.facts if _equal(version, fact))


def _equal(version: Fact, fact: Fact) -> bool:
    if type(version) is not type(fact) or isinstance(version, Person | Organisation | Quote):
        return False
    if isinstance(version, Quantity) and isinstance(fact, Quantity):
        nouns = {version.slot.noun, fact.slot.noun} - {""}
        return overlap(version, fact) and len(nouns) < 2
    if isinstance(version, DateFact) and isinstance(fact, DateFact):
        return _one_day(version, fact)
    return version.value == fact.value


def _words(evidence: Sequence[tuple[int, Evidence]], claim: Claim, check: str) -> Iterator[tuple[int, Evidence]]:
    """The versions whose very words a claim has."""
    for number, one in evidence if check in WORDED else ():
        if one.value and len(one.text) >= LEAST_WORD:
            yield from ((number, found) for found in _found(one, claim))


def _quoted(evidence: Sequence[tuple[int, Evidence]], claim: Claim, check: str) -> Iterator[tuple[int, Evidence]]:
    """The versions of a quotation that a claim has word for word: these need no sentence that is lined up."""
    if check == "quote-differs" and any(isinstance(fact, Quote) for fact in claim.facts):
        for number, one in evidence:
            if len(one.text.split()) >= LEAST_QUOTED:
                yield from ((number, found) for found in _found(one, claim))


def _found(one: Evidence, claim: Claim) -> Iterator[Evidence]:
    spaced = r"\s+".join(map(re.escape, one.text.split()))
    for match in re.finditer(rf"(?<!\w){spaced}(?!\w)", claim.text, re.IGNORECASE):
        yield Evidence(claim.id, one.side, claim.start + match.start(), claim.start + match.end(), match.group(), one.value, one.shown)
