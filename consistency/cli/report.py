"""`consistency report` and `consistency compare`: run the comparison, show it, write it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from consistency.cli import caching, files, options, terminal
from consistency.cli.verdicts import said
from consistency.engine import api
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError
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
) -> None:
    """Compare `settings.sources`, write each of `settings.formats` into `settings.out`, and show the findings unless `quiet`.

    Every output shows the part of the report that is `wanted`; the terminal shows that part in brief unless `full`.

    What an earlier run worked out is taken from the file `cache`, and stored there; without one, nothing is stored.
    Where there is a `cluster`, its workers read, parse and embed the documents beforehand, and leave what they find in the cache.
    """
    writers = options.chosen_writers(settings)
    out = Path(settings.out)
    files.require_writable(out)
    known = said(settings)
    if cluster is not None and cache is not None:
        _worked_out(settings, cluster, cache, quiet)
    found = narrowed(known.judge(compared(settings, quiet=quiet, cache=cache)), wanted)
    written = files.write_reports(found, writers, out)
    if not quiet:
        from consistency.render.terminal import render_report

        terminal.say(render_report(found, terminal.width(), terminal.color(), full=full or bool(wanted.event)))
        terminal.say("\n" + "\n".join(f"wrote {one_line(path.as_posix())}" for path in written))


def _worked_out(settings: Settings, cluster: Cluster, cache: Path, quiet: bool) -> None:
    from consistency.engine.adapters.dask_cluster import work_out
    from consistency.engine.partitions import partitions

    parts = partitions(settings.sources, settings.manifest, cache, settings.models)
    with terminal.progress_bar(quiet) as progress:
        work_out(parts, cluster, (lambda line: None) if quiet else terminal.warn, progress)


def compare(settings: Settings, *, quiet: bool) -> None:
    """Compare the two documents in `settings.sources` and show them side by side. Writes no file."""
    found = compared(settings, quiet=quiet)
    if found.skipped:
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
    terminal.warn_skipped(found.skipped)
    terminal.warn_not_fitted(found.tool.embedder)
    terminal.tell_reading(found.tool.llm, quiet)
    return found
