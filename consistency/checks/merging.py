"""One finding a fact: findings on the same words, or on the same two figures, become one with all its versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from consistency.model import DIFFERENCES, SEVERITIES, Evidence, Finding
from consistency.model.grouping import grouped
from consistency.model.ids import digest
from consistency.model.joining import connected

FIGURES = frozenset({"number-differs", "amount-differs"})
TELLING = 10.0
"""From this figure on, the same two figures in one event are the same dispute: two and three may count anything."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
Place = tuple[str, int, int]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings on one fact into one finding.

    Two findings of an event are on one fact where one check finds both and they share the words of a version or oppose the same
    two figures, or where two checks mark the same words on both sides. A note is no version of what is surer.

    Args:
        findings: Findings in any order, before fingerprints are made distinct.

    Returns:
        The findings, each fact once, in the order of the surest of each; `parts` holds the fingerprints that were joined.
    """
    ordered = sorted(
        findings,
        key=lambda finding: (SEVERITIES.index(finding.severity), -finding.confidence, finding.event, finding.check, finding.fingerprint),
    )
    several = [at for at, item in enumerate(ordered) if item.scope == "event" and item.kind in DIFFERENCES]
    by_event = grouped((ordered[at].event, at) for at in several)
    pairs = ((a, b) for part in by_event.values() for a, b in combinations(part, 2) if _one_fact(ordered[a], ordered[b]))
    sets = connected(several, pairs)
    loose = [item for item in ordered if item.scope != "event" or item.kind not in DIFFERENCES]
    return [*(_joined([ordered[at] for at in part]) if len(part) > 1 else ordered[part[0]] for part in sets), *loose]


def versions(finding: Finding) -> dict[str, tuple[Evidence, ...]]:
    """The evidence for each version of a finding, the left one first, by its normalised value.

    Args:
        finding: Any finding; an omission has no version but what is left out.

    Returns:
        A tuple of evidence by value, in the finding's order.
    """
    values = {"left": finding.left_value, "right": finding.right_value}
    found = grouped((item.value or values[item.side], item) for item in sorted(finding.evidence, key=lambda item: item.side))
    return {value: tuple(items) for value, items in found.items()}


def _one_fact(a: Finding, b: Finding) -> bool:
    if a.check == b.check:
        if (a.severity == "note") != (b.severity == "note"):
            return False  # a doubtful version would make the sure ones doubtful
        places = {_place(item) for item in a.evidence} & {_place(item) for item in b.evidence}
        return bool(places) or (a.check in FIGURES and _same_figures(a, b))
    return on_same_words(a, b) or on_same_words(a, b, turned=True)


def on_same_words(a: Finding, b: Finding, turned: bool = False) -> bool:
    """Whether both findings mark the same words on each side; `turned`: the left side of one and the right side of the other."""
    return all(
        any(
            one.claim == other.claim and one.start < other.end and other.start < one.end
            for one in a.evidence
            for other in b.evidence
            if one.side == side and (other.side == side) is not turned
        )
        for side in ("left", "right")
    )


def _place(item: Evidence) -> Place:
    return item.claim, item.start, item.end


def _same_figures(a: Finding, b: Finding) -> bool:
    pairs = [frozenset(map(_figure, (item.left_value, item.right_value))) for item in (a, b)]
    numbers = [number for number, _ in pairs[0]]
    return pairs[0] == pairs[1] and len(pairs[0]) == 2 and max(numbers) >= TELLING


def _figure(value: str) -> tuple[float, str]:
    """The number in a value, and its unit where that is a currency or a share: what is counted is worded in many ways."""
    number = _NUMBER.search(value)
    unit = re.search(r"\b[A-Z]{3}\b|percent|points|%", value)
    return (float(number.group()) if number else 0.0, unit.group() if unit else "")


def _joined(group: Sequence[Finding]) -> Finding:
    """The surest finding with the versions and claims of all."""
    best = group[0]
    names = {
        key: value
        for finding in reversed(group)
        for key, value in ((_key(finding.check, item.value), item.value) for item in finding.evidence)
    }
    evidence: dict[Place, Evidence] = {}
    for finding in group:
        if finding.check == best.check:
            for item in finding.evidence:
                evidence.setdefault(_place(item), replace(item, value=names[_key(best.check, item.value)]))
    first = names[_key(best.check, best.left_value)]
    others = list(dict.fromkeys(item.value for item in evidence.values() if item.value != first))
    parts = tuple(sorted({finding.fingerprint for finding in group if finding.check == best.check}))
    one_pair = len(others) < 2
    return replace(
        best,
        kind="contradiction" if any(finding.kind == "contradiction" for finding in group) else best.kind,
        claims=tuple(sorted({claim for finding in group for claim in finding.claims})),
        evidence=tuple(replace(item, side="left" if item.value == first else "right") for item in evidence.values()),
        left_value=first,
        right_value="; ".join(others),
        fingerprint=best.fingerprint if one_pair else digest(*parts),
        parts=parts if len(parts) > 1 else (),
    )


def _key(check: str, value: str) -> object:
    """What makes two values one version."""
    return _figure(value) if check in FIGURES and _NUMBER.search(value) else value
