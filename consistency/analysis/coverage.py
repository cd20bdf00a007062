"""Who tells what of an event, how central it is, what one source alone tells, and why a source may be silent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.analysis.omission_reasons import earlier, foresees, text_reasons
from consistency.analysis.statement_match import Account, Likeness, Matter, Part, Unsaid, part_of, parts
from consistency.cluster.independence import parted
from consistency.cluster.same_fact import LIKELY, chances, cosine_of, same_facts
from consistency.model import Alone, Claim, Coverage, DateFact, Event, Group, Quantity, Quote, Reason, Silence, Source
from consistency.model.grouping import grouped
from consistency.model.word_counts import word_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = Mapping[str, NDArray[np.float32]]

LOOKED_AT = 14
"""The most central claims of a source that are looked for in the others; the rest is detail, and looking has its price."""
KEPT = 6
"""What one source alone tells is listed up to this many matters."""
LEAST_CENTRAL = 0.3
"""What is less central than this to its event is not listed as told by one source alone."""
TOGETHER, MEANING, MISSING = 0.34, 0.56, 0.9
"""A document may tell a matter where it has more of its words in one place, a claim nearer in meaning, or lacks less of its names."""
PART_TOGETHER, PART_MISSING = 0.22, 1.6
"""The same for part of a claim, which no embedding speaks for."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found of every event. `matters` are those that some source may leave out, each with the sources that may."""

    coverage: tuple[Coverage, ...] = ()
    alone: tuple[Alone, ...] = ()
    matters: tuple[tuple[Matter, Unsaid], ...] = ()


def survey(
    events: Sequence[Event],
    groups: Sequence[Group],
    sources: Sequence[Source],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Vectors,
    aside: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Survey:
    """Survey the events: with `only`, no others than those with these ids. `groups` know their witnesses, `claims` go by source.

    `aside` are the ids of claims that tell of another happening, which nobody need repeat.
    """
    source_of = {source.id: source for source in sources}
    claim_of = {claim.id: claim for source in sources for claim in claims[source.id]}
    event_of = {event.id: event for event in events}
    by_event = grouped((group.event, group) for group in groups)
    coverage: list[Coverage] = []
    alone: list[Alone] = []
    matters: list[tuple[Matter, Unsaid]] = []
    for event in events:
        own = by_event[event.id]
        if only is not None and event.id not in only:
            coverage += [_stated(_plain(group, event_of, claim_of), group, claim_of, vectors) for group in own]
            continue
        told = _Told(event, own, source_of, claims, claim_of, vectors, aside)
        for group in own:
            found = _plain(group, event_of, claim_of)
            if group.scope == "event" and found.silent:
                matter, unsaid = told.of_group(group)
                if matter.witnesses > 1:
                    matters += [(matter, item) for item in unsaid]
                reasons = tuple(Silence(source.id, item.reason) for item in unsaid for source in item.sources)
                found = replace(found, centrality=matter.centrality, reasons=tuple(sorted(reasons, key=lambda item: item.source)))
            elif group.scope == "event":
                found = replace(found, centrality=told.centrality([claim_of[name] for name in group.claims]))
            coverage.append(_stated(found, group, claim_of, vectors))
        for matter, unsaid in told.alone():
            matters += [(matter, item) for item in unsaid]
            alone.append(_alone(matter, unsaid))
    return Survey(tuple(sorted(coverage, key=lambda item: item.group)), tuple(alone), tuple(matters))


def _plain(group: Group, events: Mapping[str, Event], claims: Mapping[str, Claim]) -> Coverage:
    """Which sources tell the group, and which on the same event (or story, for a standing group) are silent."""
    event = events[group.event]
    scope = [event] if group.scope == "event" else [event, *(events[other] for other in event.related)]
    told = {claims[name].source for name in group.claims}
    everyone = {source for item in scope for source in item.sources}
    return Coverage(group=group.id, told=tuple(sorted(told)), silent=tuple(sorted(everyone - told)))


def _stated(found: Coverage, group: Group, claims: Mapping[str, Claim], vectors: Vectors) -> Coverage:
    """With the claim that most sources tell the fact of, and these sources: to be on one subject is no agreement."""
    members = [claims[name] for name in group.claims]
    pairs = [(a, b) for a in members for b in members if comparable(a, b)]
    alike = same_facts(pairs, [cosine_of(vectors[a.id], vectors[b.id]) for a, b in pairs])
    same = {(a.id, b.id) for (a, b), told in zip(pairs, alike, strict=True) if told}
    anchor, telling = reports(members, lambda a, b: (a.id, b.id) in same)
    return replace(found, anchor=anchor.id, reporting=tuple(sorted({claim.source for claim in telling})))


def comparable(left: Claim, right: Claim) -> bool:
    """Whether one may be said to report what the other does: a headline tells too little of it for that."""
    return left.source != right.source and "title" not in (left.role, right.role)


def reports(members: Sequence[Claim], tells: Callable[[Claim, Claim], bool]) -> tuple[Claim, list[Claim]]:
    """The claim of a group that most sources tell the fact of, and those that tell it, itself among them.

    Args:
        members: The claims of the group.
        tells: Whether the second claim tells the fact of the first.
    """
    telling = {claim.id: [claim, *(other for other in members if tells(claim, other))] for claim in members}
    count = {name: len({claim.source for claim in found}) for name, found in telling.items()}
    anchor = min(members, key=lambda claim: (-count[claim.id], claim.role != "body", len(claim.text), claim.id))
    return anchor, telling[anchor.id]


def _alone(matter: Matter, unsaid: Sequence[Unsaid]) -> Alone:
    part = matter.part
    reasons = sorted((Silence(source.id, item.reason) for item in unsaid for source in item.sources), key=lambda item: item.source)
    return Alone(matter.event, part.claim.source, part.claim.id, part.start, part.end, part.text, matter.centrality, tuple(reasons))


class _Told:
    """One event: its independent witnesses, what they tell, and how near each claim is to what the event is about."""

    def __init__(
        self,
        event: Event,
        groups: Sequence[Group],
        sources: Mapping[str, Source],
        claims: Mapping[str, Sequence[Claim]],
        claim_of: Mapping[str, Claim],
        vectors: Vectors,
        aside: Collection[str],
    ) -> None:
        self.event, self.sources, self.vectors, self.claim_of = event, sources, vectors, claim_of
        self.own = {name: [claim for claim in claims[name] if claim.id not in aside] for name in event.sources}
        self.accounts = {name: Account(claims[name], vectors) for name in event.sources}
        self.witnesses = _independent(event, sources)
        self.reasons = text_reasons([sources[n] for n in event.sources], {n: word_counts(sources[n]).words for n in event.sources})
        self.place = {claim.id: at / max(1, len(found)) for found in self.own.values() for at, claim in enumerate(found)}
        self.lead = self._lead()
        self._wholes: dict[str, Part] = {}
        self.grouped: dict[str, set[str]] = {}
        """For each claim that stands in a group of the event, all claims of its groups."""
        for group in (group for group in groups if group.scope == "event"):
            for name in group.claims:
                self.grouped.setdefault(name, set()).update(group.claims)

    def _lead(self) -> NDArray[np.float64] | None:
        """The middle of what the reports open with, each witness once."""
        import numpy as np

        openings = []
        for witness in self.witnesses:
            firsts = [
                claim
                for name in witness
                for role in ("title", "body")
                for claim in [item for item in self.own[name] if item.role == role][:1]
            ]
            if firsts:
                openings.append(np.mean([self.vectors[claim.id].astype(np.float64) for claim in firsts], axis=0))
        if not openings:
            return None
        middle = np.mean(openings, axis=0)
        return np.asarray(middle / max(1e-9, float(np.linalg.norm(middle))))

    def near(self, claim: Claim) -> float:
        return 0.0 if self.lead is None else max(0.0, float(self.vectors[claim.id].astype("float64") @ self.lead))

    def centrality(self, told: Sequence[Claim], witnesses: int | None = None) -> float:
        """How much a matter is to the event: who tells it, how early, how near to the lead, and whether it holds facts."""
        if witnesses is None:
            witnesses = self._witnesses({claim.source for claim in told})
        own = [claim for claim in told if claim.id in self.place] or list(told)
        share = witnesses / max(1, len(self.witnesses))
        early = max(1.0 - self.place.get(claim.id, 1.0) for claim in own)
        close = max(self.near(claim) for claim in own)
        facts = max(_facts(claim) for claim in own)
        return round(0.35 * share + 0.15 * early + 0.35 * min(1.0, close / 0.8) + 0.15 * facts, 4)

    def _witnesses(self, told: Collection[str]) -> int:
        """How many independent witnesses are among these sources."""
        return sum(not set(witness).isdisjoint(told) for witness in self.witnesses)

    def of_group(self, group: Group) -> tuple[Matter, list[Unsaid]]:
        """What a group tells, shown in the words of the claim that is most of it, and the sources that do not stand in it."""
        told = [self.claim_of[name] for name in group.claims]
        tellers = {claim.source for claim in told}
        count = min(self._witnesses(tellers), len(group.witnesses) or len(tellers))
        shown = min(told, key=lambda claim: (claim.role != "body", -self._amid(claim, told), claim.source, claim.start))
        matter = Matter(
            self.event.id, self._core(shown, told), tuple(told), count, len(self.witnesses), self.centrality(told, count), group.id
        )
        return matter, self._unsaid(matter, tellers)

    def _amid(self, claim: Claim, told: Sequence[Claim]) -> float:
        return round(sum(float(self.vectors[claim.id] @ self.vectors[other.id]) for other in told), 4)

    def _unsaid(self, matter: Matter, tellers: Collection[str]) -> list[Unsaid]:
        """The witnesses on the event none of whose sources tells the matter."""
        return [self._silent(matter, witness) for witness in self.witnesses if set(witness).isdisjoint(tellers)]

    def _silent(self, matter: Matter, witness: Sequence[str]) -> Unsaid:
        vectors = [self.vectors[claim.id] for claim in matter.claims]
        found = [self.accounts[name].likeness(matter.part, vectors) for name in witness]
        nearest = max(found, key=lambda item: (item.together, item.meaning, -item.missing))
        likeness = replace(nearest, meaning=max(item.meaning for item in found), missing=min(item.missing for item in found))
        if matter.group is not None and not may_tell(matter.part, likeness):
            likeness = replace(likeness, together=max(likeness.together, *self._any_telling(matter, witness)))
        # One of several of one origin that had room for it answers for all.
        able = [name for name in witness if name not in self.reasons] or witness
        sources = tuple(self.sources[name] for name in able)
        reason: Reason = ""
        if may_tell(matter.part, likeness):
            reason = "other words"
        elif any(earlier(source, matter.claims, self.sources) for source in sources) or self._foresaw(witness, matter):
            reason = "earlier"
        elif all(name in self.reasons for name in witness):
            reason = self.reasons[witness[0]]
        return Unsaid(sources, reason, likeness)

    def _any_telling(self, matter: Matter, witness: Sequence[str]) -> list[float]:
        """The share of the words of each telling that stands in one place of the witness: what its tellers share may be little of it."""
        return [self.accounts[name].likeness(self._whole(claim), ()).together for name in witness for claim in matter.claims]

    def _whole(self, claim: Claim) -> Part:
        """The claim as one matter, worked out once."""
        if claim.id not in self._wholes:
            self._wholes[claim.id] = part_of(claim)
        return self._wholes[claim.id]

    def _core(self, shown: Claim, told: Sequence[Claim]) -> Part:
        """The claim, with the words that another source's claim on the matter has as well."""
        whole = self._whole(shown)
        others = [self._whole(claim) for claim in told if claim.source != shown.source]
        words = {word: value for word, value in whole.words.items() if any(word in other.words for other in others)}
        return replace(whole, words=words, named=whole.named & words.keys(), forms={word: whole.forms[word] for word in words})

    def _foresaw(self, witness: Sequence[str], matter: Matter) -> bool:
        """Whether the witness wrote while the happening was still expected, and those that tell the matter did not."""
        return any(foresees(self.own[name]) for name in witness) and not any(
            foresees(self.own[claim.source]) for claim in self._at_home(matter)
        )

    def _at_home(self, matter: Matter) -> list[Claim]:
        """The claims of a matter that sources on this event tell: one of another event may tell of this one in passing."""
        return [claim for claim in matter.claims if claim.source in self.own]

    def _retold(self, claim: Claim) -> set[str]:
        """The claims of the same groups that more likely than not report the fact, and do not only touch on the subject."""
        others = [self.claim_of[name] for name in sorted(self.grouped.get(claim.id, ()))]
        likely = chances(
            [(claim, other) for other in others], [cosine_of(self.vectors[claim.id], self.vectors[other.id]) for other in others]
        )
        return {other.id for other, chance in zip(others, likely, strict=True) if chance >= LIKELY}

    def alone(self) -> list[tuple[Matter, list[Unsaid]]]:
        """What one witness alone tells, the most central first."""
        found = []
        if len(self.witnesses) < 2:
            return []
        for witness in self.witnesses:
            ranked = [(self.centrality([claim], 1), claim) for name in witness for claim in self.own[name] if _tells_something(claim)]
            ranked.sort(key=lambda item: (-item[0], item[1].source, item[1].start))
            kept: list[tuple[Matter, list[Unsaid]]] = []
            for central, claim in ranked[: LOOKED_AT * len(witness)]:
                if central < LEAST_CENTRAL or len(kept) >= KEPT:
                    break
                together = {claim.id} | self._retold(claim)
                own = sorted(name for name in together if self.claim_of[name].source in witness)
                if any(name in own for matter, _ in kept for name in (c.id for c in matter.claims)):
                    continue
                for part in parts(claim):
                    # Where others tell the claim too, only part of it can be told by one alone.
                    if len(own) == len(together) or not part.whole:
                        matter = Matter(self.event.id, part, tuple(self.claim_of[name] for name in own), 1, len(self.witnesses), central)
                        unsaid = self._unsaid(matter, witness)
                        if all(item.reason != "other words" for item in unsaid):
                            kept.append((matter, unsaid))
            found += kept[:KEPT]
        return sorted(found, key=lambda item: (-item[0].centrality, item[0].part.claim.source, item[0].part.start))


def _independent(event: Event, sources: Mapping[str, Source]) -> list[tuple[str, ...]]:
    """The event's sources parted into those that can tell it independently: those of one origin, or of one outlet, count once."""
    houses = grouped((sources[name].name.casefold(), name) for name in event.sources if sources[name].outlet)
    own = [[name for name in part if name in event.sources] for part in (*event.origins, *houses.values())]
    return parted(event.sources, ((part[0], name) for part in own for name in part))


def may_tell(part: Part, likeness: Likeness) -> bool:
    """Whether a document that comes so near may tell the matter in words of its own."""
    if part.whole:
        return likeness.together > TOGETHER or likeness.meaning > MEANING or likeness.missing < MISSING
    return likeness.together > PART_TOGETHER or likeness.missing < PART_MISSING


def _facts(claim: Claim) -> float:
    """Whether a claim holds facts, in [0, 1]: figures, names, something decided."""
    figures = any(isinstance(fact, (Quantity, DateFact)) for fact in claim.facts)
    named = any(fact.kind in {"person", "place", "organisation", "role"} for fact in claim.facts)
    decided = claim.certainty in {"planned", "confirmed", "denied"}
    return min(1.0, 0.5 * figures + 0.35 * named + 0.3 * decided)


_NO_TEXT = ("http", "pic.", "file photo", "@")
"""Signs of a link, a post or a picture's caption, whatever role it was given."""
_READER_AND_WRITER = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "yours"})
LEAST_TOLD = 6
"""Words of its own that a claim must have to be a matter."""


def _tells_something(claim: Claim) -> bool:
    """Whether a claim reports something in the source's own words: no quotation, question, aside to the reader or caption."""
    if claim.role not in {"body", "deck"} or claim.text.rstrip().endswith(("?", "!")) or any(mark in claim.text for mark in _NO_TEXT):
        return False
    quoted = [(fact.start, fact.end) for fact in claim.facts if isinstance(fact, Quote)]
    words = [token for token in claim.tokens if token.text[0].isalnum()]
    own = [token for token in words if not any(start <= token.start < end for start, end in quoted)]
    if len(own) < max(LEAST_TOLD, 0.6 * len(words)) or any(token.text.lower() in _READER_AND_WRITER for token in own):
        return False
    return any(token.pos in {"VERB", "AUX"} for token in own)
