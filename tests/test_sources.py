"""`consistency sources`: the table of what was read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from consistency.cli import sources
from consistency.model import Block, Source

SOURCES = [
    Source(
        "b/courier.txt", "Six words stand in this text.", outlet="Courier", published=date(2024, 5, 1), provenance={"outlet": "manifest"}
    ),
    Source(
        "a/ev\x1bil.jsonl",
        "Body words here.\nShare on nothing",
        record=7,
        blocks=(Block("body", 0, 16), Block("boilerplate", 17, 33, "share bar")),
        warnings=("no date", "reads as broken\u202e"),
    ),
]


def test_sources_table() -> None:
    shown = sources.table(SOURCES, 200).splitlines()
    assert shown[0].split() == ["source", "outlet", "published", "words", "set", "aside", "warnings"]
    assert re.split(r" {2,}", shown[2].strip()) == ["b/courier.txt", "Courier (manifest)", "2024-05-01", "6", "0"]
    assert re.search(r"jsonl record 7 +unknown +unknown +3 +3 +no date; reads as broken", shown[3])
    assert "\x1b" not in shown[3]
    assert "\u202e" not in shown[3]


def test_sources_table_wraps_its_warnings() -> None:
    long = replace(SOURCES[0], warnings=("a warning of quite some length that cannot stand on one line of a narrow terminal",))
    assert max(map(len, sources.table([long], 110).splitlines())) <= 110


def test_sources_table_wraps_paths_in_a_narrow_terminal() -> None:
    long = replace(SOURCES[0], path="a-folder-of-stories/from-the-north/courier-of-the-lower-lakes.txt")
    lines = sources.table([long], 80).splitlines()
    assert max(map(len, lines)) <= 80
    assert "warnings" not in lines[0]
    assert "".join(line.split("  ")[0].strip() for line in lines[2:]) == long.path


def test_sources_prints_what_was_read(run: Any, here: Path) -> None:
    (here / "stories").mkdir()
    (here / "stories" / "one.txt").write_text(
        "Mill burns down\n\nThe old mill burned down on Monday, the fire brigade said.\n", encoding="utf-8"
    )
    ended = run("sources", "stories")
    assert ended.code == 0
    assert "stories/one.txt" in ended.out


def test_sources_of_nothing_is_2(run: Any, here: Path) -> None:
    ended = run("sources", "nowhere")
    assert ended.code == 2
    assert "nowhere" in ended.err
