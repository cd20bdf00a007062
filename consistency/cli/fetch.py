"""`consistency fetch`: pages off the web into a folder of documents, with what is known of each in its manifest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from consistency.cli import terminal
from consistency.cli.files import CannotWrite, require_writable, write_text
from consistency.engine.adapters.web import Downloader, Page
from consistency.errors import ConsistencyError, ManifestError, Unreadable
from consistency.model import Source
from consistency.model.ids import digest

SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}


class NothingFetched(ConsistencyError):
    """No page at all could be fetched."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page that was written, and what is known of it."""

    name: str
    source: Source | None


def fetch(urls: Sequence[str], folder: Path, downloader: Downloader, *, quiet: bool = False) -> None:
    """Write each page and its entry in `sources.toml`. What cannot be fetched is named; raises where nothing could be."""
    require_writable(folder, "--into")
    got = 0
    for url in dict.fromkeys(urls):
        try:
            page = downloader.get(url)
            kept = _write(page, folder)
        except Unreadable as error:
            terminal.warn(str(error))
            continue
        got += 1
        if not quiet:
            told = kept.source
            known = ", ".join(filter(None, (told.outlet, str(told.published) if told.published else "no date told") if told else ()))
            terminal.say(f"{folder / kept.name}{f' ({known})' if known else ': as it was'}")
    if not got:
        raise NothingFetched("no page could be fetched")


def _write(page: Page, folder: Path) -> _Kept:
    suffix = SUFFIXES.get(page.kind or "text/html")
    if suffix is None:
        raise Unreadable(f"{page.url}: is {page.kind}, no page or PDF: download it yourself if it is a document")
    now = datetime.now(UTC).replace(microsecond=0)
    stem = _stem(page.url)
    versions = sorted(folder.glob(f"{stem}*{suffix}"))
    if any(path.read_bytes() == page.data for path in versions):
        return _Kept(next(path for path in versions if path.read_bytes() == page.data).name, None)
    # A later capture stands beside the earlier one: what changed between them is reported.
    name = f"{stem}{suffix}" if not versions else f"{stem}-{now:%Y%m%dT%H%M%SZ}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(page.data)
    except OSError as error:
        raise CannotWrite(f"{folder / name}: {error.strerror or error}; choose another folder with --into") from None
    source = _read(folder / name)
    _enter(folder / "sources.toml", name, source, page.url, now)
    return _Kept(name, source)


def _read(path: Path) -> Source:
    """What the page tells of itself; nothing if it cannot be read, which the next report says."""
    from consistency.ingest.discover import Document, read_document

    sources, _ = read_document(Document(path.as_posix()))
    return sources[0] if sources else Source(path=path.as_posix(), text="")


def _stem(url: str) -> str:
    parts = urlsplit(url)
    words = re.sub(r"\.(?:html?|php|aspx?|pdf|txt)$", "", f"{(parts.hostname or '').removeprefix('www.')}{parts.path}")
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[-60:].strip("-")
    return f"{slug}-{digest(url.partition('#')[0], size=3)}"


def _enter(path: Path, name: str, source: Source, url: str, now: datetime) -> None:
    """Add the entry at the end of the manifest, whose comments and order stay."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text("utf-8-sig")) if path.exists() else tomlkit.document()
    except (TOMLKitError, UnicodeDecodeError):
        raise ManifestError(f"{path}: is no valid TOML, so that nothing can be added: mend it") from None
    table = tomlkit.table()
    if source.outlet:
        table["outlet"] = source.outlet
    if source.published and source.provenance.get("published") == "metadata":
        table["published"] = source.published.isoformat()
    table["url"] = source.url or url
    table["fetched"] = now.isoformat().replace("+00:00", "Z")
    document[name] = table
    write_text(path, tomlkit.dumps(document))
