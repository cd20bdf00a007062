"""Every check fires on its own examples and stays silent where it says it does."""

from __future__ import annotations

from datetime import date

import pytest

from consistency.analysis.coverage import survey
from consistency.analysis.loaded_words import content_words, loading
from consistency.checks import all_checks
from consistency.checks.base import Check, Context, Difference, Example, Omission
from consistency.model import Block, Claim, Event, Source
from consistency.model.protocols import Embedder, LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of

CASES = [(check, example) for check in all_checks() if check.mode != "reading" for example in check.examples]


def _claims(text: str, name: str, published: str, language: LanguageModel) -> tuple[Source, list[Claim]]:
    source = Source(path=name, text=text, id=name, published=date.fromisoformat(published), blocks=(Block("body", 0, len(text)),))
    return source, extract(split(source, language(texts_of(source))), source)


def _found(check: Check, example: Example, language: LanguageModel, embedder: Embedder) -> list[Difference] | list[Omission]:
    if check.mode == "coverage":
        return _omissions(check, example, language, embedder)
    return _differences(check, example, language, embedder)


def _omissions(check: Check, example: Example, language: LanguageModel, embedder: Embedder) -> list[Omission]:
    """The examples are excerpts: none of them is called short but for being far shorter than the other."""
    read = [
        _claims(text, name, day, language) for text, name, day in zip((example.left, example.right), "ab", example.published, strict=True)
    ]
    every = [claim for _, claims in read for claim in claims]
    vectors = dict(zip((claim.id for claim in every), embedder([claim.text for claim in every]), strict=True))
    event = Event(id="e", title="", date=None, place=None, sources=("a", "b"))
    claims = {source.id: found for source, found in read}
    told = survey([event], [], [source for source, _ in read], claims, vectors, least=0)
    assert check.weigh is not None
    return [item for matter, unsaid in told.matters for item in check.weigh(matter, unsaid)]


def _differences(check: Check, example: Example, language: LanguageModel, embedder: Embedder) -> list[Difference]:
    left_source, left = _claims(example.left, "left", example.published[0], language)
    sources = {"left": left_source}
    right = left
    if check.mode != "within":
        sources["right"], right = _claims(example.right, "right", example.published[1], language)

    def similarity(a: Claim, b: Claim) -> float:
        rows = embedder([a.text, b.text])
        return float(rows[0] @ rows[1])

    words = sorted({word.lemma for claim in (*left, *right) for word in content_words(claim)})
    context = Context(
        sources=sources,
        scope=sorted(check.scopes)[0],
        similarity=similarity,
        around=lambda claim: left if claim.source == left_source.id else right,
        loading=loading(words, embedder),
    )
    return [
        difference for a in left for b in right if check.relevant(a) and check.relevant(b) for difference in check.compare(a, b, context)
    ]


@pytest.mark.models
@pytest.mark.parametrize(("check", "example"), CASES, ids=[f"{check.id}-{number}" for number, (check, _) in enumerate(CASES)])
def test_example(check: Check, example: Example, language_model: LanguageModel, embedder: Embedder) -> None:
    found = _found(check, example, language_model, embedder)
    assert bool(found) == example.fires, (example, found)
    if found:
        assert {check.rung(difference.rung).fires for difference in found} == {True}
        for difference in found:
            assert isinstance(difference, Omission) or difference.left_value != difference.right_value
            assert difference.because.endswith(".")


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_check_is_complete(check: Check) -> None:
    assert check.about
    assert check.cannot_tell
    assert check.scopes
    assert any(rung.fires for rung in check.rungs)
    assert any(not rung.fires for rung in check.rungs)
    assert {example.fires for example in check.examples} == {True, False}
    assert len({rung.name for rung in check.rungs}) == len(check.rungs)
