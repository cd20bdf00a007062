"""What some sources leave out of each event and what one alone tells, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.render.figures.labels import brief
from consistency.render.terminal.lines import Style, wrap
from consistency.render.view.coverage import EventCoverage, Told
from consistency.render.view.view import EventView

MOST_EVENTS, MOST_LINES = 5, 4
"""What goes beside the findings without pushing them out of sight."""
WORDS = 120
"""Characters of a matter."""


def coverage(events: Sequence[EventView], made: dict[str, EventCoverage], width: int, style: Style) -> list[str]:
    """For each of the first events that has any: who leaves out what, the most central first. In `width` columns."""
    shown = [(item, made[item.event.id]) for item in events if item.event.id in made and made[item.event.id].any]
    return ["\n".join(_event(item, found, width, style)) for item, found in shown[:MOST_EVENTS]]


def _event(item: EventView, found: EventCoverage, width: int, style: Style) -> Iterator[str]:
    for line in wrap(f"Who leaves out what: {item.event.title}", width):
        yield style.paint("bold", line)
    yield from wrap(f"{found.summary}.", width)
    if found.note:
        yield from wrap(found.note, width)
    alone = [told for _, every in found.by_one for told in every[:2]]
    for told in [*found.by_some[:MOST_LINES], *alone[:MOST_LINES]]:
        yield from _matter(told, width, style)


def _matter(told: Told, width: int, style: Style) -> Iterator[str]:
    for number, line in enumerate(wrap(brief(told.words, WORDS), width - 2)):
        yield f"{'  ' if number else '- '}{line}"
    silent = ", ".join(quiet.source.label + (f" ({quiet.why})" if quiet.why else "") for quiet in told.quiet)
    names = ", ".join(source.label for source in told.told)
    for line in wrap(f"reported by {names}; silent: {silent}", width - 2):
        yield f"  {style.paint('dim', line)}"
