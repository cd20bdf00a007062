"""What every check says of its own examples: an editor's words, both outlets by name, no lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from consistency.checks import all_checks
from consistency.checks.base import Check, Example
from consistency.checks.naming import PLAIN
from consistency.checks.wording import Wording
from consistency.model import Claim, Evidence, Finding, Source
from consistency.model.protocols import Embedder, LanguageModel
from tests.checks._run import run

CASES = [(check, example) for check in all_checks() for example in check.examples if example.fires and check.mode in {"across", "within"}]


def sentences(finding: Finding) -> Iterator[str]:
    yield from (finding.what, finding.message, finding.because.removeprefix(f"{finding.rung}: "))


@pytest.mark.models
@pytest.mark.parametrize(("check", "example"), CASES, ids=[f"{check.id}-{number}" for number, (check, _) in enumerate(CASES)])
def test_an_editor_can_read_it(check: Check, example: Example, language_model: LanguageModel, embedder: Embedder) -> None:
    report, _ = run(check, example, language_model, embedder)
    # Words with a capital that open no sentence are names.
    proper = {word for text in (example.left, example.right) for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", text)}
    outlet_of = {source.id: source.outlet for source in report.sources}
    home = {claim.id: outlet_of[claim.source] for claim in report.claims}
    for finding in report.findings:
        assert finding.what[:1].isupper() or finding.what[:1] == "“"
        assert not finding.what.endswith(".")
        for text in sentences(finding):
            assert text[:1].isupper() or text[:1] in "“$"
            assert not re.search(r"\b(here|there|one account|the other account)\b", text)
            assert not re.search(r"_|\b\d{5,}\b", text), "a figure without its separators"
        # A name keeps its capital wherever it appears.
        for word in proper:
            assert not re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", finding.what)
        for outlet in {home[claim] for claim in finding.claims}:
            assert outlet is not None
            assert outlet in finding.message
            assert outlet in finding.because or finding.scope == "internal"


GOOD = {
    ("The bridge collapse injured 31 people on the western bank.", "The bridge collapse on the western bank injured 27 people."): (
        "number-differs",
        "People injured on the western bank",
    ),
    ("Patrols stopped 12 lorries at the pass.", "Patrols stopped 17 lorries at the pass."): (
        "number-differs",
        "Lorries stopped at the pass",
    ),
    ("The harbour council bought the old mill for 3 million euros.", "The harbour council bought the old mill for 5 million euros."): (
        "amount-differs",
        "Price of the old mill",
    ),
    ("The senate adopted the water bill on Monday.", "The senate adopted the water bill on Thursday."): (
        "date-differs",
        "When the senate adopted the water bill",
    ),
    ("The mayor has signed the water bill.", "The mayor has not signed the water bill."): (
        "denied-and-asserted",
        "Whether the mayor has signed the water bill",
    ),
    (
        "The ferry struck the northern pier at dusk and lost its left propeller, the harbour master said.",
        "The ferry struck the northern pier at dusk and lost its right propeller, the harbour master said.",
    ): ("detail-differs", "What the ferry lost"),
    # A detail that has no name of its own is shown by the words around it.
    (
        "The harbour council rejected the plan for the northern pier after six hours.",
        "The harbour council approved the plan for the northern pier after six hours.",
    ): ("detail-differs", "“The harbour council … the plan for the northern pier”"),
    (
        "The mill must keep at least 60 of its looms until the autumn, the court ruled.",
        "The mill must keep at most 60 of its looms until the autumn, the court ruled.",
    ): ("detail-differs", "“The mill must keep at … 60 of its looms”"),
    # "It lost" says nothing without its sentence.
    ("The bank said that its token has lost 71 percent of its value.", "The bank said that its token has lost 94 percent of its value."): (
        "number-differs",
        "“The bank said that its token has lost … of its value”",
    ),
    (
        "The new bridge in Orrin is to open in 2031 and will carry trams.",
        "The new bridge in Orrin is to open in 2033 and will carry trams.",
    ): ("detail-differs", "When the new bridge is to open"),
    (
        "The bishop of Orrin signed the charter late on Monday, the abbey said.",
        "The bishop of Orrin signed the charter late on Friday, the abbey said.",
    ): ("detail-differs", "When the bishop of Orrin signed the charter"),
    ("Twelve kites were shot down by the guards.", "Seventeen kites were shot down by the guards."): ("number-differs", "Kites shot down"),
    ("The ferry line has been closed since 2016.", "The ferry line has been closed since 2011."): (
        "detail-differs",
        "Since when the ferry line has been closed",
    ),
}


@pytest.mark.models
@pytest.mark.parametrize(("texts", "wanted"), GOOD.items(), ids=[name for _, name in GOOD.values()])
def test_the_name_says_what_is_counted_of_whom(
    texts: tuple[str, str], wanted: tuple[str, str], language_model: LanguageModel, embedder: Embedder
) -> None:
    name, what = wanted
    check = next(check for check in all_checks() if check.id == name)
    made = {finding.what for finding in run(check, Example(*texts, True), language_model, embedder)[0].findings}
    assert what in made


def test_a_plain_name_is_an_english_one() -> None:
    assert {check.id for check in all_checks()} >= PLAIN.keys()
    assert all(name[:1].isupper() and "_" not in name for name in PLAIN.values())


def test_the_day_tells_two_sources_of_one_outlet_apart_and_not_one_from_itself() -> None:
    def said(first: Source, second: Source) -> str:
        claims = {
            f"c{at}": Claim(f"c{at}", source.id, 0, 9, 1, f"{number} bells")
            for at, (source, number) in enumerate(((first, "Nine"), (second, "Ten")))
        }
        evidence = tuple(
            Evidence(name, side, 0, 4, claim.text.split()[0], claim.text.split()[0])  # type: ignore[arg-type]
            for (name, claim), side in zip(claims.items(), ("left", "right"), strict=True)
        )
        finding = Finding("number-differs", "contradiction", "note", 0.6, "", "differs: x", "event", None, tuple(claims), evidence, "f")
        return Wording(claims, {source.id: source for source in (first, second)})(replace(finding, rung="differs")).because

    post = Source("a.txt", "", id="a", outlet="Corvo Post", published=date(2031, 5, 7))
    later = replace(post, id="b", path="b.txt", published=date(2031, 5, 9))
    assert "Corvo Post (2031-05-07) reports Nine and Corvo Post (2031-05-09) reports Ten" in said(post, later)
    assert "Corvo Post reports Nine and Corvo Post reports Ten" in said(post, post)
