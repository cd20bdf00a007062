"""Reading as a stage: which events are read, and findings, groups and figures out of what the reader proposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from consistency.checks import all_checks
from consistency.checks.base import CheckOptions
from consistency.checks.reading.accounts import accounts_of
from consistency.checks.reading.findings import finding_of, joined, one_matter
from consistency.checks.reading.judge import LEAST, SURE, Held, held
from consistency.checks.reading.second_question import passage
from consistency.checks.runner import Homes, active_checks
from consistency.checks.wording import Wording
from consistency.cluster.claim_groups import group_order
from consistency.cluster.independence import witnessed
from consistency.model import DIFFERENCES, Claim, Event, Finding, Group, Source
from consistency.model.protocols import EventReader, Progress, silent
from consistency.model.reading import Account, LlmUse, Pair, Passage, Readings


def read(
    reader: EventReader | None,
    events: Sequence[Event],
    groups: Sequence[Group],
    sources: Sequence[Source],
    claims: Mapping[str, Sequence[Claim]],
    found: Sequence[Finding],
    options: CheckOptions,
    new: Collection[str] | None = None,
    progress: Progress = silent,
) -> tuple[list[Finding], list[Group], LlmUse | None]:
    """Let `reader` read each event that several sources tell of, and join what holds of its proposals with what the checks `found`.

    What the checks alone found, and what the reader is not sure of, is asked about once more, each pair alone. The answer may make a note
    of a check's finding and drop what the reader itself proposed; it raises nothing. When new sources are looked at, no answer makes a
    finding of the checks milder: a new document must not be able to talk itself past the gate.

    Called after the survey of what is told: who is silent never hangs on an answer, which a document may try to sway.

    Args:
        reader: reads the events; without one nothing is added.
        events: all events, with their origins.
        groups: those that the checks left.
        sources: the sources of the events.
        claims: the claims of each source, by its id.
        found: the findings of the checks.
        options: what the user has set of the checks.
        new: the ids of the new sources: only events that one of them tells of are read. All if `None`.
        progress: is told how many requests are answered.

    Returns:
        All findings; all groups, those that only reading made among them; and what reading took.

    Raises:
        SettingsError: the options name a check that does not exist.
    """
    if reader is None:
        return list(found), list(groups), None
    wanted = [event for event in events if len(event.sources) > 1 and (new is None or not set(event.sources).isdisjoint(new))]
    source_of = {source.id: source for source in sources}
    claim_of = {claim.id: claim for part in claims.values() for claim in part}
    accounts = [accounts_of(event, source_of, claims) for event in wanted]
    readings = reader(accounts, progress)
    dropped: Counter[str] = Counter({"malformed": readings.malformed})
    proposed = _proposed(wanted, accounts, readings, claim_of, source_of, options, dropped)
    unsure, alone = _doubtful(proposed, found, {event.id for event in wanted} if new is None else frozenset())
    place_of = {event.id: at for at, event in enumerate(wanted)}
    asked = [*(finding for _, finding in unsure), *alone]
    pairs = [
        Pair(place_of[item.event], *(_passage(item, side, claim_of, source_of, claims) for side in ("left", "right"))) for item in asked
    ]
    verdicts = reader.again(pairs, progress)
    of_unsure, of_alone = verdicts.answers[: len(unsure)], verdicts.answers[len(unsure) :]
    gone: set[int] = set()
    for (item, finding), answer in zip(unsure, of_unsure, strict=True):
        if answer is None and item.confidence < LEAST:
            dropped["unsure"] += 1
            gone.add(id(finding))
        elif answer is not None and not answer[0]:
            dropped["taken back when asked about alone"] += 1
            gone.add(id(finding))
    fresh = [finding for _, finding in proposed if id(finding) not in gone]
    doubted = {id(item): answer[1] for item, answer in zip(alone, of_alone, strict=True) if answer is not None and not answer[0]}
    kept_findings = [_doubted(item, doubted[id(item)]) if id(item) in doubted else item for item in found]
    homes = Homes(groups)
    before = set(map(id, kept_findings))
    findings = [
        item if id(item) in before else replace(item, group=homes.of("event", item.event, {name: claim_of[name] for name in item.claims}))
        for item in joined(kept_findings, fresh)
    ]
    made = witnessed(homes.made, events, claim_of, source_of)
    use = LlmUse(
        model=reader.id,
        requests=readings.requests + verdicts.requests,
        prompt_tokens=readings.prompt_tokens + verdicts.prompt_tokens,
        completion_tokens=readings.completion_tokens + verdicts.completion_tokens,
        proposed=readings.malformed + sum(map(len, readings.proposals)),
        kept=len(fresh),
        dropped=tuple(sorted((+dropped).items())),
        problems=tuple(f"{wanted[item.event].title}: {item.why}" for item in (*readings.problems, *verdicts.problems)),
        sent=readings.sent + verdicts.sent,
    )
    return findings, sorted([*groups, *made], key=group_order), use


def _proposed(
    events: Sequence[Event],
    accounts: Sequence[Sequence[Account]],
    readings: Readings,
    claim_of: Mapping[str, Claim],
    source_of: Mapping[str, Source],
    options: CheckOptions,
    dropped: Counter[str],
) -> list[tuple[Held, Finding]]:
    """The proposals that hold, each with its finding; why the others do not is counted in `dropped`."""
    checks = {check.id: check for check in active_checks(options)}
    known = {check.id for check in all_checks()}
    worded = Wording(claim_of, source_of)
    found = []
    for event, account, proposals in zip(events, accounts, readings.proposals, strict=True):
        kept, lost = held(proposals, account, claim_of, known, readings.votes)
        dropped.update(lost)
        for item in kept:
            if item.check not in checks:
                dropped["check switched off"] += 1
                continue
            finding = worded(finding_of(item, event.id, checks[item.check], source_of, options), keep_because=True)
            if finding.confidence >= options.confidence:
                found.append((item, finding))
            else:
                dropped["below the confidence asked for"] += 1
    return found


def _doubtful(
    proposed: Sequence[tuple[Held, Finding]], found: Sequence[Finding], events: Collection[str]
) -> tuple[list[tuple[Held, Finding]], list[Finding]]:
    """What is asked about again: proposals that the reader is not sure of, and findings of the checks on `events` that it did not make."""
    alarms = [item for item in found if item.kind in DIFFERENCES and item.scope == "event" and item.severity != "note"]
    matched = {(id(read), id(item)) for _, read in proposed for item in alarms if one_matter(read, item)}
    confirmed = {item for _, item in matched}
    agreeing = {read for read, _ in matched}
    unsure = [(item, read) for item, read in proposed if item.confidence < SURE and id(read) not in agreeing]
    return unsure, [item for item in alarms if item.event in events and id(item) not in confirmed]


def _passage(
    finding: Finding, side: str, claim_of: Mapping[str, Claim], source_of: Mapping[str, Source], claims: Mapping[str, Sequence[Claim]]
) -> Passage:
    """The first sentence of one side of a finding, with its surroundings."""
    first = next(item for item in finding.evidence if item.side == side)
    claim = claim_of[first.claim]
    return passage(claim, first.text, source_of[claim.source], claims[claim.source])


def _doubted(finding: Finding, why: str) -> Finding:
    """A finding of the checks as a note, since the model sees no difference in its two sentences. It never goes away."""
    said = f" Asked about these two sentences alone, the model sees no difference{': ' + why if why else '.'}"
    return replace(finding, severity="note", because=finding.because + said)
