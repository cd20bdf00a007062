"""The command line with the comparison itself replaced: options, exit codes, what is printed where, what is written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency import __version__, plugins
from consistency.checks import all_checks
from consistency.cli import checks, files, terminal
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import ManifestError, ModelError, NothingToRead
from consistency.model import Report, Skipped
from tests.cli_report import SAMPLE

ROOT = Path(__file__).resolve().parent.parent


def fails_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def compare(*_: object, **__: object) -> Report:
        raise error

    monkeypatch.setattr(api, "compare", compare)


def test_version_and_help(run: Any) -> None:
    assert run("--version").out == f"consistency {__version__}\n"
    shown = run("--help")
    assert shown.code == 0
    for command in ("report", "compare", "sources", "checks", "explain"):
        assert re.search(rf"^  {command} ", shown.out, re.MULTILINE)


def test_no_command_shows_the_help_and_is_a_usage_error(run: Any) -> None:
    shown = run()
    assert shown.code == 2
    assert "Usage: consistency" in shown.out


@pytest.mark.parametrize("command", ["report", "compare", "sources", "checks", "explain"])
def test_every_command_has_help(run: Any, command: str) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert f"Usage: consistency {command}" in shown.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["repport"], "No such command 'repport'"),
        (["report", "--nope"], "No such option: --nope"),
        (["report", "--out"], "requires an argument"),
        (["report", "--format", "htlm"], "there is no format 'htlm'; did you mean 'html'?"),
        (["report", "--format", "json,xyzzy"], "there is no format 'xyzzy'; known: claimreview, csv, github, gitlab, html"),
        (["report", "--format", ","], "name at least one format"),
        (["report", "--device", "gpu"], "'gpu' is none of auto, cpu, cuda"),
        (["compare", "one.txt"], "Missing argument 'B'"),
        (["compare", "a", "b", "c"], "unexpected extra argument"),
        (["explain"], "Missing argument 'NAME'"),
        (["report", "--settings", "none.toml"], "none.toml: cannot be read"),
    ],
)
def test_usage_errors_are_one_line_and_2(run: Any, arguments: list[str], told: str) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert told in ended.err
    assert ended.err.count("\n") == 1
    assert ended.out == ""


def test_report_writes_every_format_and_says_so(run: Any, calls: Any, here: Path) -> None:
    ended = run("report", "stories")
    assert ended.code == 0
    assert ended.err == ""
    assert sorted(path.name for path in (here / "reports").iterdir()) == ["findings.csv", "report.html", "report.json", "report.md"]
    assert [line for line in ended.out.splitlines() if line.startswith("wrote ")] == [
        "wrote reports/report.html",
        "wrote reports/report.md",
        "wrote reports/report.json",
        "wrote reports/findings.csv",
    ]
    assert calls == [(("stories",), replace(Settings(), sources=("stories",)))]


def test_report_prints_every_finding_in_full(run: Any, calls: Any) -> None:
    shown = run("report", "--full").out
    for finding in SAMPLE.findings:
        assert (finding.check in shown) is not (finding.kind == "framing" and finding.confidence < 0.5)
    assert SAMPLE.findings[0].check not in run("report").out


def test_every_output_can_be_narrowed(run: Any, calls: Any, here: Path) -> None:
    def found(*options: str) -> list[str]:
        run("report", "--format", "json", *options)
        return [item["check"] for item in json.loads((here / "reports/report.json").read_text())["findings"]]

    every = found()
    assert len(every) == len(SAMPLE.findings)
    assert found("--top", "2") == every[:2]
    assert found("--severity", "warning") == [item.check for item in SAMPLE.findings if item.severity != "note"]
    assert found("--min-confidence", "0.8") == [item.check for item in SAMPLE.findings if item.confidence >= 0.8]
    assert set(found("--event", "1")) < set(every)
    assert "the events are: 1 Ferry strikes" in run("report", "--event", "nine").err
    assert found("--event", "ferry strikes") == found("--event", "1")


def test_default_paths_come_from_the_settings(run: Any, calls: Any, here: Path) -> None:
    run("report", "--format", "json")
    (here / "consistency.toml").write_text('sources = ["stories"]\nformats = ["csv"]\nout = "made"\n', encoding="utf-8")
    run("report")
    assert [paths for paths, _ in calls] == [("seeds",), ("stories",)]
    assert [path.name for path in (here / "made").iterdir()] == ["findings.csv"]


def test_options_win_over_the_settings(run: Any, calls: Any, here: Path) -> None:
    (here / "mine.toml").write_text(
        'out = "made"\nformats = ["html"]\nmanifest = "m.toml"\n[models]\nlanguage = "own"\ndevice = "cuda"\n', encoding="utf-8"
    )
    run("report", "a", "b", "--settings", "mine.toml", "--out", "there", "--format", "json", "--manifest", "n.toml", "--device", "cpu")
    ((paths, settings),) = calls
    assert paths == ("a", "b")
    assert (settings.manifest, settings.models.device, settings.models.language) == ("n.toml", "cpu", "own")
    assert [path.name for path in (here / "there").iterdir()] == ["report.json"]
    assert not (here / "made").exists()


@pytest.mark.parametrize("given", [["--format", "md,json"], ["--format", "md", "--format", "JSON"], ["--format", " md , json,md"]])
def test_formats_by_comma_or_repeated(run: Any, calls: Any, here: Path, given: list[str]) -> None:
    assert run("report", *given).code == 0
    assert sorted(path.name for path in (here / "reports").iterdir()) == ["report.json", "report.md"]


def test_written_text_is_utf8_with_line_feeds_and_whole(run: Any, calls: Any, here: Path) -> None:
    run("report")
    for path in (here / "reports").iterdir():
        assert path.read_bytes().decode("utf-8")
        if path.suffix != ".csv":  # the standard for CSV ends lines with both
            assert b"\r" not in path.read_bytes()
    assert json.loads((here / "reports" / "report.json").read_text(encoding="utf-8"))["schema_version"] == "1"


def test_quiet_prints_nothing(run: Any, calls: Any, here: Path) -> None:
    ended = run("report", "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (here / "reports" / "report.html").is_file()


def test_skipped_files_are_warned_of_also_when_quiet(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    skipped = (Skipped("bad.pdf", "no text in it; run OCR"), Skipped("x\x1b[2J\n.txt", "x\x1b[2J\n.txt: empty; remove it"))
    monkeypatch.setattr(api, "compare", lambda *_, **__: replace(SAMPLE, skipped=skipped))
    ended = run("report", "--quiet")
    assert ended.code == 0
    first, second = ended.err.splitlines()
    assert first == "consistency: skipped bad.pdf: no text in it; run OCR"
    assert "\x1b" not in second
    assert second.endswith("empty; remove it")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NothingToRead("no document could be read from x", (Skipped("x", "is empty"),)), "skipped x: is empty"),
        (NothingToRead("no document could be read from x"), "no document could be read from x"),
        (ManifestError("sources.toml: unknown key 'outlt'"), "unknown key 'outlt'"),
        (ModelError("no model 'zz'; install it"), "no model 'zz'"),
        (RuntimeError("boom\nbang"), "failed inside (RuntimeError: boom bang)"),
        (MemoryError(), "failed inside (MemoryError"),
        (RecursionError("too deep"), "failed inside (RecursionError"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates not allowed"), "failed inside (UnicodeEncodeError"),
    ],
)
def test_every_fault_ends_in_a_line_and_2(run: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str) -> None:
    fails_with(monkeypatch, error)
    ended = run("report")
    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert all(line.startswith("consistency: ") for line in ended.err.splitlines())


@pytest.mark.parametrize("arguments", [["--debug", "report"], ["report", "--debug"]])
def test_debug_shows_the_traceback(run: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    fails_with(monkeypatch, RuntimeError("boom"))
    ended = run(*arguments)
    assert ended.code == 2
    assert "Traceback" in ended.err
    assert "consistency: failed inside (RuntimeError: boom)" in ended.err


def test_interrupt_is_130(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(monkeypatch, KeyboardInterrupt())
    ended = run("report")
    assert ended.code == 130
    assert ended.err == "consistency: interrupted; no report is half written\n"


def test_message_cannot_steer_the_terminal(run: Any) -> None:
    assert "\x1b" not in run("report", "--x\x1b[31m").err
    assert "\u202e" not in run("explain", "a\u202eb").err


def test_out_that_is_a_file_is_found_before_the_work(run: Any, calls: Any, here: Path) -> None:
    (here / "taken").write_text("x", encoding="utf-8")
    for out in ("taken", "taken/deeper"):
        ended = run("report", "--out", out)
        assert ended.code == 2
        assert "taken: is no folder" in ended.err
    assert calls == []


def test_out_that_is_a_dangling_link(run: Any, calls: Any, here: Path) -> None:
    (here / "link").symlink_to("nowhere")
    assert "leads nowhere" in run("report", "--out", "link").err
    assert calls == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_out_without_permission(run: Any, calls: Any, here: Path) -> None:
    (here / "locked").mkdir(mode=0o500)
    ended = run("report", "--out", "locked/reports")
    assert ended.code == 2
    assert "locked: you may not write there" in ended.err
    assert calls == []


def test_out_whose_report_is_a_folder(run: Any, calls: Any, here: Path) -> None:
    (here / "reports" / "report.json").mkdir(parents=True)
    ended = run("report", "--format", "json")
    assert ended.code == 2
    assert "reports/report.json: Is a directory" in ended.err
    assert [path.name for path in (here / "reports").iterdir()] == ["report.json"]


def test_a_failing_writer_leaves_the_old_report(here: Path) -> None:
    class Failing:
        name, stem, suffix = "x", "report", ".x"

        def __call__(self, report: Report, stream: Any) -> None:
            stream.write("half")
            raise ValueError("broken")

    (here / "report.x").write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"):
        files.write_reports(SAMPLE, [Failing()], here)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in here.iterdir()] == [("report.x", "old")]


def test_text_that_is_no_unicode_is_still_written(here: Path) -> None:
    class Odd:
        name, stem, suffix = "x", "report", ".x"

        def __call__(self, report: Report, stream: Any) -> None:
            stream.write("name \udc80\n")

    assert files.write_reports(SAMPLE, [Odd()], here / "deep" / "er") == [here / "deep" / "er" / "report.x"]
    assert (here / "deep" / "er" / "report.x").read_bytes() == b"name \\udc80\n"


def test_compare_shows_two_documents_and_writes_nothing(run: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    pair = replace(SAMPLE, sources=SAMPLE.sources[:2], findings=SAMPLE.findings[:1], skipped=())

    def compare(paths: Sequence[str], *_: object, **__: object) -> Report:
        asked.append(tuple(paths))
        return pair

    monkeypatch.setattr(api, "compare", compare)
    ended = run("compare", "a.txt", "b.txt")
    assert ended.code == 0
    assert any(" \u2502 " in line for line in ended.out.splitlines())
    assert asked == [("a.txt", "b.txt")]
    assert list(here.iterdir()) == []


def test_compare_does_without_what_a_manifest_names_in_vain(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Skipped("c.txt", 'sources.toml: has an entry for "c.txt", but there is no such file; check the name')
    monkeypatch.setattr(api, "compare", lambda *_, **__: replace(SAMPLE, sources=SAMPLE.sources[:2], skipped=(gone,)))
    ended = run("compare", "a.txt", "./b.txt")
    assert ended.code == 0
    assert "no such file" in ended.err


def test_compare_needs_both(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one = replace(SAMPLE, sources=SAMPLE.sources[:1], skipped=(Skipped("b.txt", "b.txt: is empty"),))
    monkeypatch.setattr(api, "compare", lambda *_, **__: one)
    ended = run("compare", "a.txt", "b.txt")
    assert ended.code == 2
    assert "skipped b.txt: is empty" in ended.err
    assert "one of them could not be read" in ended.err


@pytest.mark.parametrize("count", [1, 3])
def test_compare_takes_no_more_than_two(run: Any, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(api, "compare", lambda *_, **__: replace(SAMPLE, sources=SAMPLE.sources[:count], skipped=()))
    ended = run("compare", "a", "b")
    assert ended.code == 2
    assert f"a and b hold {count}" in ended.err


def test_unknown_check_in_the_settings_is_found_before_the_work(run: Any, calls: Any, here: Path) -> None:
    (here / "consistency.toml").write_text('disable = ["no-such-check"]\n', encoding="utf-8")
    ended = run("report")
    assert ended.code == 2
    assert "consistency.toml: disable: there is no check 'no-such-check'" in ended.err
    assert calls == []


def test_unknown_format_in_the_settings(run: Any, calls: Any, here: Path) -> None:
    (here / "consistency.toml").write_text('formats = ["pdf"]\n', encoding="utf-8")
    ended = run("report")
    assert ended.code == 2
    assert "consistency.toml: formats: there is no format 'pdf'" in ended.err
    assert calls == []


def test_checks_lists_every_check(run: Any) -> None:
    shown = run("checks")
    assert shown.code == 0
    for check in all_checks():
        assert re.search(rf"^{check.id} +{check.kind} +\S", shown.out, re.MULTILINE)


def test_explain_prints_the_whole_page(run: Any) -> None:
    for check in all_checks():
        shown = run("explain", check.id).out
        assert shown.startswith(f"# {check.id}\n")
        assert max(map(len, shown.splitlines())) <= terminal.PLAIN_WIDTH
        shown = " ".join(shown.split())
        for wanted in (check.title, check.about, check.cannot_tell):
            assert " ".join(wanted.split()) in shown
        for example in check.examples:
            assert " ".join(example.left.split()) in shown
            assert " ".join(example.right.split()) in shown
        assert all(rung.name in shown for rung in check.rungs)


def test_explain_unknown_names_the_nearest(run: Any) -> None:
    known = all_checks()[0].id
    ended = run("explain", known[:-1] + "z")
    assert ended.code == 2
    assert f"did you mean {known!r}?" in ended.err


def test_the_checks_page_is_current() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks.all_pages(), "run `make pages`"


def test_every_writer_has_its_own_file() -> None:
    names = [f"{writer.stem}{writer.suffix}" for writer in plugins.load("consistency.render.formats", "WRITER")]
    assert len(set(names)) == len(names) == 11
    assert {"findings.csv", "report.html", "report.json", "report.md"} < set(names)
