"""Sources and reports as plain data and back: nothing changes on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.model import Claim, Fact, Report, Source, facts
from consistency.model.json_report import as_dict
from consistency.model.json_report_reader import report_of
from consistency.model.serialization import decode, encode
from tests.writers._sample import REPORT

KINDS = [kind for kind in vars(facts).values() if isinstance(kind, type) and issubclass(kind, Fact)]
FINITE = st.floats(allow_nan=False)  # what is not equal to itself cannot be compared with what comes back
st.register_type_strategy(float, FINITE)
st.register_type_strategy(Fact, lambda _: st.one_of([st.deferred(lambda kind=kind: st.builds(kind)) for kind in KINDS]))  # type: ignore[misc]
ONCE = settings(max_examples=50, deadline=None)


@ONCE
@pytest.mark.parametrize("kind", [Source, Claim])
@given(data=st.data())
def test_any_source_and_claim_comes_back_as_it_was(kind: type, data: Any) -> None:
    value = data.draw(st.from_type(kind))
    assert decode(encode(value, kind), kind) == value


@ONCE
@given(st.builds(Report))
def test_any_report_comes_back_as_it_was(report: Report) -> None:
    data = encode(report, Report)
    assert decode(data, Report) == report
    assert encode(decode(data, Report), Report) == data


def test_a_whole_report_comes_back_as_it_was() -> None:
    assert decode(encode(REPORT, Report), Report) == REPORT


def test_what_the_json_report_holds_comes_back() -> None:
    data = json.loads(json.dumps(as_dict(REPORT)))
    again = json.loads(json.dumps(as_dict(report_of(data))))
    # The documents are not in it: words are counted anew, and of the facts only dates come back.
    for source in (*data["sources"], *again["sources"]):
        source |= {"words": 0, "boilerplate_words": 0, "hidden_words": 0}
    for claim in data["claims"]:
        claim["facts"] = [fact for fact in claim["facts"] if fact["kind"] == "date"]
    for finding in (*data["findings"], *again["findings"]):
        for item in finding["evidence"]:
            item["figure"] = None
    assert again == data


@pytest.mark.parametrize(
    "change", [{"claims": [{}]}, {"claims": 3}, {"tool": None}, {"events": [{"id": 3}]}, {"findings": ["x"]}, {"sources": [{"id": "s1"}]}]
)
def test_other_data_is_no_report(change: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        report_of({**as_dict(replace(REPORT, findings=())), **change})
