"""The figures of an event in Markdown: the matrix as a table of signs, the timeline as a list, the agreement as a table of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consistency.model.listing import listed
from consistency.model.safe_text import markdown as plain
from consistency.render.figures.agreement import Agreement
from consistency.render.figures.event import EventFigures
from consistency.render.figures.labels import brief
from consistency.render.figures.matrix import AT_A_GLANCE, STATES, Matrix, Row
from consistency.render.figures.timeline import Happening, Timeline, clock, dated_words
from consistency.render.view.wording import counted

LABEL = 90
"""Characters of a claim."""
OPEN = 3
"""Up to as many events stand open."""


def lines_of(made: Iterable[EventFigures]) -> list[str]:
    """The section with the figures of each event that has any; nothing if none has."""
    shown = [(one, [*_matrix(one.matrix), *_timeline(one.timeline), *_agreement(one.agreement)]) for one in made if one.matrix.rows]
    lines: list[str] = []
    for one, figures in shown:
        lines += ["", f"### {plain(one.event.event.title, opens_line=False)}"]
        if len(shown) > OPEN:
            # Folded, since many events would bury what follows.
            figures = ["", f"<details><summary>{one.matrix.summary}</summary>", *figures, "", "</details>"]
        lines += figures
    return ["", "## At a glance", *lines] if lines else []


def _matrix(table: Matrix) -> list[str]:
    if not table.rows:
        return []
    rows = [f"| {_claim(row)} | {' | '.join(STATES[cell.state][0] for cell in row.cells)} |" for row in table.rows[:AT_A_GLANCE]]
    brackets = (f" \u2039{column.bracket}\u203a" if column.bracket else "" for column in table.columns)
    heads = [plain(column.name, opens_line=False) + bracket for column, bracket in zip(table.columns, brackets, strict=True)]
    head = [f"| Claim, most important first | {' | '.join(heads)} |", f"| --- |{' :-: |' * len(heads)}"]
    lines = ["", plain(table.summary), "", *head, *rows, ""]
    if len(table.rows) > AT_A_GLANCE:
        lines += [f"and {counted(len(table.rows) - AT_A_GLANCE, 'more claim')}.", ""]
    return [*lines, f"<sub>{legend(table)}</sub>"]


def _claim(row: Row) -> str:
    versions = ", ".join(f"{STATES[state][0]} {plain(words, opens_line=False)}" for state, words in row.versions)
    return plain(brief(row.label, LABEL)) + (f" ({versions})" if versions else "")


def legend(table: Matrix) -> str:
    """What the signs that occur mean, in one line."""
    parts = [f"{STATES[state][0]} {STATES[state][1]}" for state in table.states]
    brackets = sorted({column.bracket for column in table.columns if column.bracket})
    return "; ".join([*parts, *(f"\u2039{number}\u203a one origin" for number in brackets)])


def _timeline(line: Timeline) -> list[str]:
    if not line.happenings:
        return []
    lines = ["", "What happened when:", ""]
    for step in line.steps:
        for one in step.happenings:
            lines.append(f"- **{step.day}** {_told(one)}")
        if step.reports:
            out = ", ".join(f"{plain(report.name, opens_line=False)} {clock(report)}".strip() for report in step.reports)
            lines.append(f"- **{step.day}** came out: {out}")
    if line.left_over:
        lines.append(f"- and {counted(line.left_over, 'more date')}")
    return lines


def _told(one: Happening) -> str:
    words = plain("".join(part.text for part in dated_words(one)).strip(), opens_line=False)
    told = f"{words} \u2014 {f'{one.unsure}, ' if one.unsure else ''}according to {plain(listed(one.names), opens_line=False)}"
    for other in one.against:
        told += f"; **\u2260 {other.day}** according to {plain(listed(other.names), opens_line=False)}"
    return told


def _agreement(sides: Agreement) -> list[str]:
    if len(sides.sources) < 3:
        return []
    names = [plain(name, opens_line=False) for name in sides.names]
    lines = ["", plain(sides.summary), "", f"| | {' | '.join(names[:-1])} |", f"| --- |{' --: |' * (len(names) - 1)}"]
    lines += [f"| {names[below]} | {' | '.join(_cells(sides, below))} |" for below in range(1, len(names))]
    origin = "; = text of one origin" if sides.has_one_origin else ""
    words = (
        f"Claims that both report; \u2260 findings on which they differ{origin}. Sources that agree are next to each other. {sides.note}"
    )
    return [*lines, "", f"<sub>{words.rstrip()}</sub>"]


def _cells(sides: Agreement, below: int) -> Iterator[str]:
    sources = sides.sources
    for at in range(below):
        pair = sides.between(sources[below], sources[at])
        yield " ".join(filter(None, (str(pair.shared), f"\u2260 {pair.apart}" if pair.apart else "", "=" if pair.one_origin else "")))
    yield from [""] * (len(sources) - 1 - below)
