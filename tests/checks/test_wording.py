"""What every check says of its own examples: an editor's words, both outlets by name, no lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from consistency.analysis.loaded_words import content_words, loading
from consistency.checks import all_checks
from consistency.checks.base import Check, CheckOptions, Example
from consistency.checks.naming import PLAIN
from consistency.checks.runner import find
from consistency.cluster.claim_groups import Aligned
from consistency.model import Block, Event, Finding, Source
from consistency.model.protocols import Embedder, LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of

OUTLETS = {"left": "Alda Courier", "right": "Corvo Post"}
CASES = [(check, example) for check in all_checks() for example in check.examples if example.fires and check.mode != "coverage"]


def findings_of(check: Check, example: Example, language: LanguageModel, embedder: Embedder) -> list[Finding]:
    """What the runner makes of an example, with every claim of one account set against every claim of the other."""
    import numpy as np

    sources, claims = [], []
    for name, text, day in zip(OUTLETS, (example.left, example.right), example.published, strict=True):
        if text:
            blocks = (Block("body", 0, len(text)),)
            source = Source(f"{name}.txt", text, id=name, outlet=OUTLETS[name], published=date.fromisoformat(day), blocks=blocks)
            sources.append(source)
            claims += extract(split(source, language(texts_of(source))), source)
    pairs = [(i, j) for i, a in enumerate(claims) for j, b in enumerate(claims) if i < j and a.source != b.source]
    aligned = Aligned("e", tuple(claims), np.array(pairs, dtype=np.int64).reshape(-1, 2), np.ones(len(pairs)), {})
    vectors = dict(zip((claim.id for claim in claims), embedder([claim.text for claim in claims]), strict=True))
    event = Event("e", "", None, None, tuple(source.id for source in sources))
    words = sorted({word.lemma for claim in claims for word in content_words(claim)})
    found, _ = find(
        [event],
        [],
        [aligned],
        sources,
        claims,
        vectors,
        CheckOptions(enable=(check.id,)),
        calibrate=lambda name, raw: 0.9,
        loading=loading(words, embedder),
    )
    return found


def sentences(finding: Finding) -> Iterator[str]:
    yield from (finding.what, finding.message, finding.because.removeprefix(f"{finding.rung}: "))


@pytest.mark.models
@pytest.mark.parametrize(("check", "example"), CASES, ids=[f"{check.id}-{number}" for number, (check, _) in enumerate(CASES)])
def test_an_editor_can_read_it(check: Check, example: Example, language_model: LanguageModel, embedder: Embedder) -> None:
    found = findings_of(check, example, language_model, embedder)
    if not found:
        pytest.skip("fires on its claims, not in a run of its own: it needs a group of standing claims")
    # Words with a capital that open no sentence are names.
    proper = {word for text in (example.left, example.right) for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", text)}
    for finding in found:
        assert finding.what[:1].isupper()
        assert not finding.what.endswith(".")
        for text in sentences(finding):
            assert text[:1].isupper() or text[:1] in "“$"
            assert not re.search(r"\b(here|there|one account|the other account)\b", text)
            assert not re.search(r"_|\b\d{5,}\b", text), "a figure without its separators"
        # A name keeps its capital wherever it appears.
        for word in proper:
            assert not re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", finding.what)
        for outlet in {OUTLETS[claim.split(":")[0]] for claim in finding.claims if claim.split(":")[0] in OUTLETS}:
            assert outlet in finding.message
            assert outlet in finding.because or finding.scope == "internal"


GOOD = {
    ("The bridge collapse injured 31 people on the western bank.", "The bridge collapse on the western bank injured 27 people."): (
        "number-differs",
        "People injured on the western bank",
    ),
    ("Patrols stopped 12 lorries at the pass.", "Patrols stopped 17 lorries at the pass."): (
        "number-differs",
        "Lorries stopped at the pass",
    ),
    ("The harbour council bought the old mill for 3 million euros.", "The harbour council bought the old mill for 5 million euros."): (
        "amount-differs",
        "Price of the old mill",
    ),
    ("The senate adopted the water bill on Monday.", "The senate adopted the water bill on Thursday."): (
        "date-differs",
        "When the senate adopted the water bill",
    ),
    ("The mayor has signed the water bill.", "The mayor has not signed the water bill."): (
        "denied-and-asserted",
        "Whether the mayor has signed the water bill",
    ),
    (
        "The ferry struck the northern pier at dusk and lost its left propeller, the harbour master said.",
        "The ferry struck the northern pier at dusk and lost its right propeller, the harbour master said.",
    ): ("detail-differs", "Its propeller"),
}


@pytest.mark.models
@pytest.mark.parametrize(("texts", "wanted"), GOOD.items(), ids=[name for _, name in GOOD.values()])
def test_the_name_says_what_is_counted_of_whom(
    texts: tuple[str, str], wanted: tuple[str, str], language_model: LanguageModel, embedder: Embedder
) -> None:
    name, what = wanted
    check = next(check for check in all_checks() if check.id == name)
    made = {finding.what for finding in findings_of(check, Example(*texts, True), language_model, embedder)}
    assert what in made


def test_a_plain_name_is_an_english_one() -> None:
    assert {check.id for check in all_checks()} >= PLAIN.keys()
    assert all(name[:1].isupper() and "_" not in name for name in PLAIN.values())
