"""Findings that no single event owns, as rows: what is disputed, and each version with the outlet that has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consistency.checks.merging import versions
from consistency.model import DIFFERENCES, Finding
from consistency.model.listing import listed
from consistency.render.view.disputes import Told, is_less_sure, words_of
from consistency.render.view.view import FindingView


@dataclass(frozen=True, slots=True)
class Version:
    """One version: who reports it, and the first sentence that does."""

    names: str
    told: Told


@dataclass(frozen=True, slots=True)
class Pair:
    """A difference between events, or inside one source."""

    item: FindingView
    versions: tuple[Version, ...]

    @property
    def finding(self) -> Finding:
        return self.item.finding

    @property
    def unsure(self) -> bool:
        return is_less_sure(self.item)


def pairs(items: Iterable[FindingView]) -> tuple[Pair, ...]:
    """The rows of some findings, in their order.

    Args:
        items: Findings of any scope.

    Returns:
        A row for each contradiction and each update.
    """
    return tuple(Pair(item, tuple(_versions(item))) for item in items if item.finding.kind in DIFFERENCES)


def _versions(item: FindingView) -> Iterable[Version]:
    passages = {passage.claim.id: passage for passage in (*item.left, *item.right)}
    every = versions(item.finding)
    for value, evidence in every.items():
        known = [one for one in evidence if one.claim in passages]
        if not known:
            continue
        facing = next((other[0].text for key, other in every.items() if key != value), "")
        first, passage = known[0], passages[known[0].claim]
        labels = list(dict.fromkeys(passages[one.claim].source.label for one in known))
        names = f"{labels[0]}, line {passage.source.line(first.start)}" if item.finding.scope == "internal" else listed(labels)
        words, marks = words_of(item.finding, first, value, facing)
        yield Version(names, Told(words, passage, first.start, first.end, marks))
