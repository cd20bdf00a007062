"""A cell says "not found" only where its source has none of the versions: also in a sentence that no check lined up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from consistency.model import (
    Claim,
    Event,
    Evidence,
    Fact,
    Finding,
    Group,
    Place,
    Quantity,
    Quote,
    Report,
    Role,
    Score,
    Slot,
    Source,
    Token,
    ToolInfo,
)
from consistency.render.view.disputes import dispute_tables
from consistency.render.view.view import view


@dataclass(frozen=True)
class Account:
    """A source of one sentence, with the facts in it."""

    name: str
    text: str
    facts: tuple[Fact, ...] = ()

    @property
    def claim(self) -> Claim:
        tokens, at = [], 0
        for word in self.text.rstrip(".").split():
            start = self.text.index(word, at)
            at = start + len(word)
            tokens.append(Token(word, word.lower(), "NOUN", "NN", "dep", len(tokens), start, at))
        return Claim(f"c-{self.name}", self.name, 0, len(self.text), 1, self.text, facts=self.facts, tokens=tuple(tokens))

    @property
    def source(self) -> Source:
        return Source(f"docs/{self.name}.txt", self.text, id=self.name, outlet=self.name.title())


def cells(check: str, accounts: Sequence[Account], versions: Sequence[tuple[str, str]], grouped: bool = True) -> list[str]:
    """The words in the cells of a table whose only row is on the first two accounts: `versions` are their words and values."""
    evidence = tuple(
        Evidence(one.claim.id, side, one.text.index(words), one.text.index(words) + len(words), words, value)  # type: ignore[arg-type]
        for one, side, (words, value) in zip(accounts, ("left", "right"), versions, strict=False)
    )
    claims = tuple(one.claim for one in accounts)
    finding = Finding(
        check, "contradiction", "error", 0.9, "", "", "event", None, claims=tuple(item.claim for item in evidence), evidence=evidence,
        fingerprint="feed0001", event="e1", left_value=versions[0][1], right_value=versions[1][1],
    )  # fmt: skip
    report = Report(
        ToolInfo("consistency", "0"),
        sources=tuple(one.source for one in accounts),
        events=(Event("e1", "Kite fair", None, None, tuple(one.name for one in accounts)),),
        claims=claims,
        groups=(Group("g1", "e1", "event", tuple(claim.id for claim in claims)),) if grouped else (),
        findings=(finding,),
    )
    (table,) = dispute_tables(view(report)).values()
    return [cell.words for cell in table.rows[0].cells]


def score(text: str, words: str, most: int, least: int) -> Fact:
    return Score(text.index(words), text.index(words) + len(words), words, most, least)


RACE = "The Gulls beat the Terns {} in the harbour final."
SCORES = tuple(
    Account(name, RACE.format(words), (score(RACE.format(words), words, most, least),))
    for name, words, most, least in (
        ("ash", "5 to 2", 5, 2),
        ("beech", "6 to 2", 6, 2),
        ("cedar", "6-2", 6, 2),
        ("dogwood", "7 to 2", 7, 2),
    )
)


@pytest.mark.parametrize("grouped", [True, False])
def test_an_equal_value_in_a_sentence_that_is_lined_up_or_alike_is_reported(grouped: bool) -> None:
    assert cells("number-differs", SCORES, [("5 to 2", "5 to 2"), ("6 to 2", "6 to 2")], grouped) == ["5 to 2", "6 to 2", "6-2", ""]


def test_an_equal_value_in_another_sentence_is_not() -> None:
    other = "A youth side from Orrin lost its opening match 6-2 on Sunday."
    accounts = (*SCORES[:2], Account("cedar", other, (score(other, "6-2", 6, 2),)))
    assert cells("number-differs", accounts, [("5 to 2", "5 to 2"), ("6 to 2", "6 to 2")], grouped=False)[2] == ""


def test_what_counts_something_else_is_not_the_figure() -> None:
    def counted(name: str, number: int, noun: str) -> Account:
        text = f"In all {number} {noun}s took part in the fair."
        start = text.index(str(number))
        slot = Slot(noun=noun, predicate="take")
        fact = Quantity(start, start + len(str(number)), str(number), number=number, low=number, high=number, slot=slot)
        return Account(name, text, (fact,))

    accounts = (counted("ash", 40, "kite"), counted("beech", 60, "kite"), counted("cedar", 60, "child"), counted("dogwood", 60, "kite"))
    assert cells("number-differs", accounts, [("40", "40 kite"), ("60", "60 kite")]) == ["40", "60", "", "60"]


def test_a_quotation_is_found_word_for_word_anywhere() -> None:
    words = ("The wind was kind to us", "The wind was cruel to us")
    told = (words[0], words[1], words[1], "Nothing was said of it")
    accounts = []
    for name, text in zip(("ash", "beech", "cedar", "dogwood"), told, strict=True):
        full = f"\u201c{text},\u201d the judge {'wrote later' if name == 'cedar' else 'said'}."
        accounts.append(Account(name, full, (Quote(1, 1 + len(text), text),)))
    found = cells("quote-differs", accounts, [(words[0], words[0]), (words[1], words[1])], grouped=False)
    assert [("kind" in text, "cruel" in text) for text in found] == [(True, False), (False, True), (False, True), (False, False)]


def test_a_place_and_an_office_are_found_too() -> None:
    def at(name: str, place: str) -> Account:
        text = f"The winning kite came down in {place} before noon."
        start = text.index(place)
        return Account(name, text, (Place(start, start + len(place), place, canonical=place),))

    places = cells("place-differs", (at("ash", "Orrin"), at("beech", "Marl"), at("cedar", "Marl")), [("Orrin", "Orrin"), ("Marl", "Marl")])
    assert places == ["Orrin", "Marl", "Marl"]

    def held(name: str, office: str, holder: str) -> Account:
        text = f"{office.capitalize()} {holder} opened it."
        return Account(name, text, (Role(0, len(text) - 11, text[:-11], office=office, holder=holder),))

    accounts = (held("ash", "mayor", "Ila Brandt"), held("beech", "deputy mayor", "Ila Brandt"), held("cedar", "mayor", "Brandt"))
    assert cells("office-differs", accounts, [("Mayor Ila Brandt", "mayor"), ("Deputy mayor Ila Brandt", "deputy mayor")], grouped=False)[2]


def test_a_sentence_with_both_versions_takes_no_side() -> None:
    text = "Some say the Gulls beat the Terns 5 to 2 in the harbour final, others 6 to 2."
    both = Account("cedar", text, (score(text, "5 to 2", 5, 2), score(text, "6 to 2", 6, 2)))
    assert cells("number-differs", (*SCORES[:2], both), [("5 to 2", "5 to 2"), ("6 to 2", "6 to 2")])[2] == ""
