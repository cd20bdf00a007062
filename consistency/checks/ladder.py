"""The engine of the checks: it walks each pair of facts down the check's ladder. The rung where a pair stops is the finding's reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from consistency.checks.base import Check, Context, Difference, P, Rung, Watch
from consistency.model import Claim


def reached(rungs: Sequence[Rung[P]], pair: P) -> Rung[P]:
    """The rung where a pair stops: the first that holds of it."""
    return next(rung for rung in rungs if rung.when is None or rung.when(pair))


def walk(check: Check, pairs: Iterable[Any], watch: Watch) -> Iterator[tuple[Any, Rung[Any]]]:
    """The pairs that stop at a rung of the check that fires, with it; `watch` is told of every pair."""
    for pair in pairs:
        rung = reached(check.rungs, pair)
        watch(check, pair, rung)
        if rung.fires:
            yield pair, rung


def differences(check: Check, left: Claim, right: Claim, context: Context) -> list[Difference]:
    """What a check makes of two claims.

    Args:
        check: A check that compares claims.
        left: A claim.
        right: Another one.
        context: What the check may look at beside them.

    Returns:
        A difference for each pair of facts that stops at a rung that fires; the surest alone where the check asks for it.
    """
    found = [_told(check, pair, rung) for pair, rung in walk(check, check.pairs(left, right, context), context.watch)]
    return [max(found, key=lambda item: item.confidence)] if check.surest and found else found


def _told(check: Check, pair: Any, rung: Rung[Any]) -> Difference:
    item, spans = check.tell(pair), pair.spans
    if pair.turned:
        return replace(item, rung=rung.name, spans=spans[::-1], values=item.values[::-1])
    return replace(item, rung=rung.name, spans=spans)
