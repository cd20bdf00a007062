"""Which office somebody holds, and who holds an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consistency.checks._ladder import Check, Context, Difference, Example, Rung
from consistency.facts._names import same_name
from consistency.model import Claim, Role

HEADS = {
    "ceo": "chief executive",
    "chief executive officer": "chief executive",
    "chief executive": "chief executive",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "chair": "chair",
    "president": "president",
    "director": "director",
}
"""The titles of whoever leads a body: one person seldom has two of them, and an account that gives one means it."""
RANKS = frozenset({"deputy", "vice", "assistant", "associate"})
OPPOSED = ({"house", "senate"}, {"majority", "minority"})
PORTFOLIOS = frozenset(
    [
        "foreign",
        "defense",
        "finance",
        "interior",
        "justice",
        "health",
        "education",
        "transport",
        "labor",
        "agriculture",
        "energy",
        "environment",
        "trade",
    ]
)
"""Departments of government that are never one: "foreign minister" and "justice minister" are two offices."""


@dataclass(frozen=True, slots=True)
class _Office:
    """A title taken apart: the words of the office without rank, its rank, and the words of the body it is of."""

    name: str
    rank: str
    body: frozenset[str]


def _offices(role: Role) -> list[_Office]:
    """The offices that one title names: "president and chief executive of the port" names two."""
    return [_office(part, role.of) for part in role.office.split(" and ")]


def _office(title: str, of: str) -> _Office:
    front, _, behind = title.replace(" for ", " of ").replace(" to ", " of ").partition(" of ")
    words = front.split()
    rank = next((word for word in words if word in RANKS), "")
    words = [word for word in words if word != rank]
    size = next((n for n in (3, 2, 1) if " ".join(words[-n:]) in HEADS), 0)
    name = HEADS[" ".join(words[-size:])] if size else " ".join(words)
    before = words[:-size] if size else []
    body = {word.replace(".", "") for word in (*before, *behind.split(), *of.lower().split()) if len(word) > 2}
    return _Office(name, rank, frozenset(body))


def _roles(claim: Claim) -> list[Role]:
    return [fact for fact in claim.facts if isinstance(fact, Role) and fact.holder and fact.office]


def _rung(a: Role, b: Role, left: Claim, right: Claim, context: Context) -> str:
    if a.former != b.former or a.acting or b.acting or not same_name(a.holder, b.holder) or len(a.holder.split() + b.holder.split()) < 3:
        return "not comparable"
    lefts, rights = _offices(a), _offices(b)
    if any(_same(x, y) for x in lefts for y in rights):
        return "same"
    if len(lefts) > 1 or len(rights) > 1 or not _exclude(lefts[0], rights[0]):
        return "compatible"
    if _told(a, right, context) or _told(b, left, context):
        return "told elsewhere"
    return "differs"


def _same(x: _Office, y: _Office) -> bool:
    return x.name == y.name and x.rank == y.rank


def _exclude(x: _Office, y: _Office) -> bool:
    """Whether nobody can be both, or both are what the head of one body is called."""
    if x.body and y.body and not x.body & y.body:
        return False
    if x.name == y.name:
        return bool(x.rank) != bool(y.rank)
    if x.name in HEADS.values() and y.name in HEADS.values():
        return x.rank == y.rank and bool(x.body or y.body)
    a, b = x.name.split(), y.name.split()
    if x.rank or y.rank or a[-1:] != b[-1:]:
        return False
    opposed = any(set(a) & pair and set(b) & pair and set(a) & pair != set(b) & pair for pair in OPPOSED)
    return opposed or (
        a[-1] in {"minister", "secretary"} and bool(set(a) & PORTFOLIOS and set(b) & PORTFOLIOS and not set(a) & set(b) & PORTFOLIOS)
    )


def _told(role: Role, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` gives this person that office too, now or once, or gives it together with another."""
    return any(
        same_name(other.holder, role.holder) and any(_same(x, y) for x in _offices(role) for y in _offices(other))
        for near in context.around(claim)
        for other in _roles(near)
    )


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that give an office to one person; the officials in an event are few."""
    homes: dict[str, list[Claim]] = {}
    for claim in members:
        for name in sorted({role.holder.split()[-1].lower() for role in _roles(claim)}):
            homes.setdefault(name, []).append(claim)
    for name in sorted(homes):
        claims = homes[name]
        yield from ((x, y) for i, x in enumerate(claims) for y in claims[i + 1 :] if x.source != y.source)


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for a in _roles(left):
        for b in _roles(right):
            if _rung(a, b, left, right, context) != "differs":
                continue
            holder = max(a.holder, b.holder, key=lambda name: (len(name), name))
            x, y = _offices(a)[0], _offices(b)[0]
            values = [" ".join(filter(None, (office.rank, office.name))) for office in (x, y)]
            sure = (0.6 if x.name in HEADS.values() and not x.rank and not y.rank else 0.75) + 0.1 * bool(x.body & y.body)
            yield Difference(
                rung="differs",
                left=(a.start, a.end),
                right=(b.start, b.end),
                left_value=values[0],
                right_value=values[1],
                slot=f"office {holder.split()[-1].lower()}",
                confidence=round(sure, 3),
                message=f"the office of {holder}",
                because=f"differs: {holder} is {values[0]} in one account and {values[1]} in the other, and neither has both.",
            )


CHECK = Check(
    id="office-differs",
    title="Which office somebody holds",
    kind="contradiction",
    severity="warning",
    about="Compares the offices that accounts of one event give to one person, where the two exclude each other: with and without “deputy”, “vice” or "
    "“assistant”; two titles of whoever leads one body (director, president, chair, chief executive); House and Senate, majority and minority; "
    "two departments of government. A fuller title, “acting” and “former” left out, and a title for another body are no difference.",
    cannot_tell="Whether somebody holds two offices of which each account names one, and titles that are no office: a trade, a rank, a job described "
    "in other words.",
    rungs=(
        Rung("not comparable", "Two people, an office held now and one held before, or one held for the time being."),
        Rung("same", "Both give the same office, however full the title."),
        Rung("compatible", "One person may well be both, or the offices are of different bodies."),
        Rung("told elsewhere", "The other account gives this office too."),
        Rung("differs", "One person is given two offices that exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(_roles(claim)),
    candidates=_candidates,
    compare=_compare,
    examples=(
        Example(
            "Museum director Ann Ortega said the roof would be mended by spring.",
            "Ann Ortega, president of the museum, said the roof would be mended by spring.",
            True,
        ),
        Example(
            "Deputy harbour director Ann Ortega signed the order to close the port.",
            "Harbour director Ann Ortega signed the order to close the port.",
            True,
        ),
        Example(
            "Foreign Minister Ann Ortega will open the fishing talks.",
            "Justice Minister Ann Ortega will open the fishing talks.",
            True,
        ),
        Example(
            "Museum director Ann Ortega said the roof would be mended.",
            "Ann Ortega, director of the Corvo museum of glass, said the roof would be mended.",
            False,
            "a fuller title",
        ),
        Example(
            "Museum director Ann Ortega said the roof would be mended.",
            "Former museum president Ann Ortega said the roof would be mended.",
            False,
            "an office held before",
        ),
        Example(
            "Acting harbour director Ann Ortega signed the order.",
            "Harbour director Ann Ortega signed the order.",
            False,
            "“acting” left out",
        ),
        Example(
            "President and chief executive Ann Ortega said the mill would close.",
            "Mill chief executive Ann Ortega said the mill would close.",
            False,
            "one of two offices",
        ),
        Example(
            "Museum director Ann Ortega said the roof would be mended.",
            "Ann Ortega, president of the rowing club, said the roof would be mended.",
            False,
            "two bodies",
        ),
    ),
)
