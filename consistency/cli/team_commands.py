"""The commands of a team that decides together: serving the report, and fitting the checks to what was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from consistency.cli.parameters import (
    BaselineOption,
    CacheOption,
    DecisionsOption,
    DeviceOption,
    ManifestOption,
    NoCacheOption,
    Paths,
    QuietOption,
    ReportOption,
    SettingsOption,
    cache_file,
)


def baseline(
    paths: Paths = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Where to write it. Default: consistency-baseline.txt.")
    ] = None,
    report: ReportOption = None,
    decisions: DecisionsOption = None,
    manifest: ManifestOption = None,
    settings: SettingsOption = None,
    device: DeviceOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Mark everything found now as known."""
    from consistency.cli import baseline as command
    from consistency.cli import options

    chosen = options.effective(settings, paths=paths or (), manifest=manifest, device=device, baseline=baseline, decisions=decisions)
    command.baseline(chosen, report=report, quiet=quiet, cache=cache_file(cache, no_cache))


def calibrate(
    paths: Paths = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
    decisions: DecisionsOption = None,
    manifest: ManifestOption = None,
    settings: SettingsOption = None,
    device: DeviceOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fit the confidence of each check to what you have accepted and rejected."""
    from consistency.cli import calibrate as command
    from consistency.cli import options

    chosen = options.effective(settings, paths=paths or (), manifest=manifest, device=device, decisions=decisions)
    command.calibrate(chosen, dry_run=dry_run, quiet=quiet, cache=cache_file(cache, no_cache))


def serve(
    paths: Paths = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Listen here. Other machines are asked for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port.")] = 8765,
    baseline: BaselineOption = None,
    decisions: DecisionsOption = None,
    manifest: ManifestOption = None,
    settings: SettingsOption = None,
    device: DeviceOption = None,
    cache: CacheOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Serve the report as a local page on which findings are decided; compare again when a document changes."""
    from consistency.cli import options
    from consistency.cli import serve as command

    chosen = options.effective(settings, paths=paths or (), manifest=manifest, device=device, baseline=baseline, decisions=decisions)
    command.serve(chosen, host=host, port=port, cache=cache_file(cache, no_cache))
