"""How old a person is, and whose age it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.model import Claim, Slot, Source, Token
from consistency.nlp.measured import Age
from consistency.nlp.names import entity_runs, people, plain_name
from consistency.nlp.numbers import Literal, bound_of, is_age, literals
from consistency.nlp.parse_tree import SUBJECTS, Tree

OLDEST = 115
CLOSING = frozenset({",", ".", ";", ")", "—", "–", "?"})
BEFORE = frozenset({"then", "when", "turned", "turn", "turns", "until", "till", "before", "since", "by"})
"""Words right before an age that make it the age of another time."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Age]]:
    """Yield (claim index, fact) for every age of somebody: "34-year-old", "34 years old", "aged 34", "Ann Roe, 34,"."""
    del source
    named: dict[int, list[tuple[int, int, str]]] = {}
    for index, first, last, name in people(claims):
        named.setdefault(index, []).append((first, last, name))
    for index, claim in enumerate(claims):
        tree = Tree(claim.tokens)
        spans = sorted([*named.get(index, []), *_taken_for_bodies(claim)])
        for literal in literals(claim.tokens):
            fact = _age(tree, claim, literal, spans)
            if fact is not None:
                yield index, fact


Mentions = Sequence[tuple[int, int, str]]


def _taken_for_bodies(claim: Claim) -> list[tuple[int, int, str]]:
    """Names of two words or more that the language model took for those of bodies: an age beside one tells that a person bears it."""
    return [
        (first, last, plain_name(claim.text[claim.tokens[first].start - claim.start : claim.tokens[last].end - claim.start]))
        for first, last, label in entity_runs(claim.tokens)
        if label == "ORG" and last > first
    ]


def _age(tree: Tree, claim: Claim, literal: Literal, named: Mentions) -> Age | None:
    tokens = tree.tokens
    if not 0 < literal.number <= OLDEST or literal.number != int(literal.number):
        return None
    first, last = literal.first, literal.last
    before = tokens[first - 1].text.lower() if first else ""
    if is_age(tokens, last):
        end = next(i for i in range(last + 1, len(tokens)) if tokens[i].text.lower() == "old")
        compound = tokens[last + 1].text == "-"
        return _fact(claim, tree, literal, end, _described(tree, end, named) if compound else _subject(tree, last, named))
    if before in {"aged", "age"} and not _ranged(tokens, last):
        holder = _apposed(tokens, first - 1, named) or _subject(tree, first, named)
        return _fact(claim, tree, literal, last, holder, at="" if before == "aged" or _comma(tokens, first - 2) else "then")
    if literal.digits and before in {",", "("} and (last + 1 == len(tokens) or tokens[last + 1].text in CLOSING):
        following = tokens[last + 2].text if last + 2 < len(tokens) else ""
        holder = next((name for _, end, name in named if end == first - 2), "")
        if holder and not following[:1].isdigit():
            return _fact(claim, tree, literal, last, holder)
    return None


def _fact(claim: Claim, tree: Tree, literal: Literal, last: int, holder: str, at: str = "") -> Age | None:
    tokens = tree.tokens
    near = [token.text.lower() for token in tokens[max(0, literal.first - 3) : literal.first]]
    when = any(token.text.lower() == "when" for token in tokens)
    past = at or ("then" if set(near) & BEFORE or (when and near[-1:] in (["was"], ["were"])) else "")
    bound = bound_of(tokens, literal.first)
    slack = {"exact": 0.0, "about": 3.0}.get(bound, float(OLDEST))
    start, end = tokens[literal.first].start, tokens[last].end
    return Age(
        start=start,
        end=end,
        text=claim.text[start - claim.start : end - claim.start],
        number=literal.number,
        low=literal.number - (0.0 if bound == "at least" else slack),
        high=literal.number + (0.0 if bound == "at most" else slack),
        bound=bound,
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


def _ranged(tokens: Sequence[Token], last: int) -> bool:
    """Whether two ages follow each other: "aged 16 and 13", "ages 18 to 35"."""
    return last + 2 < len(tokens) and tokens[last + 1].text in {"and", "to", "-", "–", "or"} and tokens[last + 2].pos == "NUM"


def _person(index: int, named: Mentions) -> str:
    return next((name for first, last, name in named if first <= index <= last), "")
