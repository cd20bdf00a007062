"""The accounts side by side as data, what the findings can be sifted by, and the citation of a finding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consistency.model import Claim, Event, Evidence, Finding, Group, Report, Source, ToolInfo
from consistency.render.view.beside import KINDS, Beside, beside, kind_of, openings, reach_for
from consistency.render.view.citation import citation
from consistency.render.view.context import REACH
from consistency.render.view.filters import fields, sources_of
from consistency.render.view.view import view
from tests.writers._sample import REPORT

TEXTS = {
    "s1": "Kiln wall falls in Osten. A wall of the old kiln fell on Monday. Six potters were hurt. The kiln dates from 1811. It is shut.",
    "s2": "Osten kiln collapses. The kiln fell down on Monday. Nine potters were hurt. The guild runs a school. It opened in 1902.",
}


def made(*groups: tuple[str, ...], findings: tuple[Finding, ...] = ()) -> Report:
    sources = tuple(Source(f"{name}.txt", text, id=name, outlet=f"The {name}") for name, text in TEXTS.items())
    claims = []
    for source in sources:
        at = 0
        for number, sentence in enumerate(source.text.split(". ")):
            words = sentence if sentence.endswith(".") else f"{sentence}."
            claims.append(Claim(f"{source.id}-{number}", source.id, at, at + len(words), 1, words))
            at += len(words) + 1
    return Report(
        ToolInfo("consistency", "0"),
        sources=sources,
        events=(Event("e1", "Kiln", None, None, tuple(TEXTS)),),
        claims=tuple(claims),
        groups=tuple(Group(f"g{number}", "e1", "event", claims) for number, claims in enumerate(groups)),
        findings=findings,
    )


def laid_out(report: Report) -> Beside:
    shown = view(report)
    return beside(shown.events[0], openings(shown.claims))


def toll(group: str, claims: tuple[str, ...] = ("s1-2", "s2-2")) -> Finding:
    evidence = []
    for claim, side, words in (("s1-2", "left", "Six potters"), ("s2-2", "right", "Nine potters")):
        start = TEXTS[claim[:2]].index(words)
        evidence.append(Evidence(claim, side, start, start + len(words), words))  # type: ignore[arg-type]
    return Finding(
        "number-differs", "contradiction", "error", 0.9, "A toll.", "differs: 6 and 9", "event", group, claims, tuple(evidence), "f1", "e1"
    )


def test_words_are_marked_by_what_they_differ_in() -> None:
    table = laid_out(made(("s1-2", "s2-2"), findings=(toll("g0"),)))
    marked = [[piece for told in cell.tellings for piece in told.pieces if piece.kind] for cell in table.rows[0].cells]
    assert [[(piece.text, piece.kind) for piece in pieces] for pieces in marked] == [[("Six", "number")], [("Nine", "number")]]
    assert table.kinds == ("number",)


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        ("date-differs", "date"),
        ("office-differs", "name"),
        ("denied-and-asserted", "certainty"),
        ("sum_differs", "number"),
        ("new", "other"),
    ],
)
def test_the_check_says_what_the_words_differ_in(check: str, kind: str) -> None:
    assert kind_of(replace(toll("g0"), check=check)) == kind


def test_every_kind_has_a_letter_of_its_own() -> None:
    assert len({letter for letter, _ in KINDS.values()}) == len(KINDS)


def test_what_reports_open_with_repeats_no_row_and_does_not_count() -> None:
    table = laid_out(made(("s1-1", "s2-1"), ("s1-2", "s2-2"), ("s1-0", "s1-1", "s2-0", "s2-1")))
    assert table.claims == 2
    assert [(row.number, row.label) for row in table.rows] == [(0, "Opening"), (1, ""), (2, "")]
    told = [[told.passage.claim.id for told in cell.tellings] for cell in table.rows[0].cells]
    assert told == [["s1-0"], ["s2-0"]]
    assert [cell.rows for cell in table.rows[0].cells] == [(1,), (1,)]


def test_an_opening_that_says_no_more_than_the_rows_is_left_out() -> None:
    table = laid_out(made(("s1-1", "s2-1"), ("s1-1", "s2-1", "s2-0")))
    assert [row.label for row in table.rows] == [""]


def test_what_a_finding_gathers_stands_first_and_does_not_count() -> None:
    report = made(("s1-2", "s2-3"), ("s1-3", "s2-4"), ("s1-2", "s2-2"), findings=(toll("g2"),))
    table = laid_out(report)
    assert [(row.label, row.group.group.id) for row in table.rows] == [("Differs", "g2"), ("", "g0"), ("", "g1")]
    assert table.claims == 2
    assert len({row.number for row in table.rows}) == 3


def test_a_claim_is_shown_with_what_surrounds_it() -> None:
    told = laid_out(made(("s1-2", "s2-2"))).rows[0].cells[0].tellings[0]
    assert told.before.endswith("fell on Monday.")
    assert told.after.startswith("The kiln dates from 1811.")


def test_many_claims_share_the_room_for_what_surrounds_them() -> None:
    assert reach_for(3) == REACH
    assert reach_for(5_000) * 2 * 5_000 <= 300_000


def test_half_an_emphasis_of_markdown_is_not_shown() -> None:
    text = "*Two potters on a bench. | GUILD*"
    source = Source("a.md", text, id="a")
    other = Source("b.md", "Two potters sit.", id="b")
    report = Report(
        ToolInfo("consistency", "0"),
        sources=(source, other),
        events=(Event("e1", "Kiln", None, None, ("a", "b")),),
        claims=(Claim("a1", "a", 0, 24, 1, text[:24]), Claim("b1", "b", 0, 16, 1, other.text)),
        groups=(Group("g0", "e1", "event", ("a1", "b1")),),
    )
    assert [piece.text for piece in laid_out(report).rows[0].cells[0].tellings[0].pieces] == ["Two potters on a bench."]


def test_menus_hold_what_occurs_and_leave_out_what_leaves_no_choice() -> None:
    shown = view(REPORT)
    sources = {source.id: f"source-{number}" for number, source in enumerate(shown.sources, 1)}
    events = {item.event.id: f"event-{number}" for number, item in enumerate(shown.events, 1)}
    menus = {menu.name: dict(menu.choices) for menu in fields(shown, sources, events)}
    assert set(menus["severity"]) == {item.finding.severity for item in shown.findings}
    assert set(menus["source"]) == {sources[source.id] for item in shown.findings for source in sources_of(item)}
    assert all(len(choices) > 1 for choices in menus.values())


def test_a_citation_quotes_both_sides_with_their_lines() -> None:
    item = view(made(("s1-2", "s2-2"), findings=(toll("g0"),))).findings[0]
    assert citation(item).splitlines() == [
        "**Number differs** (error): A toll.",
        "",
        "- The s1: \u201cSix potters were hurt.\u201d (`s1.txt:1`)",
        "- The s2: \u201cNine potters were hurt.\u201d (`s2.txt:1`)",
        "",
        "Why: Differs: 6 and 9 (`number-differs`, `f1`)",
    ]


def test_nothing_in_a_citation_is_live_markdown() -> None:
    item = view(made(("s1-2", "s2-2"), findings=(replace(toll("g0"), message="[x](javascript:y) <b> `c`", fingerprint="a`b"),))).findings[0]
    text = citation(item)
    assert "[x](" not in text
    assert "<b>" not in text
    assert "`a'b`" in text
