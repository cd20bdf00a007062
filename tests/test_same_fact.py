"""What stands in one row of the matrix is on one subject; only what tells one fact counts as agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consistency.analysis.coverage import comparable, reports
from consistency.cluster.fact_features import FEATURES, Telling, row
from consistency.cluster.same_fact import chances, conflict
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Claim, Source
from consistency.nlp.understanding import understand
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
        ("The harbour master was told before the gates opened.", "The harbour master was told after the gates opened."),
        ("The trial ended in two acquittals.", "The trial ended in two convictions."),
        ("The pump at Brinmouth is the only one on the coast.", "The pump at Brinmouth is one of three on the coast."),
        (
            '"We lost one lamp, two ropes and a good part of our courage," she said.',
            '"We lost one lamp, two sails and a good part of our courage," she said.',
        ),
    ],
)
def test_what_clashes_is_no_agreement(left: str, right: str, language_model) -> None:  # type: ignore[no-untyped-def]
    a, b = claim("a", left, language_model), claim("b", right, language_model)
    assert conflict(Telling(a), Telling(b))
    assert conflict(Telling(b), Telling(a))
    assert chances([(a, b)], [0.9]) == [0.0]


@pytest.mark.models
def test_what_tells_one_thing_is_not_ruled_out(language_model) -> None:  # type: ignore[no-untyped-def]
    a = claim("a", "There were 118 passengers on the tram, the company said.", language_model)
    b = claim("b", "The tram carried 118 passengers.", language_model)
    assert not conflict(Telling(a), Telling(b))
    assert len(row(Telling(a), Telling(b), 0.8)) == len(FEATURES)


@pytest.mark.models
def test_what_stands_in_a_longer_sentence_is_told_by_it_and_not_the_other_way_round(language_model) -> None:  # type: ignore[no-untyped-def]
    short = claim("a", "The tram carried 118 passengers.", language_model)
    long = claim("b", "The tram carried 118 passengers, and its driver, who had slept for two hours, braked too late.", language_model)
    assert chances([(short, long), (short, short)], [0.8, 1.0]) == [1.0, 1.0]
    assert chances([(long, short)], [0.8])[0] < 1.0


@pytest.mark.models
def test_words_that_go_together_otherwise_are_seen(language_model) -> None:  # type: ignore[no-untyped-def]
    tells = "Zoran sold the northern farm to a baker and the southern mill to a weaver."
    a, same = claim("a", tells, language_model), claim("b", tells, language_model)
    crossed = claim("b", "Zoran sold the southern farm to a weaver and the northern mill to a baker.", language_model)
    values = {
        name: (row(Telling(a), Telling(same), 1.0)[at], row(Telling(a), Telling(crossed), 1.0)[at]) for at, name in enumerate(FEATURES)
    }
    assert values["crossed"][0] == 0.0 < values["crossed"][1]
    assert values["told"] == (1.0, 1.0)


@pytest.mark.models
def test_a_headline_reports_no_row(language_model) -> None:  # type: ignore[no-untyped-def]
    text = "The harbour of Brinmouth is closed."
    a, b = claim("a", text, language_model), claim("b", text, language_model)
    assert comparable(a, b)
    assert not comparable(a, replace(b, role="title"))
    assert not comparable(replace(a, role="title"), b)
    assert not comparable(a, a)


@pytest.mark.models
def test_a_row_is_about_what_most_report(language_model) -> None:  # type: ignore[no-untyped-def]
    a, b, c = (claim(name, "The harbour of Brinmouth is closed.", language_model) for name in "abc")
    anchor, telling = reports([a, b, c], lambda one, other: (one, other) == (b, c))
    assert anchor is b
    assert telling == [b, c]


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
