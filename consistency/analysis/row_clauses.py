"""Which clauses of a sentence a row is about: those that are nearer in meaning to what the row's other sources tell than the whole is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.analysis.coverage import comparable
from consistency.cluster.fact_features import Telling, telling
from consistency.model import Claim, Coverage, DateFact, Fact, Finding, Group, Quantity, Quote, RowClause, Span
from consistency.nlp.clauses import Cut, cuts, places, spans

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
    parts = list(cuts(claim))
    if not parts:
        return ()
    own, rows = telling(claim), [telling(other) for other in others]
    asked = {(fact.kind, fact.value) for other in others for fact in _facts(other)}
    asked_here = [(fact.start, fact.end) for fact in _facts(claim) if (fact.kind, fact.value) in asked]
    named = frozenset(i for start, end in (*evidence, *asked_here) for i in places(claim, start, end))
    out, done = frozenset[int](), list[Cut]()
    # What shares least goes first: it takes the least along.
    for part in sorted(parts, key=lambda part: (max(_only_in(own, part.out, other) for other in rows), -min(part.out))):
        gone = out | part.out
        needed = named | {other.needs for other in (part, *done) if part is other or not other.out <= part.out}
        if needed.isdisjoint(gone) and all(_only_in(own, gone, other) <= MOST_LEFT_OUT for other in rows):
            out, done = gone, [*done, part]
    return spans(claim, out) if out else ()


def _only_in(own: Telling, out: frozenset[int], other: Telling) -> float:
    """The weight of the words that a part of a sentence shares with another claim and the rest of the sentence does not."""
    return round(sum(own.words[stem] for stem, at in own.places.items() if stem in other.near and out.issuperset(at)), 4)


def _facts(claim: Claim) -> list[Fact]:
    """Figures, days and quotations."""
    return [fact for fact in claim.facts if isinstance(fact, (Quantity, DateFact, Quote))]
