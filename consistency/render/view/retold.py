"""Sources that report a disputed fact in sentences which no check lined up: their version belongs in the table too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from consistency.checks.figures import overlap
from consistency.checks.merging import versions
from consistency.checks.slots import agreement
from consistency.model import Claim, Clock, DateFact, Fact, Organisation, Person, Quantity, Source
from consistency.render.view.view import FindingView

SAME = 0.6
"""How well the slots of two figures must agree, in [0, 1], for the other to be the same fact."""


def retellings(
    item: FindingView, silent: Sequence[Source], claims: Mapping[str, Sequence[Claim]]
) -> Iterator[tuple[Source, int, Claim, Fact]]:
    """For each source without evidence in a finding, the place where it reports one of its versions.

    Args:
        item: The finding.
        silent: The sources to look in.
        claims: The claims of each source, by its id, in the order of the text.

    Yields:
        The source, the number of the version it reports, and the claim and fact that report it. A value that fits no version is
        left out: it may be of something else.
    """
    known = [
        (number, fact)
        for number, evidence in enumerate(versions(item.finding).values())
        for one in evidence
        for passage in (*item.left, *item.right)
        if passage.claim.id == one.claim
        for fact in passage.claim.facts
        if fact.start < one.end and one.start < fact.end
    ]
    for source in silent:
        found = [
            (-sure, claim.start, fact.start, number, claim, fact)
            for claim in claims.get(source.id, ())
            for fact in claim.facts
            for number, sure in _fits(known, fact, item.finding.check)
        ]
        if found:
            *_, number, claim, fact = min(found, key=lambda entry: entry[:4])
            yield source, number, claim, fact


def _fits(known: Sequence[tuple[int, Fact]], fact: Fact, check: str) -> list[tuple[int, float]]:
    """The version that `fact` reports, and how sure that is; none where it may be either of two ("dozens", a surname)."""
    found: dict[int, float] = {}
    for number, version in known:
        sure = _same(version, fact, check)
        if sure:
            found[number] = max(sure, found.get(number, 0.0))
    exact = {number: sure for number, sure in found.items() if sure == 1.0} if check == "name-differs" else {}
    fit = exact or found
    return list(fit.items()) if len(fit) == 1 else []


def _same(version: Fact, fact: Fact, check: str) -> float:
    """How sure it is that `fact` reports `version`, in [0, 1]; 0 where it does not."""
    if isinstance(version, Quantity) and type(version) is type(fact) and isinstance(fact, Quantity):
        if check not in {"number-differs", "amount-differs", "detail-differs"} or not overlap(version, fact):
            return 0.0
        sure = agreement(version.slot, fact.slot)
        if not version.slot.noun and version.unit and version.slot.predicate == fact.slot.predicate and version.number == fact.number:
            sure = max(sure, SAME)
        return sure if sure >= SAME else 0.0
    if isinstance(version, DateFact) and isinstance(fact, DateFact) and check in {"date-differs", "detail-differs"}:
        same = version.first is not None and (version.first, version.last) == (fact.first, fact.last)
        return 1.0 if same and version.slot.predicate and version.slot.predicate == fact.slot.predicate else 0.0
    if isinstance(version, Person | Organisation) and isinstance(fact, Person | Organisation) and check == "name-differs":
        if version.text.split()[-1:] != fact.text.split()[-1:]:
            return 0.0
        return 1.0 if version.text == fact.text else SAME  # the surname alone leaves open how the first name is written
    if isinstance(version, Clock) and isinstance(fact, Clock) and check in {"date-differs", "detail-differs"}:
        return 1.0 if version.value == fact.value else 0.0
    return 0.0
