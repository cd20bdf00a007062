"""An invented event in two accounts, and a chat model that answers from a list."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from consistency.checks.reading.accounts import accounts_of
from consistency.engine.adapters.openai_chat import Completion
from consistency.model import Block, Claim, Event, Source
from consistency.model.reading import Account
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of
from tests.fakes import FakeLanguageModel

KILN = (
    "Nine workers were hurt when the kiln of the tile works burst on Monday. The director declined to comment. "
    "Police suspect a faulty valve.",
    "A dozen people are in hospital after the kiln burst. “We will rebuild it,” the director told reporters. Officers blame sabotage.",
)


def read(texts: Sequence[str], days: Sequence[str] = ()) -> tuple[Event, dict[str, Source], dict[str, list[Claim]]]:
    """One event of sources with these texts, called s0, s1, ..., published on these days."""
    sources, claims = {}, {}
    for number, text in enumerate(texts):
        day = date.fromisoformat(days[number]) if days else None
        blocks = (Block("body", 0, len(text)),)
        source = Source(path=f"s{number}.txt", text=text, id=f"s{number}", outlet=f"Paper {number}", published=day, blocks=blocks)
        sources[source.id] = source
        claims[source.id] = extract(split(source, FakeLanguageModel()(texts_of(source))), source)
    return Event("e1", "The kiln", None, None, tuple(sources)), sources, claims


def accounts(texts: Sequence[str], days: Sequence[str] = ()) -> tuple[tuple[Account, ...], dict[str, Claim]]:
    """The accounts of such an event, and its claims by id."""
    event, sources, claims = read(texts, days)
    return accounts_of(event, sources, claims), {claim.id: claim for part in claims.values() for claim in part}


def entry(left: str, left_words: str, right: str, right_words: str, **other: Any) -> dict[str, Any]:
    """One difference as a model writes it; ids are parted by blanks."""
    made = {"left": left.split(), "left_words": left_words, "right": right.split(), "right_words": right_words}
    return {**made, "type": "number", "kind": "contradiction", "why": "One has this, the other that.", "confidence": 3, **other}


def answer(*entries: Mapping[str, Any]) -> str:
    return json.dumps({"compared": [], "differences": list(entries)})


class FakeChat:
    """Answers every request as told; keeps what it was asked."""

    id = "fake-chat"

    def __init__(self, answers: Callable[[str, int], str | Exception] | str | Exception, cut: bool = False) -> None:
        self._answers = answers
        self._cut = cut
        self._lock = threading.Lock()
        self.asked: list[str] = []

    def __call__(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], seed: int, room: int) -> Completion:
        told = messages[-1]["content"]
        with self._lock:
            self.asked.append(told)
        found = self._answers(told, seed) if callable(self._answers) else self._answers
        if isinstance(found, Exception):
            raise found
        return Completion(found, sum(len(message["content"]) for message in messages) // 4, len(found) // 4, self._cut)
