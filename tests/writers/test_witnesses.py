"""Every rendering says in words which sources are one witness, and how many independent ones there are."""

from __future__ import annotations

import io
from dataclasses import replace

from consistency.model import Report
from consistency.render.formats import html, markdown
from consistency.render.terminal import render_report
from consistency.render.view.wording import one_origin, witnesses
from tests.writers._sample import REPORT


def copied() -> Report:
    """The sample with the sources that tell its largest group, all but the last, as copies of one text."""
    home = {claim.id: claim.source for claim in REPORT.claims}
    events = {event.id: event for event in REPORT.events}
    group = max((item for item in REPORT.groups if item.scope == "event"), key=lambda item: len({home[claim] for claim in item.claims}))
    told = tuple(sorted({home[claim] for claim in group.claims}))
    assert len(told) > 1
    event = replace(events[group.event], origins=(told,))
    return replace(
        REPORT,
        events=tuple(event if item.id == event.id else item for item in REPORT.events),
        groups=tuple(replace(item, witnesses=(told,)) if item.id == group.id else item for item in REPORT.groups),
    )


def written(writer: object, report: Report) -> str:
    stream = io.StringIO()
    writer(report, stream)  # type: ignore[operator]
    return stream.getvalue()


def test_renderings_tell_that_copies_are_one_witness() -> None:
    for writer in (html.WRITER, markdown.WRITER):
        assert "print text of one origin and count as one witness" not in written(writer, REPORT)
        assert "print text of one origin and count as one witness" in written(writer, copied())
    assert "1 independent" in written(html.WRITER, copied())
    lines = render_report(copied(), 90, color=False).splitlines()
    assert any("1 independent)" in line or "2 independent)" in line for line in lines)
    assert max(map(len, lines)) <= 90


def test_the_words_for_witnesses() -> None:
    assert witnesses(3, [("a", "b")]) == "3 sources, 2 independent"
    assert witnesses(3, [("a",), ("b",), ("c",)]) == "3 sources"
    assert one_origin(["The Post", "The Ledger", "The Mail"]) == (
        "The Post, The Ledger and The Mail print text of one origin and count as one witness."
    )
