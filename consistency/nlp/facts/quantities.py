"""Counts, measures, money and percentages, each as the interval that its wording allows, with what it counts."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Claim, Duration, Money, Percent, Quantity, Slot, Source
from consistency.nlp.dates import day_spans
from consistency.nlp.facts.casualties import casualty_slot, toll_slot
from consistency.nlp.facts.clocks import read_clocks
from consistency.nlp.facts.scores import read_scores
from consistency.nlp.figure import Figure
from consistency.nlp.measures import DIMENSIONS, figures, is_unit
from consistency.nlp.money import is_money_word
from consistency.nlp.parse_tree import PEOPLE, SUBJECTS, Tree, noun

SKIP_NOUNS = frozenset(
    {"time", "way", "thing", "part", "side", "half", "kind", "point", "step", "type", "sort", "reason", "another", "o'clock"}
)
NAMED = frozenset(
    {
        "article", "chapter", "section", "page", "flight", "route", "highway", "interstate", "room", "channel", "number", "no.",
        "no", "type", "phase", "level", "category", "episode", "season", "round", "week", "day", "part", "volume", "apollo",
        "super", "title", "resolution", "proposition", "amendment", "grade", "game", "series", "version", "lot", "gate", "line",
        "district",
    }
)  # fmt: skip
OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|its|their|his|her|all|these|those|some|more\s+than|at\s+least|about|nearly|over|around|almost)\s+)*",
    re.IGNORECASE,
)
BEARING = re.compile(r"(?:north|south)?-?(?:north|south|east|west)")
AGE = re.compile(r"[\s-]+(?:year|month|week|day)s?[\s-]+olds?\b", re.IGNORECASE)
"""What makes an age of a number: `ages` reads these."""


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Quantity]]:
    """Yield (claim index, fact) for every figure that counts or measures something."""
    for index, claim in enumerate(claims):
        found = figures(claim.text)
        if not found:
            continue
        tree = Tree(claim.tokens)
        taken = [*day_spans(claim.text), *((fact.start, fact.end) for read in (read_clocks, read_scores) for fact in read(claim.text))]
        starts, ends = [token.start - claim.start for token in claim.tokens], [token.end - claim.start for token in claim.tokens]
        parts = _parts(claim.text, found)
        for figure in found:
            if figure.written.sort == "share" or AGE.match(claim.text, figure.written.end):
                continue
            if any(start < figure.end and figure.start < end for start, end in taken):
                continue
            first, last = bisect_right(ends, figure.written.start), bisect_left(starts, figure.written.end) - 1
            if first > last:
                continue
            fact = _fact(tree, claim, figure, first, last, parts.get(figure, ""))
            if fact is not None:
                yield index, fact


def _parts(text: str, found: Sequence[Figure]) -> dict[Figure, str]:
    """Of "58 of the 82 drones" which figure counts a part ("yes") and which the whole."""
    parts: dict[Figure, str] = {}
    for left, right in zip(found, found[1:], strict=False):
        if left.kind == right.kind == "count" and OF.fullmatch(text, left.end, right.start):
            parts |= {left: "yes", right: "whole"}
    return parts


def _fact(tree: Tree, claim: Claim, figure: Figure, first: int, last: int, part: str) -> Quantity | None:
    if _is_name_or_date(tree, figure, first, last):
        return None
    if figure.written.sort == "vague" and figure.kind == "count":
        return _vague(tree, claim, figure, first, last)
    slot: Slot | None
    kind: type[Quantity] = Quantity
    end = figure.end
    if figure.kind == "money":
        kind, slot = Money, _money_slot(tree, last)
    elif figure.kind == "percent":
        kind, slot = Percent, _money_slot(tree, last)
    elif figure.kind != "count":
        head = _counted(tree, first, last)
        slot = tree.slot(last if head is None else head)
        if head is None or is_unit(tree.tokens[head].lemma.lower()):
            slot = replace(slot, noun="")  # "15 ft" and "12 feet": the unit is no thing that is measured
        if figure.unit == "m" and (dimension := _dimension(tree, last)):
            slot = slot.having("dimension", dimension)
        if figure.kind == "duration":
            kind, slot = Duration, _time_slot(tree, last, slot)
    else:
        compound = _compound(tree, last)
        if compound is not None:
            thing, whole = compound
            slot, end = Slot(noun=noun(tree.tokens[thing]), roles=(("of", tree.phrase(whole)),)), tree.tokens[thing].end - claim.start
        else:
            slot = _count_slot(tree, figure, first, last, part)
    if slot is None:
        return None
    slot = _whose(tree, first, slot)
    start = figure.start
    fact = kind(
        start=claim.start + start,
        end=claim.start + end,
        text=claim.text[start:end],
        number=figure.number,
        low=figure.low,
        high=figure.high,
        bound=figure.written.bound,
        unit=figure.unit,
        slot=slot,
    )
    return _widen(fact, figure.step)


def _whose(tree: Tree, first: int, slot: Slot) -> Slot:
    """The slot with the thing that a relative clause is of in the role `whose`, where that is not what the sentence is about."""
    tokens, verb = tree.tokens, tree.verb_above(first)
    if verb is None or tokens[verb].dep != "relcl":
        return slot
    thing = top = tokens[verb].head
    while tokens[top].dep in {"pobj", "prep"} and tokens[tokens[top].head].pos in {"ADP", "NOUN", "PROPN"}:
        top = tokens[top].head  # "the tower in Alda, which": either may be meant
    return slot if tokens[top].dep in SUBJECTS else slot.having("whose", tree.phrase(thing))


def _dimension(tree: Tree, last: int) -> str:
    """What a length measures, by the word behind it: "height" in "60 m high", "distance" in "12 km north of the town", else empty."""
    tokens = tree.tokens
    unit = min(last + 1, len(tokens) - 1)
    behind = [token.text.lower() for token in tokens[unit + 1 : unit + 3]]
    if behind[:1] in (["off"], ["away"]) or (behind[1:] == ["of"] and BEARING.fullmatch(behind[0])):
        return "distance"  # also where the parse hangs it on something else
    head = tokens[unit].head
    if tokens[unit].dep != "npadvmod" or head <= unit:
        return ""
    return DIMENSIONS.get(tokens[head].text.lower(), "distance" if tokens[head].pos in {"ADV", "ADP"} else "")


def _count_slot(tree: Tree, figure: Figure, first: int, last: int, part: str) -> Slot | None:
    """The slot of a bare count; `None` if it counts nothing that is named."""
    head = _counted(tree, first, last)
    if head is None:
        return toll_slot(tree, first)
    word = tree.tokens[head].lemma.lower()
    if word in SKIP_NOUNS or (figure.number == 1 and not figure.written.digits and word not in PEOPLE) or tree.tokens[head].pos == "PROPN":
        return None
    slot = tree.slot(head)
    inside = {token.lemma.lower() for token in tree.tokens[first : last + 1]}
    slot = replace(slot, noun="" if first <= head <= last else slot.noun, modifiers=tuple(w for w in slot.modifiers if w not in inside))
    if part or _partitive(tree, first, last, head):
        slot = slot.having("part", part or "yes")
    return casualty_slot(tree, slot, last)


def _vague(tree: Tree, claim: Claim, figure: Figure, first: int, last: int) -> Quantity | None:
    """The counts told as "dozens of", "a few hundred": nobody says how many more."""
    tokens = tree.tokens
    counted = next(
        (
            inner
            for index in range(last, first - 1, -1)
            for preposition, inner in tree.prepositional(index)
            if preposition == "of" and not first <= inner <= last
        ),
        None,
    )
    if counted is None and figure.written.bound == "range":
        counted = _counted(tree, first, last)
    if counted is None:
        return None
    thing, words = tokens[counted], {token.lemma.lower() for token in tokens[first : last + 1]}
    if thing.pos != "NOUN" or thing.lemma.lower() in SKIP_NOUNS or is_money_word(thing.lemma.lower()) or is_unit(thing.lemma.lower()):
        return None
    slot = tree.slot(counted)
    # The word stands where the thing itself would: it is the subject or object that the slot names.
    roles = tuple(sorted(("is", name) if filler in words else (name, filler) for name, filler in slot.roles))
    start, end = claim.start + figure.start, claim.start + figure.end
    return Quantity(
        start=start,
        end=end,
        text=claim.text[figure.start : figure.end],
        number=figure.number,
        low=figure.low,
        high=figure.high,
        bound=figure.written.bound,
        slot=replace(slot, roles=roles),
    )


def _widen(fact: Quantity, step: float) -> Quantity:
    """The interval that rounding and hedging leave open. An exact count under a hundred means just itself."""
    low, high = fact.low, fact.high
    half = step / 2
    if fact.bound == "exact":
        if fact.unit or fact.number >= 100:
            low, high = low - half, high + half
    elif fact.bound == "about":
        slack = max(half, 0.1 * abs(fact.number))
        low, high = min(low, fact.number - slack), max(high, fact.number + slack)
    elif fact.bound == "at least":
        high = math.inf
    elif fact.bound == "at most":
        low = 0.0
    return replace(fact, low=low, high=high)


CASUALTIES = frozenset({"dead", "injured", "wounded", "hurt", "missing"})
LEFT = frozenset({"kill", "injure", "wound", "hurt", "leave", "claim"})
"""Verbs that a lone number may be the object of: "killed 12", "left 12 dead"."""


def _counted(tree: Tree, first: int, last: int) -> int | None:
    """The noun that a number counts: its head, what follows "of", or a coordinated verb's subject ("12 died and 50 were hurt")."""
    tokens = tree.tokens
    span = range(first, last + 1)
    inside = [first <= tokens[index].head <= last and tokens[index].head != index for index in span]
    for _, _, index in sorted((within, tokens[index].dep != "nummod", index) for within, index in zip(inside, span, strict=True)):
        token, head = tokens[index], tokens[index].head
        if (
            token.dep in {"nummod", "quantmod", "compound", "amod", "npadvmod", "nmod", "predet"}
            and head not in span
            and tokens[head].pos in {"NOUN", "PROPN"}
            and not tokens[head].text[:1].isdigit()
        ):
            return head
        if token.dep in {"nummod", "compound", "quantmod"} and head not in span and tokens[head].pos == "NUM":
            return _counted(tree, head, head)
        part = next((inner for preposition, inner in tree.prepositional(index) if preposition == "of" and inner not in span), None)
        if part is not None:
            return part
        if head not in span or head == index:
            if token.dep in {"nsubj", "nsubjpass"}:
                return index
            if token.dep in {"dobj", "pobj", "attr", "conj", "oprd"} and tokens[head].lemma.lower() in LEFT:
                return index
    if last + 1 < len(tokens) and tokens[last + 1].lemma.lower() in CASUALTIES:
        return last + 1
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
        modifiers = tuple(word for word in whole.modifiers if not is_unit(word))
        return replace(whole.having("how", "long"), modifiers=modifiers)
    unit = last + 1
    if unit >= len(tokens):
        return slot
    above = tokens[tokens[unit].head]
    verb = tree.verb_above(unit)
    how = above.lemma.lower() if above.pos == "ADP" else "last" if verb is not None and tokens[verb].lemma.lower() == "last" else ""
    return slot.having("how", how) if how else slot


def _money_slot(tree: Tree, last: int) -> Slot:
    """The slot of an amount: the amount itself is no noun, so the phrase it modifies or the preposition after it names it."""
    tokens, index = tree.tokens, last
    head = tokens[index].head
    while (
        is_money_word(tokens[head].lemma.lower())
        or tokens[head].pos in {"NUM", "SYM"}
        or tokens[head].text == "%"
        or tokens[head].lemma.lower() in {"percent", "cent", "point"}
    ):
        index = head
        if tokens[index].head == index:
            break
        head = tokens[index].head
    slot = tree.slot(index)
    modified = tokens[head]
    name = noun(modified) if modified.pos == "NOUN" and head != index else ""
    return replace(slot, noun=name, modifiers=tree.modifiers(head) if name else ())


NAMES = frozenset({"PRODUCT", "FAC", "LAW", "WORK_OF_ART", "EVENT", "PERSON", "ORDINAL"})


def _is_name_or_date(tree: Tree, figure: Figure, first: int, last: int) -> bool:
    """Whether the number is part of a name, a year, a length of time counted from now, or a label rather than a count."""
    tokens = tree.tokens
    if figure.kind in {"money", "percent"}:
        return False
    token, before = tokens[first], tokens[first - 1] if first else None
    if token.entity in {"DATE", "TIME"}:
        relative = any(
            tokens[i].text.lower() in {"ago", "last", "next", "past", "earlier", "later"} and tokens[i].entity == token.entity
            for i in range(max(0, first - 3), min(len(tokens), last + 4))
        )
        if figure.kind != "duration" and not _is_plural(tree, first, last) or relative:
            return True
    if figure.kind != "count":
        return False
    if token.entity in NAMES and token.text[:1].isdigit():
        return True
    if token.entity in {"ORG", "GPE", "LOC"} and (before is not None and before.entity == token.entity):
        return True
    if before is not None:
        if before.text in {"#", "@", "/", ":"} or before.lemma.lower() in NAMED:
            return True
        if before.pos == "PROPN" and token.dep in {"nummod", "appos", "npadvmod"} and token.head == first - 1:
            return True
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.text in {"/", ":"}:
        return True
    if figure.written.joint == "-" and not _is_plural(tree, first, last):
        return True  # "3-5" may be a score, a record or a formation
    if token.pos == "PROPN" and token.text[:1].isupper() and before is not None and before.pos == "PROPN":
        return True  # "the Harbour Nine"
    year = token.text.isdigit() and len(token.text) == 4 and 1500 <= figure.number <= 2100
    return year and not (figure.number % 100 == 0 and _is_plural(tree, first, last))


def _is_plural(tree: Tree, first: int, last: int) -> bool:
    """Whether the number stands before things: "2022 houses", not "the 2022 fire"."""
    head = _counted(tree, first, last)
    return head is not None and head > last and tree.tokens[head].tag in {"NNS", "NNPS"}
