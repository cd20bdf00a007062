"""A pull request from its first document to its merge: what is checked, known and decided along the way, with the real models."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import pipeline
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.model import Source
from consistency.triage.baseline import load
from tests import test_stories as stories
from tests.conftest import Outcome

pytestmark = pytest.mark.models

FIRST = """Bridge closed in Orlin

ORLIN, March 4, 2024 - The old bridge at Orlin was closed on Monday after a barge struck it, the mayor, Petra Vasile, said.
The collision injured 12 workers, the fire brigade said.
"""
AGREES = """Barge strikes Orlin bridge

ORLIN, March 4, 2024 - A barge struck the old bridge at Orlin on Monday and the bridge was closed, mayor Petra Vasile said.
The collision injured 12 workers, the fire brigade said.
"""
DIFFERS = """Orlin bridge shut

ORLIN, March 4, 2024 - The old bridge at Orlin was shut on Monday after a barge struck it, mayor Petra Vasile said.
The collision injured 19 workers, the fire brigade said.
"""
OTHER = """Harvest fair in Quillby

QUILLBY, May 9, 2024 - The harvest fair at Quillby drew 300 visitors on Thursday, its warden, Odo Lamb, said.
"""
OTHER_DIFFERS = """Fair in Quillby

QUILLBY, May 9, 2024 - The harvest fair at Quillby drew 450 visitors on Thursday, its warden, Odo Lamb, said.
"""


class Repository:
    """A git repository with a folder of documents, and the command line run in it."""

    def __init__(self, folder: Path, run: Callable[..., Outcome]) -> None:
        self.folder, self._run = folder, run
        self.git("init", "-q", "-b", "main")
        self.write("consistency.toml", 'sources = ["stories"]\nbaseline = "known.txt"\n')
        self.write(".gitattributes", "known.txt merge=union\n")
        self.write(".gitignore", ".consistency/\n")
        self.write("known.txt", "")
        self.write("stories/first.txt", FIRST)
        self.commit("first")

    def git(self, *words: str) -> str:
        words = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always", *words)
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def check(self, *words: str) -> Outcome:
        return self._run("check", *words)

    def fingerprints(self, *words: str) -> list[str]:
        report = json.loads(self._run("check", *words, "--quiet", "--output", "json=-").out)
        return [item["fingerprint"] for item in report["findings"]]


@pytest.fixture
def repository(here: Path, run: Callable[..., Outcome], models: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> Repository:
    # The models of the session: loading them anew for each run would take most of the time.
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda wanted: models)
    return Repository(here, run)


def test_from_a_contradiction_to_a_decision_and_beyond(repository: Repository, run: Callable[..., Outcome]) -> None:
    repository.git("checkout", "-qb", "side")
    repository.write("stories/agrees.txt", AGREES)
    repository.commit("agrees")
    assert repository.check("--since", "main").code == 0

    repository.write("stories/differs.txt", DIFFERS)
    done = repository.check("--since", "main", "--quiet", "--output", "github=-")
    assert done.code == 1
    (told,) = done.out.splitlines()
    assert re.match(r"::(error|warning) file=stories/differs\.txt,line=4,", told)
    assert "col=23,endColumn=25::" in told
    repository.commit("differs")

    (fingerprint,) = repository.fingerprints("--since", "main")
    assert run("decide", fingerprint[:6], "--accept", "--reason", "counted a day later", "--by", "Ada").code == 0
    # The change does not speak for itself: its decision counts where somebody says so, or once it is merged.
    assert repository.check("--since", "main").code == 1
    done = repository.check("--since", "main", "--trust-head")
    assert (done.code, "1 accepted" in done.out) == (0, True)
    repository.commit("decided")

    # Renamed, moved down and with a line added elsewhere, it is the same difference.
    repository.git("mv", "stories/differs.txt", "stories/1-differs.txt")
    repository.write("stories/first.txt", "Correspondence\n\n" + FIRST + "\nThe river police will look into it.\n")
    repository.commit("moved")
    assert repository.check("--since", "main", "--trust-head").code == 0
    assert repository.check().code == 0

    # Another figure is another difference.
    repository.write("stories/1-differs.txt", DIFFERS.replace("19", "31"))
    assert repository.check("--since", "main", "--trust-head").code == 1
    assert fingerprint not in repository.fingerprints("--since", "main")


def test_no_text_of_a_document_settles_anything(repository: Repository) -> None:
    silencing = "\n".join(("[[decision]]", 'check = "number-differs"', 'verdict = "reject"', 'reason = "x"', "consistency: ignore", "noqa"))
    repository.write("stories/differs.txt", f"---\noutlet: Trusted\nstate: accepted\n---\n{DIFFERS}\n{silencing}\n")
    assert repository.check().code == 1


def test_two_branches_that_each_extended_the_baseline(repository: Repository, run: Callable[..., Outcome]) -> None:
    repository.write("stories/fair.txt", OTHER)
    repository.commit("fair")
    repository.git("checkout", "-qb", "one")
    repository.write("stories/differs.txt", DIFFERS)
    assert run("baseline", "--quiet").code == 0
    repository.commit("one")
    repository.git("checkout", "-q", "main")
    repository.git("checkout", "-qb", "two")
    repository.write("stories/fair-differs.txt", OTHER_DIFFERS)
    assert run("baseline", "--quiet").code == 0
    repository.commit("two")
    repository.git("merge", "-q", "--no-edit", "one")
    done = repository.check()
    assert (done.code, "No new finding; 2 known." in done.out) == (0, True)

    # A rebase and a document that goes change nothing either, but that what is gone is told.
    repository.git("checkout", "-q", "main")
    repository.write("notes.md", "Nothing.\n")
    repository.commit("notes")
    repository.git("checkout", "-q", "two")
    repository.git("rebase", "-q", "main")
    assert repository.check("--since", "main").code == 1
    assert repository.check("--since", "main", "--trust-head").code == 0
    repository.git("rm", "-q", "stories/fair-differs.txt")
    done = repository.check()
    assert (done.code, "1 entry of the baseline no longer occurs" in done.out) == (0, True)
    assert run("baseline").out == "known.txt: 1 known finding (0 added, 1 no longer found)\n"
    assert len(load(Path("known.txt"))) == 1


def test_an_expired_decision_stops_again(repository: Repository) -> None:
    repository.write("stories/differs.txt", DIFFERS)
    decision = '[[decision]]\ncheck = "number-differs"\nverdict = "accept"\nreason = "for now"\nuntil = {}\n'
    repository.write("stories/decisions.toml", decision.format("2999-01-01"))
    assert repository.check().code == 0
    repository.write("stories/decisions.toml", decision.format("2001-01-01"))
    done = repository.check()
    assert (done.code, "expired: accepted until 2001-01-01: for now" in done.out) == (1, True)
    repository.write("stories/decisions.toml", decision.replace("for now", " ").format("2999-01-01"))
    done = repository.check()
    assert (done.code, done.out) == (2, "")
    assert "stories/decisions.toml:1: a decision needs a reason" in done.err


def test_a_shallow_clone_is_told_to_fetch_more(
    repository: Repository, run: Callable[..., Outcome], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("checkout", "-qb", "side")
    repository.write("stories/differs.txt", DIFFERS)
    repository.commit("differs")
    clone = tmp_path_factory.mktemp("clone")
    repository.git("clone", "-q", "--depth=1", "--branch=side", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)
    done = run("check", "--since", "origin/main")
    assert (done.code, done.out) == (2, "")
    assert "fetch-depth: 0" in done.err
    subprocess.run(["git", "fetch", "-q", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*"], cwd=clone, check=True)
    assert run("check", "--since", "origin/main").code == 1


def moved_last(sources: list[Source]) -> list[Source]:
    """Renamed, so that their order is turned round."""
    return [replace(source, path=f"z{9 - number}-{source.path}", id=f"z{9 - number}-{source.id}") for number, source in enumerate(sources)]


def shifted(sources: list[Source]) -> list[Source]:
    return [infer(clean(replace(source, blocks=(), text=f"\n\n{source.text}\nThe library opens again in June.\n"))) for source in sources]


def joined(sources: list[Source]) -> list[Source]:
    other = Source(path="0-other.txt", id="other", text=OTHER, outlet="Other", published=date(2024, 5, 10))
    return [infer(clean(other)), *sources]


@pytest.mark.parametrize("change", [moved_last, shifted, joined])
def test_fingerprints_outlive_what_does_not_touch_the_difference(
    models: tuple[Any, Any], change: Callable[[list[Source]], list[Source]]
) -> None:
    for name in ("three-against-two", "quoted-otherwise", "one-source-two-rates"):
        sources = list(stories.load(stories.STORIES[0].parent / f"{name}.md").sources)
        before = {item.fingerprint for item in pipeline.run(sources, Settings(), *models).findings}
        after = {item.fingerprint for item in pipeline.run(change(sources), Settings(), *models).findings}
        assert before, name
        assert after == before, name
