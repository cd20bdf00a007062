"""The terminal's report: a table of the events, then each finding with both sides under each other."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.figures import figures_of
from consistency.render.terminal.coverage import coverage
from consistency.render.terminal.figures import figures
from consistency.render.terminal.lines import Line, Style, columns, wrap, wrap_marked
from consistency.render.terminal.unread import not_compared
from consistency.render.view.coverage import coverage_of
from consistency.render.view.framing import characterised
from consistency.render.view.links import location
from consistency.render.view.marking import segments
from consistency.render.view.reading import reading_lines
from consistency.render.view.state import gone, note_of
from consistency.render.view.view import EventView, FindingView, Passage, View, view
from consistency.render.view.wording import summary

NAMED = 5
"""Names that the terminal gives of those whom the sources put in different terms."""
NARROWEST = 24
"""Columns below which lines are no longer made shorter."""

_HEADERS = ("event", "sources", "claims", "groups", "findings")
# tabulate keeps two columns beside a heading and puts two between neighbours.
_COUNTERS = sum(len(header) + 4 for header in _HEADERS[1:])


def render_report(report: Report, width: int, color: bool) -> str:
    """The summary table and the findings, worst first, in at most `width` columns. Ends without a line feed."""
    shown, style = view(report), Style(color)
    parts = [table(shown, width), "\n".join(wrap(summary(shown), max(NARROWEST, width)))]
    parts += ["\n".join(wrap(line, max(NARROWEST, width))) for line in reading_lines(report)]
    parts.append("\n".join(not_compared(report, max(NARROWEST, width))))
    parts.append("\n".join(line for text in gone(report) for line in wrap(text, max(NARROWEST, width))))
    parts += figures(list(figures_of(shown).values()), max(NARROWEST, width), style)
    parts += coverage(shown.events, coverage_of(shown), max(NARROWEST, width), style)
    parts += _framed(shown, max(NARROWEST, width))
    parts += findings(shown.findings, width, style)
    return "\n\n".join(part for part in parts if part)


def _framed(shown: View, width: int) -> list[str]:
    """Whom the sources put in most different terms, in a line or two: how is for the other formats to show."""
    made = characterised(shown)[:NAMED]
    if not made:
        return []
    names = ", ".join(f"{one_line(item.name)} ({len(item.tellers)} sources)" for item in made)
    return ["\n".join(wrap(f"Put in different terms: {names}", width))]


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


def _sources(item: EventView) -> str:
    """How many sources report it, and how many of them are witnesses of their own where that is fewer."""
    copies = sum(len(part) - 1 for part in item.one_origin)
    return f"{len(item.sources)}" + (f" ({len(item.sources) - copies} independent)" if copies else "")


def findings(found: Sequence[FindingView], width: int, style: Style) -> list[str]:
    """Each finding as a block of lines."""
    return ["\n".join(_finding(item, max(NARROWEST, width), style)) for item in found]


def _finding(item: FindingView, width: int, style: Style) -> list[str]:
    lines = _header(item, width, style)
    for passages in (item.left, item.right):
        if passages:
            lines += _side(passages, width, style)
    if not (item.left and item.right) and item.silent:
        names = ", ".join(source.label for source in item.silent)
        lines += [f"  {style.paint('dim', line)}" for line in wrap(f"silent: {names}", width - 2)]
    lines += [f"  {line}" for line in wrap(f"Why: {item.why}", width - 2)]
    note = note_of(item.finding)
    return lines + [f"  {style.paint('dim', line)}" for line in (wrap(note, width - 2) if note else [])]


def _header(item: FindingView, width: int, style: Style) -> list[str]:
    """`ERROR number-differs: the event's title (0.93)`."""
    finding = item.finding
    label = finding.severity.upper()
    rest = wrap(f"{finding.check}: {item.where} ({finding.confidence:.2f})", width - len(label) - 1)
    first, *more = rest or [""]
    return [
        f"{style.paint(finding.severity, label)} {style.paint('bold', first)}",
        *(f"  {style.paint('bold', line)}" for line in more),
    ]


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
