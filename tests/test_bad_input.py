"""Bad input: each kind has a message that names the file and says what to do, and the rest is still read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from consistency.ingest.file_reader import MAX_BYTES
from consistency.model import Skipped, Source
from tests._documents import PARAGRAPHS, STORY, TITLE, encrypted, pdf

Make = Callable[[Path], None]


def _bytes(data: bytes) -> Make:
    return lambda path: path.write_bytes(data) and None  # type: ignore[func-returns-value]


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone.txt"))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)


UNREADABLE: list[tuple[str, str, Make, str]] = [
    ("empty file", "a.txt", _bytes(b""), "is empty"),
    ("white space only", "a.txt", _bytes(b" \n\t\r\n"), "only white space"),
    ("byte order mark only", "a.txt", _bytes(b"\xef\xbb\xbf"), "no words"),
    ("figures only", "a.txt", _bytes(b"12 34\n56.78\n"), "no words"),
    ("NUL bytes", "a.txt", _bytes(b"abc\x00\x01\x02def" * 50), "binary"),
    ("picture named .txt", "a.txt", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(200)), "is a picture"),
    ("PDF named .txt", "a.txt", _bytes(pdf(["A line of text."])), "name it .pdf"),
    ("Office file named .txt", "a.txt", _bytes(b"PK\x03\x04" + bytes(100)), "Office"),
    ("damaged UTF-16", "a.txt", _bytes(b"\xff\xfe" + "words".encode("utf-16-le") + b"\x00\xd8\x00"), "damaged"),
    ("too large", "a.txt", _large, "over the limit of 20 MB"),
    ("dangling link", "a.txt", _dangling, "link to a file that is gone"),
    ("named pipe", "a.txt", _fifo, "no regular file"),
    ("empty Markdown", "a.md", _bytes(b""), "is empty"),
    ("empty HTML", "a.html", _bytes(b""), "is empty"),
    ("HTML without text", "a.html", _bytes(b"<html><body><script>run()</script></body></html>"), "no visible text"),
    ("HTML that is a comment", "a.html", _bytes(b"<!-- nothing -->"), "HTML"),
    ("broken JSON", "a.json", _bytes(b'{"title": "A",\n "maintext": }'), "line 2, column 14"),
    ("JSON without text", "a.json", _bytes(b'{"title": "A", "maintext": null}'), "no text"),
    ("JSON that is a figure", "a.json", _bytes(b"12"), "no JSON object"),
    ("JSON that is an empty list", "a.json", _bytes(b"[]"), "empty list"),
    ("JSON nested without end", "a.json", _bytes(b"[" * 200_000), "JSON"),
    ("JSON with a huge number", "a.json", _bytes(b"1" * 10_000), "JSON"),
    ("empty JSON Lines", "a.jsonl", _bytes(b"\n\n"), "white space"),
    ("JSON Lines, all bad", "a.jsonl", _bytes(b"{\n{\n"), "in any of its 2 lines"),
    ("empty PDF", "a.pdf", _bytes(b""), "is empty"),
    ("no PDF at all", "a.pdf", _bytes(b"Only some text here."), "no PDF"),
    ("damaged PDF", "a.pdf", _bytes(pdf(["A line of text."])[:80]), "damaged"),
    ("PDF without text", "a.pdf", _bytes(pdf([])), "OCR"),
    ("encrypted PDF", "a.pdf", _bytes(encrypted(pdf(["A line of text."]))), "encrypted"),
]  # fmt: skip


@pytest.mark.parametrize("name, make, words", [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE])
def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, name: str, make: Make, words: str):
    make(tmp_path / name)
    (tmp_path / "good.txt").write_text(STORY, "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert [source.path.rsplit("/", 1)[-1] for source in sources] == ["good.txt"]
    assert len(skipped) == 1
    assert skipped[0].path.endswith(name)
    assert skipped[0].message.startswith(f"{skipped[0].path}: ")
    assert words in skipped[0].message


READ_WITH_WARNING: list[tuple[str, bytes, str]] = [
    ("windows-1252", STORY.replace("Dolan", "Dvořák‘s café".replace("ř", "r")).encode("cp1252"), "windows-1252"),
    ("UTF-16 with a mark", STORY.encode("utf-16"), "UTF-16"),
    ("UTF-16 without a mark", STORY.encode("utf-16-le"), "UTF-16"),
    ("one damaged byte", (STORY + "Café café café café café café naïve").encode() + b"\xc3 is closed.\n", "no UTF-8"),
    ("control characters", STORY.replace("count.", "\x1b[31mcount\x1b[0m.").encode(), "control characters"),
    ("reading direction", STORY.replace("count.", "\u202ecount\u202c.").encode(), "reading direction"),
    ("replacement characters", STORY.replace("'", "").replace("town votes", "town\ufffds vote").encode(), "could not be decoded"),
    ("garbled letters", (STORY + "\nThe mayorâ€™s cafÃ© is â€œopenâ€\x9d.\n").encode(), "garbled"),
    ("cut off", (STORY + "\nThe council will decide in May whether the second carriage can be\n").encode(), "mid-sentence"),
]


@pytest.mark.parametrize("data, words", [case[1:] for case in READ_WITH_WARNING], ids=[case[0] for case in READ_WITH_WARNING])
def test_what_is_odd_is_read_with_a_warning(tmp_path: Path, data: bytes, words: str):
    (tmp_path / "a.txt").write_bytes(data)
    source = only(read([str(tmp_path)], None))
    assert any(words in warning for warning in source.warnings), source.warnings
    assert source.title is not None
    assert any(source.text[block.start : block.end].startswith("Trains will leave") for block in source.blocks if block.role == "body")


def only(result: tuple[tuple[Source, ...], tuple[Skipped, ...]]) -> Source:
    sources, skipped = result
    assert skipped == ()
    assert len(sources) == 1
    return sources[0]


def test_unreadable_for_want_of_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text(STORY)

    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    sources, skipped = read([str(tmp_path)], None)
    assert sources == ()
    assert "read permission" in skipped[0].message


def test_disk_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text(STORY)

    def failing(self: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", failing)
    assert "Input/output error" in read([str(tmp_path)], None)[1][0].message


def test_json_lines_with_a_bad_line_gives_the_others(tmp_path: Path):
    good = json.dumps({"title": TITLE, "maintext": "\n".join(PARAGRAPHS)})
    (tmp_path / "a.jsonl").write_text("\n".join([good, '{"title": ', good, '{"title": "only"}', ""]), "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert [source.record for source in sources] == [1, 3]
    assert [message.split(": ", 1)[1][:7] for message in sorted(item.message for item in skipped)] == ["line 2 ", "line 4 "]
    assert "column" in skipped[0].message


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_half_a_character_is_one_that_was_lost(tmp_path: Path, name: str):
    told = {"title": "\ud83d " + TITLE, "maintext": "\n".join(PARAGRAPHS) + " \udfff"}
    (tmp_path / name).write_text(json.dumps(told), "utf-8")
    source = only(read([str(tmp_path)], None))
    assert (source.title or "").encode() == ("\ufffd " + TITLE).encode()
    assert source.text.encode().count("\ufffd".encode()) == 2
    assert any("could not be decoded" in warning for warning in source.warnings)


def test_many_bad_lines_are_summed_up(tmp_path: Path):
    good = json.dumps({"title": TITLE, "maintext": PARAGRAPHS[0]})
    (tmp_path / "a.jsonl").write_text("\n".join([good] + ["{"] * 500), "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert len(sources) == 1
    assert len(skipped) == 6
    assert any("495 more lines" in item.message for item in skipped)


def test_an_unknown_type_is_reported_only_where_it_was_named(tmp_path: Path):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.xyz").write_bytes(b"PK")
    (tmp_path / "c").write_bytes(b"x")
    assert read([str(tmp_path)], None)[1] == ()
    named = read([str(tmp_path / "b.xyz"), str(tmp_path / "c")], None)[1]
    assert ["known are .txt" in item.message for item in named] == [True, True]


def test_documents_that_no_reader_takes_are_told_once_an_ending(tmp_path: Path):
    (tmp_path / "a.txt").write_text(STORY)
    for name in ("b.wps", "c.wps", "d.WPS", "e.wps", "f.xps", "picture.png", "~$b.wps", ".g.wps"):
        (tmp_path / name).write_bytes(b"x")
    sources, skipped = read([str(tmp_path)], None)
    assert len(sources) == 1
    assert [len(item.files) for item in skipped] == [4, 1]
    assert "4 files" in skipped[0].message
    assert "and 1 more" in skipped[0].message
    assert read([str(tmp_path / "*.[wW][pP][sS]")], None)[1] == skipped[:1]
    assert read([str(tmp_path / "f.xps")], None)[1] == skipped[1:]


@pytest.mark.parametrize("path", ["gone.txt", "gone/", "nothing/*.txt", "**/nothing.md", "[", "", "a\x00b", "~nobody"])
def test_paths_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str):
    monkeypatch.chdir(tmp_path)
    sources, skipped = read([path], None)
    assert sources == ()
    assert len(skipped) == 1
    assert skipped[0].message


def test_empty_folder_and_folder_named_like_a_file(tmp_path: Path):
    (tmp_path / "x.txt").mkdir()
    assert "holds no .txt" in read([str(tmp_path / "x.txt")], None)[1][0].message
    (tmp_path / "x.txt" / "a.txt").write_text(STORY)
    assert only(read([str(tmp_path)], None)).title == TITLE


def test_one_very_long_line(tmp_path: Path):
    (tmp_path / "a.txt").write_text("The river rose again. " * 60_000, "utf-8")
    source = only(read([str(tmp_path)], None))
    assert {block.role for block in source.blocks} == {"body"}
    assert max(block.end - block.start for block in source.blocks) <= 10_000
    assert any("only the first" in reason for reason in source.not_compared)


def test_very_many_short_lines(tmp_path: Path):
    (tmp_path / "a.txt").write_text("\n".join(f"Item {number} of the list" for number in range(8000)), "utf-8")
    assert len(only(read([str(tmp_path)], None)).blocks) > 7000


@pytest.mark.parametrize(
    "fill", ["a ", "A/", "Share ", "{{", "(", "read more ", "- ", "| A ", "1:", "by A, ", "© ", "“", "\u200b", "@a.", "1/1/"]
)
def test_hostile_repetition_is_read_in_good_time(tmp_path: Path, fill: str):
    import time

    (tmp_path / "a.txt").write_text(STORY + "\n" + fill * 20_000 + "\n\n" + "\n".join([fill * 40] * 200), "utf-8")
    begun = time.perf_counter()
    assert only(read([str(tmp_path)], None)).title == TITLE
    assert time.perf_counter() - begun < 5
