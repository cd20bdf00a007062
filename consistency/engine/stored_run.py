"""A run over sources of which much is stored: their stories are drawn from stored pairs, and of a new source its own stories alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from consistency.cluster.drafts import Draft, drawn
from consistency.cluster.incremental import stories_around
from consistency.cluster.versions import last_of
from consistency.engine.cached_sources import Archive, Item
from consistency.engine.captures import run
from consistency.engine.neighbours import Archived, neighbours, numbers
from consistency.engine.settings import Settings
from consistency.engine.stored_pairs import StoredPairs, stored_pairs_of
from consistency.model import Report, Skipped
from consistency.model.protocols import EventReader, Progress

FEW = 100
"""Sources whose pairs are compared anew in each run, which takes no longer than looking them up."""


def stored_run(
    archive: Archive,
    items: Sequence[Item],
    settings: Settings,
    paths: Sequence[str],
    *,
    reader: EventReader | None = None,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
    new: Collection[str] | None = None,
) -> Report:
    """The report on the sources `items` of an archive; with the ids of `new` sources, on what these have a part in.

    The pairs of all sources under `paths` are looked up, or stored; the other parameters are as `pipeline.run` takes them.
    """
    stories, looked_at = None, items
    if len(items) > FEW:
        older = archive.older(items)
        current = [item for item in items if item.id not in older]
        asked = None if new is None else {last_of(name, older) for name in new}
        stored = stored_pairs_of(archive.cache, archive.models, paths, settings.manifest)
        stories = _drawn(archive, current, asked, stored)
        if asked is not None:
            own = {name for story in stories for draft in story for name in (*draft.sources, *draft.beside)}
            looked_at = [item for item in items if last_of(item.id, older) in own]
    claims, sources = archive.claims(looked_at), archive.sources(looked_at)
    return run(
        sources,
        settings,
        archive.language,
        archive.embedder,
        reader=reader,
        skipped=skipped,
        progress=progress,
        claims=claims,
        profiles=archive.profiles(looked_at),
        new=new,
        stories=stories,
    )


def _drawn(archive: Archive, items: Sequence[Item], asked: Collection[str] | None, stored: StoredPairs) -> list[list[Draft]]:
    """The stories of the sources `asked` (ids), or of all."""
    import numpy as np

    archived = Archived(
        numbers([item.key for item in items]),
        lambda wanted: archive.outlines([items[at] for at in wanted]),
        lambda wanted: archive.about([items[at] for at in wanted]),
        lambda wanted: archive.details([items[at] for at in wanted]),
    )
    graph, names = neighbours(archived, stored), [item.id for item in items]
    if asked is None or len(asked) == len(items):
        every = np.arange(len(items))
        return drawn(names, archived.about(every.tolist()), lambda: [graph.pairs(every)])
    return stories_around(graph, names, archived.about, [at for at, name in enumerate(names) if name in asked])
