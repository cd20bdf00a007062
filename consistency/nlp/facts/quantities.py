"""Counts, measures, money and percentages, each as the interval that its wording allows, with what it counts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Claim, Money, Percent, Quantity, Slot, Source, Token
from consistency.nlp.measured import Duration
from consistency.nlp.numbers import (
    CURRENCIES,
    DIGITS,
    MEASURES,
    SCALES,
    Literal,
    bound_of,
    country_dollars,
    is_age,
    is_range,
    literals,
    plain,
    unit_of,
)
from consistency.nlp.parse_tree import PEOPLE, Tree, noun

SKIP_NOUNS = frozenset(
    {"time", "way", "thing", "part", "side", "half", "kind", "point", "step", "type", "sort", "reason", "another", "o'clock"}
)
NAMED = frozenset(
    {
        "article",
        "chapter",
        "section",
        "page",
        "flight",
        "route",
        "highway",
        "interstate",
        "room",
        "channel",
        "number",
        "no.",
        "no",
        "type",
        "phase",
        "level",
        "category",
        "episode",
        "season",
        "round",
        "week",
        "day",
        "part",
        "volume",
        "apollo",
        "super",
        "title",
        "resolution",
        "proposition",
        "amendment",
        "grade",
        "game",
        "series",
        "version",
        "lot",
        "gate",
        "line",
        "district",
    }
)
VAGUE_COUNTS = {"dozens": 24.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "billions": 2e9}
"""The least that each of these words can mean."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Quantity]]:
    """Yield (claim index, fact) for every figure that counts or measures something."""
    del source
    for index, claim in enumerate(claims):
        tree = Tree(claim.tokens)
        found = list(literals(claim.tokens))
        skip: set[int] = set()
        yield from ((index, fact) for fact in _vague(tree, claim))
        for position, literal in enumerate(found):
            if literal.first in skip:
                continue
            following = found[position + 1] if position + 1 < len(found) else None
            fact = _fact(tree, claim, literal, following)
            if fact is not None:
                yield index, fact
                if fact.bound == "range" and following is not None:
                    skip.add(following.first)


def _vague(tree: Tree, claim: Claim) -> Iterator[Quantity]:
    """The counts told as "dozens of", "hundreds of": at least two of them, and nobody says how many more."""
    for index, token in enumerate(tree.tokens):
        least = VAGUE_COUNTS.get(token.text.lower())
        counted = next((inner for preposition, inner in tree.prepositional(index) if preposition == "of"), None) if least else None
        if not least or counted is None or (index > 1 and tree.tokens[index - 2].text.lower() in VAGUE_COUNTS):
            continue
        thing = tree.tokens[counted]
        if thing.pos != "NOUN" or thing.lemma.lower() in SKIP_NOUNS | CURRENCIES.keys() or thing.text.lower() in VAGUE_COUNTS:
            continue
        slot = tree.slot(counted)
        # The word stands where the thing itself would: it is the subject or object that the slot names.
        roles = tuple(sorted(("is", name) if filler == token.lemma.lower() else (name, filler) for name, filler in slot.roles))
        yield Quantity(
            start=token.start,
            end=token.end,
            text=_text(claim, token.start, token.end),
            number=least,
            low=least,
            high=math.inf,
            bound="at least",
            slot=replace(slot, roles=roles),
        )


def _fact(tree: Tree, claim: Claim, literal: Literal, following: Literal | None) -> Quantity | None:
    tokens = tree.tokens
    first, last = literal.first, literal.last
    if _is_name_or_date(tree, literal):
        return None
    start, end = tokens[first].start, tokens[last].end
    number, low, high, bound = literal.number, literal.number, literal.number, bound_of(tokens, first)
    step = literal.step
    if following is not None and is_range(tokens, literal, following):
        scale = following.number / plain(tokens[following.first]) if literal.number < following.number / 100 else 1.0
        low, high, bound = literal.number * scale, following.number, "range"
        number, end, last = (low + high) / 2, tokens[following.last].end, following.last
    unit, unit_end, currency_start = unit_of(tokens, first, last)
    if unit.startswith("money:"):
        code = unit.removeprefix("money:")
        factor = 0.01 if code.endswith("/100") else 1.0
        fact: Quantity = Money(
            start=currency_start,
            end=unit_end,
            text="",
            number=number * factor,
            low=low * factor,
            high=high * factor,
            bound=bound,
            unit=code.removesuffix("/100"),
            slot=_money_slot(tree, first, last),
        )
    elif unit in {"percent", "points"}:
        fact = Percent(
            start=start,
            end=unit_end,
            text="",
            number=number,
            low=low,
            high=high,
            bound=bound,
            unit=unit,
            slot=_money_slot(tree, first, last),
        )
    else:
        head = _counted(tree, last if literal.digits else first)
        if unit:
            dimension, size = MEASURES[unit]
            if is_age(tokens, last):
                return None  # `ages` reads these
            slot = tree.slot(head) if head is not None else Slot()
            if head is not None and tokens[head].lemma.lower() in MEASURES:
                slot = replace(slot, noun="")  # "15 ft" and "12 feet": the unit is no thing that is measured
            if dimension == "s":
                slot = _time_slot(tree, last, slot)
            fact = (Duration if dimension == "s" else Quantity)(
                start=start,
                end=unit_end,
                text="",
                number=number * size,
                low=low * size,
                high=high * size,
                bound=bound,
                unit=dimension,
                slot=slot,
            )
        else:
            compound = _compound(tree, last)
            if compound is not None:
                part, whole = compound
                slot = Slot(noun=noun(tokens[part]), roles=(("of", tree.phrase(whole)),))
                fact = Quantity(start=start, end=tokens[part].end, text="", number=number, low=low, high=high, bound=bound, slot=slot)
                return replace(fact, text=_text(claim, fact.start, fact.end))
            if head is None:
                return None
            word = tokens[head].lemma.lower()
            if word in SKIP_NOUNS or (number == 1 and not literal.digits and word not in PEOPLE) or tokens[head].pos == "PROPN":
                return None
            slot = tree.slot(head)
            if _partitive(tree, first, last, head):
                slot = replace(slot, roles=tuple(sorted((*slot.roles, ("part", "yes")))))
            fact = Quantity(start=start, end=end, text="", number=number, low=low, high=high, bound=bound, slot=slot)
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


def _counted(tree: Tree, index: int) -> int | None:
    """The noun that the number counts: its head, what follows "of", or a coordinated verb's subject ("12 died and 50 were hurt")."""
    tokens = tree.tokens
    token = tokens[index]
    head = token.head
    if (
        token.dep in {"nummod", "quantmod", "compound", "amod", "npadvmod"}
        and tokens[head].pos in {"NOUN", "PROPN"}
        and not DIGITS.match(tokens[head].text)
    ):
        return head
    if token.dep in {"nummod", "compound", "quantmod"} and head != index and tokens[head].pos == "NUM":
        return _counted(tree, head)
    for preposition, inner in tree.prepositional(index):
        if preposition == "of":
            return inner
    if token.dep in {"nsubj", "nsubjpass"}:
        return index
    if token.dep in {"dobj", "pobj", "attr", "conj"} and tokens[head].lemma.lower() in {
        "kill",
        "injure",
        "wound",
        "hurt",
        "leave",
    }:
        return index
    if index + 1 < len(tokens) and tokens[index + 1].lemma.lower() in {"dead", "injured", "wounded", "hurt", "missing"}:
        return index + 1
    return None


def _partitive(tree: Tree, first: int, last: int, head: int) -> bool:
    """Whether the figure counts a part: "five of the dead", "killed 10 from Ohio", "including 3 children", "10 among 12"."""
    tokens = tree.tokens
    below = [
        i
        for index in {last, head}
        for i in tree.children[index]
        if tokens[i].dep == "prep" and tokens[i].text.lower() in {"of", "from", "among"}
    ]
    definite = any(tokens[j].text.lower() in {"the", "those", "them", "these"} for i in below for j in tree.subtree(i))
    before = {token.text.lower() for token in tokens[max(0, first - 3) : first]}
    governed = any(tokens[i].text.lower() in {"including", "among"} for i in tree.ancestors(head))
    return (
        definite
        or any(tokens[i].text.lower() in {"from", "among"} for i in below)
        or bool(before & {"including", "with"})
        or (governed and tokens[head].dep != "pobj")
    )


def _compound(tree: Tree, last: int) -> tuple[int, int] | None:
    """Part and whole of "48-page indictment": the noun after the hyphen, and the noun that the compound describes."""
    tokens = tree.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].text != "-" or tokens[last + 2].pos != "NOUN":
        return None
    part = last + 2
    whole = tokens[part].head
    if tokens[part].dep in {"compound", "nmod", "amod", "npadvmod"} and whole > part and tokens[whole].pos in {"NOUN", "PROPN"}:
        return part, whole
    return None


def _time_slot(tree: Tree, last: int, slot: Slot) -> Slot:
    """The slot of a duration, with what it is in the role `how`: the noun of a "six-month ban" or the preposition of "for six months"."""
    tokens = tree.tokens
    compound = _compound(tree, last)
    if compound is not None:
        whole = tree.slot(compound[1])
        modifiers = tuple(word for word in whole.modifiers if word not in MEASURES)
        return replace(whole, modifiers=modifiers, roles=tuple(sorted((*whole.roles, ("how", "long")))))
    unit = last + 1
    if unit >= len(tokens):
        return slot
    above = tokens[tokens[unit].head]
    verb = tree.verb_above(unit)
    how = above.lemma.lower() if above.pos == "ADP" else "last" if verb is not None and tokens[verb].lemma.lower() == "last" else ""
    return replace(slot, roles=tuple(sorted((*slot.roles, ("how", how))))) if how else slot


def _money_slot(tree: Tree, first: int, last: int) -> Slot:
    """The slot of an amount: the amount itself is no noun, so the phrase it modifies or the preposition after it names it."""
    index = last
    head = tree.tokens[index].head
    while (
        tree.tokens[head].lemma.lower() in CURRENCIES
        or tree.tokens[head].pos in {"NUM", "SYM"}
        or tree.tokens[head].text == "%"
        or tree.tokens[head].lemma.lower() in {"percent", "cent", "point"}
    ):
        index = head
        if tree.tokens[index].head == index:
            break
        head = tree.tokens[index].head
    slot = tree.slot(index)
    modified = tree.tokens[head]
    name = noun(modified) if modified.pos == "NOUN" and head != index else ""
    return replace(slot, noun=name, modifiers=tree.modifiers(head) if name else ())


def _is_name_or_date(tree: Tree, literal: Literal) -> bool:
    """Whether the number is part of a name, a date, a time of day, a score or a label rather than a count."""
    tokens = tree.tokens
    if country_dollars(tokens, literal.first):
        return False
    token, before = tokens[literal.first], tokens[literal.first - 1] if literal.first else None
    after = tokens[literal.last + 1] if literal.last + 1 < len(tokens) else None
    if token.entity in {"DATE", "TIME"}:
        duration = after is not None and (
            after.lemma.lower() in MEASURES
            or (after.text == "-" and literal.last + 2 < len(tokens) and tokens[literal.last + 2].lemma.lower() in MEASURES)
        )
        relative = any(
            tokens[i].text.lower() in {"ago", "last", "next", "past", "earlier", "later"} and tokens[i].entity == token.entity
            for i in range(max(0, literal.first - 3), min(len(tokens), literal.last + 4))
        )
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
        if (
            before.text == "-"
            and literal.first > 1
            and tokens[literal.first - 2].text.isalpha()
            and len(tokens[literal.first - 2].text) <= 3
        ):
            return True  # F-35, PAC-3
    if after is not None and (
        after.text in {"/", ":"}
        or (
            after.text == "-"
            and literal.last + 2 < len(tokens)
            and DIGITS.match(tokens[literal.last + 2].text)
            and tokens[literal.last + 2].text.isdigit()
            and literal.number < 200
            and not _has_scale(tokens, literal.last + 3)
        )
    ):
        return True
    return token.text.isdigit() and len(token.text) == 4 and 1900 <= literal.number <= 2100 and token.dep in {"pobj", "npadvmod"}


def _has_scale(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and (
        tokens[index].lemma.lower() in SCALES
        or tokens[index].lemma.lower() in MEASURES
        or tokens[index].pos == "NOUN"
        or tokens[index].text == "%"
    )
