"""Dates as they are written, each with the days that it may mean for a paper of Wednesday, 13 March 2024."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.nlp.dates import Dated, Tense, day_spans, read_dates

WEDNESDAY = date(2024, 3, 13)


def days(text: str, tense: Tense = "", published: date | None = WEDNESDAY) -> str:
    """What the only date of a text means: its days, or its words where it stays unresolved, and how exact it is."""
    (dated,) = read_dates(text, published, lambda start, end: tense)
    return shown(dated)


def shown(dated: Dated) -> str:
    if dated.first is None or dated.last is None:
        return f"? {dated.relative}"
    return f"{dated.first}" if dated.first == dated.last else f"{dated.first}/{dated.last}"


DAYS = [
    ("on March 4", "2024-03-04"), ("on March 4th", "2024-03-04"), ("March 4, 2023", "2023-03-04"), ("on 4 March", "2024-03-04"),
    ("the 4th of March", "2024-03-04"),
    ("4 March 2023", "2023-03-04"), ("Mar. 4", "2024-03-04"), ("Sept. 5, 2021", "2021-09-05"), ("2023-03-04", "2023-03-04"),
    ("2023/03/04", "2023-03-04"),
    ("March 4-6", "2024-03-04/2024-03-06"), ("March 4 to 6", "2024-03-04/2024-03-06"), ("March 4–6, 2023", "2023-03-04/2023-03-06"),
    ("4-6 March", "2024-03-04/2024-03-06"),
    ("4 to 6 March 2023", "2023-03-04/2023-03-06"), ("Tuesday, 5 March", "2024-03-05"), ("Tuesday, March 5", "2024-03-05"),
    ("December 31", "2023-12-31"), ("31 December 1899", "1899-12-31"),
    ("February 29", "2024-02-29"),
    ("03/15/2024", "2024-03-15"), ("15/03/2024", "2024-03-15"), ("15.03.2024", "2024-03-15"), ("3/15/24", "2024-03-15"),
    ("02/02/2024", "2024-02-02"),
    ("04/10/2024", "? 04/10/2024"), ("12/03/2024", "2024-03-12"), ("03/12/2024", "2024-03-12"), ("10/04/2021", "? 10/04/2021"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), DAYS)
def test_days(text: str, found: str) -> None:
    assert days(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "10/04", "9/11", "24/7", "1.2.3", "Feb 30", "March 32", "2024-13-45", "may", "march on", "the sun", "2024 people",
        "2024.5 metres", "2024%", "12,024 men", "99/99/2024",
        "it may rain", "in mid air", "a week", "the first quarter-mile", "week 4", "last man", "Mar the view", "Jun is her name", "",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert list(read_dates(text, WEDNESDAY)) == []


MONTHS = [
    ("in October", "", "2023-10-01/2023-10-31"), ("in October", "past", "2023-10-01/2023-10-31"),
    ("in October", "future", "2024-10-01/2024-10-31"),
    ("in May", "", "2024-05-01/2024-05-31"), ("in May", "past", "2023-05-01/2023-05-31"), ("in May", "future", "2024-05-01/2024-05-31"),
    ("in March", "past", "2024-03-01/2024-03-31"), ("in March", "future", "2024-03-01/2024-03-31"),
    ("in January", "future", "2025-01-01/2025-01-31"),
    ("last December", "", "2023-12-01/2023-12-31"), ("last March", "", "2023-03-01/2023-03-31"),
    ("next January", "", "2025-01-01/2025-01-31"), ("next March", "", "2025-03-01/2025-03-31"),
    ("by June", "", "2024-06-01/2024-06-30"), ("by January", "future", "2025-01-01/2025-01-31"),
    ("since October", "", "2023-10-01/2023-10-31"), ("since May", "", "2023-05-01/2023-05-31"),
    ("October 2022", "", "2022-10-01/2022-10-31"), ("November of 2021", "", "2021-11-01/2021-11-30"),
    ("early February", "", "2024-02-01/2024-02-29"), ("late Feb.", "", "2024-02-01/2024-02-29"),
    ("May 2020", "", "2020-05-01/2020-05-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tense", "found"), MONTHS)
def test_months_go_by_the_tense(text: str, tense: Tense, found: str) -> None:
    assert days(text, tense) == found


SPANS = [
    ("the 1990s", "1990-01-01/1999-12-31"), ("the mid-1990s", "1990-01-01/1999-12-31"), ("the '90s", "1990-01-01/1999-12-31"),
    ("the 2010s", "2010-01-01/2019-12-31"), ("the 1990's", "1990-01-01/1999-12-31"),
    ("in 1992", "1992-01-01/1992-12-31"), ("since 2019", "2019-01-01/2019-12-31"), ("by 2034", "2034-01-01/2034-12-31"),
    ("in 1908", "1908-01-01/1908-12-31"), ("in 1742", "1742-01-01/1742-12-31"),
    ("the third quarter of 2023", "2023-07-01/2023-09-30"), ("Q3 2023", "2023-07-01/2023-09-30"),
    ("Q4 of 2023", "2023-10-01/2023-12-31"), ("the last quarter of 2023", "2023-10-01/2023-12-31"),
    ("the 1st quarter of 2024", "2024-01-01/2024-03-31"), ("the second quarter of 2024", "2024-04-01/2024-06-30"),
    ("third-quarter profit", "? q3"), ("Q2", "? q2"), ("fiscal 2024", "? fiscal 2024"), ("fiscal year 2024", "? fiscal 2024"),
    ("FY24", "? fiscal 2024"),
    ("the fourth quarter of fiscal 2024", "? fourth quarter of fiscal 2024"), ("the first half of 2023", "2023-01-01/2023-06-30"),
    ("the second half of 2023", "2023-07-01/2023-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SPANS)
def test_years_decades_and_quarters(text: str, found: str) -> None:
    assert days(text) == found


WEEKDAYS = [
    ("on Wednesday", "", "2024-03-13"), ("on Wednesday", "past", "2024-03-13"), ("on Wednesday", "future", "2024-03-13"),
    ("on Tuesday", "past", "2024-03-12"), ("on Tuesday", "", "2024-03-12"),
    ("on Tuesday", "future", "2024-03-19"), ("on Thursday", "past", "2024-03-07"), ("on Thursday", "future", "2024-03-14"),
    ("on Thursday", "", "2024-03-07"), ("on Sunday", "past", "2024-03-10"),
    ("last Wednesday", "", "2024-03-06"), ("last Tuesday", "", "2024-03-12"), ("last Tuesday", "future", "2024-03-12"),
    ("next Monday", "", "2024-03-18"), ("next Wednesday", "", "2024-03-20"),
    ("this coming Monday", "", "2024-03-18"), ("Tuesday night", "past", "2024-03-12/2024-03-13"),
    ("Tuesday evening", "past", "2024-03-12"), ("Tuesday morning", "past", "2024-03-12"),
    ("late on Monday", "past", "2024-03-11/2024-03-12"), ("late Monday", "past", "2024-03-11/2024-03-12"),
    ("early on Monday", "past", "2024-03-11"), ("overnight Monday", "past", "2024-03-11/2024-03-12"),
    ("Thursday night", "future", "2024-03-14/2024-03-15"), ("on Tues., it rained", "past", "2024-03-12"),
    ("on Thurs., it rained", "past", "2024-03-07"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tense", "found"), WEEKDAYS)
def test_weekdays_are_the_nearest_that_the_tense_allows(text: str, tense: Tense, found: str) -> None:
    assert days(text, tense) == found


RELATIVE = [
    ("yesterday", "2024-03-12"), ("today", "2024-03-13"), ("tomorrow", "2024-03-14"), ("tonight", "2024-03-13/2024-03-14"),
    ("last night", "2024-03-12/2024-03-13"), ("this morning", "2024-03-13"),
    ("this evening", "2024-03-13"), ("yesterday evening", "2024-03-12"), ("late yesterday", "2024-03-12/2024-03-13"),
    ("yesterday night", "2024-03-12/2024-03-13"),
    ("the day before yesterday", "2024-03-11"), ("the day after tomorrow", "2024-03-15"),
    ("three days ago", "2024-03-10"), ("a day ago", "2024-03-12"), ("12 days ago", "2024-03-01"), ("two nights ago", "2024-03-11"),
    ("a couple of days ago", "2024-03-10/2024-03-12"),
    ("a week ago", "2024-03-03/2024-03-09"), ("two weeks ago", "2024-02-25/2024-03-02"), ("two months ago", "2024-01-01/2024-01-31"),
    ("three months ago", "2023-12-01/2023-12-31"),
    ("five years ago", "2019-01-01/2019-12-31"), ("a year ago", "2023-01-01/2023-12-31"), ("two decades ago", "2004-01-01/2004-12-31"),
    ("two days from now", "2024-03-15"), ("in three days' time", "2024-03-16"),
    ("last week", "2024-03-04/2024-03-10"), ("this week", "2024-03-11/2024-03-17"), ("next week", "2024-03-18/2024-03-24"),
    ("last month", "2024-02-01/2024-02-29"), ("next month", "2024-04-01/2024-04-30"),
    ("last year", "2023-01-01/2023-12-31"), ("this year", "2024-01-01/2024-12-31"), ("next year", "2025-01-01/2025-12-31"),
    ("last quarter", "2023-10-01/2023-12-31"), ("this quarter", "2024-01-01/2024-03-31"),
    ("next quarter", "2024-04-01/2024-06-30"), ("last weekend", "2024-03-09/2024-03-10"), ("this weekend", "2024-03-09/2024-03-10"),
    ("over the weekend", "2024-03-09/2024-03-10"),
    ("next weekend", "2024-03-23/2024-03-24"), ("last decade", "2010-01-01/2019-12-31"), ("next decade", "2030-01-01/2039-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), RELATIVE)
def test_relative_dates_count_from_the_publication(text: str, found: str) -> None:
    assert days(text) == found


def test_a_weekend_to_come_is_the_next() -> None:
    assert days("this weekend", "future") == "2024-03-16/2024-03-17"


UNDATED = [
    ("on Monday", "? monday"), ("Tuesday night", "? tuesday night"), ("yesterday", "? yesterday"), ("last December", "? last december"),
    ("in March", "? march"), ("on March 4", "? march 4"),
    ("4-6 March", "? march 4-6"), ("three days ago", "? three days ago"), ("last week", "? last week"), ("12/03/2024", "? 12/03/2024"),
    ("since May", "? may"),
    ("March 4, 2023", "2023-03-04"), ("in 1992", "1992-01-01/1992-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), UNDATED)
def test_without_a_publication_date_relative_dates_stay_words(text: str, found: str) -> None:
    assert days(text, published=None) == found


TURNS = [
    ("2025-01-03", "on December 30", "", "2024-12-30"), ("2024-12-30", "on January 3", "", "2025-01-03"),
    ("2025-01-03", "in December", "past", "2024-12-01/2024-12-31"),
    ("2024-12-30", "in January", "future", "2025-01-01/2025-01-31"), ("2024-06-20", "on July 14", "past", "2023-07-14"),
    ("2024-06-20", "on July 14", "future", "2024-07-14"),
    ("2024-06-20", "on May 14", "future", "2025-05-14"), ("2024-06-20", "on June 24", "past", "2024-06-24"),
    ("2024-06-20", "on June 16", "future", "2024-06-16"), ("2024-03-01", "yesterday", "", "2024-02-29"),
    ("2025-02-20", "on February 29", "", "? on february 29"), ("2024-01-31", "last month", "", "2023-12-01/2023-12-31"),
    ("2024-03-31", "one month ago", "", "2024-02-01/2024-02-29"),
    ("2024-03-11", "on Monday", "past", "2024-03-11"), ("2024-03-11", "last Monday", "", "2024-03-04"),
    ("2024-03-11", "next Monday", "", "2024-03-18"), ("2024-03-10", "this weekend", "", "2024-03-09/2024-03-10"),
    ("2024-03-11", "over the weekend", "", "2024-03-09/2024-03-10"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "text", "tense", "found"), TURNS)
def test_turns_of_year_and_month(published: str, text: str, tense: Tense, found: str) -> None:
    assert days(text, tense, date.fromisoformat(published)).replace("? on ", "? ") == found.replace("? on ", "? ")


EXACT = [
    ("on March 4", "day"), ("in March", "month"), ("in 1992", "year"), ("the 1990s", "decade"), ("Q3 2023", "quarter"),
    ("two months ago", "month"), ("ten years ago", "year"), ("last week", "day"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "granularity"), EXACT)
def test_how_exact_a_date_is(text: str, granularity: str) -> None:
    assert [dated.granularity for dated in read_dates(text, WEDNESDAY)] == [granularity]


PLACES = [
    ("It rained since October.", "October"), ("It rained on late Monday night.", "late Monday night"),
    ("From July 1 it rains.", "July 1"), ("By mid-March it rained", "mid-March"),
    ("the third quarter of 2023", "the third quarter of 2023"),
    ("It rained three days ago.", "three days ago"), ("On Tuesday, 5 March, it rained", "5 March"), ("in 1992, it", "1992"),
    ("It was 1.5 in the 1990s.", "1990s"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), PLACES)
def test_the_span_of_a_date(text: str, written: str) -> None:
    (dated,) = read_dates(text, WEDNESDAY)
    assert text[dated.start : dated.end] == written


def test_two_dates_are_two() -> None:
    assert [shown(dated) for dated in read_dates("from January 2 to February 3, 2021", WEDNESDAY)] == ["2024-01-02", "2021-02-03"]
    assert [shown(dated) for dated in read_dates("between 2019 and 2021", WEDNESDAY)] == ["2019-01-01/2019-12-31", "2021-01-01/2021-12-31"]


def test_lone_years_are_left_to_their_sentence() -> None:
    assert [dated.bare for dated in read_dates("2019, and May 2020", WEDNESDAY)] == [True, False]
    assert day_spans("2019, and May 2020") == [(10, 18)]


@given(
    st.dates(date(1950, 1, 1), date(2080, 1, 1)),
    st.sampled_from(["past", "future", ""]),
    st.sampled_from([case[0] for case in (*WEEKDAYS, *MONTHS, *RELATIVE)]),
)
def test_every_date_is_near_its_publication(published: date, tense: Tense, text: str) -> None:
    for dated in read_dates(text, published, lambda start, end: tense):
        assert dated.first is not None
        assert dated.last is not None
        assert dated.first <= dated.last
        if dated.granularity == "day" and "20" not in text:
            assert abs(dated.first - published) <= timedelta(days=18)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["March", " ", "4", "-", "6", ",", "2024", "/", "12", "last ", "week", "Monday", "Q3", "'90s", "ago", "in "]),
        max_size=12,
    ).map("".join)
)
def test_no_text_breaks_the_reading(text: str) -> None:
    for dated in read_dates(text, WEDNESDAY):
        assert 0 <= dated.start < dated.end <= len(text)
