"""What holds for any input: offsets, order, determinism, and that nothing is lost. On fake models, in seconds."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.engine.pipeline import run
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Report, Source
from tests.fakes import FakeEmbedder, FakeLanguageModel

WORDS = st.sampled_from(
    [
        "The", "harbour", "council", "Monday", "12", "“sea", "wall”", "Lund", "said", "$4", "million", "not", "ferry", "\n\n",
        "2,000", "é", "😀",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join).map(lambda text: text + ".\n")


def source(name: str, text: str, published: date | None = None) -> Source:
    return infer(clean(Source(path=f"folder/{name}.txt", text=text, id=name, published=published)))


def report(sources: list[Source]) -> Report:
    return run(sources, Settings(), FakeLanguageModel(), FakeEmbedder())


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_spans_give_their_text(texts: list[str]) -> None:
    result = report([source(f"s{i}", text) for i, text in enumerate(texts)])
    text_of = {item.id: item.text for item in result.sources}
    for claim in result.claims:
        assert text_of[claim.source][claim.start : claim.end] == claim.text
        assert claim.line == text_of[claim.source].count("\n", 0, claim.start) + 1
        for fact in claim.facts:
            assert claim.start <= fact.start < fact.end <= claim.end
            assert text_of[claim.source][fact.start : fact.end] == fact.text
    claims = {claim.id: claim for claim in result.claims}
    assert len(claims) == len(result.claims)
    for finding in result.findings:
        assert {evidence.side for evidence in finding.evidence} == {"left", "right"}
        for evidence in finding.evidence:
            assert text_of[claims[evidence.claim].source][evidence.start : evidence.end] == evidence.text


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4), st.randoms())
def test_order_of_sources_changes_nothing(texts: list[str], random: object) -> None:
    sources = [source(f"s{i}", text) for i, text in enumerate(texts)]
    shuffled = sources[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert json.dumps(report(sources).to_dict()) == json.dumps(report(shuffled).to_dict())


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_source_is_in_exactly_one_event(texts: list[str]) -> None:
    result = report([source(f"s{i}", text) for i, text in enumerate(texts)])
    placed = [name for event in result.events for name in event.sources]
    assert sorted(placed) == sorted(item.id for item in result.sources)
    ids = {event.id for event in result.events}
    for event in result.events:
        assert set(event.related) <= ids - {event.id}
        for other in event.related:
            assert event.id in next(e for e in result.events if e.id == other).related


def test_groups_never_join_claims_of_one_source_alone() -> None:
    text = "The harbour council met on Monday.\n\nThe harbour council met on Monday.\n"
    result = report([source("only", text)])
    assert result.groups == ()
    assert len(result.claims) >= 1


def test_fingerprints_survive_edits_elsewhere() -> None:
    one = "Lund called it a “slow motion shipwreck of planning” in the council.\n"
    two = "Lund called it a “slow motion trainwreck of planning” in the council.\n"
    plain = report([source("a", one), source("b", two)])
    shifted = report(
        [source("a", "Another paragraph about fish.\n\n" + one), source("b", two), source("c", "Cranes arrive at the dockyard.\n")]
    )
    marks = [{f.fingerprint for f in item.findings if f.check == "quote-differs"} for item in (plain, shifted)]
    assert marks[0]
    assert marks[0] == marks[1]


def test_permutations_of_three_agree() -> None:
    sources = [
        source("a", "Ferry sinks off the coast.\n"),
        source("b", "Ferry sinks off the coast, 12 dead.\n"),
        source("c", "Cranes arrive.\n"),
    ]
    assert len({json.dumps(report(list(order)).to_dict()) for order in permutations(sources)}) == 1
