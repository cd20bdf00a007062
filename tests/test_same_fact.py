"""What stands in one row of the matrix is on one subject; only what tells one fact counts as agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consistency.cluster.same_fact import FEATURES, conflict, row
from consistency.engine.pipeline import understand
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Claim, Source
from tests.writers.test_figures import bridge, of


def claim(name: str, text: str, language) -> Claim:  # type: ignore[no-untyped-def]
    source = infer(
        clean(Source(path=f"{name}.txt", text=text + "\n", id=name, published=date(2031, 8, 20), provenance={"published": "manifest"}))
    )
    return understand([source], language)[name][0]


@pytest.mark.models
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Digging for the tunnel begins in November.", "Digging for the tunnel begins in September."),
        ("The union will appeal against the ruling.", "The union will not appeal against the ruling."),
        ("There were 118 passengers on the tram.", "There were 181 passengers on the tram."),
        ("At least 40 houses burned and 12 are missing.", "At least 40 houses burned and 21 are missing."),
        ("The number of people driven out has reached 1,900.", "Some 1,200 people were driven out of two villages."),
        ("Ana Brandt won the race on Sunday.", "Ida Lund won the race on Sunday."),
        ("The council may close the baths.", "The council closed the baths."),
        ("There were 31 people on the raft, including a guide.", "There were 31 people on the raft, besides a guide."),
        ("The margin grew by 2.4 percent.", "The margin grew by 2.4 percentage points."),
        ("The court had put off its ruling twice.", "The court had put off its ruling four times."),
        ("A fifth climber has died of his injuries.", "Three climbers have died of their injuries."),
        ("Six goats were killed on the line.", "Six goats were injured on the line."),
        ("The seal, a male of two metres, was found on the beach.", "The seal, a female of two metres, was found on the beach."),
        ("Which jars are affected?", "The affected jars carry the mark KR4."),
        ("Rates rose to 31.7 percent.", "Rates rose to 32 percent."),
    ],
)
def test_what_clashes_is_no_agreement(left: str, right: str, language_model) -> None:  # type: ignore[no-untyped-def]
    a, b = claim("a", left, language_model), claim("b", right, language_model)
    assert conflict(a, b)
    assert conflict(b, a)


@pytest.mark.models
def test_what_tells_one_thing_is_not_ruled_out(language_model) -> None:  # type: ignore[no-untyped-def]
    a = claim("a", "There were 118 passengers on the tram, the company said.", language_model)
    b = claim("b", "The tram carried 118 passengers.", language_model)
    assert not conflict(a, b)
    assert row(a, b, 0.8) == row(b, a, 0.8)
    assert len(row(a, b, 0.8)) == len(FEATURES)


def test_a_source_on_the_subject_is_not_counted_as_agreeing() -> None:
    report = bridge()
    group = next(item for item in report.groups if len({c.source for c in report.claims if c.id in item.claims}) > 1)
    first = next(c for c in report.claims if c.id == group.claims[0])
    coverage = tuple(replace(c, anchor=first.id, reporting=(first.source,)) if c.group == group.id else c for c in report.coverage)
    changed = replace(report, coverage=coverage)
    plain = [cell.state for r in of(report).matrix.rows if r.groups[0].group.id == group.id for cell in r.cells]
    strict = [cell.state for r in of(changed).matrix.rows if r.groups[0].group.id == group.id for cell in r.cells]
    assert "touches" not in plain
    assert all(now == before or (before in {"tells", "relays"} and now == "touches") for before, now in zip(plain, strict, strict=True))
