"""The five real articles of the evaluation data: events, groups and findings as careful readers marked them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from consistency.engine.pipeline import run
from consistency.engine.settings import Settings
from consistency.ingest.discover import read
from consistency.model import Claim, Report, Source
from consistency.model.protocols import Embedder, LanguageModel

pytestmark = pytest.mark.models


class Remembering:
    """A model that computes each text once: the subsets below share all their texts."""

    def __init__(self, model: Any) -> None:
        self.model, self.id, self.seen = model, model.id, dict[str, Any]()

    def __call__(self, texts: Sequence[str]) -> Any:
        missing = [text for text in dict.fromkeys(texts) if text not in self.seen]
        self.seen.update(zip(missing, self.model(missing), strict=True))
        return [self.seen[text] for text in texts]


class RememberingMatrix(Remembering):
    def __call__(self, texts: Sequence[str]) -> Any:
        import numpy as np

        return np.stack(super().__call__(texts))


@pytest.fixture(scope="module", params=["manifest", "text alone"])
def folder(request: pytest.FixtureRequest, eval_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles with their manifest, and without it."""
    copy = tmp_path_factory.mktemp("articles") / "seeds"
    shutil.copytree(eval_data / "seeds", copy)
    if request.param == "text alone":
        (copy / "sources.toml").unlink()
    return copy


@pytest.fixture(scope="module")
def gold(eval_data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (eval_data / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def remembered(language_model: LanguageModel, embedder: Embedder) -> tuple[Any, Any]:
    return Remembering(language_model), RememberingMatrix(embedder)


def report(sources: Sequence[Source], models: tuple[Any, Any]) -> Report:
    return run(sources, Settings(), *models)


def name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def touched(claims: Sequence[Claim], spans: list[dict[str, Any]], path_of: dict[str, str]) -> bool:
    """Whether a claim shares half of the shorter of claim and span, as the scorer has it."""
    return any(
        name(span["source"]) == path_of[claim.source]
        and 2 * (min(claim.end, span["end"]) - max(claim.start, span["start"])) >= min(claim.end - claim.start, span["end"] - span["start"])
        for claim in claims
        for span in spans
    )


def test_events_in_every_subset_and_order(folder: Path, gold: list[dict[str, Any]], remembered: tuple[Any, Any]) -> None:
    event = {name(line["source"]): line["event"] for line in gold if line["kind"] == "document"}
    paths = sorted(str(path) for path in folder.glob("*.txt"))
    assert len(paths) == len(event) == 5
    for size in range(1, 6):
        for chosen in combinations(paths, size):
            sources, _ = read(list(chosen), None)
            found = report(sources[::-1], remembered)
            label = {name(source.path): e.id for e in found.events for source in found.sources if source.id in e.sources}
            for a, b in combinations(sorted(label), 2):
                assert (label[a] == label[b]) == (event[a] == event[b]), (chosen, a, b)
            assert all(len(e.related) == len(found.events) - 1 for e in found.events), chosen


def test_findings_are_those_that_readers_marked(folder: Path, gold: list[dict[str, Any]], remembered: tuple[Any, Any]) -> None:
    sources, _ = read([str(folder)], None)
    found = report(sources, remembered)
    claim_of = {claim.id: claim for claim in found.claims}
    path_of = {source.id: name(source.path) for source in found.sources}
    wanted = {"quote": "quote-differs", "certainty": "certainty-differs", "number": "conversion-differs"}

    def hits(line: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        for finding in found.findings:
            claims = [claim_of[claim] for claim in finding.claims]
            if touched(claims, line["left"], path_of) and touched(claims, line["right"], path_of):
                yield finding.check, finding.kind, finding.scope

    for line in gold:
        if line["kind"] == "contradiction" and line["confidence"] == 3:
            assert (wanted[line["type"]], "contradiction", line["scope"]) in set(hits(line)), line["why"]
        elif line["kind"] in {"agreement", "distinct"}:
            assert not list(hits(line)), line["why"]
    assert {finding.check for finding in found.findings if finding.kind not in {"framing", "omission"}} == set(wanted.values())


def test_each_of_the_two_reports_on_one_event_is_seen_to_tell_what_the_other_does_not(folder: Path, remembered: tuple[Any, Any]) -> None:
    sources, _ = read([str(folder)], None)
    found = report(sources, remembered)
    claim_of = {claim.id: claim for claim in found.claims}
    place = {source.id: number for number, source in enumerate(sorted(found.sources, key=lambda source: source.path))}
    told = {
        (place[claim_of[item.evidence[0].claim].source], claim_of[item.evidence[0].claim].line, *(place[name] for name in item.silent))
        for item in found.findings
        if item.kind == "omission"
    }
    # The call in the third document's last paragraph, and the first of the steps that the fourth lists.
    assert told == {(2, 33, 3), (3, 13, 2)}
    assert {item.severity for item in found.findings if item.kind == "omission"} == {"note"}
    assert {(place[item.source], claim_of[item.claim].line) for item in found.alone} >= {(2, 33), (3, 13)}


def test_agreements_share_a_group(folder: Path, gold: list[dict[str, Any]], remembered: tuple[Any, Any]) -> None:
    sources, _ = read([str(folder)], None)
    found = report(sources, remembered)
    claim_of = {claim.id: claim for claim in found.claims}
    path_of = {source.id: name(source.path) for source in found.sources}
    groups = [[claim_of[claim] for claim in group.claims] for group in found.groups]
    for line in gold:
        if line["kind"] == "agreement":
            assert any(touched(group, line["left"], path_of) and touched(group, line["right"], path_of) for group in groups), line["why"]
    event_of = {source: event.id for event in found.events for source in event.sources}
    standing = [{event_of[claim_of[claim].source] for claim in group.claims} for group in found.groups if group.scope == "standing"]
    assert len(standing) >= 3
    assert all(len(events) > 1 for events in standing)
