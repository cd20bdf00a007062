"""What a claim states: one file a kind of fact, each defining `EXTRACT`, and the properties of a whole claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consistency import plugins
from consistency.model import Claim, DateFact, Fact, Person, Quote, Source
from consistency.nlp.attribution import attribute
from consistency.nlp.predications import certainty_of, is_standing


def extract(claims: Sequence[Claim], source: Source) -> list[Claim]:
    """`claims` of one source with their facts, attribution, certainty and whether they stand beyond the event. Pure."""
    found: list[list[Fact]] = [[] for _ in claims]
    for extractor in plugins.load(__name__, "EXTRACT"):
        for index, fact in extractor(claims, source):
            found[index].append(fact)
    with_facts = [
        replace(claim, facts=tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind))))
        for claim, facts in zip(claims, found, strict=True)
    ]
    attributions = attribute(with_facts)
    finished = []
    for claim, attribution in zip(with_facts, attributions, strict=True):
        people = [fact for fact in claim.facts if isinstance(fact, Person)]
        facts = tuple(replace(fact, speaker=_full_name(fact.speaker, people)) if isinstance(fact, Quote) else fact for fact in claim.facts)
        finished.append(
            replace(claim, facts=facts, attribution=attribution, certainty=certainty_of(claim.tokens), standing=_standing(claim))
        )
    return finished


def _full_name(speaker: str, people: Sequence[Person]) -> str:
    """The fullest form of the speaker's name that the source has, the words as they stand where no person is meant."""
    if "," in speaker:
        return ", ".join(_full_name(part.strip(), people) for part in speaker.split(","))
    last = speaker.lower().rsplit(" ", 1)[-1]
    return next((person.canonical for person in people if last and person.canonical.lower().rsplit(" ", 1)[-1] == last), speaker)


def _standing(claim: Claim) -> bool:
    """A lasting commitment or state, told in the body and tied to no day or month."""
    dated = any(isinstance(fact, DateFact) and fact.granularity in {"day", "month"} for fact in claim.facts)
    return claim.role == "body" and not dated and is_standing(claim.tokens)
