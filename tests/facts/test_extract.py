"""Facts with what they are of, read off the parse of the real language model."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistency.model import Age, Block, Claim, DateFact, Quantity, Source
from consistency.model.protocols import LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.facts.casualties import HARM
from consistency.nlp.sentences import split, texts_of

pytestmark = pytest.mark.models


def claims(text: str, language: LanguageModel, role: Any = "body") -> list[Claim]:
    source = Source(path="a.txt", text=text, id="a", published=date(2024, 3, 13), blocks=(Block(role, 0, len(text)),))
    found = extract(split(source, language(texts_of(source))), source)
    assert all(source.text[fact.start : fact.end] == fact.text for claim in found for fact in claim.facts)
    return found


def values(text: str, language: LanguageModel, *kinds: str) -> list[str]:
    return [fact.value for claim in claims(text, language) for fact in claim.facts if fact.kind in kinds]


FIGURES = [
    ("Half a dozen fishing boats sank in the harbour.", ["6 boat"]), ("Eleven bronze bells were handed back to the abbey.", ["11 bell"]),
    ("Thirteen bronze bells were handed back to the abbey.", ["13 bell"]), ("One hundred and twenty residents left.", ["120 resident"]),
    ("A couple of hundred residents left.", ["about 200 resident"]),
    ("Half a million people marched.", ["500000 person"]), ("Between 10 and 12 ships sank.", ["10 to 12 ship"]),
    ("Three dozen ships sank.", ["36 ship"]), ("Dozens of ships sank.", ["at least 24 ship"]),
    ("A few hundred people stayed.", ["200 to 900 person"]),
    ("The court fined the yard five-and-a-half million euros.", ["5500000 EUR"]), ("The firm paid USD 5 million.", ["5000000 USD"]),
    ("The fund spent 40 million pounds.", ["40000000 GBP"]), ("Winds of 60 miles per hour were measured.", ["26.82 m/s"]),
    ("The farm covers 10,000 acres.", ["4.047e+07 m2"]),
    ("The temperature in Alda reached 41C on Sunday.", ["41 C"]), ("One in five homes lost power.", ["20 percent"]),
    ("Prices rose by 5 percentage points.", ["5 points"]), ("The 2022 fire was worse.", []),
    ("It was built in 1992.", []), ("The council voted 9-5 against it.", []), ("It happened at 3:40 p.m. near the pier.", []),
    ("The F-35 landed on March 4.", []), ("The bridge opened three days ago.", []),
    ("Some 2000 people were moved.", ["about 2000 person"]), ("She is a 34-year-old teacher.", ["34 years old"]),
    ("A mile and a half of road was closed.", ["2414 m"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FIGURES)
def test_figures(text: str, found: list[str], language_model: LanguageModel) -> None:
    assert values(text, language_model, "quantity", "money", "percent") == found


CASUALTIES = [
    ("A fire in Orrinford left 12 people dead.", "die", 12), ("A fire in Orrinford left nine dead.", "die", 9),
    ("The storm claimed 12 lives.", "die", 12), ("Twelve people lost their lives.", "die", 12),
    ("The death toll rose to 14.", "die", 14), ("The toll stood at 14 on Monday.", "die", 14),
    ("The number of injured stood at 40.", "injure", 40), ("The blast killed 14 people.", "die", 14),
    ("Fourteen people were injured.", "injure", 14),
]  # fmt: skip


@pytest.mark.parametrize(("text", "harm", "number"), CASUALTIES)
def test_frames_of_casualties(text: str, harm: str, number: float, language_model: LanguageModel) -> None:
    (fact,) = [
        fact for claim in claims(text, language_model) for fact in claim.facts if isinstance(fact, Quantity) and fact.kind == "quantity"
    ]
    words = {fact.slot.predicate, fact.slot.noun, *fact.slot.modifiers}
    assert {HARM[word] for word in words if word in HARM} == {harm}
    assert (fact.number, fact.slot.noun if fact.slot.noun not in HARM else "person") == (number, "person")


@pytest.mark.parametrize(
    "text", ["The fire left 12 people homeless.", "The road toll rose to 14 dollars.", "The toll on the bridge was 14 dollars."]
)
def test_frames_that_harm_nobody(text: str, language_model: LanguageModel) -> None:
    facts = [fact for claim in claims(text, language_model) for fact in claim.facts if isinstance(fact, Quantity)]
    assert not any(word in HARM for fact in facts for word in (fact.slot.predicate, fact.slot.noun))


def test_a_part_and_its_whole_are_told_apart(language_model: LanguageModel) -> None:
    facts = [
        fact
        for claim in claims("Guards found 15 of the more than 200 sheep that were stolen.", language_model)
        for fact in claim.facts
        if isinstance(fact, Quantity)
    ]
    assert [(fact.number, fact.slot.role("part")) for fact in facts] == [(15, "yes"), (200, "whole")]


TENSES = [
    ("The council met on Thursday.", "2024-03-07"), ("The council will meet on Thursday.", "2024-03-14"),
    ("The council is to meet on Thursday.", "2024-03-14"), ("The council may meet on Thursday.", "2024-03-14"),
    ("The council was expected to meet on Thursday.", "2024-03-14"), ("The vote is scheduled for Thursday.", "2024-03-14"),
    ("The new list comes out on Thursday.", "2024-03-14"), ("The council has met since Thursday.", "2024-03-07"),
    ("The pit was dug in October.", "2023-10"), ("The hall will open in October.", "2024-10"),
    ("The hall could have opened in October.", "2023-10"), ("The ruling was put off until May.", "2024-05"),
    ("The bridge fell three days ago.", "2024-03-10"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), TENSES)
def test_dates_go_by_the_tense_of_their_verb(text: str, value: str, language_model: LanguageModel) -> None:
    assert values(text, language_model, "date") == [value]


def test_the_present_of_a_headline_tells_of_the_past(language_model: LanguageModel) -> None:
    found = [
        fact.value
        for claim in claims("Flood destroys bridge on Thursday", language_model, "title")
        for fact in claim.facts
        if isinstance(fact, DateFact)
    ]
    assert found == ["2024-03-07"]


def test_a_preposition_makes_the_end_of_a_time(language_model: LanguageModel) -> None:
    facts = [
        fact
        for claim in claims("Ann Ortega has led the council since 2019.", language_model)
        for fact in claim.facts
        if isinstance(fact, DateFact)
    ]
    assert [(fact.value, fact.slot.role("when"), fact.slot.predicate) for fact in facts] == [("2019", "since", "lead")]


def test_other_kinds(language_model: LanguageModel) -> None:
    text = "The team won 3–1 at 3 p.m. in its second attempt, at St. Petersburg, Fla."
    found = {(fact.kind, fact.value) for claim in claims(text, language_model) for fact in claim.facts}
    assert {("score", "3-1"), ("time", "15:00"), ("ordinal", "2. attempt"), ("place", "saint petersburg")} <= found


def test_an_abbreviation_may_end_a_sentence(language_model: LanguageModel) -> None:
    found = [
        claim.text
        for claim in claims("The singer was born in the U.S.A. Nine people were hurt when she sang. The U.S. Senate met.", language_model)
    ]
    assert found == ["The singer was born in the U.S.A.", "Nine people were hurt when she sang.", "The U.S. Senate met."]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ('"We shall see," Tarvedo, 44, told reporters by telephone.', "Tarvedo"),
        ("Quillmark, 57, said that nobody would be dismissed.", "Quillmark"),
        ('"They knew the way," said Belmonte, 70, who rode out at dawn.', "Belmonte"),
        ("In Portland, 20, including two children, were hurt.", ""),
    ],
)
def test_an_age_between_commas_tells_that_a_person_is_named(text: str, holder: str, language_model: LanguageModel) -> None:
    """Whatever the language model takes the name for: a body, a place, a work or nothing."""
    found = [fact.slot.role("of") for claim in claims(text, language_model) for fact in claim.facts if isinstance(fact, Age)]
    assert found == ([holder] if holder else [])
