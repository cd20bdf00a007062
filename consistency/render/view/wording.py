"""The sentences that every rendering shares, so that all of them say the same thing about what the report can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from consistency.checks.values import MONTHS
from consistency.model import DIFFERENCES, SEVERITIES, Finding, Report
from consistency.model.listing import listed

HOW_TO_READ = (
    "A finding says that two accounts differ, never which of them is true.",
    "A source that is silent on something neither confirms nor denies it.",
    "Sources are compared only where they report the same event, or where both state a lasting commitment or state.",
    "The differing words are marked; every passage can be opened at its line in the file.",
)


SIGNS = (
    "\u2260 one source against two or more independent ones. \u2013 not found in this source. The number is the confidence, from 0 to 1."
)
"""What the signs of a table mean."""
LESS_SURE = "Less sure: check before you rely on it"
"""Heads what is told with little confidence, apart from the rest."""
NONE_FIRM = "No firm difference was found here."
"""Stands where only what is less sure was found."""


def less_sure(number: int) -> str:
    """`Less sure: check before you rely on it (3)`."""
    return f"{LESS_SURE} ({number:,})"


def day_of(text: str | None) -> str:
    """A day as it is printed: `12 May 2025`; what is no full date as it is, and nothing for none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 source`, `2 sources`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def witnesses(sources: int, together: Iterable[Collection[object]]) -> str:
    """`3 sources, 2 independent`, or `3 sources` where each is a witness of its own. `together` holds those of one origin."""
    independent = sources - sum(len(part) - 1 for part in together)
    return counted(sources, "source") + (f", {independent:,} independent" if independent < sources else "")


def one_origin(labels: Sequence[str]) -> str:
    """The sentence that tells that these sources, by their labels, are one witness."""
    return f"{listed(labels)} print text of one origin and count as one witness."


_KINDS = (
    ("contradiction", "contradiction", ""),
    ("update", "update", ""),
    ("framing", "difference of framing", "differences of framing"),
    ("omission", "omission", ""),
)


def kinds_counted(findings: Iterable[Finding]) -> str:
    """`2 contradictions, 8 omissions`: those that occur."""
    kinds: Counter[str] = Counter(finding.kind for finding in findings)
    return ", ".join(counted(kinds[kind], one, many) for kind, one, many in _KINDS if kinds[kind])


def in_numbers(findings: Iterable[Finding]) -> str:
    """`3 differences (1 error, 2 warnings), 2 less sure`: what is firm first, as every output shows it first."""
    differences = [finding for finding in findings if finding.kind in DIFFERENCES]
    severities = Counter(finding.severity for finding in differences)
    unsure = severities.pop("note", 0)
    if not differences:
        return "no difference was found"
    if not severities:
        return f"no firm difference, {unsure:,} less sure"
    told = ", ".join(counted(severities[name], name) for name in SEVERITIES if severities[name])
    return f"{counted(severities.total(), 'difference')} ({told})" + (f", {unsure:,} less sure" if unsure else "")


def summary(report: Report) -> str:
    """One sentence: what was read and what was found."""
    read = f"{counted(len(report.sources), 'source')} on {counted(len(report.events), 'event')}"
    notes = [item for item in report.findings if item.kind not in DIFFERENCES]
    aside = f", and {counted(len(notes), 'remark')} on {_kinds_of_notes(notes)}" if notes else ""
    # Nothing found because nothing could be compared is no agreement.
    if report.sources and not report.findings and all(len(event.sources) < 2 for event in report.events):
        aside = ", as no two sources report the same event"
    return f"{read}: {in_numbers(report.findings)}{aside}."


def headline(report: Report) -> str:
    """What a page is titled: the same numbers in few words."""
    found = [item for item in report.findings if item.kind in DIFFERENCES]
    firm = sum(item.severity != "note" for item in found)
    told = counted(firm, "difference") if firm or not found else f"{len(found):,} less sure"
    return f"Where the accounts differ: {counted(len(report.sources), 'source')}, {told if firm or found else 'no difference'}"


def _kinds_of_notes(notes: Sequence[Finding]) -> str:
    kinds = {item.kind for item in notes}
    return " and ".join(words for kind, words in (("framing", "framing"), ("omission", "omissions")) if kind in kinds)
