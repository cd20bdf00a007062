"""Which files are new since a commit, as git sees it: added or changed, committed or not. A file that only moved is not new."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from consistency.errors import GitError
from consistency.ingest.small_files import named

PATIENCE = 120.0
"""Seconds after which a git that does not answer is given up."""


def changed_since(ref: str, paths: Sequence[str]) -> frozenset[str]:
    """The real paths of the files that were added or changed since `ref`, in the repositories that hold `paths`.

    Counted from where the current branch left `ref`, so that what others added to it meanwhile is not new here. Files that git
    does not track yet are new; ignored ones are not. Raises `GitError` with what to do where git cannot tell.
    """
    found: set[str] = set()
    for top in sorted({_top(path) for path in paths}):
        base = _base(top, ref)
        # Only exact renames: a file that moved and changed is new.
        changed = _git(top, "diff", "--name-status", "-z", "--find-renames=100%", "--no-ext-diff", "--ignore-submodules", base, "--")
        untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
        found.update(os.path.realpath(os.path.join(top, name)) for name in (*_new(changed), *filter(None, untracked.split("\0"))))
    return frozenset(found)


def base_versions(ref: str, paths: Sequence[str], wanted: Callable[[str], bool]) -> dict[str, bytes | None]:
    """What the files whose name is `wanted` held at the base of the current branch, where they have changed since.

    Counted as `changed_since` counts, in the repositories that hold `paths`. Keys are names as `small_files.named` gives them;
    `None` stands for a file that was not there, or was no file. Raises `GitError` with what to do where git cannot tell.
    """
    found: dict[str, bytes | None] = {}
    for top in sorted({_top(path) for path in paths}):
        base = _base(top, ref)
        changed = _git(top, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules", base, "--")
        untracked = _git(top, "ls-files", "--others", "-z")
        for name in filter(None, (*changed.split("\0"), *untracked.split("\0"))):
            path = named(os.path.join(top, name))
            if wanted(path):
                found[path] = _content(top, base, name)
    return found


def _content(top: str, commit: str, name: str) -> bytes | None:
    """What a regular file held at a commit; `None` for a link, a folder or nothing."""
    listed = _git(top, "ls-tree", "-z", "--full-tree", commit, "--", name).split("\0")[0]
    if not listed.startswith("100"):
        return None
    done = _run(top, "cat-file", "blob", listed.split("\t", 1)[0].split()[2])
    return None if done.returncode else done.stdout


def tracked(path: str) -> bool:
    """Whether git keeps the file in its repository."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.isdir(folder) and not _run(folder, "ls-files", "--error-unmatch", "--", f":(literal){name}").returncode


def _new(listed: str) -> list[str]:
    """The files that `git diff --name-status -z` calls added, changed or copied."""
    fields = iter(listed.split("\0"))
    found = []
    for status in fields:
        if not status:
            break
        name = next(fields)
        if status[0] in "RC":
            copy = next(fields)
            found += [copy] if status[0] == "C" else []
        elif status[0] != "D":
            found.append(name)
    return found


def _top(path: str) -> str:
    """The top folder of the repository that holds `path`."""
    folder = Path(path)
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    done = _run(folder.as_posix(), "rev-parse", "--show-toplevel")
    if done.returncode:
        raise GitError(f"{path}: is in no git repository, so --since cannot tell what is new; name the new files with --new")
    return os.fsdecode(done.stdout).rstrip("\n")


def _base(top: str, ref: str) -> str:
    """The commit at which the current branch left `ref`."""
    shallow = _git(top, "rev-parse", "--is-shallow-repository").strip() == "true"
    more = "this clone is shallow: fetch the whole history first (git fetch --unshallow; in GitHub Actions `fetch-depth: 0`)"
    known = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if known.returncode:
        raise GitError(f"--since {ref}: {more if shallow else 'there is no such commit, branch or tag here; fetch it or check its name'}")
    commit = os.fsdecode(known.stdout).strip()
    shared = _run(top, "merge-base", commit, "HEAD")
    if shared.returncode:
        raise GitError(f"--since {ref}: {more if shallow else 'it shares no history with the current branch; name another commit'}")
    return os.fsdecode(shared.stdout).strip()


def _git(top: str, *arguments: str) -> str:
    done = _run(top, *arguments)
    if done.returncode:
        told = " ".join(os.fsdecode(done.stderr).split())
        raise GitError(f"git {arguments[0]} failed in {top}: {told[:300] or 'no further word'}")
    return os.fsdecode(done.stdout)


def _run(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False, timeout=PATIENCE)
    except FileNotFoundError:
        raise GitError("git is not installed, and --since needs it; name the new files with --new") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} did not answer within {PATIENCE:.0f} s in {folder}") from None
