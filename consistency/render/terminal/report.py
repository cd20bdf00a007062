"""The terminal's report: for each event what is disputed, as one table; in full also each finding and who leaves out what."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import DIFFERENCES, Report
from consistency.model.listing import listed
from consistency.model.safe_text import one_line
from consistency.render.figures import figures_of
from consistency.render.terminal.coverage import coverage
from consistency.render.terminal.disputes import dispute_table, in_words
from consistency.render.terminal.figures import figures
from consistency.render.terminal.lines import Line, Style, columns, wrap, wrap_marked
from consistency.render.terminal.unread import not_compared
from consistency.render.view.coverage import coverage_of
from consistency.render.view.disputes import DisputeTable, dispute_tables, is_faint, is_less_sure
from consistency.render.view.framing import characterised
from consistency.render.view.links import location
from consistency.render.view.marking import segments
from consistency.render.view.reading import reading_lines
from consistency.render.view.state import gone, note_of
from consistency.render.view.view import EventView, FindingView, Passage, View, view
from consistency.render.view.wording import counted, less_sure, summary, witnesses

MOST_LINES = 92
"""Lines of the report unless it is asked for in full, so that with the names of what was written it keeps within a hundred."""
LEAST_LINES = 4
MOST_ELSEWHERE = 3
"""Findings across events and inside one source that are named."""
NAMED = 5
"""Names that the terminal gives of those whom the sources put in different terms."""
NARROWEST = 24
"""Columns below which lines are no longer made shorter."""

_HEADERS = ("event", "sources", "claims", "groups", "findings")
# tabulate keeps two columns beside a heading and puts two between neighbours.
_COUNTERS = sum(len(header) + 4 for header in _HEADERS[1:])


def render_report(report: Report, width: int, color: bool, full: bool = True) -> str:
    """What is disputed, event by event, in at most `width` columns. Ends without a line feed.

    Args:
        report: The report.
        width: Columns to fill.
        color: Whether to set words off by colour.
        full: Whether to show everything: each finding with its sentences, figures, who leaves out what; else at most `MOST_LINES` lines.
    """
    shown, style, room = view(report), Style(color), max(NARROWEST, width)
    parts = ["\n".join(wrap(summary(report), room))]
    parts += ["\n".join(wrap(line, room)) for line in reading_lines(report)]
    parts.append("\n".join(not_compared(report, room)))
    parts.append("\n".join(line for text in gone(report) for line in wrap(text, room)))
    if not full:
        return "\n\n".join(part for part in (*parts, *_brief(shown, room, style)) if part)
    tables = dispute_tables(shown)
    parts += ["\n".join(_disputes(table.firm, room, style)) for table in tables.values() if table.firm.rows]
    parts += _less_sure([table.less_sure for table in tables.values()], len(shown.findings) * room, room, style)[0]
    parts += [table(shown, width)]
    parts += ["\n".join(line for item in shown.events for line in _held(item, room))]
    parts += figures(list(figures_of(shown).values()), room, style)
    parts += coverage(shown.events, coverage_of(shown), room, style)
    parts += _framed(shown, room)
    parts += findings([item for item in shown.findings if not is_faint(item)], width, style)
    return "\n\n".join(part for part in parts if part)


def _disputes(table: DisputeTable, width: int, style: Style) -> list[str]:
    return [*_heading(table, width, style), *dispute_table(table, width, style)]


def _heading(table: DisputeTable, width: int, style: Style) -> list[str]:
    head = f"{table.event.event.title} ({witnesses(len(table.event.sources), table.event.one_origin)})"
    return [style.paint("bold", line) for line in wrap(head, width)]


def _less_sure(tables: Sequence[DisputeTable], most: int, width: int, style: Style) -> tuple[list[str], int]:
    """What is less sure, event by event in at most `most` lines under one heading, and how many rows did not fit."""
    left_out = sum(len(table.rows) for table in tables)
    head = [style.paint("bold", line) for line in wrap(less_sure(left_out), width)]
    lines = head
    for table in tables:
        made = [style.paint("dim", line) for line in wrap(table.event.event.title, width)] + in_words(table, width, style)
        if table.rows and len(lines) + len(made) <= most:
            lines, left_out = [*lines, *made], left_out - len(table.rows)
    return (["\n".join(lines)] if len(lines) > len(head) else []), left_out


def _brief(shown: View, width: int, style: Style) -> list[str]:
    """The tables within `MOST_LINES`, the surest rows of each event first, and what was left out in one line."""
    tables = dispute_tables(shown).values()
    firm = [table.firm for table in tables if table.firm.rows]
    elsewhere = [item for item in shown.findings if item.finding.scope != "event" and item.finding.kind in DIFFERENCES]
    sure = [item for item in elsewhere if not is_less_sure(item)]
    ending = [line for item in sure[:MOST_ELSEWHERE] for line in wrap(f"- {item.where}: {item.finding.message}", width)]
    room = MOST_LINES - len(ending) - 10
    blocks: list[list[str]] = []
    left_out = len(elsewhere) - len(sure[:MOST_ELSEWHERE])
    for number, table in enumerate(firm):
        share = max(LEAST_LINES, room // (len(firm) - number) - 1)
        part = table
        while len(part.rows) > 1 and len(_disputes(part, width, style)) > share:
            part = part.of(part.rows[:-1])
        made = _disputes(part, width, style)
        if len(made) > room:
            left_out += len(table.rows)
            continue
        left_out += len(table.rows) - len(part.rows)
        room -= len(made) + 1
        blocks.append(made)
    parts = ["\n".join(block) for block in blocks]
    parts += ["\n".join(ending)] if ending else []
    unsure, more = _less_sure([table.less_sure for table in tables], room, width, style)
    parts, left_out = [*parts, *unsure], left_out + more
    others = len(shown.events) - len(tables)
    rest = [f"{counted(left_out, 'more difference')}" if left_out else ""]
    rest += [f"{counted(others, 'event')} without a difference" if others else ""]
    said = listed([text for text in rest if text])
    return [*parts, "\n".join(wrap(f"Not shown: {said}. --full shows all.", width))] if said else parts


def _framed(shown: View, width: int) -> list[str]:
    """Whom the sources put in most different terms, in a line or two: how is for the other formats to show."""
    made = characterised(shown)[:NAMED]
    if not made:
        return []
    names = ", ".join(f"{one_line(item.name)} ({len(item.tellers)} sources)" for item in made)
    return ["\n".join(wrap(f"Described in different words: {names}", width))]


def render_finding(item: FindingView, width: int, color: bool) -> str:
    """One finding as in the report."""
    return findings([item], width, Style(color))[0]


def table(shown: View, width: int) -> str:
    """One row an event, then what belongs to no single event."""
    from tabulate import tabulate

    rows = [(item.event.title, _sources(item), str(item.claims), str(len(item.groups)), str(len(item.findings))) for item in shown.events]
    standing, internal = shown.of_scope("standing"), shown.of_scope("internal")
    if standing or shown.standing_groups:
        rows.append(("(across events)", "", "", str(len(shown.standing_groups)), str(len(standing))))
    if internal:
        rows.append(("(inside one source)", "", "", "", str(len(internal))))
    if not rows:
        return ""
    wider = max(len(row[1]) for row in rows) - len("sources")
    room = max(NARROWEST - 12, width - _COUNTERS - max(0, wider))
    return tabulate(
        [("\n".join(wrap(title, room)), *counters) for title, *counters in rows],
        _HEADERS,
        tablefmt="simple",
        disable_numparse=True,
        colalign=("left", "right", "right", "right", "right"),
    )


def _held(item: EventView, width: int) -> list[str]:
    """What holds an event together and what is near it, below its title; nothing if that is not known."""
    if not item.held:
        return []
    lines = [line for text in item.held for line in wrap(text, width - 2)]
    return [*wrap(item.event.title, width), *(f"  {line}" for line in lines)]


def _sources(item: EventView) -> str:
    """How many sources report it, and how many of them are witnesses of their own where that is fewer."""
    copies = sum(len(part) - 1 for part in item.one_origin)
    return f"{len(item.sources)}" + (f" ({len(item.sources) - copies} independent)" if copies else "")


def findings(found: Sequence[FindingView], width: int, style: Style) -> list[str]:
    """Each finding as a block of lines."""
    return ["\n".join(_finding(item, max(NARROWEST, width), style)) for item in found]


def _finding(item: FindingView, width: int, style: Style) -> list[str]:
    lines = header(item, width, style)
    for passages in (item.left, item.right):
        if passages:
            lines += _side(passages, width, style)
    if not (item.left and item.right) and item.silent:
        names = ", ".join(source.label for source in item.silent)
        lines += [f"  {style.paint('dim', line)}" for line in wrap(f"silent: {names}", width - 2)]
    lines += [f"  {line}" for line in wrap(f"Why: {item.why}", width - 2)]
    note = note_of(item.finding)
    return lines + [f"  {style.paint('dim', line)}" for line in (wrap(note, width - 2) if note else [])]


def header(item: FindingView, width: int, style: Style) -> list[str]:
    """`ERROR Passengers injured: the event's title (number-differs, 0.93)`."""
    finding = item.finding
    label = finding.severity.upper()
    rest = wrap(f"{item.what}: {item.where} ({finding.check}, {finding.confidence:.2f})", width - len(label) - 1)
    first, *more = rest or [""]
    return [f"{style.paint(finding.severity, label)} {style.paint('bold', first)}", *(f"  {style.paint('bold', line)}" for line in more)]


def _side(passages: Sequence[Passage], width: int, style: Style) -> list[str]:
    first, *more = passages
    lines = place(first, width - 2, style, indent="  ")
    lines += [f"    {line.text}" for line in sentence(first, width - 4, style)]
    if more:
        told = "; ".join(f"{item.source.label} {location(item.source, item.line)}" for item in more)
        lines += [f"    {style.paint('dim', line)}" for line in wrap(f"also {told}", width - 4)]
    return lines


def place(passage: Passage, width: int, style: Style, indent: str = "") -> list[str]:
    """Outlet, then file and line; on two lines where they do not fit on one."""
    outlet, where = one_line(passage.source.label).strip(), location(passage.source, passage.line)
    if columns(outlet) + 2 + columns(where) <= width:
        return [f"{indent}{style.paint('bold', outlet)}  {style.paint('dim', where)}"]
    return [
        *(f"{indent}{style.paint('bold', line)}" for line in wrap(outlet, width)),
        *(f"{indent}{style.paint('dim', line)}" for line in wrap(where, width)),
    ]


def sentence(passage: Passage, width: int, style: Style) -> list[Line]:
    """The claim's own words with the differing ones marked."""
    claim = passage.claim
    return wrap_marked(segments(passage.source.text, claim.start, claim.end, passage.marks), width, style)
