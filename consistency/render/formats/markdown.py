"""The report as Markdown for a code host: tables of what was read, then each finding with both sides quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from consistency.model import SEVERITIES, Report, Source
from consistency.model.json_report import left_out
from consistency.model.safe_text import markdown as plain
from consistency.model.word_counts import word_counts
from consistency.render.figures import figures_of
from consistency.render.figures.labels import brief
from consistency.render.figures.markdown import lines_of
from consistency.render.format import Format
from consistency.render.view import unread
from consistency.render.view.coverage import EventCoverage, Told, coverage_of
from consistency.render.view.dispute_markdown import grid, linked, signs, tables
from consistency.render.view.disputes import is_faint, is_less_sure
from consistency.render.view.framing import Saying, characterised
from consistency.render.view.links import base_of, href, location
from consistency.render.view.marking import Segment, segments
from consistency.render.view.reading import reading_lines
from consistency.render.view.state import gone, note_of
from consistency.render.view.view import FindingView, Passage, View, view
from consistency.render.view.wording import HOW_TO_READ, LESS_SURE, counted, one_origin, summary

_HEADINGS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


def write(report: Report, stream: IO[str]) -> None:
    shown, base = view(report), base_of(stream)
    parts: list[str] = ["# Where the accounts differ", "", summary(report), ""]
    parts += [part for line in (*reading_lines(report), *unread.at_a_glance(report)) for part in (plain(line), "")]
    disputed = [
        line
        for lines in tables(shown, lambda source, line: href(source, line, base))
        for line in (*[text.replace("#### ", "## ", 1) for text in lines[:1]], *lines[1:], "")
    ]
    parts += [*disputed, *signs(disputed)]
    parts += ["", *(f"- {sentence}" for sentence in HOW_TO_READ)]
    parts += _findings(shown, base)
    parts += lines_of(figures_of(shown).values())
    parts += _events(shown)
    parts += _silences(shown, base)
    parts += _framed(shown, base)
    parts += _sources(shown.sources, base)
    parts += _skipped(report)
    parts += _gone(report)
    parts += ["", "---", "", _tool(report), ""]
    stream.write("\n".join(parts))


def _link(source: Source, line: int | None, base: str | None, brief: bool = False) -> str:
    """Where the passage stands; `brief` gives only the line, where the words around it name the source."""
    words = f"line {line}" if brief else location(source, line)
    return linked(plain(words, opens_line=False), href(source, line, base))


def _findings(shown: View, base: str | None) -> list[str]:
    lines = ["", "## Findings", ""]
    if not shown.findings:
        return [*lines, "No difference was found. That is not agreement: sources may be silent, or use other terms."]
    number = 0
    told = [item for item in shown.findings if not is_faint(item)]
    parts = [(_HEADINGS[name], [item for item in told if item.finding.severity == name and not is_less_sure(item)]) for name in SEVERITIES]
    parts.insert(-1, (LESS_SURE, [item for item in told if is_less_sure(item)]))
    for heading, found in parts:
        lines += [f"### {heading}", ""] if found else []
        for item in found:
            number += 1
            lines += _finding(number, item, base)
    return lines[:-1]


def _finding(number: int, item: FindingView, base: str | None) -> list[str]:
    finding = item.finding
    lines = [f"#### {number}. {plain(item.what, opens_line=False)}: {plain(item.where, opens_line=False)}", ""]
    if not (finding.what and item.left and item.right):
        lines += [plain(finding.message), ""]
    for passages in (item.left, item.right):
        lines += _side(passages, base)
    if item.others:
        told = ", ".join(f"{plain(passage.source.label)} ({_link(passage.source, passage.line, base)})" for passage in item.others)
        lines += [f"Also reported by {told}.", ""]
    if item.silent and finding.kind == "omission":
        lines += [f"Silent: {', '.join(plain(source.label) for source in item.silent)}.", ""]
    details = (
        f"<sub>{finding.severity} \u00b7 {finding.kind} \u00b7 `{_code(finding.check)}` \u00b7 "
        f"confidence {finding.confidence:.2f} \u00b7 fingerprint `{_code(finding.fingerprint)}`</sub>"
    )
    lines += [f"**Why:** {plain(item.why, opens_line=False)}", ""]
    note = note_of(finding)
    if note:
        lines += [f"**Settled:** {plain(note, opens_line=False)}" if finding.state != "new" else plain(note), ""]
    return [*lines, details, ""]


def _side(passages: tuple[Passage, ...], base: str | None) -> list[str]:
    if not passages:
        return []
    first = passages[0]
    lines = [f"> {_marked(first)}", ">", f"> \u2014 {plain(first.source.label, opens_line=False)}, {_link(first.source, first.line, base)}"]
    if len(passages) > 1:
        also = ", ".join(f"{plain(item.source.label)} ({_link(item.source, item.line, base)})" for item in passages[1:])
        lines += [">", f"> Also: {also}"]
    # The comment keeps two quotations apart; without it some readers join them.
    return [*lines, "", "<!-- -->", ""]


def _marked(passage: Passage) -> str:
    claim = passage.claim
    parts = segments(passage.source.text, claim.start, claim.end, passage.marks)
    return "".join(_segment(part, index == 0) for index, part in enumerate(parts)).strip()


def _segment(part: Segment, first: bool) -> str:
    if not part.marked:
        return plain(part.text, opens_line=first)
    # HTML, since asterisks beside a sign or inside a word are not read as bold.
    needs_html = not (re.match(r"\w", part.text) and re.search(r"\w$", part.text))
    text = plain(part.text, opens_line=False)
    return f"<strong>{text}</strong>" if needs_html else f"**{text}**"


def _code(text: str) -> str:
    """An id as code: what could end the code is left out."""
    return re.sub(r"[^\w.:/-]", "", text) or "-"


def _events(shown: View) -> list[str]:
    lines = ["", "## Events", ""]
    rows = [
        (
            plain(item.event.title),
            plain(item.event.date or "unknown"),
            plain(item.event.place or "unknown"),
            ", ".join(plain(source.label) for source in item.sources),
            str(item.claims),
            str(len(item.groups)),
            str(len(item.findings)),
            ", ".join(plain(other.date or other.title) for other in item.related) or "none",
        )
        for item in shown.events
    ]
    lines += grid(("Event", "Date", "Place", "Sources", "Claims", "Groups", "Findings", "Same story"), rows)
    held = [
        f"- {plain(item.event.title)}: {' '.join(plain(line, opens_line=False) for line in item.held)}"
        for item in shown.events
        if item.held
    ]
    if held:
        # Folded, since many events would bury what follows.
        lines += ["", "<details><summary>What holds each event together, and what is near it</summary>", "", *held, "", "</details>"]
    shared = [plain(one_origin([source.label for source in part])) for item in shown.events for part in item.one_origin]
    return [*lines, *(line for text in shared for line in ("", text))]


def _silences(shown: View, base: str | None) -> list[str]:
    """What some sources leave out, then what one alone tells, the most central first."""
    made = coverage_of(shown)
    lines: list[str] = []
    for event in shown.events:
        found = made.get(event.event.id, EventCoverage())
        rows = [_left_out(told, base) for told in (*found.by_some, *(told for _, alone in found.by_one for told in alone))]
        if rows:
            # Folded, since many events would bury what follows. The title stands outside: Markdown's escapes would show in the element.
            folded = f"<details><summary>{found.summary}</summary>"
            note = ["", plain(found.note)] if found.note else []
            lines += ["", plain(event.event.title), *note, "", folded, "", *grid(("Reported", "By", "Silent"), rows), "", "</details>"]
    if not lines:
        return []
    return ["", "## Reported by some, not by others", "", "Silence is not agreement, and not denial.", *lines]


def _left_out(told: Told, base: str | None) -> tuple[str, str, str]:
    names = ", ".join(plain(source.label) for source in told.told)
    if told.independent < len(told.told):
        names += f" ({counted(len(told.told), 'source')}, {told.independent:,} independent)"
    silent = ", ".join(plain(quiet.source.label) + (f" ({quiet.why})" if quiet.why else "") for quiet in told.quiet)
    where = _link(told.passage.source, told.passage.line, base, brief=True)
    return f"\u201c{plain(brief(told.words, 120), opens_line=False)}\u201d, {where}", names, silent


def _framed(shown: View, base: str | None) -> list[str]:
    """How each source characterises whom, in its own voice and in the words of others: those first about whom they differ most."""
    lines: list[str] = []
    for item in characterised(shown):
        rows = [(plain(teller.source.label), _said(teller.own, base), _said(teller.others, base)) for teller in item.tellers]
        lines += ["", f"### {plain(item.name, opens_line=False)}", ""]
        lines += grid(("Source", "In its own voice", "In the words of others"), rows)
    return ["", "## Framing: how each source describes people and organisations", *lines] if lines else []


def _said(sayings: Iterable[Saying], base: str | None) -> str:
    return "; ".join(
        f"\u201c{plain(item.words, opens_line=False)}\u201d{f' ({plain(item.voice, opens_line=False)})' if item.voice else ''}, "
        + _link(item.passage.source, item.passage.line, base, brief=True)
        for item in sayings
    )


def _sources(sources: tuple[Source, ...], base: str | None) -> list[str]:
    rows = []
    for source in sources:
        counts = word_counts(source)
        rows.append(
            (
                plain(source.label if source.outlet else "unknown") + (f" (via {plain(source.via)})" if source.via else ""),
                plain(source.title or "unknown"),
                source.published.isoformat() if source.published else "unknown",
                plain(source.provenance.get("published", "")),
                str(counts.words),
                str(counts.boilerplate),
                _link(source, None, base),
                "; ".join(plain(warning) for warning in sorted(source.warnings)),
            )
        )
    head = ("Outlet", "Title", "Published", "Date from", "Words", "Set aside", "File", "Warnings")
    return ["", "## Sources", "", *grid(head, rows)]


def _skipped(report: Report) -> list[str]:
    lines = []
    for title, items in unread.parts(report):
        rows = [(plain(item.path), plain(left_out(item))) for item in items]
        whole = "left out" if title == unread.NOT_READ else "left out or compared only in part"
        lines += ["", f"## {title}", "", f"{counted(unread.files_of(items), 'file')} {whole}.", "", *grid(("File", "Why"), rows)]
    return lines


def _gone(report: Report) -> list[str]:
    """Entries of the baseline and decisions without a finding."""
    told = [plain(item) for item in (*sorted(report.stale), *sorted(report.settled_and_gone))]
    if not told:
        return []
    return ["", "## Known or decided, but no longer found", "", *map(plain, gone(report)), "", *(f"- {item}" for item in told)]


def _tool(report: Report) -> str:
    tool = report.tool
    models = [plain(name) for name in (tool.language_model, tool.embedder) if name]
    made = f"{plain(tool.name)} {plain(tool.version, opens_line=False)}"
    return f"{made}; models: {', '.join(models)}" if models else made


WRITER = Format("md", "report", ".md", write)
