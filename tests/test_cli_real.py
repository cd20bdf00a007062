"""The command line on the real models: the sample sources, and the kinds of input that a user may hand over by mistake.

Every bad input ends in its own message and exit code, never in a traceback.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistency.engine import adapters
from consistency.engine.settings import Models

pytestmark = pytest.mark.models

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ["findings.csv", "report.html", "report.json", "report.md"]
BARN = "Barn burns in Oakmere\n\nA barn burned down in Oakmere on Tuesday, the fire service said. Twelve cows died in the fire.\n"
STALL = "Oakmere barn destroyed\n\nFire destroyed a barn in Oakmere on Tuesday. Nineteen cows died in the fire, a farmer said.\n"


@pytest.fixture(scope="module")
def loaded() -> Any:
    """The real models, loaded once."""
    return adapters.load_models(Models(device="cpu"))


@pytest.fixture
def real(run: Any, loaded: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line in an empty folder, with the models that are already loaded."""
    monkeypatch.setattr(adapters, "load_models", lambda models: loaded)
    return run


def seeds(out: Path, *paths: str, seed: str) -> dict[str, bytes]:
    """The files of one run on the sample sources in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "consistency", "report", *paths, "--out", str(out), "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    return {**written, "stdout": done.stdout.replace(str(out), "OUT").encode()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return seeds(tmp_path_factory.mktemp("reports"), seed="1")


def test_the_sample_gives_all_four_files(sample: dict[str, bytes]) -> None:
    assert sorted(sample) == [*REPORTS, "stdout"]
    report = json.loads(sample["report.json"])
    assert len(report["sources"]) == 5
    assert len(report["events"]) == 4
    assert len(list(csv.DictReader(sample["findings.csv"].decode().splitlines()))) == len(report["findings"])


def test_the_same_input_gives_the_same_bytes(sample: dict[str, bytes], tmp_path: Path) -> None:
    order = ["seeds/pacific-courier-2023-01.md", "seeds/harbour-wire-2019-04.txt", "seeds/northfield-news-2024-07.html"]
    order += ["seeds/meridian-dispatch-2019-06.txt", "seeds/continental-business-2023-01.txt"]
    assert seeds(tmp_path, *order, seed="2") == sample


def test_nothing_in_the_reports_tells_of_the_machine(sample: dict[str, bytes]) -> None:
    for name in REPORTS:
        assert str(ROOT).encode() not in sample[name]


def write(name: str, content: str | bytes) -> Callable[[], list[str]]:
    """Makes one file in a folder `in` and gives that folder to the command."""

    def make() -> list[str]:
        path = Path("in") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ["in"]

    return make


def empty_folder() -> list[str]:
    Path("in").mkdir()
    return ["in"]


def link_loop() -> list[str]:
    Path("in").mkdir()
    Path("in/a.txt").symlink_to("b.txt")
    Path("in/b.txt").symlink_to("a.txt")
    Path("in/again").symlink_to(".")
    return ["in"]


def dangling_link() -> list[str]:
    Path("in").mkdir()
    Path("in/a.txt").symlink_to("gone.txt")
    return ["in"]


def pipe() -> list[str]:
    Path("in").mkdir()
    os.mkfifo("in/a.txt")
    return ["in"]


def locked() -> list[str]:
    write("a.txt", BARN)()
    Path("in/a.txt").chmod(0)
    return ["in"]


def with_file(name: str, content: str, *arguments: str) -> Callable[[], list[str]]:
    """A readable document, and beside it a file that is at fault."""

    def make() -> list[str]:
        write("a.txt", BARN)()
        Path(name).write_text(content, encoding="utf-8")
        return ["in", *arguments]

    return make


def readable(*arguments: str) -> Callable[[], list[str]]:
    return lambda: [*write("a.txt", BARN)(), *arguments]


NOTHING_TO_READ = {
    "a path that is not there": (lambda: ["nowhere"], "nowhere"),
    "a glob that matches nothing": (lambda: ["*.txt"], r"\*\.txt"),
    "an empty folder": (empty_folder, "no document could be read from in"),
    "a kind of file that is not read": (write("a.exe", b"MZ\x00\x01"), r"no document could be read from in"),
    "an empty file": (write("a.txt", b""), r"in/a\.txt.*empty"),
    "white space only": (write("a.txt", " \n\t\n \u00a0\n"), r"in/a\.txt"),
    "a binary file named as text": (write("a.txt", bytes(range(256)) * 40), r"in/a\.txt"),
    "broken JSON": (write("a.json", '{"maintext": "Half'), r"in/a\.json"),
    "JSON that is no article": (write("a.json", "[1, 2, 3]"), r"in/a\.json"),
    "JSON nested beyond reason": (write("a.json", "[" * 100_000), r"in/a\.json"),
    "JSON Lines without a good line": (write("a.jsonl", "{\nno\n"), r"in/a\.jsonl"),
    "a page without text": (write("a.html", "<html><head><title></title></head><body><script>var a = 1;</script></body>"), r"in/a\.html"),
    "a page nested beyond reason": (
        write("a.html", "<div>" * 3_000 + "<p>A barn burned down in Oakmere on Tuesday, the fire service said.</p>"),
        r"in/a\.html",
    ),
    "a PDF that is none": (write("a.pdf", b"%PDF-1.7\nnot really"), r"in/a\.pdf"),
    "links in a circle": (link_loop, r"in"),
    "a link that leads nowhere": (dangling_link, r"in"),
    "a pipe instead of a file": (pipe, r"in"),
}

AT_FAULT = {
    "an unknown settings key": (
        with_file("consistency.toml", "formts = []"),
        r"consistency\.toml: unknown key 'formts'; did you mean 'formats'\?",
    ),
    "a setting of the wrong type": (with_file("consistency.toml", 'formats = "md"'), r"consistency\.toml: formats must be a list"),
    "settings that are no TOML": (with_file("consistency.toml", "formats = [", "--quiet"), r"consistency\.toml: this is not valid TOML"),
    "an unknown check in the settings": (with_file("consistency.toml", 'enable = ["qoute-differs"]'), "did you mean 'quote-differs'"),
    "an unknown key in the manifest": (with_file("m.toml", '["a.txt"]\noutlte = "x"', "--manifest", "m.toml"), r"m\.toml.*outlte.*outlet"),
    "a manifest that is not there": (readable("--manifest", "m.toml"), r"m\.toml"),
    "an unknown format": (readable("--format", "pdf"), "there is no format 'pdf'"),
    "an unknown option": (readable("--fast"), "No such option"),
    "a file where the reports should go": (with_file("taken", "x", "--out", "taken"), "taken: is no folder"),
}

TAKEN_AS_IT_IS = {
    "another encoding": write("a.txt", "Café fermé\n\nLe café brûlé — “Zoë’s” — was closed on Monday, police said.\n".encode("cp1252")),
    "UTF-16 with its mark": write("a.txt", BARN.encode("utf-16")),
    "a byte order mark and CRLF": write("a.txt", b"\xef\xbb\xbf" + BARN.replace("\n", "\r\n").encode()),
    "one document, no date": write("a.txt", BARN),
    "a headline and nothing else": write("a.txt", "Barn burns in Oakmere"),
    "one endless line": write("a.txt", "The barn in Oakmere burned and burned " * 200),
    "a page cut off": write(
        "a.html", "<html><body><article><h1>Barn burns</h1><p>A barn burned down in Oakmere, the fire service said.<p>Twelve <b>cows"
    ),
    "front matter and nothing else": write("a.md", "---\ntitle: x\n---\n"),
    "another language": write("a.txt", "Scheune brennt\n\nIn Oakmere ist am Dienstag eine Scheune abgebrannt, wie die Feuerwehr sagte.\n"),
    "a file name that could steer a terminal": write("a\x1b[31m\n<b>.txt", BARN),
    "a file name that is no text": write(os.fsdecode(b"a\xff.txt"), BARN),
}


@pytest.mark.parametrize(("make", "told"), NOTHING_TO_READ.values(), ids=NOTHING_TO_READ)
@pytest.mark.parametrize("command", ["report", "sources"])
def test_nothing_to_read_is_2(real: Any, command: str, make: Callable[[], list[str]], told: str) -> None:
    ended = real(command, *make())
    assert (ended.code, ended.out) == (2, "")
    assert re.search(told, ended.err)
    orderly(ended.err)
    assert not Path("reports").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_permission_is_2(real: Any) -> None:
    ended = real("report", *locked())
    assert ended.code == 2
    assert re.search(r"in/a\.txt.*ermission", ended.err)


@pytest.mark.parametrize(("make", "told"), AT_FAULT.values(), ids=AT_FAULT)
def test_faults_of_usage_are_2(real: Any, make: Callable[[], list[str]], told: str) -> None:
    ended = real("report", *make())
    assert (ended.code, ended.out) == (2, "")
    assert re.search(told, ended.err)
    orderly(ended.err)
    assert not Path("reports").exists()


@pytest.mark.parametrize("make", TAKEN_AS_IT_IS.values(), ids=TAKEN_AS_IT_IS)
def test_odd_documents_are_read(real: Any, make: Callable[[], list[str]]) -> None:
    ended = real("report", *make())
    assert (ended.code, ended.err) == (0, "")
    assert sorted(path.name for path in Path("reports").iterdir()) == REPORTS
    (source,) = json.loads(Path("reports/report.json").read_text(encoding="utf-8"))["sources"]
    assert source["words"] > 2 or any("no article text" in warning for warning in source["warnings"])
    assert "\x1b" not in ended.out


def test_a_model_that_is_not_there_is_2(run: Any) -> None:
    make = with_file("consistency.toml", '[models]\nlanguage = "xx_no_such_model"\n')
    ended = run("report", *make())
    assert ended.code == 2
    assert "xx_no_such_model" in ended.err
    orderly(ended.err)


def test_bad_files_do_not_keep_the_good_ones_from_being_compared(real: Any) -> None:
    for name, content in (("a.txt", BARN), ("b.txt", STALL), ("c.txt", b""), ("d.json", "{"), ("e.pdf", b"%PDF-1.4")):
        write(name, content)()
    ended = real("report", "in")
    assert ended.code == 0
    assert [line.split(":")[1].strip().split()[1] for line in ended.err.splitlines()] == ["in/c.txt", "in/d.json", "in/e.pdf"]
    orderly(ended.err)
    report = json.loads(Path("reports/report.json").read_text(encoding="utf-8"))
    assert [source["path"] for source in report["sources"]] == ["in/a.txt", "in/b.txt"]


def test_markup_in_a_headline_stays_text(real: Any) -> None:
    trap = "<script>alert(1)</script> barn =cmd|' /C calc'!A1 \x1b]0;owned\x07 burns\n\n"
    write("a.txt", trap + BARN)()
    write("b.txt", trap + STALL)()
    ended = real("report", "in")
    assert ended.code == 0
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", ended.out + ended.err)
    assert "<script>alert" not in Path("reports/report.html").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader(Path("reports/findings.csv").read_text(encoding="utf-8").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_compare_shows_both_and_what_differs(real: Any) -> None:
    write("a.txt", BARN)()
    write("b.txt", STALL)()
    ended = real("compare", "in/a.txt", "in/b.txt")
    assert (ended.code, ended.err) == (0, "")
    assert "Twelve" in ended.out
    assert "Nineteen" in ended.out
    assert not Path("reports").exists()


def test_compare_of_one_bad_file_is_2(real: Any) -> None:
    write("a.txt", BARN)()
    write("b.txt", b"")()
    ended = real("compare", "in/a.txt", "in/b.txt")
    assert (ended.code, ended.out) == (2, "")
    assert re.search(r"skipped in/b\.txt", ended.err)
    orderly(ended.err)


def orderly(told: str) -> None:
    """Every line is one of ours: no traceback, no chatter of a library, nothing that steers the terminal."""
    assert told
    for line in told.splitlines():
        assert line.startswith("consistency: ")
        assert "failed inside" not in line
    assert "\x1b" not in told
