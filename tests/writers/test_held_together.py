"""The report says of each event what holds it together, and which event is near and yet apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from consistency.cluster.event_profiles import profile
from consistency.cluster.event_reasons import held_together
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import NearEvent, Source
from consistency.nlp.understanding import understand
from consistency.render.formats import html, markdown
from consistency.render.formats import json as json_format
from consistency.render.terminal import render_report
from tests.fakes import FakeLanguageModel
from tests.writers._sample import REPORT
from tests.writers._written import written

TOGETHER = "All 3 name Lunemouth and Ardle."
APART = "another day: 9 May 2031"
EVENTS = tuple(replace(event, together=TOGETHER, near=(NearEvent("e2", APART),)) if event.id == "e1" else event for event in REPORT.events)
TOLD = replace(REPORT, events=EVENTS)


def test_every_rendering_tells_it() -> None:
    for text in (written(html.WRITER, TOLD), written(markdown.WRITER, TOLD), render_report(TOLD, 300, color=False)):
        assert TOGETHER in text
        assert APART in text
    assert TOGETHER not in render_report(TOLD, 300, color=False, full=False)
    event = next(item for item in json.loads(written(json_format.WRITER, TOLD))["events"] if item["id"] == "e1")
    assert (event["together"], event["near"]) == (TOGETHER, [{"event": "e2", "why": APART}])


def test_nothing_is_said_of_what_is_not_known() -> None:
    for text in (written(html.WRITER, REPORT), written(markdown.WRITER, REPORT), render_report(REPORT, 300, color=False)):
        assert "Near, and another event" not in text
        assert "What holds each event together" not in text


def held(*texts: str, event: str = "") -> str:
    sources = [
        infer(
            clean(
                Source(
                    path=f"{at}.txt",
                    text=text + "\n",
                    id=str(at),
                    published=date(2031, 8, 20),
                    event=event or None,
                    provenance={"published": "manifest", "event": "manifest"},
                )
            )
        )
        for at, text in enumerate(texts)
    ]
    claims = understand(sources, FakeLanguageModel())
    return held_together([profile(source, claims[source.id]) for source in sources], [claims[source.id] for source in sources])


def test_what_sources_share_is_told_in_a_sentence() -> None:
    first, second = "Quarrymaster Odvar Brekkestad resigned in Tofteby.", "Tofteby mourned when Odvar Brekkestad left the quarry."
    assert held(first) == ""
    assert "Brekkestad" in held(first, second)
    assert held(first, second, "Nothing like it was ever told.").startswith("2 of 3 name")
    assert held("A barn burned.", "Hail fell on the barn.") != ""
    assert held(first, second, event="quarry").startswith("The manifest states the event: quarry.")
