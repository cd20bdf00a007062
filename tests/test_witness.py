"""One witness and several: copied text, agency copy, shared statements and relayed reports count once."""

from __future__ import annotations

import pytest

from consistency.cluster.claim_groups import make_group
from consistency.cluster.independence import likeness, own_words, shingles, with_origins, witnessed
from consistency.ingest.blocks import clean
from consistency.model import Attribution, Claim, Event, Quote, Source
from consistency.nlp.understanding import understand
from tests.fakes import FakeLanguageModel

AGENCY = (
    "Divers on Thursday raised the bell of the ferry Astrid from the bed of Lake Morven after nine days of work. "
    "The bell weighs 140 kilograms and still carries the mark of the foundry that cast it in the town of Ullen. "
    "A museum on the northern shore will clean it over the winter and hang it in its hall before the spring. "
    "Nobody has yet claimed the bell, and the county says that it belongs to whoever owns the wreck below."
)
EDITED = AGENCY.replace("on Thursday ", "").replace("140 kilograms", "140 kg").replace(" yet", "") + (
    " Readers who remember the ferry can write to our desk by the end of the month with their own pictures of it."
)
OWN = (
    "The old ferry's bell is back on land. Divers brought it up on Thursday, a week later than they had planned. "
    "It is heavy, green and cracked at the rim, and the museum that takes it in has no room for visitors until the spring comes."
)


def source(name: str, text: str, outlet: str | None = None, via: str | None = None) -> Source:
    return clean(Source(path=f"{name}.txt", text=text + "\n", id=name, outlet=outlet, via=via))


def found(*sources: Source) -> tuple[tuple[str, ...], ...]:
    event = Event(id="e", title="", date=None, place=None, sources=tuple(item.id for item in sources))
    return with_origins([event], sources, understand(sources, FakeLanguageModel()))[0].origins


def test_copy_with_light_edits_has_one_origin() -> None:
    assert found(source("a", AGENCY), source("b", OWN), source("c", EDITED)) == (("a", "c"),)


def test_a_cut_copy_has_one_origin_with_the_whole() -> None:
    assert found(source("a", AGENCY), source("b", AGENCY.split(". ")[0] + ". " + AGENCY.split(". ")[1] + ".")) == (("a", "b"),)


def test_reports_in_own_words_have_none() -> None:
    assert found(source("a", AGENCY), source("b", OWN)) == ()


@pytest.mark.parametrize(
    ("outlet", "via", "joined"),
    [("The Ledger", "NWA", True), ("Northern Wire Agency", None, True), ("The Ledger", "Lakeland Press", False), ("NWB", None, False)],
)
def test_copy_credited_to_one_agency_has_one_origin(outlet: str, via: str | None, joined: bool) -> None:
    made = found(source("a", AGENCY, "The Courier", "Northern Wire Agency"), source("b", OWN, outlet, via))
    assert made == ((("a", "b"),) if joined else ())


def claim(name: str, text: str, quoted: str = "", speaker: str = "", relayed: bool = False) -> Claim:
    (tokens,) = FakeLanguageModel()([text])[0]
    at = text.find(quoted)
    facts = (Quote(start=at, end=at + len(quoted), text=quoted, words=tuple(quoted.lower().split())),) if quoted else ()
    attribution = Attribution(speaker, "said", 0, 1, relayed) if speaker else None
    return Claim(
        id=f"c-{name}", source=name, start=0, end=len(text), line=1, text=text, tokens=tokens, facts=facts, attribution=attribution
    )


def witnesses(*claims: Claim, shared: tuple[str, ...] = (), outlets: dict[str, str] | None = None) -> tuple[tuple[str, ...], ...]:
    sources = {item.source: Source(path="p", text="", id=item.source, outlet=(outlets or {}).get(item.source)) for item in claims}
    event = Event(id="e", title="", date=None, place=None, sources=tuple(sources), origins=(shared,) if shared else ())
    (group,) = witnessed([make_group("e", "event", claims)], [event], {item.id: item for item in claims}, sources)
    return group.witnesses


QUOTED = "we will hang the bell where every child of the valley can ring it"


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ({"text": AGENCY.split(". ")[0] + "."}, {"text": EDITED.split(". ")[0] + "."}, True),
        ({"text": "The bell is cracked."}, {"text": "The bell is cracked."}, False),
        ({"text": f'"{QUOTED}", she said.', "quoted": QUOTED}, {"text": f'The keeper: "{QUOTED}".', "quoted": QUOTED}, True),
        ({"text": "The bell is safe.", "speaker": "joint statement"}, {"text": "All is well with it.", "speaker": "the statement"}, True),
        ({"text": "The bell is safe.", "speaker": "police"}, {"text": "All is well with it.", "speaker": "police"}, False),
        ({"text": "The bell is safe.", "speaker": "Lake Post", "relayed": True}, {"text": "It is well kept."}, True),
        ({"text": "The bell is safe.", "speaker": "Lake Post"}, {"text": "It is well kept."}, False),
    ],
)
def test_claims_from_one_origin_are_one_witness(left: dict[str, str], right: dict[str, str], one: bool) -> None:
    pair = claim("a", **left), claim("b", **right)  # type: ignore[arg-type]
    assert witnesses(*pair, outlets={"b": "The Lake Post"}) == ((("a", "b"),) if one else (("a",), ("b",)))


def test_sources_of_one_origin_are_one_witness_of_all_they_tell() -> None:
    three = [claim("a", "It is cracked."), claim("b", "The rim has a crack."), claim("c", "There is a crack in it.")]
    assert witnesses(*three, shared=("a", "c")) == (("a", "c"), ("b",))


def test_likeness_leaves_quoted_words_and_short_sentences_out() -> None:
    assert own_words(claim("a", f'"{QUOTED}", she said.', QUOTED)) == ["she", "said"]
    assert shingles(["too", "few", "words"]) == frozenset()
    words = [f"w{i}" for i in range(20)]
    assert likeness(shingles(words), shingles(words)) == 1.0
    assert likeness(shingles(words), shingles([*words[:10], "x", *words[11:]])) == pytest.approx(15 / 21)
    assert likeness(frozenset(), frozenset()) == 0.0
