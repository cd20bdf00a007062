"""The report as one HTML page that needs nothing else: no network, and nothing in a document can run or break it.

Without its script everything can be read; the script adds filters, search and keys.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from consistency.checks.severity import ERROR, NOTE
from consistency.checks.values import brief as brief_value
from consistency.checks.values import normal_form, told
from consistency.model import Report, Source
from consistency.model.json_report import left_out
from consistency.model.safe_text import anchor, visible
from consistency.model.word_counts import word_counts
from consistency.render.figures import IN_TEMPLATES, figures_of
from consistency.render.figures.labels import brief
from consistency.render.format import Format, Page
from consistency.render.view import framing, paging
from consistency.render.view.beside import KINDS, Piece, beside, kind_of, kinds_of, openings, pieces, reach_for
from consistency.render.view.citation import citation
from consistency.render.view.context import widened
from consistency.render.view.coverage import AT_A_GLANCE, coverage_of
from consistency.render.view.disputes import DisputeTable, Told, dispute_tables
from consistency.render.view.filters import answers, fields, index_fields, sources_of
from consistency.render.view.framing import characterised
from consistency.render.view.links import base_of, folder_of, href, location
from consistency.render.view.pairs import Pair, pairs
from consistency.render.view.reading import reading_lines
from consistency.render.view.source_text import source_texts
from consistency.render.view.state import gone, note_of
from consistency.render.view.unread import at_a_glance
from consistency.render.view.unread import parts as unread_parts
from consistency.render.view.view import FindingView, Passage, View, view
from consistency.render.view.wording import (
    HOW_TO_READ,
    NONE_FIRM,
    SIGNS,
    counted,
    day_of,
    headline,
    in_numbers,
    kinds_counted,
    less_sure,
    one_origin,
    summary,
    witnesses,
)

if TYPE_CHECKING:
    from jinja2 import Environment

STEM = FOLDER = "report"
TEMPLATES = Path(__file__).parent / "templates"
MANY_SOURCES = 24
"""From so many sources on, the figures of each event show their first rows alone: the page stays small enough to open at once."""
ALSO_SHOWN = 4
"""Up to as many further sources are quoted beside the first of a side."""


def write(report: Report, stream: IO[str], back: str = "", split: bool = False, token: str = "") -> None:
    """The page.

    Args:
        report: What it shows.
        stream: Where it goes.
        back: Where the index of all events is, for a page that shows a part of a larger report.
        split: Whether to show such an index instead.
        token: For the page of a server, what it sends along with a decision; such a page links to no file.
    """
    from markupsafe import Markup

    style, script, serving = _style(), _script("report.js"), _script("serve.js") if token else ""
    scripts = " ".join(_digest(part) for part in (script, serving) if part)
    connects = "connect-src 'self'; " if token else ""
    common = {
        "report": report,
        # Ours, and the policy names their digests.
        "style": Markup(style),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {_digest(style)}; script-src {scripts}; {connects}base-uri 'none'; form-action 'none'",
        "token": token,
        "serving": Markup(serving),
        "how_to_read": HOW_TO_READ,
        "signs": SIGNS,
        "none_firm": NONE_FIRM,
        "error_from": f"{ERROR:.2f}",
        "note_below": f"{NOTE:.2f}",
        "reading": [*reading_lines(report), *at_a_glance(report)],
        "headline": headline(report),
        "summary": summary(report),
    }
    if split:
        listed = paging.stories(report)
        page = _environment().get_template("index.html.j2")
        menus = index_fields(listed)
        across = "standing" in {item.scope for item in report.groups} | {item.scope for item in report.findings}
        stream.writelines(page.generate(stories=listed, folder=FOLDER, across=across, fields=menus, answers=answers, **common))
        return
    shown, base = view(report), base_of(stream)
    linked = (lambda source, line=None, words="": None) if token else (lambda source, line=None, words="": href(source, line, base, words))
    page = _environment().get_template("report.html.j2")
    ids = _finding_ids(shown)
    event_ids = {item.event.id: f"event-{number}" for number, item in enumerate(shown.events, 1)}
    source_ids = {source.id: f"source-{number}" for number, source in enumerate(shown.sources, 1)}
    tables = dispute_tables(shown)
    standing, within = (pairs(shown.of_scope(scope)) for scope in ("standing", "internal"))
    made_of = coverage_of(shown)
    parts = page.generate(
        view=shown,
        tables=tables,
        texts=source_texts(_linked(tables.values(), (*standing, *within))),
        across=standing,
        within=within,
        silences=any(item.any for item in made_of.values()),
        omitted=[item for item in shown.findings if item.finding.kind == "omission"],
        framing_notes=[item for item in shown.findings if item.finding.kind == "framing"],
        back=back,
        kinds_shown=_kinds_shown(shown),
        beside=partial(beside, opened=openings(shown.claims), reach=reach_for(sum(len(group.claims) for group in report.groups))),
        tables_open=False,
        many_sources=MANY_SOURCES,
        event_ids=event_ids,
        source_ids=source_ids,
        fields=fields(shown, source_ids, event_ids),
        finding_id=lambda item: ids[id(item)],
        figures=figures_of(shown),
        coverage=made_of,
        coverage_at_a_glance=AT_A_GLANCE,
        framed=characterised(shown),
        framing_at_a_glance=framing.AT_A_GLANCE,
        link=linked,
        folder=folder_of(shown.sources),
        **common,
    )
    stream.writelines(parts)


def pages(report: Report) -> Iterator[Page]:
    """The index and a page for each event, where there are many; else nothing, and one page holds all."""
    if not paging.is_large(report):
        return
    for name, part in paging.parts(report):
        yield page_of(name, part)
    yield index_page(report)


def page_of(name: str, part: Report) -> Page:
    """The page of an event, or of what belongs to none, by its name."""
    return f"{FOLDER}/{name}.html", partial(write, part, back=f"../{STEM}.html")


def index_page(report: Report) -> Page:
    """The index. It needs no claims and no texts."""
    return f"{STEM}.html", partial(write, report, split=True)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("consistency.render.formats", "templates"),
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
        "day_of": day_of,
        "note_of": note_of,
        "read_as": _read_as,
        "anchor": anchor,
        "counted": counted,
        "counts": word_counts,
        "left_out": left_out,
        "unread_parts": unread_parts,
        "gone_of": gone,
        "one_origin": one_origin,
        "told_by": lambda item: (*item.sources, *item.visitors),
        "witnesses": witnesses,
        "sides": _sides,
        "in_context": _in_context,
        "pieces": _pieces,
        "pieces_of": lambda passage, findings: pieces(passage, kinds_of(findings)),
        "mark_kinds": KINDS,
        "citation": citation,
        "answers_of": lambda item: answers([item.finding]),
        "sources_of": sources_of,
        # What to call each row: the clearest telling of its group, in brief, by the group's id.
        "gists": lambda figures: {group.group.id: brief(row.label, 80) for row in figures.matrix.rows for group in row.groups},
        "also_told": _also_told,
        "kinds_counted": lambda findings: kinds_counted(item.finding for item in findings),
        "kinds_of_findings": kinds_counted,
        "less_sure": less_sure,
        "in_numbers": in_numbers,
        "same_label": _same_label,
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
    sheets = sorted(TEMPLATES.glob("*.css"), key=lambda item: (item.name != "report.css", item.name))
    return "\n".join(item.read_text(encoding="utf-8") for item in sheets)


@cache
def _script(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _linked(tables: Iterable[DisputeTable], rows: Iterable[Pair]) -> Iterator[Told]:
    """What the cells of all tables link to."""
    yield from (one for table in tables for row in table.rows for cell in row.cells for one in cell.told)
    yield from (version.told for row in rows for version in row.versions)


def _finding_ids(shown: View) -> dict[int, str]:
    """An id for each finding that stays the same as long as its fingerprint does."""
    ids: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for item in shown.findings:
        name = f"finding-{anchor(item.finding.fingerprint)}"
        taken[name] += 1
        ids[id(item)] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return ids


def _sides(item: FindingView) -> Iterator[tuple[str, str, tuple[Passage, ...], str]]:
    """(side, its name for a reader, its passages, its normalised value) for each side that there is."""
    finding = item.finding
    names = ("First place", "Second place") if finding.scope == "internal" else ("First version", "Second version")
    for side, name, passages, value in (
        ("left", names[0], item.left, finding.left_value),
        ("right", names[1], item.right, finding.right_value),
    ):
        if passages:
            # Of several versions on one side, that of the passage shown.
            own = next((one.value for one in finding.evidence if one.side == side and one.claim == passages[0].claim.id), "")
            yield side, name, passages, own or value


def _read_as(value: str, passage: Passage) -> str:
    """The normalised value of a passage's differing words, where a reader would not read it off them; else nothing."""
    words = " ".join(passage.source.text[start:end] for start, end in passage.evidence)
    return normal_form(value) if told(words, value) != brief_value(words) else ""


def _same_label(sources: Sequence[Source]) -> set[str]:
    """The ids of those whose name another of `sources` bears too."""
    names = Counter(source.label for source in sources)
    return {source.id for source in sources if names[source.label] > 1}


def _in_context(passage: Passage, item: FindingView) -> tuple[str, tuple[Piece, ...], str]:
    """What stands before the claim in its paragraph, the claim itself, and what follows; dots where the paragraph goes on."""
    text, claim = passage.source.text, passage.claim
    around = widened(passage.source, claim)
    before = ("\u2026 " if around.cut_before else "") + text[around.start : claim.start]
    after = text[claim.end : around.end] + (" \u2026" if around.cut_after else "")
    return before, _pieces(passage, item), after


def _pieces(passage: Passage, item: FindingView) -> tuple[Piece, ...]:
    return pieces(passage, kinds_of([item]))


def _kinds_shown(shown: View) -> list[str]:
    """What the marked words of the page's findings differ in, in the order of the legend."""
    found = {kind_of(item.finding) for item in shown.findings if any(passage.marks for passage in (*item.left, *item.right))}
    return [kind for kind in KINDS if kind in found]


def _also_told(passages: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Of the passages after the first: one of each other source, up to a few, and the rest, which would bury them."""
    told = {passages[0].source.id}
    shown: list[Passage] = []
    folded: list[Passage] = []
    for passage in passages[1:]:
        (shown if passage.source.id not in told and len(shown) < ALSO_SHOWN else folded).append(passage)
        told.add(passage.source.id)
    return shown, folded


WRITER = Format("html", STEM, ".html", write, pages)
