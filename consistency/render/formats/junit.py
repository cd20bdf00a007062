"""JUnit XML, which most build servers read: a test case a document, which fails on what is new and more than a note.

Held to what Jenkins' xUnit plugin accepts, which is the strictest of them. No time is measured: the same input gives the same bytes.
"""

from __future__ import annotations

from typing import IO
from xml.etree import ElementTree

from consistency.model import Report, Source
from consistency.model.grouping import grouped
from consistency.model.json_report import left_out
from consistency.model.safe_text import one_line
from consistency.render.format import Format
from consistency.render.view import unread
from consistency.render.view.links import location
from consistency.render.view.places import places
from consistency.render.view.state import how_to_settle, note_of
from consistency.render.view.view import FindingView, view
from consistency.render.view.wording import counted

TIME = "0"


def write(report: Report, stream: IO[str]) -> None:
    shown = view(report)
    of = grouped((place.source.id, item) for item in shown.findings for place in places(item, report)[:1])
    suite = ElementTree.Element("testsuite", name="consistency")
    listed = [source for source in shown.sources if not report.added or source.id in report.added or source.id in of]
    failures = sum([_case(suite, source, report, of[source.id]) for source in listed])
    errors = passed_over = 0
    for title, left in unread.entries(report):
        kind = "unreadable" if title == unread.NOT_READ else "not-compared"
        case = ElementTree.SubElement(suite, "testcase", classname=f"consistency.{kind}", name=_text(left.path), time=TIME)
        # What was there before is an error only where it cannot be read at all.
        error = left.stops or title == unread.NOT_READ
        ElementTree.SubElement(case, "error" if error else "skipped", type=kind, message=_text(f"{title}: {left_out(left)}"))
        errors, passed_over = errors + error, passed_over + (not error)
    counts = {"tests": str(len(suite)), "failures": str(failures), "errors": str(errors)}
    suite.attrib.update(counts | {"skipped": str(passed_over), "time": TIME})
    suites = ElementTree.Element("testsuites", {"name": "consistency", **counts, "time": TIME})
    suites.append(suite)
    ElementTree.indent(suites)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n")


def _case(suite: ElementTree.Element, source: Source, report: Report, found: list[FindingView]) -> bool:
    """Adds the test case of a document; whether it fails."""
    case = ElementTree.SubElement(suite, "testcase", classname="consistency", name=_text(location(source)), time=TIME)
    failing = [item for item in found if _fails(item)]
    if failing:
        kinds = ", ".join(sorted({item.finding.check for item in failing}))
        failure = ElementTree.SubElement(case, "failure", type=_text(kinds), message=_text(counted(len(failing), "new finding")))
        failure.text = "\n\n".join(_told(item, report) for item in failing)
    rest = [item for item in found if not _fails(item)]
    if rest:
        ElementTree.SubElement(case, "system-out").text = "\n\n".join(_told(item, report) for item in rest)
    return bool(failing)


def _fails(item: FindingView) -> bool:
    return item.finding.state == "new" and item.finding.severity != "note"


def _told(item: FindingView, report: Report) -> str:
    finding = item.finding
    note = note_of(finding)
    lines = [f"{location(place.source, place.line)}: {place.words.strip()}" for place in places(item, report)]
    lines += [f"Why: {item.why}", *([f"[{note}]"] if note else [])]
    if finding.state == "new":
        lines.append(f"To settle it: {how_to_settle(finding)}")
    return "\n  ".join(map(_text, [f"{finding.severity} {finding.check}: {finding.message}", *lines]))


def _text(text: str) -> str:
    return one_line(text).rstrip()


WRITER = Format("junit", "junit", ".xml", write)
