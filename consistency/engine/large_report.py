"""A large report in parts, each worked out and written by a task of its own: what needs all documents is drawn from figures and names.

No process holds all claims. A plain loop over the tasks gives what the workers of a cluster give, and both what one run gives, to the byte.
"""

from __future__ import annotations

import contextlib
import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from consistency.analysis.characterised_names import Names, named, targets
from consistency.checks.runner import in_order, numbered, order_of
from consistency.cluster.drafts import Draft
from consistency.cluster.event_pairs import About
from consistency.cluster.versions import last_of
from consistency.engine.adapters.cache import COPIES
from consistency.engine.cached_sources import Archive, Item
from consistency.engine.captures import beside
from consistency.engine.narrow import slim
from consistency.engine.pairing import Each, in_turn, stories_of
from consistency.engine.partitions import Done, Place, opened, partitions, understood
from consistency.engine.pipeline import TOGETHER, Compared, Stack, compared, finished, joined, packs
from consistency.engine.settings import Settings
from consistency.engine.store import Store, put
from consistency.engine.stored_forms import side_by_side
from consistency.engine.stored_pairs import NEAR
from consistency.model import Report, Source, ToolInfo
from consistency.model.grouping import grouped
from consistency.model.ids import digest
from consistency.model.json_report import frame, sections
from consistency.model.order import finding_key
from consistency.model.serialization import decode, encode
from consistency.render.formats import csv as csv_format
from consistency.render.formats import html as html_format
from consistency.render.formats import json as json_format
from consistency.render.view import paging
from consistency.render.view.rows import rows

FORMATS = frozenset({"html", "json", "csv"})
"""What can be written in parts."""
ROWS = "rows"
Judge = Callable[[Report], Report]
"""Gives each finding its state, by what a team has said."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole stories: their events, all sources that comparing them takes, and which of these are older captures of which."""

    place: Place
    drafts: tuple[Draft, ...]
    items: tuple[Item, ...]
    older: tuple[tuple[str, str], ...]
    settings: Settings
    models: str
    """Stands for the models."""

    @property
    def name(self) -> str:
        """Under which what is found is stored."""
        told = repr((self.drafts, self.items, self.older, self.settings.checks))
        return f"parts/{digest(self.place.code, self.models, told, size=16)}.json"


@dataclass(frozen=True, slots=True)
class Met:
    """What a task tells of its part: the names that are characterised in it, and what orders its findings, with their fingerprints."""

    names: Names
    findings: tuple[tuple[tuple[Any, ...], str], ...]
    made: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part that is to be written: what is said of whom goes by `shown_as`, its findings in order by `fingerprints`."""

    part: Part
    shown_as: Mapping[str, str]
    fingerprints: tuple[str, ...]
    judge: Judge
    tool: ToolInfo
    out: str
    formats: frozenset[str]

    def name(self, section: str) -> str:
        """Under which a section of it is stored."""
        return f"{self.part.name.removesuffix('.json')}.{section}"


def report_in_parts(settings: Settings, place: Place, judge: Judge, out: Path, each: Each = in_turn) -> tuple[Report, list[Path]] | None:
    """Compare the documents that `settings` name and write the report into the folder `out`, part by part.

    Args:
        settings: What to compare, and how; of its formats those in `FORMATS` are written.
        place: Where tasks stand, and what they share.
        judge: Gives findings their states.
        out: The folder of the report, which all workers see.
        each: Who does the tasks.

    Returns:
        The report without claims and texts, and the files that were written; `None` for a report of few events, which is one page.

    Raises:
        ManifestError: As reading the documents does.
    """
    parts, skipped = partitions(settings.sources, settings.manifest, place)
    done: list[Done] = each(understood, parts, "documents")
    items, about = _listed(done)
    skipped = [*skipped, *(item for one in done for item in one.skipped)]
    if not items:
        return None
    models = done[0].models
    older = _older(place, items, each)
    current = [at for at, item in enumerate(items) if item.id not in older]
    told = settings.sources, settings.manifest
    stories, used = stories_of(place, [items[at] for at in current], [about[at] for at in current], models, each, told)
    behind = grouped((last_of(name, older), name) for name in older)
    if sum(len(draft.sources) + sum(len(behind.get(name, ())) for name in draft.sources) > 1 for story in stories for draft in story) <= (
        paging.MANY_EVENTS
    ):
        return None
    by_id = {item.id: item for item in items}
    work = [_part(place, pack, by_id, older, behind, settings, models) for pack in packs(stories, TOGETHER)]
    met: list[Met] = each(compared_part, work, "events")
    pages = _pages(work, met, judge, ToolInfo(*done[0].tool), out, frozenset(settings.formats))
    shown: list[Report] = each(written, pages, "pages")
    report = replace(
        joined(shown, pages[0].tool, skipped),
        stale=_in_all([part.stale for part in shown]),
        settled_and_gone=_in_all([part.settled_and_gone for part in shown]),
    )
    made = _last(place, pages, report, out, settings, each)
    # What else stands there is of an earlier state of the documents, or has just been written out.
    Store(place.store).keep({*used, *(part.name for part in work)}, but=(f"{NEAR}/", f"{COPIES}/"))
    return report, made


def prepare(settings: Settings, place: Place, each: Each = in_turn) -> None:
    """Have the documents read, parsed and embedded, so that a run finds all of that in the cache."""
    each(understood, partitions(settings.sources, settings.manifest, place)[0], "documents")


def _listed(done: Sequence[Done]) -> tuple[list[Item], list[About]]:
    """All sources in order, by their ids."""
    from consistency.ingest.discover import identities

    both = [pair for one in done for pair in zip(one.items, one.about, strict=True)]
    both.sort(key=lambda pair: (pair[0].path, pair[0].record or 0))
    ids = identities([(item.path, item.record) for item, _ in both])
    return [replace(item, id=own) for (item, _), own in zip(both, ids, strict=True)], [said for _, said in both]


def _older(place: Place, items: Sequence[Item], each: Each) -> dict[str, str]:
    """From each older capture of a page to the next newer one."""
    by_address = grouped((item.page, item) for item in items if item.page)
    captures = [(place, tuple(same)) for same in by_address.values() if len(same) > 1]
    return {before: after for found in each(replaced, captures, "captures") for before, after in found.items()}


def replaced(task: tuple[Place, tuple[Item, ...]]) -> dict[str, str]:
    """From each older one of some captures of one page to the next newer one."""
    place, items = task
    with opened(place) as archive:
        return archive.older(items)


def _part(
    place: Place,
    drafts: Sequence[Draft],
    items: Mapping[str, Item],
    older: Mapping[str, str],
    behind: Mapping[str, Sequence[str]],
    settings: Settings,
    models: str,
) -> Part:
    own = [name for draft in drafts for name in draft.sources]
    before = [name for newest in own for name in behind.get(newest, ())]
    names = sorted({*own, *before, *(name for draft in drafts for name in draft.beside)})
    return Part(place, tuple(drafts), tuple(items[name] for name in names), tuple((n, older[n]) for n in before), settings, models)


def compared_part(part: Part) -> Met:
    """Compare the sources of a part, and store what is found."""
    store = Store(part.place.store)
    made = part.name not in store
    if made:
        with opened(part.place) as archive:
            found = _compared(part, archive)
        # Sources and claims stand in the cache.
        store.write(part.name, encode(replace(found, report=replace(found.report, sources=(), claims=())), Compared))
    else:
        found = decode(store.read(part.name), Compared)
    ordered = in_order(found.report.findings)
    return Met(named(found.said), tuple((order_of(item), item.fingerprint) for item in ordered), made)


def _compared(part: Part, archive: Archive) -> Compared:
    older = dict(part.older)
    now = [item for item in part.items if item.id not in older]
    sources, claims = {source.id: source for source in archive.sources(now)}, archive.claims(now)
    every = [claim for item in now for claim in claims[item.id]]
    vectors = dict(zip((claim.id for claim in every), archive.embedder([claim.text for claim in every]), strict=True))
    leads = dict(zip((item.id for item in now), side_by_side(archive.outline(now)).leads, strict=True))
    profiles = archive.profiles(now)
    found = compared(part.drafts, Stack(sources, claims, profiles, leads, vectors), part.settings, archive.embedder)
    if not older:
        return found
    told, before = _texts(part, archive)
    return replace(found, report=beside(found.report, older, told, before, part.settings, filed=lambda report: report))


def _texts(part: Part, archive: Archive) -> tuple[list[Source], dict[str, Any]]:
    """The sources of a part, those beside it left out, and their claims."""
    own = {name for draft in part.drafts for name in draft.sources} | {name for name, _ in part.older}
    items = [item for item in part.items if item.id in own]
    return archive.sources(items), archive.claims(items)


def _pages(work: Sequence[Part], met: Sequence[Met], judge: Judge, tool: ToolInfo, out: Path, formats: frozenset[str]) -> list[Page]:
    """What is to be written of each part, now that all names and findings are known."""
    shown_as = targets(one.names for one in met)
    every = sorted((order, at, name) for at, one in enumerate(met) for order, name in one.findings)
    own: list[list[str]] = [[] for _ in met]
    for (_, at, _), name in zip(every, numbered(name for _, _, name in every), strict=True):
        own[at].append(name)
    return [
        Page(part, {name: shown_as[name] for name, _, _ in one.names if name in shown_as}, tuple(names), judge, tool, str(out), formats)
        for part, one, names in zip(work, met, own, strict=True)
    ]


def written(page: Page) -> Report:
    """Write a part: the pages of its events, and its share of each list. Returns what the index tells of it."""
    part = page.part
    store = Store(part.place.store)
    with opened(part.place) as archive:
        found = decode(store.read(part.name), Compared)
        sources, claims = _texts(part, archive)
        every = tuple(claim for source in sources for claim in claims[source.id])
        report = finished(
            replace(found, report=replace(found.report, sources=tuple(sources), claims=every)), page.shown_as, archive.embedder
        )
        ordered = zip(in_order(report.findings), page.fingerprints, strict=True)
        findings = tuple(replace(finding, fingerprint=name) for finding, name in ordered)
        report = page.judge(replace(report, findings=findings, tool=page.tool))
        if "html" in page.formats:
            for name, own in paging.parts(report):
                if name == paging.ACROSS:
                    store.write(page.name("across"), encode(own, Report))
                else:
                    place, write = html_format.page_of(name, own)
                    put(Path(page.out) / place, write)
        if "json" in page.formats:
            for section, keyed in sections(report).items():
                store.write(page.name(section), _lines((key, json_format.text_of(item)) for key, item in keyed))
        if "csv" in page.formats:
            keys = sorted(map(finding_key, report.findings))
            store.write(page.name(ROWS), _lines(zip(keys, rows(report), strict=True)))
    return slim(report)


def _lines(keyed: Iterable[tuple[Any, Any]]) -> bytes:
    return "".join(json.dumps([key, value], separators=(",", ":")) + "\n" for key, value in keyed).encode()


def _merged(store: Store, names: Sequence[str]) -> Iterator[Any]:
    """What stands in the lines of several files, each sorted, in one order."""
    streams = [map(json.loads, store.lines(name)) for name in names]
    return (value for _, value in heapq.merge(*streams, key=itemgetter(0)))


def _in_all(parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What no part has found again."""
    return tuple(sorted(set.intersection(*map(set, parts))))


def _last(place: Place, pages: Sequence[Page], report: Report, out: Path, settings: Settings, each: Each) -> list[Path]:
    """Write what holds the parts together; returns the files that a reader opens."""
    store, made = Store(place.store), []
    if "html" in settings.formats:
        standing = [page.name("across") for page in pages if page.name("across") in store]
        each(across, [(place, tuple(standing), str(out), pages[0].tool)] if standing else [], "pages")
        name, write = html_format.index_page(report)
        made.append(put(out / name, write))
    if "json" in settings.formats:
        lists = {section: _merged(store, [page.name(section) for page in pages]) for section in sections(Report(report.tool))}
        writer = json_format.WRITER
        made.append(put(out / f"{writer.stem}{writer.suffix}", lambda to: json_format.write_parts(frame(report), lists, to)))
    if "csv" in settings.formats:
        writer = csv_format.WRITER
        found = _merged(store, [page.name(ROWS) for page in pages])
        made.append(put(out / f"{writer.stem}{writer.suffix}", lambda to: csv_format.write_rows(found, to)))
    return made


def across(task: tuple[Place, tuple[str, ...], str, ToolInfo]) -> None:
    """Write the page of what belongs to no single event."""
    place, names, out, tool = task
    with contextlib.chdir(place.folder):
        store = Store(place.store)
        parts = [decode(store.read(name), Report) for name in names]
        name, write = html_format.page_of(paging.ACROSS, joined(parts, tool, ()))
        put(Path(out) / name, write)
