"""What a source leaves out: who is named for it, who is not, and why; and that order, copies and wording do not mislead it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from consistency.analysis.coverage import Survey, survey
from consistency.analysis.omission_reasons import LEAST_WORDS, cut_off, foresees
from consistency.analysis.statement_match import Account, part_of, parts
from consistency.checks.base import CheckOptions
from consistency.checks.omission_runner import omissions
from consistency.checks.rules.omission import CHECK
from consistency.cluster.claim_groups import make_group
from consistency.engine.narrow import narrowed
from consistency.ingest.blocks import clean
from consistency.model import Claim, Event, Finding, Group, Report, Source, ToolInfo
from consistency.nlp.understanding import understand
from tests.fakes import FakeEmbedder, FakeLanguageModel

DREDGER = "The dredger Velmora was hired from Ostrand for 40 days."
OTHER_WORDS = "For 40 days Ostrand was to lend its dredger Velmora."
SHARED = "The harbour of Brinmouth was closed on Monday because the lock was broken."
FILLER = (
    "Fishermen of the town were told of it in the morning and most of them were angry. "
    "The ferry to the island was moved to the northern quay and its timetable was changed. "
)


def source(name: str, text: str, published: str | None = "2031-05-06", words: int = 200) -> Source:
    """A report that opens with what all tell, made long enough not to be a brief."""
    body = f"{SHARED} {text} "
    while len(body.split()) < words:
        body += FILLER
    day = date.fromisoformat(published) if published else None
    return clean(Source(path=f"{name}.txt", text=body.strip() + "\n", id=name, outlet=name.title(), published=day))


def looked_over(
    sources: list[Source], together: str = "Velmora", origins: tuple[tuple[str, ...], ...] = ()
) -> tuple[Survey, dict[str, list[Claim]]]:
    """The survey of one event; claims that hold the word `together` make one group where several sources have one."""
    claims = understand(sources, FakeLanguageModel())
    every = [claim for item in sources for claim in claims[item.id]]
    vectors = dict(zip((claim.id for claim in every), FakeEmbedder()([claim.text for claim in every]), strict=True))
    event = Event("e", "The lock", "2031-05-05", None, tuple(sorted(item.id for item in sources)), origins=origins)
    members = [claim for claim in every if together in claim.text]
    groups: list[Group] = []
    if len({claim.source for claim in members}) > 1:
        groups.append(make_group("e", "event", members))
    groups.append(make_group("e", "event", [claim for claim in every if claim.text == SHARED]))
    return survey([event], groups, sources, claims, vectors), claims


def found(sources: list[Source], origins: tuple[tuple[str, ...], ...] = ()) -> list[Finding]:
    made, _ = looked_over(sources, origins=origins)
    return omissions(made, sources, CheckOptions())


def dredger(findings: list[Finding]) -> list[Finding]:
    return [item for item in findings if "Velmora" in item.message]


def test_what_two_tell_and_one_does_not_is_left_out_by_that_one() -> None:
    (finding,) = dredger(found([source("ash", DREDGER), source("birch", DREDGER), source("cedar", "")]))
    assert (finding.kind, finding.severity, finding.rung, finding.silent) == ("omission", "note", "left out", ("cedar",))
    assert finding.message == f"Cedar does not report what Ash and Birch do: “{DREDGER.rstrip('.')}”."
    assert "“Velmora”" in finding.because
    assert {item.side for item in finding.evidence} == {"left"}
    assert [item.text for item in finding.evidence] == [DREDGER, DREDGER]
    assert 0.5 < finding.confidence <= 1.0


@pytest.mark.parametrize("telling", [DREDGER, OTHER_WORDS])
def test_a_source_that_tells_it_in_whatever_words_is_not_named(telling: str) -> None:
    # The third telling is in no group: only its words speak for it.
    told, claims = looked_over([source("ash", DREDGER), source("birch", DREDGER), source("cedar", telling.replace("Velmora", "VELMORA"))])
    assert not dredger(omissions(told, [source("ash", DREDGER), source("birch", DREDGER), source("cedar", telling)], CheckOptions()))
    (group,) = [item for item in told.coverage if item.silent]
    assert [(item.source, item.reason) for item in group.reasons] == [("cedar", "other words")]
    assert claims["cedar"]


def test_of_two_reports_each_is_named_for_what_only_the_other_tells() -> None:
    findings = found([source("ash", DREDGER), source("birch", "A pilot of Kestrand was hurt near the beacon.")])
    assert {(item.rung, item.silent) for item in findings} == {("told by one", ("birch",)), ("told by one", ("ash",))}
    assert any(item.message.startswith("Only Ash reports this: “The dredger Velmora") for item in findings)
    assert all(item.message.endswith("does not.") for item in findings)


def test_another_report_that_tells_it_takes_the_matter_from_one_to_several() -> None:
    ash, birch, cedar = source("ash", DREDGER), source("birch", ""), source("cedar", DREDGER)
    assert [item.rung for item in dredger(found([ash, birch]))] == ["told by one"]
    (finding,) = dredger(found([ash, birch, cedar]))
    assert (finding.rung, finding.silent) == ("left out", ("birch",))
    # Told by one of three, it is that one's own story.
    assert not dredger(found([ash, birch, source("cedar", "")]))


def test_a_reprint_does_not_count_twice() -> None:
    ash, copy, birch = source("ash", DREDGER), source("ashprint", DREDGER), source("birch", "")
    (finding,) = dredger(found([ash, copy, birch], origins=(("ash", "ashprint"),)))
    assert finding.rung == "told by one"
    # Nor is a copy silent on what its original tells.
    assert not [item for item in found([ash, source("ashprint", ""), birch], (("ash", "ashprint"),)) if "ashprint" in item.silent]


def test_two_reports_of_one_outlet_count_once() -> None:
    ash, birch = source("ash", DREDGER), source("birch", "")
    second = clean(Source(path="ash2.txt", text=ash.text, id="ash2", outlet="Ash", published=ash.published))
    (finding,) = dredger(found([ash, second, birch]))
    assert finding.rung == "told by one"
    assert finding.message.startswith("Only Ash reports this")


def test_the_order_of_the_sources_changes_nothing() -> None:
    sources = [source("ash", DREDGER), source("birch", DREDGER), source("cedar", "A pilot of Kestrand was hurt near the beacon.")]
    made = {tuple(sorted(found(list(order)), key=lambda item: item.fingerprint)) for order in permutations(sources)}
    assert len(made) == 1
    first, *rest = [looked_over(list(order))[0] for order in permutations(sources)]
    assert all(told == first for told in rest)


def test_short_early_and_broken_reports_are_not_said_to_leave_anything_out() -> None:
    ash, birch = source("ash", DREDGER), source("birch", DREDGER)
    brief = source("cedar", "", words=20)
    early = source("cedar", "", published="2031-05-05")
    for silent, reason in ((brief, "short"), (early, "earlier")):
        told, _ = looked_over([ash, birch, silent])
        assert not dredger(omissions(told, [ash, birch, silent], CheckOptions()))
        (group,) = [item for item in told.coverage if item.silent]
        assert [(item.source, item.reason) for item in group.reasons] == [("cedar", reason)]
    broken = source("cedar", "")
    broken = clean(
        Source(path="cedar.txt", text=broken.text.rstrip(".\n") + " and the …\n", id="cedar", outlet="Cedar", published=ash.published)
    )
    (finding,) = dredger(found([ash, birch, broken]))
    assert (finding.rung, finding.silent) == ("cut off", ("cedar",))
    assert "whose text breaks off" in finding.message


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("It was said to be …", True),
        ("All of it was over.\n\nContinue reading", True),
        ("All of it was over.\n\nRead more of this story", True),
        ("All of it was over.\n\nSubscribe now to continue reading the article", True),
        ("All of it was over.\n\nRead more", False),
        ("All of it was over.", False),
    ],
)
def test_where_a_text_breaks_off(ending: str, expected: bool) -> None:
    text = source("ash", "").text + "\n" + ending + "\n"
    assert cut_off(clean(Source(path="a.txt", text=text, id="a")), 300) is expected


def test_a_teaser_may_end_in_the_bare_words() -> None:
    text = f"The lock is broken\n\n{SHARED}\n\nRead more\n"
    assert cut_off(clean(Source(path="a.txt", text=text, id="a")), 20)
    assert LEAST_WORDS > 20


def test_a_report_that_still_expects_the_happening_came_before_it() -> None:
    claims = understand([source("ash", "")], FakeLanguageModel())["ash"]
    assert not foresees(claims)
    from dataclasses import replace

    assert foresees([replace(claims[0], certainty="expected"), *claims[1:]])


def test_the_most_central_stand_first_and_few_are_named() -> None:
    matters = " ".join(
        f"The {noun} was brought from {place} by {name}."
        for noun, place, name in (
            ("crane", "Ostrand", "Velmora"),
            ("boiler", "Kestrand", "Quillfeather"),
            ("anchor", "Morvik", "Halloran"),
            ("beacon", "Tirrel", "Bexcombe"),
            ("turbine", "Ullen", "Drostan"),
        )
    )
    made, _ = looked_over([source("ash", matters), source("birch", "")], together="nothing")
    central = [item.centrality for item in made.alone]
    assert central == sorted(central, reverse=True)
    assert len(made.alone) > 3
    assert (
        len([item for item in omissions(made, [source("ash", matters), source("birch", "")], CheckOptions()) if item.silent == ("birch",)])
        == 3
    )


def test_of_many_that_tell_it_the_message_names_a_few() -> None:
    tellers = [source(name, DREDGER) for name in ("ash", "birch", "elm", "fir", "oak", "pine")]
    (finding,) = dredger(found([*tellers, source("cedar", "")]))
    assert finding.message.startswith("Cedar does not report what Ash, Birch, Elm and 3 others do: ")


def test_settings_switch_it_off_and_set_its_severity() -> None:
    sources = [source("ash", DREDGER), source("birch", "")]
    told, _ = looked_over(sources)
    assert omissions(told, sources, CheckOptions(disable=("omission",))) == []
    assert {item.severity for item in omissions(told, sources, CheckOptions(severity={"omission": "warning"}))} == {"warning"}


def test_a_check_of_a_new_source_keeps_what_concerns_it() -> None:
    sources = [source("ash", DREDGER), source("birch", DREDGER), source("cedar", "")]
    told, claims = looked_over(sources)
    event = Event("e", "The lock", "2031-05-05", None, ("ash", "birch", "cedar"))
    every = tuple(claim for item in sources for claim in claims[item.id])
    report = Report(
        ToolInfo("consistency", "0"),
        sources=tuple(sources),
        events=(event,),
        claims=every,
        findings=tuple(omissions(told, sources, CheckOptions())),
        alone=told.alone,
    )
    assert [item.silent for item in dredger(list(narrowed(report, {"cedar"}).findings))] == [("cedar",)]
    # That an old report is silent on what another old one tells too is nothing new.
    assert dredger(list(narrowed(report, {"ash"}).findings)) == []


@pytest.mark.models
def test_parts_of_a_sentence_are_matters_of_their_own(language_model: FakeLanguageModel) -> None:
    text = (
        "The council repaired the broken lock at Brinmouth, hired the dredger Velmora from Ostrand and raised the harbour toll for barges."
    )
    (claim,) = understand([clean(Source(path="a.txt", text=text + "\n", id="a"))], language_model)["a"]
    told = [part.text for part in parts(claim)]
    assert told[0].startswith("The council repaired the broken lock")
    assert "hired the dredger Velmora from Ostrand" in told
    for part in parts(claim):
        assert claim.start <= part.start < part.end <= claim.end
        assert part.words
    assert part_of(claim).whole


def test_likeness_says_what_is_missing() -> None:
    claims = understand([source("ash", DREDGER), source("birch", "")], FakeLanguageModel())
    every = [claim for found in claims.values() for claim in found]
    vectors = dict(zip((claim.id for claim in every), FakeEmbedder()([claim.text for claim in every]), strict=True))
    (told,) = [claim for claim in claims["ash"] if claim.text == DREDGER]
    near = Account(claims["ash"], vectors).likeness(part_of(told), [vectors[told.id]])
    assert (near.together, near.meaning, near.lacking) == (1.0, 1.0, ())
    far = Account(claims["birch"], vectors).likeness(part_of(told), [vectors[told.id]])
    assert far.together < 0.3
    assert "Velmora" in far.lacking
    assert far.missing > 1.0


def test_the_ladder_names_every_reason() -> None:
    names = [rung.name for rung in CHECK.rungs]
    assert [name for name in names if CHECK.rung(name).fires] == ["cut off", "told by one", "left out"]
    assert {"other words", "earlier", "short"} <= set(names)
