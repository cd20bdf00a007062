"""The commands that look outside the folder of documents: `fetch` at the web, `doctor` at what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of articles.")],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where to write the pages and sources.toml.")],
    delay: Annotated[float, typer.Option("--delay", metavar="SECONDS", min=0.0, help="The wait between two requests to one site.")] = 2.0,
    most: Annotated[float, typer.Option("--max-size", metavar="MB", min=0.001, help="The largest page that is fetched.")] = 20.0,
    private: Annotated[bool, typer.Option("--private", help="Also fetch from addresses of the local network.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors.")] = False,
) -> None:
    """Fetch pages off the web into a folder, with an entry for each in its sources.toml.

    What a site's robots.txt asks not to fetch is not fetched. No other command uses the network.
    """
    from consistency.cli import fetch
    from consistency.engine.adapters.web import Downloader

    fetch.fetch(urls, into, Downloader(delay=delay, most=int(most * 1_000_000), private=private), quiet=quiet)


def doctor(
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="Settings to use instead of the nearest.", show_default=False)
    ] = None,
) -> None:
    """Tell what is installed, what works, and how to get what is missing."""
    from consistency.cli import doctor, options

    if not doctor.doctor(options.effective(settings)):
        raise typer.Exit(2)
