"""What the words of a report tell of its event: found with where and how they stand, weighed by a fitted model, compared pair by pair."""

from __future__ import annotations

from datetime import date

import numpy as np

from consistency.cluster import event_clues
from consistency.cluster.event_clues import COLUMNS, OUTCOMES, ClueModel, Clues, pair_columns
from consistency.cluster.event_features import clue_tables
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Source
from consistency.nlp.understanding import understand
from tests.fakes import FakeLanguageModel

TEXT = """Granary burns in Tolvik

A fire destroyed a granary in Tolvik on Monday, the miller Anselm Quade said. The blaze took 340 tonnes of rye.
In Fennmark a barn had burned two weeks earlier. The rye was not insured.
"""


def found(text: str = TEXT) -> Clues:
    published = date(2023, 5, 9)
    source = infer(clean(Source(path="a.txt", text=text, id="a", published=published, provenance={"published": "manifest"})))
    return event_clues.clues(source, understand([source], FakeLanguageModel())["a"])


def test_names_figures_and_words_are_clues_and_what_was_before_is_not_what_the_text_is_about() -> None:
    clues = found()
    assert {"tolvik", "quade", "fennmark", "#3.4e+05"} <= set(clues.keys)
    assert list(clues.keys) == sorted(clues.keys)
    assert {"tolvik", "fennmark"} <= clues.named
    assert "#3.4e+05" not in clues.named
    assert "tolvik" in clues.told
    assert "fennmark" not in clues.told


def test_a_text_without_words_has_no_clues() -> None:
    clues = found("-\n")
    assert not clues.keys
    assert all(not bag for bag in event_clues.bags(clues).values())


def test_the_shipped_model_takes_a_name_that_both_are_about_for_one_event_and_its_absence_against() -> None:
    tells = event_clues.bags(found())
    absent, mentioned, told = (tells[f"clue_{outcome}"]["tolvik"] for outcome in OUTCOMES)
    assert absent < 0 < told
    assert absent < mentioned


def columns(*texts: Clues, model: ClueModel) -> dict[str, float]:
    tables = clue_tables([event_clues.bags(item, model) for item in texts])
    one = pair_columns(tables, np.array([0]), np.array([1]))
    other = pair_columns(tables, np.array([1]), np.array([0]))
    assert [part.tolist() for part in one] == [part.tolist() for part in other]
    return dict(zip(COLUMNS, (round(float(part[0]), 4) for part in one), strict=True))


def flat(same: tuple[float, float, float], other: tuple[float, float, float]) -> ClueModel:
    """A model to which all clues are alike, with these odds of the outcomes."""
    size = found().rows.shape[1]
    return ClueModel(*(tuple((*[0.0] * size, float(np.log(odds))) for odds in side) for side in (same, other)))


def test_a_pair_is_told_by_what_is_found_and_what_is_missing() -> None:
    rows = np.zeros((2, found().rows.shape[1]), dtype=np.float32)
    left = Clues(("alder", "birch"), rows, frozenset({"alder"}), frozenset({"alder"}))
    right = Clues(("alder", "cedar"), rows, frozenset({"alder"}), frozenset({"alder"}))
    model = flat((0.25, 0.25, 0.5), (0.5, 0.25, 0.25))
    # Twice as likely there as what the text is about, half as likely absent; of two clues each tells a share of its square root.
    step = round(float(np.log(2)), 4) / 2**0.5
    got = columns(left, right, model=model)
    for side in ("least", "most"):
        assert got[f"{side} clues"] == 0
        assert got[f"{side} named clues"] == got[f"{side} best clue"] == round(step, 4)
        assert got[f"{side} worst clue"] == round(-step, 4)
    apart = columns(left, Clues(("cedar",), rows[:1], frozenset(), frozenset()), model=model)
    assert apart["least best clue"] == 0
    assert apart["least clues"] < apart["most clues"] < 0
