"""`explain NAME --pair`: at which rung of a check two texts stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeEmbedder, FakeLanguageModel

PAIR = ("“We will never sell the old harbour crane to anyone,” she said.", "“We will not sell the old harbour crane to anyone,” she said.")


def explained(run: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (FakeLanguageModel(), FakeEmbedder()))
    return run("explain", *arguments)


def test_explain_shows_where_two_texts_stop(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = " ".join(explained(run, monkeypatch, "quote-differs", "--pair", *PAIR).out.split())
    assert "differs (makes a finding) - “We will never sell the old harbour crane to anyone” and “We will not sell" in shown
    assert "Finding: " in shown
    assert "No finding." in explained(run, monkeypatch, "quote-differs", "--pair", PAIR[0], PAIR[0]).out
    assert "No facts of the two were compared" in explained(run, monkeypatch, "quote-differs", "--pair", PAIR[0], "It rained.").out


def test_explain_reads_the_two_from_files(run: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in zip(("one.txt", "two.txt"), PAIR, strict=True):
        (here / name).write_text(text, encoding="utf-8")
    assert "Finding: " in explained(run, monkeypatch, "quote-differs", "--pair", "one.txt", "two.txt").out
    ended = explained(run, monkeypatch, "quote-differs", "--pair", "one.txt", "three.txt")
    assert ended.code == 2
    assert "there is no file three.txt" in ended.err
    ended = explained(run, monkeypatch, "accounts-differ", "--pair", *PAIR)
    assert ended.code == 2
    assert "--llm" in ended.err
