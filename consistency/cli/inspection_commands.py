"""The commands that look at what is there and compare nothing: `sources` at the documents, `fetch` at the web, `doctor` at what is
installed, `cache` at what earlier runs stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from consistency.cli.parameters import Given, Paths, sharing


@sharing("manifest", "file")
def sources(
    paths: Paths = None,
    *,
    given: Given,
    sort: Annotated[str, typer.Option("--sort", metavar="path|outlet|published|grade", help="What to sort by.")] = "path",
) -> None:
    """List the documents that are read, and where outlet and date of each come from."""
    from consistency.cli import sources

    if sort not in sources.ORDERS:
        raise typer.BadParameter(f"{sort!r} is none of {', '.join(sources.ORDERS)}", param_hint="--sort")
    sources.sources(given.settings(paths), sort)


@sharing("quiet")
def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of articles.")],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where to write the pages and sources.toml.")],
    delay: Annotated[float, typer.Option("--delay", metavar="SECONDS", min=0.0, help="The wait between two requests to one site.")] = 2.0,
    most: Annotated[float, typer.Option("--max-size", metavar="MB", min=0.001, help="The largest page that is fetched.")] = 20.0,
    private: Annotated[bool, typer.Option("--private", help="Also fetch from addresses of the local network.")] = False,
    *,
    given: Given,
) -> None:
    """Save web pages into a folder and describe each in its sources.toml.

    What a site's robots.txt asks not to fetch is not fetched. Apart from --llm, no other command uses the network.
    """
    from consistency.cli import fetch
    from consistency.engine.adapters.web import Downloader

    fetch.fetch(urls, into, Downloader(delay=delay, most=int(most * 1_000_000), private=private), quiet=given.quiet)


@sharing("file")
def doctor(*, given: Given) -> None:
    """Report what is installed, what works, and how to get what is missing."""
    from consistency.cli import doctor

    if not doctor.doctor(given.settings()):
        raise typer.Exit(2)


@sharing("cache")
def cache(clear: Annotated[bool, typer.Option("--clear", help="Delete it.")] = False, *, given: Given) -> None:
    """Show how much earlier runs have stored, or delete it."""
    from consistency.cli import cache as command
    from consistency.engine.adapters.cache import cache_path

    command.cache(cache_path(given.cache), clearing=clear)
