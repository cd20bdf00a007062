"""`consistency baseline`, `decide` and `review`, over a ready report."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consistency.render.formats import json as json_writer
from consistency.triage.baseline import entries, load
from consistency.triage.decisions import load as decisions
from tests.cli_report import SAMPLE
from tests.conftest import Outcome
from tests.writers._written import written

Run = Callable[..., Outcome]
pytestmark = pytest.mark.usefixtures("calls")


@pytest.fixture
def seeds(here: Path) -> Path:
    folder = here / "seeds"
    folder.mkdir()
    return folder


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_baseline_holds_what_nothing_settles(run: Run, seeds: Path) -> None:
    assert run("decide", "1b2c3d", "--accept", "--reason", "two editions").code == 0
    done = run("baseline")
    assert (done.code, done.out) == (0, "consistency-baseline.txt: 4 known findings (4 added, 0 no longer found)\n")
    known = load(Path("consistency-baseline.txt"))
    assert {item.fingerprint for item in known} == set(entries(SAMPLE)) - {"1b2c3d4e"}
    before = Path("consistency-baseline.txt").read_bytes()
    assert run("baseline").out == "consistency-baseline.txt: 4 known findings (0 added, 0 no longer found)\n"
    assert Path("consistency-baseline.txt").read_bytes() == before


def test_the_baseline_of_a_report_and_where_it_goes(run: Run, here: Path, calls: list[Any]) -> None:
    (here / "r.json").write_text(written(json_writer.WRITER, SAMPLE))
    assert run("baseline", "--report", "r.json", "--baseline", "kept/known.txt", "--quiet") == Outcome(0, "", "")
    assert set(load(Path("kept/known.txt"))) == set(entries(SAMPLE).values())
    assert not calls


def test_a_report_on_new_documents_alone_is_no_baseline(run: Run, here: Path) -> None:
    (here / "r.json").write_text(written(json_writer.WRITER, replace(SAMPLE, added=("s1",))))
    done = run("baseline", "--report", "r.json")
    assert (done.code, done.out) == (2, "")
    assert "r.json: holds new documents only" in done.err
    assert not (here / "consistency-baseline.txt").exists()


def test_a_broken_baseline_is_not_overwritten(run: Run, here: Path) -> None:
    (here / "consistency-baseline.txt").write_text("<<<<<<< ours\n")
    done = run("baseline")
    assert done.code == 2
    assert "consistency-baseline.txt:1: a merge has left its marks" in done.err
    assert (here / "consistency-baseline.txt").read_text() == "<<<<<<< ours\n"


def test_a_decision_is_added_and_comments_are_kept(run: Run, seeds: Path) -> None:
    file = seeds / "decisions.toml"
    mine = '# our own words\n[[decision]] # first\ncheck = "name-differs"   # all of them\nverdict = "reject"\nreason = "transliteration"\n'
    file.write_text(mine)
    done = run("decide", "9f31c0", "--accept", "--reason", "two\ncounts \x1b[2J", "--by", "Ada", "--until", "2999-01-31")
    assert done.code == 0
    assert "seeds/decisions.toml: 9f31c0de number-differs" in done.out
    assert file.read_text().startswith(mine)
    _, made = decisions(file)
    assert (made.verdict, made.reason, made.by, made.until) == ("accept", "two counts \u241b[2J", "Ada", date(2999, 1, 31))
    assert (made.fingerprint, made.claims) == ("9f31c0de", entries(SAMPLE)["9f31c0de"].claims)


def test_deciding_again_replaces(run: Run, seeds: Path) -> None:
    run("decide", "9f31c0de", "--defer", "--reason", "asked", "--until", "2999-01-31", "--by", "Ada")
    done = run("decide", "9f31c0de", "--reject", "--reason", "misread", "--by", "Bo")
    assert done.code == 2
    assert "9f31c0de is already deferred by Ada until 2999-01-31: asked; say --replace" in done.err
    assert decisions(seeds / "decisions.toml")[0].by == "Ada"
    assert run("decide", "9f31c0de", "--accept", "--reason", "asked again", "--by", "Ada").code == 0
    assert run("decide", "9f31c0de", "--reject", "--reason", "misread", "--by", "Bo", "--replace").code == 0
    (made,) = decisions(seeds / "decisions.toml")
    assert (made.verdict, made.reason, made.by, made.until) == ("reject", "misread", "Bo", None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--accept",), "a decision needs a reason"),
        (("--accept", "--reason", " \n"), "a decision needs a reason"),
        (("--accept", "--reason", "..."), "is no reason"),
        (("--accept", "--reason", "TODO"), "is no reason"),
        (("--accept", "--reason", "x"), "is no reason"),
        (("--reason", "read both"), "say one of --accept"),
        (("--accept", "--reject", "--reason", "read both"), "say one of --accept"),
        (("--defer", "--reason", "read both"), "needs the day"),
        (("--defer", "--reason", "read both", "--until", "soon"), "--until soon: is no day"),
        (("--accept", "--reason", "read both", "--until", "2001-01-01"), "lies in the past"),
    ],
)
def test_an_incomplete_decision_is_refused_before_any_work(
    run: Run, seeds: Path, calls: list[Any], words: tuple[str, ...], told: str
) -> None:
    done = run("decide", "9f31c0de", *words)
    assert done.code == 2
    assert told in done.err
    assert not calls
    assert not (seeds / "decisions.toml").exists()


@pytest.mark.parametrize("prefix", ["9", "9f31c", ""])
def test_a_short_prefix_is_refused(run: Run, seeds: Path, calls: list[Any], prefix: str) -> None:
    done = run("decide", prefix, "--accept", "--reason", "read both")
    assert done.code == 2
    assert "give at least 6 characters" in done.err
    assert not calls


def test_decisions_whose_finding_is_gone_are_told_and_dropped(run: Run, seeds: Path, here: Path) -> None:
    run("decide", "9f31c0de", "--accept", "--reason", "read both", "--by", "Ada")
    run("decide", "0123456789abcdef", "--reject", "--reason", "misread", "--by", "Bo", "--force")
    done = run("report", "--format", "md,html,json")
    assert "1 entry of the decisions no longer occurs; `consistency decide --drop-gone` drops them." in done.out
    for name in ("report.md", "report.html", "report.json"):
        assert "0123456789abcdef" in (here / "reports" / name).read_text(encoding="utf-8")
    assert run("decide", "--drop-gone").out == "seeds/decisions.toml: 1 dropped, 1 kept\n"
    assert [item.fingerprint for item in decisions(seeds / "decisions.toml")] == ["9f31c0de"]
    assert run("decide", "--drop-gone", "seeds").out == "seeds/decisions.toml: 0 dropped, 1 kept\n"
    assert "no longer occur" not in run("report", "--format", "json").out


def test_after_the_last_is_dropped_one_can_be_decided_again(run: Run, seeds: Path) -> None:
    run("decide", "0123456789abcdef", "--reject", "--reason", "misread", "--by", "Bo", "--force")
    assert run("decide", "--drop-gone").out == "seeds/decisions.toml: 1 dropped, 0 kept\n"
    for left in ((seeds / "decisions.toml").read_text(), "decision = []\n# ours\n"):
        (seeds / "decisions.toml").write_text(left)
        assert run("decide", "9f31c0de", "--accept", "--reason", "read both").code == 0
        assert [item.fingerprint for item in decisions(seeds / "decisions.toml")] == ["9f31c0de"]
        assert (seeds / "decisions.toml").read_text().startswith("# ")


def test_what_is_decided_while_others_are_dropped_is_kept(run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from consistency.engine import api

    compare = api.compare
    run("decide", "0123456789abcdef", "--reject", "--reason", "misread", "--by", "Bo", "--force")

    def meanwhile(*arguments: Any, **rest: Any) -> Any:
        monkeypatch.setattr(api, "compare", compare)
        assert run("decide", "9f31c0de", "--accept", "--reason", "read both").code == 0
        return compare(*arguments, **rest)

    monkeypatch.setattr(api, "compare", meanwhile)
    assert run("decide", "--drop-gone").code == 0
    assert [item.fingerprint for item in decisions(seeds / "decisions.toml")] == ["9f31c0de"]


def test_an_unknown_fingerprint_is_refused_unless_forced(run: Run, seeds: Path) -> None:
    done = run("decide", "9f31c0dd", "--accept", "--reason", "read both")
    assert done.code == 2
    assert "no finding has the fingerprint '9f31c0dd'; did you mean '9f31c0de'?" in done.err
    assert not (seeds / "decisions.toml").exists()
    assert run("decide", "0123456789abcdef", "--accept", "--reason", "read both", "--force").code == 0
    assert decisions(seeds / "decisions.toml")[0].fingerprint == "0123456789abcdef"
    assert "is no fingerprint" in run("decide", "no way!", "--accept", "--reason", "read both", "--force").err


def test_a_prefix_must_be_of_one(run: Run, here: Path, seeds: Path) -> None:
    report = json.loads(written(json_writer.WRITER, SAMPLE))
    report["findings"][1]["fingerprint"] = "9f31c000"
    (here / "r.json").write_text(json.dumps(report))
    done = run("decide", "9f31c0", "--accept", "--reason", "read both", "--report", "r.json")
    assert "'9f31c0' begins several fingerprints (9f31c000, 9f31c0de)" in done.err
    assert run("decide", "9f31c00", "--accept", "--reason", "read both", "--report", "r.json").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("decide", "9f31c0de", "--accept", "--reason", "read both", "--decisions", "taken/d.toml"),
        ("review", "--decisions", "taken/d.toml"),
        ("baseline", "--baseline", "taken/b.txt"),
    ],
    ids=lambda given: given[0],
)
def test_where_nothing_can_be_written_is_told_before_any_work(
    run: Run, here: Path, seeds: Path, calls: list[Any], arguments: tuple[str, ...]
) -> None:
    (here / "taken").write_text("")
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert f"taken: is no folder, so nothing can be written there; choose another folder with {arguments[-2]}" in done.err
    assert not calls


def test_a_lock_that_cannot_be_made_is_told(run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(lock: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.__enter__", denied)
    done = run("decide", "9f31c0de", "--accept", "--reason", "read both")
    assert "seeds/decisions.toml: cannot be written (Permission denied); name another file with --decisions" in done.err


def test_a_report_of_another_version_is_not_read(run: Run, here: Path, seeds: Path) -> None:
    report = json.loads(written(json_writer.WRITER, SAMPLE))
    for version in ("2", None):
        (here / "r.json").write_text(json.dumps({**report, "schema_version": version}))
        for command in ("baseline", "plot"):
            assert "r.json: is no JSON report of version 1" in run(command, "--report", "r.json").err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"claims": 3, "findings": [1]}', '{"claims": [], "findings": [{}]}', "\x00"])
def test_a_report_that_is_none_is_told(run: Run, here: Path, seeds: Path, content: str) -> None:
    (here / "r.json").write_text(content)
    done = run("decide", "9f31c0", "--accept", "--reason", "read both", "--report", "r.json")
    assert (done.code, done.out) == (2, "")
    assert "r.json: is no JSON report" in done.err


def test_a_fault_in_the_file_is_told_and_nothing_is_lost(run: Run, seeds: Path, calls: list[Any]) -> None:
    (seeds / "decisions.toml").write_text("[[decision]]\nverdict = 'accept'\n")
    done = run("decide", "9f31c0de", "--accept", "--reason", "read both")
    assert "seeds/decisions.toml:1: a decision needs a reason" in done.err
    assert not calls
    assert (seeds / "decisions.toml").read_text() == "[[decision]]\nverdict = 'accept'\n"


def test_several_folders_need_a_file_named(run: Run, here: Path) -> None:
    (here / "a").mkdir()
    (here / "b").mkdir()
    done = run("decide", "9f31c0de", "a", "b", "--accept", "--reason", "read both")
    assert "name one file with --decisions" in done.err
    assert run("decide", "9f31c0de", "a", "b", "--accept", "--reason", "read both", "--decisions", "all.toml").code == 0
    assert decisions(here / "all.toml")[0].verdict == "accept"


def test_review_walks_through_what_is_open(run: Run, seeds: Path, typed: Callable[[str], None]) -> None:
    typed("x\nu\na\n\na\n...\ncounted twice\ns\nd\nasked\nsoon\n2999-01-31\nq\n")
    done = run("review", "--by", "Ada")
    assert done.code == 0
    assert "1 of 5  9f31c0de" in done.out
    assert "type one of a, r, d, s, u, q" in done.out
    assert "nothing has been decided yet" in done.out
    assert "--until soon: is no day" in done.out
    assert done.out.endswith("2 findings settled, 3 open; decisions are in seeds/decisions.toml\n")
    assert "\x1b" not in done.out
    first, second = decisions(seeds / "decisions.toml")
    assert (first.verdict, first.reason, first.by) == ("accept", "counted twice", "Ada")
    assert (second.verdict, second.until) == ("defer", date(2999, 1, 31))
    typed("q\n")
    assert "1 of 3" in run("review").out


def test_review_takes_the_last_decision_back(run: Run, seeds: Path, typed: Callable[[str], None]) -> None:
    typed("a\nfirst thought\nu\nr\nsecond thought\na\nread both\nu\nq\n")
    done = run("review", "--by", "Ada")
    assert "1 finding settled, 4 open" in done.out
    (made,) = decisions(seeds / "decisions.toml")
    assert (made.verdict, made.reason) == ("reject", "second thought")


@pytest.mark.parametrize("text", ["", "a\n", "d\nwhy\n"])
def test_review_ends_with_its_input(run: Run, seeds: Path, typed: Callable[[str], None], text: str) -> None:
    typed(text)
    done = run("review", "--by", "Ada")
    assert done.code == 0
    assert "0 findings settled, 5 open" in done.out
    assert not (seeds / "decisions.toml").exists()


def test_review_leaves_out_what_is_known(run: Run, seeds: Path, typed: Callable[[str], None]) -> None:
    run("baseline")
    typed("")
    assert "0 findings settled, 0 open" in run("review", "--baseline", "consistency-baseline.txt").out
