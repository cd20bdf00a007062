"""Like events of one day are never taken for one, and what a person states about events holds."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from consistency.cli.sources import table
from consistency.cluster.event_profiles import profile
from consistency.cluster.events import linked
from consistency.ingest.blocks import clean
from consistency.ingest.discover import read
from consistency.ingest.metadata import infer
from consistency.model import Source
from tests.fakes import events_of

LIKE = {
    "fire-porto": "Two die in house fire in Porto\n\nTwo people died when a fire tore through a house in Porto early on "
    "Thursday, the fire service said. "
    "Crews were called to the Bonfim quarter at 3.20 a.m. and found the ground floor alight. Three neighbours were treated for smoke.\n",
    "fire-lyon": "Three die in house fire in Lyon\n\nThree people died when a fire swept through a house in Lyon early on "
    "Thursday, the fire service said. "
    "Crews were called to the Croix-Rousse quarter at 2.45 a.m. and found the first floor alight. Two neighbours were treated for smoke.\n",
    "match-one": "Norhaven beat Castlebury 2-1 in league\n\nNorhaven beat Castlebury 2-1 on Thursday night with a goal in the last minute. "
    "Pavel Drozd headed the winner after a corner by Samir Belkadi. Norhaven are now third in the league.\n",
    "match-two": "Eastmoor beat Tarnley 2-0 in league\n\nEastmoor beat Tarnley 2-0 on Thursday night with two goals in the second half. "
    "Kofi Adu headed the first after a corner by Jan Brouwer. Eastmoor are now fifth in the league.\n",
    "shares-one": "Shares in Veltrix fall 12 percent after warning\n\nShares in Veltrix fell 12 percent on Thursday after "
    "the chipmaker cut its forecast "
    "for the year. Sales will be 1.2 billion euros and not 1.5 billion, it said. Chief executive Mara Quist blamed weak demand in Asia.\n",
    "shares-two": "Shares in Ordana fall 9 percent after warning\n\nShares in Ordana fell 9 percent on Thursday after the "
    "carmaker cut its forecast "
    "for the year. Sales will be 8 billion euros and not 9 billion, it said. Chief executive Piet Hollander "
    "blamed weak demand in Europe.\n",
}
TOWNS = """
    Ashby Barrow Corby Dover Ely Frome Goole Hexham Ilkley Jarrow Kendal Ludlow Malton Newark Oakham Penrith Redcar Skipton Thirsk
    Ulverston Ventnor Whitby Yeovil Alston Buxton Clitheroe Deal Evesham Filey Grimsby Hawes Ipswich Keswick Leek Morpeth Nantwich
    Otley Pickering Ripon Selby Tadcaster Wells Appleby Bideford Crewe Diss Exmouth Fleetwood Gosport Halifax Kettering Lewes
""".split()  # noqa: SIM905


def grouped(texts: dict[str, str], models) -> set[tuple[str, ...]]:  # type: ignore[no-untyped-def]
    language, embedder = models
    sources = [infer(clean(Source(path=f"{name}.txt", text=text, id=name))) for name, text in sorted(texts.items())]
    return {event.sources for event in events_of(sources, language, embedder)}


@pytest.mark.models
def test_six_reports_of_one_day_are_six_events(models) -> None:  # type: ignore[no-untyped-def]
    assert grouped(LIKE, models) == {(name,) for name in LIKE}
    chance = random.Random(0)
    for _ in range(3):
        some = chance.sample(sorted(LIKE), 4)
        # In another order: texts are read by the names of their files.
        assert grouped({f"{at}": LIKE[name] for at, name in enumerate(some)}, models) == {(f"{at}",) for at in range(4)}


@pytest.mark.models
def test_briefs_that_fill_in_one_form_are_of_as_many_events_as_towns(models) -> None:  # type: ignore[no-untyped-def]
    briefs = {
        town.lower(): f"Water main bursts in {town}\n\nA water main burst in {town} on Tuesday morning and left {21 + at} homes without "
        f"supply. Engineers closed two roads in the town centre while they worked on the pipe. Council leader Anna Pike said repairs "
        f"would take {3 + at % 16} hours. Schools stayed open.\n"
        for at, town in enumerate(TOWNS)
    }
    assert grouped(briefs, models) == {(name,) for name in briefs}
    some = random.Random(0).sample(sorted(briefs), 20)
    assert grouped({f"{at:02}": briefs[name] for at, name in enumerate(some)}, models) == {(f"{at:02}",) for at in range(20)}


@pytest.mark.models
def test_an_edited_text_stays_with_what_it_was_edited_from(models) -> None:  # type: ignore[no-untyped-def]
    edited = LIKE["fire-porto"].replace("early on Thursday", "on Thursday morning").replace("Three neighbours", "Four neighbours")
    assert ("edited", "fire-porto") in grouped({**LIKE, "edited": edited}, models)


def labels(stated: Sequence[str], chances: dict[tuple[int, int], float]) -> list[int]:
    left, right = (np.array([pair[side] for pair in chances], dtype=np.int64) for side in (0, 1))
    apart = np.zeros(len(chances), dtype=bool)
    return linked(len(stated), left, right, np.array(list(chances.values())), apart, 0.5, stated)


def test_stated_events_stand_together_and_never_with_another() -> None:
    assert labels(("x", "x", "y"), {(0, 2): 0.99, (1, 2): 0.99}) == [0, 0, 2]
    assert labels(("x", "", "y"), {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.9}) == [0, 0, 2]
    # Nothing in their texts brings the two of `x` together, and the third comes to both.
    assert labels(("x", "x", ""), {(0, 2): 0.9, (1, 2): 0.7}) == [0, 0, 0]


def test_manifest_front_matter_and_json_state_the_event(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mill in Arle burned down.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\nevent: mill fire\n---\nThe mill burned.\n", encoding="utf-8")
    (tmp_path / "c.json").write_text('{"maintext": "A mill burned.", "event": "mill fire"}', encoding="utf-8")
    (tmp_path / "sources.toml").write_text('["a.txt"]\nevent = "mill fire"\n', encoding="utf-8")
    found, skipped = read([str(tmp_path)], None)
    assert not skipped
    assert [source.event for source in found] == ["mill fire"] * 3
    assert [source.provenance["event"] for source in found] == ["manifest", "metadata", "metadata"]


def test_only_a_manifest_states_an_event(tmp_path: Path) -> None:
    """What a document says of itself neither joins it to others nor parts it from them."""
    (tmp_path / "a.txt").write_text("The mill in Arle burned down.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\nevent: mill fire\n---\nThe mill burned.\n", encoding="utf-8")
    (tmp_path / "c.json").write_text('{"maintext": "A mill burned.", "event": "quite another"}', encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("d.txt", "A mill burned.\n")
        archive.writestr("sources.toml", '["d.txt"]\nevent = "mill fire"\n')
    (tmp_path / "sources.toml").write_text('["a.txt"]\nevent = "mill fire"\n', encoding="utf-8")
    found, _ = read([str(tmp_path)], None)
    assert [profile(infer(clean(source)), []).stated for source in found] == ["mill fire", "", "", ""]
    told = table(found, 200)
    assert "mill fire (manifest)" in told
    assert "quite another (metadata, not used)" in told
