"""Lines that hold only a date, and the dates of metadata: nothing that could be read two ways is guessed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from consistency.ingest.printed_dates import date_line, metadata_date


@pytest.mark.parametrize(
    "line, day, clock",
    [
        ("00:21 06.06.2019", date(2019, 6, 6), time(0, 21)),
        ("Jan 12, 2023 4:15 PM", date(2023, 1, 12), time(16, 15)),
        ("Published: 3 March 2021", date(2021, 3, 3), None),
        ("Published 3rd March 2021 at 18.05", date(2021, 3, 3), time(18, 5)),
        ("WEDNESDAY, MARCH 3, 2021, 10:53 AM", date(2021, 3, 3), time(10, 53)),
        ("2021-03-05 12:00 UTC", date(2021, 3, 5), time(12)),
        ("Posted: 25/03/2021", date(2021, 3, 25), None),
        ("03/25/21 06:44 PM ET", date(2021, 3, 25), time(18, 44)),
        ("Updated: 4 March 2021 | Published: 3 March 2021", date(2021, 3, 3), None),
        ("March 3, 2021 | 12:30 a.m. EST", date(2021, 3, 3), time(0, 30)),
    ],
)
def test_date_lines(line: str, day: date, clock: time | None):
    printed = date_line(line)
    assert printed is not None
    assert (printed.day, printed.clock, printed.unclear) == (day, clock, False)


@pytest.mark.parametrize("line", ["05/03/2021", "Posted: 05.03.2021, 11:10 am", "4/9/2012"])
def test_day_and_month_that_could_be_swapped_are_left_open(line: str):
    printed = date_line(line)
    assert printed is not None
    assert printed.day is None
    assert printed.unclear


@pytest.mark.parametrize(
    "line",
    [
        "The bridge opened on 3 March 2021.", "2021 budget: what changes", "At least 12 people died", "1 2 3 9,595", "3 March",
        "",         "March 3, 2021 was the coldest day of the year", "Room 12.30", "20-13.",
    ],
)  # fmt: skip
def test_lines_that_say_more_than_a_date(line: str):
    assert date_line(line) is None


@pytest.mark.parametrize("line", ["31.02.2021", "99/99/2021", "2021-13-45"])
def test_impossible_dates_are_no_dates(line: str):
    printed = date_line(line)
    assert printed is None or printed.day is None


@pytest.mark.parametrize(
    "value, expected",
    [
        (date(2021, 3, 5), (date(2021, 3, 5), None)),
        (datetime(2021, 3, 5, 6, 7), (date(2021, 3, 5), time(6, 7))),
        ("2021-03-05", (date(2021, 3, 5), None)),
        ("2021-03-05T23:30:00+02:00", (date(2021, 3, 5), time(23, 30))),
        ("2021-03-05T06:07:08Z", (date(2021, 3, 5), time(6, 7, 8))),
        ("2021-03-05 06:07:08", (date(2021, 3, 5), time(6, 7, 8))),
        ("Fri, 05 Mar 2021 06:07:08 GMT", (date(2021, 3, 5), time(6, 7, 8))),
        ("March 5, 2021", (date(2021, 3, 5), None)),
        ("03/04/2021", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20210305, None),
    ],
)
def test_metadata_dates(value: object, expected: object):
    assert metadata_date(value) == expected
