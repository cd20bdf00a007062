"""Each figure as an SVG file of its own: light ground, generic fonts, nothing that is fetched or runs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from consistency.model.listing import listed
from consistency.model.safe_text import one_line
from consistency.render.figures.agreement import Agreement
from consistency.render.figures.drawing import (
    ALARM,
    INK,
    LEADING,
    MARGIN,
    RIGHT,
    RULE,
    SHADES,
    SMALL,
    SOFT,
    TEXT,
    TINT,
    Drawing,
    cut,
    folded,
    named,
    number,
    width_of,
)
from consistency.render.figures.event import EventFigures
from consistency.render.figures.matrix import STATES, Matrix, Row
from consistency.render.figures.timeline import Happening, Step, Timeline, clock, dated_words
from consistency.render.view.wording import counted

FIGURES = ("matrix", "timeline", "agreement")
MOST_ROWS = 40
"""Claims in one file: more can no longer be read in a figure."""
WIDE = 960
CLAIM = 440
CELL, FULL_HEAD, TURN = 38, 210, -90
DAYS = 200


def svg(figure: str, made: EventFigures) -> str | None:
    """The figure (one of `FIGURES`) as the text of an SVG file; `None` if the event has nothing to show in it."""
    return _DRAWN[figure](made)


def _titled(made: EventFigures, what: str, about: str) -> tuple[str, str]:
    event = made.event.event
    where = ", ".join(filter(None, (event.date or "", event.place or "")))
    return f"{what}: {event.title}", one_line(f"{where}. {about}" if where else about)


def _matrix(made: EventFigures) -> str | None:
    table = made.matrix
    if not table.rows:
        return None
    title, about = _titled(made, "Who reports what", table.summary)
    drawing = Drawing(title, _told(table, about))
    wide = max(720.0, MARGIN * 2 + CLAIM + CELL * len(table.columns))
    room = wide - 2 * MARGIN
    y = drawing.heading(made.event.event.title, (about,), room)
    head = min(FULL_HEAD, max(width_of(column.name, TEXT, bold=True) for column in table.columns) + 12)
    top = y + (26 if table.bracketed else 4)
    base = top + head
    rows = table.rows[:MOST_ROWS]
    heights = [_height(row) for row in rows]
    left = MARGIN + CLAIM
    _heads(drawing, table, left, top, base, sum(heights))
    drawing.text(MARGIN, base - 8, "Claim, most important first", SMALL, SOFT)
    for row, at in zip(rows, accumulate(heights, initial=base), strict=False):
        drawing.line(f"M{MARGIN} {number(at)}H{number(left + CELL * len(table.columns))}")
        below = drawing.lines(MARGIN, at + 21, folded(row.label, CLAIM - 24, TEXT, 2))
        if row.findings:
            _found(drawing, row, below - 1)
        for place, cell in enumerate(row.cells):
            drawing.mark(cell.state, left + CELL * (place + 0.5), at + 17)
    y = base + sum(heights) + 26
    if len(table.rows) > len(rows):
        drawing.text(MARGIN, y, f"and {counted(len(table.rows) - len(rows), 'more claim')}", SMALL, SOFT)
        y += 22
    y = _legend(drawing, table, y, room)
    return drawing.finished(wide, y + MARGIN - 16)


def _found(drawing: Drawing, row: Row, y: float) -> None:
    """What was found of a claim, and the words of either version below it."""
    titles = ", ".join(f"{title} ({len(found)})" if len(found) > 1 else title for title, found in row.titled)
    drawing.text(MARGIN, y, cut(titles, CLAIM - 24, SMALL), SMALL, ALARM if row.parted else SOFT)
    x: float = MARGIN
    for state, words in row.versions:
        line = cut(words, (CLAIM - 24) / 2 - 24, SMALL)
        drawing.mark(state, x + 6, y + SMALL * LEADING - 4, size=12)
        drawing.text(x + 18, y + SMALL * LEADING, line, SMALL)
        x += 36 + width_of(line, SMALL)


def _height(row: Row) -> float:
    lines = len(folded(row.label, CLAIM - 24, TEXT, 2))
    return 14 + lines * TEXT * LEADING + SMALL * LEADING * (bool(row.findings) + bool(row.versions))


def _heads(drawing: Drawing, table: Matrix, left: float, top: float, base: float, below: float) -> None:
    """The names of the sources, upright, and a bracket over those of one origin."""
    at = left
    for bracket, width in table.brackets:
        if bracket:
            drawing.box(at, top, CELL * width, base - top + below, TINT)
            drawing.line(f"M{number(at + 3)} {number(top)}v-6H{number(at + CELL * width - 3)}v6", SOFT, 1.5)
            drawing.text(at + CELL * width / 2, top - 11, cut("one origin", CELL * width + 30, SMALL), SMALL, SOFT, anchor="middle")
        at += CELL * width
    for place, column in enumerate(table.columns):
        x = left + CELL * (place + 0.5) + TEXT * 0.35
        drawing.text(x, base - 8, named(column.name, base - top - 10, TEXT), TEXT, bold=True, turn=TURN)


def _legend(drawing: Drawing, table: Matrix, y: float, room: float) -> float:
    x: float = MARGIN
    for state in table.states:
        words = STATES[state][1]
        needed = 24 + width_of(words, SMALL) + 18
        if x > MARGIN and x + needed > MARGIN + room:
            x, y = MARGIN, y + 24
        drawing.mark(state, x + 8, y - 4)
        drawing.text(x + 22, y, words, SMALL, SOFT)
        x += needed
    return y + 8


def _told(table: Matrix, about: str) -> str:
    """The whole matrix in words, for those who hear it."""
    rows = [
        f"{row.label} {', '.join(f'{column.name}: {cell.words}' for column, cell in zip(table.columns, row.cells, strict=True))}."
        for row in table.rows[:MOST_ROWS]
    ]
    return " ".join([about, *rows])


def _timeline(made: EventFigures) -> str | None:
    line = made.timeline
    if not line.steps:
        return None
    happenings = sum(len(step.happenings) for step in line.steps)
    title, about = _titled(made, "What happened when", f"{counted(happenings, 'date')} according to the reports.")
    drawing = Drawing(title, " ".join([about, *(f"{_step_words(step)}." for step in line.steps)]))
    y = drawing.heading(made.event.event.title, (about,), WIDE - 2 * MARGIN) + 12
    axis, start = MARGIN + DAYS + 18, y - 8
    stops: list[tuple[float, bool]] = []
    for step in line.steps:
        stops.append((y - 5, not step.happenings))
        drawing.text(axis - 18, y, step.day, SMALL, INK, bold=True, anchor="end")
        y = _step(drawing, step, axis + 24, y) + 14
    drawing.line(f"M{number(axis)} {number(start)}V{number(y - 20)}", RULE, 2)
    for at, square in stops:
        drawing.dot(axis, at, square=square)
    y = _footnotes(drawing, line, y + 4)
    return drawing.finished(WIDE, y + MARGIN - 14)


def _step(drawing: Drawing, step: Step, x: float, y: float) -> float:
    room = WIDE - MARGIN - x
    for one in step.happenings:
        y = drawing.lines(x, y, folded(_what(one), room, TEXT))
        y = drawing.lines(x, y - 1, folded(_who(one), room, SMALL, 2), SMALL, SOFT)
        for other in one.against:
            words = f"{other.day} according to {listed(other.names)} ({other.finding.title})"
            drawing.mark("apart", x + 7, y - 5, size=14)
            y = drawing.lines(x + 20, y, folded(words, room - 20, SMALL * 1.1, 2), SMALL, RIGHT, bold=True)
        y += 7
    return drawing.lines(x, y, folded(_came_out(step), room, SMALL, 4), SMALL) if step.reports else y


def _what(one: Happening) -> str:
    return "".join(part.text for part in dated_words(one)).strip()


def _who(one: Happening) -> str:
    return f"{one.unsure.capitalize()}, according to {listed(one.names)}" if one.unsure else f"According to {listed(one.names)}"


def _came_out(step: Step) -> str:
    return "Came out: " + ", ".join(f"{report.name} {clock(report)}".strip() for report in step.reports)


def _step_words(step: Step) -> str:
    told = [f"{_what(one)} ({_who(one)}{''.join(f'; against {o.day}, {listed(o.names)}' for o in one.against)})" for one in step.happenings]
    return f"{step.day}: " + "; ".join([*told, *([_came_out(step)] if step.reports else [])])


def _footnotes(drawing: Drawing, line: Timeline, y: float) -> float:
    notes = [f"{counted(line.left_over, 'more date')}."] if line.left_over else []
    if line.undated:
        notes.append(f"No date of its own: {listed(line.undated)}.")
    for note in notes:
        y = drawing.lines(MARGIN, y, folded(note, WIDE - 2 * MARGIN, SMALL), SMALL, SOFT)
    return y


def _agreement(made: EventFigures) -> str | None:
    sides = made.agreement
    if len(sides.sources) < 2:
        return None
    title, about = _titled(made, "Who agrees with whom", sides.summary)
    drawing = Drawing(title, _pairs(sides, about))
    side = 46
    head = min(FULL_HEAD, max(width_of(name, TEXT, bold=True) for name in sides.names) + 12)
    left = MARGIN + min(260.0, max(width_of(name, TEXT, bold=True) for name in sides.names)) + 12
    wide = max(720.0, left + side * (len(sides.sources) - 1) + MARGIN)
    base = drawing.heading(made.event.event.title, (about,), wide - 2 * MARGIN) + head
    for place, name in enumerate(sides.names[:-1]):
        x = left + side * (place + 0.5) + TEXT * 0.35
        # A name stands right over the first square of its column, as a stair.
        drawing.text(x, base + side * place - 8, named(name, head - 10, TEXT), TEXT, bold=True, turn=TURN)
    for below, source in enumerate(sides.sources[1:]):
        y = base + side * below
        name = named(sides.names[below + 1], left - 12 - MARGIN, TEXT)
        drawing.text(left - 12, y + side / 2 + 5, name, TEXT, bold=True, anchor="end")
        for place, other in enumerate(sides.sources[: below + 1]):
            pair, x = sides.between(source, other), left + side * place
            drawing.box(x + 1, y + 1, side - 2, side - 2, SHADES[sides.shade(pair)])
            drawing.text(x + side / 2, y + (21 if pair.apart or pair.one_origin else 28), str(pair.shared), TEXT, anchor="middle")
            if pair.apart:
                drawing.mark("apart", x + side / 2 - 8, y + 33, size=13)
                drawing.text(x + side / 2 + 6, y + 38, str(pair.apart), SMALL, ALARM, bold=True, anchor="middle")
            elif pair.one_origin:
                drawing.text(x + side / 2, y + 38, "=", SMALL, SOFT, bold=True, anchor="middle")
    y = base + side * (len(sides.sources) - 1) + 28
    if any(pair.apart for pair in (sides.pairs or {}).values()):
        drawing.mark("apart", MARGIN + 7, y - 5, size=14)
        y = drawing.lines(MARGIN + 20, y, ("findings on which the two differ",), SMALL, SOFT)
    note = "Number: claims that both report." + (" = text of one origin." if sides.has_one_origin else "")
    y = drawing.lines(
        MARGIN, y, folded(f"{note} Sources that agree are next to each other. {sides.note}", wide - 2 * MARGIN, SMALL), SMALL, SOFT
    )
    return drawing.finished(wide, y + MARGIN - 14)


def _pairs(sides: Agreement, about: str) -> str:
    """Every pair in words, for those who hear it."""
    told = [
        f"{sides.names[below]} and {sides.names[at]}: {sides.between(sides.sources[below], sides.sources[at]).words}."
        for below in range(1, len(sides.sources))
        for at in range(below)
    ]
    return " ".join([about, *told])


_DRAWN: dict[str, Callable[[EventFigures], str | None]] = {"matrix": _matrix, "timeline": _timeline, "agreement": _agreement}
