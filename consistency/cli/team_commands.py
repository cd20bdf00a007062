"""The commands of a team that decides together: serving the report, and fitting the checks to what was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from consistency.cli.parameters import RUN, Given, Paths, sharing


@sharing("report", "decisions", *RUN, "quiet")
def baseline(
    paths: Paths = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Where to write it. Default: consistency-baseline.txt.")
    ] = None,
    *,
    given: Given,
) -> None:
    """Mark everything found now as known."""
    from consistency.cli import baseline as command

    command.baseline(given.settings(paths, baseline=baseline), report=given.report, quiet=given.quiet, cache=given.cache_file())


@sharing("decisions", *RUN, "quiet")
def calibrate(
    paths: Paths = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
    *,
    given: Given,
) -> None:
    """Fit the confidence of each check to what you have accepted and rejected."""
    from consistency.cli import calibrate as command

    command.calibrate(given.settings(paths), dry_run=dry_run, quiet=given.quiet, cache=given.cache_file())


@sharing("baseline", "decisions", *RUN)
def serve(
    paths: Paths = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Listen here. Other machines are asked for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port.")] = 8765,
    *,
    given: Given,
) -> None:
    """Serve the report as a local page on which findings are decided; compare again when a document changes."""
    from consistency.cli import serve as command

    command.serve(given.settings(paths), host=host, port=port, cache=given.cache_file())
