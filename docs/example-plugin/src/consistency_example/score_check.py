"""The final score that two accounts give for one match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consistency import Check, Claim, Context, Difference, Example, Pair, Rung

SCORE = re.compile(r"\b(\d{1,2})[-–:](\d{1,2})\b")
NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")


@dataclass(frozen=True)
class Score:
    """A score where it stands: `start` and `end` count in the source's text, as every place does."""

    goals: tuple[int, ...]
    names: frozenset[str]
    start: int
    end: int


def scores(claim: Claim) -> Iterator[Score]:
    """The scores in a claim, with the names that stand beside them."""
    names = frozenset(NAME.findall(claim.text))
    for found in SCORE.finditer(claim.text):
        goals = tuple(sorted(map(int, found.groups())))
        yield Score(goals, names, claim.start + found.start(), claim.start + found.end())


def pairs(left: Claim, right: Claim, context: Context) -> Iterator[Pair[Score]]:
    """Every score of one claim with every score of the other."""
    return (Pair(a, b, left, right, context) for a in scores(left) for b in scores(right))


def tell(pair: Pair[Score]) -> Difference:
    """What to make of two scores that exclude each other."""
    values = ["-".join(map(str, score.goals)) for score in (pair.a, pair.b)]
    teams = " ".join(sorted(pair.a.names & pair.b.names))
    return Difference((values[0], values[1]), slot=f"score {teams}", confidence=0.8, because="a match has one final score.")


CHECK = Check(
    id="score-differs",
    title="Final score",
    kind="contradiction",
    severity="warning",
    about="Compares the scores that two accounts give for one match: two names must be the same.",
    cannot_tell="Whether one of the scores is that of half-time.",
    relevant=lambda claim: any(scores(claim)),
    pairs=pairs,
    rungs=(
        Rung("not comparable", "The scores are of different teams.", lambda pair: len(pair.a.names & pair.b.names) < 2),
        Rung("same", "Both give the same score.", lambda pair: pair.a.goals == pair.b.goals),
        Rung("differs", "One match is given two scores.", fires=True),
    ),
    tell=tell,
    examples=(
        Example("Alda beat Corvo 3-1 on Sunday.", "Alda beat Corvo 3-2 on Sunday.", True),
        Example("Alda beat Corvo 3-1 on Sunday.", "Corvo lost 1-3 to Alda on Sunday.", False, "seen from the other side"),
        Example("Alda beat Corvo 3-1 on Sunday.", "Velm beat Rostan 3-2 on Sunday.", False, "another match"),
    ),
)
