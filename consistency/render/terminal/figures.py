"""The matrix and the dates in dispute of each event, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from consistency.model.listing import listed
from consistency.render.figures import EventFigures
from consistency.render.figures.labels import brief
from consistency.render.figures.matrix import STATES, Matrix, State
from consistency.render.figures.timeline import Timeline
from consistency.render.terminal.lines import Style, columns, wrap

MOST_EVENTS, MOST_ROWS = 5, 8
"""What goes before the findings without pushing them out of sight."""

SHORT: dict[State, str] = {"first": "first version", "second": "second version", "differs": "other difference", "elsewhere": "other event"}
"""Words of the legend where its state alone would say too little."""


def figures(made: Sequence[EventFigures], width: int, style: Style) -> list[str]:
    """For each of the first events that have findings: who tells what, who differs on a day, who agrees with whom. In `width` columns."""
    wanted = [one for one in made if one.matrix.rows and any(row.parted for row in one.matrix.rows)]
    return ["\n".join(_event(one, width, style)) for one in wanted[:MOST_EVENTS]]


def _event(one: EventFigures, width: int, style: Style) -> list[str]:
    lines = [style.paint("bold", line) for line in wrap(one.event.event.title, width)]
    lines += _matrix(one.matrix, width, style)
    lines += [line for text in _days(one.timeline) for line in wrap(text, width)]
    if len(one.agreement.sources) > 2:
        lines += wrap(one.agreement.summary, width)
    return lines


def _matrix(table: Matrix, width: int, style: Style) -> list[str]:
    letters = _letters(len(table.columns))
    taken = sum(len(letter) + 1 for letter in letters)
    room = max(12, width - taken - 1)
    lines = [f"{' ' * room} {' '.join(letters)}"]
    for row in table.rows[:MOST_ROWS]:
        first, *more = wrap(brief(row.label, 2 * room), room) or [""]
        signs = " ".join(STATES[cell.state][0].ljust(len(letter)) for cell, letter in zip(row.cells, letters, strict=True))
        lines.append(f"{first}{' ' * (room - columns(first))} {style.paint('mark', signs.rstrip()) if row.parted else signs.rstrip()}")
        lines += more
        versions = "  ".join(f"{STATES[state][0]} {words}" for state, words in row.versions)
        lines += [f"  {line}" for line in wrap(versions, room - 2)]
    named = [column.name + (f" (origin {column.bracket})" if column.bracket else "") for column in table.columns]
    key = "; ".join(f"{letter} {name}" for letter, name in zip(letters, named, strict=True))
    states = "; ".join(f"{STATES[state][0]} {SHORT.get(state, state)}" for state in table.states)
    return [*lines, *(style.paint("dim", line) for text in (key, states) for line in wrap(text, width))]


def _letters(number: int) -> list[str]:
    """A, B and so on; beyond Z with a number behind."""
    size = len(ascii_uppercase)
    return [ascii_uppercase[at % size] + (str(at // size) if at >= size else "") for at in range(number)]


def _days(line: Timeline) -> list[str]:
    """The days in dispute, each pair once."""
    found: dict[tuple[tuple[str, ...], str], str] = {}
    for step in line.steps:
        for one in step.happenings:
            for other in one.against:
                words = f"Dated {one.day} by {listed(one.names)}, {other.day} by {listed(other.names)}."
                found.setdefault((tuple(sorted((one.day, other.day))), other.finding.finding.fingerprint), words)
    return list(found.values())
