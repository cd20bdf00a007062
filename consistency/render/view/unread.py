"""What of the documents could not be read or compared, for every output to say."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import Report, Skipped
from consistency.model.grouping import grouped
from consistency.model.json_report import left_out
from consistency.render.view.wording import counted

NOT_READ = "Could not be read"
NOT_COMPARED = "Could not be compared"


def parts(report: Report) -> list[tuple[str, list[Skipped]]]:
    """Each heading that has entries, with them in order."""
    both = ((NOT_READ, report.skipped), (NOT_COMPARED, report.not_compared))
    return [(title, sorted(items, key=lambda item: (item.path, item.message))) for title, items in both if items]


def entries(report: Report) -> list[tuple[str, Skipped]]:
    """Every entry with its heading."""
    return [(title, item) for title, items in parts(report) for item in items]


def files_of(items: Sequence[Skipped]) -> int:
    """How many files the entries are about."""
    return len({file for item in items for file in item.files or (item.path,)})


def stopping(report: Report) -> list[Skipped]:
    """Those that keep a check from passing."""
    return [item for item in (*report.skipped, *report.not_compared) if item.stops]


def verdict(report: Report) -> str:
    """The sentence that takes the place of "passed" where something stops it; else empty."""
    number = files_of(stopping(report))
    if not number:
        return ""
    they = "it agrees" if number == 1 else "they agree"
    return f"Not passed: {counted(number, 'new document')} could not be read or compared, so it is not known whether {they}."


def by_reason(items: Sequence[Skipped]) -> list[tuple[str, list[str]]]:
    """Each reason with the files that it holds for, so that a hundred undated documents take one line."""
    return sorted(grouped((left_out(item), item.path) for item in items).items())
