from __future__ import annotations

import json

from hypothesis import given

from consistency.model import Report, Source, ToolInfo
from consistency.render.formats.json import WRITER
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._sample import REPORT, SOURCES
from tests.writers._written import written

FIELDS = {
    "tool": {"name", "version", "embedder", "entailment", "language_model"},
    "sources": {
        "id", "path", "outlet", "via", "title", "published", "language", "words", "boilerplate_words", "warnings", "extracted",
    },
    "events": {"id", "title", "date", "place", "sources", "related"},
    "claims": {"id", "source", "start", "end", "line", "text", "role", "facts", "attribution", "certainty"},
    "groups": {"id", "event", "scope", "claims"},
    "findings": {
        "check", "kind", "severity", "confidence", "message", "because", "scope", "group", "claims", "evidence", "fingerprint",
    },
    "coverage": {"group", "told", "silent"},
}  # fmt: skip


def test_every_field_of_the_format_is_there() -> None:
    data = json.loads(written(WRITER, REPORT))
    assert data["schema_version"] == "1"
    assert data["framing"] == []
    assert FIELDS["tool"] <= set(data["tool"])
    for name in set(FIELDS) - {"tool"}:
        assert data[name]
        for item in data[name]:
            assert FIELDS[name] <= set(item), name
    fact = next(claim for claim in data["claims"] if claim["id"] == "c4")["facts"][0]
    start = SOURCES[0].text.index("Twelve passengers")
    figure = {"number": 12.0, "low": 12.0, "high": 12.0, "bound": "exact", "unit": "passenger"}
    assert fact == figure | {"kind": "quantity", "start": start, "end": start + 17, "text": "Twelve passengers", "value": "12 passenger"}
    assert {"speaker", "cue", "start", "end"} <= set(data["claims"][3]["attribution"])
    assert {"claim", "side", "start", "end", "text", "value", "shown", "figure"} == set(data["findings"][0]["evidence"][0])


def test_spans_hold_in_the_text() -> None:
    data = json.loads(written(WRITER, REPORT))
    texts = {source.id: source.text for source in SOURCES}
    home = {claim["id"]: claim["source"] for claim in data["claims"]}
    spans = [(claim["source"], claim) for claim in data["claims"]]
    spans += [(claim["source"], fact) for claim in data["claims"] for fact in claim["facts"]]
    spans += [(home[item["claim"]], item) for finding in data["findings"] for item in finding["evidence"]]
    assert len(spans) > 20
    for source, span in spans:
        assert texts[source][span["start"] : span["end"]] == span["text"]


def test_origin_of_what_is_known() -> None:
    first, hostile, ledger, wire = json.loads(written(WRITER, REPORT))["sources"]
    assert (first["outlet_from"], first["published_from"], first["boilerplate_words"]) == ("manifest", "manifest", 8)
    assert (hostile["published"], hostile["published_from"]) == (None, None)
    assert (ledger["extracted"], ledger["via"]) == (True, "Harbour Wire")
    assert (wire["outlet"], wire["record"]) == (None, 2)


def test_layout() -> None:
    text = written(WRITER, REPORT)
    assert text.startswith('{\n  "schema_version"')
    assert text.endswith("}\n")
    assert "\u201ctested in march\u201d" in text


def test_numbers_in_ids_sort_as_numbers() -> None:
    assert [group["id"] for group in json.loads(written(WRITER, REPORT))["groups"]] == ["g1", "g2", "g3", "g10"]


def test_half_a_surrogate_pair_is_spelled_out() -> None:
    text = written(WRITER, Report(ToolInfo("consistency", "0"), sources=(Source("\ud800.txt", "x", id="s1"),)))
    text.encode()
    assert json.loads(text)["sources"][0]["path"] == "\ud800.txt"


@WHOLE_REPORTS
@given(reports())
def test_any_text_comes_back_as_it_was(report: Report) -> None:
    text = written(WRITER, report)
    text.encode()
    data = json.loads(text)
    assert {item["id"]: item["text"] for item in data["claims"]} == {claim.id: paired(claim.text) for claim in report.claims}
    assert {item["title"] for item in data["sources"]} == {paired(source.title or "") for source in report.sources}


def paired(text: str) -> str:
    """Two halves of a pair that happen to stand together are one character to JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
