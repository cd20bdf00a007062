"""The files under given paths: folders, files and patterns, each file once however it is found."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from consistency.ingest.formats import endings, unread_ending, wanted
from consistency.ingest.mounts import real, there
from consistency.model import Skipped

OWN = frozenset({"calibration.json"})
"""What this program keeps beside the documents under an ending that documents have too."""
_GLOB = re.compile(r"[*?\[]")


@dataclass(slots=True)
class Search:
    """The documents under the given paths. A file found twice, by whatever way, is read once."""

    found: dict[str, str] = field(default_factory=dict)
    """From the file's real path to the shortest path by which it was found, of such the first."""
    skipped: list[Skipped] = field(default_factory=list)
    aside: dict[str, str] = field(default_factory=dict)
    """The same of the files of formats that no reader takes."""

    def take(self, given: str) -> None:
        path = shown_path(given)
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
        matches = [shown_path(match) for match in glob.glob(pattern, recursive=True)]
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


def shown_path(path: str) -> str:
    """A path as it is shown: with `/`, and without what leads nowhere."""
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
    waiting = [(place, shown_path(os.path.join(folder, "x"))[:-1], start)]
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
