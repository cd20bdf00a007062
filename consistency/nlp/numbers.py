"""Numbers as they are written: runs of digits or words, their scale, rounding, hedges, units and currencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consistency.model import Bound, Token

DIGITS = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m|mn|bn|b|tn|trn)?$", re.IGNORECASE)
PREFIXED = re.compile(r"^(us|au|a|nz|ca|c|hk)(\$?)(?=\d)", re.IGNORECASE)
"""A dollar's country before its number, where the sign stands before both ("$US6,500") or between them ("AU$20")."""
DOLLARS = {"us": "USD", "au": "AUD", "a": "AUD", "nz": "NZD", "ca": "CAD", "c": "CAD", "hk": "HKD"}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
CURRENCIES = {
    "$": "USD",
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "hk$": "HKD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "dollar": "USD",
    "buck": "USD",
    "cent": "USD/100",
    "euro": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rupee": "INR",
    "ruble": "RUB",
    "rouble": "RUB",
    "won": "KRW",
    "franc": "CHF",
    "peso": "MXN",
    "shekel": "ILS",
    "lira": "TRY",
}
MEASURES = {  # the closed class of common units: (dimension, size in its base unit)
    "kilometer": ("m", 1e3),
    "kilometre": ("m", 1e3),
    "km": ("m", 1e3),
    "mile": ("m", 1609.344),
    "meter": ("m", 1.0),
    "metre": ("m", 1.0),
    "foot": ("m", 0.3048),
    "feet": ("m", 0.3048),
    "ft": ("m", 0.3048),
    "inch": ("m", 0.0254),
    "yard": ("m", 0.9144),
    "centimeter": ("m", 0.01),
    "centimetre": ("m", 0.01),
    "cm": ("m", 0.01),
    "kilogram": ("kg", 1.0),
    "kg": ("kg", 1.0),
    "kilo": ("kg", 1.0),
    "pound": ("kg", 0.45359237),
    "lb": ("kg", 0.45359237),
    "lbs": ("kg", 0.45359237),
    "ton": ("kg", 1e3),
    "tonne": ("kg", 1e3),
    "gram": ("kg", 1e-3),
    "ounce": ("kg", 0.02835),
    "acre": ("m2", 4046.8564),
    "hectare": ("m2", 1e4),
    "mph": ("m/s", 0.44704),
    "kph": ("m/s", 1 / 3.6),
    "liter": ("l", 1.0),
    "litre": ("l", 1.0),
    "gallon": ("l", 3.785412),
    "barrel": ("l", 158.987),
    "second": ("s", 1.0),
    "minute": ("s", 60.0),
    "hour": ("s", 3600.0),
    "day": ("s", 86400.0),
    "week": ("s", 604800.0),
    "month": ("s", 2629800.0),
    "year": ("s", 31557600.0),
    "decade": ("s", 315576000.0),
}
ABOUT = frozenset(
    {"about", "around", "approximately", "roughly", "some", "nearly", "almost", "estimated", "circa", "~", "approx", "approx."}
)
LEAST = frozenset(
    {
        "more than",
        "over",
        "at least",
        "no fewer than",
        "no less than",
        "upwards of",
        "above",
        "in excess of",
        "exceeding",
        "minimum of",
    }
)
MOST = frozenset(
    {"less than", "fewer than", "under", "at most", "up to", "as many as", "as much as", "no more than", "below", "maximum of"}
)


@dataclass(frozen=True, slots=True)
class Literal:
    first: int
    last: int
    number: float
    digits: bool
    step: float
    """The last digit's worth: what rounding may have hidden is half of it."""


def literals(tokens: Sequence[Token]) -> Iterator[Literal]:
    """Runs of tokens that spell one number, in digits or words."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        match = DIGITS.match(digits_of(tokens, index))
        if match:
            step = 10.0 ** -(len(match[2]) - 1) if match[2] else 1.0
            number = float(match[1].replace(",", "")) + (float("0" + match[2]) if match[2] else 0.0)
            if not match[2]:
                plain = match[1].replace(",", "")
                step = 10.0 ** (len(plain) - len(plain.rstrip("0"))) if number else 1.0
            scale, last = SCALES.get((match[3] or "").lower(), 1.0), index
            if not match[3] and _scaled(tokens, index):
                last += 1
                scale = SCALES[tokens[last].text.lower()]
            while last + 1 < len(tokens) and tokens[last + 1].lemma.lower().rstrip("s") in SCALES and len(tokens[last + 1].text) > 3:
                last += 1
                scale *= SCALES[tokens[last].lemma.lower().rstrip("s")]
            yield Literal(index, last, number * scale, True, step * scale)
            index = last + 1
            continue
        if _is_number_word(token):
            last = index
            while last + 1 < len(tokens) and (
                _is_number_word(tokens[last + 1])
                or (
                    tokens[last + 1].text in {"-", "and"}
                    and last + 2 < len(tokens)
                    and _is_number_word(tokens[last + 2])
                    and tokens[last + 1].text == "-"
                )
            ):
                last += 1
            words = " ".join(t.text.lower() for t in tokens[index : last + 1] if t.text != "-")
            value = _words_value(words)
            if value is not None:
                yield Literal(index, last, value, False, 1.0 if value < 100 else value / 10)
            index = last + 1
            continue
        index += 1


def country_dollars(tokens: Sequence[Token], index: int) -> re.Match[str] | None:
    """The country that stands right before a number of dollars, where one does."""
    found = PREFIXED.match(tokens[index].text)
    sign = found is not None and (
        found[2] or (index > 0 and tokens[index - 1].text == "$" and tokens[index - 1].end == tokens[index].start)
    )
    return found if sign else None


def digits_of(tokens: Sequence[Token], index: int) -> str:
    """The token's text without a dollar's country."""
    found = country_dollars(tokens, index)
    return tokens[index].text[found.end() :] if found else tokens[index].text


def _scaled(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number at `index`, an amount of money, has its scale in a token of its own right after it ("$6" "K")."""
    if index + 1 >= len(tokens) or not index:
        return False
    before, scale = tokens[index - 1].text.lower(), tokens[index + 1].text.lower()
    glued = tokens[index].end == tokens[index + 1].start
    return before in CURRENCIES and not before.isalpha() and len(scale) <= 3 and scale in SCALES and (glued or len(scale) > 1)


def is_range(tokens: Sequence[Token], left: Literal, right: Literal) -> bool:
    between = [token.text.lower() for token in tokens[left.last + 1 : right.first] if token.text != "$"]
    before = tokens[left.first - 1].text.lower() if left.first else ""
    return left.number < right.number and (between in (["to"], ["-"], ["or"], ["–"]) or (between == ["and"] and before == "between"))


def _is_number_word(token: Token) -> bool:
    return (
        token.text.isalpha()
        and (token.pos == "NUM" or token.text.lower() in {"dozen", "hundred", "thousand", "million", "billion"})
        and token.text.lower() not in {"dozens", "hundreds", "thousands", "millions", "billions"}
    )


def _words_value(words: str) -> float | None:
    from text_to_num import text2num

    if words in {"dozen", "a dozen"}:
        return 12.0
    if words.endswith(" dozen"):
        inner = _words_value(words[: -len(" dozen")])
        return None if inner is None else inner * 12
    try:
        return float(text2num(words, "en"))
    except ValueError:
        return None


def plain(token: Token) -> float:
    match = DIGITS.match(token.text)
    return float(match[1].replace(",", "") + (match[2] or "")) if match else 1.0


def bound_of(tokens: Sequence[Token], first: int) -> Bound:
    before = [token.text.lower() for token in tokens[max(0, first - 4) : first] if token.text not in {"$", "£", "€", "¥"}]
    last = before[-1] if before else ""
    for size in (3, 2, 1):
        words = " ".join(before[-size:])
        if words in LEAST:
            return "at least"
        if words in MOST:
            return "at most"
    if last in ABOUT or (last in {"a", "an"} and before[-2:-1] and before[-2] in ABOUT):
        return "about"
    return "exact"


def unit_of(tokens: Sequence[Token], first: int, last: int) -> tuple[str, int, int]:
    """The unit, the end of its span, and the start of the span where a currency sign stands before the number."""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    start, end = tokens[first].start, tokens[last].end
    dollars = country_dollars(tokens, first)
    if dollars:
        return f"money:{DOLLARS[dollars[1].lower()]}", end, start if dollars[2] or before is None else before.start
    if before is not None and before.text.lower() in CURRENCIES and not before.text.isalpha():
        return f"money:{CURRENCIES[before.text.lower()]}", end, before.start
    if after is None:
        return "", end, start
    if after.text == "%" or after.lemma.lower() in {"percent", "pct"}:
        return "percent", after.end, start
    if after.text.lower() in {"per", "percentage"} and last + 2 < len(tokens):
        second = tokens[last + 2]
        if second.text.lower() == "cent":
            return "percent", second.end, start
        if second.lemma.lower() == "point":
            return "points", second.end, start
    step = last + 1
    if after.text == "-" and last + 2 < len(tokens):
        step = last + 2
    unit = tokens[step]
    word = unit.lemma.lower()
    if (
        step == last + 1
        and word in {"us", "u.s.", "australian", "canadian", "american", "swiss", "japanese", "chinese"}
        and step + 1 < len(tokens)
    ):
        code = {"australian": "AUD", "canadian": "CAD"}.get(word)
        if tokens[step + 1].lemma.lower() in CURRENCIES:
            return f"money:{code or CURRENCIES[tokens[step + 1].lemma.lower()]}", tokens[step + 1].end, start
    if word in CURRENCIES and unit.text.isalpha():
        return f"money:{CURRENCIES[word]}", unit.end, start
    if word in MEASURES:
        return word, unit.end, start
    return "", end, start


def is_age(tokens: Sequence[Token], last: int) -> bool:
    """Whether "29-year-old" or "aged 29" or "29 years old" stands here."""
    words = [token.text.lower() for token in tokens[last + 1 : last + 6]]
    return words[:4] == ["-", "year", "-", "old"] or words[:2] in (["years", "old"], ["year", "old"]) or words[:3] == ["-", "year", "old"]
