"""`consistency plot`: the figures of events as SVG files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from consistency.cli import files, terminal
from consistency.cli.report import compared
from consistency.cli.verdicts import json_report, said
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, suggestion
from consistency.model import Report
from consistency.model.json_report_reader import report_of
from consistency.model.safe_text import one_line
from consistency.render.figures import EventFigures, figures_of
from consistency.render.figures.svg import FIGURES, svg
from consistency.render.view.narrow import event_of
from consistency.render.view.paging import page_name
from consistency.render.view.view import View, view


def chosen_figures(given: Sequence[str]) -> tuple[str, ...]:
    """The figures that `--figure` names, each once, in their own order; all without it. Raises `ConsistencyError` for another name."""
    for name in given:
        if name not in FIGURES:
            raise ConsistencyError(f"--figure: there is no figure {name!r}{suggestion(name, FIGURES)}")
    return tuple(name for name in FIGURES if name in given or not given)


def plot(
    settings: Settings, *, report: Path | None, event: str | None, figures: Sequence[str], quiet: bool, cache: Path | None = None
) -> None:
    """Write the `figures` of one event, or of all that several sources tell, into `settings.out`.

    They show a `report` that was written before as JSON, or else `settings.sources`, compared now.
    """
    wanted, out = chosen_figures(figures), Path(settings.out)
    files.require_writable(out)
    if report is not None:
        found = reported(report)
    else:
        known = said(settings)
        found = known.judge(compared(settings, quiet=quiet, cache=cache))
    shown = view(found)
    written = []
    for made in _chosen(shown, event):
        for name in wanted:
            drawn = svg(name, made)
            if drawn is not None:
                path = out / f"{page_name(made.event.event)}-{name}.svg"
                files.write_text(path, drawn)
                written.append(path)
    if not written:
        raise ConsistencyError(_nothing(shown, event))
    if not quiet:
        terminal.say("\n".join(f"wrote {one_line(path.as_posix())}" for path in written))


def reported(path: Path) -> Report:
    """The report that a JSON report tells of. Raises `ConsistencyError` if it is none."""
    try:
        return report_of(json_report(path))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ConsistencyError(
            f"{path.as_posix()}: is no JSON report of this tool; write one with `consistency report --format json`"
        ) from None


def _chosen(shown: View, event: str | None) -> list[EventFigures]:
    """The figures of the event that is named as `report --event` names it; without a name, of all that several sources report."""
    made = figures_of(shown)
    wanted = [item for item in shown.events if len(item.sources) > 1] if event is None else [event_of(shown.events, event)]
    return [made[item.event.id] for item in wanted]


def _nothing(shown: View, event: str | None) -> str:
    if event is not None:
        return f"event {event} has nothing to show in these figures: choose others with --figure, or another event with --event"
    if not any(len(item.sources) > 1 for item in shown.events):
        return (
            "no event is reported by two sources or more, so there is no figure to draw; --event N draws one that a single source reports"
        )
    return "no event has anything to show in these figures: choose others with --figure"
