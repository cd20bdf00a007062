"""How loaded a word is, learned from near-synonyms."""

from __future__ import annotations

import numpy as np
import pytest

from consistency.analysis.loaded_words import LEAST_CHANCE, chances, content_words, loading, weigh, weighed, words_in
from consistency.model import Block, Claim, Framing, Source
from consistency.model.protocols import Embedder
from consistency.nlp.sentences import split, texts_of
from tests.fakes import FakeEmbedder, FakeLanguageModel


def _claim(text: str, role: str = "body", name: str = "a") -> Claim:
    source = Source(path="a.txt", text=text, id=name, blocks=(Block(role, 0, len(text)),))  # type: ignore[arg-type]
    return split(source, FakeLanguageModel()(texts_of(source)))[0]


class Recording(FakeEmbedder):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        self.seen += texts
        return super().__call__(texts)


class Pair:
    """One pair of claims that may tell the same thing."""

    def __init__(self, left: Claim, right: Claim) -> None:
        self.pair = left, right

    def likely(self, least: float) -> list[tuple[Claim, Claim]]:
        assert least == LEAST_CHANCE
        return [self.pair]


@pytest.mark.models
def test_words_that_were_never_trained_on_have_their_place(embedder: Embedder) -> None:
    loaded, plain = ["thuggish", "grotesque", "pillage", "odious"], ["carpet", "timetable", "deposit", "weekday"]
    known = loading([*loaded, *plain], embedder)
    assert min(known(word) for word in loaded) > 0.5 > max(known(word) for word in plain)
    assert known("unasked") == 0.0


def test_an_embedder_of_another_kind_loads_no_word() -> None:
    assert chances(FakeEmbedder()(["savage", "mild"])) == []
    assert loading(["savage"], FakeEmbedder())("savage") == 0.0


def test_only_words_that_one_claim_has_are_weighed() -> None:
    embedder = Recording()
    left, right = _claim("Wardens savage the ferry timetable in spring."), _claim("Wardens amend the ferry timetable in spring.", name="b")
    alike = {left.id: np.array([1.0, 0.0], dtype=np.float32), right.id: np.array([0.9, 0.1], dtype=np.float32)}
    weigh([Pair(left, right)], embedder, alike)
    assert embedder.seen == ["amend", "savage"]


def test_words_of_claims_that_tell_other_things_are_not_weighed() -> None:
    embedder = Recording()
    left, right = _claim("Wardens savage the ferry timetable in spring."), _claim("Wardens amend the ferry timetable in spring.", name="b")
    apart = {left.id: np.array([1.0, 0.0], dtype=np.float32), right.id: np.array([0.3, 0.9], dtype=np.float32)}
    assert weigh([Pair(left, right)], embedder, apart)("savage") == 0.0
    assert embedder.seen == []


def test_names_and_words_in_capitals_are_no_content_words() -> None:
    words = {word.lemma for word in content_words(_claim("GOP Ledgermouth votes", "title"))}
    assert "gop" not in words
    assert "ledgermouth" not in words


def test_single_marks_quote_in_a_headline() -> None:
    headline = content_words(_claim("Ferry 'farce' angers the whole island", "title"))
    assert {word.lemma for word in headline if word.quoted} == {"farce"}


def test_a_characterisation_weighs_as_its_most_loaded_word_but_not_by_its_name() -> None:
    item = Framing("Harsh Island", "a", "harsh island of brutal winters", "own", "c", 0, 30)
    assert words_in(item.text) >= {"harsh", "brutal", "winters"}
    (found,) = weighed([item], lambda word: {"harsh": 0.9, "brutal": 0.7}.get(word, 0.1))
    assert found.loading == 0.7
