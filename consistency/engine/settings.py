"""The settings of a run as one frozen type, read from `consistency.toml` or `[tool.consistency]` in `pyproject.toml`."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from consistency.checks.base import CheckOptions
from consistency.errors import SettingsError, suggestion
from consistency.ingest.small_files import NO_STAND_INS, StandIns, present, table_in, text_in
from consistency.model import SEVERITIES

DEVICES = ("auto", "cpu", "cuda")
LEAST = {"llm.context": 4096, "llm.concurrency": 1, "llm.budget": 0, "llm.votes": 1, "llm.timeout": 1}
"""The least that each whole number may be."""


@dataclass(frozen=True, slots=True)
class Models:
    """Names of models: a built-in default, any sentence-transformers or spaCy name, or a folder."""

    embedder: str = "all-MiniLM-L6-v2"
    language: str = "en_core_web_sm"
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All in [0, 1]. `confidence` drops findings below it."""

    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Llm:
    """Reading with a language model behind a server that speaks OpenAI's protocol; off where `model` is empty."""

    model: str = ""
    url: str = ""
    """Where the server is (`http://localhost:11434/v1`); what the environment names if empty, else OpenAI's."""
    context: int = 32768
    """Tokens that a request and its answer may take together."""
    concurrency: int = 4
    """Requests at a time."""
    budget: int = 0
    """Tokens that a run may use; 0 for no limit."""
    votes: int = 1
    """How often each event is read; what the majority gives is kept."""
    again: bool = True
    """Whether what the checks alone found, and what the model is not sure of, is asked about once more, each pair alone."""
    timeout: int = 600
    """Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Settings:
    sources: tuple[str, ...] = ("seeds",)
    manifest: str | None = None
    formats: tuple[str, ...] = ("html", "md", "json", "csv")
    out: str = "reports"
    baseline: str | None = None
    """The file of known findings; a run without one knows none."""
    decisions: str | None = None
    """The file of decisions; the `decisions.toml` beside the sources if `None`."""
    enable: tuple[str, ...] = ()
    """The checks to run; all if empty."""
    disable: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Check id to the severity its findings get."""
    models: Models = field(default_factory=Models)
    thresholds: Thresholds = field(default_factory=Thresholds)
    llm: Llm = field(default_factory=Llm)
    shifts: Mapping[str, float] = field(default_factory=dict)
    """Check id to how far a team's decisions move its log-odds. Not a key of the file: `consistency calibrate` writes them."""
    origin: str | None = field(default=None, compare=False)
    """The file these were read from, for messages; `None` for the built-in defaults. Not a key of the file."""

    @property
    def checks(self) -> CheckOptions:
        """What these settings say of the checks."""
        return CheckOptions(self.enable, self.disable, self.severity, self.thresholds.confidence, self.shifts)


def load_settings(start: Path | None = None, instead: StandIns = NO_STAND_INS) -> Settings:
    """The settings of the nearest folder from `start` (default: the current one) upward that has any, else the defaults.

    A folder has settings where it holds a `consistency.toml`, or a `pyproject.toml` with a table `[tool.consistency]`; the
    former wins. What stands `instead` of a file is read in its place. Paths in the file count from its folder and are returned
    relative to the current folder. Raises `SettingsError` as `read_settings` does.
    """
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        for name in ("consistency.toml", "pyproject.toml"):
            found = folder / name
            if present(found, instead):
                settings = _read(found, instead)
                if settings is not None:
                    return settings
    return Settings()


def read_settings(file: Path, instead: StandIns = NO_STAND_INS) -> Settings:
    """The settings in `file`, or in what stands `instead` of it: in the table `[tool.consistency]` of a `pyproject.toml`, at the
    top of any other file.

    Raises `SettingsError` that names the file, the key and the nearest known key where the file cannot be read, is no
    TOML, or has an unknown key or a value of the wrong type.
    """
    settings = _read(file, instead)
    if settings is None:
        raise SettingsError(f"{_relative(file)}: has no table [tool.consistency]; add one or name another file")
    return settings


def require_checks(settings: Settings, known: Collection[str]) -> None:
    """Raise `SettingsError` where `enable`, `disable` or `severity` name a check that is not among the ids `known`."""
    for key, names in (("enable", settings.enable), ("disable", settings.disable), ("severity", tuple(settings.severity))):
        for name in names:
            if name not in known:
                raise SettingsError(f"{_place(settings, key)}: there is no check {name!r}{suggestion(name, known)}")


def require_formats(settings: Settings, known: Collection[str]) -> None:
    """Raise `SettingsError` where `formats` names none or one that is not among `known`."""
    if not settings.formats:
        raise SettingsError(f"{_place(settings, 'formats')}: name at least one of {', '.join(sorted(known))}")
    for name in settings.formats:
        if name not in known:
            raise SettingsError(f"{_place(settings, 'formats')}: there is no format {name!r}{suggestion(name, known)}")


def _place(settings: Settings, key: str) -> str:
    return f"{settings.origin}: {key}" if settings.origin else f"settings: {key}"


def _read(file: Path, instead: StandIns) -> Settings | None:
    """The settings in `file`; `None` for a `pyproject.toml` without our table."""
    shown = _relative(file)
    table: Any = table_in(text_in(file, shown, SettingsError, instead), shown, SettingsError)
    if file.name == "pyproject.toml":
        tool = table.get("tool")
        table = tool.get("consistency") if isinstance(tool, dict) else None
        if table is None:
            return None
        if not isinstance(table, dict):
            raise SettingsError(f"{shown}: tool.consistency must be a table")
    settings = _build(Settings, table, shown, "")
    return _from_here(replace(settings, origin=shown), table, file.absolute().parent)


def _build(kind: type[Any], table: Mapping[str, Any], shown: str, prefix: str) -> Any:
    """A value of the dataclass `kind` from a TOML table, each key checked against the field's type."""
    hints = get_type_hints(kind)
    known = [item.name for item in fields(kind) if item.name not in ("origin", "shifts")]
    values = {}
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{shown}: unknown key {prefix + key!r}{suggestion(key, known)}")
        if is_dataclass(hints[key]):
            if not isinstance(value, dict):
                raise _ill_typed(shown, prefix + key, "a table", value)
            values[key] = _build(hints[key], value, shown, f"{prefix}{key}.")
        else:
            values[key] = _value(hints[key], value, shown, prefix + key)
    return kind(**values)


def _value(hint: Any, value: Any, shown: str, key: str) -> Any:
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
            raise _ill_typed(shown, key, 'a list of strings, as in ["first", "second"]', value)
        return tuple(value)
    if hint is float:
        # Every such number is a threshold.
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise _ill_typed(shown, key, "a number from 0 to 1", value)
        return float(value)
    if hint is int:
        least = LEAST[key]
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise _ill_typed(shown, key, f"a whole number of at least {least:,}", value)
        return value
    if hint == Mapping[str, str]:
        if not isinstance(value, dict):
            raise _ill_typed(shown, key, "a table of check = severity", value)
        for name, level in value.items():
            if level not in SEVERITIES:
                raise _ill_typed(shown, f"{key}.{name}", f"one of {', '.join(SEVERITIES)}", level)
        return dict(value)
    if not isinstance(value, str) or "\0" in value:
        raise _ill_typed(shown, key, "a string", value)
    if key == "models.device" and value not in DEVICES:
        raise _ill_typed(shown, key, f"one of {', '.join(DEVICES)}", value)
    return value


def _ill_typed(shown: str, key: str, wanted: str, value: Any) -> SettingsError:
    return SettingsError(f"{shown}: {key} must be {wanted}, not {value!r}")


def _from_here(settings: Settings, table: Mapping[str, Any], folder: Path) -> Settings:
    """The same settings with the paths that stand in the file made relative to the current folder."""

    def moved(path: str) -> str:
        # A path is shown in the reports, so it stays as written wherever it means the same from here.
        return path if os.path.isabs(path) or folder == Path.cwd() else _relative(folder / path)

    changes: dict[str, Any] = {}
    if "sources" in table:
        changes["sources"] = tuple(moved(path) for path in settings.sources)
    for key in ("manifest", "baseline", "decisions"):
        if key in table:
            changes[key] = moved(table[key])
    if "out" in table:
        changes["out"] = moved(settings.out)
    return replace(settings, **changes)


def _relative(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive on Windows, or a NUL character
        return path.as_posix()
