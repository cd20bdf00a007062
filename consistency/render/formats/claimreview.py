"""ClaimReview as JSON-LD, which search engines and fact-check archives read: one review a side of each decided finding.

Only what a person has decided is written. The rating says whether two accounts differ, never which of them is true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from consistency.model import Finding, Report
from consistency.model.safe_text import one_line
from consistency.render.format import Format
from consistency.render.view.places import Place, places
from consistency.render.view.view import FindingView, view

CONTEXT = "https://schema.org"
RATINGS = {"accepted": "Accounts differ", "rejected": "No difference"}
_DECIDED = re.compile(r"(?:accepted|rejected)(?: by (?P<by>.+?))?(?: until (?P<until>\d{4}-\d\d-\d\d))?: (?P<reason>.*)")


def write(report: Report, stream: IO[str]) -> None:
    reviews = [review for item in view(report).findings if item.finding.state in RATINGS for review in _reviews(item, report)]
    text = json.dumps({"@context": CONTEXT, "@graph": reviews}, ensure_ascii=False, indent=2)
    # The file is often put into a page, where no text of it may end the script that holds it.
    stream.write(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n")


def _reviews(item: FindingView, report: Report) -> Iterator[dict[str, Any]]:
    found = places(item, report)
    for side in ("left", "right"):
        told = [place for place in found if place.side == side]
        if told:
            yield _review(item.finding, told, item.why)


def _review(finding: Finding, told: list[Place], why: str) -> dict[str, Any]:
    match = _DECIDED.match(finding.decision)
    by, reason = (match["by"], match["reason"]) if match else (None, finding.decision)
    return {
        "@type": "ClaimReview",
        "identifier": f"{_line(finding.fingerprint)}-{told[0].side}",
        "claimReviewed": _line(told[0].words),
        "itemReviewed": {"@type": "Claim", "text": _line(told[0].words), "appearance": [_appearance(place) for place in told]},
        "reviewBody": _line(f"{finding.message} {why} {reason}"),
        "reviewRating": {"@type": "Rating", "alternateName": RATINGS[finding.state]},
        **({"author": {"@type": "Person", "name": _line(by)}} if by else {}),
    }


def _appearance(place: Place) -> dict[str, Any]:
    source = place.source
    shown: dict[str, Any] = {"@type": "CreativeWork", "name": _line(source.title or source.path), "text": _line(place.words)}
    if source.outlet:
        shown["publisher"] = {"@type": "Organization", "name": _line(source.outlet)}
    if source.published:
        shown["datePublished"] = source.published.isoformat()
    return shown


def _line(text: str) -> str:
    return one_line(text).strip()


WRITER = Format("claimreview", "claim-review", ".jsonld", write)
