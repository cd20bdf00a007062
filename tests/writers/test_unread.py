"""What could not be compared is said once a reason, however many files it holds for."""

from __future__ import annotations

from consistency.model import Skipped
from consistency.render.view.unread import by_reason

UNDATED = "no publication date is known, so {} cannot be compared with other days: give `published` in sources.toml"


def test_reasons_that_differ_only_in_what_they_quote_take_one_line() -> None:
    quoted = ['"friday"', '"a week ago" and "friday"', '"friday", "may" and "today" and others']
    items = [Skipped(f"{at}.txt", UNDATED.format(words)) for at, words in enumerate(quoted)]
    other = Skipped("0.txt", "1 letter of the text could not be decoded: save the file again as UTF-8")
    found = by_reason([*items, other])
    assert [paths for _, paths in found] == [["0.txt"], ["0.txt", "1.txt", "2.txt"]]
    assert 'so "a week ago" and others cannot be compared' in found[1][0]
    assert by_reason(items[:1])[0][0] == UNDATED.format('"friday"')
