"""A report made by hand: every scope, severity and odd corner that a writer must show. The stories are invented."""

from __future__ import annotations

from datetime import date

from consistency.model import (
    Attribution,
    Block,
    Claim,
    Coverage,
    Event,
    Evidence,
    Finding,
    Group,
    Quantity,
    Quote,
    Report,
    Side,
    Skipped,
    Source,
    ToolInfo,
)

COURIER = """Ferry strikes pier in Lunemouth

The evening ferry struck the north pier of Lunemouth harbour on Tuesday. It was carrying schoolchildren and a brass band.
Twelve passengers were taken to hospital, the harbour master said. Two of them have since gone home.

"The brakes were tested in March," said harbour master Ida Quill.

Under the Tidal Accord no ferry may sail after dark.

Read more: our weekend guide to the coast
"""
LEDGER = """Lunemouth pier hit by ferry

A ferry rammed the north pier at Lunemouth on Tuesday evening, and crews worked into the night.
Fourteen passengers were taken to hospital, according to the coastguard.

"The brakes were tested in May," said harbour master Ida Quill.

The repairs will cost 300 marks, or 900 crowns, and the new mooring 300 marks, or 840 crowns.
"""
WIRE = """Harbour Wire bulletin. The Lunemouth ferry hit the pier on Tuesday; twelve people were in hospital by night.
Ferries may sail after dark in calm weather under the Tidal Accord.
"""
HOSTILE = """<script>alert(1)</script> votes on the Ardle dam

=HYPERLINK("http://evil.example/?x";"click") said <img src=x onerror=alert(2)> | [link](javascript:alert(3)) @everyone # heading
The mayor\x1b[2J\x1b]0;owned\x07 voted \u202eagainst\u202c the dam </td></table><h1>ended</h1> \
`code` **bold** http://evil.example/a &copy; $x$
"""


def _source(source_id: str, path: str, text: str, **rest: object) -> Source:
    boilerplate = text.find("Read more")
    title_end = text.find("\n\n")
    blocks = [Block("title", 0, title_end)] if title_end > 0 else []
    body_from = title_end + 2 if title_end > 0 else 0
    if boilerplate >= 0:
        blocks.append(Block("body", body_from, boilerplate - 2))
        blocks.append(Block("boilerplate", boilerplate, len(text) - 1, "read more"))
    else:
        blocks.append(Block("body", body_from, len(text) - 1))
    return Source(path=path, text=text, id=source_id, blocks=tuple(blocks), **rest)  # type: ignore[arg-type]


SOURCES = (
    _source(
        "s1",
        "docs/courier.txt",
        COURIER,
        outlet="Lunemouth Courier",
        title="Ferry strikes pier in Lunemouth",
        published=date(2031, 5, 7),
        language="en",
        provenance={"outlet": "manifest", "published": "manifest"},
    ),
    _source(
        "s2",
        "docs/ledger.html",
        LEDGER,
        outlet="The Coastal Ledger",
        title="Lunemouth pier hit by ferry",
        published=date(2031, 5, 8),
        extracted=True,
        via="Harbour Wire",
        language="en",
        provenance={"outlet": "metadata", "published": "metadata"},
        warnings=("some characters could not be decoded",),
    ),
    _source("s3", "docs/wire (late).jsonl", WIRE, record=2, published=date(2031, 5, 7), provenance={"published": "text"}),
    _source(
        "s4",
        "docs/hostile<b>.txt",
        HOSTILE,
        outlet='"><svg onload=alert(4)>',
        title="<script>alert(1)</script> votes on the Ardle dam",
        warnings=("reads as <b>broken</b>", "no date was found"),
    ),
)
_BY_ID = {source.id: source for source in SOURCES}


def _claim(number: int, source_id: str, text: str, **rest: object) -> Claim:
    source = _BY_ID[source_id]
    start = source.text.index(text)
    return Claim(f"c{number}", source_id, start, start + len(text), source.line(start), text, **rest)  # type: ignore[arg-type]


def _quantity(source_id: str, text: str, number: float) -> Quantity:
    start = _BY_ID[source_id].text.index(text)
    return Quantity(start, start + len(text), text, number=number, low=number, high=number, unit="passenger")


def _quote(source_id: str, text: str) -> Quote:
    start = _BY_ID[source_id].text.index(text)
    return Quote(start, start + len(text), text, speaker="Ida Quill", cue="said", words=tuple(text.casefold().split()))


def _attribution(source_id: str, text: str, speaker: str, cue: str) -> Attribution:
    start = _BY_ID[source_id].text.index(text)
    return Attribution(speaker, cue, start, start + len(text))


CLAIMS = (
    _claim(1, "s1", "Ferry strikes pier in Lunemouth", role="title"),
    _claim(2, "s1", "The evening ferry struck the north pier of Lunemouth harbour on Tuesday."),
    _claim(3, "s1", "It was carrying schoolchildren and a brass band."),
    _claim(
        4,
        "s1",
        "Twelve passengers were taken to hospital, the harbour master said.",
        facts=(_quantity("s1", "Twelve passengers", 12.0),),
        attribution=_attribution("s1", "the harbour master said", "the harbour master", "said"),
    ),
    _claim(
        5,
        "s1",
        '"The brakes were tested in March," said harbour master Ida Quill.',
        facts=(_quote("s1", "The brakes were tested in March,"),),
    ),
    _claim(6, "s1", "Under the Tidal Accord no ferry may sail after dark.", standing=True, certainty="denied"),
    _claim(7, "s2", "Lunemouth pier hit by ferry", role="title"),
    _claim(8, "s2", "A ferry rammed the north pier at Lunemouth on Tuesday evening, and crews worked into the night."),
    _claim(
        9,
        "s2",
        "Fourteen passengers were taken to hospital, according to the coastguard.",
        facts=(_quantity("s2", "Fourteen passengers", 14.0),),
    ),
    _claim(
        10, "s2", '"The brakes were tested in May," said harbour master Ida Quill.', facts=(_quote("s2", "The brakes were tested in May,"),)
    ),
    _claim(11, "s2", "The repairs will cost 300 marks, or 900 crowns, and the new mooring 300 marks, or 840 crowns."),
    _claim(12, "s3", "The Lunemouth ferry hit the pier on Tuesday; twelve people were in hospital by night."),
    _claim(13, "s3", "Ferries may sail after dark in calm weather under the Tidal Accord.", standing=True),
    _claim(14, "s4", HOSTILE.split("\n")[2]),
    _claim(15, "s4", HOSTILE.split("\n")[3]),
)
_CLAIMS = {claim.id: claim for claim in CLAIMS}


def _evidence(claim_id: str, side: Side, text: str) -> Evidence:
    claim = _CLAIMS[claim_id]
    start = _BY_ID[claim.source].text.index(text, claim.start)
    return Evidence(claim_id, side, start, start + len(text), text)


EVENTS = (
    Event("e1", "Ferry strikes the north pier", "2031-05-06", "Lunemouth", ("s1", "s2", "s3"), ("e2",)),
    Event("e2", "<script>alert(5)</script> Vote on the Ardle dam", None, None, ("s4",), ("e1",)),
)
GROUPS = (
    Group("g1", "e1", "event", ("c2", "c8", "c12")),
    Group("g2", "e1", "event", ("c4", "c9", "c12")),
    Group("g3", "e1", "event", ("c5", "c10")),
    Group("g10", "e1", "standing", ("c6", "c13")),
)
COVERAGE = (
    Coverage("g1", ("s1", "s2", "s3"), ()),
    Coverage("g2", ("s1", "s2", "s3"), ()),
    Coverage("g3", ("s1", "s2"), ("s3",)),
    Coverage("g10", ("s1", "s3"), ("s2",)),
)
FINDINGS = (
    Finding(
        check="number-differs",
        kind="contradiction",
        severity="error",
        confidence=0.93,
        message="Lunemouth Courier counts 12 passengers, The Coastal Ledger 14.",
        because="differs: 12 passenger and 14 passenger cannot both hold.",
        scope="event",
        group="g2",
        claims=("c4", "c9", "c12"),
        evidence=(
            _evidence("c9", "right", "Fourteen passengers"),
            _evidence("c4", "left", "Twelve passengers"),
            _evidence("c12", "left", "twelve people"),
        ),
        fingerprint="9f31c0de",
        event="e1",
        rung="differs",
        left_value="12 passenger",
        right_value="14 passenger",
        what="Passengers taken to hospital",
    ),
    Finding(
        check="quote-differs",
        kind="contradiction",
        severity="warning",
        confidence=0.81,
        message="The same words of Ida Quill are printed in two ways.",
        because="differs: \u201ctested in march\u201d and \u201ctested in may\u201d.",
        scope="event",
        group="g3",
        claims=("c5", "c10"),
        evidence=(_evidence("c5", "left", "The brakes were tested in March,"), _evidence("c10", "right", "The brakes were tested in May,")),
        fingerprint="1b2c3d4e",
        event="e1",
        rung="differs",
        left_value="tested in march",
        right_value="tested in may",
        what="What Ida Quill said",
    ),
    Finding(
        check="denied-and-asserted",
        kind="contradiction",
        severity="warning",
        confidence=0.64,
        message="What Lunemouth Courier denies, wire (late).jsonl asserts.",
        because="differs: denied and asserted.",
        scope="standing",
        group="g10",
        claims=("c6", "c13"),
        evidence=(_evidence("c6", "left", "no ferry may sail"), _evidence("c13", "right", "Ferries may sail")),
        fingerprint="77aa00bb",
        rung="differs",
        left_value="denied",
        right_value="asserted",
    ),
    Finding(
        check="conversion-differs",
        kind="contradiction",
        severity="note",
        confidence=0.7,
        message="One sentence implies 3 and 2.8 crowns to the mark.",
        because="differs: 3 crowns a mark and 2.8 crowns a mark.",
        scope="internal",
        group=None,
        claims=("c11",),
        evidence=(_evidence("c11", "left", "300 marks, or 900 crowns"), _evidence("c11", "right", "300 marks, or 840 crowns")),
        fingerprint="c0ffee11",
        rung="differs",
        left_value="3 CRO",
        right_value="2.8 CRO",
    ),
    Finding(
        check="certainty-differs",
        kind="framing",
        severity="note",
        confidence=0.4,
        message="=1+1 <b>hostile</b> | message\nwith a second line @someone",
        because="differs: <i>possible</i> and \x1b[31masserted\x1b[0m.",
        scope="internal",
        group=None,
        claims=("c14", "c15"),
        evidence=(
            _evidence("c14", "left", "<img src=x onerror=alert(2)>"),
            _evidence("c15", "right", "\u202eagainst\u202c the dam </td></table>"),
        ),
        fingerprint="deadbeef",
        event="e2",
        rung="differs",
        left_value="possible",
        right_value="asserted",
    ),
)
REPORT = Report(
    tool=ToolInfo("consistency", "0.1.0", embedder="tiny-embedder 1", language_model="tiny-language 1"),
    sources=SOURCES,
    events=EVENTS,
    claims=CLAIMS,
    groups=GROUPS,
    findings=FINDINGS,
    coverage=COVERAGE,
    skipped=(Skipped("docs/empty.txt", "the file is empty: nothing to compare"), Skipped("docs/<b>.pdf", "no text layer")),
)
