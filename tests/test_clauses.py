"""Clauses: what of a sentence may be left out, which part of it a row is about, and how a reader is shown it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.analysis.row_clauses import with_clauses
from consistency.engine.pipeline import run, understand
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.model import Claim, Coverage, Event, Evidence, Finding, Group, Report, RowClause, Source, Token, ToolInfo
from consistency.model.json_report_reader import report_of
from consistency.model.protocols import Embedder, LanguageModel
from consistency.model.serialization import decode, encode
from consistency.nlp.clauses import cuts, spans
from consistency.render.formats import html
from consistency.render.view.beside import beside
from consistency.render.view.view import Passage, view
from tests.fakes import FakeEmbedder, FakeLanguageModel

WORDS = st.sampled_from(
    ["Osten", "was", "shut", "and", "or", "but", ",", ";", "\u201c", "\u201d", '"', "(", ")", "who", "it", "said", "-", "Monday"]
)
DEPS = st.sampled_from(["conj", "cc", "nsubj", "relcl", "acl", "ccomp", "parataxis", "aux", "neg", "dobj", "prep", "pobj", "mark", "punct"])
POS = st.sampled_from(["VERB", "AUX", "NOUN", "PROPN", "PRON", "PUNCT", "CCONJ", "ADP"])
TAGS = st.sampled_from(["VBD", "VBN", "VBZ", "NN", "PRP", "PRP$", "MD", "VBG"])


@st.composite
def parsed(draw: st.DrawFn) -> tuple[str, Claim]:
    """A text and a claim in it with any parse at all: every token hangs on some token, without circles."""
    count = draw(st.integers(1, 14))
    order = draw(st.permutations(range(count)))
    tokens, text = [], "Before it. "
    start = len(text)
    for at in range(count):
        word = draw(WORDS)
        place = order.index(at)
        head = order[draw(st.integers(0, place - 1))] if place else at
        dep = draw(DEPS) if place else "ROOT"
        tokens.append(Token(word, word.lower(), draw(POS), draw(TAGS), dep, head, len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(["", " ", "\n"]))
    claim = Claim("c", "s", start, tokens[-1].end, 1, text[start : tokens[-1].end], tokens=tuple(tokens))
    return f"{text} After it.", claim


@given(parsed())
def test_what_is_left_lies_in_its_claim_in_order_whatever_the_parse(made: tuple[str, Claim]) -> None:
    text, claim = made
    parts = [part.out for part in cuts(claim)]
    assert all(part.needs not in part.out for part in cuts(claim))
    for out in [*parts, *(one | other for one, other in combinations(parts, 2)), frozenset[int]()]:
        found = spans(claim, out)
        ends = [place for span in found for place in span]
        assert ends == sorted(ends)
        assert all(start < end for start, end in found)
        assert not found or (claim.start <= ends[0] and ends[-1] <= claim.end)
        assert all(before[1] < after[0] for before, after in pairwise(found))
        for start, end in found:
            words = claim.words(start, end)
            assert words == text[start:end] == words.strip()
            assert words.count("\u201c") == words.count("\u201d")
            assert words.count('"') % 2 == 0


def source(name: str, text: str) -> Source:
    return clean(Source(path=f"{name}.txt", text=text, id=name, outlet=name.title(), published=date(2031, 5, 7)))


def told(sentence: str, language: LanguageModel) -> list[str]:
    """What a sentence may be shown as, dots where words are left out."""
    account = source("a", f"{sentence}\n")
    (claim,) = understand([account], language)["a"]
    found = [Passage(account, claim, clause=spans(claim, part.out)) for part in cuts(claim)]
    return [passage.words if passage.clause else "" for passage in found]


@pytest.mark.models
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The harbour master was arrested on Monday and a councillor resigned on Tuesday.",
            ["The harbour master was arrested on Monday \u2026", "\u2026 a councillor resigned on Tuesday."],
        ),
        # Whose?
        (
            "The harbour master was arrested on Monday and his deputy resigned on Tuesday.",
            ["The harbour master was arrested on Monday \u2026"],
        ),
        (
            "The ferry left Osten at noon and ran aground off the mole.",
            ["The ferry left Osten at noon \u2026", "The ferry \u2026 ran aground off the mole."],
        ),
        (
            "On Friday, the brewery will close its cellar and the union will meet in Osten.",
            ["On Friday, the brewery will close its cellar \u2026", "On Friday \u2026 the union will meet in Osten."],
        ),
        ("The mill, which employs 40 people, was sold to a bank.", ["The mill \u2026 was sold to a bank."]),
        (
            "Police said that the bridge was closed and that two boats were missing.",
            ["Police said that the bridge was closed \u2026", "Police said \u2026 that two boats were missing."],
        ),
        (
            "The bridge was closed and two boats were missing, police said.",
            ["The bridge was closed \u2026 police said.", "\u2026 two boats were missing, police said."],
        ),
        # One thing, or two of which none is told by itself.
        ("The ferry ran aground off the mole.", []),
        ("The ferry will be repaired or the line will be closed.", []),
        ("The council that runs the harbour met on Monday.", []),
        # Who denied it, the ministry or its divers?
        ("The ministry said that its divers found a mine and denied that they blew it up.", []),
        ("\u201cThe ferry left at noon and the crew knew nothing,\u201d the master said.", []),
    ],
)
def test_a_sentence_is_parted_where_each_part_can_be_read(sentence: str, expected: list[str], language_model: LanguageModel) -> None:
    assert told(sentence, language_model) == expected


OPENING = """Brinmouth lost 3 million crowns of mooring fees, auditors find

The harbour town of Brinmouth lost 3 million crowns of mooring fees in a year, auditors told its council on Wednesday.

The money was moved to an account abroad in 14 payments, according to their report.

Trawler owners first noticed in spring that their receipts bore no stamp.
"""
BOTH = "The town's treasurer, Ottmar Feld, was arrested on Monday and Mayor Runa Halvik resigned on Tuesday."
RESIGNED = "Mayor Runa Halvik stepped down on Tuesday, a day after the search."


def rows(language: LanguageModel, embedder: Embedder, *others: str) -> list[dict[str, list[str]]]:
    """What each of two accounts tells in the rows where one tells `BOTH`, the other some sentences."""
    accounts = [
        source("one", f"{OPENING}\n{BOTH}\n"),
        source("two", "\n\n".join([OPENING.replace("auditors find", "report says"), *others])),
    ]
    report = run(accounts, Settings(), language, embedder)
    assert not report.findings
    groups = [group for event in view(report).events for group in event.groups if any("Halvik" in p.claim.text for p in group.told["one"])]
    return [{name: [passage.words for passage in passages] for name, passages in group.told.items()} for group in groups]


@pytest.mark.models
def test_the_row_of_a_resignation_shows_the_clause_that_tells_of_it(language_model: LanguageModel, embedder: Embedder) -> None:
    (row,) = rows(language_model, embedder, "Detectives took the keeper of its accounts from his office at dawn.", RESIGNED)
    assert row == {"one": ["\u2026 Mayor Runa Halvik resigned on Tuesday."], "two": [RESIGNED]}


@pytest.mark.models
def test_a_row_that_is_about_both_things_shows_both(language_model: LanguageModel, embedder: Embedder) -> None:
    arrested = "Police arrested Ottmar Feld, the treasurer, on Monday morning."
    (row,) = rows(language_model, embedder, arrested, "Mayor Runa Halvik resigned on Tuesday.")
    assert row["one"] == [BOTH]


PARSE = [
    ("Feld", "PROPN", "NNP", "nsubjpass", 2), ("was", "AUX", "VBD", "auxpass", 2), ("arrested", "VERB", "VBN", "ROOT", 2),
    ("in", "ADP", "IN", "prep", 2), ("Osten", "PROPN", "NNP", "pobj", 3), ("and", "CCONJ", "CC", "cc", 2),
    ("Halvik", "PROPN", "NNP", "nsubj", 7), ("resigned", "VERB", "VBD", "conj", 2), ("as", "ADP", "IN", "prep", 7),
    ("mayor", "NOUN", "NN", "pobj", 8),
]  # fmt: skip
"""The words of a sentence with their parse: part of speech, tag, relation, head."""


def parsed_claim() -> Claim:
    text = " ".join(word for word, *_ in PARSE)
    tokens, at = [], 0
    for word, pos, tag, dep, head in PARSE:
        tokens.append(Token(word, word if pos == "PROPN" else word.lower(), pos, tag, dep, head, at, at + len(word)))
        at += len(word) + 1
    return Claim("a:0", "a", 0, len(text), 1, text, tokens=tuple(tokens))


def row_clauses(*others: str, evidence: tuple[Evidence, ...] = ()) -> tuple[RowClause, ...]:
    """The clauses of a row of the parsed claim and some sentences of other sources."""
    language, embedder = FakeLanguageModel(), FakeEmbedder()
    claims = {"a:0": parsed_claim()}
    for number, text in enumerate(others):
        (claim,) = understand([source(f"b{number}", f"{text}\n")], language)[f"b{number}"]
        claims[claim.id] = claim
    vectors = dict(zip(claims, embedder([claim.text for claim in claims.values()]), strict=True))
    group, standing = Group("g", "e", "event", tuple(claims)), Group("h", "e", "standing", tuple(claims))
    finding = Finding("x", "contradiction", "error", 0.9, "", "", "event", "g", tuple(claims), evidence, "f")
    coverage = [Coverage(item.id, tuple(sorted(claim.source for claim in claims.values())), ()) for item in (group, standing)]
    first, second = with_clauses(coverage, [group, standing], [finding], claims, vectors, embedder)
    assert second.clauses == ()
    return first.clauses


def test_a_row_is_about_the_clause_that_comes_nearer_to_the_others() -> None:
    text = parsed_claim().text
    assert row_clauses("Halvik resigned as mayor of it.") == (RowClause("a:0", ((text.index("Halvik"), len(text)),)),)
    # One comes nearer, another gets further away; the words of a finding; both things.
    assert row_clauses("Halvik resigned as mayor of it.", "There was a mayor in it.") == ()
    assert row_clauses("Halvik resigned as mayor of it.", evidence=(Evidence("a:0", "left", 0, 4, "Feld"),)) == ()
    assert row_clauses("Halvik resigned as mayor of it.", "Feld was arrested in Osten again.") == ()


SENTENCE = "The kiln fell on Monday and six potters were hurt."
OTHER = "Six people were hurt in Osten."
CLAUSE = (SENTENCE.index("six"), len(SENTENCE))


def report_with(*stretches: tuple[int, int], marked: str = "six") -> Report:
    """Two accounts in one row, of which the first has a clause and a finding that marks a word of it."""
    accounts = (Source("a.txt", SENTENCE, id="a", outlet="A"), Source("b.txt", OTHER, id="b", outlet="B"))
    claims = tuple(Claim(f"{item.id}:0", item.id, 0, len(item.text), 1, item.text) for item in accounts)
    at = SENTENCE.index(marked)
    evidence = (Evidence("a:0", "left", at, at + len(marked), marked), Evidence("b:0", "right", 0, 3, "Six"))
    finding = Finding(
        "number-differs", "contradiction", "error", 0.9, "A toll.", "differs", "event", "g", ("a:0", "b:0"), evidence, "f", "e"
    )
    return Report(
        ToolInfo("consistency", "0"),
        sources=accounts,
        events=(Event("e", "Kiln", None, None, ("a", "b")),),
        claims=claims,
        groups=(Group("g", "e", "event", ("a:0", "b:0")),),
        findings=(finding,),
        coverage=(Coverage("g", ("a", "b"), (), anchor="a:0", reporting=("a", "b"), clauses=(RowClause("a:0", stretches),)),),
    )


def test_a_cell_shows_the_clause_and_unfolds_to_the_sentence() -> None:
    (row,) = beside(view(report_with(CLAUSE)).events[0]).rows
    (shown,) = row.cells[0].tellings
    assert "".join(piece.text for piece in shown.pieces) == "\u2026 six potters were hurt."
    assert "".join(piece.text for piece in shown.whole) == SENTENCE
    assert [piece.text for piece in shown.whole if not piece.beyond] == ["six potters were hurt."]
    (other,) = row.cells[1].tellings
    assert not other.whole
    page = StringIO()
    html.write(report_with(CLAUSE), page)
    assert "The kiln fell on Monday and <b>six potters were hurt.</b>" in page.getvalue()


@pytest.mark.parametrize(
    "report",
    [
        report_with((0, 23)),  # what a finding marks stands outside
        report_with(CLAUSE, (0, 3)),
        report_with((30, 500)),
        report_with((40, 30)),
        report_with(),
    ],
)
def test_a_clause_that_hides_a_marked_word_or_lies_elsewhere_is_not_shown(report: Report) -> None:
    (row,) = beside(view(report).events[0]).rows
    assert "".join(piece.text for piece in row.cells[0].tellings[0].pieces) == SENTENCE


def test_clauses_survive_the_cache_and_the_json() -> None:
    report = report_with((0, 23), CLAUSE)
    assert decode(encode(report, Report), Report) == report
    data = json.loads(json.dumps(report.to_dict()))
    assert data["coverage"][0]["clauses"] == [
        {"claim": "a:0", "spans": [{"start": start, "end": end, "text": SENTENCE[start:end]} for start, end in ((0, 23), CLAUSE)]}
    ]
    assert report_of(data).coverage == report.coverage
    for item in data["coverage"]:
        del item["clauses"]
    assert report_of(data).coverage == tuple(replace(item, clauses=()) for item in report.coverage)
