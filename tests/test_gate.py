"""The gate on fake models: what was not read or cannot be compared never passes, and a change does not speak for itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from consistency.model import Report
from consistency.nlp.linear_model import fitted_to
from tests.check_runs import QUOTED
from tests.conftest import Outcome
from tests.fakes import FakeEmbedder, FakeLanguageModel

Run = Callable[..., Outcome]
GERMAN = "Bei dem Brand in der alten Mühle am Fluss wurden am Abend {} Menschen verletzt, sagte ein Sprecher der Feuerwehr der Zeitung.\n"
DATED = "HOLM, March 4, 2024 - " + QUOTED + "\n"


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = FakeEmbedder()
    monkeypatch.setattr(embedder, "id", fitted_to(), raising=False)
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (FakeLanguageModel(), embedder))


class Repository:
    """A git repository with documents in `docs/` whose branch `side` is checked against `main`."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self._run = folder, run
        self.git("init", "-q", "-b", "main")
        self.write("consistency.toml", 'sources = ["docs"]\nbaseline = "known.txt"\n')
        self.write(".gitignore", ".consistency/\n")
        self.write("known.txt", "")
        self.write("docs/a.txt", DATED.format("shipwreck"))
        self.commit()
        self.git("checkout", "-qb", "side")

    def git(self, *words: str) -> None:
        words = ("-c", "user.name=Test", "-c", "user.email=test@example.org", *words)
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self) -> None:
        self.git("add", "-A", "-f")
        self.git("commit", "-qm", "change")

    def check(self, *words: str) -> Outcome:
        return self._run("check", "--since", "main", *words)


@pytest.fixture
def repository(here: Path, run: Run) -> Repository:
    return Repository(here, run)


UNREAD = {
    "a format that no reader takes": ("docs/b.wps", b"PK\x03\x04"),
    "another language": ("docs/b.txt", GERMAN.format(14)),
    "another language under an English template": ("docs/b.html", f'<html lang="en"><body><p>{GERMAN.format(14) * 3}</p></body></html>'),
    "no date": ("docs/b.txt", QUOTED.format("shipwreck") + " It met on Tuesday.\n"),
    "broken letters": ("docs/b.txt", DATED.format("shipwreck").encode() + b" It had 1\xff4 members " + 6 * b"\xc3\xa9" + b".\n"),
    "nothing": ("docs/b.txt", b""),
    "a file that is none": ("docs/b.json", b"{"),
    "only furniture": ("docs/b.html", "<html><body><nav>Home News Weather Sport</nav></body></html>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNREAD)
def test_a_new_document_that_is_not_read_or_compared_never_passes(repository: Repository, kind: str) -> None:
    name, content = UNREAD[kind]
    repository.write(name, content)
    repository.commit()
    outputs = [f"--output={form}=out.{form}" for form in ("json", "md", "html", "sarif", "junit", "github", "gitlab", "pr-comment")]
    done = repository.check(*outputs)
    assert done.code == 2, done
    assert "Passed" not in done.out
    assert "Not passed: 1 new document" in done.out
    assert "--no-fail-on-unread" in done.err
    for form in ("json", "md", "html", "sarif", "junit", "github", "gitlab", "pr-comment"):
        text = (repository.folder / f"out.{form}").read_text()
        assert name in text, form
        assert "could not be" in text.lower() or form == "json", form
    report = json.loads((repository.folder / "out.json").read_text())
    assert [item["stops"] for item in (*report["skipped"], *report["not_compared"])] == [True]
    # Asked not to count, it is told all the same.
    done = repository.check("--no-fail-on-unread")
    assert done.code == 0
    assert name in done.out + done.err
    # What was there before is told and stops nothing.
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "side")
    repository.git("checkout", "-qb", "later")
    repository.write("docs/c.txt", DATED.format("shipwreck"))
    assert repository.check().code == 0


def test_two_accounts_in_another_language_do_not_pass(run: Run, here: Path) -> None:
    (here / "docs").mkdir()
    for name, number in (("a", 14), ("b", 19)):
        (here / "docs" / f"{name}.txt").write_text(GERMAN.format(number))
    done = run("check", "docs")
    assert done.code == 2
    assert "not in English" in done.out


EDITS: dict[str, tuple[str, str]] = {
    "settings that switch the check off": ("consistency.toml", 'sources = ["docs"]\nbaseline = "known.txt"\ndisable = ["quote-differs"]\n'),
    "settings that make it a note": ("consistency.toml", 'sources = ["docs"]\n\n[severity]\nquote-differs = "note"\n'),
    "settings that look elsewhere": ("consistency.toml", 'sources = ["other"]\n'),
    "settings that raise the threshold": ("consistency.toml", 'sources = ["docs"]\n\n[thresholds]\nconfidence = 1.0\n'),
    "settings of a folder nearer": ("pyproject.toml", "[tool.consistency]\ndisable = []\n"),
    "a decision": ("docs/decisions.toml", '[[decision]]\ncheck = "quote-differs"\nverdict = "reject"\nreason = "they are all wrong"\n'),
    "a broken decision": ("docs/decisions.toml", "[[decision"),
    "the manifest on an old document": ("docs/sources.toml", '["a.txt"]\nlanguage = "de"\n'),
}


@pytest.mark.parametrize("kind", EDITS)
def test_a_change_does_not_speak_for_itself(repository: Repository, kind: str) -> None:
    name, text = EDITS[kind]
    repository.write("other/x.txt", DATED.format("shipwreck"))
    repository.write("docs/b.txt", "From the council.\n\n" + DATED.format("trainwreck"))
    repository.write(name, text)
    repository.commit()
    done = repository.check("--output=json=report.json")
    assert done.code == 1, done
    assert Path("report.json").exists()
    if kind != "settings of a folder nearer":
        assert f"{name}: differs from the base revision" in done.err


def test_the_baseline_counts_as_the_base_revision_has_it(repository: Repository, run: Run) -> None:
    repository.write("docs/b.txt", "From the council.\n\n" + DATED.format("trainwreck"))
    assert run("baseline", "--quiet").code == 0
    repository.commit()
    done = repository.check()
    assert done.code == 1
    assert "known.txt: differs from the base revision" in done.err
    assert repository.check("--trust-head").code == 0


def test_a_link_in_place_of_the_settings_is_not_followed(repository: Repository) -> None:
    repository.write("docs/b.txt", "From the council.\n\n" + DATED.format("trainwreck"))
    repository.write("mine.toml", 'sources = ["docs"]\ndisable = ["quote-differs"]\n')
    Path("consistency.toml").unlink()
    os.symlink("mine.toml", "consistency.toml")
    repository.commit()
    assert repository.check().code == 1


@pytest.mark.parametrize("name", ["docs/c.txt", "docs/below"])
def test_a_new_link_out_of_the_sources_is_not_followed(repository: Repository, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    secret = tmp_path_factory.mktemp("secret")
    (secret / "c.txt").write_text("The token is 1234.\n")
    os.symlink(secret / "c.txt" if name.endswith(".txt") else secret, name)
    repository.commit()
    done = repository.check("--output=json=report.json")
    assert done.code == 2
    assert f"{name}: a link that leads out of the sources" in done.err
    assert not Path("report.json").exists()
    assert "token" not in done.out


def test_the_manifest_may_tell_of_the_new_document(repository: Repository) -> None:
    repository.write("docs/b.txt", QUOTED.format("shipwreck") + " It met on Tuesday.\n")
    repository.write("docs/sources.toml", '["b.txt"]\npublished = "2024-03-04"\noutlet = "Holm Post"\n\n["a.txt"]\noutlet = "Other"\n')
    repository.commit()
    done = repository.check("--output=json=report.json")
    assert done.code == 0, done
    sources = {item["path"]: item for item in json.loads(Path("report.json").read_text())["sources"]}
    # Told by the change itself, it is worth what the document says of itself.
    assert (sources["docs/b.txt"]["outlet"], sources["docs/b.txt"]["outlet_from"]) == ("Holm Post", "metadata")
    assert "docs/a.txt" not in sources or sources["docs/a.txt"]["outlet"] != "Other"


def test_a_change_cannot_put_its_document_where_nothing_is_compared(repository: Repository) -> None:
    repository.write("docs/b.txt", "From the council.\n\n" + DATED.format("trainwreck"))
    assert repository.check().code == 1
    repository.write("docs/sources.toml", '["b.txt"]\nevent = "quite another"\n')
    assert repository.check().code == 1
    Path("docs/b.txt").unlink()
    repository.write("docs/b.md", "---\nevent: quite another\n---\n\nFrom the council.\n\n" + DATED.format("trainwreck"))
    assert repository.check().code == 1


def test_a_cache_in_the_repository_is_not_used(repository: Repository) -> None:
    assert repository.check().code == 0
    repository.commit()
    assert Path(".consistency/cache.db").exists()
    assert "kept in git, so it is not used" in repository.check().err


def test_settings_that_did_not_change_are_not_told(repository: Repository) -> None:
    repository.write("docs/b.txt", DATED.format("shipwreck"))
    repository.write("pyproject.toml", "[project]\nname = 'x'\n")
    repository.commit()
    assert repository.check().err == ""


def test_what_stops_is_in_the_library_too(here: Path) -> None:
    import consistency

    (here / "docs").mkdir()
    (here / "docs" / "a.txt").write_text(DATED.format("shipwreck"))
    (here / "docs" / "b.txt").write_text(GERMAN.format(14))
    report = consistency.check("docs", here / "docs" / "b.txt")
    assert isinstance(report, Report)
    assert [item.stops for item in report.not_compared] == [True]
