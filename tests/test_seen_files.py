"""Files that were read before are not read again, unless the file system says that they have changed."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
import rtoml

from consistency.engine import cached_sources, seen_files
from consistency.engine.adapters.cache import MemoryCache
from consistency.engine.cached_sources import Archive
from consistency.errors import ManifestError
from consistency.ingest import manifest
from consistency.ingest.discover import read
from tests.fakes import FakeEmbedder, FakeLanguageModel

FILES = {"a.txt": "The ferry to Orla sank.", "b.txt": "The ferry to Orla sank on Monday.", "c.txt": "A kiln in Brede burned."}


@pytest.fixture
def folder(here: Path) -> Path:
    found = here / "docs"
    found.mkdir()
    for name, text in FILES.items():
        (found / name).write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Has one number for each file whose content was digested."""
    found: list[int] = []
    digested = cached_sources.file_digest

    def counted(stream: object, how: object) -> object:
        found.append(1)
        return digested(stream, how)  # type: ignore[arg-type]

    monkeypatch.setattr(cached_sources, "file_digest", counted)
    return found


def keys(cache: MemoryCache) -> list[str]:
    items, _ = Archive(cache, "1", FakeLanguageModel(), FakeEmbedder()).catalogue(["docs"], None)
    return [item.key for item in items]


def test_what_is_the_same_is_not_read_again(folder: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_files, "SETTLED", -(10**12))
    cache = MemoryCache()
    first = keys(cache)
    opened.clear()
    assert keys(cache) == first
    assert not opened
    # As long as before, and as old by its own word.
    there = (folder / "b.txt").stat()
    (folder / "b.txt").write_text(FILES["b.txt"].replace("Monday", "Sunday"), encoding="utf-8")
    os.utime(folder / "b.txt", ns=(there.st_atime_ns, there.st_mtime_ns))
    again = keys(cache)
    assert [old == new for old, new in zip(first, again, strict=True)] == [True, False, True]


def test_what_was_written_just_now_is_read_again(folder: Path, opened: list[int]) -> None:
    cache = MemoryCache()
    first = keys(cache)
    opened.clear()
    assert keys(cache) == first
    assert len(opened) == len(FILES)


def test_what_was_only_touched_is_read_once_more(folder: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_files, "SETTLED", -(10**12))
    monkeypatch.setattr(seen_files, "NEW", 0)
    cache = MemoryCache()
    first = keys(cache)
    for name in FILES:
        os.utime(folder / name, ns=(10**18, 10**18))
    assert keys(cache) == first
    opened.clear()
    assert keys(cache) == first
    assert not opened


def test_what_is_new_beside_a_folder_changes_nothing_of_what_is_known_of_it(
    folder: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_files, "SETTLED", -(10**12))
    cache = MemoryCache()
    keys(cache)
    for name in ("d.txt", "e.txt"):
        (folder / name).write_text(f"A kiln in Brede burned, {name}.", encoding="utf-8")
        opened.clear()
        path = f"docs/{name}"
        Archive(cache, "1", FakeLanguageModel(), FakeEmbedder()).catalogue(["docs", path], None, new={str(folder / name)})
        # It is digested before and after it is read.
        assert len(opened) == 2
        (folder / name).unlink()


def test_another_word_of_the_manifest_makes_another_key(folder: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_files, "SETTLED", -(10**12))
    cache = MemoryCache()
    told = [f'["{name}"]\noutlet = "The Courier"\n' for name in FILES]
    (folder / "sources.toml").write_text("\n".join(told), encoding="utf-8")
    first = keys(cache)
    opened.clear()
    (folder / "sources.toml").write_text("\n".join([*told[:2], told[2].replace("Courier", "Herald")]), encoding="utf-8")
    assert [old == new for old, new in zip(first, keys(cache), strict=True)] == [True, True, False]


SECTIONS = {
    '["a.txt"]\noutlet = "The Courier"\n\n["b.txt"]\npublished = 2024-01-05\n': True,
    '# Our sources\n\n["a.txt"]\noutlet = "[The Courier]" # so\n': True,
    '["a.txt"]\noutlet = "The Courier"\n["a.txt".columns]\ntext = "Story"\n': False,
    '["a.txt"]\ntitle = """\n["b.txt"]\n"""\n': False,
    '["a.txt"]\noutlet = "The Courier"\n  ["b.txt"]\n': False,
    '["a\\u0041.txt"]\noutlet = "The Courier"\n': False,
    "['a.txt']\noutlet = 'The Courier'\n": False,
}


@pytest.mark.parametrize(("text", "apart"), SECTIONS.items())
def test_a_manifest_reads_the_same_in_sections(tmp_path: Path, text: str, apart: bool) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    assert (manifest._sections(text) is not None) == apart
    whole = {name: manifest._entry(name, table, "it") for name, table in rtoml.loads(text).items()}
    assert dict(manifest.load(path, later=True)) == whole


@pytest.mark.parametrize(
    "text", ['["a.txt"]\noutlet = 3\n', '["a.txt"]\noutlet = "x\n', '["a.txt"]\n["a.txt"]\n', '["a.txt"]\n["b.txt"]\nodd = 1\n']
)
def test_a_fault_in_a_manifest_is_told_where_it_is_read_later(folder: Path, text: str) -> None:
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError):
        keys(MemoryCache())


@pytest.mark.parametrize("data", [b"[]", b"{", b'{"docs/a.txt": 3}', b"[[1],[2]]", b"[" + b",".join([b"[{}]"] * 11) + b"]"])
def test_a_record_that_is_none_counts_for_nothing(folder: Path, data: bytes) -> None:
    cache = MemoryCache()
    first = keys(cache)
    (name,) = [name for name in cache._values if name.startswith("files:")] or ["files:none"]
    cache.put_many([(name, data)])
    assert keys(cache) == first


def test_what_is_packed_goes_by_its_name(folder: Path) -> None:
    """Which reader takes it, and what its places are called, follow from the name that it has when unpacked."""
    packed = gzip.compress(b"<html><body><p>The ferry to Orla sank on Monday off the coast.</p></body></html>")
    cache = MemoryCache()
    for name in ("d.html.gz", "d.txt.gz", "e.txt.gz"):
        (folder / name).write_bytes(packed)
        archive = Archive(cache, "1", FakeLanguageModel(), FakeEmbedder())
        items, _ = archive.catalogue([f"docs/{name}"], None)
        (stored,), (plain,) = archive.sources(items), read([f"docs/{name}"], None)[0]
        assert (stored.text, stored.places) == (plain.text, plain.places)
        (folder / name).unlink()
