"""`consistency check`: compare what is new, show and write what was found, and say whether it stops a merge."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from consistency.cli import caching, files, options, terminal
from consistency.cli.verdicts import said
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, NothingToRead, NotRead
from consistency.model import Report, Severity, Skipped
from consistency.render.view.wording import counted
from consistency.triage.status import failing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options ask for. `outputs` are pairs of a writer's name and a file (`-` for stdout)."""

    new: tuple[str, ...] = ()
    since: str | None = None
    fail_on: Severity = "warning"
    outputs: tuple[tuple[str, str], ...] = ()
    cache: Path | None = None
    quiet: bool = False


def check(settings: Settings, wanted: Wanted) -> bool:
    """Run the check; returns whether it passes. Raises `ConsistencyError` where that cannot be said.

    That is so where a new document, or one that was named, cannot be read: what it tells is then not known to agree.
    """
    try:
        return _passes(settings, wanted)
    except (BrokenPipeError, SystemExit) as error:
        # Of other commands these are a peaceful end; here nothing but the outcome may look like one.
        raise RuntimeError(f"the check was cut short by {type(error).__name__} {error}") from error


def _passes(settings: Settings, wanted: Wanted) -> bool:
    writers = options.known_writers()
    for _, file in wanted.outputs:
        if file != files.STDOUT:
            files.require_writable(Path(file).parent, "--output")
    known = said(settings)
    new, unread = _new(settings, wanted)
    with caching.opened(wanted.cache) as cache, terminal.progress_bar(wanted.quiet) as progress:
        found = api.check(settings.sources, new, settings, progress=progress, cache=cache)
    terminal.warn_skipped(found.skipped)
    terminal.warn_not_fitted(found.tool.embedder)
    terminal.tell_reading(found.tool.llm, wanted.quiet)
    whole = len(found.added) == len(found.sources) and not (wanted.new or wanted.since)
    found = known.judge(found, whole=whole)
    stopping = {item.fingerprint for item in failing(found, wanted.fail_on)}
    files.write_outputs(found, [(writers[name], file) for name, file in wanted.outputs])
    if not wanted.quiet:
        _show(found, stopping, wanted)
    unread += _unread(found.skipped, [*new, *settings.sources])
    if unread:
        raise ConsistencyError(
            f"{counted(len({item.path for item in unread}), 'new document')} could not be read, so it is not known whether "
            f"{'it agrees' if len(unread) == 1 else 'they agree'}: mend or remove it"
        )
    if found.tool.llm and found.tool.llm.problems:
        raise NotRead(f"{found.tool.llm.model} did not read all that it was to read, so it is not known whether the new documents agree")
    return not stopping


def _new(settings: Settings, wanted: Wanted) -> tuple[list[str], list[Skipped]]:
    """The paths of the new documents, and what was named as new in vain."""
    from consistency.ingest.discover import documents_in

    if wanted.new:
        documents, skipped = documents_in(wanted.new, settings.manifest)
        named = _unread(skipped, wanted.new)
        terminal.warn_skipped(named)
        return [document.path for document in documents], named
    documents, skipped = documents_in(settings.sources, settings.manifest)
    if not documents:
        raise NothingToRead(f"no document could be read from {', '.join(settings.sources)}", tuple(skipped))
    if wanted.since is None:
        return [document.path for document in documents], []
    from consistency.engine.adapters.git import changed_since

    changed = changed_since(wanted.since, settings.sources)
    return [document.path for document in documents if os.path.realpath(document.path) in changed], []


def _unread(skipped: Iterable[Skipped], paths: Iterable[str]) -> list[Skipped]:
    """Those of `skipped` that are one of `paths`."""
    named = {os.path.realpath(path) for path in paths}
    return [item for item in skipped if os.path.realpath(item.path) in named]


def _show(found: Report, stopping: set[str], wanted: Wanted) -> None:
    from consistency.render.terminal import render_check

    aside = any(file == files.STDOUT for _, file in wanted.outputs)
    stream = sys.stderr if aside else sys.stdout
    terminal.say(render_check(found, stopping, wanted.fail_on, terminal.width(stream), terminal.color(stream)), stream)
