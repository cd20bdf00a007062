"""What `consistency check` tells in the terminal: the new findings, how to settle each, and what decides its exit code."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from consistency.model import Report, Severity
from consistency.model.safe_text import one_line
from consistency.render.terminal.lines import Style, wrap
from consistency.render.terminal.report import NARROWEST, header, place, sentence
from consistency.render.terminal.unread import not_compared
from consistency.render.view.disputes import is_less_sure
from consistency.render.view.reading import reading_lines
from consistency.render.view.state import gone, how_to_settle, new, settled, tally
from consistency.render.view.unread import verdict
from consistency.render.view.view import FindingView, Passage, view
from consistency.render.view.wording import counted, less_sure

SHOWN = 30
"""Names of new sources that are listed; of more, the number is told."""


def render_check(report: Report, failing: Collection[str], fail_on: Severity, width: int, color: bool) -> str:
    """The outcome of a check in at most `width` columns. `failing` are the fingerprints that stop it. Ends without a line feed."""
    width, style = max(NARROWEST, width), Style(color)
    shown = view(report)
    fresh = new(shown.findings)
    parts = ["\n".join(_sources(report, width, style))]
    parts += ["\n".join(wrap(line, width)) for line in reading_lines(report)]
    unsure = [item for item in fresh if is_less_sure(item)]
    parts += ["\n".join(_finding(item, set(report.added), width, style)) for item in fresh if not is_less_sure(item)]
    parts += ["\n".join(wrap(less_sure(len(unsure)), width))] if unsure else []
    parts += ["\n".join(_finding(item, set(report.added), width, style)) for item in unsure]
    rest = settled(shown.findings)
    if rest:
        parts.append("\n".join(_settled(rest, width, style)))
    parts.append("\n".join(not_compared(report, width)))
    parts.append("\n".join(_verdict(shown.findings, failing, fail_on, report, width, style)))
    return "\n\n".join(part for part in parts if part)


def _sources(report: Report, width: int, style: Style) -> list[str]:
    added = set(report.added)
    others = len(report.sources) - len(added)
    told = f"Checked {counted(len(added), 'new document')}"
    told += (
        f"; {counted(others, 'other document')} of the folder {'reports' if others == 1 else 'report'} the same events." if others else "."
    )
    lines = wrap(told if added else "No document is new.", width)
    paths = [source.filed for source in report.sources if source.id in added]
    for path in paths[:SHOWN] if len(paths) <= SHOWN else ():
        lines += [f"  {style.paint('dim', line)}" for line in wrap(one_line(path), width - 2)]
    return lines


def _finding(item: FindingView, added: Collection[str], width: int, style: Style) -> list[str]:
    finding = item.finding
    lines = header(item, width, style)
    for passages in sorted((item.left, item.right), key=lambda side: not any(passage.source.id in added for passage in side)):
        ordered = sorted(passages, key=lambda passage: passage.source.id not in added)
        lines += _side(ordered, added, width, style)
    lines += [f"  {line}" for line in wrap(f"Why: {item.why}", width - 2)]
    if finding.decision:
        lines += [f"  {line}" for line in wrap(finding.decision, width - 2)]
    # The command stays on one line however long, so that it can be copied.
    return [*lines, f"  {style.paint('dim', 'Real, a false alarm, or for later? Settle it:')}", f"    {how_to_settle(finding)}"]


def _side(passages: Sequence[Passage], added: Collection[str], width: int, style: Style) -> list[str]:
    lines: list[str] = []
    for passage in passages[:1]:
        mark = "new " if passage.source.id in added else "    "
        lines += place(passage, width - 6, style, indent=f"  {mark}")
        lines += [f"      {line.text}" for line in sentence(passage, width - 6, style)]
    if len(passages) > 1:
        lines += [f"      {style.paint('dim', 'and ' + counted(len(passages) - 1, 'other passage') + ' with this version')}"]
    return lines


def _settled(items: Sequence[FindingView], width: int, style: Style) -> list[str]:
    lines = ["Known or decided, and stopping nothing:"]
    for item in items:
        finding = item.finding
        words = f"{finding.state} {finding.fingerprint} {finding.check}: {one_line(finding.message)}"
        first, *more = wrap(words, width - 2) or [""]
        lines += [f"  {style.paint('dim', first)}", *(f"    {style.paint('dim', line)}" for line in more)]
    return lines


def _verdict(
    items: Sequence[FindingView], failing: Collection[str], fail_on: Severity, report: Report, width: int, style: Style
) -> list[str]:
    lines = wrap(f"{tally(items)[:1].upper()}{tally(items)[1:]}.", width)
    lines += [line for text in gone(report) for line in wrap(text, width)]
    unread = verdict(report)
    if unread:
        lines += [style.paint("error", line) for line in wrap(unread, width)]
    milder = sum(item.finding.state == "new" for item in items) - len(failing)
    if failing:
        stops = f"Failed: {counted(len(failing), 'new finding')} at or above {fail_on} (--fail-on {fail_on})."
        return [*lines, *(style.paint("error", line) for line in wrap(stops, width))]
    if unread:
        return lines
    below = f" {counted(milder, 'new finding')} below {fail_on}." if milder else ""
    return [*lines, *wrap(f"Passed: no new finding at or above {fail_on} (--fail-on {fail_on}).{below}", width)]
