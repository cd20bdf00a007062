"""The figures as data: what stands in the matrix, on the timeline and in the agreement map of an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model import Attribution, Report
from consistency.model.listing import listed
from consistency.render.figures import EventFigures, figures_of
from consistency.render.figures.labels import brief, names
from consistency.render.figures.svg import FIGURES, svg
from consistency.render.figures.timeline import Happening
from consistency.render.view.view import view
from tests.writers._figured import Desk, bridge, many
from tests.writers._hostile import WHOLE_REPORTS
from tests.writers._written import shuffled


def of(report: Report, event: str = "e1") -> EventFigures:
    return figures_of(view(report))[event]


def states(made: EventFigures) -> dict[str, list[str]]:
    return {row.label: [cell.state for cell in row.cells] for row in made.matrix.rows}


def test_matrix_tells_who_tells_what() -> None:
    made = of(bridge())
    assert [column.name.split()[0] for column in made.matrix.columns] == ["Orrin", "Fell", "Valley", "The", "Almanac"]
    assert states(made) == {
        "The bridge was shut on March 2 after a barge struck a pier.": ["first", "second", "second", "silent", "elsewhere"],
        "Nine cars were left standing on the span.": ["first", "second", "second", "silent", "tells"],
        "Barge hits Orrin bridge": ["tells", "tells", "relays", "tells", "elsewhere"],
        "A diver went down to the pier at night.": ["tells", "silent", "silent", "tells", "elsewhere"],
    }
    assert made.matrix.brackets == ((0, 1), (1, 2), (0, 1), (0, 1))
    assert made.matrix.summary == "2 claims reported differently, 1 reported by all 4 sources."


def test_a_claim_that_more_witnesses_tell_earlier_and_differently_is_more_important() -> None:
    rows = of(bridge()).matrix.rows
    assert [row.importance for row in rows] == sorted((row.importance for row in rows), reverse=True)
    assert all(0 < row.importance <= 3 for row in rows)
    assert [row.parted for row in rows] == [True, True, False, False]
    # Five outlets, but two print one text.
    assert {row.label: row.witnesses for row in rows}["Nine cars were left standing on the span."] == 3


def test_a_group_within_another_is_no_row_of_its_own() -> None:
    row = next(row for row in of(bridge()).matrix.rows if row.label == "Barge hits Orrin bridge")
    assert [group.group.id for group in row.groups] == ["g1", "g5"]


def test_cells_say_whom_a_source_has_it_from() -> None:
    made = of(bridge())
    words = {row.label: [cell.words for cell in row.cells] for row in made.matrix.rows}
    assert words["Barge hits Orrin bridge"][2] == "relays it (from Fell Wire)"
    assert words["Nine cars were left standing on the span."][2] == "reports it differently: second version (from Fell Wire)"
    assert words["A diver went down to the pier at night."][1] == "not found"


def test_a_relayed_claim_and_a_copy_are_told_apart_from_their_origin() -> None:
    desk = Desk()
    first = desk.source("Morning Slate", ("The kiln went cold overnight.",))
    second = desk.source("Evening Slate", ("The kiln went cold overnight, the Morning Slate reports.",))
    desk.dated(second[0], attribution=Attribution("the Morning Slate", "reports", 0, 4, relayed=True))
    desk.group(*first, *second, witnesses=(("s1", "s2"),))
    cells = of(desk.report()).matrix.rows[0].cells
    # Neither has a date, so it is not known who was first.
    assert [cell.words for cell in cells] == ["relays it (one text with Evening Slate)", "relays it (from the Morning Slate)"]


def test_of_one_text_the_first_to_come_out_tells_it() -> None:
    desk = Desk()
    late = desk.source("Late Bell", ("The kiln at Harrow went cold overnight.",), published=date(2031, 2, 2))
    soon = desk.source("Soon Bell", ("The kiln at Harrow went cold overnight.",), published=date(2031, 2, 1))
    desk.group(*late, *soon, witnesses=(("s1", "s2"),))
    cells = of(desk.report()).matrix.rows[0].cells
    assert [cell.words for cell in cells] == ["relays it (from Soon Bell or its origin)", "reports it"]


def test_a_rejected_finding_parts_nobody() -> None:
    report = bridge()
    rejected = replace(report, findings=tuple(replace(item, state="rejected") for item in report.findings))
    made = of(rejected)
    assert not any(row.parted for row in made.matrix.rows)
    assert made.timeline.disputed == 0
    assert all(pair.apart == pair.together == 0 for pair in (made.agreement.pairs or {}).values())


def test_a_lesser_finding_is_shown_as_another_respect() -> None:
    desk = Desk()
    told = [desk.source(f"Paper {at}", (f"The mill at Fenwick burned for {at + 2} hours and {at} days.",))[0] for at in range(3)]
    group = desk.group(*told)
    desk.finding("duration-differs", group, {told[0]: "2 hours"}, {told[1]: "3 hours"}, decision="")
    desk.finding("number-differs", group, {told[0]: "0 days"}, {told[2]: "2 days"})
    assert [cell.state for cell in of(desk.report()).matrix.rows[0].cells] == ["first", "second", "differs"]


def dated(one: Happening) -> tuple[str, tuple[str, ...], list[tuple[str, tuple[str, ...]]]]:
    """The verb, who dates it so, and which other days others give."""
    return one.predicate, one.names, [(other.day, other.names) for other in one.against]


def test_timeline_groups_those_that_date_one_happening_and_sets_two_days_against_each_other() -> None:
    line = of(bridge()).timeline
    told = [(step.day, [dated(one) for one in step.happenings], [report.name for report in step.reports]) for step in line.steps]
    both = ("Fell Wire", "Valley Gazette")
    assert told == [
        ("2031-03-01", [("shut", ("Orrin Post",), [("2031-03-02", both)])], []),
        ("2031-03-02", [("shut", both, [("2031-03-01", ("Orrin Post",))])], []),
        ("2031-03-03", [], ["Orrin Post"]),
        ("2031-03-04", [], [*both]),
        ("2031-06-01 to 2031-06-30", [("reopen", ("Orrin Post",), [])], []),
    ]
    assert line.steps[-1].happenings[0].unsure == "expected"
    assert line.disputed == 2
    assert len(line.undated) == 1
    assert line.undated[0].startswith("The Night Ledger")


def test_like_words_and_one_verb_on_one_day_are_one_happening_without_a_group() -> None:
    desk = Desk()
    for name, sentence in (
        ("Bell", "The ropeway to Arden peak closed on Sunday."),
        ("Drum", "On Sunday the ropeway up Arden closed for the season."),
        ("Fife", "Shops in the lower town closed on Sunday."),
    ):
        (claim,) = desk.source(name, (sentence,))
        desk.dated(claim, ("Sunday", "2031-03-02", "close"))
    steps = of(desk.report()).timeline.steps
    assert [[one.names for one in step.happenings] for step in steps] == [[("Bell", "Drum"), ("Fife",)]]


def test_only_the_most_telling_dates_are_shown_at_once() -> None:
    desk = Desk()
    claims = desk.source("Bell", [f"On day {at} the crew of cabin {at} dug." for at in range(1, 29)])
    for at, claim in enumerate(claims, 1):
        desk.dated(claim, (f"day {at}", f"2031-03-{at:02}", "dig"))
    line = of(desk.report()).timeline
    assert (line.happenings, line.left_over) == (28, 16)
    # The event is of 1 March: what is near it stands first.
    assert [step.day for step in line.steps] == [f"2031-03-{at:02}" for at in range(1, 13)]


def test_agreement_counts_what_two_share_and_what_parts_them() -> None:
    sides = of(bridge()).agreement
    post, wire, gazette, ledger = (next(item for item in sides.sources if item.id == name) for name in ("s1", "s2", "s3", "s4"))
    pair = sides.between(post, wire)
    assert (pair.shared, pair.apart, pair.together, pair.one_origin) == (1, 2, 0, False)
    pair = sides.between(gazette, wire)
    assert (pair.shared, pair.apart, pair.together, pair.one_origin) == (1, 0, 2, True)
    assert sides.between(ledger, wire).words == "1 claim told by both"
    assert "Furthest apart: Orrin Post and Fell Wire (1 claim told by both, 2 differences)." in sides.summary


def test_those_that_side_stand_together() -> None:
    sides = of(many(20)).agreement
    halves = [int(source.id[1:]) % 2 for source in sides.sources]
    assert sum(a != b for a, b in zip(halves, halves[1:], strict=False)) == 1


@pytest.mark.parametrize("number", [1, 2, 3, 20, 30])
def test_figures_of_few_and_many_sources(number: int) -> None:
    made = of(many(number))
    assert len(made.matrix.columns) == number
    assert len(made.agreement.sources) == (number if number > 1 else 0)
    assert len(made.agreement.pairs or {}) == number * (number - 1) // 2
    assert all(len(row.cells) == number for row in made.matrix.rows)


def test_of_very_many_sources_those_that_differ_most_are_mapped() -> None:
    desk = Desk()
    told = [desk.source(f"Paper {at}", (f"{at} boats lay in the harbour of Tarn.",))[0] for at in range(60)]
    group = desk.group(*told)
    desk.finding("number-differs", group, {told[58]: "58"}, {told[59]: "59"})
    sides = of(desk.report()).agreement
    assert (len(sides.sources), sides.left_out, len(sides.pairs or {})) == (40, 20, 780)
    assert {"s59", "s60"} < {source.id for source in sides.sources}
    assert sides.note == "The 40 sources that differ and share most; 20 others on the event left out."


def test_a_page_bears_so_many_cells() -> None:
    desk = Desk()
    told = [desk.source(f"Paper {at}", [f"Boat {line} of {at} sank." for line in range(40)]) for at in range(100)]
    for line in range(40):
        desk.group(*(claims[line] for claims in told))
    table = of(desk.report()).matrix
    assert (len(table.rows), len(table.unfolded)) == (40, 28)


def test_a_report_without_anything_has_no_figures() -> None:
    desk = Desk()
    desk.source("Bell", ("Nothing happened.",))
    made = of(desk.report())
    assert not made.matrix.rows
    assert not made.timeline.steps
    assert not made.agreement.sources
    assert [svg(name, made) for name in FIGURES] == [None, None, None]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("report", [bridge(), many(9)], ids=["bridge", "many"])
def test_order_changes_nothing(report: Report, seed: int) -> None:
    for name in FIGURES:
        assert svg(name, of(shuffled(report, seed))) == svg(name, of(report))


@WHOLE_REPORTS
@given(st.integers(1, 12), st.integers(0, 9))
def test_the_order_of_any_number_of_sources_changes_nothing(number: int, seed: int) -> None:
    assert [svg(name, of(shuffled(many(number), seed))) for name in FIGURES] == [svg(name, of(many(number))) for name in FIGURES]


def test_namesakes_are_told_apart_by_their_files() -> None:
    desk = Desk()
    desk.source("Bell", ("a",), path="docs/one.txt")
    desk.source("Bell", ("b",), path="docs/two.txt")
    assert list(names(desk.sources).values()) == ["Bell (one.txt)", "Bell (two.txt)"]


def test_a_label_is_cut_between_words_and_loses_markup() -> None:
    assert brief("**The long sluice was opened at noon by two men**", 30) == "The long sluice was opened\u2026"
    assert brief("x" * 50, 10) == "x" * 9 + "\u2026"
    assert brief(" short ", 10) == "short"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
