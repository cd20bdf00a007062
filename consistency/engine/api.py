"""The library's front door: `compare` and `check` read, run the pipeline and return the report; `write` puts it into a file."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, NothingToRead, suggestion
from consistency.ingest.mounts import real, there
from consistency.ingest.small_files import NO_STAND_INS, StandIns
from consistency.model import Report, Skipped, Source
from consistency.model.protocols import Cache, Embedder, EventReader, LanguageModel, Progress

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A file, folder or glob, or several."""


def compare(
    paths: Paths,
    settings: Settings | None = None,
    *,
    language: LanguageModel | None = None,
    embedder: Embedder | None = None,
    reader: EventReader | None = None,
    progress: Progress | None = None,
    cache: Cache | str | os.PathLike[str] | None = None,
) -> Report:
    """Compare the documents under `paths` and return the report.

    Args:
        paths: A file, folder or glob, or several of them.
        settings: What to run and how; the built-in defaults if `None`. No settings file is looked for.
        language: Takes the place of the language model that the settings name.
        embedder: Takes the place of the embedder that the settings name.
        reader: Reads each event in addition to the checks; by default the model that the settings name, if any.
        progress: Called as `progress(stage, done, total)` while the run goes on.
        cache: What an earlier run worked out is taken from it; the report is the same. A path means an SQLite file there.

    Returns:
        The report. Single files that cannot be read are in `report.skipped`.

    Raises:
        NothingToRead: No document could be read.
        ConsistencyError: The manifest, the settings or a model is at fault; the message says which and what to do.
        TypeError: `paths` or `settings` is of another type.
    """
    from consistency.engine.captures import run
    from consistency.ingest.discover import read

    names, settings = _names(paths), _settings(settings)
    with _at_hand(names, cache) as names:
        if cache is None:
            sources, skipped = read(names, settings.manifest)
            if not sources:
                raise NothingToRead(_nothing(names), skipped)
            reader = reader or _reader(settings, None)
            language, embedder = _models(settings, language, embedder)
            return run(sources, settings, language, embedder, reader=reader, skipped=skipped, progress=progress)
        from consistency.engine.adapters.version import code_digest
        from consistency.engine.cached_sources import Archive
        from consistency.engine.stored_run import stored_run

        language, embedder = _models(settings, language, embedder)
        with _opened(cache) as store:
            reader = reader or _reader(settings, store)
            archive = Archive(store, code_digest(), language, embedder, progress)
            items, skipped = archive.catalogue(names, settings.manifest)
            if not items:
                raise NothingToRead(_nothing(names), skipped)
            return stored_run(archive, items, settings, names, reader=reader, skipped=skipped, progress=progress)


def check(
    paths: Paths,
    new: Paths,
    settings: Settings | None = None,
    *,
    language: LanguageModel | None = None,
    embedder: Embedder | None = None,
    reader: EventReader | None = None,
    progress: Progress | None = None,
    cache: Cache | str | os.PathLike[str] | None = None,
    instead: StandIns = NO_STAND_INS,
) -> Report:
    """Compare the `new` documents with each other and with those under `paths`, never old with old.

    Args:
        paths: A file, folder or glob, or several: all documents, or the old ones.
        new: A file, folder or glob, or several: the new documents.
        settings: As `compare` takes them.
        language: As `compare` takes it.
        embedder: As `compare` takes it.
        reader: As `compare` takes it.
        progress: As `compare` takes it.
        cache: As `compare` takes it.
        instead: By the names that `consistency.ingest.small_files.named` gives manifests, what to read in place of them.

    Returns:
        The events that a new source reports and the findings it takes part in: those that `compare` would find of them over all the
        documents. `report.added` names the new sources. What of them could not be read or compared stands in `report.skipped` and
        `report.not_compared`, with `stops` set.

    Raises:
        NothingToRead: No document could be read.
        ConsistencyError: As `compare` raises it.
        TypeError: As `compare` raises it.
    """
    from consistency.engine.adapters.cache import MemoryCache
    from consistency.engine.adapters.version import code_digest, whole_digest
    from consistency.engine.cached_sources import Archive
    from consistency.engine.stored_run import stored_run
    from consistency.ingest.discover import documents_in

    names, fresh, settings = _names(paths), _names(new), _settings(settings)
    language, embedder = _models(settings, language, embedder)
    with _opened(MemoryCache() if cache is None else cache) as store, _at_hand([*names, *fresh], store) as found:
        names, fresh = found[: len(names)], found[len(names) :]
        reader = reader or _reader(settings, store)
        archive = Archive(store, code_digest(), language, embedder, progress)
        # Files are taken by their names, as some may be of a format that nothing reads.
        wider, _ = documents_in([path for path in fresh if not os.path.isfile(there(path))], settings.manifest, instead)
        added = {real(path) for path in (*fresh, *(document.path for document in wider))}
        items, skipped = archive.catalogue([*dict.fromkeys((*names, *fresh))], settings.manifest, instead, added)
        skipped = _stopping(skipped, added | {real(path) for path in names})
        if not items:
            raise NothingToRead(_nothing(names), skipped)
        ids = {item.id for item in items if archive.lies_at(item) in added}
        if not ids:
            from consistency.engine.pipeline import tool

            return Report(tool(language, embedder), skipped=skipped)

        def made() -> Report:
            return stored_run(archive, items, settings, names, reader=reader, skipped=skipped, progress=progress, new=ids)

        if reader is not None:
            return made()
        return archive.remembered(repr((whole_digest(), items, sorted(ids), settings.checks, skipped)), made)


def read_sources(paths: Paths, manifest: str | None = None) -> tuple[Source, ...]:
    """Only read and clean: what `consistency sources` shows.

    Args:
        paths: A file, folder or glob, or several of them.
        manifest: The file that says what is known of the documents; the `sources.toml` next to them if `None`.

    Returns:
        The sources with their text, blocks, warnings and what is known of them.

    Raises:
        NothingToRead: No document could be read.
        ManifestError: The manifest is at fault.
        TypeError: `paths` is of another type.
    """
    from consistency.ingest.discover import read

    with _at_hand(_names(paths), None) as names:
        sources, skipped = read(names, manifest)
    if not sources:
        raise NothingToRead(_nothing(names), skipped)
    return sources


def write(report: Report, file: str | os.PathLike[str], format: str | None = None) -> Path:
    """Write `report` into `file`, in any format that the command line knows.

    Args:
        report: What `compare` or `check` returned.
        file: Where to; its folder must exist. A reader never meets half a file.
        format: The format's name (`html`, `md`, `json`, `csv`, `sarif`, ...); by the file's ending if `None`.

    Returns:
        The path.

    Raises:
        ConsistencyError: There is no such format, or no format with that ending.
        OSError: The file cannot be written.
        TypeError: `report` is no report.
    """
    from consistency.engine.store import put
    from consistency.render.formats import all_writers

    if not isinstance(report, Report):
        raise TypeError(f"report must be a consistency.Report, not {type(report).__name__}")
    path = Path(file)
    writers = all_writers()
    wanted = format or _ENDINGS.get(path.suffix.lower(), path.suffix.lower().removeprefix("."))
    if wanted not in writers:
        raise ConsistencyError(f"there is no format {wanted!r}{suggestion(wanted, writers)}")
    path.parent.stat()  # A folder that is missing may be a slip, and is not made.
    return put(path, partial(writers[wanted], report))


_ENDINGS = {".htm": "html", ".markdown": "md", ".xml": "junit", ".jsonld": "claimreview"}


def _names(paths: Paths) -> list[str]:
    """The paths as texts. A string is one path and no sequence of characters."""
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    if isinstance(paths, bytes | bytearray) or not isinstance(paths, Iterable):
        raise TypeError(f"paths must be a path or several, not {type(paths).__name__}")
    found = []
    for path in paths:
        name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
        if not isinstance(name, str):
            raise TypeError(f"a path must be a str or a pathlib.Path, not {type(path).__name__}")
        found.append(name)
    return found


@contextlib.contextmanager
def _at_hand(names: list[str], cache: Cache | str | os.PathLike[str] | None) -> Iterator[list[str]]:
    """The paths, with what lies at an address copied to beside the cache, where that is a file."""
    if not any(":" in name for name in names):
        yield names
        return
    from consistency.engine.adapters.addresses import at_hand
    from consistency.engine.adapters.cache import SqliteCache, cache_path, copies_of

    path = cache.path if isinstance(cache, SqliteCache) else cache_path(os.fspath(cache)) if isinstance(cache, str | os.PathLike) else None
    with at_hand(names, copies_of(path) if path is not None else None) as (found, _):
        yield found


def _settings(settings: Settings | None) -> Settings:
    if settings is not None and not isinstance(settings, Settings):
        raise TypeError(f"settings must be consistency.Settings, not {type(settings).__name__}")
    return settings or Settings()


def _opened(cache: Cache | str | os.PathLike[str]) -> Any:
    """The cache for the length of a run; one that is opened here is closed again."""
    if not isinstance(cache, str | os.PathLike):
        return contextlib.nullcontext(cache)
    from consistency.engine.adapters.cache import SqliteCache, cache_path
    from consistency.engine.adapters.version import code_digest

    return contextlib.closing(SqliteCache(cache_path(os.fspath(cache)), code_digest(), warnings.warn))


def _stopping(skipped: Sequence[Skipped], named: Collection[str]) -> tuple[Skipped, ...]:
    """With `stops` set on those that are about one of the files `named`, given by their real paths."""
    return tuple(replace(item, stops=any(real(file) in named for file in item.files or (item.path,))) for item in skipped)


def _models(settings: Settings, language: LanguageModel | None, embedder: Embedder | None) -> tuple[LanguageModel, Embedder]:
    from consistency.engine.adapters import load_models

    if language is None or embedder is None:
        loaded_language, loaded_embedder = load_models(settings.models)
        return language or loaded_language, embedder or loaded_embedder
    return language, embedder


def _reader(settings: Settings, cache: Cache | None) -> EventReader | None:
    from consistency.engine.adapters import load_reader

    return load_reader(settings.llm, cache)


def _nothing(paths: Sequence[str]) -> str:
    from consistency.ingest.formats import endings

    named = ", ".join(paths) or "no path"
    return f"no document could be read from {named}: give a folder, file or glob with {endings()} files"
