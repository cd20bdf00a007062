"""What a team has already said of each finding: in the baseline, decided, or new. Pure: the day comes from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from consistency.model import SEVERITIES, Finding, Report, Severity, Source
from consistency.model.grouping import grouped
from consistency.triage.baseline import Entry, base, entries
from consistency.triage.decisions import STATES, Decision, sides_of

STATES_WORDS = {"new": "New", "known": "Known", "accepted": "Accepted", "rejected": "Rejected", "deferred": "Deferred"}
"""Each state as a label."""
Named = TypeVar("Named", Entry, Decision)


def judge(report: Report, baseline: Sequence[Entry] | None, decisions: Sequence[Decision], today: date, *, whole: bool = True) -> Report:
    """The report with the `state` and `decision` of each finding, and the baseline's entries that no longer occur in `stale`.

    A decision goes before the baseline, one with a fingerprint before one with patterns, and the first in the file before
    the rest. One that has expired decides nothing, but is named. `whole` says that every source was compared with every
    other: else what was not found may still be there, and nothing is called stale.
    """
    found = entries(report)
    known, present = _by_base(baseline or ()), _by_base(one for entry in found.values() for one in (entry, *entry.each))
    named = _by_base(decisions)
    for item in decisions:
        for part in item.parts:
            named.setdefault(base(part), []).append(item)
    patterns = named.pop("", [])
    sources = {source.id: source for source in report.sources}
    homes = sources | {claim.id: sources[claim.source] for claim in report.claims if claim.source in sources}
    judged = []
    for finding in report.findings:
        about = [*_candidates(finding, named), *patterns]
        judged.append(_judged(finding, found[finding.fingerprint], known, about, homes, today))
    stale = {
        item.words
        for name, items in known.items()
        for item in items
        if whole and not any(item.covers(entry) for entry in present.get(name, ()))
    }
    gone = {
        f"{item.fingerprint} {item.words}"
        for name, items in named.items()
        for item in items
        if whole and not any(_about(item, entry) for entry in present.get(name, ()))
    }
    return replace(report, findings=tuple(judged), stale=tuple(sorted(stale)), settled_and_gone=tuple(sorted(gone)))


def _about(decision: Decision, entry: Entry) -> bool:
    """Whether a decision with a fingerprint is about the finding of `entry`."""
    if decision.claims:
        return not decision.claims.isdisjoint(entry.claims)
    return entry.fingerprint in (decision.fingerprint, *decision.parts)


def failing(report: Report, fail_on: Severity) -> tuple[Finding, ...]:
    """The new findings that are at least as bad as `fail_on`: those that stop a merge."""
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return tuple(item for item in report.findings if item.state == "new" and item.severity in worst)


def _by_base(items: Iterable[Named]) -> dict[str, list[Named]]:
    return grouped((base(item.fingerprint), item) for item in items)


def _candidates(finding: Finding, named: Mapping[str, Sequence[Decision]]) -> list[Decision]:
    """The decisions under a finding's fingerprint, or under those of its pairs of versions, each once."""
    names = dict.fromkeys(base(name) for name in (finding.fingerprint, *finding.parts))
    return list(dict.fromkeys(item for name in names for item in named.get(name, ())))


def _covered(entry: Entry, known: Mapping[str, Sequence[Entry]]) -> bool:
    """Whether the finding is known, or every pair of its versions is."""

    def covers(one: Entry) -> bool:
        return any(item.covers(one) for item in known.get(base(one.fingerprint), ()))

    return covers(entry) or all(covers(one) for one in entry.each)


def _judged(
    finding: Finding,
    entry: Entry,
    known: Mapping[str, Sequence[Entry]],
    decisions: Sequence[Decision],
    homes: Mapping[str, Source],
    today: date,
) -> Finding:
    sides = sides_of(finding, homes)
    about = [item for item in decisions if item.meets(finding, entry, sides)]
    for item in about:
        if item.holds(today):
            return replace(finding, state=STATES[item.verdict], decision=item.words)
    expired = f"expired: {about[0].words}" if about else ""
    if _covered(entry, known):
        return replace(finding, state="known", decision=expired)
    return replace(finding, state="new", decision=expired)
