"""Amounts of money in a text: which words, signs and codes name which currency. What babel calls them, and a few that it does not know."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from consistency.model.grouping import grouped
from consistency.nlp.figure import Figure, made
from consistency.nlp.number_words import SCALES
from consistency.nlp.numbers import Number

DOLLARS = {
    "": "USD", "us": "USD", "au": "AUD", "a": "AUD", "nz": "NZD", "ca": "CAD", "c": "CAD", "hk": "HKD", "s": "SGD", "nt": "TWD",
    "r": "BRL",
}  # fmt: skip
SIGNS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₦": "NGN", "₱": "PHP",
    "฿": "THB", "₫": "VND",
}  # fmt: skip
COMMON = {
    "dollar": "USD", "buck": "USD", "american dollar": "USD", "u.s. dollar": "USD", "pound": "GBP", "pound sterling": "GBP",
    "euro": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "ruble": "RUB", "won": "KRW", "franc": "CHF",
    "cfa franc": "XOF", "peso": "MXN", "shekel": "ILS", "lira": "TRY", "reais": "BRL", "krona": "SEK", "rand": "ZAR",
    "crown": "crown",
}  # fmt: skip
"""What a name that several currencies share, or that babel spells otherwise, means where nothing else is said."""
CENTS = {"cent": "USD", "penny": "GBP", "pence": "GBP", "euro cent": "EUR"}
NOT_MONEY = frozenset({"real", "sol", "mark", "dram", "unit", "gold", "silver"})
"""Names of currencies that are other words too: alone they name none."""
NOT_CODES = frozenset(["ALL", "AMD", "ANG", "BAM", "BOB", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "RON", "SOS", "TOP", "TRY"])
"""Codes that are other words or names too."""
SPELLINGS = {"ruble": "rouble", "krone": "kroner", "krona": "kronor"}
_WEIGHED = re.compile(
    r"\b(?:weigh\w*|heavy|lighter|heavier|lift\w*|lbs?|ounces?|kilos?|kilograms?|kg|bodyweight|body weight)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:(?P<country>U\.S\.|US|AU|NZ|CA|HK|NT|A|C|S|R)?\$\s?(?P<inner>US|AU|NZ|CA|HK|A|C)?|(?P<sign>[€£¥₹₽₩₪₺₦₱฿₫])|(?P<rupee>\bRs\.?)|(?P<code>\b[A-Z]{3}))\s?$"
)
_LETTER = re.compile(r"([kmb])(?=\s)", re.IGNORECASE)
"""A scale that only the currency after it tells from a unit: "300m naira"."""


def is_money_word(word: str) -> bool:
    """Whether a lemma is the name of a currency or a sign for one."""
    return word in _names() or word in CENTS or word in SIGNS or word in {"$", "us$"}


def money(text: str, number: Number) -> Figure | None:
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
        return made(number, first, after.end() if after else number.end, "money", code, 1.0)
    letter = _LETTER.match(text, number.end)
    match = _currency_pattern().match(text, letter.end() if letter else number.end)
    if match is None:
        return None
    if letter:
        number = number.times(SCALES[letter[1].lower()])
    if match["sign"]:
        return made(number, number.start, match.end(), "money", SIGNS.get(match["sign"], "USD"), 1.0)
    if match["code"]:
        return made(number, number.start, match.end(), "money", match["code"], 1.0)
    name = " ".join(match["name"].lower().split()).replace("pounds sterling", "pound sterling")
    if name in CENTS:
        return made(number, number.start, match.end(), "money", CENTS[name], 0.01)
    if name == "pound" and _is_weight(text, number, match):
        return None
    if name in {"won", "crown"} and not (number.scaled or number.value >= 1000):
        return None
    return made(number, number.start, match.end(), "money", _names()[name], 1.0)


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
    full = {
        name.lower(): code
        for code, name in sorted(names.items())
        if "(" not in name and not (code[0] == "X" and code not in {"XOF", "XAF", "XCD", "XPF"})
    }
    day = date(2024, 1, 1)
    used = {code for land in get_global("territory_currencies") for code in get_territory_currencies(land, day, day)}
    last = grouped((names[code].lower().split()[-1], code) for code in used & names.keys())
    alone = {word: codes[0] if len(codes) == 1 else word for word, codes in last.items() if word not in NOT_MONEY and len(word) > 3}
    named = {**full, **alone, **COMMON}
    other = {name.replace(one, two): code for name, code in named.items() for one, two in SPELLINGS.items() if name.endswith(one)}
    return {**other, **named}


@lru_cache(maxsize=1)
def _currency_pattern() -> re.Pattern[str]:
    names = sorted({*_names(), *CENTS}, key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name).replace(r"\ ", r"s?\s+") for name in names)
    codes = "|".join(sorted(_codes()))
    return re.compile(
        rf"\s?(?P<sign>[€£¥₹₽₩₪₺₦₱฿₫])|\s?(?P<code>\b(?-i:{codes})\b)|[\s-]+(?P<name>{words})(?P<plural>s|es)?\b(?!-)", re.IGNORECASE
    )
