"""Figures with their unit: money, shares, measures, temperatures and lengths of time, read off the text alone.

What a currency is called comes from babel. Which words count as units is a closed class here, and what each is worth stands beside it, as
pint has it: to load pint for that takes a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from consistency.nlp.figure import Figure, made
from consistency.nlp.money import money
from consistency.nlp.number_words import hedge
from consistency.nlp.numbers import Number, numbers

UNITS: dict[str, dict[str, tuple[float, str]]] = {
    "m": {
        "kilometer": (1000.0, "kilometer kilometre km klick"),
        "mile": (1609.344, "mile mi"),
        "nautical_mile": (1852.0, "nautical_mile"),
        "meter": (1.0, "meter metre m"),
        "centimeter": (0.01, "centimeter centimetre cm"),
        "millimeter": (0.001, "millimeter millimetre mm"),
        "foot": (0.3048, "foot feet ft"),
        "inch": (0.0254, "inch inche in"),
        "yard": (0.9144, "yard yd"),
        "light_year": (9_460_730_472_580_000.0, "light_year"),
    },
    "kg": {
        "kilogram": (1.0, "kilogram kilogramme kg kilo"),
        "gram": (0.001, "gram gramme"),
        "milligram": (1e-06, "milligram mg"),
        "metric_ton": (1000.0, "tonne metric_ton metric_tonne ton"),
        "long_ton": (1016.0469088, "long_ton"),
        "short_ton": (907.18474, "short_ton"),
        "pound": (0.45359237, "pound lb"),
        "ounce": (0.028349523125, "ounce oz"),
    },
    "m2": {
        "acre": (4046.87260987, "acre"),
        "hectare": (10000.0, "hectare ha"),
        "kilometer**2": (1_000_000.0, "square_kilometer square_kilometre sq_km km² km2"),
        "mile**2": (2_589_988.11034, "square_mile sq_mile sq_mi"),
        "meter**2": (1.0, "square_meter square_metre sq_m m² m2"),
        "foot**2": (0.09290304, "square_foot square_feet sq_ft"),
    },
    "l": {
        "liter": (1.0, "liter litre"),
        "milliliter": (0.001, "milliliter millilitre ml"),
        "gallon": (3.785411784, "gallon"),
        "oil_barrel": (158.987294928, "barrel"),
        "meter**3": (1000.0, "cubic_meter cubic_metre m³ m3"),
        "foot**3": (28.316846592, "cubic_foot cubic_feet"),
        "kilometer**3": (1_000_000_000_000.0, "cubic_kilometer cubic_kilometre"),
    },
    "m/s": {
        "mile/hour": (0.44704, "mph mile_per_hour mile_an_hour mile/hour"),
        "kilometer/hour": (
            0.277777777778,
            "kph kmh kmph km/h km_per_hour km_an_hour kilometer_per_hour kilometer_an_hour"
            " kilometre_per_hour kilometre_an_hour",
        ),
        "meter/second": (1.0, "m/s meter_per_second metre_per_second meter_a_second metre_a_second"),
        "foot/second": (0.3048, "feet_per_second foot_per_second"),
        "knot": (0.514444444444, "knot kt"),
    },
    "W": {
        "watt": (1.0, "watt"),
        "kilowatt": (1000.0, "kilowatt kw"),
        "megawatt": (1_000_000.0, "megawatt mw"),
        "gigawatt": (1_000_000_000.0, "gigawatt gw"),
        "horsepower": (745.699871582, "horsepower hp"),
    },
    "Wh": {
        "kilowatt_hour": (1000.0, "kilowatt_hour kwh"),
        "megawatt_hour": (1_000_000.0, "megawatt_hour mwh"),
        "gigawatt_hour": (1_000_000_000.0, "gigawatt_hour gwh"),
        "terawatt_hour": (1_000_000_000_000.0, "terawatt_hour twh"),
    },
    "s": {
        "second": (1.0, "second sec"),
        "minute": (60.0, "minute min"),
        "hour": (3600.0, "hour hr"),
        "day": (86400.0, "day"),
        "week": (604_800.0, "week"),
        "fortnight": (1_209_600.0, "fortnight"),
        "month": (2_629_800.0, "month"),
        "year": (31_557_600.0, "year"),
        "10*year": (315_576_000.0, "decade"),
        "century": (3_155_760_000.0, "century centurie"),
    },
}  # fmt: skip
"""Dimension, by its base unit: pint's name of a unit, how many base units it is, and the words it is told with (plural by "s", "_" for a
space or hyphen)."""
DIMENSIONS = {"high": "height", "tall": "height", "long": "length", "wide": "width", "deep": "depth", "thick": "thickness", "old": "age"}
"""What an adjective behind a measure measures."""
TON = (0.9, 1.02)
"""A "ton" may be the short, the metric or the long one."""
_PERCENT = re.compile(
    r"\s*-?\s*(?:(?P<basis>basis[\s-]points?\b)|(?P<points>(?:percentage|percent|per\s?cent|%)[\s-]?points?\b|pp\b|ppts?\b)|(?P<percent>%|per\s?cent\b|pct\b|percent\b))",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:\s*-?\s*(?:degrees?|deg\.?)\s*,?\s*|\s?[°º]\s?|(?=[CF]\b)|\s(?=[CF]\b(?!\.)))(?P<scale>Celsius|Centigrade|Fahrenheit|[CF]\b)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+and\s+an?\s+(?:half|quarter)", re.IGNORECASE)
_MINUS = re.compile(r"(?:\bminus\s+|(?:^|[\s(])[-−–])$", re.IGNORECASE)
_BY_MORE = re.compile(
    r"\s+(?:faster|slower|longer|shorter|higher|lower|heavier|lighter|taller|deeper|wider|narrower|further|farther|closer)\b", re.I
)
_CHANGE = re.compile(r"\s*(?:warmer|colder|cooler|hotter|higher|lower|above|below|of\s+(?:global\s+)?warming)\b", re.IGNORECASE)


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
        *(
            n
            for n in numbers(text)
            if n.sort not in {"rank", "fraction"} and not any(n.start < end and start < n.end for start, end in taken)
        ),
    ]
    found = [_figure(text, number) for number in sorted(every, key=lambda number: number.start)]
    return tuple(_summed(text, found))


_PIECES = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "three": 0.75}


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str]]:
    """A unit's word to its dimension and pint's name of it."""
    return {
        word.replace("_", " "): (base, name)
        for base, units in UNITS.items()
        for name, (_, words) in units.items()
        for word in words.split()
    }


def is_unit(word: str) -> bool:
    """Whether a lemma is a unit's name."""
    return word.rstrip(".") in _words() or word in {"degree", "celsius", "fahrenheit"}


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", r"s?[\s-]+") for word in sorted(_words(), key=len, reverse=True))
    return re.compile(rf"(?P<unit>{words})(?P<plural>s|\.(?=\s+[a-z]))?(?![\w²³])(?!/[a-z])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parts_pattern() -> re.Pattern[str]:
    units = "|".join(
        sorted(
            (
                word.replace("_", r"[\s-]+")
                for base in ("m", "kg", "s", "l")
                for _, words in UNITS[base].values()
                for word in words.split()
                if len(word) > 2
            ),
            key=len,
            reverse=True,
        )
    )
    return re.compile(
        rf"\b(?:(?:(?P<piece>half|(?:a[\s-]+)?quarter|three[\s-]+quarters)(?:[\s-]+of)?[\s-]+(?:an?|one)|(?P<bare>(?:a[\s-]+)?half))[\s-]+(?=(?:{units}|per\s?cent|percent)\b)"
        rf"|(?P<one>an?|one)[\s-]+(?=(?P<unit>{units})\s+and\s+an?\s+(?P<more>half|quarter)\b))",
        re.IGNORECASE,
    )


def _parted(text: str) -> Iterator[Number]:
    """The numbers that stand apart from the figure: "half an hour", "a mile and a half"."""
    lower = text.lower()
    if "half" not in lower and "quarter" not in lower:
        return
    for match in _parts_pattern().finditer(text):
        piece = (match["piece"] or match["bare"] or "").lower()
        value = next((size for name, size in (("three", 0.75), ("quarter", 0.25), ("half", 0.5)) if name in piece), 0.0)
        if match["one"]:
            value = 1 + _PIECES[match["more"].lower()]
        end = len(match.group().rstrip(" -\n")) + match.start()
        yield Number(match.start(), end, value, value, value, hedge(text, match.start(), end), 0.0, joint="" if piece else "and a")


def _figure(text: str, number: Number) -> Figure:
    amount = None if number.sort == "share" else money(text, number)
    if amount is not None:
        return amount
    if number.sort == "share":
        return made(number, number.start, number.end, "percent", "percent", 1.0)
    percent = _PERCENT.match(text, number.end)
    if percent:
        unit = "percent" if percent["percent"] else "points"
        return made(number, number.start, percent.end(), "percent", unit, 0.01 if percent["basis"] else 1.0)
    degrees = _degrees(text, number)
    if degrees is not None:
        return degrees
    found = _unit(text, number)
    if found is None:
        return made(number, number.start, number.end, "count", "", 1.0)
    word, base, name, end = found
    tail = _TAIL.match(text, end) if number.joint == "and a" else None
    end = tail.end() if tail else end
    figure = made(number, number.start, end, "duration" if base == "s" else "measure", base, UNITS[base][name][0], name)
    if base != "s" and _BY_MORE.match(text, end):
        figure = replace(figure, unit=f"{base} change")  # "22 km/h faster than allowed" is no speed
    return replace(figure, low=figure.low * TON[0], high=figure.high * TON[1]) if word == "ton" else figure


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
    if short and match["plural"] == "s" and word not in {"lb", "kt"}:
        return None  # "24 has"
    if short and word in {"m", "mi"} and (number.scaled or match["unit"] != word):
        return None
    base, name = _words()[word]
    return word, base, name, match.end() if match["plural"] != "." else match.end("unit")


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
        return round((sign * value - (0 if change else 32)) / 1.8, 6)

    low, high = sorted((turned(number.low), turned(number.high)))
    step = number.step if scale != "F" else number.step / 1.8
    return Figure(start, end, number, "measure", unit, turned(number.value), low, high, min(step, 1.0), "degree")


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
            and UNITS[before.unit][before.name][0] > UNITS[figure.unit][figure.name][0]
            and figure.number < UNITS[before.unit][before.name][0]
            and before.written.bound != "range"
            and figure.written.bound == "exact"
            and not (figure.unit == "s" and before.name in {"day", "week", "year", "month"} and "," in text[before.end : figure.start])
        ):
            number = before.number + figure.number
            joined[-1] = replace(before, end=figure.end, number=number, low=number, high=number, step=figure.step, name=figure.name)
        else:
            joined.append(figure)
    return joined
