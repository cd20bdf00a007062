"""Parts that one account lists and the whole that the other gives agree; a sum that fits by chance silences nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consistency.engine.pipeline import run
from consistency.engine.rung_reached import source_of
from consistency.engine.settings import Settings
from consistency.model.protocols import Embedder, LanguageModel

pytestmark = pytest.mark.models

FERRY = "were rescued from the ferry off Corvo on Monday."
MILL = "The mill at Alda fell in and"
FIRE = "the fire service of Alda said"
ACCOUNTS = [
    (f"Seven people {FERRY}", f"Four adults and three children {FERRY}", False),
    ("Nine people died in the mill fire at Alda, including the owner.", "Eight people and the owner died in the mill fire at Alda.", False),
    (f"{MILL} seven people were killed.", f"{MILL} four adults and three children were killed.", False),
    (f"{MILL} seven people were killed.", "Four adults were killed when the mill at Alda fell in. Three children were killed too.", False),
    (f"{MILL} 19 people were killed, {FIRE}.", f"{MILL} 14 people were killed and five injured, {FIRE}.", True),
    (f"{MILL} nine people were killed.", f"{MILL} four adults and three children were killed.", True),
    ("Nine people died in the mill fire at Alda.", "Seven people died in the mill fire at Alda.", True),
]


@pytest.mark.parametrize(("one", "other", "differ"), ACCOUNTS)
def test_parts_that_sum_to_the_others_whole_agree(
    one: str, other: str, differ: bool, language_model: LanguageModel, embedder: Embedder
) -> None:
    sources = [
        replace(source_of(text, f"{number}.txt"), outlet=outlet, published=date(2031, 5, 3), id=str(number))
        for number, (text, outlet) in enumerate(((one, "Alda Courier"), (other, "Corvo Post")))
    ]
    report = run(sources, Settings(), language_model, embedder)
    found = [finding for finding in report.findings if finding.kind == "contradiction" and finding.severity != "note"]
    assert bool(found) == differ, [finding.message for finding in found]
