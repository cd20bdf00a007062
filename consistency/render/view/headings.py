"""What an event is called: a headline of its sources that takes no side in what is disputed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from consistency.model import DIFFERENCES, Event, Report

LEFT_OUT = "\u2026"
WORDS = frozenset(
    {
        *("name-differs", "quote-differs", "speaker-differs", "office-differs", "detail-differs"),
        *("denied-and-asserted", "certainty-differs", "outcome-differs"),
    }
)
"""Checks on words: a heading cannot do without the name of the person it is about."""
LONGEST = 60
"""Characters of disputed words beyond which a headline that holds them is about them."""


def headed(report: Report) -> tuple[Event, ...]:
    """The events with titles that hold no disputed figure, day or place.

    Args:
        report: The report.

    Returns:
        Each event under its own title where that takes no side, else under the first of its sources' headlines that takes none, else
        under its title without the disputed words.
    """
    disputed: dict[str, set[str]] = defaultdict(set)
    for finding in report.findings:
        if finding.kind in DIFFERENCES and finding.scope == "event" and finding.check not in WORDS:
            for item in finding.evidence:
                disputed[finding.event] |= {item.text, *re.findall(r"\d[\d,.]*\d|\d", item.text), *_number(item.value)}
    titles = {source.id: source.title for source in report.sources}
    return tuple(
        replace(event, title=_heading(event, disputed[event.id], titles)) if disputed.get(event.id) else event for event in report.events
    )


def _number(value: str) -> list[str]:
    found = re.match(r"(?:about |at least |at most )?(\d+)\b", value)
    return [found[1]] if found else []


def _heading(event: Event, disputed: Collection[str], titles: dict[str, str | None]) -> str:
    words = [" ".join(text.split()) for text in disputed if text.strip() and len(text) <= LONGEST]
    if not words:
        return event.title
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=lambda text: (-len(text), text))))})(?!\w)", re.IGNORECASE)
    others = [title for source in event.sources if (title := titles.get(source))]
    plain = next((title for title in (event.title, *others) if title and not pattern.search(title)), "")
    return plain or pattern.sub(LEFT_OUT, event.title)
