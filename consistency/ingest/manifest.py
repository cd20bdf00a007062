"""`sources.toml`: what is known of the documents from outside their text. One table a file, every key optional."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from consistency.errors import ManifestError
from consistency.ingest.page_metadata import language
from consistency.ingest.printed_dates import moment
from consistency.ingest.small_files import NO_STAND_INS, StandIns, table_in, text_in
from consistency.model import Source

NAME = "sources.toml"
KEYS = (
    "outlet", "via", "title", "byline", "dateline", "event", "published", "updated", "language", "url", "fetched", "reliability",
    "credibility", "columns",
)  # fmt: skip
RELIABILITY, CREDIBILITY = "ABCDEF", range(1, 7)
"""The grades of the Admiralty code: of the source, and of what it tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file. `known` holds the values by the field names of `Source`.

    One that came with the document itself is not `trusted` more than what the document says of itself.
    """

    known: Mapping[str, str | int | date | time] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a table: which column holds which field."""
    trusted: bool = True

    def on(self, source: Source) -> Source:
        """The source with the manifest's word in place of the format's own."""
        origin = "manifest" if self.trusted else "metadata"
        known = {name: value for name, value in self.known.items() if self.trusted or name not in _TRUSTED_ONLY}
        where = {**source.provenance, **{name: origin for name in known if not name.endswith(("_time", "_zone"))}}
        return replace(source, **known, provenance=where)  # type: ignore[arg-type]


_TRUSTED_ONLY = frozenset(("reliability", "credibility"))
"""What no document says of itself. The event that one states for itself is shown, and never used: see `Profile.stated`."""


class Manifest(Mapping[str, Entry]):
    """The entries of a manifest by file name, with `/`, relative to the manifest's folder.

    An entry is read when it is first asked for, where the text alone tells which part of it is about which file: so that what an earlier
    run has read, and stands there as it stood, need not be read again. Asking raises `ManifestError` as `load` does.
    """

    def __init__(self, text: str, shown: str) -> None:
        self._text, self._shown = text, shown
        self._read: dict[str, Entry] = {}
        sections = _sections(text)
        if sections is None:
            data = table_in(text, shown, ManifestError)
            self._read = {name.replace("\\", "/").removeprefix("./"): _entry(name, table, shown) for name, table in data.items()}
            sections = {name: repr(entry) for name, entry in self._read.items()}
        self._sections = sections

    def __getitem__(self, name: str) -> Entry:
        section = self._sections[name]
        if name not in self._read:
            try:
                (table,) = table_in(f'["{name}"]\n{section}', self._shown, ManifestError).values()
            except ManifestError:
                # The whole text, for the number of the line.
                table_in(self._text, self._shown, ManifestError)
                raise
            self._read[name] = _entry(name, table, self._shown)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def told(self, name: str) -> str:
        """What is said of a file, as a text that no other word has."""
        return self._sections[name]


def _sections(text: str) -> dict[str, str] | None:
    """What stands below the header of each table `["report.txt"]`; `None` where more than such headers may begin a line so."""
    head, *parts = f"\n{text}".split('\n["')
    plain = not any(sign in text for sign in ('"""', "'''", "\r", "\n ", "\n\t"))
    if not plain or text.startswith((" ", "\t")) or f"\n{text}".count("\n[") != len(parts):
        return None
    if any(line and not line.startswith("#") for line in head.split("\n")):
        return None
    split = [part.partition('"]\n') for part in parts]
    found = {name: told for name, _, told in split}
    odd = any(not end or name.startswith("./") or "\\" in name or '"' in name or "\n" in name for name, end, _ in split)
    return None if odd or len(found) < len(parts) else found


def load(path: Path, shown: str | None = None, instead: StandIns = NO_STAND_INS, *, later: bool = False) -> Manifest:
    """The entries of the manifest by file name, with `/`, relative to the manifest's folder. `shown` names it in messages.

    What stands `instead` of the file is read in its place. With `later`, an entry may be read when it is first asked for.

    Raises `ManifestError` if the file is no TOML, is not a table a file, or has an unknown or ill-typed key.
    """
    shown = shown or path.as_posix()
    found = _manifest(text_in(path, shown, ManifestError, instead), shown)
    if not later:
        dict(found)
    return found


# A worker reads the same manifest for one partition after the other, and one of many thousand entries takes its time.
@lru_cache(maxsize=2)
def _manifest(text: str, shown: str) -> Manifest:
    return Manifest(text, shown)


def _entry(name: str, table: Any, shown: str) -> Entry:
    if not isinstance(table, dict):
        raise ManifestError(f'{shown}: "{name}" stands outside a table; write one table a file: ["report.txt"] and below it {name} = ...')
    known: dict[str, str | int | date | time] = {}
    columns: dict[str, str] = {}
    for key, value in table.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1, 0.5)
            hint = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(KEYS)}"
            raise ManifestError(f'{shown}: unknown key "{key}" under ["{name}"]; {hint}')
        if key in ("published", "updated"):
            found = moment(value)
            if found is None:
                raise ManifestError(f'{shown}: {key} = {value!r} under ["{name}"] is no date; write it as 2023-01-31')
            known[key] = found.day
            if found.clock is not None:
                known[f"{key}_time"] = found.clock
            if found.zone is not None and key == "published":
                known["published_zone"] = found.zone
        elif key in ("reliability", "credibility"):
            known[key] = _grade(key, value, name, shown)
        elif key == "columns":
            if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
                raise ManifestError(f'{shown}: columns under ["{name}"] must name columns, as in columns = {{ text = "Story" }}')
            columns = dict(value)
        elif key == "fetched":
            known["captured"] = value.isoformat() if isinstance(value, (date, datetime)) else str(value)
        elif not isinstance(value, str):
            raise ManifestError(f'{shown}: {key} under ["{name}"] must be a text in quotes, not {value!r}')
        elif value.strip():
            known[key] = (language(value) if key == "language" else None) or value.strip()
    return Entry(known, columns)


def _grade(key: str, value: Any, name: str, shown: str) -> str | int:
    if key == "reliability" and isinstance(value, str) and len(value) == 1 and value.upper() in RELIABILITY:
        return value.upper()
    if key == "credibility" and isinstance(value, int) and not isinstance(value, bool) and value in CREDIBILITY:
        return value
    wanted = 'one of "A" to "F"' if key == "reliability" else "a number from 1 to 6"
    raise ManifestError(f'{shown}: {key} = {value!r} under ["{name}"] is no grade; it must be {wanted}')
