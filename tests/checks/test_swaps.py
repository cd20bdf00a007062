"""Where two sentences differ: the words are aligned by what they mean, opposites and words that changed places are told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consistency.checks.swap_features import agree, telling
from consistency.checks.swaps import opposite, swaps, words
from consistency.engine.rung_reached import source_of
from consistency.model import Claim
from consistency.model.protocols import LanguageModel
from consistency.nlp.understanding import understand

DIFFER = [
    (
        "The glassworks had asked for a loan of 40 million for the kiln and the union for 15 million for wages.",
        "The glassworks had asked for a loan of 15 million for the kiln and the union for 40 million for wages.",
        ("40", "15"),
    ),
    (
        "The appeal in Vellmar ended in nine convictions after a hearing of two weeks.",
        "After a hearing of two weeks, the appeal in Vellmar ended in nine acquittals.",
        ("convictions", "acquittals"),
    ),
    (
        "A baker of bread and a shop in Vellmar, both closed on Monday, were hurt by a weaker crown.",
        "A stronger crown hurt a shop and a baker of bread in Vellmar, both of which were closed on Monday.",
        ("weaker", "stronger"),
    ),
    (
        "The tram to Vellmar will leave the old depot on Tuesday morning, the operator said.",
        "The operator said that on Tuesday afternoon the tram to Vellmar will leave the old depot.",
        ("morning", "afternoon"),
    ),
    (
        "The kiln of the glassworks was inspected in June but has not been sold.",
        "The kiln of the glassworks was inspected and sold in June.",
        ("not", ""),
    ),
    (
        "The choir does not sing for money, and it does not forget, its director said.",
        "The choir does not sing for money, and it does not forgive, its director said.",
        ("forget", "forgive"),
    ),
    (
        "The works belong to the Bergman family, which built the kiln in the valley.",
        "The works belong to the Bergson family, which built the kiln in the valley.",
        ("Bergman", "Bergson"),
    ),
    (
        "Each smith must have at least 11 hours of rest between shifts at the kiln.",
        "Each smith must have at most 11 hours of rest between shifts at the kiln.",
        ("least", "most"),
    ),
    (
        "The glassworks in Vellmar sold a bowl to a collector from Cuba on Monday.",
        "The glassworks in Vellmar sold a bowl to a collector from Colombia on Monday.",
        ("Cuba", "Colombia"),
    ),
]
REWRITTEN = [
    (
        "The old tram was going from Vellmar to Corvo with 20 guests on Monday.",
        "On Monday the old tram was going to Vellmar from Corvo with 20 guests.",
        ("Vellmar", "Corvo"),
    ),
    (
        "Each kiln in Vellmar must keep at least 15 smiths at work, the council said.",
        "Each kiln in Vellmar must keep at least 50 smiths at work, the council said.",
        ("15", "50"),
    ),
]
AGREE = [
    ("No tram ran on the line to Vellmar on Sunday.", "The line to Vellmar was without a tram on Sunday."),
    ("The glassworks shop in Vellmar opens at nine on Sunday.", "The glassworks shop in Vellmar does not open until nine on Sunday."),
    ("Kiln No. 2 of the glassworks is cold, the foreman said.", "The second kiln of the glassworks is cold, the foreman said."),
    ("Repairs of the kiln took no more than 30 days in Vellmar.", "Repairs of the kiln took 30 days at most in Vellmar."),
    ("The bowl from Vellmar cost the museum 4.6 million euros.", "The bowl from Vellmar cost the museum $4.9 million."),
    (
        "Guests came from the towns of Alda, Corvo and Vellmar on Monday.",
        "Guests came from the towns of Corvo, Alda and Vellmar on Monday.",
    ),
    ("The crowd of 840 at the kiln in Vellmar sang on Sunday.", "The crowd of more than 800 at the kiln in Vellmar sang on Sunday."),
    ("Repair of the old kiln in Vellmar is not possible.", "Repair of the old kiln in Vellmar is impossible."),
    ("The tram was halted between Tallinn and the border on Sunday.", "The tram was halted between Estonia and the border on Sunday."),
    ("A prize went to the Indian Devak Orlin at the fair in Vellmar.", "A prize went to Devak Orlin of India at the fair in Vellmar."),
    ("The bowl was put at 150,000 to 200,000 euros in the list.", "The bowl was put at between 150,000 and 200,000 euros in the list."),
]


def _claims(left: str, right: str, language: LanguageModel) -> tuple[Claim, Claim]:
    read = [replace(source_of(text, name), id=name) for text, name in ((left, "a.txt"), (right, "b.txt"))]
    claims = understand(read, language)
    return claims[read[0].id][-1], claims[read[1].id][-1]


def _shown(left: Claim, right: Claim, rewritten: bool = False) -> set[tuple[str, str]]:
    kept = [swap for swap in swaps(left, right, rewritten) if telling(swap, rewritten) and not agree(swap, left, right, rewritten)]
    return {(" ".join(w.token.text for w in swap.left), " ".join(w.token.text for w in swap.right)) for swap in kept}


@pytest.mark.models
@pytest.mark.parametrize(("left", "right", "words"), DIFFER)
def test_the_phrase_that_differs_is_found_wherever_it_stands(
    left: str, right: str, words: tuple[str, str], language_model: LanguageModel
) -> None:
    assert words in _shown(*_claims(left, right, language_model))


@pytest.mark.models
@pytest.mark.parametrize(("left", "right", "words"), REWRITTEN)
def test_more_is_asked_about_where_one_sentence_is_the_other_rewritten(
    left: str, right: str, words: tuple[str, str], language_model: LanguageModel
) -> None:
    one, other = _claims(left, right, language_model)
    assert words in _shown(one, other, rewritten=True)
    assert words not in _shown(one, other)


@pytest.mark.models
@pytest.mark.parametrize(("left", "right"), AGREE)
def test_one_thing_in_other_words_is_no_opposite(left: str, right: str, language_model: LanguageModel) -> None:
    shown = _shown(*_claims(left, right, language_model))
    turning = {"no", "not", "without", "4.6", "4.9", "Alda", "Corvo", "foreman", "mayor", "more", "most"}
    turning |= {"840", "800", "possible", "impossible", "Tallinn", "Estonia", "Indian", "India", "150,000", "200,000"}
    assert not {pair for pair in shown if turning & set(" ".join(pair).split())}


@pytest.mark.models
def test_opposites_are_of_one_degree(language_model: LanguageModel) -> None:
    one, other = _claims("The smaller bowl was sold in Vellmar.", "The largest bowl was sold in Vellmar.", language_model)
    smaller, largest = words(one)[0], words(other)[0]
    assert (smaller.token.text, largest.token.text) == ("smaller", "largest")
    assert not opposite(smaller, largest)
