"""Documents at an address that fsspec knows: the report is that of a folder of them, each file is copied once, and what fails is told."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import api, large_report, partitions
from consistency.engine.adapters import addresses
from consistency.engine.adapters.addresses import at_hand
from consistency.engine.adapters.cache import copies_of
from consistency.engine.settings import Models, Settings
from consistency.errors import ConsistencyError
from consistency.ingest.discover import documents_in
from consistency.model import Report
from consistency.model.serialization import encode
from consistency.render.view import paging
from tests.fakes import FakeEmbedder, FakeLanguageModel

fsspec: Any = pytest.importorskip("fsspec", reason="consistency[cluster] is not installed")
MODELS = {"language": FakeLanguageModel(), "embedder": FakeEmbedder()}
FILES = {
    f"{town}/{outlet}.txt": f"Kiln in {town} cracks\n\nThe kiln in {town} cracked on Monday, and {30 + outlet} pots were lost.\n"
    for town in ("Ardley", "Brume", "Corsend")
    for outlet in range(2)
} | {
    "sources.toml": "",
    "Ardley/sources.toml": '["0.txt"]\noutlet = "The Kestrel"\npublished = 2024-05-07\n',
    "slides.pptx": "not read",
    "photo.jpeg": "no document",
    ".hidden.txt": "not looked at",
}


@pytest.fixture
def bucket(here: Path) -> Iterator[Any]:
    """The files in memory, and as a folder of the same name in the current one."""
    files = fsspec.filesystem("memory")
    for name, text in FILES.items():
        files.pipe_file(f"/bucket/stories/{name}", text.encode())
        path = here / "stories" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    yield files
    files.rm("/bucket", recursive=True)


@pytest.mark.parametrize("cached", [False, True])
def test_the_report_is_that_of_the_folder(bucket: Any, here: Path, cached: bool) -> None:
    folder = api.compare("stories", **MODELS)
    assert folder.findings
    assert any("slides.pptx" in item.message for item in folder.skipped)
    assert "The Kestrel" in {source.outlet for source in folder.sources}
    (here / "elsewhere").mkdir()
    with contextlib.chdir(here / "elsewhere"):
        found = api.compare("memory://bucket/stories", cache="kept" if cached else None, **MODELS)
    assert encode(found, Report) == encode(folder, Report)


def test_a_new_document_at_an_address_is_checked(bucket: Any, here: Path) -> None:
    new = "Brume/1.txt"
    folder = api.check("stories", f"stories/{new}", **MODELS)
    assert folder.findings
    found = api.check("memory://bucket/stories", f"memory://bucket/stories/{new}", **MODELS)
    assert encode(found, Report) == encode(folder, Report)
    local = api.check("memory://bucket/stories", "stories-new.txt", **MODELS)
    assert not local.added
    (here / "draft.txt").write_text(FILES[new].replace("31", "77"), encoding="utf-8")
    assert api.check("memory://bucket/stories", "draft.txt", **MODELS).findings


def test_a_folder_of_this_machine_is_read_where_it_is(bucket: Any, here: Path) -> None:
    found = api.compare(f"file://{here}/stories", **MODELS)
    assert encode(found, Report) == encode(api.compare(f"{here}/stories", **MODELS), Report)


def test_an_archive_is_read_as_the_folder_in_it(bucket: Any, here: Path) -> None:
    with zipfile.ZipFile(here / "all.zip", "w") as packed:
        for name, text in FILES.items():
            packed.writestr(f"stories/{name}", text)
        packed.writestr("../outside.txt", "not written")
    found = api.compare("zip://stories::all.zip", **MODELS)
    assert encode(found, Report) == encode(api.compare("stories", **MODELS), Report)
    assert not list(here.parent.glob("outside.txt"))
    with at_hand(["zip://::all.zip"]) as (paths, _):
        assert paths == ["all"]
        assert all(document.path.startswith("all/stories/") for document in documents_in(paths, None)[0])


def test_only_what_has_changed_is_copied_again(bucket: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    fetch = addresses._fetch
    monkeypatch.setattr(addresses, "_fetch", lambda files, remote, info, copy: (fetched.append(remote), fetch(files, remote, info, copy)))
    keep = copies_of(here / "cache.db")

    def run() -> dict[str, str]:
        fetched.clear()
        with at_hand(["memory://bucket/stories"], keep) as (paths, mounts):
            (place,) = mounts.values()
            assert paths == ["stories"]
            return {path.relative_to(place).as_posix(): path.read_text() for path in Path(place).rglob("*.txt")}

    assert run() == {name: text for name, text in FILES.items() if name.endswith(("0.txt", "1.txt"))}
    assert len(fetched) == len(FILES) - 1
    run()
    assert not fetched
    bucket.pipe_file("/bucket/stories/Brume/0.txt", b"Another text, longer than before, of the kiln in Brume.")
    bucket.rm_file("/bucket/stories/Corsend/1.txt")
    assert "Corsend/1.txt" not in run()
    assert fetched == ["/bucket/stories/Brume/0.txt"]


def test_workers_read_what_lies_at_an_address(bucket: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MANY_EVENTS", 2)
    settings = Settings(sources=("stories",), formats=("json",))
    place = partitions.place_of(here / "c.db", Models(), (FakeLanguageModel(), FakeEmbedder()))
    assert large_report.report_in_parts(settings, place, lambda report: report, Path("one")) is not None
    (here / "stories").rename(here / "gone")
    with at_hand(["memory://bucket/stories"], copies_of(here / "d.db")) as (paths, mounts):
        place = partitions.place_of(here / "d.db", Models(), (FakeLanguageModel(), FakeEmbedder()), tuple(mounts.items()))
        large_report.report_in_parts(Settings(sources=tuple(paths), formats=("json",)), place, lambda report: report, Path("two"))
        # The copies outlive the run, for the next one.
        assert any(copies_of(here / "d.db").iterdir())
    assert Path("one/report.json").read_bytes() == Path("two/report.json").read_bytes()


def test_a_command_takes_an_address(bucket: Any, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from consistency.engine import adapters

    monkeypatch.setattr(adapters, "load_models", lambda models: (FakeLanguageModel(), FakeEmbedder()))
    shown = run("sources", "memory://bucket/stories")
    assert shown.code == 0
    assert "stories/Brume/0.txt" in shown.out
    assert run("report", "memory://bucket/stories", "--format", "json").code == 0
    report = Path("reports/report.json").read_bytes()
    assert run("report", "stories", "--format", "json").code == 0
    assert Path("reports/report.json").read_bytes() == report
    found = run("check", "memory://bucket/stories", "--new", "memory://bucket/stories/Brume/0.txt")
    assert found == run("check", "stories", "--new", "stories/Brume/0.txt")
    assert run("report", "memory://bucket/none").code == 2


class Closed:
    """Stands for an address of which a backend says no."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError("Access Denied"), "may not be read (Access Denied); check the credentials"),
        (ImportError("Install s3fs to access S3"), "needs another package (Install s3fs to access S3); install it"),
        (FileNotFoundError(), "there is nothing at this address"),
        (RuntimeError("Unable to locate\ncredentials"), "cannot be read (RuntimeError: Unable to locate credentials)"),
    ],
)
def test_what_keeps_an_address_from_being_read_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception, told: str) -> None:
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda address: (Closed(error), "b/docs"))
    with pytest.raises(ConsistencyError) as failed, at_hand(["s3://b/docs"]):
        pass
    assert str(failed.value).startswith("s3://b/docs: ")
    assert told in str(failed.value)


def test_an_address_of_no_kind_or_of_nothing_is_told(bucket: Any) -> None:
    for address, told in (
        ("pigeon://loft", "cannot be read (ValueError"),
        ("memory://bucket/none", "there is nothing at this address"),
        ("https://paper.example/stories", "consistency fetch"),
        ("zip://stories::HTTP://paper.example/all.zip", "consistency fetch"),
        ("reference://stories", "is not read"),
    ):
        with pytest.raises(ConsistencyError, match=address) as failed:
            api.compare(address, **MODELS)
        assert told in str(failed.value)
    with pytest.raises(ConsistencyError, match="called stories"):
        api.compare(["memory://bucket/stories", "stories"], **MODELS)


@pytest.mark.parametrize("path", ["docs/a.txt", "a:b.txt", "C:\\docs", "./x", "docs/*.txt"])
def test_a_path_is_no_address(path: str) -> None:
    assert not addresses.is_address(path)
