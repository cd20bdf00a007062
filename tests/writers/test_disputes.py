"""The table that every output opens with: what is in its cells, who stands alone, and what an event is called."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from consistency.model import Claim, Event, Evidence, Finding, Quantity, Report, Slot, Source, ToolInfo
from consistency.render.formats.html import WRITER as HTML
from consistency.render.formats.markdown import WRITER as MARKDOWN
from consistency.render.formats.pr_comment import WRITER as COMMENT
from consistency.render.terminal import render_check, render_report
from consistency.render.view.disputes import Cell, Told, dispute_tables, names_of
from consistency.render.view.links import folder_of, href, text_fragment
from consistency.render.view.source_text import source_texts
from consistency.render.view.view import Passage, view
from consistency.render.view.wording import NONE_FIRM, day_of, headline, summary
from tests.writers._written import written

COUNT = Slot(noun="goat", predicate="escape", roles=(("is", "subject"),))


def teller(name: str, figure: str, number: float, day: int = 7) -> tuple[Source, Claim]:
    text = f"Market day in Orrin.\n{figure} goats escaped from the pen at dawn."
    source = Source(
        f"docs/{name}.txt", text, id=name, outlet=f"The {name.title()}", published=date(2031, 5, day), title=f"{figure} goats gone"
    )
    start = text.index(figure)
    fact = Quantity(start, start + len(figure), figure, number=number, low=number, high=number, slot=COUNT)
    return source, Claim(f"c-{name}", name, start, len(text), 2, text[start:], facts=(fact,))


TELLERS = (teller("bell", "Nine", 9), teller("echo", "Twelve", 12), teller("lark", "12", 12), teller("post", "30", 30))


def evidence(claim: Claim, side: str, value: str) -> Evidence:
    fact = claim.facts[0]
    return Evidence(claim.id, side, fact.start, fact.end, fact.text, value)  # type: ignore[arg-type]


FINDING = Finding(
    check="number-differs",
    kind="contradiction",
    severity="error",
    confidence=0.97,
    message="Goats escaping from the pen. The Bell: “Nine”; The Echo: “Twelve”.",
    because="differs: they differ.",
    scope="event",
    group=None,
    claims=("c-bell", "c-echo"),
    evidence=(evidence(TELLERS[0][1], "left", "9 goat"), evidence(TELLERS[1][1], "right", "12 goat")),
    fingerprint="abcdef12",
    event="e1",
    left_value="9 goat",
    right_value="12 goat",
    what="Goats escaping from the pen",
)
EVENT = Event("e1", "Nine goats gone", "2031-05-07", "Orrin", tuple(source.id for source, _ in TELLERS))
REPORT = Report(
    ToolInfo("consistency", "0"),
    sources=tuple(source for source, _ in TELLERS),
    events=(EVENT,),
    claims=tuple(claim for _, claim in TELLERS),
    findings=(FINDING,),
)


def test_every_source_that_reports_a_version_has_a_cell_and_the_odd_one_is_marked() -> None:
    (table,) = dispute_tables(view(REPORT)).values()
    (row,) = table.rows
    assert table.names == ("The Bell", "The Echo", "The Lark", "The Post")
    assert [cell.words for cell in row.cells] == ["Nine (9)", "Twelve (12)", "12", ""]  # what fits no version may be of something else
    assert [cell.outlier for cell in row.cells] == [True, False, False, False]
    assert [words for words, _ in row.versions] == ["Twelve (12)", "Nine (9)"]


def test_two_of_one_origin_are_one_witness_and_make_nobody_the_odd_one() -> None:
    together = replace(REPORT, events=(replace(EVENT, origins=(("echo", "lark"),)),))
    (table,) = dispute_tables(view(together)).values()
    assert not any(cell.outlier for cell in table.rows[0].cells)


def test_no_heading_holds_a_disputed_figure() -> None:
    assert view(REPORT).events[0].event.title == "30 goats gone"
    every = replace(REPORT, sources=tuple(replace(source, title="Twelve goats gone") for source in REPORT.sources))
    assert view(every).events[0].event.title == "\u2026 goats gone"
    spelling = replace(FINDING, check="name-differs")
    assert view(replace(REPORT, findings=(spelling,))).events[0].event.title == "Nine goats gone"


def test_the_table_opens_markdown_html_and_the_comment() -> None:
    row = "| Goats escaping from the pen | **\u2260 "
    for writer in (MARKDOWN, COMMENT):
        lines = written(writer, REPORT).splitlines()
        at = next(at for at, line in enumerate(lines) if line.startswith(row))
        assert at < 12
        assert lines[at].endswith("| Contradiction 0.97 |")
    page = written(HTML, REPORT)
    assert page.index('<table class="disputes">') < page.index('<article class="finding')


NOTE = replace(FINDING, severity="note", confidence=0.55, fingerprint="0000beef", what="Goats counted at dusk")
MIXED = replace(REPORT, findings=(FINDING, NOTE))
DOUBTFUL = replace(REPORT, findings=(NOTE,))


def test_what_is_less_sure_stands_apart_in_every_output() -> None:
    heading = "Less sure: check before you rely on it (1)"
    outputs = [written(writer, MIXED) for writer in (HTML, MARKDOWN, COMMENT)]
    outputs += [render_report(MIXED, 100, False, full=full) for full in (True, False)]
    outputs.append(render_check(replace(MIXED, added=("bell",)), {FINDING.fingerprint}, "warning", 100, False))
    for text in outputs:
        assert text.count(heading) >= 1
        before, after = text[text.index("Goats") :].split(heading, 1)
        assert FINDING.what in before
        assert NOTE.what not in before
        assert NOTE.what in after
    folded = written(HTML, MIXED).split('<details class="fold less-sure">')[1]
    assert folded.index('<table class="disputes">') < folded.index(NOTE.what) < folded.index('<article class="finding note"')


def test_where_nothing_is_firm_that_is_said() -> None:
    for text in (*(written(writer, DOUBTFUL) for writer in (HTML, MARKDOWN, COMMENT)), render_report(DOUBTFUL, 100, False, full=False)):
        assert re.search(r"[Nn]o firm difference", text)
        assert "Less sure: check before you rely on it (1)" in text
    whole = written(HTML, replace(DOUBTFUL, findings=(replace(NOTE, scope="standing"),)))
    assert whole.index(NONE_FIRM) < whole.index("Less sure") < whole.index('<table class="disputes pairs">')


def test_titles_and_summaries_count_alike() -> None:
    assert summary(MIXED) == "4 sources on 1 event: 1 difference (1 error), 1 less sure."
    assert headline(MIXED) == "Where the accounts differ: 4 sources, 1 difference"
    assert summary(DOUBTFUL) == "4 sources on 1 event: no firm difference, 1 less sure."
    assert headline(DOUBTFUL) == "Where the accounts differ: 4 sources, 1 less sure"
    assert headline(replace(REPORT, findings=())) == "Where the accounts differ: 4 sources, no difference"
    assert f"<title>{headline(MIXED)}</title>" in written(HTML, MIXED)


def test_outlets_of_one_name_are_told_apart() -> None:
    a, b, c = (source for source, _ in TELLERS[:3])
    same = [replace(a, outlet="Bell"), replace(b, outlet="Bell", published=date(2031, 5, 9)), replace(c, outlet="Lark")]
    assert names_of(same) == ("Bell, 7 May 2031", "Bell, 9 May 2031", "Lark")
    assert names_of([same[0], replace(same[1], published=same[0].published)]) == ("Bell, bell.txt", "Bell, echo.txt")
    unnamed = [replace(a, outlet=None, path=f"{folder}/a.csv", record=record) for folder, record in (("x", 1), ("x", 2), ("y", 2))]
    assert names_of(unnamed) == ("x/a.csv record 1", "x/a.csv record 2", "y/a.csv record 2")


def test_source_texts_are_whole_and_marked_at_the_sentence() -> None:
    tables = dispute_tables(view(REPORT)).values()
    texts = source_texts(one for table in tables for row in table.rows for cell in row.cells for one in cell.told)
    for source, claim in TELLERS[:3]:
        stretches = texts.stretches[source.id]
        assert "".join(part.text for part in stretches) == source.text
        assert [part.text for part in stretches if part.anchor == texts.anchors[claim.id]] == [claim.text]
    assert "post" not in texts.stretches


def test_a_cell_shows_a_few_versions_and_counts_the_rest() -> None:
    source, claim = TELLERS[0]
    told = tuple(Told(f"{number} goats", Passage(source, claim), number, number + 1) for number in range(5))
    assert Cell(source, told).words == "0 goats, also 1 goats, also 2 goats and 2 more"


def quoted(name: str, words: str) -> tuple[Source, Claim]:
    text = f"\u201c{words},\u201d said the herder."
    return Source(f"docs/{name}.txt", text, id=name, outlet=f"The {name.title()}"), Claim(f"c-{name}", name, 0, len(text), 1, text)


def test_the_words_of_a_quotation_that_differ_are_marked_in_its_cell() -> None:
    pair = (quoted("bell", "We lost the whole herd at dawn"), quoted("echo", "We lost the whole herd at dusk"))
    made = tuple(
        Evidence(claim.id, side, 1, 31, claim.text[1:31], claim.text[1:31])  # type: ignore[arg-type]
        for (_, claim), side in zip(pair, ("left", "right"), strict=True)
    )
    finding = replace(
        FINDING, check="quote-differs", evidence=made, claims=tuple(claim.id for _, claim in pair), what="What the herder said"
    )
    event = Event("e1", "Goats escape", "2031-05-07", None, tuple(source.id for source, _ in pair))
    report = replace(
        REPORT, sources=tuple(source for source, _ in pair), claims=tuple(claim for _, claim in pair), events=(event,), findings=(finding,)
    )
    row = next(iter(dispute_tables(view(report)).values())).rows[0]
    assert [[words for words, differs in cell.told[0].parts if differs] for cell in row.cells] == [["dawn"], ["dusk"]]
    assert "whole herd at <b>dawn</b>" in written(HTML, report)


def test_who_reports_none_of_it_has_no_column() -> None:
    idle = Source("docs/idle.txt", "The fair was dry.", id="idle", outlet="Idle.example.org")
    event = replace(REPORT.events[0], sources=(*REPORT.events[0].sources, "idle"))
    text = written(HTML, replace(REPORT, sources=(*REPORT.sources, idle), events=(event,)))
    assert "None of this was found in" in text
    assert "Idle.<wbr>" not in text
    assert "Idle.example.org" in text


def test_what_no_event_owns_is_a_row_with_both_outlets() -> None:
    text = written(HTML, replace(REPORT, findings=(replace(FINDING, scope="standing"),)))
    table = text[text.index('<table class="disputes pairs">') :].split("</table>")[0]
    assert FINDING.what in table
    assert "The Bell" in table
    assert "The Echo" in table


def test_the_command_that_decides_names_the_folder() -> None:
    def of(*paths: str) -> str:
        return folder_of([Source(path, "", id=path) for path in paths])

    assert of("docs/a.txt", "docs/more/b.txt") == "docs"
    assert of("my docs; rm x/a.txt", "my docs; rm x/b.txt") == "'my docs; rm x'"
    assert (of("a.txt"), of("docs/a.txt", "other/b.txt"), of("/a/b.txt", "c/d.txt"), of()) == ("", "", "", "")


def test_a_day_is_printed_as_a_day() -> None:
    assert [day_of(text) for text in ("2031-05-07", "2031-05", None)] == ["7 May 2031", "2031-05", ""]


def test_a_link_into_a_web_page_opens_at_the_sentence() -> None:
    page = Source("docs/page.html", "", id="p", extracted=True)
    sentence = "Nine goats - all brown, of one herd - escaped from the pen at dawn."
    assert href(page, 3, "", sentence) == "docs/page.html#:~:text=Nine%20goats%20%2D%20all%20brown%2C,from%20the%20pen%20at%20dawn."
    assert text_fragment("Nine goats") == "#:~:text=Nine%20goats"
    assert "-" not in text_fragment(sentence).removeprefix("#:~:text=")
    assert href(TELLERS[0][0], 2, "", sentence) == "docs/bell.txt#L2"
