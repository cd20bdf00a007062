"""A folder in partitions, each read, parsed and embedded by a task of its own, on whatever machine: what it finds goes into the cache.

A run then takes all of it from there. What is stored already is not worked out again, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consistency.engine.settings import Models
from consistency.model.protocols import Embedder, LanguageModel

DOCUMENTS = 128
"""Files a partition: enough to make loading nothing of the cost, few enough to fit into a worker's memory and be lost to a kill."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Some of a folder's files, by their paths, and what their task needs to know. Documents travel as paths, never as text."""

    paths: tuple[str, ...]
    manifest: str | None
    cache: str
    """The cache's file, which all tasks share."""
    models: Models
    given: tuple[LanguageModel, Embedder] | None = None
    """Models that take the place of the named ones."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a task tells of its partition: how many sources it holds, and of how many the claims had to be worked out."""

    sources: int
    made: int


def partitions(
    paths: Sequence[str], manifest: str | None, cache: Path, models: Models, given: tuple[LanguageModel, Embedder] | None = None
) -> list[Partition]:
    """The documents under `paths` in partitions, in order. Raises `ManifestError` as reading them does."""
    from consistency.ingest.discover import documents_in

    documents, _ = documents_in(paths, manifest)
    # A worker may have been started in another folder.
    files = [os.path.abspath(document.path) for document in documents]
    told = os.path.abspath(manifest) if manifest else None
    place = os.path.abspath(cache)
    return [Partition(tuple(files[at : at + DOCUMENTS]), told, place, models, given) for at in range(0, len(files), DOCUMENTS)]


def understood(partition: Partition) -> Done:
    """Read, parse and embed the documents of a partition, and store what was found. What cannot be read is left for the run to name."""
    from consistency.engine.adapters.cache import SqliteCache
    from consistency.engine.adapters.version import code_digest
    from consistency.engine.cached_sources import Archive

    made = 0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal made
        made += total if stage == "parse" and done == 0 else 0

    language, embedder = partition.given or _loaded(partition.models)
    with contextlib.closing(SqliteCache(Path(partition.cache), code_digest(), lambda message: None)) as store:
        archive = Archive(store, code_digest(), language, embedder, tell)
        items, _ = archive.catalogue(partition.paths, partition.manifest)
        if items:
            archive.claims(items)
            archive.outlines(items)
    return Done(len(items), made)


@lru_cache(maxsize=1)
def _loaded(models: Models) -> tuple[LanguageModel, Embedder]:
    """The models, loaded once a process."""
    from consistency.engine.adapters import load_models

    return load_models(models)
