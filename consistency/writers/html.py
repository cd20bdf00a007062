"""The report as one HTML page that needs nothing else: no network, no script, and nothing in a document can run or break it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import IO, TYPE_CHECKING

from consistency.counts import word_counts
from consistency.model import Report, Source
from consistency.writers import _paging
from consistency.writers._context import context
from consistency.writers._coverage import AT_A_GLANCE, coverage_of
from consistency.writers._escape import anchor, visible
from consistency.writers._figures import IN_TEMPLATES, figures_of
from consistency.writers._format import Format, Page
from consistency.writers._links import base_of, href, location
from consistency.writers._marking import Segment, segments
from consistency.writers._state import note_of
from consistency.writers._view import FindingView, Passage, View, view
from consistency.writers._wording import HOW_TO_READ, counted, left_out, one_origin, severity_counts, witnesses

if TYPE_CHECKING:
    from jinja2 import Environment

STEM = FOLDER = "report"
OPEN_GROUPS = 40
"""Up to as many groups in all, the tables stand open; more would bury the findings."""


def write(report: Report, stream: IO[str], back: str = "", split: bool = False) -> None:
    """The page. `back` is where the index of all events stands, where this page shows a part of a larger report; `split` shows such an
    index instead."""
    from markupsafe import Markup

    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    common = {
        "report": report,
        "style": Markup(style),  # ours, and the policy names its digest
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        "how_to_read": HOW_TO_READ,
    }
    if split:
        listed = _paging.stories(report)
        page = _environment().get_template("index.html.j2")
        stream.writelines(page.generate(stories=listed, folder=FOLDER, across=_has_across(report), **common))
        return
    shown, base = view(report), base_of(stream)
    page = _environment().get_template("report.html.j2")
    ids = _finding_ids(shown)
    pieces = page.generate(
        view=shown,
        back=back,
        severity_counts=severity_counts(shown),
        tables_open=shown.group_count <= OPEN_GROUPS,
        event_ids={item.event.id: f"event-{number}" for number, item in enumerate(shown.events, 1)},
        source_ids={source.id: f"source-{number}" for number, source in enumerate(shown.sources, 1)},
        finding_id=lambda item: ids[id(item)],
        figures=figures_of(shown),
        coverage=coverage_of(shown),
        coverage_at_a_glance=AT_A_GLANCE,
        link=lambda source, line=None: href(source, line, base),
        **common,
    )
    stream.writelines(pieces)


def pages(report: Report) -> Iterator[Page]:
    """The index and a page for each event, where there are many; else nothing, and one page holds all."""
    if not _paging.is_large(report):
        return
    for name, part in _paging.parts(report):
        yield f"{FOLDER}/{name}.html", partial(write, part, back=f"../{STEM}.html")
    yield f"{STEM}.html", partial(write, report, split=True)


def _has_across(report: Report) -> bool:
    return "standing" in {item.scope for item in report.groups} | {item.scope for item in report.findings}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("consistency.writers", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Every value that a template shows passes here, so no text of a document is shown without it.
        finalize=_neutral,
    )
    environment.globals |= IN_TEMPLATES | {
        "location": location,
        "note_of": note_of,
        "anchor": anchor,
        "counted": counted,
        "counts": word_counts,
        "left_out": left_out,
        "one_origin": one_origin,
        "told_by": lambda item: (*item.sources, *item.visitors),
        "witnesses": witnesses,
        "sides": _sides,
        "in_context": _in_context,
        "restates": _restates,
        "same_label": _same_label,
        "claim_segments": _claim_segments,
    }
    return environment


def _neutral(value: object) -> object:
    """Control and bidirectional characters made visible; markup of our own templates stays as it is."""
    if value is None:
        return ""
    return visible(value) if type(value) is str else value


@cache
def _style() -> str:
    """Each section's style stands beside its template; the page bears them all, the page's own first, as the others build on it."""
    from importlib.resources import files

    sheets = [item for item in files("consistency.writers").joinpath("templates").iterdir() if item.name.endswith(".css")]
    return "\n".join(item.read_text(encoding="utf-8") for item in sorted(sheets, key=lambda item: (item.name != "report.css", item.name)))


def _finding_ids(shown: View) -> dict[int, str]:
    """An id for each finding that stays the same as long as its fingerprint does."""
    ids: dict[int, str] = {}
    taken: dict[str, int] = {}
    for item in shown.findings:
        name = f"finding-{anchor(item.finding.fingerprint)}"
        taken[name] = taken.get(name, 0) + 1
        ids[id(item)] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return ids


def _sides(item: FindingView) -> Iterator[tuple[str, str, tuple[Passage, ...], str]]:
    """(side, its name for a reader, its passages, its normalised value) for each side that there is."""
    finding = item.finding
    names = ("First place", "Second place") if finding.scope == "internal" else ("First version", "Second version")
    if item.left:
        yield "left", names[0], item.left, finding.left_value
    if item.right:
        yield "right", names[1], item.right, finding.right_value


def _restates(value: str, passage: Passage) -> bool:
    """Whether a normalised value says no more than the differing words beside it do."""
    shown = " ".join(passage.source.text[start:end] for start, end in passage.evidence)
    return set(re.findall(r"\w+", value.casefold())) <= set(re.findall(r"\w+", shown.casefold()))


def _same_label(sources: Sequence[Source]) -> set[str]:
    """The ids of those whose name another of `sources` bears too."""
    names = Counter(source.label for source in sources)
    return {source.id for source in sources if names[source.label] > 1}


def _in_context(passage: Passage) -> tuple[str, tuple[Segment, ...], str]:
    """What stands before the claim in its paragraph, the claim itself, and what follows; dots where the paragraph goes on."""
    text, claim = passage.source.text, passage.claim
    around = context(passage.source, claim)
    before = ("\u2026 " if around.cut_before else "") + text[around.start : claim.start]
    after = text[claim.end : around.end] + (" \u2026" if around.cut_after else "")
    return before, _claim_segments(passage), after


def _claim_segments(passage: Passage) -> tuple[Segment, ...]:
    return segments(passage.source.text, passage.claim.start, passage.claim.end, passage.marks)


WRITER = Format("html", STEM, ".html", write, pages)
