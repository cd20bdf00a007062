"""Names of places brought to one spelling, nationalities to their country, and districts to their city."""

from __future__ import annotations

from importlib.resources import files

import pytest

from consistency.nlp.gazetteer import canonical, contains, country_of, is_country, level_of, part_of

NAMES = [
    ("St. Petersburg", "saint petersburg"), ("St Petersburg", "saint petersburg"), ("Saint Petersburg", "saint petersburg"),
    ("Ft. Alda", "fort alda"), ("Fort Alda", "fort alda"), ("Mt. Maro", "mount maro"),
    ("Mount Maro", "mount maro"), ("Pt. Lune", "point lune"), ("Wall St.", "wall st."), ("the U.S.", "united states"),
    ("USA", "united states"), ("U.S.A.", "united states"), ("the United States", "united states"), ("America", "united states"),
    ("the UK", "united kingdom"), ("Great Britain", "united kingdom"), ("Britain's", "united kingdom"),
    ("the U.A.E.", "united arab emirates"), ("Holland", "netherlands"), ("the Netherlands", "netherlands"), ("Burma", "myanmar"),
    ("Czech Republic", "czechia"), ("Côte d’Ivoire", "ivory coast"), ("Türkiye", "turkey"), ("the Gambia", "gambia"),
    ("Fla.", "florida"), ("N.Y.", "new york"), ("Calif.", "california"), ("Washington, D.C.", "washington"), ("D.C.", "washington"),
    ("The Hague", "hague"), ("Alda\nMaro", "alda maro"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spelling"), NAMES)
def test_one_spelling_a_place(name: str, spelling: str) -> None:
    assert canonical(name) == spelling
    assert canonical(canonical(name)) == spelling


NATIONS = [
    ("british", "united kingdom"), ("scottish", "united kingdom"), ("french", "france"), ("american", "united states"),
    ("dutch", "netherlands"), ("swiss", "switzerland"), ("norwegian", "norway"), ("greek", "greece"), ("german", "germany"),
    ("danish", "denmark"), ("poles", "poland"), ("thai", "thailand"), ("filipino", "philippines"), ("burmese", "myanmar"),
    ("south korean", "south korea"), ("nigerien", "niger"), ("nigerian", "nigeria"), ("welsh", "united kingdom"),
    ("irish", "ireland"), ("spanish", "spain"), ("turkish", "turkey"), ("saudi", "saudi arabia"), ("ivorian", "ivory coast"),
    ("malagasy", "madagascar"), ("chinese", "china"), ("korean", ""), ("congolese", ""), ("dominican", ""), ("urban", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("adjective", "country"), NATIONS)
def test_nationalities(adjective: str, country: str) -> None:
    assert country_of(adjective) == country


@pytest.mark.parametrize(("capital", "country"), [("paris", "france"), ("washington", "united states"), ("oslo", "norway"), ("lyon", "")])
def test_capitals(capital: str, country: str) -> None:
    assert country_of(capital, capitals=True) == country


def test_each_country_of_the_table_is_in_the_gazetteer_and_no_adjective_has_two() -> None:
    lines = [
        line.split("\t")
        for line in (files("consistency") / "data" / "countries.tsv").read_text(encoding="utf-8").splitlines()
        if line[:1] != "#"
    ]
    assert all(is_country(country) for country, _, _ in lines)
    words = [word for _, adjectives, _ in lines for word in adjectives.split("|") if word]
    assert len(words) == len(set(words)) > 300


PARTS = [
    ("kreuzberg", "berlin", True), ("brooklyn", "new york city", True), ("hamburg", "berlin", False),
    ("berlin", "kreuzberg", False), ("lisbon", "madrid", False), ("berlin", "berlin", False), ("nowhere", "berlin", False),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "outer", "part"), PARTS)
def test_districts_and_their_city(inner: str, outer: str, part: bool) -> None:
    assert part_of(inner, outer) is part


def test_levels_know_the_spellings() -> None:
    assert [level_of(name) for name in ("saint petersburg", "netherlands", "florida", "alda by the sea")] == [
        "city",
        "country",
        "state",
        "",
    ]
    assert contains("russia", "saint petersburg")
    assert not contains("france", "saint petersburg")
