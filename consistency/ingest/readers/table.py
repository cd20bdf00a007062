"""Tables of articles: CSV, Parquet and SQLite, one source a row. The columns go by the names that the common data sets use."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from consistency.errors import Unreadable
from consistency.ingest.decoding import decode, load
from consistency.ingest.file_reader import Gathered
from consistency.ingest.record import source_of
from consistency.model import Source

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "maintext", "body", "content", "article", "article_text", "articlebody", "full_text", "fulltext", "story", "plain_text",
        "cleaned_text", "article_content", "news", "document",
    ),
    "title": ("title", "headline", "headlines", "article_title", "heading"),
    "description": ("description", "summary", "short_description", "subtitle", "abstract", "highlights", "lead", "deck"),
    "outlet": ("outlet", "source", "publication", "publisher", "site", "site_name", "media_name", "source_name", "newspaper",
               "source_domain", "domain"),
    "author": ("author", "authors", "byline", "by", "writer", "journalist"),
    "published": (
        "published", "date_publish", "publishedat", "published_at", "publish_date", "published_date", "publication_date", "date_published",
        "datepublished", "pub_date", "pubdate", "date", "datetime", "timestamp",
    ),
    "updated": ("updated", "date_modify", "modified", "updated_at", "date_modified", "datemodified", "last_modified"),
    "url": ("url", "link", "article_url", "web_url", "source_url", "href"),
    "language": ("language", "lang"),
    "agency": ("agency", "via", "wire"),
}  # fmt: skip
"""For each field the column names that hold it, the plainest first. Case, spaces and hyphens do not count."""
_FIELDS = {"text": "text", "outlet": "outlet", "author": "byline", "published": "published", "updated": "updated", "agency": "via"}
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
"""Virtual tables are code of a module rather than rows of the file."""
_SQLITE = (".sqlite", ".sqlite3", ".db")
_LONGEST_FIELD = 20_000_000
_MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    """As a person counts it: in a CSV file the header is row 1."""
    values: Mapping[str, Any]
    table: str = ""


@dataclass(frozen=True)
class TableReader:
    """Reads `.csv`, `.tsv`, `.parquet` and `.sqlite`. `columns` says which column holds a field where its name does not tell."""

    columns: Mapping[str, str] = field(default_factory=dict)
    name: str = "table"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".parquet", *_SQLITE)
    max_bytes: int = 500_000_000

    def reads(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes

    def with_columns(self, columns: Mapping[str, str]) -> TableReader:
        """The reader that takes these columns, by the field each holds."""
        return replace(self, columns=columns)

    def __call__(self, path: Path) -> list[Source]:
        suffix = path.suffix.lower()
        rows = _csv(path) if suffix in (".csv", ".tsv") else _parquet(path) if suffix == ".parquet" else _sqlite(path, self.columns)
        found = Gathered("rows")
        try:
            for ordinal, row in enumerate(rows, start=1):
                if ordinal > _MOST_ROWS:
                    raise Unreadable(f"has more than {_MOST_ROWS:,} rows: what follows is not read")
                try:
                    found.sources.append(_source(row, self.columns, path.as_posix(), ordinal))
                except Unreadable as error:
                    found.refuse(f"row {row.number} {error}")
        except Unreadable as error:  # what was read before the damage counts
            if not found.sources and not found.refused:
                raise
            found.refuse(str(error))
        return found.all("holds no document in any of its rows", "holds no rows")


def chosen(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field. Raises `Unreadable` if none holds the text, or a given one does not exist."""
    there = list(names)
    plain = {"_".join(name.strip().lower().replace("-", " ").split()): name for name in reversed(there) if isinstance(name, str)}
    found = {}
    for name, known in NAMES.items():
        if name in given:
            if given[name] not in there:
                raise Unreadable(
                    f"has no column “{given[name]}” (it has {', '.join(map(str, there[:12]))}): correct `columns` in sources.toml"
                )
            found[name] = given[name]
        elif column := next((plain[item] for item in known if item in plain), None):
            found[name] = column
    if "text" not in found:
        raise Unreadable(
            f"has no column that is known to hold the text (it has {', '.join(map(str, there[:12]))}): "
            "name it under `columns` in sources.toml"
        )
    return found


def _source(row: _Row, given: Mapping[str, str], path: str, ordinal: int) -> Source:
    columns = chosen(row.values, given)
    record = {name: _plain(row.values.get(column)) for name, column in columns.items()}
    if "agency" in record:
        record["via"] = record.pop("agency")
    source = source_of(record, path, ordinal)
    place = f"table {row.table}, row {row.number}" if row.table else f"row {row.number}"
    origins = {_FIELDS.get(name, name): f"column {column}" for name, column in columns.items()}
    where = {name: origins.get(name, origin) for name, origin in source.provenance.items()}
    return replace(source, places=((1, place),), provenance=where)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, (str, list, type(None))) else str(value)


def _csv(path: Path) -> Iterator[_Row]:
    text, _ = decode(load(path))
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(_LONGEST_FIELD)
    first = text.split("\n", 1)[0]
    delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t|", key=lambda sign: (first.count(sign), sign == ","))
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        for number, values in enumerate(reader, start=2):
            yield _Row(number, {name: value for name, value in values.items() if name})
    except csv.Error as error:
        raise Unreadable(f"is no table that can be read ({error}): save it again as CSV") from None


def _parquet(path: Path) -> Iterator[_Row]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise Unreadable("is a Parquet file: to read it, run `pip install 'consistency[parquet]'`") from None
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            if not file.schema_arrow.names:
                return
            names = [
                name
                for name, column in zip(file.schema_arrow.names, file.schema_arrow, strict=True)
                if not pyarrow.types.is_nested(column.type) or pyarrow.types.is_list(column.type)
            ]
            for batch in file.iter_batches(batch_size=256, columns=names):
                for values in batch.to_pylist():
                    number += 1
                    yield _Row(number, values)
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, MemoryError):
        raise Unreadable("is no Parquet file, or a damaged one: write it again") from None


def _sqlite(path: Path, given: Mapping[str, str]) -> Iterator[_Row]:
    """The rows of the tables that hold texts. Opened so that nothing can be written and no trigger or view runs."""
    with path.open("rb") as stream:
        begins = stream.read(16)
    if begins != b"SQLite format 3\x00":
        raise Unreadable("is no SQLite database, whatever its name says")
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_FIELD)
            names = [name for (name,) in database.execute(_TABLES)]
            refused = None
            read = False
            for name in names:
                quoted = '"' + name.replace('"', '""') + '"'
                cursor = database.execute(f"SELECT * FROM {quoted}")
                columns = [item[0] for item in cursor.description]
                try:
                    chosen(columns, given)
                except Unreadable as error:
                    refused = refused or error
                    continue
                read = True
                for number, values in enumerate(cursor, start=1):
                    yield _Row(number, dict(zip(columns, values, strict=True)), name)
            if not read and refused is not None:
                raise refused
    except (sqlite3.Error, UnicodeError, OverflowError):
        raise Unreadable("is a damaged SQLite database, or one that is being written: copy it with `.backup`") from None


READER = TableReader()
