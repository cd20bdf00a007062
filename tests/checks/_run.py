"""Runs the examples of the checks through the whole pipeline, each once a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from consistency.checks.base import Check, Example
from consistency.engine.rung_reached import Stop, source_of, stops
from consistency.model import Report
from consistency.model.protocols import Embedder, LanguageModel

OUTLETS = ("Alda Courier", "Corvo Post", "Eastfield Mail")
_done: dict[tuple[str, Example], tuple[Report, list[Stop]]] = {}


def run(check: Check, example: Example, language: LanguageModel, embedder: Embedder) -> tuple[Report, list[Stop]]:
    """The report on the example's accounts by this check alone, and where each pair of facts stops."""
    key = check.id, example
    if key not in _done:
        sources = [
            replace(source_of(text, f"{number}.txt"), outlet=outlet, published=date.fromisoformat(day) if day else None)
            for number, ((text, day), outlet) in enumerate(zip(example.accounts, OUTLETS, strict=False))
        ]
        _done[key] = stops(check, sources, language, embedder)
    return _done[key]
