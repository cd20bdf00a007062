"""`sources.toml`: what is known of the documents from outside their text. One table a file, every key optional."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Any

from consistency.errors import ManifestError
from consistency.ingest.printed_dates import metadata_date
from consistency.ingest.small_files import NO_STAND_INS, StandIns, content
from consistency.model import Source

NAME = "sources.toml"
KEYS = ("outlet", "via", "title", "byline", "dateline", "published", "language")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file. `known` holds the values by the field names of `Source`.

    One that came with the document itself is not `trusted` more than what the document says of itself.
    """

    known: Mapping[str, str | date | time] = field(default_factory=dict)
    trusted: bool = True

    def on(self, source: Source) -> Source:
        """The source with the manifest's word in place of the format's own."""
        origin = "manifest" if self.trusted else "metadata"
        where = {**source.provenance, **{name: origin for name in self.known if name != "published_time"}}
        return replace(source, **dict(self.known), provenance=where)  # type: ignore[arg-type]


def load(path: Path, shown: str | None = None, instead: StandIns = NO_STAND_INS) -> dict[str, Entry]:
    """The entries of the manifest by file name, with `/`, relative to the manifest's folder. `shown` names it in messages.

    What stands `instead` of the file is read in its place.

    Raises `ManifestError` where the file is no TOML, is not a table a file, or has an unknown or ill-typed key.
    """
    shown = shown or path.as_posix()
    try:
        data = tomllib.loads(content(path, instead).decode("utf-8-sig"))
    except OSError as error:
        raise ManifestError(f"{shown}: cannot be read ({error.strerror or error}); check its name and permissions") from None
    except UnicodeDecodeError:
        raise ManifestError(f"{shown}: is not UTF-8; save it as UTF-8") from None
    except ValueError as error:  # numbers of thousands of digits too
        raise ManifestError(f"{shown}: is no valid TOML: {error}") from None
    except RecursionError:
        raise ManifestError(f"{shown}: is no valid TOML: it is nested too deep") from None
    return {name.replace("\\", "/"): _entry(name, table, shown) for name, table in data.items()}


def _entry(name: str, table: Any, shown: str) -> Entry:
    if not isinstance(table, dict):
        raise ManifestError(f'{shown}: "{name}" stands outside a table; write one table a file: ["report.txt"] and below it {name} = ...')
    known: dict[str, str | date | time] = {}
    for key, value in table.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1, 0.5)
            hint = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(KEYS)}"
            raise ManifestError(f'{shown}: unknown key "{key}" under ["{name}"]; {hint}')
        if key == "published":
            moment = metadata_date(value)
            if moment is None:
                raise ManifestError(f'{shown}: published = {value!r} under ["{name}"] is no date; write it as 2023-01-31')
            known["published"] = moment[0]
            if moment[1] is not None:
                known["published_time"] = moment[1]
        elif not isinstance(value, str):
            raise ManifestError(f'{shown}: {key} under ["{name}"] must be a text in quotes, not {value!r}')
        elif value.strip():
            known[key] = value.strip()
    return Entry(known)
