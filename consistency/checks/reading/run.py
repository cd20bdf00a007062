"""Reading as a stage: which events are read, and findings, groups and figures out of what the reader proposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from consistency.checks import all_checks
from consistency.checks.base import CheckOptions
from consistency.checks.reading.accounts import accounts_of
from consistency.checks.reading.findings import finding_of, joined
from consistency.checks.reading.judge import held
from consistency.checks.runner import Homes, active_checks
from consistency.checks.wording import Wording
from consistency.cluster.claim_groups import group_order
from consistency.cluster.independence import witnessed
from consistency.model import Claim, Event, Finding, Group, Source
from consistency.model.protocols import EventReader
from consistency.model.reading import LlmUse

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


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

    Called after the survey of what is told: who is silent never hangs on an answer, which a document may try to sway.

    Args:
        reader: reads the events; without one nothing is added.
        events: all events, with their origins.
        groups: those that the checks left.
        sources: the sources of the events.
        claims: the claims of each source, by its id.
        found: the findings of the checks.
        options: what the user has set of the checks.
        new: the ids of the new sources: only events that one of them tells of are read. All where `None`.
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
    checks = {check.id: check for check in active_checks(options)}
    known = {check.id for check in all_checks()}
    dropped: Counter[str] = Counter({"malformed": readings.malformed})
    fresh: list[Finding] = []
    worded = Wording(claim_of, source_of)
    for event, account, proposals in zip(wanted, accounts, readings.proposals, strict=True):
        kept, lost = held(proposals, account, claim_of, known, readings.votes)
        dropped += lost
        for item in kept:
            if item.check not in checks:
                dropped["check switched off"] += 1
                continue
            finding = worded(finding_of(item, event.id, checks[item.check], source_of, options), keep_because=True)
            if finding.confidence >= options.confidence:
                fresh.append(finding)
            else:
                dropped["below the confidence asked for"] += 1
    homes = Homes(groups)
    before = set(map(id, found))
    findings = [item if id(item) in before else _housed(item, homes, claim_of) for item in joined(found, fresh)]
    made = witnessed(homes.made, events, claim_of, source_of)
    use = LlmUse(
        model=reader.id,
        requests=readings.requests,
        prompt_tokens=readings.prompt_tokens,
        completion_tokens=readings.completion_tokens,
        proposed=readings.malformed + sum(map(len, readings.proposals)),
        kept=len(fresh),
        dropped=tuple(sorted((+dropped).items())),
        problems=tuple(f"{wanted[item.event].title}: {item.why}" for item in readings.problems),
        sent=readings.sent,
    )
    return findings, sorted([*groups, *made], key=group_order), use


def _housed(finding: Finding, homes: Homes, claim_of: Mapping[str, Claim]) -> Finding:
    """The finding with the group that holds its claims."""
    return replace(finding, group=homes.of("event", finding.event, {name: claim_of[name] for name in finding.claims}))
