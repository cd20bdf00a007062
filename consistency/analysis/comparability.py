"""Which documents were read but cannot be compared with others, or only in part. What is not compared must not pass for agreement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from consistency.model import Claim, DateFact, Skipped, Source
from consistency.model.listing import listed

_SENTENCES = 5
"""Sentences of some length in which a verb is looked for before the parse is called poor."""
_WORDS = 6
_DAYS = 3


def not_compared(sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]], new: Collection[str] = ()) -> tuple[Skipped, ...]:
    """One entry a reason and document, sorted. Those of a source in `new` (ids) keep a check from passing."""
    found = []
    for source in sources:
        reasons = [*source.not_compared]
        if not reasons and not claims[source.id]:
            reasons.append("holds no sentence that reports something, only captions or parts of a page: check the text")
        elif not reasons:
            reasons += [*_undated(source, claims[source.id]), *_poorly_parsed(claims[source.id])]
        found += [Skipped(source.path, f"{source.filed}: {reason}", (source.path,), source.id in new) for reason in reasons]
    return tuple(sorted(found, key=lambda item: (item.path, item.message)))


def _undated(source: Source, claims: Sequence[Claim]) -> list[str]:
    """A weekday without a date of publication is no day: nothing tells whether two of them are one."""
    if source.published is not None:
        return []
    words = {fact.relative for claim in claims for fact in claim.facts if isinstance(fact, DateFact) and fact.first is None}
    shown = sorted(filter(None, words))
    if not shown:
        return []
    named = listed([f'"{word}"' for word in shown[:_DAYS]]) + (" and others" if len(shown) > _DAYS else "")
    return [f"no publication date is known, so {named} cannot be compared with other days: give `published` in sources.toml"]


def _poorly_parsed(claims: Sequence[Claim]) -> list[str]:
    """Whether most sentences have no verb for the parser: lists, tables, damaged or foreign text, from which no fact is read."""
    long = [claim for claim in claims if claim.role == "body" and sum(token.text.isalpha() for token in claim.tokens) >= _WORDS]
    bare = sum(not any(token.pos in ("VERB", "AUX") for token in claim.tokens) for claim in long)
    if len(long) < _SENTENCES or bare * 2 <= len(long):
        return []
    return [f"no verb was found in {bare} of {len(long)} sentences: what they report is hardly compared; check the text"]
