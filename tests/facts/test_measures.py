"""Money, shares, measures and temperatures: each string with its unit and value in the base unit."""

from __future__ import annotations

import pytest

from consistency.nlp.figure import Figure
from consistency.nlp.measures import UNITS, figures, is_unit
from consistency.nlp.money import is_money_word


def one(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


MONEY = [
    ("$40", "$40", 40, "USD"), ("$1.2bn", "$1.2bn", 1.2e9, "USD"), ("$ 40 million", "$ 40 million", 4e7, "USD"),
    ("US$6,500", "US$6,500", 6500, "USD"),
    ("$US6,500", "$US6,500", 6500, "USD"), ("AU$20", "AU$20", 20, "AUD"), ("A$20", "A$20", 20, "AUD"), ("C$20", "C$20", 20, "CAD"),
    ("HK$20", "HK$20", 20, "HKD"), ("NZ$20", "NZ$20", 20, "NZD"), ("S$20", "S$20", 20, "SGD"), ("R$20", "R$20", 20, "BRL"),
    ("€48 mln", "€48 mln", 4.8e7, "EUR"), ("€5m", "€5m", 5e6, "EUR"), ("5€", "5€", 5, "EUR"), ("5 €", "5 €", 5, "EUR"),
    ("£3m", "£3m", 3e6, "GBP"), ("¥300", "¥300", 300, "JPY"),
    ("₹5 crore", "₹5 crore", 5e7, "INR"), ("Rs 5 crore", "Rs 5 crore", 5e7, "INR"), ("Rs. 20 lakh", "Rs. 20 lakh", 2e6, "INR"),
    ("Rs5 lakh", "Rs5 lakh", 5e5, "INR"),
    ("USD 5 million", "USD 5 million", 5e6, "USD"), ("EUR5m", "EUR5m", 5e6, "EUR"), ("5 million EUR", "5 million EUR", 5e6, "EUR"),
    ("NOK 300 million", "NOK 300 million", 3e8, "NOK"),
    ("300 CHF", "300 CHF", 300, "CHF"), ("48m euros", "48m euros", 4.8e7, "EUR"), ("48 million euros", "48 million euros", 4.8e7, "EUR"),
    ("a 3-million-euro deal", "3-million-euro", 3e6, "EUR"),
    ("five-and-a-half million euros", "five-and-a-half million euros", 5.5e6, "EUR"),
    ("half a million dollars", "half a million dollars", 5e5, "USD"), ("20 bucks", "20 bucks", 20, "USD"),
    ("5 million US dollars", "5 million US dollars", 5e6, "USD"),
    ("5 million American dollars", "5 million American dollars", 5e6, "USD"),
    ("5 million Australian dollars", "5 million Australian dollars", 5e6, "AUD"),
    ("5 million Canadian dollars", "5 million Canadian dollars", 5e6, "CAD"),
    ("1.2 million CFA francs", "1.2 million CFA francs", 1.2e6, "XOF"),
    ("300 Swiss francs", "300 Swiss francs", 300, "CHF"), ("300 rupees", "300 rupees", 300, "INR"),
    ("300 Pakistani rupees", "300 Pakistani rupees", 300, "PKR"),
    ("300 roubles", "300 roubles", 300, "RUB"), ("300 Russian rubles", "300 Russian rubles", 300, "RUB"),
    ("20 naira", "20 naira", 20, "NGN"),
    ("300m naira", "300m naira", 3e8, "NGN"), ("2 billion Norwegian kroner", "2 billion Norwegian kroner", 2e9, "NOK"),
    ("3 million kronor", "3 million kronor", 3e6, "SEK"), ("5 zlotys", "5 zlotys", 5, "PLN"),
    ("5 million Kenyan shillings", "5 million Kenyan shillings", 5e6, "KES"),
    ("5 million shillings", "5 million shillings", 5e6, "shilling"), ("300 baht", "300 baht", 300, "THB"),
    ("5 million won", "5 million won", 5e6, "KRW"),
    ("100,000 reais", "100,000 reais", 1e5, "BRL"), ("300 Mexican pesos", "300 Mexican pesos", 300, "MXN"),
    ("300 Turkish lira", "300 Turkish lira", 300, "TRY"),
    ("40 million pounds", "40 million pounds", 4e7, "GBP"), ("a fine of 300 pounds", "300 pounds", 300, "GBP"),
    ("300 pounds sterling", "300 pounds sterling", 300, "GBP"),
    ("50 cents", "50 cents", 0.5, "USD"), ("50 pence", "50 pence", 0.5, "GBP"),
    ("40 million Egyptian pounds", "40 million Egyptian pounds", 4e7, "EGP"),
    ("80 million dong", "80 million dong", 8e7, "VND"), ("300 yuan", "300 yuan", 300, "CNY"), ("300 yen", "300 yen", 300, "JPY"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "value", "unit"), MONEY)
def test_money(text: str, written: str, value: float, unit: str) -> None:
    figure = one(text)
    assert (text[figure.start : figure.end], figure.kind, figure.unit) == (written, "money", unit)
    assert figure.number == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["12 won prizes", "5 real people", "10 GDP points", "the 5 ALL stars", "12 marks", "5 sol", "5 TOP teams", "COP 26"]
)
def test_words_and_capitals_that_are_no_currency(text: str) -> None:
    assert [figure.kind for figure in figures(text)] == ["count"]


def test_amounts_in_a_range_have_one_currency() -> None:
    assert [
        (figure.low, figure.high, figure.unit)
        for text in ("$5-6 million", "$5 million to $6 million", "5 to 6 million dollars")
        for figure in figures(text)
    ] == [(5e6, 6e6, "USD")] * 3


MEASURES = [
    ("3 kilometres", "m", 3000), ("3 km", "m", 3000), ("3km", "m", 3000), ("10 miles", "m", 16093.44),
    ("a 10-mile walk", "m", 16093.44), ("100 m", "m", 100), ("100m", "m", 100),
    ("60 cm", "m", 0.6), ("6 mm", "m", 0.006), ("12 feet", "m", 3.6576), ("a 12-foot wall", "m", 3.6576), ("15 ft", "m", 4.572),
    ("26in", "m", 0.6604), ("9 inches", "m", 0.2286),
    ("20 yards", "m", 18.288), ("22 nautical miles", "m", 40744), ("3 light-years", "m", 3 * 9460730472580800),
    ("half a mile", "m", 804.672), ("two and a half miles", "m", 4023.36), ("a mile and a half", "m", 2414.016),
    ("a half-mile", "m", 804.672),
    ("6 feet 2 inches", "m", 1.8796), ("5ft 10in", "m", 1.778), ("2 km and 300 metres", "m", 2300),
    ("12 kilograms", "kg", 12), ("12 kg", "kg", 12), ("12 kilos", "kg", 12), ("300 grams", "kg", 0.3), ("40 milligrams", "kg", 4e-5),
    ("10 tonnes", "kg", 10_000),
    ("10 metric tons", "kg", 10_000), ("10 long tons", "kg", 10160.469088), ("10 short tons", "kg", 9071.8474),
    ("16 ounces", "kg", 0.45359237),
    ("a 200-pound man", "kg", 90.718474), ("12 pounds of flour", "kg", 5.44310844), ("It weighs 12 pounds", "kg", 5.44310844),
    ("40 lbs", "kg", 18.1436948),
    ("10,000 acres", "m2", 40468726.0987), ("30 hectares", "m2", 300_000), ("500 square miles", "m2", 1294994055.168),
    ("5 sq km", "m2", 5e6), ("5 km²", "m2", 5e6),
    ("300 square feet", "m2", 27.870912), ("80 square metres", "m2", 80),
    ("3 litres", "l", 3), ("300 ml", "l", 0.3), ("10 gallons", "l", 37.85411784), ("5,000 barrels", "l", 794936.47496),
    ("30 cubic metres", "l", 30_000),
    ("60 miles per hour", "m/s", 26.8224), ("fifty miles an hour", "m/s", 22.352), ("60 mph", "m/s", 26.8224),
    ("60mph", "m/s", 26.8224), ("36 km/h", "m/s", 10), ("36 kilometres an hour", "m/s", 10),
    ("36 kilometers per hour", "m/s", 10), ("20 knots", "m/s", 10.28888888889), ("10 metres per second", "m/s", 10),
    ("300 MW", "W", 3e8), ("2 gigawatts", "W", 2e9), ("100 horsepower", "W", 74569.9871582), ("3 kWh", "Wh", 3000),
    ("2 gigawatt hours", "Wh", 2e9),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), MEASURES)
def test_measures(text: str, unit: str, value: float) -> None:
    figure = one(text)
    assert (figure.kind, figure.unit) == ("measure", unit)
    assert figure.number == pytest.approx(value, rel=1e-9)


TIMES = [
    ("20 seconds", 20), ("a ten-minute delay", 600), ("3 hours", 10_800), ("two days", 172_800), ("two weeks", 1_209_600),
    ("a fortnight and 3 days", 259_200), ("six months", 15_778_800),
    ("3 years", 94_672_800), ("a dozen years", 378_691_200), ("two decades", 631_152_000), ("two centuries", 6_311_520_000),
    ("half an hour", 1800), ("a quarter of an hour", 900),
    ("three quarters of an hour", 2700), ("an hour and a half", 5400), ("an hour and a quarter", 4500), ("two and a half hours", 9000),
    ("two hours and 15 minutes", 8100),
    ("1 hour 20 minutes", 4800), ("half a day", 43_200), ("a day and a half", 129_600), ("2.5 hours", 9000), ("a half-hour", 1800),
    ("45 min", 2700),
]  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), TIMES)
def test_lengths_of_time(text: str, seconds: float) -> None:
    figure = one(text)
    assert (figure.kind, figure.unit, figure.number) == ("duration", "s", seconds)


def test_the_span_holds_the_whole_length() -> None:
    text = "after an hour and a half of talks"
    assert text[one(text).start : one(text).end] == "an hour and a half"


DEGREES = [
    ("41C", 41, "C"), ("41 C", 41, "C"), ("41°C", 41, "C"), ("41 °C", 41, "C"), ("41 degrees Celsius", 41, "C"),
    ("41 degrees C", 41, "C"), ("106F", 41.111111, "C"),
    ("32 degrees Fahrenheit", 0, "C"), ("5 degrees Fahrenheit", -15, "C"), ("-5C", -5, "C"), ("−5°C", -5, "C"),
    ("minus 5 degrees Celsius", -5, "C"), ("-40F", -40, "C"),
    ("41 degrees", 41, "degrees"), ("41°", 41, "degrees"), ("warmed by 2 degrees Celsius", 2, "C change"),
    ("by about 1.8 degrees Fahrenheit", 1, "C change"),
    ("3.6 degrees Fahrenheit above normal", 2, "C change"), ("1.5 degrees Celsius of warming", 1.5, "C change"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), DEGREES)
def test_temperatures_are_in_one_scale(text: str, value: float, unit: str) -> None:
    figure = one(text)
    assert (figure.kind, figure.unit) == ("measure", unit)
    assert figure.number == pytest.approx(value, abs=1e-5)
    assert figure.low <= figure.number <= figure.high


@pytest.mark.parametrize(
    "text", ["22 km/h faster than allowed", "2 metres higher", "3 kg heavier than before", "500 acres of farmland, 3 miles closer"]
)
def test_how_much_more_is_no_measure_of_the_thing(text: str) -> None:
    assert figures(text)[-1].unit.endswith(" change")


def test_a_minus_belongs_to_the_temperature() -> None:
    text = "It fell to minus 5 degrees Celsius overnight"
    assert text[one(text).start : one(text).end] == "minus 5 degrees Celsius"


PERCENT = [
    ("5%", 5, "percent"), ("5 %", 5, "percent"), ("5 percent", 5, "percent"), ("5 per cent", 5, "percent"), ("5 pct", 5, "percent"),
    ("a 5-percent rise", 5, "percent"),
    ("5 percentage points", 5, "points"), ("5 percent points", 5, "points"), ("a 5-point lead", 5, ""), ("0.5pp", 0.5, "points"),
    ("25 basis points", 0.25, "points"),
    ("half a percent", 0.5, "percent"), ("half of one per cent", 0.5, "percent"), ("2½ per cent", 2.5, "percent"),
    ("1 in 5 homes", 20, "percent"), ("twelve percent", 12, "percent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), PERCENT)
def test_shares_in_per_cent(text: str, value: float, unit: str) -> None:
    figure = one(text)
    assert (figure.unit, figure.kind) == (unit, "percent" if unit else "count")
    assert figure.number == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["14,800 geese", "12 men", "5 bar staff", "5 has", "12 minutes of", "10 in 2019", "300 m. voters", "5 May", "5 to"]
)
def test_bare_counts_have_no_unit(text: str) -> None:
    figure = figures(text)[0]
    assert figure.kind == ("duration" if "minutes" in text else "measure" if " m." in text else "count")


def test_a_ton_may_be_any_ton() -> None:
    figure = one("10 tons")
    assert figure.low < 9072
    assert figure.high > 10_160
    assert one("10 tonnes").low == 10_000


def test_a_ten_thousand_acre_farm_is_no_bare_count() -> None:
    assert one("10,000 acres").unit != one("14,800").unit


def test_units_are_worth_what_pint_has_them_worth() -> None:
    import pint

    registry = pint.UnitRegistry()
    for base, names in UNITS.items():
        target = {"m2": "meter**2", "l": "liter", "Wh": "watt*hour"}.get(base, base)
        for name, (worth, _) in names.items():
            assert worth == pytest.approx(registry.parse_expression(name).to(target).magnitude, rel=1e-11), name


def test_names_of_units_and_currencies() -> None:
    assert all(is_unit(word) for word in ("mile", "kg", "degree", "m."))
    assert all(is_money_word(word) for word in ("dollar", "euro", "$", "cent", "naira"))
    assert not is_unit("goose")
    assert not is_money_word("goose")
