from __future__ import annotations

from pathlib import Path

from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, TITLE, pdf


def source_of(tmp_path: Path, data: bytes) -> Source:
    (tmp_path / "a.pdf").write_bytes(data)
    sources, skipped = read([str(tmp_path)], None)
    assert skipped == ()
    return sources[0]


def texts(source: Source, role: str) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks if block.role == role]


def test_lines_are_joined_and_hyphens_undone(tmp_path: Path):
    lines = [
        TITLE,
        "The people of Ostrava Mills voted on Sunday to keep the night train, with 61",
        "per cent in favour.",
        "The line will cost the town 2.4 million crowns a year, the mayor, Petra Do-",
        "lan, said after the count.",
        "Trains will leave at 23:40 from the old station until the new one opens in the",
        "autumn.",
    ]
    source = source_of(tmp_path, pdf(lines, title=TITLE))
    assert source.extracted
    assert texts(source, "title") == [TITLE]
    assert texts(source, "body") == list(PARAGRAPHS)
    assert source.provenance["title"] == "metadata"


def test_running_heads_and_page_numbers_are_set_aside(tmp_path: Path):
    pages = [
        [
            "The Mill Post - 3 October 2022 - page 1",
            TITLE,
            "The people of Ostrava Mills voted on Sunday to keep the night train, with 61 per",
            "cent in favour.",
            "The line will cost the town 2.4 million crowns a year, the mayor, Petra Dolan, said",
            "1",
        ],
        [
            "The Mill Post - 3 October 2022 - page 2",
            "after the count.",
            "Trains will leave at 23:40 from the old station until the new one opens in the",
            "autumn.",
            "2",
        ],
    ]
    source = source_of(tmp_path, pdf(*pages))
    assert texts(source, "body") == list(PARAGRAPHS)
    assert texts(source, "boilerplate") == [
        "The Mill Post - 3 October 2022 - page 1", "1", "The Mill Post - 3 October 2022 - page 2", "2",
    ]  # fmt: skip


def test_file_name_as_title_is_not_believed(tmp_path: Path):
    source = source_of(tmp_path, pdf([TITLE, *PARAGRAPHS], title="Microsoft Word - draft7.docx"))
    assert source.title == TITLE
