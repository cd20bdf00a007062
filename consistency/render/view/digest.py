"""What a pull request needs to know, in Markdown: the new findings in full, what is settled in a folded list."""

from __future__ import annotations

from consistency.model import Report
from consistency.model.json_report import left_out
from consistency.model.safe_text import markdown, one_line
from consistency.render.view import unread
from consistency.render.view.dispute_markdown import folded, tables
from consistency.render.view.disputes import is_faint, is_less_sure
from consistency.render.view.links import location
from consistency.render.view.places import Place, places
from consistency.render.view.reading import reading_lines
from consistency.render.view.state import how_to_settle, new, note_of, settled, tally
from consistency.render.view.view import FindingView, view
from consistency.render.view.wording import counted, less_sure

_WORDS = 300
"""Characters of a passage's words that are shown at most."""


def digest(report: Report, limit: int) -> str:
    """At most `limit` characters: what does not fit is counted."""
    shown = view(report)
    found = shown.findings
    sources = counted(len(report.added), "source") + " checked against " if report.added else ""
    rest = counted(len(report.sources) - len(report.added), "source")
    opening = [
        f"### Consistency: {tally(found)}",
        "",
        f"{sources}{rest}. A finding says that two accounts differ, never which is true.",
        "",
    ]
    opening += [part for line in reading_lines(report) for part in (_inline(line), "")]
    stopped = unread.verdict(report)
    opening += [f"**{_inline(stopped)}**", ""] if stopped else []
    foldeds = [_folded("Known or decided", [_settled(item, report) for item in settled(found)])]
    foldeds.append(_folded("In the baseline, but no longer found", [f"- {_inline(item)}" for item in sorted(report.stale)]))
    foldeds.append(_folded("Decided, but no longer found", [f"- {_inline(item)}" for item in sorted(report.settled_and_gone)]))
    for title, items in unread.parts(report):
        foldeds.append(_folded(title, [f"- {_inline(item.path)}: {_inline(left_out(item))}" for item in items]))
    parts = ["\n".join(rows) for rows in tables(shown, lambda source, line: None, lambda item: item.finding.state == "new")]
    fresh = [item for item in new(found) if not is_faint(item)]
    unsure = [item for item in fresh if is_less_sure(item)]
    parts += ["\n".join(_finding(item, report)) for item in fresh if not is_less_sure(item)]
    if unsure:
        blocks = [line for item in unsure for line in ("", *_finding(item, report))]
        parts.append("\n".join(folded(less_sure(len(unsure)), blocks[1:])))
    parts += [part for part in foldeds if part]
    text, room = "\n".join(opening), limit - 200
    for number, part in enumerate(parts):
        if len(text) + len(part) > room:
            return f"{text}\n{counted(len(parts) - number, 'more part')} did not fit here: see the whole report of this run.\n"
        text += "\n" + part + "\n"
    return text


def _finding(item: FindingView, report: Report) -> list[str]:
    finding = item.finding
    lines = [f"**{finding.severity}: {_inline(item.what)}** \u00b7 {_inline(item.where)}", ""]
    lines += [f"- {_side(place)}" for place in places(item, report)]
    lines += ["", f"Why: {_inline(item.why)}", ""]
    if finding.decision:
        lines += [f"{_inline(finding.decision)}", ""]
    return [*lines, f"`{_code(how_to_settle(finding))}`"]


def _side(place: Place) -> str:
    words = one_line(place.words).strip()
    shown = words if len(words) <= _WORDS else words[: _WORDS - 1].rstrip() + "\u2026"
    return f"{_inline(place.source.label)}: \u201c{_inline(shown)}\u201d ({_inline(location(place.source, place.line))})"


def _settled(item: FindingView, report: Report) -> str:
    where = "".join(f" ({_inline(location(place.source, place.line))})" for place in places(item, report)[:1])
    return f"- {_inline(item.finding.message)}{where} \u2014 {_inline(note_of(item.finding))}"


def _folded(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    return f"<details><summary>{title}: {len(lines)}</summary>\n\n" + "\n".join(lines) + "\n\n</details>"


def _inline(text: str) -> str:
    return markdown(text, opens_line=False).strip()


def _code(text: str) -> str:
    """Text inside backticks: what could end it is left out."""
    return one_line(text).replace("`", "").strip()
