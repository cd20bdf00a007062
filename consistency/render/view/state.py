"""How a rendering says what a team has said of a finding."""

from __future__ import annotations

from collections.abc import Iterable

from consistency.model import Finding, Report
from consistency.render.view.view import FindingView
from consistency.render.view.wording import counted


def note_of(finding: Finding) -> str:
    """`known`, or the decision; empty if nothing holds. An expired decision is named, though the finding counts again."""
    return "; ".join(filter(None, ("known" if finding.state == "known" else "", finding.decision)))


def new(findings: Iterable[FindingView]) -> list[FindingView]:
    return [item for item in findings if item.finding.state == "new"]


def settled(findings: Iterable[FindingView]) -> list[FindingView]:
    """Those that are known or decided."""
    return [item for item in findings if item.finding.state != "new"]


def gone(report: Report) -> list[str]:
    """A sentence each for entries of the baseline and decisions whose finding is no longer found, with what drops them."""
    found = []
    for number, what, command in (
        (len(report.stale), "of the baseline", "consistency baseline"),
        (len(report.settled_and_gone), "of the decisions", "consistency decide --drop-gone"),
    ):
        if number:
            occur = "occurs" if number == 1 else "occur"
            found.append(f"{counted(number, 'entry', 'entries')} {what} no longer {occur}; `{command}` drops them.")
    return found


def tally(findings: Iterable[FindingView]) -> str:
    """`2 new findings; 3 known, 1 accepted`."""
    every = list(findings)
    states = [item.finding.state for item in every]
    rest = ", ".join(f"{states.count(state)} {state}" for state in ("known", "accepted", "rejected", "deferred") if state in states)
    fresh = counted(states.count("new"), "new finding") if "new" in states else "no new finding"
    return f"{fresh}; {rest}" if rest else fresh


def how_to_settle(finding: Finding) -> str:
    """The command that settles a finding, with the verdicts to choose from. As it stands it is refused: a person gives the reason."""
    return f'consistency decide {finding.fingerprint} --accept --reason "..." (or --reject, or --defer --until DAY)'
