"""Who is characterised how, in whose words, read off the parse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consistency.analysis.characterisations import said
from consistency.analysis.characterised_names import framed, named, targets
from consistency.ingest.discover import read
from consistency.model import Block, Claim, Framing, Source
from consistency.model.protocols import LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of

GAZETTE = """The skippers' guild warned of a growing threat from Norway on Monday.

Guild members called Norway a "reckless neighbour" and asked for talks.

Norwegian trawlers were seen near the cape. "Oslo is a bully at sea," said the guild's head, Ida Quill.
"""
HERALD = """Skippers on the cape voiced worries about Norway on Monday.

Norway, a patient partner in the herring treaty, had offered talks, according to Tom Ardle.

Iceland was not asked.
"""


@pytest.fixture(scope="module")
def claims(language_model: LanguageModel) -> dict[str, list[Claim]]:
    return {name: _claims(name, text, language_model) for name, text in (("gazette", GAZETTE), ("herald", HERALD))}


def _claims(name: str, text: str, language: LanguageModel) -> list[Claim]:
    source = Source(path=f"{name}.txt", text=text, id=name, blocks=(Block("body", 0, len(text)),))
    return extract(split(source, language(texts_of(source))), source)


def framing(claims: dict[str, list[Claim]]) -> list[Framing]:
    """Every characterisation of what two or more sources characterise."""
    found = said(claims)
    return framed(found, targets([named(found)]))


def _said(items: list[Framing], source: str) -> dict[str, str]:
    """What a source says of Norway, and in whose voice."""
    return {item.text: item.voice for item in items if item.target == "Norway" and item.source == source}


@pytest.mark.models
def test_own_voice_and_the_words_of_others_are_told_apart(claims: dict[str, list[Claim]]) -> None:
    found = framing(claims)
    gazette, herald = _said(found, "gazette"), _said(found, "herald")
    assert gazette['called Norway a "reckless neighbour"'] == "Guild members"
    assert {voice for text, voice in gazette.items() if "threat" in text} == {"guild"}
    assert {voice for text, voice in herald.items() if "worries" in text} == {"own"}
    assert {voice for text, voice in herald.items() if "patient partner" in text} == {"Tom Ardle"}


@pytest.mark.models
def test_a_capital_that_acts_stands_for_its_state(claims: dict[str, list[Claim]]) -> None:
    assert {voice for text, voice in _said(framing(claims), "gazette").items() if "bully" in text} == {"Ida Quill"}


@pytest.mark.models
def test_what_one_source_alone_characterises_is_left_out(claims: dict[str, list[Claim]]) -> None:
    assert {item.target for item in framing(claims)} == {"Norway"}
    assert framing({"gazette": claims["gazette"]}) == []


@pytest.mark.models
def test_spans_are_exact_and_sorted_whatever_the_order(claims: dict[str, list[Claim]]) -> None:
    found = framing(claims)
    texts = {"gazette": GAZETTE, "herald": HERALD}
    assert found
    assert all(texts[item.source][item.start : item.end] == item.text for item in found)
    assert found == sorted(found, key=lambda item: (item.source, item.start, item.end, item.target))
    assert found == framing(dict(reversed(claims.items())))


@pytest.mark.models
def test_a_person_has_one_name_in_all_sources(language_model: LanguageModel) -> None:
    texts = {
        "a": "Critics spoke of a ruthless Margaret Hale. Hale betrayed her voters, they said.",
        "b": "The mayor, Margaret Hale, said little. Supporters praised Hale as a fearless reformer.",
    }
    found = framing({name: _claims(name, text, language_model) for name, text in texts.items()})
    assert {item.target for item in found} == {"Margaret Hale"}
    assert {item.source for item in found} == {"a", "b"}


@pytest.mark.models
def test_the_marked_characterisations_are_named(eval_data: Path, language_model: LanguageModel) -> None:
    """Of each side that the readers marked and that names China, the view has a characterisation there, in the right source."""
    sources, _ = read([str(eval_data / "seeds")], None)
    found = framing({source.id: extract(split(source, language_model(texts_of(source))), source) for source in sources})
    by_path = {Path(source.path).name: source for source in sources}
    marked = []
    for line in (eval_data / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["kind"] == "framing":
            marked += [span for side in ("left", "right") for span in item[side]]
    for span in marked:
        source = by_path[Path(span["source"]).name]
        if "china" in source.text[span["start"] : span["end"]].lower():
            assert any(
                item.target == "China" and item.source == source.id and item.start < span["end"] and span["start"] < item.end
                for item in found
            ), span
    assert sum("china" in by_path[Path(span["source"]).name].text[span["start"] : span["end"]].lower() for span in marked) >= 4
