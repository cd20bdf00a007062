"""What the options of the command line and the settings file make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from consistency.checks import all_checks
from consistency.engine.settings import Settings, load_settings, read_settings, require_checks, require_formats
from consistency.errors import SettingsError, suggestion
from consistency.ingest.small_files import NO_STAND_INS, StandIns
from consistency.model.protocols import Writer
from consistency.render.formats import all_writers
from consistency.triage import recalibration


def effective(
    file: Path | None = None,
    *,
    paths: Sequence[str] = (),
    formats: Sequence[str] = (),
    out: str | None = None,
    manifest: str | None = None,
    device: str | None = None,
    baseline: str | None = None,
    decisions: str | None = None,
    llm: tuple[str | None, str | None] = (None, None),
    instead: StandIns = NO_STAND_INS,
) -> Settings:
    """The settings of `file` (else of the nearest settings file, else the defaults) with what the command line says.

    `llm` are the name and the server of the language model that reads. What stands `instead` of a file is read in its place.
    """
    settings = read_settings(file, instead) if file else load_settings(instead=instead)
    if settings.enable or settings.disable or settings.severity:
        require_checks(settings, [check.id for check in all_checks()])
    if device:
        settings = replace(settings, models=replace(settings.models, device=device))
    reading = replace(settings.llm, model=llm[0] or settings.llm.model, url=llm[1] or settings.llm.url)
    chosen = replace(
        settings,
        llm=reading,
        sources=tuple(paths) or settings.sources,
        formats=tuple(formats) or settings.formats,
        out=out or settings.out,
        manifest=manifest or settings.manifest,
        baseline=baseline or settings.baseline,
        decisions=decisions or settings.decisions,
    )
    calibration = recalibration.beside(chosen.decisions, chosen.sources)
    if calibration is None:
        return chosen
    return replace(chosen, shifts=recalibration.load(calibration))


def chosen_writers(settings: Settings) -> list[Writer]:
    """The writers for `settings.formats`, each once, in the order asked for."""
    writers = all_writers()
    require_formats(settings, writers)
    return [writers[name] for name in dict.fromkeys(settings.formats)]


def named_outputs(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What `--output NAME=FILE` asks for, as pairs. Raises `SettingsError` for another shape or an unknown format."""
    known = all_writers() if given else {}
    found = []
    for item in given:
        name, sign, file = item.partition("=")
        name = name.strip().lower()
        if not sign or not file:
            raise SettingsError(f"--output {item}: write it as NAME=FILE, as in sarif=findings.sarif")
        if name not in known:
            raise SettingsError(f"--output {item}: there is no format {name!r}{suggestion(name, known)}")
        found.append((name, file))
    return tuple(found)
