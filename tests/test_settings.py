"""The settings file: where it is found, what it may hold, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.engine.settings import Models, Settings, Thresholds, load_settings, read_settings, require_checks, require_formats
from consistency.errors import SettingsError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_where_there_is_no_file(here: Path) -> None:
    assert load_settings() == Settings()
    assert load_settings().origin is None


def test_every_key_is_read(here: Path) -> None:
    write(
        here / "consistency.toml",
        """
        sources = ["stories", "more/*.txt"]
        manifest = "stories/sources.toml"
        formats = ["json"]
        out = "made"
        enable = ["a-check"]
        disable = ["b-check"]
        severity = { c-check = "note" }
        models = { embedder = "e", language = "l", device = "cpu" }
        thresholds = { confidence = 1 }
        """,
    )
    assert load_settings() == Settings(
        sources=("stories", "more/*.txt"),
        manifest="stories/sources.toml",
        formats=("json",),
        out="made",
        enable=("a-check",),
        disable=("b-check",),
        severity={"c-check": "note"},
        models=Models("e", "l", "cpu"),
        thresholds=Thresholds(1.0),
    )
    assert load_settings().origin == "consistency.toml"


def test_pyproject_table(here: Path) -> None:
    write(here / "pyproject.toml", '[project]\nname = "x"\n[tool.consistency]\nout = "made"\n')
    assert load_settings().out == "made"


def test_own_file_wins_over_pyproject_beside_it(here: Path) -> None:
    write(here / "pyproject.toml", '[tool.consistency]\nout = "one"\n')
    write(here / "consistency.toml", 'out = "two"\n')
    assert load_settings().out == "two"


def test_found_upward_past_a_pyproject_without_our_table(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "consistency.toml", 'out = "made"\nsources = ["stories"]\nmanifest = "m.toml"\n')
    inner = here / "inner" / "most"
    write(inner / "pyproject.toml", '[project]\nname = "x"\n')
    monkeypatch.chdir(inner)
    found = load_settings()
    assert (found.out, found.sources, found.manifest) == ("../../made", ("../../stories",), "../../m.toml")
    assert found.origin == "../../consistency.toml"


def test_defaults_count_from_the_current_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "consistency.toml", "[thresholds]\nconfidence = 0.5\n")
    (here / "inner").mkdir()
    monkeypatch.chdir(here / "inner")
    found = load_settings()
    assert (found.out, found.sources, found.thresholds.confidence) == ("reports", ("seeds",), 0.5)


def test_absolute_paths_stay(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "consistency.toml", f'out = "{(here / "made").as_posix()}"\n')
    (here / "inner").mkdir()
    monkeypatch.chdir(here / "inner")
    assert load_settings().out == (here / "made").as_posix()


def test_nearest_folder_wins(here: Path) -> None:
    write(here / "consistency.toml", 'formats = ["md"]\n')
    write(here / "inner" / "consistency.toml", 'formats = ["csv"]\n')
    assert load_settings(here / "inner").formats == ("csv",)


def test_byte_order_mark_is_no_fault(here: Path) -> None:
    (here / "consistency.toml").write_bytes(b'\xef\xbb\xbfout = "made"\n')
    assert load_settings().out == "made"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('format = ["md"]', ["unknown key 'format'", "did you mean 'formats'?"]),
        ("[treshold]\nconfidence = 0.5", ["unknown key 'treshold'", "did you mean 'thresholds'?"]),
        ("[models]\nembeder = 'x'", ["unknown key 'models.embeder'", "did you mean 'embedder'?"]),
        ("xyzzy = 1", ["unknown key 'xyzzy'", "known: ", "sources"]),
        ('origin = "x"', ["unknown key 'origin'"]),
        ('sources = "stories"', ["sources must be a list of strings", "'stories'"]),
        ("sources = [1]", ["sources must be a list of strings"]),
        ("out = 3", ["out must be a string, not 3"]),
        ("manifest = []", ["manifest must be a string"]),
        ('thresholds = "high"', ["thresholds must be a table"]),
        ("[thresholds]\nconfidence = 2", ["thresholds.confidence must be a number from 0 to 1, not 2"]),
        ("[thresholds]\nconfidence = true", ["thresholds.confidence must be a number", "True"]),
        ("[thresholds]\nconfidence = nan", ["thresholds.confidence must be a number"]),
        ('[thresholds]\nconfidence = "0.5"', ["thresholds.confidence must be a number"]),
        ('severity = "note"', ["severity must be a table"]),
        ('[severity]\nquote-differs = "fatal"', ["severity.quote-differs must be one of error, warning, note, not 'fatal'"]),
        ("[severity]\nquote-differs = []", ["severity.quote-differs must be one of"]),
        ('[models]\ndevice = "gpu"', ["models.device must be one of auto, cpu, cuda, not 'gpu'"]),
        ("out =\nformats = []", ["not valid TOML", "line 1"]),
        ('out = "a"\nout = "b"', ["not valid TOML"]),
    ],
)
def test_faults_name_the_file_the_key_and_the_nearest(here: Path, text: str, told: list[str]) -> None:
    write(here / "consistency.toml", text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    for words in ["consistency.toml: ", *told]:
        assert words in str(caught.value)


def test_pyproject_faults_name_pyproject(here: Path) -> None:
    write(here / "pyproject.toml", "[tool]\nconsistency = 3\n")
    with pytest.raises(SettingsError, match=r"pyproject\.toml: tool\.consistency must be a table"):
        load_settings()


def test_file_that_is_no_text(here: Path) -> None:
    (here / "consistency.toml").write_bytes(b"out = '\xff'")
    with pytest.raises(SettingsError, match=r"not UTF-8 text \(byte 7\)"):
        load_settings()


def test_named_file_must_be_there(here: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read: No such file"):
        read_settings(here / "none.toml")


def test_named_folder_is_no_file(here: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(here)


def test_named_pyproject_must_have_our_table(here: Path) -> None:
    file = write(here / "pyproject.toml", '[project]\nname = "x"\n')
    with pytest.raises(SettingsError, match=r"no table \[tool\.consistency\]"):
        read_settings(file)


def test_named_file_may_have_any_name(here: Path) -> None:
    assert read_settings(write(here / "mine.toml", 'out = "made"\n')).out == "made"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (Settings(enable=("quote_difers",)), "enable"),
        (Settings(disable=("quote-differ",)), "disable"),
        (Settings(severity={"quote-diffs": "note"}), "severity"),
    ],
)
def test_unknown_check_names_the_nearest(settings: Settings, key: str) -> None:
    with pytest.raises(SettingsError, match=f"settings: {key}: there is no check .*; did you mean 'quote-differs'"):
        require_checks(settings, ["number-differs", "quote-differs"])


def test_known_checks_pass() -> None:
    named = Settings(enable=("a",), disable=("b",), severity={"a": "note"})
    require_checks(named, ["a", "b"])
    with pytest.raises(SettingsError):
        require_checks(named, ["a"])


def test_formats_must_be_known_and_some() -> None:
    require_formats(Settings(formats=("md",)), ["md", "html"])
    with pytest.raises(SettingsError, match="there is no format 'htm'; did you mean 'html'"):
        require_formats(Settings(formats=("htm",)), ["md", "html"])
    with pytest.raises(SettingsError, match="name at least one of html, md"):
        require_formats(Settings(formats=()), ["md", "html"])


def test_fault_names_the_file_it_came_from(here: Path) -> None:
    write(here / "consistency.toml", 'formats = ["pdf"]\n')
    with pytest.raises(SettingsError, match=r"^consistency\.toml: formats: "):
        require_formats(load_settings(), ["md"])
