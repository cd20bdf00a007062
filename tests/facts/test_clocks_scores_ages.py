"""Times of day, results of games and votes, ages and fractions: each string with its value."""

from __future__ import annotations

import pytest

from consistency.model import Age, Clock, DateFact, Duration, Ordinal, Score
from consistency.nlp.facts.ages import ages
from consistency.nlp.facts.clocks import read_clocks
from consistency.nlp.facts.scores import read_scores
from consistency.nlp.facts.shares import shares

CLOCKS = [
    ("at 3 a.m.", "03:00"), ("at 3am", "03:00"), ("at 3 p.m.", "15:00"), ("at 3:40 p.m.", "15:40"), ("at 3.40 pm", "15:40"),
    ("at 12 a.m.", "00:00"), ("at 12:30 p.m.", "12:30"), ("at 03:00", "03:00"),
    ("at 23:59", "23:59"), ("at 9:05", "09:05"), ("at 1500 GMT", "15:00"), ("at 0630 hours", "06:30"), ("at noon", "12:00"),
    ("at midday", "12:00"), ("at midnight", "00:00"), ("at three p.m.", "15:00"),
    ("at three in the morning", "03:00"), ("at 3 o'clock in the afternoon", "15:00"), ("at ten at night", "22:00"),
    ("at two at night", "02:00"), ("half past three in the afternoon", "15:30"),
    ("at 10.20 in the morning", "10:20"),
    ("quarter to three in the morning", "02:45"), ("quarter past eight in the evening", "20:15"),
    ("shortly after noon", "after 12:00"), ("just before 3 a.m.", "before 03:00"), ("about 3 p.m.", "about 15:00"),
    ("around midnight", "about 00:00"), ("after 8 p.m.", "after 20:00"), ("before 08:00", "before 08:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CLOCKS)
def test_times_of_day(text: str, value: str) -> None:
    (clock,) = read_clocks(text)
    assert clock.value == value
    assert text[clock.start : clock.end] == clock.text
    assert clock.first <= clock.last


@pytest.mark.parametrize(
    "text", ["25:00", "3:75", "1:02:03", "$3:40", "at 3", "13 p.m.", "3 am-bushes", "2:1", "at three", "noonday", "0 a.m."]
)
def test_what_is_no_time_of_day(text: str) -> None:
    assert list(read_clocks(text)) == []


def test_after_and_before_leave_an_hour() -> None:
    assert [(clock.first, clock.last) for text in ("after 3 a.m.", "before 3 a.m.", "about 3 a.m.") for clock in read_clocks(text)] == [
        (180, 240),
        (120, 180),
        (150, 210),
    ]


SCORES = [
    ("Alda won 3-1", "3-1"), ("Alda won 3–1", "3-1"), ("Alda lost 1-3", "3-1"), ("beat Maro 3 - 1", "3-1"), ("a 2-2 draw", "2-2"),
    ("a 21-14 victory", "21-14"), ("voted 52-48 to confirm", "52-48"),
    ("voted 52 to 48 in favour", "52-48"), ("by 52 to 48 votes", "52-48"), ("rejected it by 14 votes to nine", "14-9"),
    ("passed by 14 votes to 9", "14-9"), ("approved it 9 to 14, the vote", "14-9"),
    ("a five-four ruling", ""), ("ruled 5-4", "5-4"), ("drew 0-0", "0-0"), ("won two to nil.", "2-0"),
    ("14 votes against nine", "14-9"), ("led 6-4 at half-time", "6-4"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCORES)
def test_results(text: str, value: str) -> None:
    assert [score.value for score in read_scores(text)] == ([value] if value else [])


@pytest.mark.parametrize(
    "text",
    [
        "10-12 geese",
        "10 to 12 geese",
        "won 3-4 medals",
        "won from 10 to 12",
        "the vote rose 5% to 7%",
        "won 3 to 4 million",
        "2-3 percent of votes",
        "won a 2-year deal",
        "voted in 2019-20",
        "a 3-1 mix",
    ],
)
def test_what_is_no_result(text: str) -> None:
    assert list(read_scores(text)) == []


AGES = [
    ("a 34-year-old teacher", 34, "old"), ("34 years old", 34, "old"), ("a thirty-four-year-old", 34, "old"),
    ("an 18-month-old boy", 1.5, "old"), ("a six-week-old girl", 6 / 52, "old"), ("aged 34", 34, "aged"),
    ("at the age of a lifetime, age 34", 34, "aged"), ("aged thirty-four", 34, "aged"), ("Ann Roe, 34, said", 34, "commas"),
    ("Ann Roe (34)", 34, "commas"), ("about 34 years old", 34, "old"), ("two years old", 2, "old"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "years", "form"), AGES)
def test_ages(text: str, years: float, form: str) -> None:
    (age,) = ages(text)
    assert (age.years, age.form) == (pytest.approx(years), form)


@pytest.mark.parametrize(
    "text",
    [
        "34 teachers",
        "134 years old",
        "aged 16 and 13",
        "Roe, 34 geese",
        "in 2019, 12 people",
        "34-year ban",
        "aged sixteen to 18",
        "an old 34",
        "a 5,000-year-old tomb",
    ],
)
def test_what_is_no_age(text: str) -> None:
    assert [age for age in ages(text) if age.form != "commas"] == []


def test_hedged_ages_leave_room() -> None:
    assert [(age.low, age.high) for text in ("34 years old", "about 34 years old", "at least 34 years old") for age in ages(text)] == [
        (34, 34),
        (31, 37),
        (34, 149),
    ]


FRACTIONS = [
    ("half of the homes", 50, 47, 53), ("half the homes", 50, 47, 53), ("one half of the homes", 50, 47, 53),
    ("two-thirds of the homes", 200 / 3, 191 / 3, 209 / 3), ("about a third of the homes", 100 / 3, 76 / 3, 124 / 3),
    ("more than half of the homes", 50, 50, 100), ("fewer than a third of the homes", 100 / 3, 0, 100 / 3),
    ("a majority of the homes", 75, 50, 100), ("one in five homes", 20, 17, 23), ("one in every 200 homes", 0.5, 0.375, 0.625),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "low", "high"), FRACTIONS)
def test_fractions(text: str, number: float, low: float, high: float) -> None:
    (share,) = shares(text)
    assert (share.number, share.low, share.high) == (pytest.approx(number), pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    ["a majority of two", "a majority of 1,204 votes", "half an hour", "the second half", "half past three", "a third man", "the quarter"],
)
def test_what_is_no_fraction(text: str) -> None:
    assert shares(text) == []


DAY = (0, 0, "")


def test_values_read_as_a_reader_says_them() -> None:
    from datetime import date

    assert Age(*DAY, number=34, low=34, high=34, unit="years old").value == "34 years old"
    assert Duration(*DAY, number=9204300.0, low=9204300.0, high=9204300.0, unit="s").value == "3.5 months"
    assert Duration(*DAY, number=5400.0, low=5400.0, high=5400.0, unit="s").value == "90 minutes"
    assert Score(*DAY, most=3, least=1).value == "3-1"
    assert Ordinal(*DAY, number=2, noun="attempt").value == "2. attempt"
    assert Clock(*DAY, first=1500, last=1500).value == "01:00"
    assert DateFact(*DAY, first=date(1990, 1, 1), last=date(1999, 12, 31), granularity="decade").value == "1990s"
    assert DateFact(*DAY, first=date(2023, 7, 1), last=date(2023, 9, 30), granularity="quarter").value == "2023-Q3"
    assert DateFact(*DAY, first=date(2023, 7, 1), last=date(2023, 12, 31), granularity="quarter").value == "2023-07-01/2023-12-31"
