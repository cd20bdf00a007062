"""A folder in partitions, each read, parsed and embedded by a task of its own, on whatever machine: what it finds goes into the cache.

A run then takes all of it from there. What is stored already is not worked out again, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consistency.cluster.event_pairs import About
from consistency.engine.cached_sources import Archive, Item
from consistency.engine.settings import Models
from consistency.ingest.mounts import mounted
from consistency.model import Skipped
from consistency.model.protocols import Embedder, LanguageModel, Progress

DOCUMENTS = 128
"""Files a partition: enough to make loading nothing of the cost, few enough to fit into a worker's memory and be lost to a kill."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where tasks stand, what all of them share, and which models they use. The paths of documents count from `folder`."""

    folder: str
    cache: str
    """The cache's file."""
    store: str
    """The folder of what else tasks leave for each other."""
    code: str
    """The version of the code: what another one has left does not count."""
    models: Models
    given: tuple[LanguageModel, Embedder] | None = None
    """Models that take the place of the named ones."""
    mounts: tuple[tuple[str, str], ...] = ()
    """Under which names documents are shown that are read elsewhere, and where."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Some of a folder's files, by their paths: documents travel as paths, never as text."""

    place: Place
    paths: tuple[str, ...]
    manifest: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """What a task tells of its partition: the sources without ids, what orders them, what could not be read, of how many the claims had
    to be worked out, and by which models: `models` stands for all that they find follows from, `tool` names them to a reader."""

    items: tuple[Item, ...]
    about: tuple[About, ...]
    skipped: tuple[Skipped, ...]
    made: int
    models: str
    tool: tuple[str, str, str, str]


def place_of(
    cache: Path, models: Models, given: tuple[LanguageModel, Embedder] | None = None, mounts: tuple[tuple[str, str], ...] = ()
) -> Place:
    """The current folder, with the store beside the cache's file."""
    from consistency.engine.adapters.cache import parts_of
    from consistency.engine.adapters.version import whole_digest

    there = cache.absolute()
    return Place(str(Path.cwd()), str(there), str(parts_of(there)), whole_digest(), models, given, mounts)


def partitions(paths: Sequence[str], manifest: str | None, place: Place) -> tuple[list[Partition], list[Skipped]]:
    """The documents under `paths` in partitions, in order, and what was named in vain. Raises `ManifestError` as reading them does."""
    from consistency.ingest.discover import documents_in

    documents, skipped = documents_in(paths, manifest)
    files = [document.path for document in documents]
    return [Partition(place, tuple(files[at : at + DOCUMENTS]), manifest) for at in range(0, len(files), DOCUMENTS)], skipped


def understood(partition: Partition) -> Done:
    """Read, parse and embed the documents of a partition, and store what was found."""
    from consistency.engine.pipeline import tool

    made = 0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal made
        made += total if stage == "parse" and done == 0 else 0

    with opened(partition.place, tell) as archive:
        items, skipped = archive.catalogue(partition.paths, partition.manifest, some=True)
        if items:
            archive.claims(items)
            archive.outline(items)
        made_by = tool(archive.language, archive.embedder)
        return Done(
            items=tuple(items),
            about=tuple(archive.about(items)),
            # Of the manifest's words on other documents a partition knows nothing.
            skipped=tuple(item for item in skipped if item.path in partition.paths),
            made=made,
            models=archive.models,
            tool=(made_by.name, made_by.version, made_by.embedder or "", made_by.language_model or ""),
        )


@contextlib.contextmanager
def opened(place: Place, tell: Progress | None = None) -> Iterator[Archive]:
    """What is stored of all documents, from the folder that their paths count from."""
    from consistency.engine.adapters.cache import SqliteCache
    from consistency.engine.adapters.version import code_digest

    language, embedder = place.given or _loaded(place.models)
    with (
        contextlib.chdir(place.folder),
        mounted(dict(place.mounts)),
        contextlib.closing(SqliteCache(Path(place.cache), code_digest(), lambda message: None)) as store,
    ):
        yield Archive(store, code_digest(), language, embedder, tell)


@lru_cache(maxsize=1)
def _loaded(models: Models) -> tuple[LanguageModel, Embedder]:
    """The models, loaded once a process."""
    from consistency.engine.adapters import load_models

    return load_models(models)
