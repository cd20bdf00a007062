"""Figures with their unit: money, shares, measures, temperatures and lengths of time, read off the text alone.

What a unit is worth comes from pint, what a currency is called from babel; which words count as units is a closed class here, since
pint knows many that are plain English words ("bar", "chain", "point").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from consistency.nlp.numbers import Number, hedge, numbers

UNITS: dict[str, dict[str, str]] = {
    "m": {
        "kilometer": "kilometer kilometre km klick",
        "mile": "mile mi",
        "nautical_mile": "nautical_mile",
        "meter": "meter metre m",
        "centimeter": "centimeter centimetre cm",
        "millimeter": "millimeter millimetre mm",
        "foot": "foot feet ft",
        "inch": "inch inche in",
        "yard": "yard yd",
        "light_year": "light_year",
    },
    "kg": {
        "kilogram": "kilogram kilogramme kg kilo",
        "gram": "gram gramme",
        "milligram": "milligram mg",
        "metric_ton": "tonne metric_ton metric_tonne ton",
        "long_ton": "long_ton",
        "short_ton": "short_ton",
        "pound": "pound lb",
        "ounce": "ounce oz",
    },
    "m2": {
        "acre": "acre",
        "hectare": "hectare ha",
        "kilometer**2": "square_kilometer square_kilometre sq_km km² km2",
        "mile**2": "square_mile sq_mile sq_mi",
        "meter**2": "square_meter square_metre sq_m m² m2",
        "foot**2": "square_foot square_feet sq_ft",
    },
    "l": {
        "liter": "liter litre",
        "milliliter": "milliliter millilitre ml",
        "gallon": "gallon",
        "oil_barrel": "barrel",
        "meter**3": "cubic_meter cubic_metre m³ m3",
        "foot**3": "cubic_foot cubic_feet",
        "kilometer**3": "cubic_kilometer cubic_kilometre",
    },
    "m/s": {
        "mile/hour": "mph mile_per_hour mile_an_hour mile/hour",
        "kilometer/hour": "kph kmh kmph km/h km_per_hour km_an_hour kilometer_per_hour kilometre_per_hour kilometer_an_hour kilometre_an_hour",
        "meter/second": "m/s meter_per_second metre_per_second meter_a_second metre_a_second",
        "foot/second": "feet_per_second foot_per_second",
        "knot": "knot kt",
    },
    "W": {"watt": "watt", "kilowatt": "kilowatt kw", "megawatt": "megawatt mw", "gigawatt": "gigawatt gw", "horsepower": "horsepower hp"},
    "Wh": {
        "kilowatt_hour": "kilowatt_hour kwh",
        "megawatt_hour": "megawatt_hour mwh",
        "gigawatt_hour": "gigawatt_hour gwh",
        "terawatt_hour": "terawatt_hour twh",
    },
    "s": {
        "second": "second sec",
        "minute": "minute min",
        "hour": "hour hr",
        "day": "day",
        "week": "week",
        "fortnight": "fortnight",
        "month": "month",
        "year": "year",
        "10*year": "decade",
        "century": "century centurie",
    },
}
"""Dimension, by its base unit: pint's name of a unit, and the words it is told with (plural by "s", "_" for a space or hyphen)."""
TON = (0.9, 1.02)
"""A "ton" may be the short, the metric or the long one."""
DOLLARS = {"": "USD", "us": "USD", "au": "AUD", "a": "AUD", "nz": "NZD", "ca": "CAD", "c": "CAD", "hk": "HKD", "s": "SGD", "nt": "TWD", "r": "BRL"}
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND"}
COMMON = {
    "dollar": "USD",
    "buck": "USD",
    "american dollar": "USD",
    "u.s. dollar": "USD",
    "pound": "GBP",
    "pound sterling": "GBP",
    "euro": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rupee": "INR",
    "ruble": "RUB",
    "won": "KRW",
    "franc": "CHF",
    "cfa franc": "XOF",
    "peso": "MXN",
    "shekel": "ILS",
    "lira": "TRY",
    "reais": "BRL",
    "krona": "SEK",
    "rand": "ZAR",
}
"""What a name that several currencies share, or that babel spells otherwise, means where nothing else is said."""
CENTS = {"cent": "USD", "penny": "GBP", "pence": "GBP", "euro cent": "EUR"}
NOT_MONEY = frozenset({"real", "sol", "mark", "dram", "unit", "gold", "silver"})
"""Names of currencies that are other words too: alone they name none."""
NOT_CODES = frozenset("ALL AMD ANG BAM BOB COP CUP GEL MAD MOP PEN RON SOS TOP TRY".split())
"""Codes that are other words or names too."""
SPELLINGS = {"ruble": "rouble", "krone": "kroner", "krona": "kronor"}
_WEIGHED = re.compile(r"\b(?:weigh\w*|heavy|lighter|heavier|lift\w*|lbs?|ounces?|kilos?|kilograms?|kg|bodyweight|body weight)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:(?P<country>U\.S\.|US|AU|NZ|CA|HK|NT|A|C|S|R)?\$\s?(?P<inner>US|AU|NZ|CA|HK|A|C)?|(?P<sign>[€£¥₹₽₩₪₺₦₱฿₫])|(?P<rupee>\bRs\.?)|(?P<code>\b[A-Z]{3}))\s?$"
)
_PERCENT = re.compile(
    r"\s*-?\s*(?:(?P<basis>basis[\s-]points?\b)|(?P<points>(?:percentage|percent|per\s?cent|%)[\s-]?points?\b|pp\b|ppts?\b)|(?P<percent>%|per\s?cent\b|pct\b|percent\b))",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:\s*-?\s*(?:degrees?|deg\.?)\s*,?\s*|\s?[°º]\s?|(?=[CF]\b)|\s(?=[CF]\b(?!\.)))(?P<scale>Celsius|Centigrade|Fahrenheit|[CF]\b)?", re.IGNORECASE
)
_TAIL = re.compile(r"\s+and\s+an?\s+(?:half|quarter)", re.IGNORECASE)
_MINUS = re.compile(r"(?:\bminus\s+|(?:^|[\s(])[-−–])$", re.IGNORECASE)
_CHANGE = re.compile(r"\s*(?:warmer|colder|cooler|hotter|higher|lower|above|below|of\s+(?:global\s+)?warming)\b", re.IGNORECASE)

Kind = Literal["count", "money", "percent", "measure", "duration"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: its span, the number as written, and its value, bounds and rounding step in the unit's base.

    `unit` is the code of a currency, `percent`, `points`, the base unit of a measure ("m", "kg", "C", "s") or empty for a bare count.
    `name` is the unit as pint calls it, `whole` whether another fact of the text took the number apart ("half an hour").
    """

    start: int
    end: int
    written: Number
    kind: Kind
    unit: str
    number: float
    low: float
    high: float
    step: float
    name: str = ""


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order: every number that is no ordinal, with the unit that stands by it.

    >>> [(f.kind, f.number, f.unit) for f in figures("about 48m euros, and winds of 36 kilometres an hour")]
    [('money', 48000000.0, 'EUR'), ('measure', 10.0, 'm/s')]
    """
    parts = {number.start: number for number in _parted(text)}
    taken = [(number.start, number.end) for number in parts.values()]
    every = [
        *parts.values(),
        *(n for n in numbers(text) if n.sort not in {"rank", "fraction"} and not any(n.start < end and start < n.end for start, end in taken)),
    ]
    found = [_figure(text, number) for number in sorted(every, key=lambda number: number.start)]
    return tuple(_summed(text, found))


_PIECES = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "three": 0.75}


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str]]:
    """A unit's word to its dimension and pint's name of it."""
    return {word.replace("_", " "): (base, name) for base, units in UNITS.items() for name, words in units.items() for word in words.split()}


def is_unit(word: str) -> bool:
    """Whether a lemma is a unit's name."""
    return word in _words()


def is_money_word(word: str) -> bool:
    """Whether a lemma is the name of a currency or a sign for one."""
    return word in _names() or word in CENTS or word in SIGNS or word in {"$", "us$"}


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace(r"\ ", r"s?[\s-]+") for word in sorted(_words(), key=len, reverse=True)
    )
    return re.compile(rf"(?P<unit>{words})(?P<plural>s|\.(?=\s+[a-z]))?(?![\w²³])(?!/[a-z])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parts_pattern() -> re.Pattern[str]:
    units = "|".join(sorted((word.replace("_", r"[\s-]+") for base in ("m", "kg", "s", "l") for words in UNITS[base].values() for word in words.split() if len(word) > 2), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:(?P<piece>half|(?:a[\s-]+)?quarter|three[\s-]+quarters)(?:[\s-]+of)?[\s-]+(?:an?|one)|(?P<bare>(?:a[\s-]+)?half))[\s-]+(?=(?:{units}|per\s?cent|percent)\b)"
        rf"|(?P<one>an?|one)[\s-]+(?=(?P<unit>{units})\s+and\s+an?\s+(?P<more>half|quarter)\b))",
        re.IGNORECASE,
    )


def _parted(text: str) -> Iterator[Number]:
    """The numbers that stand apart from the figure: "half an hour", "a mile and a half"."""
    for match in _parts_pattern().finditer(text):
        piece = (match["piece"] or match["bare"] or "").lower()
        value = next((size for name, size in (("three", 0.75), ("quarter", 0.25), ("half", 0.5)) if name in piece), 0.0)
        if match["one"]:
            value = 1 + _PIECES[match["more"].lower()]
        end = len(match.group().rstrip(" -\n")) + match.start()
        yield Number(match.start(), end, value, value, value, hedge(text, match.start(), end), 0.0, joint="" if piece else "and a")


def _figure(text: str, number: Number) -> Figure:
    money = None if number.sort == "share" else _money(text, number)
    if money is not None:
        return money
    if number.sort == "share":
        return _made(number, number.start, number.end, "percent", "percent", 1.0)
    percent = _PERCENT.match(text, number.end)
    if percent:
        unit = "percent" if percent["percent"] else "points"
        return _made(number, number.start, percent.end(), "percent", unit, 0.01 if percent["basis"] else 1.0)
    degrees = _degrees(text, number)
    if degrees is not None:
        return degrees
    found = _unit(text, number)
    if found is None:
        return _made(number, number.start, number.end, "count", "", 1.0)
    word, base, name, end = found
    tail = _TAIL.match(text, end) if number.joint == "and a" else None
    end = tail.end() if tail else end
    made = _made(number, number.start, end, "duration" if base == "s" else "measure", base, factor(name, base), name)
    if word == "ton":
        made = Figure(**{**_fields(made), "low": made.low * TON[0], "high": made.high * TON[1]})
    return made


def _fields(figure: Figure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in figure.__slots__}


def _made(number: Number, start: int, end: int, kind: Kind, unit: str, size: float, name: str = "") -> Figure:
    return Figure(start, end, number, kind, unit, number.value * size, number.low * size, number.high * size, number.step * size, name)


def _unit(text: str, number: Number) -> tuple[str, str, str, int] | None:
    """The unit after a number: its word, dimension, pint's name and the end of its span. One letter counts only right after digits."""
    gap = re.compile(r"\s*-?\s*").match(text, number.end)
    start = gap.end() if gap else number.end
    match = _unit_pattern().match(text, start)
    if match is None:
        return None
    word = " ".join(match["unit"].lower().replace("-", " ").split())
    word = word if word in _words() else " ".join([word.split()[0].removesuffix("s"), *word.split()[1:]])
    short = len(word) <= 2 and word.isalpha()
    if short and not (number.digits and start - number.end <= (word != "in")):
        return None
    if short and word in {"m", "mi"} and (number.scaled or match["unit"] != word):
        return None
    base, name = _words()[word]
    return word, base, name, match.end() if match["plural"] != "." else match.end("unit")


@lru_cache(maxsize=1)
def _registry():  # type: ignore[no-untyped-def]
    import pint

    return pint.UnitRegistry(cache_folder=None)


@lru_cache(maxsize=256)
def factor(name: str, base: str) -> float:
    """How many of a dimension's base unit one of pint's unit `name` is.

    >>> factor("mile", "m"), factor("oil_barrel", "l").__round__(3)
    (1609.344, 158.987)
    """
    worth = _registry().parse_expression(name).to({"m2": "meter**2", "l": "liter", "Wh": "watt*hour"}.get(base, base)).magnitude
    return float(f"{worth:.12g}")


def _degrees(text: str, number: Number) -> Figure | None:
    """A temperature in degrees Celsius, or a change of one; degrees of no scale stay apart from both."""
    match = _DEGREES.match(text, number.end)
    if match is None or not match.group() and not match["scale"]:
        return None
    scale = (match["scale"] or "").upper()[:1]
    end = match.end() if scale else number.end + len(match.group().rstrip(" ,"))
    minus = _MINUS.search(text[max(0, number.start - 8) : number.start])
    start = number.start - (len(minus.group().lstrip(" (")) if minus else 0)
    sign = -1.0 if minus else 1.0
    change = bool(re.search(r"\bby\s+(?:\w+\s+){0,2}$", text[max(0, number.start - 24) : number.start]) or _CHANGE.match(text, match.end()))
    unit = "degrees" if not scale else "C change" if change else "C"

    def turned(value: float) -> float:
        if scale != "F":
            return sign * value
        source, target = ("delta_degF", "delta_degC") if change else ("degF", "degC")
        return float(round(_registry().Quantity(sign * value, source).to(target).magnitude, 6))

    low, high = sorted((turned(number.low), turned(number.high)))
    step = number.step if scale != "F" else number.step / 1.8
    return Figure(start, end, number, "measure", unit, turned(number.value), low, high, min(step, 1.0), "degree")


def _money(text: str, number: Number) -> Figure | None:
    before = _BEFORE.search(text[max(0, number.start - 6) : number.start])
    first = number.start - (len(before.group()) if before else 0)
    code = ""
    if before:
        if before["sign"]:
            code = SIGNS[before["sign"]]
        elif before["rupee"]:
            code = "INR"
        elif before["code"]:
            code = before["code"] if before["code"] in _codes() else ""
        else:
            country = (before["country"] or before["inner"] or "").lower().replace(".", "")
            code = DOLLARS[country]
    if code:
        after = re.compile(r"[\s-]*(?:dollars?|euros?|pounds?)\b", re.IGNORECASE).match(text, number.end)
        return _made(number, first, after.end() if after else number.end, "money", code, 1.0)
    match = _currency_pattern().match(text, number.end)
    if match is None:
        return None
    if match["sign"]:
        return _made(number, number.start, match.end(), "money", SIGNS.get(match["sign"], "USD"), 1.0)
    if match["code"]:
        return _made(number, number.start, match.end(), "money", match["code"], 1.0)
    name = " ".join(match["name"].lower().split())
    if name in CENTS:
        return _made(number, number.start, match.end(), "money", CENTS[name], 0.01)
    if name == "pound" and _is_weight(text, number, match):
        return None
    if name == "won" and not (number.scaled or number.value >= 1000):
        return None
    return _made(number, number.start, match.end(), "money", _names()[name], 1.0)


def _is_weight(text: str, number: Number, match: re.Match[str]) -> bool:
    """Whether pounds weigh something: a "200-pound man", "12 pounds of flour", or words of weight nearby. No sum of millions does."""
    if number.scaled and number.value >= 1e6 or "£" in text or "sterling" in text.lower():
        return False
    compound = not match["plural"] and match.group().startswith("-")
    return compound or bool(re.match(r"\s+(?:of|per\s+square|overweight)\b", text[match.end() :]) or _WEIGHED.search(text))


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies) - NOT_CODES


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of currencies, in lower case, to their codes: those of babel, and their last word where one currency in use has it."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    names = Locale("en").currencies
    full = {name.lower(): code for code, name in sorted(names.items()) if "(" not in name and not (code[0] == "X" and code not in {"XOF", "XAF", "XCD", "XPF"})}
    day = date(2024, 1, 1)
    used = {code for land in get_global("territory_currencies") for code in get_territory_currencies(land, day, day)}
    last: dict[str, set[str]] = {}
    for code in used & names.keys():
        last.setdefault(names[code].lower().split()[-1], set()).add(code)
    alone = {word: min(codes) if len(codes) == 1 else word for word, codes in last.items() if word not in NOT_MONEY and len(word) > 3}
    named = {**full, **alone, **COMMON}
    other = {name.replace(one, two): code for name, code in named.items() for one, two in SPELLINGS.items() if name.endswith(one)}
    return {**other, **named}


@lru_cache(maxsize=1)
def _currency_pattern() -> re.Pattern[str]:
    names = sorted({*_names(), *CENTS}, key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    codes = "|".join(sorted(_codes()))
    return re.compile(
        rf"\s?(?P<sign>[€£¥₹₽₩₪₺₦₱฿₫])|\s?(?P<code>\b(?-i:{codes})\b)|[\s-]+(?P<name>{words})(?P<plural>s|es)?\b(?!-)", re.IGNORECASE
    )


def _summed(text: str, found: list[Figure]) -> list[Figure]:
    """Figures of one dimension, each in a smaller unit than the one before and with nothing between, as one: "5 ft 10 in"."""
    joined: list[Figure] = []
    for figure in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and figure.name
            and before.unit == figure.unit in {"m", "kg", "s"}
            and re.fullmatch(r"\s*(?:,|and|,\s*and)?\s*", text[before.end : figure.start])
            and factor(before.name, before.unit) > factor(figure.name, figure.unit)
            and figure.number < factor(before.name, before.unit)
            and before.written.bound != "range"
            and figure.written.bound == "exact"
            and not (figure.unit == "s" and before.name in {"day", "week", "year", "month"} and "," in text[before.end : figure.start])
        ):
            number = before.number + figure.number
            joined[-1] = Figure(before.start, figure.end, before.written, before.kind, before.unit, number, number, number, figure.step, figure.name)
        else:
            joined.append(figure)
    return joined
