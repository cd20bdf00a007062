"""What one source tells of when, where, who and what, as weighted sets of words; and the features of a pair of sources.

Weights come from general English, never from the corpus at hand: another source in the folder changes no pair's features.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from consistency.cluster import event_clues
from consistency.cluster.event_identity import FIRST, identity
from consistency.model import Claim, DateFact, Organisation, Person, Place, Quantity, Role, Source
from consistency.nlp.gazetteer import contains, is_country, level_of
from consistency.nlp.names import surname
from consistency.nlp.parse_tree import CONTENT, SUBJECTS, content_lemmas
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

LEAD = 5
"""How many claims (headline, deck and the first sentences) count as the lead."""
NEAR = 10
"""Days from publication within which a date in the lead may be that of the main happening."""
WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
SEATS = frozenset({"city", "state"})
"""Levels of a place where something happens; a capital may share its name with a state, which the gazetteer then takes it for."""
LONG_AGO = 60
"""Days before publication from which on a date in the lead is of the background."""
SATURATED = 30
"""Days beyond which a wider gap tells no more."""

BY_WORD = ("people", "weekdays", "main_places", "seat")
"""Bags of which `excluded` and `places_apart` look at the words themselves."""

Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one source tells of its event."""

    source: str
    bags: Mapping[str, Bag]
    """Weighted sets by name: words, names, people, numbers and so on of the whole text and of its lead."""
    days: frozenset[date]
    """Days of the main happening, as far as the lead resolves them."""
    offices: Mapping[tuple[str, str], frozenset[str]]
    """Who holds which office of which state, by surname."""
    published: date | None
    dated: bool
    """Whether the date of publication was given from outside the text, and so can be relied on."""
    stated: str = ""
    """The event that a person says the source reports; empty where none does."""


Operation = Literal["cosine", "contained", "both", "disjoint", "least", "most", "shared", "conflict"]

NAMED = ("called", "lead_called", "names", "lead_names", "first_names", "people", "bodies", "places", "main_places", "numbers", "subjects")
"""Bags of what identifies a happening: what both sides share of it counts as such, and so does what both hold and do not share."""

OVERLAPS: tuple[tuple[Operation, str, str], ...] = (
    *(("cosine", name, name) for name in ("words", "lead", "first", "names", "lead_names", "opening", "acts")),
    *(("cosine", name, name) for name in ("often", "often_named", "counted_names", "counted_people", "phrases")),
    *(("contained", name, name) for name in ("words", "lead", "names", "often_named", "subjects", "main_person", "phrases")),
    *(("contained", name, name) for name in ("people", "bodies", "places", "numbers", "years", "months")),
    *(("both", name, name) for name in ("people", "bodies", "places", "numbers", "subjects", "main_person", "main_places")),
    *(("both", name, name) for name in ("lead_people", "lead_places", "lead_numbers", "lead_names")),
    *(("disjoint", name, name) for name in ("years", "months", "main_places")),
    *((side, "lead", "words") for side in ("least", "most")),
    *((side, "first", "words") for side in ("least", "most")),
    *((side, "lead_names", "names") for side in ("least", "most")),
    *((side, "first_names", "names") for side in ("least", "most")),
    *((side, "lead_people", "people") for side in ("least", "most")),
    *((side, "lead_numbers", "numbers") for side in ("least", "most")),
    *((side, "subjects", "named") for side in ("least", "most")),
    *((side, "main_person", "named") for side in ("least", "most")),
    ("most", "lead_places", "places"),
    ("least", "main_person", "first_named"),
    ("least", "subjects", "first_named"),
    *((how, name, name) for name in NAMED for how in ("shared", "conflict")),
    *(("shared", name, name) for name in ("phrases", "words", "stems")),
    *((how, name, name) for how in ("cosine", "contained") for name in ("called", "stems")),
    *((side, "called", "tokens") for side in ("least", "most")),
    *((side, "lead_called", "tokens") for side in ("least", "most")),
    *((side, "salient", "all_stems") for side in ("least", "most")),
    *((side, "lead_stems", "all_stems") for side in ("least", "most")),
    *((side, "lead_places", "tokens") for side in ("least",)),
    *(("cosine", name, name) for name in ("salient", "lead_stems")),
    *((how, name, name) for name in ("marked", "seats") for how in ("cosine", "contained", "disjoint", "both", "conflict", "shared")),
    *((how, name, name) for name in ("heads", "head_stems") for how in ("cosine", "contained", "disjoint", "conflict")),
    ("disjoint", "weekdays", "weekdays"),
)
"""How two bags are compared: their cosine; the shared weight as a share of the lighter one; whether both hold anything; whether both
do and share nothing; the least and most of one side's bag that is found in the other side's second bag; how much both share at all; and
how much both hold and do not share."""
MEANINGS = (
    "lead_cosine",
    "centre_cosine",
    "lead_to_centre",
    "opening_cosine",
    "best_claim",
    "matched_least",
    "matched_most",
    "top_matched_least",
    "top_matched_most",
    "lead_matched_least",
    "lead_matched_most",
    "first_matched",
)
"""Of the embeddings: leads, centroids, first claims, and each claim's nearest claim of the other source, averaged."""
CIRCUMSTANCES = ("published_apart", "published_known", "days_apart", "days_known", "seats_apart")
PRODUCTS = tuple((when, how) for how in ("lead_cosine", "cosine often_named") for when in ("published_apart", "published_known"))
"""Days between publications tell less against texts that are near: a follow-up comes late and says the same."""


def _title(operation: str, left: str, right: str) -> str:
    return f"{operation} {left}" if left == right else f"{operation} {left} in {right}"


FEATURES = (
    *MEANINGS,
    *(_title(*part) for part in OVERLAPS),
    *CIRCUMSTANCES,
    *(f"{when} x {how}" for when, how in PRODUCTS),
    *event_clues.COLUMNS,
)


def lead_text(source: Source, claims: Sequence[Claim]) -> str:
    """The headline and first sentences: the text whose embedding stands for the source."""
    return " ".join(claim.text for claim in claims[:LEAD]) or source.title or source.text[:500]


def profile(source: Source, claims: Sequence[Claim]) -> Profile:
    """What `source` tells of when, where and who. `claims` are all its claims, in order."""
    lead, first = claims[:LEAD], claims[:FIRST]
    body = [claim for claim in claims if claim.role != "title"] or claims
    days, weekdays = _days(source, lead)
    names = _proper(body)
    titled = Counter(_proper(claims))
    counted = Counter({name: titled[name] for name in names})
    people = Counter(surname(fact.text) for fact in _facts(claims) if isinstance(fact, Person))
    words = Counter(t.lemma.lower() for claim in claims for t in claim.tokens if t.pos in CONTENT and len(t.lemma) > 1)
    openings = _dates(lead, source.published)
    bags: dict[str, Bag] = {
        "words": _rare(word for claim in claims for word in content_lemmas(claim.tokens)),
        "lead": _rare(word for claim in lead for word in content_lemmas(claim.tokens)),
        "first": _rare(word for claim in first for word in content_lemmas(claim.tokens)),
        "names": _rare(names),
        "lead_names": _rare(_proper(body[: LEAD - 1])),
        "first_names": _rare(_proper(body[:FIRST])),
        "opening": _rare(t.lemma.lower() for claim in first for t in claim.tokens if t.pos in {"VERB", "NOUN"}),
        "acts": _rare(t.lemma.lower() for claim in claims[: LEAD - 1] for t in claim.tokens if t.pos in {"VERB", "NOUN"}),
        "often": {word: weight(word) * (1 + math.log(count)) for word, count in sorted(words.items()) if weight(word) > 0.2},
        "often_named": {name: weight(name) * (1 + math.log(count)) for name, count in sorted(counted.items())},
        "counted_names": {name: weight(name) * count for name, count in sorted(counted.items())},
        "counted_people": {name: float(count) for name, count in sorted(people.items())},
        "phrases": _phrases(claims),
        "subjects": _flat(t.text.lower() for claim in body[:3] for t in claim.tokens if t.dep in SUBJECTS and t.pos == "PROPN"),
        "main_person": _flat(name for name, count in people.items() if count == max(people.values()) and count > 1),
        "named": _flat(names),
        "first_named": _flat(_proper(body[:FIRST])),
        "people": _named(surname(fact.canonical) for fact in _facts(claims) if isinstance(fact, Person)),
        "lead_people": _named(surname(fact.canonical) for fact in _facts(lead) if isinstance(fact, Person)),
        "bodies": _named(fact.canonical for fact in _facts(claims) if isinstance(fact, Organisation)),
        "places": _named(fact.canonical for fact in _facts(claims) if isinstance(fact, Place)),
        "lead_places": _named(fact.canonical for fact in _facts(lead) if isinstance(fact, Place)),
        "main_places": _flat(_main_places(source, [claim for claim in lead if not _of_long_ago(claim, source.published)])),
        "numbers": _figures(claims),
        "lead_numbers": _figures(lead),
        "years": _flat(f"{day:%Y}" for day in openings["year"]),
        "months": _flat(f"{day:%Y-%m}" for day in openings["month"]),
        "weekdays": _flat(weekdays),
    }
    bags |= identity(claims, lead) | event_clues.bags(event_clues.clues(source, claims))
    return Profile(
        source=source.id,
        bags=bags,
        days=days,
        offices=_offices(claims),
        published=source.published,
        dated=source.published is not None and source.provenance.get("published") != "text",
        # What a document says of itself is no ground to keep it from being compared.
        stated=(source.event or "") if source.provenance.get("event") == "manifest" else "",
    )


def _facts(claims: Iterable[Claim]) -> Iterable[Any]:
    return (fact for claim in claims for fact in claim.facts)


def _days(source: Source, claims: Iterable[Claim]) -> tuple[frozenset[date], set[str]]:
    """The days that the lead dates things to, and the weekdays it names, resolved or not."""
    days, weekdays = set[date](), set[str]()
    for fact in _facts(claims):
        if isinstance(fact, DateFact) and fact.granularity == "day":
            if fact.first is not None and fact.first == fact.last:
                if source.published is None or abs((fact.first - source.published).days) <= NEAR:
                    days.add(fact.first)
                    weekdays.add(f"{fact.first:%A}".lower())
            elif fact.first is None and fact.relative.split()[-1:] and fact.relative.split()[-1] in WEEKDAYS:
                weekdays.add(fact.relative.split()[-1])
    return frozenset(days), weekdays


def _dates(lead: Sequence[Claim], published: date | None) -> dict[str, set[date]]:
    """The days that stand for the years and months which the lead and the date of publication name."""
    found: dict[str, set[date]] = {"year": set(), "month": set()}
    if published:
        found = {"year": {published}, "month": {published}}
    for fact in _facts(lead):
        if isinstance(fact, DateFact) and fact.first is not None and fact.last is not None and fact.first.year == fact.last.year:
            found["year"].add(fact.first)
            if fact.first.month == fact.last.month:
                found["month"].add(fact.first)
    return found


def _of_long_ago(claim: Claim, published: date | None) -> bool:
    """Whether all that the claim gives a date of was over long before publication: background has its own place."""
    ends = [fact.last for fact in _facts([claim]) if isinstance(fact, DateFact) and fact.last is not None]
    return published is not None and bool(ends) and all((published - end).days > LONG_AGO for end in ends)


def _main_places(source: Source, lead: Sequence[Claim]) -> Iterable[str]:
    for fact in _facts(lead):
        if isinstance(fact, Place) and fact.slot.role("where") in {"in", "to", "at", "near"} and not is_country(fact.canonical):
            yield fact.canonical
    if source.dateline:
        yield source.dateline.lower()


def _proper(claims: Iterable[Claim]) -> list[str]:
    """The words of proper names, lower case, as often as they stand there."""
    return [
        t.text.lower().removesuffix("'s").removesuffix("’s")
        for claim in claims
        for t in claim.tokens
        if t.pos == "PROPN" and t.text[:1].isupper() and len(t.text) > 1
    ]


def _rare(words: Iterable[str]) -> Bag:
    return {word: weight(word) ** 2 for word in sorted(set(words)) if weight(word) > 0}


def _named(names: Iterable[str]) -> Bag:
    return {name: weight(name) + 0.1 for name in sorted(set(names))}


def _flat(words: Iterable[str]) -> Bag:
    return dict.fromkeys(sorted(set(words)), 1.0)


def _figures(claims: Iterable[Claim]) -> Bag:
    """Figures with their units; a small bare count is shared by chance."""
    figures = {fact for fact in _facts(claims) if isinstance(fact, Quantity) and fact.number > 3}
    found = {f"{fact.unit} {fact.number:.4g}": 1.0 if fact.number > 20 or fact.unit else 0.5 for fact in figures}
    return dict(sorted(found.items()))


def _phrases(claims: Iterable[Claim]) -> Bag:
    found = set[tuple[str, str]]()
    for claim in claims:
        words = [t.lemma.lower() for t in claim.tokens if t.pos in CONTENT]
        found.update(zip(words, words[1:], strict=False))
    return {f"{a} {b}": weight(a) * weight(b) for a, b in sorted(found)}


def _state(name: str) -> str:
    """A key that joins a state and its adjective: "Japan" and "Japanese", "U.S." and "American"."""
    plain = name.lower().replace(".", "").replace("’", "'").removesuffix("'s").strip()
    return "us" if plain in {"us", "usa", "america", "american", "united states"} else plain[:4]


def _offices(claims: Sequence[Claim]) -> dict[tuple[str, str], frozenset[str]]:
    held: dict[tuple[str, str], set[str]] = {}
    for fact in _facts(claims):
        if isinstance(fact, Role) and not fact.former and len(fact.office.split()) > 1 and fact.holder:
            held.setdefault((fact.office, _state(fact.of)), set()).add(surname(fact.holder))
    return {key: frozenset(value) for key, value in sorted(held.items())}


def excluded(left: Profile, right: Profile) -> bool:
    """Whether the two cannot be of one event: offices in other hands, or another day in another city."""
    return _offices_exclude(left, right) or (_days_exclude(left, right) and _cities_exclude(left, right))


def _offices_exclude(left: Profile, right: Profile) -> bool:
    """Whether an office is in other hands. Where neither side tells of which state or body it is, it may be any two offices."""
    for (office, state), holders in left.offices.items():
        for (other, other_state), others in right.offices.items():
            if (
                office == other
                and (state or other_state)
                and (state == other_state or "" in (state, other_state))
                and not holders & others
                and not any(name in right.bags["people"] for name in holders)
                and not any(name in left.bags["people"] for name in others)
                and not _alike(holders, others)
            ):
                return True
    return False


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two surnames are spellings of one."""
    from rapidfuzz.distance import Levenshtein

    return any(Levenshtein.normalized_similarity(a, b) >= 0.7 for a in left for b in right)


def _days_exclude(left: Profile, right: Profile) -> bool:
    if left.days and right.days:
        return min(abs((a - b).days) for a in left.days for b in right.days) > NEAR
    a, b = left.bags["weekdays"], right.bags["weekdays"]
    return bool(a) and bool(b) and not a.keys() & b.keys()


def _cities_exclude(left: Profile, right: Profile) -> bool:
    """Whether both tell in which city it happened, and none of the places of either is, holds or lies in one of the other's.

    Places that are merely named do not count: capitals stand for governments.
    """
    a, b = left.bags["main_places"].keys(), right.bags["main_places"].keys()
    if not any(level_of(place) in SEATS for place in a) or not any(level_of(place) in SEATS for place in b):
        return False
    return places_apart(a, b)


def places_apart(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether no place of either is, holds or lies in one of the other's."""
    return not any(x in y or y in x or contains(x, y) or contains(y, x) for x in left for y in right)
