"""How old a person is, and whose age it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from consistency.model import Age, Claim, Slot, Source, Token
from consistency.model.grouping import grouped
from consistency.nlp.names import people, plain_name
from consistency.nlp.numbers import Number, numbers
from consistency.nlp.parse_tree import SUBJECTS, Tree

OLDEST = 115
OLD = re.compile(r"(?P<dash>[\s-]+)(?P<unit>year|month|week|day)s?[\s-]+old\b", re.IGNORECASE)
BEFORE_AGE = re.compile(r"\b(?:aged|age)\s+$", re.IGNORECASE)
CLOSED = re.compile(r"\s?(?:[,.;)—–?]|-\s|$)")
UNITS = {"year": 1.0, "month": 12.0, "week": 52.0, "day": 365.0}
"""How many of each make a year."""
BEFORE = frozenset({"then", "when", "turned", "turn", "turns", "until", "till", "before", "since", "by"})
"""Words right before an age that make it the age of another time."""


@dataclass(frozen=True, slots=True)
class WrittenAge:
    """An age in a text: its span, its number, its years, and whether it is told by "old", by "aged" or by commas alone."""

    start: int
    end: int
    number: Number
    years: float
    low: float
    high: float
    form: Literal["old", "aged", "commas"]


def ages(text: str) -> list[WrittenAge]:
    """What may be ages in a text, in order; of those between commas only the sentence tells whether a person stands before them.

    >>> [(age.years, age.form) for age in ages("An 18-month-old boy and Ann Roe, 34, were found")]
    [(1.5, 'old'), (34.0, 'commas')]
    """
    found = []
    for number in numbers(text):
        old = OLD.match(text, number.end)
        if number.sort != "count" or (not old and number.value != int(number.value)):
            continue
        years = number.value / UNITS[old["unit"].lower()] if old else number.value
        if not 0 < years <= OLDEST or (number.scaled and not old):
            continue
        if old:
            found.append(_written(number, number.start, old.end(), years, "old"))
            continue
        before = BEFORE_AGE.search(text[max(0, number.start - 8) : number.start])
        if before:
            if number.bound != "range" and not _followed(text, number):
                found.append(_written(number, number.start - len(before.group()), number.end, years, "aged"))
        elif number.digits and re.search(r"[,(]\s?$", text[max(0, number.start - 2) : number.start]) and CLOSED.match(text, number.end):
            found.append(_written(number, number.start, number.end, years, "commas"))
    return found


def _followed(text: str, number: Number) -> bool:
    """Whether another age follows: "aged 16 and 13"."""
    joint = re.match(r"\s*(?:,|and|to|or|-|–)\s*", text[number.end :])
    return joint is not None and any(other.start == number.end + joint.end() for other in numbers(text))


def _written(number: Number, start: int, end: int, years: float, form: Literal["old", "aged", "commas"]) -> WrittenAge:
    low, high = (number.low, number.high) if number.bound == "range" else (years, years)
    slack = {"exact": 0.0, "about": 3.0, "range": 0.0}.get(number.bound, float(OLDEST))
    low, high = low - (0.0 if number.bound == "at least" else slack), high + (0.0 if number.bound == "at most" else slack)
    return WrittenAge(start, end, number, years, low, high, form)


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Age]]:
    """Yield (claim index, fact) for every age of somebody: "34-year-old", "34 years old", "aged 34", "Ann Roe, 34,"."""
    named = grouped((index, (first, last, name)) for index, first, last, name in people(claims))
    for index, claim in enumerate(claims):
        written = ages(claim.text)
        if not written:
            continue
        tree = Tree(claim.tokens)
        spans = sorted([*named[index], *_taken_for_others(claim)])
        for age in written:
            fact = _age(tree, claim, age, spans)
            if fact is not None:
                yield index, fact


Mentions = Sequence[tuple[int, int, str]]


def _taken_for_others(claim: Claim) -> list[tuple[int, int, str]]:
    """Names that the language model took for those of bodies, places or works, or for none: an age beside one tells that a person bears it.

    What stands behind a preposition may be a place all the same ("in Alda, 20, ...").
    """
    tokens, found = claim.tokens, []
    for proper, run in groupby(range(len(tokens)), lambda index: _is_proper(tokens[index])):
        places = list(run)
        first, last = places[0], places[-1]
        if proper and (not first or tokens[first - 1].pos != "ADP"):
            found.append((first, last, plain_name(claim.words(tokens[first].start, tokens[last].end))))
    return [item for item in found if item[2]]


def _is_proper(token: Token) -> bool:
    """Whether a token is a proper noun that is not taken for a person's."""
    return token.pos == "PROPN" and token.text[:1].isupper() and token.entity != "PERSON"


def _age(tree: Tree, claim: Claim, age: WrittenAge, named: Mentions) -> Age | None:
    tokens = tree.tokens
    start, end = claim.start + age.start, claim.start + age.end
    inside = [index for index, token in enumerate(tokens) if token.start < end and token.end > start]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    if age.form == "old":
        compound = "-" in claim.text[age.number.end : age.end]
        return _fact(claim, tree, age, first, last, _described(tree, last, named) if compound else _subject(tree, first, named))
    if age.form == "aged":
        holder = _apposed(tokens, first, named) or _subject(tree, last, named)
        now = tokens[first].text.lower() == "aged" or _comma(tokens, first - 1)
        return _fact(claim, tree, age, last, last, holder, at="" if now else "then")
    following = tokens[last + 2].text if last + 2 < len(tokens) else ""
    holder = next((name for _, end, name in named if end == first - 2), "")
    return _fact(claim, tree, age, first, last, holder) if holder and not following[:1].isdigit() else None


def _fact(claim: Claim, tree: Tree, age: WrittenAge, first: int, last: int, holder: str, at: str = "") -> Age | None:
    tokens = tree.tokens
    near = [token.text.lower() for token in tokens[max(0, first - 3) : first]]
    when = any(token.text.lower() == "when" for token in tokens)
    past = at or ("then" if set(near) & BEFORE or (when and near[-1:] in (["was"], ["were"])) else "")
    start = claim.start + (age.number.start if age.form == "aged" else age.start)
    end = claim.start + age.end
    return Age(
        start=start,
        end=end,
        text=claim.words(start, end),
        number=age.years,
        low=age.low,
        high=age.high,
        bound=age.number.bound,
        unit="years old",
        slot=Slot(
            noun="age",
            modifiers=_nations(tree, last),
            roles=tuple(sorted((name, value) for name, value in (("at", past), ("of", holder)) if value)),
        ),
    )


def _nations(tree: Tree, last: int) -> tuple[str, ...]:
    """What nations the phrase names: "a 36-year-old Corvan climber" is not a Portuguese one."""
    above = tree.tokens[last].head
    return tuple(sorted({tree.tokens[i].lemma.lower() for i in tree.children[above] if tree.tokens[i].entity in {"NORP", "GPE"}}))


def _described(tree: Tree, old: int, named: Mentions) -> str:
    """Whose age "34-year-old" is: the name or noun that it modifies, or the name that this noun is in apposition to."""
    tokens = tree.tokens
    for above in tree.ancestors(old):
        if tokens[above].pos not in {"NOUN", "PROPN"} or tokens[above].text.lower() in {"year", "years"}:
            if tokens[above].pos == "VERB":
                return ""
            continue
        if above < old:
            return ""  # "lost her 10-year-old": the noun is left out
        return _person(above, named) or _apposition(tree, above, named) or tokens[above].lemma.lower()
    return ""


def _apposition(tree: Tree, index: int, named: Mentions) -> str:
    """The person whom the noun at `index` describes: "Roe, a 34-year-old teacher", "a 34-year-old teacher named Ann Roe"."""
    tokens = tree.tokens
    if tokens[index].dep == "appos":
        return _person(tokens[index].head, named)
    for child in tree.children[index]:
        if tokens[child].dep == "appos":
            return _person(child, named)
        if tokens[child].lemma.lower() in {"name", "call", "identify"} and tokens[child].dep == "acl":
            return next((name for first, _, name in named if child < first <= child + 3), "")
    return ""


def _subject(tree: Tree, index: int, named: Mentions) -> str:
    """Whose age "is 34 years old" is: the subject of the verb "be" above; a pronoun stays nobody's."""
    tokens = tree.tokens
    for above in tree.ancestors(index):
        if tokens[above].pos in {"VERB", "AUX"} and tokens[above].lemma.lower() not in {"age", "aged"}:
            subject = tree.child(above, *SUBJECTS)
            if tokens[above].lemma.lower() != "be" or subject is None or tokens[subject].pos == "PRON":
                return ""
            return _person(subject, named) or tokens[subject].lemma.lower()
        if tokens[above].pos == "NOUN" and tokens[above].lemma.lower() not in {"year", "age"}:
            return tokens[above].lemma.lower() if above < index else ""
    return ""


def _apposed(tokens: Sequence[Token], index: int, named: Mentions) -> str:
    """The person named right before "aged 34" or ", aged 34"."""
    last = index - 2 if _comma(tokens, index - 1) else index - 1
    return next((name for _, end, name in named if end == last), "")


def _comma(tokens: Sequence[Token], index: int) -> bool:
    return index >= 0 and tokens[index].text == ","


def _person(index: int, named: Mentions) -> str:
    return next((name for first, last, name in named if first <= index <= last), "")
