"""Which claims belong to an earlier happening: those that a date of long ago says the time of, and what carries on from them."""

from __future__ import annotations

from datetime import date

import pytest

from consistency.cluster.background import elsewhere
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Event, Source
from consistency.model.protocols import LanguageModel
from consistency.nlp.understanding import understand

LEAD = "Beekeepers of the seven valleys met in Bergen on Wednesday and agreed a honey price of 9 euros.\n\n"
NOW = Event("e-now", "", "2023-05-24", "Bergen", ("a",), ("e-then", "e-fair"))
THEN = Event("e-then", "", "2022-06-08", "Oslo", (), ("e-now",))
FAIR = Event("e-fair", "", "2021-09-04", "Molde", (), ("e-now",))


def places(text: str, language: LanguageModel, events: tuple[Event, ...] = (NOW, THEN, FAIR)) -> list[str]:
    """Where the claims after the lead belong; `-` for the main happening."""
    known = {"published": "manifest"}
    source = infer(clean(Source(path="a.txt", text=LEAD + text + "\n", id="a", published=date(2023, 5, 25), provenance=known)))
    claims = understand([source], language)
    found = elsewhere(events, [source], claims)
    return [found.get(claim.id, "-") for claim in claims["a"][1:]]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Last year the beekeepers met in Oslo and agreed a price of 8 euros.", ["e-then"]),
        ("In June 2022 the beekeepers agreed a price of 8 euros.", ["e-then"]),
        ("In 2019 a disease killed 4,000 colonies in the valleys.", ["2019"]),
        ("The chair said a disease killed 4,000 colonies in 2019.", ["2019"]),
        # What carries on in the same paragraph goes with it; what stands in the next does not.
        ("Last year the beekeepers agreed a price of 8 euros. Those talks had taken six hours.", ["e-then", "e-then"]),
        ("Last year the beekeepers agreed a price of 8 euros. They want more this time.", ["e-then", "-"]),
        ("Last year the beekeepers agreed a price of 8 euros.\n\nThe talks had taken six hours.", ["e-then", "-"]),
        # In doubt the claim is of the event of its source.
        ("The talks had taken six hours.", ["-"]),
        ("The price is the highest since 2019.", ["-"]),
        ("The price rose from 8 euros in 2022 to 9 euros.", ["-"]),
        ("The beekeepers agreed a higher price than last year.", ["-"]),
        ("Ida Holm, who became chair in 2019, said the talks took six hours.", ["-"]),
        ("The valleys have sold honey together in 2019 and later.", ["-"]),
        ("The price will be paid as it was planned in 2022.", ["-"]),
        ("On Wednesday the chair recalled that the beekeepers met in Oslo in 2022.", ["-"]),
        ("In April the beekeepers asked for 10 euros.", ["-"]),
    ],
)
def test_the_time_of_a_claim(text: str, wanted: list[str], language_model: LanguageModel) -> None:
    assert places(text, language_model) == wanted


@pytest.mark.models
def test_of_two_events_in_that_year_the_claim_belongs_to_the_one_whose_place_it_names(language_model: LanguageModel) -> None:
    other = Event("e-other", "", "2022-11-02", "Molde", (), ("e-now",))
    now = Event("e-now", "", "2023-05-24", "Bergen", ("a",), ("e-then", "e-other"))
    events = (now, THEN, other)
    assert places("Last year the beekeepers met in Oslo.", language_model, events) == ["e-then"]
    assert places("Last year the beekeepers met twice.", language_model, events) == ["2022"]


@pytest.mark.models
def test_an_event_of_another_story_takes_no_claims(language_model: LanguageModel) -> None:
    alone = Event("e-now", "", "2023-05-24", "Bergen", ("a",))
    assert places("Last year the beekeepers met in Oslo.", language_model, (alone, THEN)) == ["2022"]


@pytest.mark.models
def test_without_a_day_of_the_event_nothing_is_earlier(language_model: LanguageModel) -> None:
    undated = Event("e-now", "", None, None, ("a",), ("e-then",))
    assert places("Last year the beekeepers met in Oslo.", language_model, (undated, THEN)) == ["-"]
