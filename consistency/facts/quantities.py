"""Counts, measures, money and percentages, each as the interval that its wording allows, with what it counts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consistency.facts._tree import PEOPLE, Tree, noun
from consistency.model import Bound, Claim, Money, Percent, Quantity, Slot, Source, Token

DIGITS = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m|mn|bn|b|tn|trn)?$", re.IGNORECASE)
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
          "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
CURRENCIES = {"$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR",
              "dollar": "USD", "buck": "USD", "cent": "USD/100", "euro": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR",
              "ruble": "RUB", "rouble": "RUB", "won": "KRW", "franc": "CHF", "peso": "MXN", "shekel": "ILS", "lira": "TRY"}
MEASURES = {  # the closed class of common units: (dimension, size in its base unit)
    "kilometer": ("m", 1e3), "kilometre": ("m", 1e3), "km": ("m", 1e3), "mile": ("m", 1609.344), "meter": ("m", 1.0), "metre": ("m", 1.0),
    "foot": ("m", 0.3048), "feet": ("m", 0.3048), "ft": ("m", 0.3048), "inch": ("m", 0.0254), "yard": ("m", 0.9144), "centimeter": ("m", 0.01),
    "centimetre": ("m", 0.01), "cm": ("m", 0.01), "kilogram": ("kg", 1.0), "kg": ("kg", 1.0), "kilo": ("kg", 1.0), "pound": ("kg", 0.45359237),
    "lb": ("kg", 0.45359237), "lbs": ("kg", 0.45359237), "ton": ("kg", 1e3), "tonne": ("kg", 1e3), "gram": ("kg", 1e-3), "ounce": ("kg", 0.02835),
    "acre": ("m2", 4046.8564), "hectare": ("m2", 1e4), "mph": ("m/s", 0.44704), "kph": ("m/s", 1 / 3.6), "liter": ("l", 1.0), "litre": ("l", 1.0),
    "gallon": ("l", 3.785412), "barrel": ("l", 158.987), "second": ("s", 1.0), "minute": ("s", 60.0), "hour": ("s", 3600.0),
    "day": ("s", 86400.0), "week": ("s", 604800.0), "month": ("s", 2629800.0), "year": ("s", 31557600.0), "decade": ("s", 315576000.0),
}
ABOUT = frozenset({"about", "around", "approximately", "roughly", "some", "nearly", "almost", "estimated", "circa", "~", "approx", "approx."})
LEAST = frozenset({"more than", "over", "at least", "no fewer than", "no less than", "upwards of", "above", "in excess of", "exceeding", "minimum of"})
MOST = frozenset({"less than", "fewer than", "under", "at most", "up to", "as many as", "as much as", "no more than", "below", "maximum of"})
SKIP_NOUNS = frozenset({"time", "way", "thing", "part", "side", "half", "kind", "point", "step", "type", "sort", "reason", "another", "o'clock"})
NAMED = frozenset({"article", "chapter", "section", "page", "flight", "route", "highway", "interstate", "room", "channel", "number", "no.", "no",
                   "type", "phase", "level", "category", "episode", "season", "round", "week", "day", "part", "volume", "apollo", "super",
                   "title", "resolution", "proposition", "amendment", "grade", "game", "series", "version", "lot", "gate", "line", "district"})


@dataclass(frozen=True, slots=True)
class _Literal:
    first: int
    last: int
    number: float
    digits: bool
    step: float
    """The last digit's worth: what rounding may have hidden is half of it."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Quantity]]:
    """Yield (claim index, fact) for every figure that counts or measures something."""
    del source
    for index, claim in enumerate(claims):
        tree = Tree(claim.tokens)
        literals = list(_literals(claim.tokens))
        skip: set[int] = set()
        for position, literal in enumerate(literals):
            if literal.first in skip:
                continue
            following = literals[position + 1] if position + 1 < len(literals) else None
            fact = _fact(tree, claim, literal, following)
            if fact is not None:
                yield index, fact
                if fact.bound == "range" and following is not None:
                    skip.add(following.first)


def _literals(tokens: Sequence[Token]) -> Iterator[_Literal]:
    """Runs of tokens that spell one number, in digits or words."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        match = DIGITS.match(token.text)
        if match:
            step = 10.0 ** -(len(match[2]) - 1) if match[2] else 1.0
            number = float(match[1].replace(",", "")) + (float("0" + match[2]) if match[2] else 0.0)
            if not match[2]:
                plain = match[1].replace(",", "")
                step = 10.0 ** (len(plain) - len(plain.rstrip("0"))) if number else 1.0
            scale, last = SCALES.get((match[3] or "").lower(), 1.0), index
            while last + 1 < len(tokens) and tokens[last + 1].lemma.lower().rstrip("s") in SCALES and len(tokens[last + 1].text) > 3:
                last += 1
                scale *= SCALES[tokens[last].lemma.lower().rstrip("s")]
            yield _Literal(index, last, number * scale, True, step * scale)
            index = last + 1
            continue
        if _is_number_word(token):
            last = index
            while last + 1 < len(tokens) and (_is_number_word(tokens[last + 1]) or (
                    tokens[last + 1].text in {"-", "and"} and last + 2 < len(tokens) and _is_number_word(tokens[last + 2]) and
                    tokens[last + 1].text == "-")):
                last += 1
            words = " ".join(t.text.lower() for t in tokens[index : last + 1] if t.text != "-")
            value = _words_value(words)
            if value is not None:
                yield _Literal(index, last, value, False, 1.0 if value < 100 else value / 10)
            index = last + 1
            continue
        index += 1


def _is_number_word(token: Token) -> bool:
    return token.text.isalpha() and (token.pos == "NUM" or token.text.lower() in {"dozen", "hundred", "thousand", "million", "billion"}) \
        and token.text.lower() not in {"dozens", "hundreds", "thousands", "millions", "billions"}


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


def _fact(tree: Tree, claim: Claim, literal: _Literal, following: _Literal | None) -> Quantity | None:
    tokens = tree.tokens
    first, last = literal.first, literal.last
    if _is_name_or_date(tree, literal):
        return None
    start, end = tokens[first].start, tokens[last].end
    number, low, high, bound = literal.number, literal.number, literal.number, _bound(tokens, first)
    step = literal.step
    if following is not None and _is_range(tokens, literal, following):
        scale = following.number / _plain(tokens[following.first]) if literal.number < following.number / 100 else 1.0
        low, high, bound = literal.number * scale, following.number, "range"
        number, end, last = (low + high) / 2, tokens[following.last].end, following.last
    unit, unit_end, currency_start = _unit(tokens, first, last)
    if unit.startswith("money:"):
        code = unit.removeprefix("money:")
        factor = 0.01 if code.endswith("/100") else 1.0
        fact: Quantity = Money(start=currency_start, end=unit_end, text="", number=number * factor, low=low * factor, high=high * factor,
                               bound=bound, unit=code.removesuffix("/100"), slot=_money_slot(tree, first, last))
    elif unit in {"percent", "points"}:
        fact = Percent(start=start, end=unit_end, text="", number=number, low=low, high=high, bound=bound, unit=unit,
                       slot=_money_slot(tree, first, last))
    else:
        head = _counted(tree, last if literal.digits else first)
        if unit:
            dimension, size = MEASURES[unit]
            age = _age(tokens, last)
            slot = tree.slot(head) if head is not None else Slot()
            if age:
                holder = tree.ancestors(last)
                named = next((tree.phrase(i) for i in holder if tokens[i].entity == "PERSON" or tokens[i].pos == "NOUN" and
                              tokens[i].lemma.lower() not in MEASURES), "")
                slot, dimension, size = Slot(noun="age", roles=(("of", named),) if named else ()), "years old", 1.0
            fact = Quantity(start=start, end=unit_end, text="", number=number * size, low=low * size, high=high * size, bound=bound,
                            unit=dimension, slot=slot)
            step *= size
        else:
            if head is None:
                return None
            word = tokens[head].lemma.lower()
            if word in SKIP_NOUNS or (number == 1 and not literal.digits and word not in PEOPLE) or tokens[head].pos == "PROPN":
                return None
            fact = Quantity(start=start, end=end, text="", number=number, low=low, high=high, bound=bound, slot=tree.slot(head))
    fact = replace(fact, text=_text(claim, fact.start, fact.end))
    return _widen(fact, step * (fact.number / literal.number if literal.number and bound != "range" else 1.0))


def _widen(fact: Quantity, step: float) -> Quantity:
    """The interval that rounding and hedging leave open. An exact count under a hundred means just itself."""
    low, high = fact.low, fact.high
    half = step / 2
    if fact.bound == "exact":
        if fact.unit or fact.number >= 100:
            low, high = low - half, high + half
    elif fact.bound == "about":
        slack = max(half, 0.1 * abs(fact.number))
        low, high = low - slack, high + slack
    elif fact.bound == "at least":
        high = math.inf
    elif fact.bound == "at most":
        low = 0.0
    return replace(fact, low=low, high=high)


def _text(claim: Claim, start: int, end: int) -> str:
    return claim.text[start - claim.start : end - claim.start]


def _plain(token: Token) -> float:
    match = DIGITS.match(token.text)
    return float(match[1].replace(",", "") + (match[2] or "")) if match else 1.0


def _is_range(tokens: Sequence[Token], left: _Literal, right: _Literal) -> bool:
    between = [token.text.lower() for token in tokens[left.last + 1 : right.first] if token.text != "$"]
    before = tokens[left.first - 1].text.lower() if left.first else ""
    return left.number < right.number and (between in (["to"], ["-"], ["or"], ["–"]) or (between == ["and"] and before == "between"))


def _bound(tokens: Sequence[Token], first: int) -> Bound:
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


def _unit(tokens: Sequence[Token], first: int, last: int) -> tuple[str, int, int]:
    """The unit, the end of its span, and the start of the span where a currency sign stands before the number."""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    start, end = tokens[first].start, tokens[last].end
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
    if step == last + 1 and word in {"us", "u.s.", "australian", "canadian", "american", "swiss", "japanese", "chinese"} and step + 1 < len(tokens):
        code = {"australian": "AUD", "canadian": "CAD"}.get(word)
        if tokens[step + 1].lemma.lower() in CURRENCIES:
            return f"money:{code or CURRENCIES[tokens[step + 1].lemma.lower()]}", tokens[step + 1].end, start
    if word in CURRENCIES and unit.text.isalpha():
        return f"money:{CURRENCIES[word]}", unit.end, start
    if word in MEASURES:
        return word, unit.end, start
    return "", end, start


def _age(tokens: Sequence[Token], last: int) -> bool:
    """Whether "29-year-old" or "aged 29" or "29 years old" stands here."""
    words = [token.text.lower() for token in tokens[last + 1 : last + 6]]
    return words[:4] == ["-", "year", "-", "old"] or words[:2] in (["years", "old"], ["year", "old"]) or words[:3] == ["-", "year", "old"]


def _counted(tree: Tree, index: int) -> int | None:
    """The noun that the number counts: its head, what follows "of", or a coordinated verb's subject ("12 died and 50 were hurt")."""
    tokens = tree.tokens
    token = tokens[index]
    head = token.head
    if token.dep in {"nummod", "quantmod", "compound", "amod", "npadvmod"} and tokens[head].pos in {"NOUN", "PROPN"} and not DIGITS.match(tokens[head].text):
        return head
    if token.dep in {"nummod", "compound", "quantmod"} and head != index and tokens[head].pos == "NUM":
        return _counted(tree, head)
    for preposition, inner in tree.prepositional(index):
        if preposition == "of":
            return inner
    if token.dep in {"nsubj", "nsubjpass"}:
        return index
    if token.dep in {"dobj", "pobj", "attr", "conj"} and tokens[head].lemma.lower() in {"kill", "injure", "wound", "hurt", "leave"}:
        return index
    if index + 1 < len(tokens) and tokens[index + 1].lemma.lower() in {"dead", "injured", "wounded", "hurt", "missing"}:
        return index + 1
    return None


def _money_slot(tree: Tree, first: int, last: int) -> Slot:
    """The slot of an amount: the amount itself is no noun, so the phrase it modifies or the preposition after it names it."""
    index = last
    head = tree.tokens[index].head
    while tree.tokens[head].lemma.lower() in CURRENCIES or tree.tokens[head].pos in {"NUM", "SYM"} or tree.tokens[head].text == "%" \
            or tree.tokens[head].lemma.lower() in {"percent", "cent", "point"}:
        index = head
        if tree.tokens[index].head == index:
            break
        head = tree.tokens[index].head
    slot = tree.slot(index)
    modified = tree.tokens[head]
    name = noun(modified) if modified.pos == "NOUN" and head != index else ""
    return replace(slot, noun=name, modifiers=tree.modifiers(head) if name else ())


def _is_name_or_date(tree: Tree, literal: _Literal) -> bool:
    """Whether the number is part of a name, a date, a time of day, a score or a label rather than a count."""
    tokens = tree.tokens
    token, before = tokens[literal.first], tokens[literal.first - 1] if literal.first else None
    after = tokens[literal.last + 1] if literal.last + 1 < len(tokens) else None
    if token.entity in {"DATE", "TIME"}:
        duration = after is not None and (after.lemma.lower() in MEASURES or (
            after.text == "-" and literal.last + 2 < len(tokens) and tokens[literal.last + 2].lemma.lower() in MEASURES))
        relative = any(tokens[i].text.lower() in {"ago", "last", "next", "past", "earlier", "later"} and tokens[i].entity == token.entity
                       for i in range(max(0, literal.first - 3), min(len(tokens), literal.last + 4)))
        if not duration or relative:
            return True
    if token.entity in {"PRODUCT", "FAC", "LAW", "WORK_OF_ART", "EVENT", "PERSON", "ORDINAL"}:
        return True
    if token.entity in {"ORG", "GPE", "LOC"} and (before is None or not before.text.startswith("$")):
        return True
    if before is not None:
        if before.text in {"#", "@", "/", ":"} or before.lemma.lower() in NAMED:
            return True
        if before.pos == "PROPN" and token.dep in {"nummod", "appos", "npadvmod"} and token.head == literal.first - 1:
            return True
        if before.text == "-" and literal.first > 1 and tokens[literal.first - 2].text.isalpha() and len(tokens[literal.first - 2].text) <= 3:
            return True  # F-35, PAC-3
    if after is not None and (after.text in {"/", ":"} or (after.text == "-" and literal.last + 2 < len(tokens)
                                                          and DIGITS.match(tokens[literal.last + 2].text)
                                                          and tokens[literal.last + 2].text.isdigit() and literal.number < 200
                                                          and not _has_scale(tokens, literal.last + 3))):
        return True
    return token.text.isdigit() and len(token.text) == 4 and 1900 <= literal.number <= 2100 and token.dep in {"pobj", "npadvmod"}


def _has_scale(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and (tokens[index].lemma.lower() in SCALES or tokens[index].lemma.lower() in MEASURES
                                    or tokens[index].pos == "NOUN" or tokens[index].text == "%")
