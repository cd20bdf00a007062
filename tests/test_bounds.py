"""A document of any size is read up to the limit and in bounded pieces, and never ends the run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.engine import pipeline
from consistency.engine.settings import Settings
from consistency.ingest.bounds import MOST_CHARACTERS, MOST_PIECE, MOST_RUN, bounded, divided
from consistency.ingest.discover import read
from consistency.model import Block, Source
from tests.fakes import FakeEmbedder, FakeLanguageModel

SENTENCE = "The council met in Holm and counted 14 barges. "


@given(st.lists(st.sampled_from(["a" * 3_000, "b ", SENTENCE, "(", ". ", "\n", "1,", "“"]), max_size=40))
def test_pieces_are_short_apart_and_lose_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    made = divided(text, [Block("body", 0, len(text))] if text else [])
    position = 0
    for block in made:
        assert position <= block.start <= block.end
        assert not text[position : block.start].strip()
        assert block.end - block.start <= MOST_PIECE
        position = block.end
    assert not text[position:].strip() or not made
    kept = "".join("".join(text[block.start : block.end].split()) for block in made)
    assert kept == "".join(text.split()) or len(text) <= MOST_RUN


def test_a_text_over_the_limit_is_cut_at_a_sentence() -> None:
    text = SENTENCE * (MOST_CHARACTERS // len(SENTENCE) + 100)
    source = bounded(Source(path="a.txt", text=text, blocks=(Block("body", 0, len(text)),)))
    assert MOST_CHARACTERS - MOST_RUN <= len(source.text) <= MOST_CHARACTERS
    assert source.text.endswith("barges. ")
    assert source.blocks[0].end == len(source.text)
    assert "only the first" in source.not_compared[0]
    short = Source(path="a.txt", text=SENTENCE)
    assert bounded(short) is short


@pytest.mark.parametrize("mark", ["(", "“", "_", "0", "- ", "a", "\u200b", "A.", "[a](b) ", "<b>"])
def test_a_million_of_one_mark_ends_no_run(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.md").write_text(f"{SENTENCE}\n\n{mark * (1_000_000 // len(mark))}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(SENTENCE, encoding="utf-8")
    sources, _ = read([str(tmp_path)], None)
    assert len(sources) == 2
    assert (
        max((block.end - block.start for source in sources for block in source.blocks if block.role != "boilerplate"), default=0)
        <= MOST_PIECE
    )


@pytest.mark.models
def test_a_million_characters_are_parsed(tmp_path: Path, models: tuple[object, object]) -> None:
    (tmp_path / "a.txt").write_text("The river rose. " * 62_500, encoding="utf-8")
    sources, _ = read([str(tmp_path)], None)
    language = models[0]
    parsed = language([sources[0].text[block.start : block.end] for block in sources[0].blocks[:5]])  # type: ignore[operator]
    assert all(len(parse) > 100 for parse in parsed)


def test_one_heavy_document_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 1_000_000, encoding="utf-8")
    for name in "bc":
        (tmp_path / f"{name}.txt").write_text(SENTENCE, encoding="utf-8")
    sources, skipped = read([str(tmp_path)], None)
    report = pipeline.run(sources, Settings(), FakeLanguageModel(), FakeEmbedder(), skipped=skipped)
    assert len(report.sources) == 3
    assert any("only the first" in item.message for item in report.not_compared)
