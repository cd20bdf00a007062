"""Where a document comes from: manifest before metadata before text, and nothing guessed."""

from __future__ import annotations

from datetime import date, time

import pytest

from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Source

BODY = """\
The lighthouse at Cape Merrow will be lit again on Saturday after eleven years in the dark, the coast guard said.

Volunteers raised 84,000 dollars for a new lens, which was carried up the 212 steps by hand on Tuesday.

"It is the first light that our fathers looked for," said the keeper, Oona Redfern, who is 78."""
TITLE = "Cape Merrow lighthouse to shine again after eleven years"


def inferred(text: str, **known: object) -> Source:
    return infer(clean(Source(path="folder/a.txt", text=text, **known)))  # type: ignore[arg-type]


def article(*head: str, tail: tuple[str, ...] = (), body: str = BODY) -> str:
    return "\n\n".join([TITLE, *head, body, *tail])


def test_all_from_the_text():
    source = inferred(article("By Ines Tallow", "4 May 2022 7:30 pm", body=f"CAPE MERROW (Coastwire) -- {BODY}"))
    assert (source.title, source.byline, source.outlet, source.dateline) == (TITLE, "Ines Tallow", "Coastwire", "CAPE MERROW")
    assert (source.published, source.published_time, source.language) == (date(2022, 5, 4), time(19, 30), "en")
    assert source.provenance == dict.fromkeys(("title", "byline", "outlet", "dateline", "published", "language"), "text")
    assert source.warnings == ()


def test_nothing_known_is_replaced():
    source = inferred(
        article("4 May 2022", body=f"CAPE MERROW (Coastwire) -- {BODY}"),
        outlet="Merrow Mail",
        published=date(2022, 5, 3),
        provenance={"outlet": "manifest", "published": "manifest"},
    )
    assert (source.outlet, source.published) == ("Merrow Mail", date(2022, 5, 3))
    assert source.provenance["outlet"] == source.provenance["published"] == "manifest"
    assert source.via == "Coastwire"
    assert source.provenance["via"] == "text"


def test_reprint_note_is_kept_as_via():
    source = inferred(article(tail=("This story originally appeared on Merrow-Mail.example read the full story",)))
    assert source.via == "Merrow-Mail.example"
    assert source.outlet is None


@pytest.mark.parametrize(
    "line, outlet",
    [
        ("© 2022 Merrow Media L.P.", "Merrow Media"),
        ("Copyright 2022 The Merrow Mail. All rights reserved.", "The Merrow Mail"),
        ("(c) 2022 Merrow Mail Ltd", "Merrow Mail"),
    ],
)
def test_copyright_line_hints_at_the_outlet_and_gives_no_date(line: str, outlet: str):
    source = inferred(article(tail=(line,)))
    assert source.outlet == outlet
    assert source.published is None


def test_outlet_line_among_the_credits():
    assert inferred(article("Merrow Evening News", "06:40 05.05.2022")).outlet == "Merrow Evening News"


def test_unknown_stays_unknown_and_is_said():
    source = inferred(BODY)
    assert (source.outlet, source.via, source.title, source.byline, source.dateline, source.published) == (None,) * 6
    assert any("no publication date" in warning for warning in source.warnings)


def test_ambiguous_date_is_not_guessed():
    source = inferred(article("05/04/2022"))
    assert source.published is None
    assert any("day/month or month/day" in warning for warning in source.warnings)


def test_date_of_publication_goes_before_that_of_an_update():
    assert inferred(article("Updated: 6 May 2022", "Published: 4 May 2022")).published == date(2022, 5, 4)


def test_year_in_a_sentence_dates_nothing():
    assert inferred(article(body=BODY + "\n\nThe tower was built on 4 May 1871.")).published is None


def warned(source: Source, words: str) -> bool:
    return any(words in warning for warning in source.warnings)


def test_truncated_text():
    assert warned(
        inferred(article(body=BODY + "\n\nThe coast guard plans to light two more towers along the northern shore before the")),
        "mid-sentence",
    )
    assert not warned(inferred(article()), "mid-sentence")


def test_machine_translated_text():
    broken = (
        "The keepers of the tower met on Monday to speak of the repairs. , in the face of the storm. heavy rain was expected.\n\n"
        "They said that the their work was of use to a island in the bay. "
        "boats will be warned by a ancient horn until the lamp is lit."
    )
    assert warned(inferred(article(body=broken)), "machine-translated")
    assert not warned(inferred(article()), "machine-translated")


def test_one_slip_is_no_machine_translation():
    assert not warned(inferred(article(body=BODY + "\n\nThe the lamp was made in 1902 and weighs a ton.")), "machine-translated")


def test_another_language():
    german = (
        "Der Leuchtturm am Kap wird am Samstag wieder leuchten, nachdem er elf Jahre lang dunkel war. "
        "Das teilte die Küstenwache mit.\n\n"
        "Freiwillige haben für die neue Linse Geld gesammelt, die am Dienstag von Hand über die Treppe nach oben getragen wurde."
    )
    source = inferred(german)
    assert source.language == "de"
    assert warned(source, "not in English")


def test_garbled_letters_and_lost_characters():
    assert warned(inferred(article(body=BODY + "\n\nThe keeperâ€™s house and the cafÃ© next to it are â€œunharmedâ€\x9d.")), "garbled")
    assert warned(inferred(article(body=BODY + "\n\nThe keeper\ufffds house is unharmed.")), "could not be decoded")


def test_control_characters_are_named():
    assert warned(inferred(article(body=BODY + "\n\nThe lamp \x1b[31mshines\x1b[0m at night.")), "control characters")
    assert warned(inferred(article(body=BODY + "\n\nThe lamp \u202eshines\u202c at night.")), "reading direction")


def test_inferring_twice_changes_nothing():
    once = inferred(article("By Ines Tallow", "4 May 2022"))
    assert infer(once) == once
