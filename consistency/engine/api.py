"""The library's front door: `compare` and `check` read, run the pipeline and return the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from consistency.engine.settings import Settings
from consistency.errors import NothingToRead
from consistency.model import Report, Source, ToolInfo
from consistency.model.protocols import Cache, Embedder, LanguageModel

Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)` while a run goes on."""


def compare(
    paths: Sequence[str | Path],
    settings: Settings | None = None,
    *,
    language: LanguageModel | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Report:
    """Compare the documents under `paths` (files, folders, globs) and return the report.

    Models given as arguments replace those that the settings name. With a `cache`, what an earlier run worked out is taken from
    it; the report is the same. Raises `NothingToRead` where no document could be read, `ManifestError`, `SettingsError` or
    `ModelError` where these are at fault; single unreadable files are listed in `report.skipped` instead.
    """
    from consistency.engine.captures import run
    from consistency.ingest.discover import read

    settings = settings or Settings()
    if cache is None:
        sources, skipped = read([str(path) for path in paths], settings.manifest)
        if not sources:
            raise NothingToRead(_nothing(paths), skipped)
        language, embedder = _models(settings, language, embedder)
        return run(sources, settings, language, embedder, skipped=skipped, progress=progress)
    from consistency.engine.adapters.version import code_digest
    from consistency.engine.cached_sources import Archive

    language, embedder = _models(settings, language, embedder)
    archive = Archive(cache, code_digest(), language, embedder, progress)
    items, skipped = archive.catalogue([str(path) for path in paths], settings.manifest)
    if not items:
        raise NothingToRead(_nothing(paths), skipped)
    claims = archive.claims(items)
    return run(archive.sources(items), settings, language, archive.embedder, skipped=skipped, progress=progress, claims=claims)


def check(
    paths: Sequence[str | Path],
    new: Sequence[str | Path],
    settings: Settings | None = None,
    *,
    language: LanguageModel | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Report:
    """Compare the documents in the files `new` with each other and with those under `paths`, never old with old.

    The report holds the events that a new source tells of and the findings it takes part in: those that `compare` would find of
    them over all the documents. `report.added` names the new sources; where a file could not be read it stands in `report.skipped`.
    Raises as `compare` does.
    """
    import os

    from consistency.cluster.incremental import reached
    from consistency.engine.adapters.cache import MemoryCache
    from consistency.engine.adapters.version import code_digest
    from consistency.engine.cached_sources import Archive
    from consistency.engine.captures import run

    settings = settings or Settings()
    language, embedder = _models(settings, language, embedder)
    archive = Archive(MemoryCache() if cache is None else cache, code_digest(), language, embedder, progress)
    every = [*dict.fromkeys(str(path) for path in (*paths, *new))]
    items, skipped = archive.catalogue(every, settings.manifest)
    if not items:
        raise NothingToRead(_nothing(paths), skipped)
    fresh = {os.path.realpath(path) for path in new}
    numbers = {_number(path) for path in fresh}
    start = [at for at, item in enumerate(items) if _number(item.path) in numbers and os.path.realpath(item.path) in fresh]
    if not start:
        from importlib.metadata import version

        tool = ToolInfo(name="consistency", version=version("consistency"), embedder=embedder.id, language_model=language.id)
        return Report(tool=tool, skipped=skipped)
    if len(start) < len(items):
        together = reached(archive.outlines(items), start, lambda wanted: archive.details([items[at] for at in wanted]))
        ids = {items[at].id for at in start}
        items = [items[at] for at in together]
    else:
        ids = {item.id for item in items}
    claims = archive.claims(items)
    return run(archive.sources(items), settings, language, archive.embedder, skipped=skipped, progress=progress, claims=claims, new=ids)


def read_sources(paths: Sequence[str | Path], manifest: str | None = None) -> tuple[Source, ...]:
    """Only read and clean: what `consistency sources` shows. Raises as `compare` does."""
    from consistency.ingest.discover import read

    sources, skipped = read([str(path) for path in paths], manifest)
    if not sources:
        raise NothingToRead(_nothing(paths), skipped)
    return sources


def _models(settings: Settings, language: LanguageModel | None, embedder: Embedder | None) -> tuple[LanguageModel, Embedder]:
    from consistency.engine.adapters import load_models

    if language is None or embedder is None:
        loaded_language, loaded_embedder = load_models(settings.models)
        return language or loaded_language, embedder or loaded_embedder
    return language, embedder


def _number(path: str) -> tuple[int, int] | None:
    """What the file system knows a file by, which is sooner found than its real path; `None` for one that is gone."""
    import os

    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _nothing(paths: Sequence[str | Path]) -> str:
    named = ", ".join(str(path) for path in paths) or "no path"
    return f"no document could be read from {named}: give a folder, file or glob with .txt, .md, .html, .pdf, .json or .jsonl files"
