from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, TITLE

RECORD: dict[str, Any] = {
    "title": TITLE,
    "description": "Sixty-one per cent of the town wants to pay for the line",
    "maintext": "\n".join(PARAGRAPHS),
    "authors": ["Petr Hala", "Ida Rus"],
    "date_publish": "2022-10-03 07:15:00",
    "source_domain": "www.millpost.example",
    "language": "en",
    "url": "https://www.millpost.example/train",
    "image_url": None,
}


def source_of(tmp_path: Path, record: object) -> Source:
    (tmp_path / "a.json").write_text(json.dumps(record), "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert skipped == ()
    return sources[0]


def texts(source: Source, role: str) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks if block.role == role]


def test_news_please_record(tmp_path: Path):
    source = source_of(tmp_path, RECORD)
    assert source.extracted
    assert source.record is None
    assert source.text == "\n\n".join([TITLE, RECORD["description"], RECORD["maintext"]])
    assert (source.title, source.byline, source.outlet) == (TITLE, "Petr Hala, Ida Rus", "millpost.example")
    assert (source.published, source.published_time, source.language) == (date(2022, 10, 3), time(7, 15), "en")
    assert set(source.provenance.values()) == {"metadata"}
    assert texts(source, "title") == [TITLE]
    assert texts(source, "deck") == [RECORD["description"]]
    assert texts(source, "body") == list(PARAGRAPHS)


@pytest.mark.parametrize("description", [PARAGRAPHS[0], PARAGRAPHS[0][:60] + "..."])
def test_description_that_is_the_first_paragraph_counts_once(tmp_path: Path, description: str):
    source = source_of(tmp_path, {**RECORD, "description": description})
    assert texts(source, "deck") == []
    assert texts(source, "body") == list(PARAGRAPHS)


def test_title_repeated_in_the_text_counts_once(tmp_path: Path):
    source = source_of(tmp_path, {**RECORD, "maintext": f"{TITLE}\n{RECORD['maintext']}"})
    assert texts(source, "title") == [TITLE]
    assert texts(source, "body") == list(PARAGRAPHS)


def test_residue_in_the_text_is_set_aside(tmp_path: Path):
    source = source_of(tmp_path, {**RECORD, "maintext": f"{RECORD['maintext']}\nShare on Facebook\nSubscribe to our newsletter"})
    assert texts(source, "body") == list(PARAGRAPHS)


def test_garbled_letters_are_repaired_where_the_text_is_extracted(tmp_path: Path):
    source = source_of(tmp_path, {**RECORD, "maintext": "The mayorâ€™s cafÃ© opens at noon, the town said on Sunday after the count."})
    assert texts(source, "body") == ["The mayor’s café opens at noon, the town said on Sunday after the count."]


@pytest.mark.parametrize("value", [12, [], {"a": 1}, None, "", "03/04/2022"])
def test_odd_values_are_left_out(tmp_path: Path, value: object):
    source = source_of(
        tmp_path, {**RECORD, "date_publish": value, "authors": value, "source_domain": value, "url": value, "language": None}
    )
    assert source.published is None
    assert texts(source, "body") == list(PARAGRAPHS)


def test_list_of_records_is_numbered(tmp_path: Path):
    (tmp_path / "a.json").write_text(json.dumps([RECORD, {"title": "x"}, RECORD]), "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert [source.record for source in sources] == [1, 3]
    assert len({source.id for source in sources}) == 2
    assert "record 2 has no text" in skipped[0].message


def test_json_lines(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text("\r\n".join([json.dumps(RECORD), "", json.dumps({**RECORD, "title": "Another"})]) + "\n", "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert skipped == ()
    assert [(source.record, source.title) for source in sources] == [(1, TITLE), (3, "Another")]
