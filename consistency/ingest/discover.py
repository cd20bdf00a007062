"""Paths to sources: finds the documents, reads each with its format's reader, and adds what manifest and text tell."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any

from consistency import plugins
from consistency.errors import Unreadable
from consistency.ingest import manifest as manifests
from consistency.ingest.blocks import clean
from consistency.ingest.bounds import bounded
from consistency.ingest.file_reader import MAX_BYTES, PartlyUnreadable
from consistency.ingest.folding import folded, unfolded
from consistency.ingest.metadata import infer
from consistency.ingest.mounts import real, there
from consistency.ingest.small_files import NO_STAND_INS, StandIns, named, present
from consistency.model import Skipped, Source
from consistency.model.protocols import Reader

_PLAIN = (".txt", ".md", ".html", ".pdf")
"""What is named first where a message lists the formats."""
UNREAD = frozenset(
    (
        ".adoc", ".djvu", ".doc", ".docm", ".docx", ".dotx", ".eml", ".epub", ".fb2", ".mbox", ".mht",
        ".mhtml", ".mobi", ".msg", ".odp",
        ".odt", ".pages", ".ppt", ".pptx", ".rst", ".rtf", ".srt", ".tex", ".vtt", ".warc", ".warc.gz",
        ".webarchive", ".wpd", ".wps", ".xml",
        ".xps",
    )
)  # fmt: skip
"""Endings of files that hold documents. Those that no reader takes are named: they may tell what nobody has compared."""
OWN = frozenset({"calibration.json"})
"""What this program keeps beside the documents under an ending that documents have too."""
_GLOB = re.compile(r"[*?\[]")
_HEAD = 2_000
_REPORT = re.compile(
    rb'<meta name="generator" content="consistency \d'
    rb"|\A# Where the accounts differ\s+[\d,]+ sources? on "
    rb'|\A\{\s*"schema_version": "\d+",\s*"tool": \{\s*"name": "consistency"'
    rb"|\Acheck,kind,severity,confidence,scope,event,"
)
"""How the reports begin."""
_HALF = re.compile("[\ud800-\udfff]")


@cache
def readers() -> tuple[Reader, ...]:
    """The reader of each format; of two that read a file this program's own goes first. Raises `PluginError`."""
    return tuple(plugins.named("consistency.ingest.readers", "READER", "consistency.readers", Reader, "name").values())


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
    finding = _Finding()
    for path in paths:
        finding.take(path)
    found = finding.documents()
    known = _Manifests(manifest, found, instead, new, later)
    documents = [known.document(shown, real_path) for shown, real_path in found.items()]
    return documents, [*finding.skipped, *finding.unread(), *known.unused({_shown(path) for path in paths} if some else None)]


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
        return [], [Skipped(shown, f"{shown}: {_unknown(path)}")]
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


def reader_of(path: str) -> Reader | None:
    """The reader of the file's format, `None` if there is none."""
    return _reader_of(ending(os.path.basename(path)))


def ending(name: str) -> str:
    """The last suffix of a file's name, with the one before it where the last only says how the file is packed (`.warc.gz`)."""
    # As `Path(name).suffixes` has it, for many thousand files.
    stem, dot, last = name.lstrip(".").rpartition(".")
    if not dot or not last:
        return ""
    if last.lower() in ("gz", "bz2", "xz"):
        _, dot, before = stem.rpartition(".")
        return f"{dot}{before if dot else ''}.{last}".lower()
    return f".{last}"


def endings() -> str:
    """What can be read, for messages."""
    found = {getattr(reader, "suffixes", ("",))[0] for reader in readers()}
    return ", ".join([*_PLAIN, *sorted(found - {"", *_PLAIN})])


@cache
def _reader_of(suffix: str) -> Reader | None:
    # A format is told by its suffix alone; looked up for each of many thousand files.
    named = Path(f"document{suffix}")
    return next((reader for reader in readers() if reader.reads(named)), None)


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


@dataclass(slots=True)
class _Finding:
    """The documents under the given paths. A file found twice, by whatever way, is read once."""

    found: dict[str, str] = field(default_factory=dict)
    """From the file's real path to the shortest path by which it was found, of such the first."""
    skipped: list[Skipped] = field(default_factory=list)
    aside: dict[str, str] = field(default_factory=dict)
    """The same of the files of formats that no reader takes."""

    def take(self, given: str) -> None:
        path = _shown(given)
        if os.path.isdir(there(path)):
            self._folder(path, given)
        elif os.path.lexists(there(path)):
            self._add(path)
        elif _GLOB.search(given):
            self._glob(path, given)
        else:
            self.skipped.append(Skipped(path, f"{path}: no such file or folder; check the name"))

    def documents(self) -> dict[str, str]:
        """The paths as shown, in order, each with its real path."""
        return dict(sorted((shown, real_path) for real_path, shown in self.found.items()))

    def unread(self) -> list[Skipped]:
        """One complaint for each ending."""
        found = []
        for ending, paths in groupby(sorted(self.aside.values(), key=lambda path: (unread_ending(path), path)), unread_ending):
            files = list(paths)
            shown = ", ".join(files[:3]) + (f" and {len(files) - 3:,} more" if len(files) > 3 else "")
            one = len(files) == 1
            told = f'{shown}: the type "{ending}" is not read; save {"it" if one else "them"} as text, HTML or PDF'
            found.append(Skipped(files[0], told if one else f"{len(files):,} files: {told}", tuple(files)))
        return found

    def _add(self, path: str) -> None:
        self._put(path, real(path), self.aside if unread_ending(path) else self.found)

    def _put(self, path: str, real_path: str, among: dict[str, str]) -> None:
        # A link to the folder that it is in leads a pattern to one file by ever longer paths.
        among[real_path] = min(path, among.get(real_path, path), key=lambda shown: (shown.count("/"), shown))

    def _glob(self, pattern: str, given: str) -> None:
        matches = [_shown(match) for match in glob.glob(pattern, recursive=True)]
        files = [path for path in matches if not os.path.isdir(path) and (wanted(path) or unread_ending(path))]
        folders = [path for path in matches if os.path.isdir(path)] if not pattern.rstrip("/").endswith("**") else []
        folders = [path for path in folders if not (os.path.islink(path) and _leads_astray(path, real(os.path.dirname(path) or ".")))]
        for path in files:
            self._add(path)
        for folder in folders:
            self._folder(folder, None)
        if not files and not folders:
            self.skipped.append(Skipped(given, f"{given}: no document matches the pattern"))

    def _folder(self, folder: str, given: str | None) -> None:
        documents, before = 0, len(self.skipped)
        for path, real_path in _walk(folder, self.skipped):
            if wanted(path):
                documents += 1
                self._put(path, real_path, self.found)
            elif unread_ending(path):
                self._put(path, real_path, self.aside)
        if given is not None and not documents and len(self.skipped) == before:
            self.skipped.append(Skipped(folder, f"{folder}: holds no {endings()} file"))


def _shown(path: str) -> str:
    path = path.replace(os.sep, "/")
    plain = os.path.normpath(path).replace(os.sep, "/") if path else "."
    # Above a link is above what it leads to.
    climbs = "/../" in f"/{path}/" and "\0" not in path
    return path if climbs and os.path.realpath(path) != os.path.realpath(plain) else plain


def _walk(folder: str, skipped: list[Skipped]) -> Iterator[tuple[str, str]]:
    """The files below the folder without hidden ones and our own, each with its real path; links are followed, and a folder is entered
    once. One that cannot be listed is `skipped`."""
    place = there(folder)
    start = os.path.realpath(place)
    entered: set[str] = set()
    # Real paths count from that of the folder above, so that nothing but a link is looked up.
    waiting = [(place, _shown(os.path.join(folder, "x"))[:-1], start)]
    while waiting:
        here, shown, real_path = waiting.pop()
        if real_path in entered:
            continue
        entered.add(real_path)
        try:
            found = _entries_of(here)
        except OSError as error:
            shut, why = shown.rstrip("/") or folder, error.strerror or type(error).__name__
            told = f"{shut}: cannot be listed ({why}), so that what it holds is not compared; check its permissions"
            skipped.append(Skipped(shut, told))
            continue
        begin = os.path.join(real_path, "")
        for name, (folder_too, link) in found:
            if not folder_too and name not in OWN:
                yield shown + name, os.path.realpath(os.path.join(here, name)) if link else begin + name
        for name, (folder_too, link) in reversed(found):
            if not folder_too or name.startswith("."):
                continue
            below = os.path.join(here, name)
            if not (link and _leads_astray(below, start)):
                waiting.append((below, f"{shown}{name}/", os.path.realpath(below) if link else begin + name))


def _entries_of(folder: str) -> list[tuple[str, tuple[bool, bool]]]:
    """What a folder holds by its name, in order, and of each whether it is a folder and whether it is a link. Raises `OSError`."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                found.append((entry.name, (entry.is_dir(), entry.is_symlink())))
            except OSError:
                found.append((entry.name, (False, True)))
    return sorted(found)


def _leads_astray(link: str, start: str) -> bool:
    """Whether a link leads to a folder that holds the folder `start` itself, such as the root, or to the system's own."""
    real = os.path.join(os.path.realpath(link), "")
    return f"{start}/".startswith(real) or real.startswith(("/proc/", "/sys/", "/dev/"))


def wanted(path: str) -> Reader | None:
    """The reader of a file found in a folder; `None` if it is no document: hidden, a README, a manifest, of no known type."""
    name = path.rsplit("/", 1)[-1]
    # A word processor keeps "~$story.docx" beside a document that is open.
    if (
        name.startswith((".", "~$"))
        or name == manifests.NAME
        or (name[:6].lower() == "readme" and name.lower().rsplit(".", 1)[0] == "readme")
    ):
        return None
    return _reader_of(ending(name))


def unread_ending(path: str) -> str:
    """The ending of a document's file that no reader takes, else the empty string."""
    name = path.rsplit("/", 1)[-1].lower()
    ending = ".warc.gz" if name.endswith(".warc.gz") else os.path.splitext(name)[1]
    hidden = name.startswith((".", "~$"))
    return ending if ending in UNREAD and not hidden and _reader_of(ending) is None else ""


class _Manifests:
    """The manifest's word on each document: the given manifest, else the `sources.toml` beside the document."""

    def __init__(
        self, given: str | None, found: Mapping[str, str], instead: StandIns = NO_STAND_INS, new: Collection[str] = (), later: bool = False
    ) -> None:
        """`found` has the real path of each document."""
        self._new = new
        self._given = _shown(given) if given else None
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
            self._beside[folder] = _shown(os.path.join(folder, manifests.NAME))
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
            files = {name: _shown(os.path.join(os.path.dirname(path), name)) for name in told}
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
                file = _shown(os.path.join(folder, name))
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
