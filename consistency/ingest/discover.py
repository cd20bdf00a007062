"""Paths to sources: finds the documents, reads each with its format's reader, and adds what manifest and text tell."""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from consistency.errors import Unreadable
from consistency.ingest import manifest as manifests
from consistency.ingest.blocks import clean
from consistency.ingest.bounds import bounded
from consistency.ingest.file_reader import PartlyUnreadable
from consistency.ingest.file_search import Search, shown_path
from consistency.ingest.folding import folded, unfolded
from consistency.ingest.formats import reader_of, require_readable, unknown
from consistency.ingest.metadata import infer
from consistency.ingest.mounts import real, there
from consistency.ingest.small_files import NO_STAND_INS, StandIns, named, present
from consistency.model import Skipped, Source

_HEAD = 2_000
_REPORT = re.compile(
    rb'<meta name="generator" content="consistency \d'
    rb"|\A# Where the accounts differ\s+[\d,]+ sources? on "
    rb'|\A\{\s*"schema_version": "\d+",\s*"tool": \{\s*"name": "consistency"'
    rb"|\Acheck,kind,severity,confidence,scope,event,"
)
"""How the reports begin."""
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be read, by the path as shown."""

    path: str
    real_path: str = ""
    """Where it lies, with links followed."""
    manifest: manifests.Manifest | None = None
    """What has a word on it, under `name`."""
    name: str = ""
    trusted: bool = True
    """Whether that is more than what the document says of itself."""

    @property
    def entry(self) -> manifests.Entry | None:
        """The manifest's word on it. Raises `ManifestError` where that is at fault."""
        found = self.manifest[self.name] if self.manifest is not None else None
        return found if found is None or self.trusted else replace(found, trusted=False)

    @property
    def told(self) -> str:
        """The same as a text that no other word has."""
        if self.manifest is None:
            return ""
        return self.manifest.told(self.name) if self.trusted else f"no trust\n{self.manifest.told(self.name)}"


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
    paths: Sequence[str],
    manifest: str | None,
    instead: StandIns = NO_STAND_INS,
    new: Collection[str] = (),
    *,
    some: bool = False,
    later: bool = False,
) -> tuple[list[Document], list[Skipped]]:
    """The files under `paths`, sorted by path and each once, and what was named in vain or is of a format that no reader takes.

    Where something stands in for a manifest, the manifest itself still tells of the documents in `new` (real paths). Of `some` out of
    many documents it is not told which others the manifest names in vain. With `later`, a manifest's word on a document may be read when
    it is first asked for.
    Raises `ManifestError` as `read` does.
    """
    finding = Search()
    for path in paths:
        finding.take(path)
    found = finding.documents()
    known = _Manifests(manifest, found, instead, new, later)
    documents = [known.document(shown, real_path) for shown, real_path in found.items()]
    return documents, [*finding.skipped, *finding.unread(), *known.unused({shown_path(path) for path in paths} if some else None)]


def read_document(document: Document) -> tuple[list[Source], list[Skipped]]:
    """The sources in one file with blocks and provenance but no ids, and what of it could not be read."""
    entry = document.entry
    sources, problems = _read_one(document.path, entry.columns if entry else {})
    known = (bounded(entry.on(source) if entry else source) for source in map(_whole, sources))
    # Roles are read off the folded text; blocks count in the file.
    return [unfolded(infer(clean(folded(source)))) for source in known], problems


def _whole(source: Source) -> Source:
    """The source with a sign for what was lost in place of each half of a character: JSON can spell one, and no model reads it."""
    texts = {item.name: getattr(source, item.name) for item in fields(source) if item.name != "path"}
    whole: dict[str, Any] = {name: _HALF.sub("\ufffd", text) for name, text in texts.items() if isinstance(text, str)}
    return replace(source, **whole)


def in_order(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """Each once, by path and message."""
    return tuple(sorted(set(skipped), key=lambda item: (item.path, item.message)))


def _read_one(shown: str, columns: Mapping[str, str]) -> tuple[list[Source], list[Skipped]]:
    path = Path(there(shown))
    reader = reader_of(path.name)
    if reader is None:
        return [], [Skipped(shown, f"{shown}: {unknown(path)}")]
    try:
        require_readable(path, reader)
        if _is_report(path):
            raise Unreadable("is a report of this program, no document: write reports to another folder with --out, or name the documents")
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


def _is_report(path: Path) -> bool:
    """Whether the file begins as the reports do that this program writes, which may lie below the sources: they are no witnesses."""
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return _REPORT.search(stream.read(_HEAD)) is not None
    return False


def identities(names: Sequence[tuple[str, int | None]]) -> list[str]:
    """The ids of sources by path and record alone."""
    return distinct([(short_id(path, record), path, record) for path, record in names])


def distinct(named: Sequence[tuple[str, str, int | None]]) -> list[str]:
    """The ids of sources, from their short ones, paths and records. Should two in one run collide, both take a longer form."""
    taken = Counter(short for short, *_ in named)
    return [short if taken[short] == 1 else _id(path, record, 12) for short, path, record in named]


def short_id(path: str, record: int | None) -> str:
    """The id of a source that no other one in its run collides with."""
    return _id(path, record, 3)


def _id(path: str, record: int | None, size: int) -> str:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:32].strip("-") or "source"
    named = f"{path}#{record}" if record is not None else path
    return f"{slug}-{blake2b(named.encode('utf-8', 'surrogateescape'), digest_size=size).hexdigest()}"


class _Manifests:
    """The manifest's word on each document: the given manifest, else the `sources.toml` beside the document."""

    def __init__(
        self, given: str | None, found: Mapping[str, str], instead: StandIns = NO_STAND_INS, new: Collection[str] = (), later: bool = False
    ) -> None:
        """`found` has the real path of each document."""
        self._new = new
        self._given = shown_path(given) if given else None
        self._found = found
        self._instead = instead
        self._later = later
        self._loaded: dict[str, manifests.Manifest | None] = {}
        self._folders: dict[str, str] = {}
        self._beside: dict[str, str] = {}
        self._aside: dict[tuple[str, bool], Mapping[str, str]] = {}
        if self._given:
            self._load(self._given)

    def document(self, shown: str, real_path: str) -> Document:
        """The document with what is said of it."""
        path = self._given or self._path_beside(shown[: shown.rfind("/") + 1])
        told = self._load(path)
        name = self._name(told, path, shown)
        if name is not None:
            return Document(shown, real_path, told, name)
        if self._instead and named(path) in self._instead and real(shown) in self._new and os.path.isfile(there(path)):
            late = manifests.load(Path(there(path)), path)
            name = self._name(late, path, shown)
            if name is not None:
                return Document(shown, real_path, late, name, trusted=False)
        return Document(shown, real_path)

    def _path_beside(self, folder: str) -> str:
        if folder not in self._beside:
            self._beside[folder] = shown_path(os.path.join(folder, manifests.NAME))
        return self._beside[folder]

    def _name(self, told: manifests.Manifest | None, path: str, document: str) -> str | None:
        """The name by which a manifest has a word on a document."""
        if not told:
            return None
        name = _below(document, self._folders[path])
        if name not in told and self._given:
            return self._by_file(told, path).get(self._found.get(document) or real(document))
        return name if name in told else None

    def _by_file(self, told: manifests.Manifest, path: str) -> Mapping[str, str]:
        """By its real path each entry's name that is not that of a document as shown, and so may be that of any other."""
        key = path, told is self._loaded.get(path)
        if key not in self._aside:
            files = {name: shown_path(os.path.join(os.path.dirname(path), name)) for name in told}
            # Of two for one file the first counts.
            self._aside[key] = {real(file): name for name, file in reversed(files.items()) if file not in self._found}
        return self._aside[key]

    def unused(self, only: Collection[str] | None = None) -> list[Skipped]:
        """A complaint for each entry whose file does not exist, or is in a folder whose own manifest counts; for some files alone where
        `only` names them."""
        missing = []
        for path, told in self._loaded.items():
            folder = self._folders[path]
            begin = f"{folder}/" if folder else ""
            names = told or () if only is None else [_below(file, folder) for file in only]
            for name in names:
                if not told or name not in told or (begin + name in self._found and (self._given or "/" not in name)):
                    continue
                # A fault in it is told all the same.
                told[name]
                file = shown_path(os.path.join(folder, name))
                if not os.path.lexists(there(file)):
                    missing.append(Skipped(file, f'{path}: has an entry for "{name}", but there is no such file; check the name'))
                elif not self._given and file in self._found and os.path.dirname(file) != folder:
                    why = "beside a document counts the manifest of its own folder"
                    missing.append(Skipped(path, f'{path}: the entry "{name}" counts only with --manifest {path}: {why}'))
        return missing

    def _load(self, path: str) -> manifests.Manifest | None:
        if path not in self._loaded:
            file = Path(there(path))
            self._folders[path] = os.path.dirname(path)
            known = path == self._given or present(file, self._instead)
            self._loaded[path] = manifests.load(file, path, self._instead, later=self._later) if known else None
        return self._loaded[path]


def _below(document: str, folder: str) -> str:
    """The document's path as seen from the folder, which is empty for the current one."""
    if folder and document.startswith(f"{folder}/"):
        return document[len(folder) + 1 :]
    if not folder and not document.startswith(("/", "../")) and document[1:2] != ":":
        return document
    return os.path.relpath(document, folder or ".").replace(os.sep, "/")
