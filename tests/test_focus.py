"""What a check of new sources keeps of the findings."""

from __future__ import annotations

import pytest

from consistency.engine.narrow import narrowed
from consistency.model import Claim, Event, Evidence, Finding, Report, Source, ToolInfo


def _report(left_value: str, right_value: str) -> Report:
    """Two reports of one event; a framing finding has its left side in `cedar` and its right in `ash`."""
    sources = tuple(Source(path=f"{name}.txt", text="The ferry sank.", id=name) for name in ("ash", "cedar"))
    claims = tuple(Claim(id=f"{source.id}:0", source=source.id, start=0, end=15, line=1, text=source.text) for source in sources)
    finding = Finding(
        check="framing-differs",
        kind="framing",
        severity="note",
        confidence=0.2,
        message="",
        because="",
        scope="event",
        group=None,
        claims=("ash:0", "cedar:0"),
        evidence=(Evidence("cedar:0", "left", 4, 9, "ferry"), Evidence("ash:0", "right", 4, 9, "ferry")),
        fingerprint="f",
        event="e",
        left_value=left_value,
        right_value=right_value,
    )
    event = Event(id="e", title="", date=None, place=None, sources=("ash", "cedar"))
    return Report(tool=ToolInfo(name="consistency", version="0"), sources=sources, events=(event,), claims=claims, findings=(finding,))


@pytest.mark.parametrize(
    ("values", "new", "kept"),
    [
        (("loaded", "plain"), "cedar", 1),
        (("loaded", "plain"), "ash", 0),
        (("plain", "loaded"), "ash", 1),
        (("plain", "loaded"), "cedar", 0),
        (("police", "nobody"), "ash", 1),
    ],
)
def test_loaded_words_count_where_a_new_source_has_them(values: tuple[str, str], new: str, kept: int) -> None:
    assert len(narrowed(_report(*values), {new}).findings) == kept
