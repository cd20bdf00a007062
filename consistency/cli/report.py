"""`consistency report` and `consistency compare`: run the comparison, show it, write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.cli import caching, files, options, terminal
from consistency.cli.verdicts import Said, said
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError
from consistency.ingest.mounts import real
from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.view.narrow import Narrowing, narrowed

if TYPE_CHECKING:
    from consistency.engine.adapters.dask_cluster import Cluster

NOTHING_LEFT_OUT = Narrowing()


def report(
    settings: Settings,
    *,
    quiet: bool,
    cache: Path | None = None,
    wanted: Narrowing = NOTHING_LEFT_OUT,
    full: bool = False,
    cluster: Cluster | None = None,
    chosen: bool = True,
) -> None:
    """Compare `settings.sources`, write each of `settings.formats` into `settings.out`, and show the findings unless `quiet`.

    Every output shows the part of the report that is `wanted`; the terminal shows that part in brief unless `full`.

    What an earlier run worked out is taken from the file `cache`, and stored there; without one, nothing is stored.
    Where there is a `cluster`, its workers do the work, and write a large report too; this process then holds no claims. Unless somebody
    has `chosen` the formats, a report that they write is in those that can be written in parts.
    """
    writers = options.chosen_writers(settings)
    out = Path(settings.out)
    files.require_writable(out)
    known = said(settings)
    if cluster is not None and cache is not None:
        asked = settings if chosen or settings.formats != Settings().formats else _written_in_parts(settings)
        if _in_parts(asked, known, cluster, cache, quiet, in_full=wanted == NOTHING_LEFT_OUT):
            return
    found = narrowed(known.judge(compared(settings, quiet=quiet, cache=cache)), wanted)
    written = files.write_reports(found, writers, out)
    if not quiet:
        from consistency.render.terminal import render_report

        terminal.say(render_report(found, terminal.width(), terminal.color(), full=full or bool(wanted.event)))
        _say_written(written)


def _written_in_parts(settings: Settings) -> Settings:
    """The settings with those of the formats that workers can write; with the same ones where they can write none."""
    from consistency.engine.large_report import FORMATS

    return replace(settings, formats=tuple(name for name in settings.formats if name in FORMATS) or settings.formats)


def _in_parts(settings: Settings, known: Said, cluster: Cluster, cache: Path, quiet: bool, in_full: bool) -> bool:
    """Have the workers do all that tasks can do; returns whether that was all. What they leave in the cache serves the rest."""
    from consistency.engine import large_report
    from consistency.engine.adapters.addresses import at_hand
    from consistency.engine.adapters.cache import copies_of
    from consistency.engine.adapters.dask_cluster import workers
    from consistency.engine.partitions import place_of
    from consistency.render.view.wording import summary

    whole = [name for name in settings.formats if name not in large_report.FORMATS]
    with (
        at_hand(settings.sources, copies_of(cache)) as (paths, mounts),
        terminal.progress_bar(quiet) as progress,
        workers(cluster, (lambda line: None) if quiet else terminal.warn, progress) as each,
    ):
        place = place_of(cache, settings.models, mounts=tuple(mounts.items()))
        settings = replace(settings, sources=tuple(paths))
        if whole or settings.llm.model or not in_full:
            why = f"the format {whole[0]}" if whole else "a language model" if settings.llm.model else "a part of the report"
            terminal.warn(f"workers read the documents; {why} takes one process, which does the rest and holds all claims")
            large_report.prepare(settings, place, each)
            return False
        made = large_report.report_in_parts(settings, place, known.judge, Path(settings.out), each)
    if made is None:
        return False
    found, written = made
    terminal.warn_skipped(found.skipped)
    terminal.warn_not_fitted(found.tool.embedder)
    if not quiet:
        terminal.say(summary(found))
        _say_written(written)
    return True


def _say_written(written: Sequence[Path]) -> None:
    terminal.say("\n" + "\n".join(f"wrote {one_line(path.as_posix())}" for path in written))


def compare(settings: Settings, *, quiet: bool) -> None:
    """Compare the two documents in `settings.sources` and show them side by side. Writes no file."""
    found = compared(settings, quiet=quiet)
    given = {real(path) for path in settings.sources}
    if any(real(item.path) in given for item in found.skipped):
        raise ConsistencyError("compare needs two documents and one of them could not be read")
    if len(found.sources) != 2:
        named = " and ".join(settings.sources)
        raise ConsistencyError(f"compare needs two documents, and {named} hold {len(found.sources)}; use consistency report for more")
    from consistency.render.terminal import render_comparison

    terminal.say(render_comparison(found, terminal.width(), terminal.color(), first=settings.sources[0]))


def compared(settings: Settings, *, quiet: bool, cache: Path | None = None) -> Report:
    """Compare `settings.sources`, with a bar while somebody watches, and name the files that could not be read."""
    with terminal.progress_bar(quiet) as progress:
        found = caching.with_cache(cache, lambda opened: api.compare(settings.sources, settings, progress=progress, cache=opened))
    terminal.warn_of(found, quiet)
    return found
