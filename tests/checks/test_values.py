"""Values as a reader sees them."""

from __future__ import annotations

import pytest

from consistency.checks.values import told


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("48m euros", "48000000 EUR", "48m euros (EUR 48,000,000)"),
        ("48 million euros", "48000000 EUR", "48 million euros"),
        ("EUR 48,000,000", "48000000 EUR", "EUR 48,000,000"),
        ("Nineteen", "19 injured", "Nineteen (19)"),
        ("19", "19 injured", "19"),
        ("280,000", "280000 book", "280,000"),
        ("Dozens", "at least 24 boat", "Dozens (at least 24)"),
        ("a third", "33 percent", "a third (33 percent)"),
        ("six hours", "6 hours", "six hours"),
        ("three tonnes", "about 3000 kg", "three tonnes"),
        ("900 hectares", "9000000 m2", "900 hectares"),
        ("Tuesday", "2025-05-13", "Tuesday (13 May 2025)"),
        ("the day before", "2025-05-13", "the day before (Tuesday 13 May 2025)"),
        ("13 May 2025", "2025-05-13", "13 May 2025"),
        ("last month", "2025-05", "last month (May 2025)"),
        ("2030", "2030", "2030"),
        ("Lindqvist", "Lindqvist", "Lindqvist"),
        ("9:15 a.m.", "09:15", "9:15 a.m."),
        ("two\nlines.", "x", "two lines"),
    ],
)
def test_told(words: str, value: str, shown: str) -> None:
    assert told(words, value) == shown
