"""Every format tells the same article, and no damage to a file of it ends a run."""

from __future__ import annotations

import random
import re
import time
from datetime import date
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from consistency.ingest.formats import endings, readers
from consistency.nlp.understanding import understand
from tests._documents import PARAGRAPHS, TITLE
from tests.fakes import FakeLanguageModel
from tests.readers._formats import FORMATS, warc_bytes
from tests.readers._json_answers import AUTHOR, OUTLET

VARIANTS = 30


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("formats")
    for name, write in FORMATS.items():
        write(folder / name)
    return {name: (folder / name).read_bytes() for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_article(tmp_path: Path, files: dict[str, bytes], name: str):
    (tmp_path / name).write_bytes(files[name])
    (source,), skipped = read([str(tmp_path)], None)
    assert skipped == ()
    assert (source.title, source.outlet, source.byline, source.published) == (TITLE, OUTLET, AUTHOR, date(2022, 10, 3))
    assert source.language == "en"
    assert source.warnings == ()
    claims = understand([source], FakeLanguageModel())[source.id]
    (plain,) = FakeLanguageModel()(["\n\n".join(PARAGRAPHS)])
    assert len([claim for claim in claims if claim.role == "body"]) == len(plain)
    assert "".join(claim.text for claim in claims if claim.role == "body").replace(" ", "") == "".join(PARAGRAPHS).replace(" ", "")
    assert all(source.text[claim.start : claim.end] == claim.text for claim in claims)


def test_every_reader_has_a_file_here(tmp_path: Path):
    read_by = {reader.name for name in FORMATS for reader in readers() if reader.reads(Path(name))}
    assert read_by == {reader.name for reader in readers()}
    assert ".docx" in endings()


def test_every_suffix_has_its_row_in_the_docs():
    page = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")
    named = set(re.findall(r"`(\.[a-z0-9.]+)`", page))
    rare = {".text", ".markdown", ".mdown", ".sqlite3", ".tgz", ".tbz2", ".txz"}
    assert {suffix for reader in readers() for suffix in reader.suffixes} - rare <= named


def broken(data: bytes, seed: int) -> bytes:
    """The file as a bad disk, an interrupted download or a hostile hand leaves it."""
    chance = random.Random(seed)
    at, size = chance.randrange(len(data)), chance.choice((1, 2, 16, 200))
    kind = seed % 6
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[at + size :]
    if kind == 2:
        return data[:at] + chance.randbytes(size) + data[at + size :]
    if kind == 3:
        return data[:at] + data[at : at + size] * chance.choice((2, 50)) + data[at + size :]
    if kind == 4:
        return data[:at] + b"\x00" * size + data[at + size :]
    return bytes(byte ^ (chance.random() < 0.002) << chance.randrange(8) for byte in data)


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_read_or_named(tmp_path: Path, files: dict[str, bytes], name: str):
    path = tmp_path / name
    for seed in range(VARIANTS):
        path.write_bytes(broken(files[name], seed))
        start = time.monotonic()
        sources, skipped = read([str(path)], None)
        assert time.monotonic() - start < 10
        assert sources or skipped, f"variant {seed} is neither read nor named"
        assert all(item.path == path.as_posix() and item.message.startswith(f"{path.as_posix()}: ") for item in skipped)
        for source in sources:
            assert source.text.strip()
            assert all(0 <= block.start < block.end <= len(source.text) for block in source.blocks)


@pytest.mark.parametrize("name", FORMATS)
def test_another_kind_of_file_under_the_name(tmp_path: Path, name: str):
    path = tmp_path / name
    for content in (
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"PK\x03\x04" + bytes(100),
        b"\x1f\x8b\x08" + bytes(60),
        b"<a>",
        b"{}",
        b"\xff" * 300,
    ):
        path.write_bytes(content)
        sources, skipped = read([str(path)], None)
        assert sources or skipped


@pytest.mark.parametrize("packed", [False, True], ids=["warc", "warc.gz"])
def test_a_crawl_that_is_cut_off_says_so_wherever_it_ends(tmp_path: Path, packed: bool):
    page = (
        "<html><body><article><h1>Pier {0} closed</h1><p>The council of Tarn closed pier number {0} on Tuesday.</p></article></body></html>"
    )
    pages = [(f"https://tarn.example/{at}", page.format(at), "2031-05-03T00:00:00Z") for at in range(3)]
    data, path = warc_bytes(pages, packed), tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(data)
    whole, skipped = read([str(path)], None)
    assert (len(whole), skipped) == (3, ())
    told = {source.record: source.text for source in whole}
    ends = {len(warc_bytes(pages[:count], packed)) for count in range(4)}
    for end in range(40, len(data), 53):
        path.write_bytes(data[:end])
        sources, skipped = read([str(path)], None)
        assert all(told[source.record] == source.text for source in sources)
        if not any(abs(end - whole_records) <= 4 for whole_records in ends):
            assert skipped, f"cut off at byte {end} of {len(data)} and not named"
