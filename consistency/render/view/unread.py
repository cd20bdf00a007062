"""What of the documents could not be read or compared, for every output to say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consistency.model import Report, Skipped
from consistency.model.grouping import grouped
from consistency.model.json_report import left_out
from consistency.render.view.wording import counted

QUOTED = re.compile(r'("[^"]*")(?:, "[^"]*")*(?: and "[^"]*")?(?: and others)?')
"""The words that a reason quotes: one, or several as a list."""
_RECORD = re.compile(r"(?:(record \d+): )?(.*)", re.DOTALL)
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


def in_numbers(report: Report) -> str:
    """`2 files could not be read`; empty if all was read and compared."""
    partly = {NOT_COMPARED: ", or only in part"}
    return " and ".join(f"{counted(files_of(items), 'file')} {title.lower()}{partly.get(title, '')}" for title, items in parts(report))


def at_a_glance(report: Report) -> list[str]:
    """A sentence that says how many files there are to look for below; nothing if all was read and compared."""
    told = in_numbers(report)
    return [f"{told}: named with the reasons below."] if told else []


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
    """Each reason with the files that it holds for, so that a hundred undated documents take one line.

    Reasons that differ only in the words that they quote are one, with the first of these words.
    """
    alike: dict[str, list[tuple[str, str]]] = grouped((QUOTED.sub("", reason), (reason, path)) for reason, path in map(_reason, items))
    return sorted((_one_for_all(sorted({reason for reason, _ in told})), sorted(path for _, path in told)) for told in alike.values())


def _reason(item: Skipped) -> tuple[str, str]:
    """Why a file was left out, and the file with the record of it that this is about."""
    record, reason = _RECORD.match(left_out(item)).groups()  # type: ignore[union-attr]
    return reason, item.path + (f" {record}" if record else "")


def _one_for_all(reasons: Sequence[str]) -> str:
    return reasons[0] if len(reasons) == 1 else QUOTED.sub(r"\1 and others", reasons[0])
