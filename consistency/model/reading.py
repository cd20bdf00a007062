"""What a language model is given to read, what it proposes, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered sentence of an account: `id` is what the model calls it by, `claim` the claim that it is."""

    id: str
    claim: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one source reports of an event. `letter` begins the ids of its lines."""

    letter: str
    source: str
    outlet: str
    published: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A difference as a model proposes it: nothing in it has been looked at yet. `vote` numbers the asking it comes from."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    left_words: str
    right_words: str
    type: str
    kind: str
    why: str
    confidence: int
    vote: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """An event, by its place among those that were to be read, that was not read or not wholly, and why."""

    event: int
    why: str


@dataclass(frozen=True, slots=True)
class Readings:
    """What a reader makes of several events: the proposals of each, and what it took.

    `requests` and the tokens are those that the answers rest on, whether they were sent now or came from the cache; `sent` counts those
    that were sent now. `malformed` counts parts of answers that are no proposal.
    """

    proposals: tuple[tuple[Proposal, ...], ...]
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    sent: int = 0
    malformed: int = 0
    votes: int = 1
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a pair that is asked about alone: the sentence, those before and after it, and the words said to differ."""

    outlet: str
    published: str
    before: str
    sentence: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that are said to differ. `event` is the place of their event among those that are read."""

    event: int
    left: Passage
    right: Passage


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a reader says of pairs, asked about one at a time: for each whether they differ and why, `None` if it gave no answer."""

    answers: tuple[tuple[bool, str] | None, ...]
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    sent: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LlmUse:
    """What a report says of the language model that read for it.

    `dropped` counts proposals by the reason why they were not taken, `problems` say what was not read. `sent` is for the terminal alone:
    a second run sends nothing and writes the same report.
    """

    model: str
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    proposed: int = 0
    kept: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    sent: int = 0
