"""Which claims tell of an earlier happening than their source's own: the paragraph on last year's summit belongs to last year's summit.

Only what dates itself counts: a past verb that a date long before the main happening says the time of, and what carries on from it. In
doubt a claim belongs to the event of its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from consistency.model import Claim, DateFact, Event, Place, Source

LONG_BEFORE = timedelta(days=60)
"""How much earlier than the main happening a date must be where no event of the folder is on that date."""
BEFORE = timedelta(days=7)
"""And where one is."""
WHEN = frozenset({"in", "on", "at", "during", "of"})
"""Prepositions that date what the verb tells; others compare ("than last year") or give where a span begins or ends ("since 2019")."""
ADVERBIAL = frozenset({"npadvmod", "pobj", "prep", "poss", "compound", "nummod", "amod", "det", "pcomp"})
COMPARING = frozenset({"than", "since", "from", "until", "till", "unlike", "like", "compared", "versus", "ago", "still"})
CLAUSES = frozenset({"ccomp", "ROOT", "conj"})
THEN = frozenset({"then", "that", "those"})

Interval = tuple[date, date]


def elsewhere(events: Sequence[Event], sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]]) -> dict[str, str]:
    """For each claim that tells of an earlier happening: the id of the event of its story that this is, else the year it was in.

    Claims that tell of the main happening of their source's event are left out. `claims` maps a source to its claims, in order.
    """
    by_source = {source.id: source for source in sources}
    by_id = {event.id: event for event in events}
    found: dict[str, str] = {}
    for event in events:
        day = _day(event)
        if day is None:
            continue
        story = [by_id[other] for other in event.related if other in by_id]
        told = [span for source in event.sources for claim in _lead(claims[source]) for span in _spans(claim)]
        for source in event.sources:
            found.update(_earlier(by_source[source], claims[source], day, told, story))
    return found


def _earlier(source: Source, claims: Sequence[Claim], day: date, told: Sequence[Interval], story: Sequence[Event]) -> dict[str, str]:
    found: dict[str, str] = {}
    last: Claim | None = None
    lead = {claim.id for claim in _lead(claims)}
    for claim in claims:
        if claim.id in lead:
            continue
        spans = _spans(claim)
        if spans:
            place = _setting(claim, spans, day, told, story)
        else:
            follows = last is not None and last.id in found and "\n" not in source.text[last.end : claim.start]
            place = found[last.id] if last is not None and follows and _carries_on(claim) else None
        if place is not None:
            found[claim.id] = place
        last = claim
    return found


def _setting(claim: Claim, spans: Sequence[Interval], day: date, told: Sequence[Interval], story: Sequence[Event]) -> str | None:
    """The event or year that a dated claim belongs to; none if it may be the main happening."""
    if any(first <= end and start <= last for first, last in spans for start, end in told):
        return None
    if any(last >= day - BEFORE for _, last in spans) or not _dated_past(claim):
        return None
    first, last = min(spans)
    home = _home(claim, first, last, story)
    if home is None and any(end >= day - LONG_BEFORE for _, end in spans):
        return None
    return home or f"{first:%Y}"


def _home(claim: Claim, first: date, last: date, story: Sequence[Event]) -> str | None:
    """The one event of the story in that time; of several the one whose place the claim names."""
    slack = timedelta(days=1) if first == last else timedelta(0)
    then = [event for event in story if (day := _day(event)) is not None and first - slack <= day <= last + slack]
    named = {fact.canonical.lower() for fact in claim.facts if isinstance(fact, Place)}
    there = [event for event in then if event.place and event.place.lower() in named]
    chosen = there or then
    return chosen[0].id if len(chosen) == 1 else None


def _dated_past(claim: Claim) -> bool:
    """Whether each date in the claim says when something past happened, and nothing compares it with now."""
    if any(token.text.lower() in COMPARING for token in claim.tokens):
        return False
    dates = [fact for fact in claim.facts if isinstance(fact, DateFact)]
    return all(_dates_past_verb(claim, fact) for fact in dates)


def _dates_past_verb(claim: Claim, fact: DateFact) -> bool:
    tokens = claim.tokens
    at = next((i for i, token in enumerate(tokens) if token.end > fact.start and token.start < fact.end), None)
    steps = 0
    while at is not None and tokens[at].pos not in {"VERB", "AUX"}:
        token = tokens[at]
        if token.dep not in ADVERBIAL or (token.dep == "prep" and token.text.lower() not in WHEN) or token.head == at or steps > 5:
            return False
        at, steps = token.head, steps + 1
    return at is not None and tokens[at].dep in CLAUSES and _past(claim, at)


def _past(claim: Claim, verb: int) -> bool:
    """A simple past or a past perfect: "met", "was held", "had met"; not "has met", not "would meet"."""
    helpers = {token.lemma.lower(): token.tag for token in claim.tokens if token.head == verb and token.dep in {"aux", "auxpass"}}
    if any(tag == "MD" for tag in helpers.values()):
        return False
    if claim.tokens[verb].tag == "VBD":
        return True
    return claim.tokens[verb].tag in {"VBN", "VBG"} and "VBD" in helpers.values()


def _carries_on(claim: Claim) -> bool:
    """Whether an undated claim goes on with the earlier happening that the one before it tells: "The talks had lasted nine hours"."""
    root = next((i for i, token in enumerate(claim.tokens) if token.head == i), None)
    if root is None or claim.attribution is not None or not _past(claim, root):
        return False
    perfect = any(token.head == root and token.dep == "aux" and token.lemma.lower() == "have" for token in claim.tokens)
    return perfect or any(token.text.lower() in THEN for token in claim.tokens[:3])


def _lead(claims: Sequence[Claim]) -> list[Claim]:
    """Headline, deck and first sentence: they tell the main happening, and whatever they give the date of belongs to it."""
    return [claim for claim in claims if claim.role in {"title", "deck"}] + [claim for claim in claims if claim.role == "body"][:1]


def _spans(claim: Claim) -> list[Interval]:
    return [(fact.first, fact.last) for fact in claim.facts if isinstance(fact, DateFact) and fact.first and fact.last]


def _day(event: Event) -> date | None:
    return date.fromisoformat(event.date) if event.date else None
