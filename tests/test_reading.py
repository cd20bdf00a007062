"""Finding documents, manifests, ids and order."""

from __future__ import annotations

import json
import os
import random
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.errors import ManifestError
from consistency.ingest import file_search
from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, STORY, TITLE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with documents in two levels, and things that are none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_text(STORY)
    (tmp_path / "in" / "a.md").write_text(f"# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS))
    (tmp_path / "in" / "deep" / "c.json").write_text(json.dumps({"title": TITLE, "maintext": "\n".join(PARAGRAPHS)}))
    for name in ("README.md", "readme.txt", ".hidden.txt", "notes.xyz", "table.dat"):
        (tmp_path / "in" / name).write_text("Words that belong to no document.")
    (tmp_path / "in" / ".git").mkdir()
    (tmp_path / "in" / ".git" / "x.txt").write_text(STORY)
    return tmp_path


def paths(sources: tuple[Source, ...]) -> list[str]:
    return [source.path for source in sources]


ALL = ["in/a.md", "in/b.txt", "in/deep/c.json"]


def test_folder_is_read_with_its_subfolders(folder: Path):
    sources, skipped = read(["in"], None)
    assert paths(sources) == ALL
    assert skipped == ()
    assert {source.title for source in sources} == {TITLE}


@pytest.mark.parametrize(
    "given, found",
    [
        (["in/*"], ALL), (["in/**/*.json"], ["in/deep/c.json"]), (["in/**"], ALL), (["in/b.txt", "in"], ALL),
        (["./in/b.txt"], ["in/b.txt"]),
        (["in/", "in/deep/../deep"], ALL), (["in/[ab].*"], ["in/a.md", "in/b.txt"]), (["in/README.md"], ["in/README.md"]),
        (["."], ALL),
    ],
)  # fmt: skip
def test_globs_and_single_files(folder: Path, given: list[str], found: list[str]):
    assert paths(read(given, None)[0]) == found


def test_order_of_paths_changes_nothing(folder: Path):
    given = ["in/deep/c.json", "in/b.txt", "in/a.md", "gone.txt", "in"]
    first = read(given, None)
    for seed in range(5):
        random.Random(seed).shuffle(given)
        assert read(given, None) == first


def test_id_depends_on_the_path_alone(folder: Path):
    together = {source.path: source.id for source in read(["in"], None)[0]}
    for path, name in together.items():
        assert [source.id for source in read([path], None)[0]] == [name]
    assert together["in/b.txt"].startswith("b-")
    (folder / "in" / "b.txt").write_text(STORY + "\nOne more sentence was added to it.\n")
    assert read(["in/b.txt"], None)[0][0].id == together["in/b.txt"]


def test_same_names_in_many_folders_have_different_ids(folder: Path):
    for number in range(40):
        (folder / "many" / str(number)).mkdir(parents=True)
        (folder / "many" / str(number) / "A Very Long Name of a File -- with Signs (and Ünicode) in It.txt").write_text(STORY)
    ids = [source.id for source in read(["many"], None)[0]]
    assert len(set(ids)) == 40
    assert all(len(name) <= 32 + 7 and name.replace("-", "").isalnum() and name.isascii() for name in ids)


def test_links_are_followed_once(folder: Path):
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "z.txt").symlink_to(folder / "in" / "b.txt")
    sources, skipped = read(["in"], None)
    assert paths(sources) == ALL
    assert skipped == ()


def test_text_is_the_file_as_read(folder: Path):
    (folder / "in" / "b.txt").write_bytes(STORY.replace("\n", "\r\n").encode())
    source = read(["in/b.txt"], None)[0][0]
    assert source.text == STORY
    assert not source.extracted


def test_byte_order_mark_counts_but_is_no_claim(folder: Path):
    (folder / "in" / "b.txt").write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    source = read(["in/b.txt"], None)[0][0]
    assert source.text == (folder / "in" / "b.txt").read_text("utf-8")
    assert source.title == TITLE


MANIFEST = """\
["b.txt"]
outlet = "The Mill Post"
via = "Coast Wire"
published = 2022-10-03T07:15:00
byline = "Petr Hala"
["deep/c.json"]
published = "2022-10-04"
"""


def test_manifest_beside_the_documents(folder: Path):
    (folder / "in" / "sources.toml").write_text(MANIFEST)
    sources = {source.path: source for source in read(["in"], None)[0]}
    known = sources["in/b.txt"]
    assert (known.outlet, known.via, known.byline) == ("The Mill Post", "Coast Wire", "Petr Hala")
    assert (known.published, known.published_time) == (date(2022, 10, 3), time(7, 15))
    assert known.provenance == {
        "outlet": "manifest", "via": "manifest", "byline": "manifest", "published": "manifest", "title": "text",
        "language": "text",
    }  # fmt: skip
    assert sources["in/deep/c.json"].published is None, "a manifest speaks for the documents beside it"
    assert sources["in/a.md"].outlet is None


def test_manifest_that_is_given_replaces_those_beside_the_documents(folder: Path):
    (folder / "in" / "sources.toml").write_text('["b.txt"]\noutlet = "Beside"\n')
    (folder / "given.toml").write_text('["in/b.txt"]\noutlet = "Given"\n["in/deep/c.json"]\npublished = 2022-10-04\n')
    sources = {source.path: source for source in read(["in"], "given.toml")[0]}
    assert sources["in/b.txt"].outlet == "Given"
    assert sources["in/deep/c.json"].published == date(2022, 10, 4)
    absolute = {Path(source.path).name: source for source in read([str(folder / "in")], "given.toml")[0]}
    assert absolute["b.txt"].outlet == "Given"


def test_entry_without_a_file_is_reported(folder: Path):
    (folder / "in" / "sources.toml").write_text('["bb.txt"]\noutlet = "Nobody"\n')
    sources, skipped = read(["in"], None)
    assert paths(sources) == ALL
    assert [(item.path, "no such file" in item.message) for item in skipped] == [("in/bb.txt", True)]


@pytest.mark.parametrize(
    "text, words",
    [
        ('["b.txt"]\noutlett = "X"', 'did you mean "outlet"'),
        ('["b.txt"]\npublshed = "2022-10-03"', 'did you mean "published"'),
        ('["b.txt"]\nzzz = 1', "known keys: outlet, via"),
        ('["b.txt"]\npublished = "last week"', "write it as 2023-01-31"),
        ('["b.txt"]\npublished = 20221003', "write it as 2023-01-31"),
        ('["b.txt"]\noutlet = 3', "must be a text"),
        ('outlet = "X"', "stands outside a table"),
        ("[b.txt", "not valid TOML"),
        ('["b.txt"]\noutlet = "X"\n["b.txt"]\nvia = "Y"', "not valid TOML"),
    ],
)
def test_manifest_at_fault(folder: Path, text: str, words: str):
    (folder / "in" / "sources.toml").write_text(text)
    with pytest.raises(ManifestError) as error:
        read(["in"], None)
    assert str(error.value).startswith("in/sources.toml: ")
    assert words in str(error.value)


@pytest.mark.parametrize("data, words", [(None, "cannot be read"), (b"\xff\xfe\x00", "not UTF-8")])
def test_manifest_that_cannot_be_read(folder: Path, data: bytes | None, words: str):
    if data is not None:
        (folder / "given.toml").write_bytes(data)
    with pytest.raises(ManifestError, match=words):
        read(["in"], "given.toml")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4), st.sampled_from([".txt", ".md", ".html", ".json", ".jsonl", ".pdf"]))
def test_any_bytes_are_read_or_skipped(tmp_path: Path, contents: list[bytes], suffix: str):
    given = []
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(content)
        given.append(str(path))
    sources, skipped = read(given, None)
    assert {source.path for source in sources} | {item.path for item in skipped} == set(given)
    for source in sources:
        position = 0
        for block in source.blocks:
            assert position <= block.start < block.end <= len(source.text)
            assert not source.text[position : block.start].strip()
            position = block.end
        assert not source.text[position:].strip()


def test_a_pattern_shows_a_file_by_its_shortest_path(folder: Path):
    (folder / "in" / "again").symlink_to(".")
    (folder / "in" / "z.djvu").touch()
    sources, skipped = read(["in/**/*"], None)
    assert paths(sources) == ALL
    assert [(item.path, item.files) for item in skipped] == [("in/z.djvu", ("in/z.djvu",))]
    assert paths(read(["in/*"], None)[0]) == ALL


def test_a_pattern_leads_to_nothing_above_it(folder: Path):
    (folder / "out.txt").write_text(STORY)
    (folder / "in" / "above").symlink_to("..")
    assert paths(read(["in/*"], None)[0]) == ALL


def test_only_the_systems_own_folders_are_not_entered(folder: Path):
    (folder / "in" / "own").symlink_to("/dev")
    (folder / "in" / "other").symlink_to("/developers")
    assert file_search._leads_astray("in/own", str(folder / "in"))
    assert not file_search._leads_astray("in/other", str(folder / "in"))


def test_a_folder_that_cannot_be_listed_is_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "in" / "shut").mkdir()
    scandir = os.scandir

    def guarded(place: str):
        if Path(place).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scandir(place)

    monkeypatch.setattr(os, "scandir", guarded)
    sources, skipped = read(["in"], None)
    assert paths(sources) == ALL
    assert [(item.path, item.message) for item in skipped] == [
        ("in/shut", "in/shut: cannot be listed (Permission denied), so that what it holds is not compared; check its permissions")
    ]


def test_an_entry_that_is_not_looked_at_is_told_of(folder: Path):
    """Beside a document counts the manifest of its own folder."""
    (folder / "in" / "sources.toml").write_text('["./b.txt"]\noutlet = "The Mill Post"\n["deep/c.json"]\noutlet = "Coast Wire"\n')
    sources, skipped = read(["in"], None)
    assert [source.outlet for source in sources if source.path == "in/b.txt"] == ["The Mill Post"]
    assert [(item.path, item.message) for item in skipped] == [
        (
            "in/sources.toml",
            'in/sources.toml: the entry "deep/c.json" counts only with --manifest in/sources.toml: '
            "beside a document counts the manifest of its own folder",
        )
    ]
    assert not read(["in"], "in/sources.toml")[1]


def test_above_a_link_is_above_what_it_leads_to(folder: Path):
    (folder / "out" / "deep").mkdir(parents=True)
    (folder / "out" / "b.txt").write_text(STORY.replace(TITLE, "Another Title"))
    (folder / "in" / "link").symlink_to(folder / "out" / "deep")
    for path in ("in/link/../b.txt", "in/link/.."):
        (found,) = read([path], None)[0]
        assert found.text == (folder / "out" / "b.txt").read_text()
    assert paths(read(["in/deep/../b.txt"], None)[0]) == ["in/b.txt"]
    assert [item.message for item in read(["in\0/../b.txt"], None)[1]]
