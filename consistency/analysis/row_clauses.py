"""Which clauses of a sentence a row is about: those that are nearer in meaning to what the row's other sources tell than the whole is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.analysis.coverage import comparable
from consistency.cluster.fact_features import Telling, telling
from consistency.model import Claim, Coverage, DateFact, Finding, Group, Quantity, Quote, RowClause, Span
from consistency.nlp.clauses import Clause, clauses, spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Embedder

NEARER = 0.03
"""How much nearer, as a cosine, a sentence must come to the row's others without a clause that they seem not to tell: on average, and no
nearer to one at the cost of another."""
MOST_LEFT_OUT = 0.25
"""What the words may weigh that only such a clause shares with another claim of the row."""


def with_clauses(
    coverage: Sequence[Coverage],
    groups: Iterable[Group],
    findings: Iterable[Finding],
    claims: Mapping[str, Claim],
    vectors: Mapping[str, NDArray[np.float32]],
    embedder: Embedder,
) -> tuple[Coverage, ...]:
    """The coverage, with the clauses that each row is about. `claims` and `vectors` go by the claim's id.

    The words that `findings` name are never left out.
    """
    named: dict[tuple[str | None, str], list[Span]] = defaultdict(list)
    for finding in findings:
        for item in finding.evidence:
            named[finding.group, item.claim].append((item.start, item.end))
    asked: list[tuple[str, Claim, list[Claim], tuple[Span, ...]]] = []
    for group in groups:
        if group.scope != "event":
            continue
        row = [claims[name] for name in group.claims]
        for claim in row:
            others = [other for other in row if comparable(claim, other)]
            if others and (found := likely_clauses(claim, others, named.get((group.id, claim.id), ()))):
                asked.append((group.id, claim, others, found))
    texts = [" ".join(claim.words(start, end) for start, end in found) for _, claim, _, found in asked]
    told: dict[str, list[RowClause]] = defaultdict(list)
    for (group_id, claim, others, found), vector in zip(asked, embedder(texts) if texts else (), strict=True):
        gains = [round(float((vector - vectors[claim.id]) @ vectors[other.id]), 4) for other in others]
        if min(gains) >= 0 and sum(gains) >= NEARER * len(gains):
            told[group_id].append(RowClause(claim.id, found))
    return tuple(replace(item, clauses=tuple(told.get(item.group, ()))) for item in coverage)


def likely_clauses(claim: Claim, others: Sequence[Claim], evidence: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The stretches of a claim that are left, in order, without the clauses that share nothing with the others of its row; none if that is
    all of it, or if it does not read by itself.

    Args:
        claim: The claim.
        others: The claims of other sources in its row.
        evidence: Spans of the claim that must be left.
    """
    parts = clauses(claim)
    if not parts:
        return ()
    own, rows = telling(claim), [telling(other) for other in others]
    asked = {fact for other in others for fact in _facts(other)}
    kept = list(parts)
    # The clause that shares least goes first: it takes the least along.
    for part in sorted(parts, key=lambda part: (max(_only_in(own, part, (), other) for other in rows), -min(part.own))):
        rest = [other for other in kept if other is not part]
        needed = _holds(claim, part, evidence) or _facts(claim, part) & asked
        if rest and not needed and all(_only_in(own, part, rest, other) <= MOST_LEFT_OUT for other in rows):
            kept = rest
    return spans(claim, kept) if _reads_alone(claim, parts, kept) else ()


def _only_in(own: Telling, part: Clause, rest: Iterable[Clause], other: Telling) -> float:
    """The weight of the words that a clause shares with another claim and the rest of its sentence does not."""
    held = {i for kept in rest for i in kept.own | kept.context}
    words = (stem for stem, at in own.places.items() if not part.own.isdisjoint(at) and held.isdisjoint(at))
    return round(sum(own.words[stem] for stem in words if stem in other.near), 4)


def _holds(claim: Claim, part: Clause, stretches: Iterable[Span]) -> bool:
    places = [(claim.tokens[i].start, claim.tokens[i].end) for i in part.own]
    return any(start < last and first < end for start, end in places for first, last in stretches)


def _facts(claim: Claim, part: Clause | None = None) -> set[tuple[str, str]]:
    """The figures, days and quotations in a clause, or in all of the claim."""
    found = [fact for fact in claim.facts if isinstance(fact, (Quantity, DateFact, Quote))]
    return {(fact.kind, fact.value) for fact in found if part is None or _holds(claim, part, [(fact.start, fact.end)])}


def _reads_alone(claim: Claim, parts: Sequence[Clause], kept: Sequence[Clause]) -> bool:
    """Whether what is kept of a sentence says the same without the rest of it."""
    left = [part for part in parts if part not in kept and not part.aside]
    if any(part.leans and min(other.own) < min(part.own) for part in kept for other in left):
        return False
    # What is said of a noun by the way cannot stand between clauses that are not of it.
    if any(part.aside and part.context & other.own for part in kept for other in left) and len(kept) > 1:
        return False
    # A day that stands before is one of what follows too.
    first = min(min(part.own) for part in kept)
    days = [(fact.start, fact.end) for fact in claim.facts if isinstance(fact, DateFact)]
    before = any(min(part.own) < first and _holds(claim, part, days) for part in left)
    return len(kept) < len(parts) and (not before or any(_holds(claim, part, days) for part in kept))
