"""Which files git calls new: names of any kind, nothing that only moved, and clear words where it cannot tell."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from consistency.engine.adapters.git import changed_since
from consistency.engine.adapters.version import folder_digest
from consistency.errors import GitError


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(here: Path) -> Path:
    git(here, "init", "-q", "-b", "main")
    for name in ("kept.txt", "moved.txt", "edited.txt", "gone.txt"):
        (here / name).write_text(f"The {name} of the harbour office.\n" * 9)
    (here / ".gitignore").write_text("ignored.txt\n")
    git(here, "add", "-A")
    git(here, "commit", "-qm", "first")
    return here


def names(repository: Path, ref: str) -> set[str]:
    return {Path(path).relative_to(repository.resolve()).as_posix() for path in changed_since(ref, [str(repository)])}


def test_added_changed_and_untracked_files_are_new(repository: Path) -> None:
    git(repository, "mv", "moved.txt", "elsewhere.txt")
    git(repository, "rm", "-q", "gone.txt")
    (repository / "edited.txt").write_text("Otherwise.\n")
    odd = "a \u201cquoted\u201d\tname\n.txt"
    for name in (odd, "ignored.txt", "-x.txt"):
        (repository / name).write_text("New.\n")
    assert names(repository, "main") == {"edited.txt", odd, "-x.txt"}
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "second")
    assert names(repository, "HEAD~1") == {"edited.txt", odd, "-x.txt"}
    assert names(repository, "HEAD") == set()


def test_what_the_other_branch_changed_meanwhile_is_not_new(repository: Path) -> None:
    git(repository, "checkout", "-qb", "side")
    git(repository, "checkout", "-q", "main")
    (repository / "kept.txt").write_text("Changed on main.\n")
    git(repository, "commit", "-qam", "main moves on")
    git(repository, "checkout", "-q", "side")
    assert names(repository, "main") == set()


@pytest.mark.parametrize("ref", ["nowhere", "--output=stolen", "main:kept.txt"])
def test_a_commit_that_is_none_is_named(repository: Path, ref: str) -> None:
    with pytest.raises(GitError, match="there is no such commit"):
        changed_since(ref, ["."])
    assert not (repository / "stolen").exists()


def test_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no git repository"):
        changed_since("main", [str(tmp_path / "documents")])


def test_two_models_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name, weights in (("one", b"1"), ("two", b"2"), ("same", b"1")):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "weights.bin").write_bytes(weights)
    digests = [folder_digest(tmp_path / name) for name in ("one", "two", "same")]
    assert digests[0] == digests[2] != digests[1]
