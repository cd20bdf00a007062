"""Paths to sources: finds the documents, reads each with its format's reader, and adds what manifest and text tell."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from consistency.errors import Unreadable
from consistency.ingest import manifest as manifests
from consistency.ingest.blocks import clean
from consistency.ingest.bounds import bounded
from consistency.ingest.file_reader import MAX_BYTES, PartlyUnreadable
from consistency.ingest.folding import folded, unfolded
from consistency.ingest.metadata import infer
from consistency.ingest.mounts import real, there
from consistency.ingest.search import Search, endings, reader_of, shown_path
from consistency.ingest.small_files import NO_STAND_INS, StandIns, named, present
from consistency.model import Skipped, Source
from consistency.model.protocols import Reader


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be read, by the path as shown, with the manifest's word on it."""

    path: str
    entry: manifests.Entry | None = None
    real_path: str = ""
    """Where it lies, with links followed."""


def read(paths: Sequence[str], manifest: str | None, instead: StandIns = NO_STAND_INS) -> tuple[tuple[Source, ...], tuple[Skipped, ...]]:
    """The sources under `paths` (files, folders, globs) with blocks, provenance and ids, and the files that were skipped.

    Both are sorted by path; the order of `paths` changes nothing. A `sources.toml` beside the documents is the
    manifest unless `manifest` names one; `instead` holds what stands in for it. Raises `ManifestError` if a manifest is at fault, and
    nothing else.
    """
    documents, skipped = documents_in(paths, manifest, instead)
    sources: list[Source] = []
    for document in documents:
        found, problems = read_document(document)
        sources += found
        skipped += problems
    ordered = sorted(sources, key=lambda source: (source.path, source.record or 0))
    ids = identities([(source.path, source.record) for source in ordered])
    return tuple(replace(source, id=name) for source, name in zip(ordered, ids, strict=True)), in_order(skipped)


def documents_in(
    paths: Sequence[str], manifest: str | None, instead: StandIns = NO_STAND_INS, new: Collection[str] = (), *, some: bool = False
) -> tuple[list[Document], list[Skipped]]:
    """The files under `paths`, sorted by path and each once, and what was named in vain or is of a format that no reader takes.

    Where something stands in for a manifest, the manifest itself still tells of the documents in `new` (real paths). Of `some` out of
    many documents it is not told which others the manifest names in vain.
    Raises `ManifestError` as `read` does.
    """
    search = Search()
    for path in paths:
        search.take(path)
    found = search.documents()
    known = _Manifests(manifest, found, instead, new)
    documents = [Document(shown, known.entry(shown), real_path) for shown, real_path in found.items()]
    return documents, [*search.skipped, *search.unread(), *known.unused({shown_path(path) for path in paths} if some else None)]


def read_document(document: Document) -> tuple[list[Source], list[Skipped]]:
    """The sources in one file with blocks and provenance but no ids, and what of it could not be read."""
    entry = document.entry
    sources, problems = _read_one(document.path, entry.columns if entry else {})
    known = (bounded(entry.on(source) if entry else source) for source in sources)
    # Roles are read off the folded text; blocks count in the file.
    return [unfolded(infer(clean(folded(source)))) for source in known], problems


def in_order(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """Each once, by path and message."""
    return tuple(sorted(set(skipped), key=lambda item: (item.path, item.message)))


def _read_one(shown: str, columns: Mapping[str, str]) -> tuple[list[Source], list[Skipped]]:
    path = Path(there(shown))
    reader = reader_of(path.name)
    if reader is None:
        return [], [Skipped(shown, f"{shown}: {_unknown(path)}")]
    try:
        require_readable(path, reader)
        if columns:
            if not hasattr(reader, "with_columns"):
                raise Unreadable("is no table, so that `columns` in sources.toml says nothing of it: take that out")
            reader = reader.with_columns(columns)
        sources, problems = reader(path), []
    except PartlyUnreadable as error:
        sources, problems = error.sources, [Skipped(shown, f"{shown}: {message}") for message in error.messages]
    except Unreadable as error:
        return [], [Skipped(shown, f"{shown}: {error}")]
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        return [], [Skipped(shown, f"{shown}: could not be read ({type(error).__name__}); save it again in another format")]
    if not sources and not problems:
        problems = [Skipped(shown, f"{shown}: holds no document")]
    return [replace(source, path=shown) for source in sources], problems


def require_readable(path: Path, reader: Reader) -> None:
    """Raise `Unreadable` for a file that is gone, is no regular file, or is larger than any document of `reader`'s format."""
    most = getattr(reader, "max_bytes", MAX_BYTES)
    try:
        found = path.stat()
    except FileNotFoundError:
        broken = path.is_symlink()
        raise Unreadable("is a link to a file that is gone: mend or remove the link" if broken else "no longer exists") from None
    except OSError as error:
        raise Unreadable(f"cannot be reached ({error.strerror or type(error).__name__})") from None
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("is no regular file: give a file, a folder or a glob")
    if found.st_size > most:
        raise Unreadable(f"is {found.st_size / 1e6:.0f} MB, over the limit of {most / 1e6:.0f} MB for a document: split it or leave it out")


def _unknown(path: Path) -> str:
    kind = f'the type "{path.suffix}"' if path.suffix else "a file without a suffix"
    return f"{kind} is not read; known are {endings()}"


def identities(names: Sequence[tuple[str, int | None]]) -> list[str]:
    """The ids of sources by path and record alone. Should two in one run collide, both take a longer form."""
    short = [_id(path, record, 3) for path, record in names]
    taken: dict[str, int] = defaultdict(int)
    for name in short:
        taken[name] += 1
    return [name if taken[name] == 1 else _id(path, record, 12) for name, (path, record) in zip(short, names, strict=True)]


def _id(path: str, record: int | None, size: int) -> str:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:32].strip("-") or "source"
    named = f"{path}#{record}" if record is not None else path
    return f"{slug}-{blake2b(named.encode('utf-8', 'surrogateescape'), digest_size=size).hexdigest()}"


class _Manifests:
    """The manifest's word on each document: the given manifest, else the `sources.toml` beside the document."""

    def __init__(self, given: str | None, found: Mapping[str, str], instead: StandIns = NO_STAND_INS, new: Collection[str] = ()) -> None:
        """`found` has the real path of each document."""
        self._new = new
        self._given = shown_path(given) if given else None
        self._found = found
        self._instead = instead
        self._loaded: dict[str, Mapping[str, manifests.Entry]] = {}
        self._beside: dict[str, str] = {}
        self._aside: dict[tuple[str, bool], Mapping[str, manifests.Entry]] = {}
        if self._given:
            self._load(self._given)

    def entry(self, document: str) -> manifests.Entry | None:
        path = self._given or self._path_beside(os.path.dirname(document))
        entry = self._told(self._load(path), path, document)
        if entry is None and self._instead and named(path) in self._instead and real(document) in self._new:
            late = manifests.load(Path(there(path)), path) if os.path.isfile(there(path)) else {}
            entry = self._told(late, path, document)
            return replace(entry, trusted=False) if entry else None
        return entry

    def _path_beside(self, folder: str) -> str:
        if folder not in self._beside:
            self._beside[folder] = shown_path(os.path.join(folder, manifests.NAME))
        return self._beside[folder]

    def _told(self, entries: Mapping[str, manifests.Entry], path: str, document: str) -> manifests.Entry | None:
        if not entries:
            return None
        folder = os.path.dirname(path) or "."
        entry = entries.get(_below(document, folder))
        if entry is None and self._given:
            return self._by_file(entries, path).get(self._found.get(document) or real(document))
        return entry

    def _by_file(self, entries: Mapping[str, manifests.Entry], path: str) -> Mapping[str, manifests.Entry]:
        """By its real path each entry whose name is not that of a document as shown, and so may be that of any other."""
        key = path, entries is self._loaded.get(path)
        if key not in self._aside:
            files = {name: shown_path(os.path.join(os.path.dirname(path), name)) for name in entries}
            # Of two for one file the first counts.
            self._aside[key] = {real(file): entries[name] for name, file in reversed(files.items()) if file not in self._found}
        return self._aside[key]

    def unused(self, only: Collection[str] | None = None) -> list[Skipped]:
        """A complaint for each entry whose file does not exist, or is in a folder whose own manifest counts; for some files alone where
        `only` names them."""
        told = []
        for path, entries in self._loaded.items():
            folder = os.path.dirname(path)
            begin = f"{folder}/" if folder else ""
            for name in entries:
                if begin + name in self._found and (self._given or "/" not in name):
                    continue
                file = shown_path(os.path.join(folder, name))
                if only is not None and file not in only:
                    continue
                if not os.path.lexists(there(file)):
                    told.append(Skipped(file, f'{path}: has an entry for "{name}", but there is no such file; check the name'))
                elif not self._given and file in self._found and os.path.dirname(file) != folder:
                    why = "beside a document counts the manifest of its own folder"
                    told.append(Skipped(path, f'{path}: the entry "{name}" counts only with --manifest {path}: {why}'))
        return told

    def _load(self, path: str) -> Mapping[str, manifests.Entry]:
        if path not in self._loaded:
            file = Path(there(path))
            known = path == self._given or present(file, self._instead)
            self._loaded[path] = manifests.load(file, path, self._instead) if known else {}
        return self._loaded[path]


def _below(document: str, folder: str) -> str:
    """The document's path as seen from the folder."""
    if folder != "." and document.startswith(f"{folder}/"):
        return document[len(folder) + 1 :]
    if folder == "." and not document.startswith(("/", "../")) and document[1:2] != ":":
        return document
    return os.path.relpath(document, folder).replace(os.sep, "/")
