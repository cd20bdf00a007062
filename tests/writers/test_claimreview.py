"""ClaimReview: only what is decided, valid, and safe in a page."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given

from consistency.model import Report
from consistency.render.formats.claimreview import WRITER
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._judged import JUDGED
from tests.writers._sample import REPORT
from tests.writers._written import written

NEEDED = {"@type", "claimReviewed", "reviewRating", "itemReviewed"}


def reviews(report: Report) -> list[dict[str, Any]]:
    data = json.loads(written(WRITER, report))
    assert data["@context"] == "https://schema.org"
    for item in data["@graph"]:
        assert set(item) >= NEEDED
        assert item["@type"] == "ClaimReview"
        assert item["reviewRating"]["alternateName"] in ("Accounts differ", "No difference")
        assert "ratingValue" not in item["reviewRating"]
        assert item["itemReviewed"]["appearance"]
    found: list[dict[str, Any]] = data["@graph"]
    return found


def test_only_what_a_person_decided_is_reviewed() -> None:
    assert reviews(REPORT) == []
    made = reviews(JUDGED)
    assert {item["identifier"].rsplit("-", 1)[0] for item in made} == {"1b2c3d4e", "c0ffee11"}
    accepted = [item for item in made if item["identifier"].startswith("1b2c3d4e")]
    assert {item["identifier"] for item in accepted} == {"1b2c3d4e-left", "1b2c3d4e-right"}
    assert {item["author"]["name"] for item in accepted} == {"Ada"}
    assert "see #12" in accepted[0]["reviewBody"]
    assert all("author" not in item for item in made if item not in accepted)


@WHOLE_REPORTS
@given(reports())
def test_no_text_ends_the_script_that_holds_it(report: Report) -> None:
    reviews(report)
    text = written(WRITER, report)
    assert "<" not in text
    assert ">" not in text
