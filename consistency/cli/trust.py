"""Whose word counts in `consistency check --since`: what the change under review edits beside the documents does not speak for it.

Settings could switch the check off, a decision or the baseline could settle what the change brings, the manifest could give an old
document another date. All four are taken from the base revision, and each that differs is told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from consistency.cli import terminal
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, GitError
from consistency.ingest import manifest as manifests
from consistency.ingest.small_files import StandIns, named
from consistency.triage import decisions

_GLOB = re.compile(r"[*?\[]")
Chosen = Callable[[StandIns], Settings]
"""Makes the settings out of the command line and the files, of which some are stood in for."""


def trusted(chosen: Chosen, since: str, settings_file: Path | None) -> tuple[Settings, StandIns]:
    """The settings as the base revision of `since` has them, and what stands in for the other files that differ from it."""
    from consistency.engine.adapters.git import base_versions

    names = {named(settings_file)} if settings_file is not None else set()
    start = settings_file.parent if settings_file is not None else Path()
    try:
        instead = base_versions(
            since, [start.as_posix()], lambda path: path in names if names else path.endswith(("/consistency.toml", "/pyproject.toml"))
        )
    except GitError:
        # The sources may lie in another repository; where they do not, the same is told when these are looked at.
        instead = {}
    settings = chosen(instead)
    if instead and _differ(chosen, settings):
        _tell(settings.origin or "the settings")
    given = {named(path) for path in (settings.manifest, settings.baseline, settings.decisions) if path}
    ours = (f"/{manifests.NAME}", f"/{decisions.NAME}")
    others = base_versions(since, settings.sources, lambda path: path in given or path.endswith(ours))
    for path in sorted(others):
        _tell(_shown(path))
    _refuse_links(since, settings.sources)
    return settings, instead | others


def _refuse_links(since: str, sources: Sequence[str]) -> None:
    """Raise `ConsistencyError` for a new link beside the documents that leads out of them: a report would show what it leads to."""
    from consistency.engine.adapters.git import base_versions

    roots = {_GLOB.split(name, maxsplit=1)[0].rstrip("/") for path in sources for name in (named(path), os.path.realpath(path))}

    def inside(path: str) -> bool:
        return any(path == root or path.startswith(f"{root}/") for root in roots)

    links = base_versions(since, sources, lambda path: os.path.islink(path) and inside(path) and not inside(os.path.realpath(path)))
    if links:
        named_links = ", ".join(_shown(path) for path in sorted(links))
        raise ConsistencyError(f"{named_links}: a link that leads out of the sources, so nothing is read; remove it, or say --trust-head")


def _differ(chosen: Chosen, settings: Settings) -> bool:
    try:
        return replace(chosen({}), origin=None) != replace(settings, origin=None)
    except ConsistencyError:
        return True


def _tell(path: str) -> None:
    terminal.warn(f"{path}: differs from the base revision, whose content counts here; --trust-head takes it as it is now")


def _shown(path: str) -> str:
    here = named(".")
    return path.removeprefix(f"{here}/")
