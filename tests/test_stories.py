"""Stories in Markdown: some accounts, and the findings that a reader would expect of them: these and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from consistency.engine.pipeline import run
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Report, Source
from consistency.model.protocols import Embedder, LanguageModel

STORIES = sorted((Path(__file__).parent / "stories").glob("*.md"))
SOURCE = re.compile(r"^Source (?P<outlet>.+?)(?: \((?P<published>\d{4}-\d\d-\d\d)\))?$")
EXPECTED = re.compile(r"^- (?P<check>[a-z-]+)(?: \((?P<kind>\w+)\))?: “(?P<left>.+?)” / “(?P<right>.+?)”$")


@dataclass(frozen=True)
class Story:
    sources: tuple[Source, ...]
    expected: tuple[tuple[str, str, frozenset[str]], ...]
    events: int


def load(path: Path) -> Story:
    """Sections `## Source OUTLET (DATE)`, then `## Expected` with one line a finding and a line `events: N`."""
    sources, expected, events = [], [], 1
    for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        match = SOURCE.match(heading.strip())
        if match:
            name = re.sub(r"\W+", "-", match["outlet"].lower())
            source = Source(
                path=f"{name}.txt",
                text=body.strip() + "\n",
                id=name,
                outlet=match["outlet"],
                published=date.fromisoformat(match["published"]) if match["published"] else None,
            )
            sources.append(infer(clean(source)))
            continue
        assert heading.strip() == "Expected", f"{path.name}: unknown section {heading!r}"
        for line in filter(None, map(str.strip, body.splitlines())):
            found = EXPECTED.match(line)
            if line.startswith("events: "):
                events = int(line.removeprefix("events: "))
            elif line != "- nothing":
                assert found, f"{path.name}: cannot read {line!r}"
                expected.append((found["check"], found["kind"] or "contradiction", frozenset({found["left"], found["right"]})))
    assert len(sources) >= 1
    return Story(tuple(sources), tuple(expected), events)


def findings(report: Report) -> list[tuple[str, str, frozenset[str]]]:
    return [
        (
            f.check,
            f.kind,
            frozenset({next(e.text for e in f.evidence if e.side == "left"), next(e.text for e in f.evidence if e.side == "right")}),
        )
        for f in report.findings
    ]


@pytest.mark.models
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, language_model: LanguageModel, embedder: Embedder) -> None:
    story = load(path)
    for sources in (story.sources, story.sources[::-1]):
        report = run(sources, Settings(), language_model, embedder)
        assert sorted(findings(report), key=str) == sorted(story.expected, key=str)
        assert len(report.events) == story.events


def test_there_are_stories() -> None:
    assert len(STORIES) >= 8
