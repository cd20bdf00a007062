"""`consistency check`: compare what is new, show and write what was found, and say whether it stops a merge."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from consistency.cli import caching, files, terminal
from consistency.cli.verdicts import said
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, NothingToRead, NotRead
from consistency.ingest.mounts import real
from consistency.ingest.small_files import StandIns
from consistency.model import Report, Severity, Skipped
from consistency.render.formats import all_writers
from consistency.render.view.wording import counted
from consistency.triage.status import failing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options ask for. `outputs` are pairs of a writer's name and a file (`-` for stdout)."""

    new: tuple[str, ...] = ()
    since: str | None = None
    fail_on: Severity = "warning"
    fail_on_unread: bool = True
    outputs: tuple[tuple[str, str], ...] = ()
    cache: Path | None = None
    quiet: bool = False
    instead: StandIns = field(default_factory=dict)
    """What stands in for manifests, baseline and decisions."""


def check(settings: Settings, wanted: Wanted) -> bool:
    """Run the check; returns whether it passes. Raises `ConsistencyError` if that cannot be said.

    That is so where a new document, or one that was named, cannot be read or compared: what it tells is then not known to agree.
    """
    try:
        return _passes(settings, wanted)
    except (BrokenPipeError, SystemExit) as error:
        # Of other commands these are a peaceful end; here nothing but the outcome may look like one.
        raise RuntimeError(f"the check was cut short by {type(error).__name__} {error}") from error


def _passes(settings: Settings, wanted: Wanted) -> bool:
    from consistency.engine.adapters.addresses import at_hand
    from consistency.engine.adapters.cache import copies_of

    cache = _cache(wanted)
    with at_hand([*settings.sources, *wanted.new], copies_of(cache) if cache is not None else None) as (paths, _):
        sources, new = paths[: len(settings.sources)], paths[len(settings.sources) :]
        return _passed(replace(settings, sources=tuple(sources)), replace(wanted, new=tuple(new)), cache)


def _passed(settings: Settings, wanted: Wanted, kept: Path | None) -> bool:
    writers = all_writers() if wanted.outputs else {}
    for _, file in wanted.outputs:
        if file != files.STDOUT:
            files.require_writable(Path(file).parent, "--output")
    known = said(settings, wanted.instead)
    new, in_vain = new_documents(settings, wanted)
    with terminal.progress_bar(wanted.quiet) as progress:
        found = caching.with_cache(
            kept, lambda cache: api.check(settings.sources, new, settings, progress=progress, cache=cache, instead=wanted.instead)
        )
    found = _counted(found, in_vain, wanted.fail_on_unread)
    terminal.warn_of(found, wanted.quiet)
    whole = len(found.added) == len(found.sources) and not (wanted.new or wanted.since)
    found = known.judge(found, whole=whole)
    stopping = {item.fingerprint for item in failing(found, wanted.fail_on)}
    files.write_outputs(found, [(writers[name], file) for name, file in wanted.outputs])
    if not wanted.quiet:
        _show(found, stopping, wanted)
    unread = {file for item in (*found.skipped, *found.not_compared) if item.stops for file in item.files or (item.path,)}
    if unread:
        raise ConsistencyError(
            f"{counted(len(unread), 'new document')} could not be read or compared, so it is not known whether "
            f"{'it agrees' if len(unread) == 1 else 'they agree'}: fix or remove {'it' if len(unread) == 1 else 'them'}, or say "
            "--no-fail-on-unread"
        )
    if found.tool.llm and found.tool.llm.problems:
        raise NotRead(f"{found.tool.llm.model} did not read all that it was to read, so it is not known whether the new documents agree")
    return not stopping


def new_documents(settings: Settings, wanted: Wanted) -> tuple[list[str], list[Skipped]]:
    """The paths of the new documents, also of those that no reader takes, and what was named as new in vain."""
    from consistency.ingest.discover import documents_in

    if wanted.new:
        documents, skipped = documents_in(wanted.new, settings.manifest, wanted.instead, some=True, later=True)
        named = {real(path) for path in wanted.new}
        in_vain = [item for item in skipped if not item.files and real(item.path) in named]
        return [*(document.path for document in documents), *_files(skipped)], in_vain
    documents, skipped = documents_in(settings.sources, settings.manifest, wanted.instead, later=True)
    if not documents and not any(item.files for item in skipped):
        raise NothingToRead(f"no document could be read from {', '.join(settings.sources)}", tuple(skipped))
    every = [*(document.path for document in documents), *_files(skipped)]
    if wanted.since is None:
        return every, []
    from consistency.engine.adapters.git import changed_since

    changed = changed_since(wanted.since, settings.sources)
    return [path for path in every if real(path) in changed], []


def _files(skipped: Iterable[Skipped]) -> list[str]:
    return [file for item in skipped for file in item.files]


def _cache(wanted: Wanted) -> Path | None:
    """The cache, unless it came with the repository: then it is somebody's word on the documents and not what was worked out of them."""
    if wanted.cache is None or wanted.since is None:
        return wanted.cache
    from consistency.engine.adapters.git import tracked

    if tracked(wanted.cache.as_posix()):
        terminal.warn(f"{wanted.cache.as_posix()}: is kept in git, so it is not used; remove it there and ignore it")
        return None
    return wanted.cache


def _counted(found: Report, in_vain: Iterable[Skipped], counts: bool) -> Report:
    """The report with what was named in vain, and with nothing unread that stops it unless that `counts`."""
    told = {(item.path, item.message) for item in found.skipped}
    skipped = [*found.skipped, *(replace(item, stops=True) for item in in_vain if (item.path, item.message) not in told)]
    return replace(
        found,
        skipped=tuple(replace(item, stops=item.stops and counts) for item in sorted(skipped, key=lambda item: (item.path, item.message))),
        not_compared=tuple(replace(item, stops=item.stops and counts) for item in found.not_compared),
    )


def _show(found: Report, stopping: set[str], wanted: Wanted) -> None:
    from consistency.render.terminal import render_check

    aside = any(file == files.STDOUT for _, file in wanted.outputs)
    stream = sys.stderr if aside else sys.stdout
    terminal.say(render_check(found, stopping, wanted.fail_on, terminal.width(stream), terminal.color(stream)), stream)
