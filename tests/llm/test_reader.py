"""The reader: each answer is asked for once, and what is not read is said."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from consistency.engine.adapters.cache import MemoryCache, SqliteCache
from consistency.engine.adapters.llm_reader import LlmReader
from consistency.engine.settings import Llm
from consistency.errors import LlmError, LlmUnreachable
from consistency.model.reading import Account, Readings
from tests.llm._events import KILN, FakeChat, accounts, answer, entry

SETTINGS = Llm(model="fake-chat")
ONE = answer(entry("A1", "Nine", "B1", "dozen"))


def _read(reader: LlmReader, *events: tuple[Account, ...]) -> Readings:
    return reader(events or (accounts(KILN)[0],), lambda stage, done, total: None)


def _events(number: int) -> list[tuple[Account, ...]]:
    return [accounts((f"{at} barges sank.", f"{at + 1} barges sank."))[0] for at in range(number)]


def test_an_event_is_one_request_and_its_answer_the_proposals() -> None:
    chat = FakeChat(ONE)
    found = _read(LlmReader(chat, SETTINGS))
    assert [item.left_words for item in found.proposals[0]] == ["Nine"]
    assert (found.requests, found.sent, found.problems) == (1, 1, ())
    assert found.prompt_tokens > 0
    assert len(chat.asked) == 1


def test_a_second_run_sends_nothing_and_reads_the_same() -> None:
    cache, chat = MemoryCache(), FakeChat(ONE)
    first = _read(LlmReader(chat, SETTINGS, cache))
    again = _read(LlmReader(FakeChat(LlmUnreachable("gone")), SETTINGS, cache))
    assert again == replace(first, sent=0)


@pytest.mark.parametrize("other", [Llm(model="fake-chat", context=9000), Llm(model="fake-chat", votes=2)])
def test_other_settings_are_asked_anew(other: Llm) -> None:
    cache, chat = MemoryCache(), FakeChat(ONE)
    _read(LlmReader(chat, SETTINGS, cache))
    _read(LlmReader(chat, other, cache))
    assert len(chat.asked) == 2


def test_another_model_or_text_is_asked_anew() -> None:
    cache, chat = MemoryCache(), FakeChat(ONE)
    _read(LlmReader(chat, SETTINGS, cache))
    _read(LlmReader(chat, SETTINGS, cache), *_events(1))
    chat.id = "other"
    _read(LlmReader(chat, SETTINGS, cache))
    assert len(chat.asked) == 3


def test_answers_outlast_a_change_of_the_code(tmp_path: Path) -> None:
    for code in ("one", "two", "three"):
        cache = SqliteCache(tmp_path / "cache.db", code, print)
        cache.put_many([(f"claims:{code}", b"x")])
        chat = FakeChat(ONE)
        _read(LlmReader(chat, SETTINGS, cache))
        assert len(chat.asked) == (code == "one")
        assert len(cache.get_many(["claims:one", "claims:two", "claims:three"])) == 1
        cache.close()


def test_an_answer_that_cannot_be_read_is_a_problem_of_its_event_alone() -> None:
    def told(asked: str, seed: int) -> str:
        return "I would rather not." if "1 barges" in asked and "0 barges" in asked else answer()

    found = _read(LlmReader(FakeChat(told), SETTINGS), *_events(3))
    assert [item.event for item in found.problems] == [0]
    assert "cannot be read" in found.problems[0].why


def test_an_answer_that_breaks_off_gives_what_is_whole_and_is_said() -> None:
    found = _read(LlmReader(FakeChat(ONE, cut=True), SETTINGS))
    assert len(found.proposals[0]) == 1
    assert "breaks off" in found.problems[0].why


def test_a_request_that_fails_is_said_and_the_others_go_on() -> None:
    def told(asked: str, seed: int) -> str | Exception:
        return LlmError("the server failed") if "[A1" in asked and " 0 barges" in asked else answer()

    found = _read(LlmReader(FakeChat(told), SETTINGS), *_events(4))
    assert [(item.event, item.why) for item in found.problems] == [(0, "the server failed")]
    assert found.requests == 3


def test_a_server_that_is_gone_is_asked_no_more() -> None:
    chat = FakeChat(LlmUnreachable("the server is gone"))
    found = _read(LlmReader(chat, replace(SETTINGS, concurrency=1)), *_events(5))
    assert len(chat.asked) == 1
    assert {item.why for item in found.problems} == {"the server is gone"}
    assert len(found.problems) == 5


def test_the_budget_is_kept_and_said() -> None:
    chat = FakeChat(answer())
    found = _read(LlmReader(chat, replace(SETTINGS, budget=5000, concurrency=1)), *_events(9))
    assert 0 < len(chat.asked) < 9
    assert len(found.problems) == 9 - len(chat.asked)
    assert "5,000 tokens" in found.problems[0].why


def test_answers_keep_their_events_in_whatever_order_they_come() -> None:
    gate = threading.Event()

    def told(asked: str, seed: int) -> str:
        number = re.findall(r"\] (\d) barges", asked)[0]
        if number == "0":
            gate.wait(10)
        else:
            gate.set()
        return answer(entry("A1", number, "B1", "x"))

    found = _read(LlmReader(FakeChat(told), replace(SETTINGS, concurrency=2)), *_events(2))
    assert [part[0].left_words for part in found.proposals] == ["0", "1"]


def test_each_vote_is_asked_with_a_seed_and_order_of_its_own() -> None:
    seeds: list[int] = []

    def told(asked: str, seed: int) -> str:
        seeds.append(seed)
        return ONE

    chat = FakeChat(told)
    found = _read(LlmReader(chat, replace(SETTINGS, votes=3)))
    assert sorted(seeds) == [0, 1, 2]
    assert len(set(chat.asked)) == 2
    assert sorted(item.vote for item in found.proposals[0]) == [0, 1, 2]
    assert found.votes == 3
