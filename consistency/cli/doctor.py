"""`consistency doctor`: what is installed, which models, which readers and outputs work, what is missing and how to get it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from tempfile import TemporaryDirectory

from consistency import __version__, plugins
from consistency.cli import terminal
from consistency.engine.settings import Settings
from consistency.errors import PluginError

OPTIONAL = {
    "pyarrow": ("parquet", "tables of articles in Parquet"),
    "pandas": ("pandas", "`report.to_frame()`"),
    "openai": ("llm", "`--llm`"),
}
"""By the module that must be there: the extra that brings it, and what it is for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination. `well` is `None` if something optional is missing."""

    well: bool | None
    about: str
    told: str


def doctor(settings: Settings) -> bool:
    """Print what works and what does not; return whether all that is needed does."""
    found = list(examined(settings))
    marks = {True: "ok", None: "--", False: "!!"}
    for item in found:
        terminal.say(f"{marks[item.well]}  {item.about}: {item.told}")
    bad = sum(item.well is False for item in found)
    terminal.say(f"\n{bad} problem{'s' if bad != 1 else ''} found." if bad else "\nAll that is needed works.")
    return not bad


def examined(settings: Settings) -> Iterator[Finding]:
    """Each thing that a run rests on, in order."""
    yield Finding(True, "consistency", f"{__version__}, Python {platform.python_version()} at {sys.executable}")
    yield from _packages()
    yield from _models(settings)
    yield from _parts()
    yield from _optional()
    yield _folder()


def _packages() -> Iterator[Finding]:
    from packaging.requirements import InvalidRequirement, Requirement

    missing = []
    try:
        wanted = requires("consistency") or []
    except PackageNotFoundError:
        yield Finding(None, "packages", "consistency is run from its folder without being installed: run `pip install .` there")
        return
    for line in wanted:
        try:
            needed = Requirement(line)
        except InvalidRequirement:
            continue
        if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            there = version(needed.name)
        except PackageNotFoundError:
            missing.append(f"{needed.name} is missing")
            continue
        if not needed.specifier.contains(there, prereleases=True):
            missing.append(f"{needed.name} is {there} and must be {needed.specifier}")
    told = "; ".join(missing) + ": run `pip install --upgrade consistency`" if missing else f"{len(wanted)} requirements are met"
    yield Finding(not missing, "packages", told)


def _models(settings: Settings) -> Iterator[Finding]:
    from consistency.engine.adapters.sentence_embedder import SentenceEmbedder
    from consistency.engine.adapters.spacy_model import SpacyModel

    models = settings.models
    for about, name, load in (
        ("language model", models.language, lambda: SpacyModel(models.language)),
        ("embedder", models.embedder, lambda: SentenceEmbedder(models.embedder, models.device)),
    ):
        try:
            model = load()
        except Exception as error:  # whatever keeps it from loading is what is to be told
            yield Finding(False, about, " ".join(str(error).split()))
            continue
        digest = getattr(model, "fingerprint", "")
        yield Finding(True, about, f"{name} loads{f'; checksum {digest}' if digest else ''}")


def _parts() -> Iterator[Finding]:
    from consistency.checks import all_checks
    from consistency.ingest.formats import readers
    from consistency.render.formats import all_writers

    parts: dict[str, Callable[[], list[str]]] = {
        "readers": lambda: [reader.name for reader in readers()],
        "outputs": lambda: list(all_writers()),
        "checks": lambda: [check.id for check in all_checks()],
        "added by other packages": lambda: [entry.name for group in plugins.GROUPS for entry, _ in plugins.added(group)],
    }
    for about, find in parts.items():
        try:
            names = find()
        except PluginError as error:
            yield Finding(False, about, str(error))
            continue
        except Exception as error:
            yield Finding(False, about, f"cannot be loaded ({type(error).__name__}: {error}): install consistency again")
            continue
        yield Finding(True, about, ", ".join(names) or "nothing")


def _optional() -> Iterator[Finding]:
    for module, (extra, use) in OPTIONAL.items():
        try:
            import_module(module)
        except ImportError:
            yield Finding(None, use, f"not installed; `pip install 'consistency[{extra}]'` brings it")
        else:
            yield Finding(True, use, f"{module} {version(module)}")


def _folder() -> Finding:
    try:
        with TemporaryDirectory(prefix="consistency-"):
            return Finding(True, "temporary files", "can be written")
    except OSError as error:
        return Finding(False, "temporary files", f"cannot be written ({error.strerror}): free space, or set TMPDIR")
