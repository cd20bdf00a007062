"""What each format writes for the sample report, whole. `make golden` rewrites the files: read the diff before committing it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from consistency.model import Report
from consistency.plugins import load
from consistency.render.terminal import render_comparison, render_report
from tests.writers._judged import JUDGED
from tests.writers._sample import REPORT
from tests.writers._written import shuffled, written

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
WRITERS = load("consistency.render.formats", "WRITER")


def two_documents(report: Report) -> Report:
    """The sample cut down to the two sources that tell most."""
    kept = {"s1", "s2"}
    return replace(
        report,
        sources=tuple(item for item in report.sources if item.id in kept),
        events=tuple(
            replace(item, sources=tuple(source for source in item.sources if source in kept), related=())
            for item in report.events
            if item.id == "e1"
        ),
        claims=tuple(item for item in report.claims if item.source in kept),
        groups=tuple(item for item in report.groups if item.id != "g10"),
        findings=tuple(item for item in report.findings if item.fingerprint in {"9f31c0de", "1b2c3d4e", "c0ffee11"}),
        coverage=(),
        skipped=(),
    )


RENDERINGS: dict[str, Callable[[Report], str]] = {
    **{f"{writer.stem}{writer.suffix}": lambda report, writer=writer: written(writer, report) for writer in WRITERS},
    # What a build server is shown depends on what is known and decided.
    **{
        f"judged-{writer.stem}{writer.suffix}": lambda report, writer=writer: written(
            writer, replace(report, findings=JUDGED.findings, stale=JUDGED.stale, added=JUDGED.added)
        )
        for writer in WRITERS
        if writer.name in ("claimreview", "github", "gitlab", "junit", "pr-comment", "sarif")
    },
    "terminal-60.txt": lambda report: render_report(report, 60, False) + "\n",
    "terminal-100-color.txt": lambda report: render_report(report, 100, True) + "\n",
    "comparison-60.txt": lambda report: render_comparison(two_documents(report), 60, False) + "\n",
    "comparison-120.txt": lambda report: render_comparison(two_documents(report), 120, False) + "\n",
}


def test_every_format_is_covered() -> None:
    assert {writer.name for writer in WRITERS} == {
        "claimreview",
        "csv",
        "github",
        "gitlab",
        "html",
        "json",
        "junit",
        "md",
        "pr-comment",
        "sarif",
        "step-summary",
    }


@pytest.mark.parametrize("name", RENDERINGS)
def test_golden(name: str) -> None:
    path, text = GOLDEN / name, RENDERINGS[name](REPORT)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{name} has changed: `make golden` rewrites it"


@pytest.mark.parametrize("name", RENDERINGS)
@pytest.mark.parametrize("seed", range(5))
def test_order_of_the_parts_changes_nothing(name: str, seed: int) -> None:
    assert RENDERINGS[name](shuffled(REPORT, seed)) == RENDERINGS[name](REPORT)
