"""One line a finding."""

from __future__ import annotations

from typing import IO

from consistency import Report


class BriefWriter:
    """Writes `brief.txt`. Nothing in a document may run anywhere: plain text needs no care, HTML would need escaping."""

    name = "brief"
    stem = "brief"
    suffix = ".txt"

    def __call__(self, report: Report, stream: IO[str]) -> None:
        for finding in report.findings:
            stream.write(f"{finding.check}: {finding.message}\n")


WRITER = BriefWriter()
