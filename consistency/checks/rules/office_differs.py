"""Which office somebody holds, and who holds an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import product

from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung, every_two
from consistency.checks.candidates import sharing
from consistency.model import Claim, DateFact, Role
from consistency.nlp.names import same_name, surname

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
HELD_BY_ONE = frozenset({"chief executive", "president", "director", "mayor", "governor", "prime minister", "pope"})
"""Offices that one person of a body holds at a time."""
LONG_AGO = timedelta(days=60)
RANKS = frozenset({"deputy", "vice", "assistant", "associate"})
OPPOSED = ({"house", "senate"}, {"majority", "minority"})
PORTFOLIOS = frozenset(
    [
        "foreign", "defense", "finance", "interior", "justice", "health", "education", "transport", "labor", "agriculture",
        "energy", "environment", "trade",
    ]
)  # fmt: skip
"""Departments of government that are never one: "foreign minister" and "justice minister" are two offices."""


@dataclass(frozen=True, slots=True)
class _Office:
    """A title taken apart: the words of the office without rank, its rank, and the words of the body it is of."""

    name: str
    rank: str
    body: frozenset[str]

    @property
    def title(self) -> str:
        return " ".join(filter(None, (self.rank, self.name)))


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


@dataclass(frozen=True)
class _Holders(Pair[Role]):
    """Two roles: of one person, or one office in two hands."""

    @cached_property
    def offices(self) -> tuple[list[_Office], list[_Office]]:
        return _offices(self.a), _offices(self.b)

    @cached_property
    def one_person(self) -> bool:
        """Whether both are of one person, whose full name one has, and held at one time for good."""
        a, b = self.a, self.b
        if a.former != b.former or a.acting or b.acting:
            return False
        return same_name(a.holder, b.holder) and len(a.holder.split() + b.holder.split()) >= 3

    @cached_property
    def shared(self) -> list[tuple[_Office, _Office]]:
        """The offices that both roles have and only one person holds at a time, unless they are of two bodies, of the past or of one holder."""
        a, b = self.a, self.b
        if a.former or b.former or surname(a.holder)[:3] == surname(b.holder)[:3]:
            return []
        shared = [(x, y) for x, y in product(*self.offices) if _same(x, y) and x.name in HELD_BY_ONE]
        if any(x.body and y.body and x.body != y.body for x, y in shared) or any(
            _of_the_past(c, self.context) for c in (self.left, self.right)
        ):
            return []
        return shared

    @property
    def compatible(self) -> bool:
        """Whether one person may well be both; of two people, whether nothing says that the office is of one body."""
        lefts, rights = self.offices
        if self.one_person:
            return len(lefts) > 1 or len(rights) > 1 or not _exclude(lefts[0], rights[0])
        return self.a.acting == self.b.acting and not all(x.body and x.body == y.body for x, y in self.shared)

    @property
    def handed_over(self) -> bool:
        """Whether the later report has somebody in the office for the time being."""
        order = self.context.publication_order(self.left, self.right)
        return not self.one_person and self.a.acting != self.b.acting and bool(order) and (order < 0) == self.b.acting


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


def _given(role: Role, other: Role) -> bool:
    """Whether `other` gives this person that office too, now or once, or gives it together with another."""
    return same_name(other.holder, role.holder) and any(_same(x, y) for x, y in product(_offices(role), _offices(other)))


def _of_the_past(claim: Claim, context: Context) -> bool:
    """Whether a claim is dated long before its report: the office may have changed hands since."""
    published = context.sources[claim.source].published
    dates = [fact.last for fact in claim.facts if isinstance(fact, DateFact) and fact.last]
    return any(day + LONG_AGO < (published or max(dates)) for day in dates)


def _names_and_offices(claim: Claim) -> set[str]:
    held = {office.name for role in _roles(claim) for office in _offices(role)} & HELD_BY_ONE
    return {role.holder.split()[-1].lower() for role in _roles(claim)} | held


def _tell(pair: _Holders) -> Difference:
    a, b = pair.a, pair.b
    if not pair.one_person:
        title = next(x for x in pair.offices[0] if any(_same(x, y) for y in pair.offices[1])).title
        sure = round(0.65 + 0.15 * max(0.0, pair.similarity), 3)
        return Difference((a.holder, b.holder), f"holder {title}", sure, f"who is {title}")
    holder = max(a.holder, b.holder, key=lambda name: (len(name), name))
    x, y = pair.offices[0][0], pair.offices[1][0]
    sure = (0.6 if x.name in HEADS.values() and not x.rank and not y.rank else 0.75) + 0.1 * bool(x.body & y.body)
    return Difference((x.title, y.title), f"office {holder.split()[-1].lower()}", round(sure, 3), f"the position of {holder}")


CHECK = Check(
    id="office-differs",
    title="Which office somebody holds, and who holds it",
    kind="contradiction",
    severity="warning",
    about="Compares the offices that accounts of one event give to one person, where the two exclude each other: with and without “deputy”, “vice” or "
    "“assistant”; two titles of whoever leads one body (director, president, chair, chief executive); House and Senate, majority and minority; "
    "two departments of government. Also finds one office of one body in two hands. A fuller title, “acting” and “former” left out, and a title for another body are no difference.",
    cannot_tell="Whether somebody holds two offices of which each account names one, and titles that are no office: a trade, a rank, a job described "
    "in other words.",
    rungs=(
        Rung(
            "not comparable",
            "Two people and no office of one body, or an office held now and one held before.",
            lambda pair: not pair.one_person and not pair.shared,
        ),
        Rung(
            "same",
            "Both give the same office, however full the title.",
            lambda pair: pair.one_person and any(_same(x, y) for x, y in product(*pair.offices)),
        ),
        Rung("compatible", "One person may well be both, or the offices are of different bodies.", lambda pair: pair.compatible),
        Rung("told elsewhere", "The other account gives this office too.", lambda pair: pair.told_by_both(_given, _roles)),
        Rung(
            "updated",
            "The later report has somebody else in an office for the time being.",
            lambda pair: pair.handed_over,
            fires=True,
            kind="update",
        ),
        Rung(
            "for the time being",
            "One of the two held the office for a while, and nothing says when.",
            lambda pair: not pair.one_person and pair.a.acting != pair.b.acting,
        ),
        Rung("in two hands", "Each account has somebody else in one office of one body.", lambda pair: not pair.one_person, fires=True),
        Rung("differs", "One person is given two offices that exclude each other.", fires=True),
    ),
    relevant=lambda claim: bool(_roles(claim)),
    candidates=lambda members: sharing(members, _names_and_offices),
    pairs=every_two(_Holders, _roles),
    tell=_tell,
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
            "Foreign Minister Ann Ortega will open the fishing talks.", "Justice Minister Ann Ortega will open the fishing talks.", True
        ),
        Example(
            "Mill chief executive Ann Ortega apologised for the spill.",
            "Harold Finch, the acting chief executive of the mill, promised to pay for the spill.",
            True,
            "the office changed hands",
            ("2024-03-08", "2024-03-20"),
        ),
        Example("Museum director Ann Ortega opened the show.", "Museum director Harold Finch opened the show.", True),
        Example("Museum director Ann Ortega opened the show.", "Harbour director Harold Finch opened the show.", False, "two bodies"),
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
        Example(
            "Museum director Ann Ortega said the roof would be mended.",
            "Museum president Ann Ortega said the roof would be mended. Director Ann Ortega opened the museum's show.",
            False,
            "the second account has both",
        ),
        Example(
            "Harbour director Ann Ortega signed the order to close the port.",
            "Acting harbour director Harold Finch signed the order to close the port.",
            False,
            "somebody stood in",
        ),
    ),
)
