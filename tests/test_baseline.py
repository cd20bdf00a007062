"""The baseline file: what it holds, that it merges as text, and what is said of a broken one."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from consistency.errors import BaselineError
from consistency.triage.baseline import Entry, claim_digest, entries, load, parse, render
from tests.writers._sample import REPORT


def entry(fingerprint: str, *claims: str, message: str = "Accounts differ.") -> Entry:
    return Entry(fingerprint, "number-differs", frozenset(map(claim_digest, claims)), message)


def test_what_is_written_is_what_is_read() -> None:
    known = tuple(entries(REPORT).values())
    assert set(parse(render(known), "known.txt")) == set(known)
    assert render(reversed(known)) == render(known)


def test_one_line_a_finding_sorted_and_without_line_numbers() -> None:
    text = render(entries(REPORT).values())
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) == len(REPORT.findings)
    assert lines == sorted(lines)
    shifted = replace(REPORT, claims=tuple(replace(claim, line=claim.line + 40) for claim in REPORT.claims))
    assert render(entries(shifted).values()) == text


def test_no_document_text_makes_a_line_of_its_own() -> None:
    hostile = entry("aa11", "x", message="two\nlines\u2028three\x1b[2J\r# not a comment")
    text = render([replace(hostile, message=" ".join(hostile.message.split("\n")))])
    assert text.count("\n") == 3
    report = replace(REPORT, findings=tuple(replace(item, message="a\nbb22 x 00000000 b\x1b[2J") for item in REPORT.findings))
    assert len(parse(render(entries(report).values()), "f")) == len(REPORT.findings)
    assert "\x1b" not in render(entries(report).values())


def test_claims_are_known_by_their_words_alone() -> None:
    assert claim_digest("The  ferry\nsank.") == claim_digest("the ferry sank.")
    assert claim_digest("The ferry sank.") != claim_digest("The ferry sailed.")
    assert len(claim_digest("\ud800")) == 8


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<<<<<<< ours", "known.txt:2: a merge has left its marks"),
        ("=======", "known.txt:2: a merge"),
        ("9f31c0de", "known.txt:2: '9f31c0de' is no entry"),
        ("9f31c0de number-differs", "is no entry"),
        ("NOT A FINGERPRINT x", "is no entry"),
        ("{}", "is no entry"),
    ],
)
def test_a_broken_line_is_named(line: str, told: str) -> None:
    with pytest.raises(BaselineError, match="known.txt") as caught:
        parse(f"# header\n{line}\n", "known.txt")
    assert told in str(caught.value)


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="consistency baseline"):
        load(tmp_path / "none.txt")
    with pytest.raises(BaselineError, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "latin").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BaselineError, match="not UTF-8"):
        load(tmp_path / "latin")


def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = render([entry("aa11", "x"), entry("bb22", "y")])
    (tmp_path / "known").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(tmp_path / "known") == parse(text, "known")


def git(folder: Path, *words: str) -> str:
    words = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", *words)
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_git_merges_two_branches_that_each_extended_it(tmp_path: Path) -> None:
    first, second, third = entry("55aa", "x"), entry("66bb", "y"), entry("44cc", "z")
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("baseline.txt merge=union\n")

    def commit(*known: Entry) -> None:
        (tmp_path / "baseline.txt").write_text(render(known))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", "baseline")

    commit(first)
    git(tmp_path, "checkout", "-qb", "side")
    # Both know `first` in a wider form too, as where each branch added a source to it.
    commit(entry("55aa", "x", "v"), second)
    git(tmp_path, "checkout", "-q", "main")
    commit(entry("55aa", "x", "w"), third)
    git(tmp_path, "merge", "-q", "--no-edit", "side")
    merged = load(tmp_path / "baseline.txt")
    assert {item.fingerprint for item in merged} == {"55aa", "66bb", "44cc"}
    assert any(item.covers(entry("55aa", "v")) for item in merged)
    assert any(item.covers(entry("55aa", "w")) for item in merged)
