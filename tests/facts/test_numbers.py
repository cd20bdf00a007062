"""Numbers in words and figures: each string with its value, bounds and where it stands."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.ingest.folding import fold
from consistency.nlp.number_words import hedge, rank, spelled
from consistency.nlp.numbers import Number, numbers

INF = math.inf


def one(text: str) -> Number:
    """The only number of a text."""
    (number,) = numbers(text)
    return number


WORDS = [
    ("seven geese", "seven", 7), ("Seventeen geese", "Seventeen", 17), ("twenty-one geese", "twenty-one", 21),
    ("twenty one geese", "twenty one", 21), ("ninety-nine geese", "ninety-nine", 99),
    ("one hundred geese", "one hundred", 100), ("a hundred geese", "a hundred", 100),
    ("One hundred and twenty geese", "One hundred and twenty", 120), ("one hundred twenty geese", "one hundred twenty", 120),
    ("a hundred and five geese", "a hundred and five", 105), ("three hundred and forty-six geese", "three hundred and forty-six", 346),
    ("a thousand geese", "a thousand", 1000), ("one thousand and one geese", "one thousand and one", 1001),
    ("a thousand two hundred geese", "a thousand two hundred", 1200), ("fifteen hundred geese", "fifteen hundred", 1500),
    ("twenty-five hundred geese", "twenty-five hundred", 2500), ("ten thousand geese", "ten thousand", 10_000),
    ("eighty-two thousand four hundred geese", "eighty-two thousand four hundred", 82_400),
    ("five hundred thousand geese", "five hundred thousand", 500_000), ("two million geese", "two million", 2e6),
    ("two million three hundred thousand geese", "two million three hundred thousand", 2_300_000),
    ("six billion grains", "six billion", 6e9), ("one trillion grains", "one trillion", 1e12),
    ("a dozen geese", "a dozen", 12), ("three dozen geese", "three dozen", 36), ("two lakh votes", "two lakh", 2e5),
    ("zero geese", "zero", 0), ("Forty-six pupils", "Forty-six", 46), ("Two hundred and sixty-eight", "Two hundred and sixty-eight", 268),
    ("four-hundred metres", "four-hundred", 400),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "value"), WORDS)
def test_numbers_in_words(text: str, written: str, value: float) -> None:
    number = one(text)
    assert (text[number.start : number.end], number.value, number.bound, number.digits) == (written, value, "exact", False)


DIGITS = [
    ("12 geese", "12", 12), ("1,250 geese", "1,250", 1250), ("1,250,000 geese", "1,250,000", 1_250_000),
    ("1.5 litres", "1.5", 1.5), ("1,234.5 metres", "1,234.5", 1234.5), ("0.75 metres", "0.75", 0.75),
    ("1.234.567 grains", "1.234.567", 1_234_567), ("12 345 grains", "12 345", 12_345), ("1 234 567 grains", "1 234 567", 1_234_567),
    ("12\u00a0345 grains", "12\u00a0345", 12_345), ("12\u2009345 grains", "12\u2009345", 12_345),
    ("5,00,000 votes", "5,00,000", 500_000), ("12,34,567 votes", "12,34,567", 1_234_567),
    ("3,5 million geese", "3,5 million", 3.5e6), ("2,5 % of it", "2,5", 2.5),
    ("1.2 million geese", "1.2 million", 1.2e6), ("1.2-million geese", "1.2-million", 1.2e6), ("1.2bn geese", "1.2bn", 1.2e9),
    ("4 billion grains", "4 billion", 4e9), ("12 hundred geese", "12 hundred", 1200), ("6 dozen eggs", "6 dozen", 72),
    ("48m people", "48m", 48e6), ("$48m", "48m", 48e6), ("€5m", "5m", 5e6), ("£3b", "3b", 3e9), ("$20k", "20k", 20_000),
    ("3 mln geese", "3 mln", 3e6),
    ("3 tn grains", "3 tn", 3e12), ("5 crore votes", "5 crore", 5e7), ("20 lakh votes", "20 lakh", 2e6),
    ("3 lakh crore", "3 lakh crore", 3e12),
    ("It has 12¹ rooms", "12", 12), ("(12 geese)", "12", 12), ("some geese: 12", "12", 12), ("“12 geese”", "12", 12),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "value"), DIGITS)
def test_numbers_in_figures(text: str, written: str, value: float) -> None:
    number = one(text)
    assert (text[number.start : number.end], number.digits) == (written, True)
    assert number.value == pytest.approx(value, rel=1e-12)


PARTS = [
    ("half a million geese", "half a million", 5e5), ("Half a dozen boats", "Half a dozen", 6), ("a half-dozen boats", "a half-dozen", 6),
    ("half-a-million geese", "half-a-million", 5e5), ("half a billion grains", "half a billion", 5e8),
    ("a quarter of a million geese", "a quarter of a million", 250_000),
    ("three quarters of a million", "three quarters of a million", 750_000),
    ("a third of a million geese", "a third of a million", 1e6 / 3),
    ("five-and-a-half million euros", "five-and-a-half million", 5.5e6), ("two and a half million", "two and a half million", 2.5e6),
    ("one and a half hours", "one and a half", 1.5), ("three and a quarter hours", "three and a quarter", 3.25),
    ("two and three quarters hours", "two and three quarters", 2.75), ("2½ hours", "2½", 2.5), ("¾ inch", "¾", 0.75),
    ("1 1/2 miles", "1 1/2", 1.5),
    ("3-1/4 inches", "3-1/4", 3.25), ("6½ million", "6½ million", 6.5e6),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "value"), PARTS)
def test_numbers_with_a_fraction(text: str, written: str, value: float) -> None:
    number = one(text)
    assert (text[number.start : number.end], number.bound) == (written, "exact")
    assert number.value == pytest.approx(value)


VAGUE = [
    ("A couple of hundred residents", 150, 300, "about"), ("a couple hundred residents", 150, 300, "about"),
    ("a couple of dozen", 18, 36, "about"),
    ("a couple of boats", 2, 3, "about"), ("a couple of wooden boats", 2, 3, "about"),
    ("a few hundred residents", 200, 900, "range"), ("several thousand residents", 2000, 9000, "range"),
    ("a few hundred thousand residents", 2e5, 9e5, "range"), ("a few dozen residents", 24, 108, "range"),
    ("dozens of boats", 24, INF, "at least"), ("scores of boats", 40, INF, "at least"), ("hundreds of boats", 200, INF, "at least"),
    ("thousands marched", 2000, INF, "at least"), ("tens of thousands marched", 2e4, INF, "at least"),
    ("hundreds of thousands marched", 2e5, INF, "at least"), ("tens of millions of grains", 2e7, INF, "at least"),
    ("millions of grains", 2e6, INF, "at least"), ("hundreds of billions of grains", 2e11, INF, "at least"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "bound"), VAGUE)
def test_vague_numbers_leave_room(text: str, low: float, high: float, bound: str) -> None:
    number = one(text)
    assert (number.low, number.high, number.bound) == (low, high, bound)
    assert low <= number.value <= high


def test_a_couple_of_hundred_is_about_two_hundred() -> None:
    assert one("a couple of hundred residents").value == 200


HEDGES = [
    ("about 50 geese", "about"), ("around 50 geese", "about"), ("some 50 geese", "about"), ("roughly 50 geese", "about"),
    ("nearly 50 geese", "about"),
    ("almost a hundred geese", "about"), ("close to 50 geese", "about"), ("an estimated 50 geese", "about"),
    ("just over 50 geese", "about"),
    ("just under 50 geese", "about"), ("~50 geese", "about"), ("ca. 50 geese", "about"), ("approx. 50 geese", "about"),
    ("20-odd geese", "about"),
    ("50 or so geese", "about"), ("50 geese or so", "about"), ("about $50", "about"), ("about a hundred geese", "about"),
    ("more than 50 geese", "at least"), ("over 50 geese", "at least"), ("at least 50 geese", "at least"),
    ("no fewer than 50 geese", "at least"),
    ("upwards of 50 geese", "at least"), ("well over 50 geese", "at least"), ("in excess of 50 geese", "at least"),
    ("50 or more geese", "at least"),
    ("50+ geese", "at least"), ("50-plus geese", "at least"), ("50 geese or more", "at least"), ("more than US$50", "at least"),
    ("at least €50", "at least"),
    ("a minimum of 50 geese", "at least"),
    ("fewer than 50 geese", "at most"), ("less than 50 geese", "at most"), ("under 50 geese", "at most"), ("up to 50 geese", "at most"),
    ("as many as 50 geese", "at most"), ("no more than 50 geese", "at most"), ("at most 50 geese", "at most"),
    ("50 or fewer geese", "at most"),
    ("a maximum of 50 geese", "at most"),
    ("50 geese", "exact"), ("exactly 50 geese", "exact"), ("about the 50 geese", "exact"), ("over the 50 days", "exact"),
    ("the others, 50 geese", "exact"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bound"), HEDGES)
def test_the_words_around_a_number_bound_it(text: str, bound: str) -> None:
    (number,) = [number for number in numbers(text) if number.value in {20, 50, 100}]
    assert number.bound == bound
    assert text[number.start : number.end].lower() in {"20", "50", "a hundred"}


def test_a_second_figure_does_not_bound_the_first() -> None:
    assert [number.bound for number in numbers("Seventeen trucks and more than 100 firefighters")] == ["exact", "at least"]


RANGES = [
    ("between 10 and 12 geese", 10, 12), ("10 to 12 geese", 10, 12), ("10-12 geese", 10, 12), ("10–12 geese", 10, 12),
    ("10 or 12 geese", 10, 12),
    ("ten to twelve geese", 10, 12), ("one or two geese", 1, 2), ("2 to 3 million geese", 2e6, 3e6),
    ("two to three million geese", 2e6, 3e6),
    ("2-3 million geese", 2e6, 3e6), ("between 1.5 and 2 million geese", 1.5e6, 2e6), ("between $5 and $6", 5, 6),
    ("$5 million to $6 million", 5e6, 6e6),
    ("5% to 7%", 5, 7), ("5 per cent to 7 per cent", 5, 7), ("between 55,000 and 65,000 grains", 55_000, 65_000),
    ("3,000 to 4,000 geese", 3000, 4000),
    ("nine to 12 geese", 9, 12), ("200-300 thousand grains", 200_000, 300_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_ranges_are_one_number(text: str, low: float, high: float) -> None:
    number = one(text)
    assert (number.low, number.high, number.bound, number.value) == (low, high, "range", (low + high) / 2)


TWO = [
    ("from 10 to 12 geese", [10, 12]), ("10 and 12 geese", [10, 12]), ("52 to 48", [52, 48]), ("12, 14 and 16 geese", [12, 14, 16]),
    ("fell 6 percent to 712 geese", [6, 712]), ("five and six geese", [5, 6]), ("two three", [2, 3]),
    ("on May 12 345 geese left", [12, 345]),
    ("58 of the 82 geese", [58, 82]), ("12 geese and a dozen hens", [12, 12]), ("12 to 12 geese", [12, 12]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), TWO)
def test_numbers_that_are_no_range_stay_apart(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


SHARES = [
    ("1 in 5 homes", 20, "share"), ("one in five homes", 20, "share"), ("one in every 200 homes", 0.5, "share"),
    ("one out of three homes", 100 / 3, "share"),
    ("nine out of 10 homes", 90, "share"), ("six in ten homes", 60, "share"), ("three in every 100 homes", 3, "share"),
    ("six in a hundred homes", 6, "share"),
    ("two-thirds of the homes", 200 / 3, "fraction"), ("two thirds of the homes", 200 / 3, "fraction"),
    ("a third of the homes", 100 / 3, "fraction"),
    ("one-fifth of the homes", 20, "fraction"), ("three quarters of the homes", 75, "fraction"),
    ("one tenth of the homes", 10, "fraction"),
    ("seven-eighths of the homes", 87.5, "fraction"), ("a quarter of the homes", 25, "fraction"),
    ("nine tenths of the homes", 90, "fraction"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "sort"), SHARES)
def test_shares_are_per_cent(text: str, value: float, sort: str) -> None:
    number = one(text)
    assert number.value == pytest.approx(value)
    assert number.sort == sort


@pytest.mark.parametrize("text", ["one in 2019", "a third man", "a fifth time", "five out of four", "three in two", "one in one"])
def test_what_only_looks_like_a_share(text: str) -> None:
    assert all(number.sort not in {"share", "fraction"} for number in numbers(text))


NONE = [
    "F-35", "the A320", "COVID-19", "PAC-3", "03/15/2024", "10:30", "1.2.3", "9/11", "24/7", "3,5", "a few geese", "several geese",
    "the couple", "#12x",
    "file.12", "H2O", "B-52s", "a score", "under-21s", "12x34", "",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number(text: str) -> None:
    assert numbers(text) == ()


RANKS = [
    ("first", 1), ("second", 2), ("third", 3), ("ninth", 9), ("twelfth", 12), ("21st", 21), ("2nd", 2), ("3rd", 3), ("104th", 104),
    ("twenty-first", 21),
    ("thirty-second", 32), ("twentieth", 20), ("hundredth", 100), ("fifteenth", 15),
]  # fmt: skip


@pytest.mark.parametrize(("word", "value"), RANKS)
def test_ordinals(word: str, value: int) -> None:
    assert rank(word) == value
    assert [(number.value, number.sort) for number in numbers(f"her {word} win")] == [(value, "rank")]


def test_a_year_in_words_is_no_count() -> None:
    assert [number.sort for number in numbers("in nineteen eighty-four it rained")] == ["rank"]


STEPS = [
    ("12", 1), ("1.5", 0.1), ("1.25", 0.01), ("1,200", 100), ("1.2 million", 1e5), ("500,000", 1e5), ("12 million", 1e6),
    ("340", 10), ("0", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_the_last_digit_says_how_far_it_was_rounded(text: str, step: float) -> None:
    assert one(f"{text} geese").step == pytest.approx(step)


def test_rounded_words_leave_room_too() -> None:
    assert [one(text).step for text in ("seven geese", "two hundred geese", "two hundred and fifty geese")] == [1, 100, 10]


def test_words_that_are_no_number_spell_none() -> None:
    assert [spelled(words) for words in ("goose", "two three", "thirty and forty", "")] == [None] * 4
    assert spelled("seven lakh") == 7e5


def test_a_hedge_is_looked_for_right_before() -> None:
    text = "about geese, 50 of them"
    assert hedge(text, text.index("50"), text.index("50") + 2) == "exact"


DISGUISED = [
    ("１２ geese", 12), ("𝟏𝟐 geese", 12), ("1\u00ad2 geese", 12), ("1\u200b2 geese", 12), ("12\u202f345 geese", 12_345),
    ("fif\u00adteen geese", 15),
    ("ﬁfteen geese", 15), ("twenty‑one geese", 21), ("10–12 geese", 11), ("٤٢ geese", 42),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), DISGUISED)
def test_numbers_are_read_off_the_folded_text(text: str, value: float) -> None:
    assert one(fold(text, False)[0]).value == value


PIECES = st.sampled_from(
    [
        " ", "-", ",", ".", "12", "3.5", "half", "a", "million", "of", "and", "to", "one", "in", "five", "dozen", "€", "%",
        "couple", "/", "½", "third", "s",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40))
def test_every_number_has_its_place_and_its_room(text: str) -> None:
    found = numbers(text)
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert all(number.low <= number.value <= number.high for number in found if number.sort != "rank")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lindqvist (48) was in the boat.", "Lindqvist (48) was in the boat."),
        ("Alfred (61) and Mohammed (39) rowed.", "Alfred (61) and Mohammed (39) rowed."),
        ("The best (12) boats were kept.", "The best (12) boats were kept."),
        ("The storm sank at least (14) boats.", "The storm sank at least 14 boats."),
        ("The storm damaged (14) boats.", "The storm damaged 14 boats."),
    ],
)
def test_a_number_in_brackets_after_a_name_keeps_them(text: str, shown: str):
    assert fold(text, False)[0] == shown
