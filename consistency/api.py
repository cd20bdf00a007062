"""The library's front door: `compare` reads, runs the pipeline and returns the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from consistency.errors import NothingToRead
from consistency.model import Report, Source
from consistency.seams import Embedder, LanguageModel
from consistency.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)` while a run goes on."""


def compare(
    paths: Sequence[str | Path],
    settings: Settings | None = None,
    *,
    language: LanguageModel | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> Report:
    """Compare the documents under `paths` (files, folders, globs) and return the report.

    Models given as arguments replace those that the settings name. Raises `NothingToRead` where no document could be
    read, `ManifestError`, `SettingsError` or `ModelError` where these are at fault; single unreadable files are listed
    in `report.skipped` instead.
    """
    from consistency.adapters import load_models
    from consistency.pipeline import run
    from consistency.reading import read

    settings = settings or Settings()
    sources, skipped = read([str(path) for path in paths], settings.manifest)
    if not sources:
        raise NothingToRead(_nothing(paths), skipped)
    if language is None or embedder is None:
        loaded_language, loaded_embedder = load_models(settings.models)
        language, embedder = language or loaded_language, embedder or loaded_embedder
    return run(sources, settings, language, embedder, skipped=skipped, progress=progress)


def read_sources(paths: Sequence[str | Path], manifest: str | None = None) -> tuple[Source, ...]:
    """Only read and clean: what `consistency sources` shows. Raises as `compare` does."""
    from consistency.reading import read

    sources, skipped = read([str(path) for path in paths], manifest)
    if not sources:
        raise NothingToRead(_nothing(paths), skipped)
    return sources


def _nothing(paths: Sequence[str | Path]) -> str:
    named = ", ".join(str(path) for path in paths) or "no path"
    return f"no document could be read from {named}: give a folder, file or glob with .txt, .md, .html, .pdf, .json or .jsonl files"
