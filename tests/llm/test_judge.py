"""The answer is never believed: which proposals hold, and why the others are dropped."""

from __future__ import annotations

import math
from typing import Any

import pytest

from consistency.checks.reading.answer import parse
from consistency.checks.reading.judge import DOUBTED, RUNGS, Held, held
from consistency.checks.reading.locate import locate
from consistency.checks.reading.values import same
from consistency.model import Claim, Quantity
from tests.llm._events import KILN, accounts, answer, entry

KNOWN = ("number-differs", "denied-and-asserted", "date-differs", "accounts-differ")


def _held(*entries: dict[str, Any], texts: tuple[str, ...] = KILN, votes: int = 1) -> tuple[list[Held], dict[str, int]]:
    found, claims = accounts(texts)
    proposals = [item for vote, made in enumerate(entries) for item in parse(answer(made), vote if votes > 1 else 0)[0]]
    kept, dropped = held(proposals, found, claims, KNOWN, votes)
    return kept, dict(dropped)


def test_a_proposal_that_holds_has_its_words_and_its_check() -> None:
    kept, dropped = _held(entry("A1", "Nine workers", "B1", "A dozen people"), entry("A2", "declined", "B2", "told", type="polarity"))
    assert [item.check for item in kept] == ["number-differs", "denied-and-asserted"]
    ((claim, span),) = kept[0].left.values()
    assert span is not None
    assert claim.text[slice(*span)] == "Nine workers"
    assert dropped == {}


@pytest.mark.parametrize("type_", ["scope", "who_did_what", "other", "cause_motive"])
def test_what_no_check_is_named_for_is_of_the_general_one(type_: str) -> None:
    kept, _ = _held(entry("A3", "faulty valve", "B3", "sabotage", type=type_))
    assert [item.check for item in kept] == ["accounts-differ"]


DROPPED = [
    (entry("A1", "Nine", "C1", "dozen"), "no such sentence"),
    (entry("A9", "Nine", "B1", "dozen"), "no such sentence"),
    (entry("A1", "Nine", "A2", "declined"), "one source"),
    (entry("A1", "Eleven workers", "B1", "A dozen people"), "words not found"),
    (entry("A1", "Nine", "B1", ""), "words not found"),
    (entry("A1", "burst", "B1", "burst"), "same words"),
    (entry("A1", "Nine", "B1", "dozen", kind="framing"), "malformed"),
    (entry("A1", "Nine", "B1", "dozen", type="weather"), "malformed"),
    (entry("A1", "Nine", "B1", "dozen", why=" "), "no reason given"),
]


@pytest.mark.parametrize(("made", "reason"), DROPPED)
def test_what_does_not_hold_is_dropped_and_counted(made: dict[str, Any], reason: str) -> None:
    assert _held(made) == ([], {reason: 1})


SAME = [
    ("About 40 barges sank.", "Some 40 barges sank.", ("About 40", "40"), "number", "same value"),
    ("A dozen barges sank.", "There sank 12 barges.", ("A dozen", "12"), "number", "same value"),
    ("It sank on 4 May 2031.", "On May 4, 2031 it sank.", ("4 May 2031", "May 4, 2031"), "date_time", "same value"),
    ("It sank on Monday.", "It sank on Monday morning.", ("Monday", "Monday morning"), "date_time", "compatible value"),
    ("Olga Brandt left.", "Brandt left.", ("Olga Brandt", "Brandt"), "person_entity", "compatible value"),
    ("It sank on the night of 4 May 2031.", "It sank on May 4, 2031.", ("night of 4 May 2031", "May 4, 2031"), "date_time", "same value"),
]


@pytest.mark.parametrize(("left", "right", "words", "type_", "reason"), SAME)
def test_what_says_the_same_after_all_is_dropped(left: str, right: str, words: tuple[str, str], type_: str, reason: str) -> None:
    assert _held(entry("A1", words[0], "B1", words[1], type=type_), texts=(left, right)) == ([], {reason: 1})


def test_each_rung_drops_something_here_or_keeps_it() -> None:
    assert {rung.name for rung in RUNGS} == {*(reason for _, reason in DROPPED), *(case[-1] for case in SAME), "read"}


def test_figures_and_dates_that_differ_stay() -> None:
    texts = ("It sank on 4 May 2031 at 6 a.m. with 40 men.", "It sank on 4 May 2031 at 9 a.m. with 70 men.")
    made = [entry("A1", "40 men", "B1", "70 men"), entry("A1", "4 May 2031 at 6 a.m", "B1", "4 May 2031 at 9 a.m", type="date_time")]
    assert len(_held(*made, texts=texts)[0]) == 2


APART = [
    ("Call if you came before 4 May 2031.", "Call if you came after 4 May 2031.", ("before 4 May 2031", "after 4 May 2031"), "date_time"),
    ("It sank on the night of 4 May 2031.", "On the morning of 4 May 2031.", ("night of 4 May 2031", "morning of 4 May 2031"), "date_time"),
]


@pytest.mark.parametrize(("left", "right", "words", "type_"), APART)
def test_what_only_looks_alike_stays(left: str, right: str, words: tuple[str, str], type_: str) -> None:
    ((item,), dropped) = _held(entry("A1", words[0], "B1", words[1], type=type_), texts=(left, right))
    assert (item.confidence, dropped) == (3, {})


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ((63.0, 62.5, 63.5, "exact"), (60.0, 55.0, 65.0, "about"), "compatible value"),
        ((63.0, 62.5, 63.5, "exact"), (40.0, 40.0, math.inf, "at least"), "compatible value"),
        # No one rounds so far: an exact 20 is not what another calls 15.
        ((15.0, 14.5, 15.5, "exact"), (20.0, 15.0, 25.0, "exact"), ""),
        ((240.0, 235.0, 245.0, "exact"), (200.0, 150.0, 250.0, "exact"), ""),
    ],
)
def test_figures_leave_room_for_each_other_or_not(left: tuple[Any, ...], right: tuple[Any, ...], reason: str) -> None:
    sides = []
    for source, (number, low, high, bound) in (("s0", left), ("s1", right)):
        words = f"{number:.0f}"
        fact = Quantity(0, len(words), words, number=number, low=low, high=high, bound=bound)
        sides.append((Claim(f"{source}:0", source, 0, 20, 1, f"{words} barges sank off {source}", facts=(fact,)), (0, len(words))))
    assert same("number", "contradiction", *sides) == reason


def test_sentences_that_have_each_others_words_are_left_to_the_second_question() -> None:
    texts = ("The frame has seven years, the engine five.", "The frame has five years, the engine seven.")
    ((item,), dropped) = _held(entry("A1", "seven", "B1", "five", type="duration"), texts=texts)
    assert (item.confidence, dropped) == (DOUBTED, {})


def test_a_source_on_both_sides_counts_for_neither() -> None:
    texts = (*KILN, "Nine people were hurt, another report has a dozen.")
    kept, _ = _held(entry("A1 C1", "Nine", "B1 C1", "dozen"), texts=texts)
    assert [{claim.source for claim, _ in side.values()} for side in (kept[0].left, kept[0].right)] == [{"s0"}, {"s1"}]


def test_one_disagreement_is_one_finding_however_often_it_is_proposed() -> None:
    texts = (*KILN, "Twelve were hurt.")
    made = [
        entry("A1", "Nine workers", "B1", "A dozen"),
        entry("B1", "A dozen people", "A1", "Nine"),
        entry("A1", "Nine", "B1 C1", "A dozen"),
    ]
    kept, dropped = _held(*made, texts=texts)
    assert len(kept) == 1
    assert set(kept[0].right) == {claim.id for claim in accounts(texts)[1].values() if claim.source in {"s1", "s2"} and claim.start == 0}
    assert dropped == {"repeated": 2}


def test_of_several_votes_the_majority_counts() -> None:
    often, once = entry("A1", "Nine", "B1", "dozen"), entry("A2", "declined", "B2", "told", type="polarity")
    kept, dropped = _held(often, often, once, votes=3)
    assert [item.check for item in kept] == ["number-differs"]
    assert dropped == {"no majority": 1}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("we will rebuild it", "We will rebuild it"),
        ('"We will rebuild it,"', "We will rebuild it"),
        ("We'll not rebuild", None),
        ("Room 12", None),
        ("rebuild it, the diretor", "rebuild it,” the director"),
        ("it", "it"),
        ("", None),
    ],
)
def test_words_are_found_in_any_typography(words: str, found: str | None) -> None:
    text = "“We will rebuild it,” the director told reporters in room 21."
    span = locate(words, text)
    assert (span and text[slice(*span)]) == found
