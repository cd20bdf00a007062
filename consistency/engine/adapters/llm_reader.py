"""The `EventReader` that asks a chat model: what to ask, several at a time, each answer kept, and what it took."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Protocol

from consistency.checks.reading.answer import Unparseable, parse
from consistency.checks.reading.prompt import ANSWER_SHARE, SCHEMA, estimate, messages, parts
from consistency.checks.reading.second_question import SCHEMA as SECOND
from consistency.checks.reading.second_question import question, verdict
from consistency.engine.adapters.openai_chat import Completion
from consistency.engine.settings import Llm
from consistency.errors import LlmError, LlmUnreachable
from consistency.model.protocols import Cache, Progress
from consistency.model.reading import Account, Pair, Problem, Proposal, Readings, Verdicts

KIND = "answer"
"""Begins the cache's keys of answers."""
FORM = 1
"""Of what is stored; another form is asked anew."""


class Chat(Protocol):
    """A chat model: messages in, an answer out. Raises `LlmError`."""

    id: str

    def __call__(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], seed: int, room: int) -> Completion: ...


@dataclass(frozen=True, slots=True)
class _Request:
    event: int
    vote: int
    messages: list[dict[str, str]]
    schema: Mapping[str, Any]
    key: str


class LlmReader:
    """Reads events with a chat model. Answers come from `cache` where one was given to the same request, model and settings."""

    def __init__(self, chat: Chat, settings: Llm, cache: Cache | None = None) -> None:
        self.id = chat.id
        self._chat = chat
        self._settings = settings
        self._cache = cache
        self._lock = threading.Lock()
        self._used = 0
        self._down = ""

    def __call__(self, events: Sequence[Sequence[Account]], progress: Progress) -> Readings:
        """Ask of each event, and return what was proposed; what could not be read is among the problems."""
        requests = list(self._requests(events))
        answers, sent = self._all(requests, "read", progress)
        return self._readings(len(events), requests, answers, sent)

    def again(self, pairs: Sequence[Pair], progress: Progress) -> Verdicts:
        """Whether each pair differs, asked about it alone: `None` if the settings want no second question, or nothing answered it."""
        if not self._settings.again:
            return Verdicts((None,) * len(pairs))
        requests = [self._request(pair.event, 0, question(pair), SECOND) for pair in pairs]
        answers, sent = self._all(requests, "read again", progress)
        return self._verdicts(requests, answers, sent)

    def _all(self, requests: Sequence[_Request], stage: str, progress: Progress) -> tuple[dict[int, Completion | str], int]:
        """The answer to each request, or why there is none, and how many were sent for; what the cache holds is not sent for."""
        known = self._known(requests)
        answers: dict[int, Completion | str] = {at: known[request.key] for at, request in enumerate(requests) if request.key in known}
        missing = [at for at in range(len(requests)) if at not in answers]
        progress(stage, len(answers), len(requests))
        for at, answer in self._asked(requests, missing):
            answers[at] = answer
            if isinstance(answer, Completion):
                self._keep(requests[at], answer)
            progress(stage, len(answers), len(requests))
        return answers, sum(isinstance(answers[at], Completion) for at in missing)

    def _requests(self, events: Sequence[Sequence[Account]]) -> Iterator[_Request]:
        for event, accounts in enumerate(events):
            for part in parts(accounts, self._settings.context):
                for vote in range(self._settings.votes):
                    yield self._request(event, vote, messages(part, vote), SCHEMA)

    def _request(self, event: int, vote: int, asked: list[dict[str, str]], schema: Mapping[str, Any]) -> _Request:
        whole = json.dumps([FORM, self.id, asked, schema, vote, self._room], sort_keys=True)
        return _Request(event, vote, asked, schema, f"{KIND}:{sha256(whole.encode('utf-8', 'replace')).hexdigest()}")

    @property
    def _room(self) -> int:
        return int(self._settings.context * ANSWER_SHARE)

    def _known(self, requests: Sequence[_Request]) -> dict[str, Completion]:
        if self._cache is None:
            return {}
        stored = self._cache.get_many(sorted({request.key for request in requests}))
        return {key: Completion(**json.loads(value)) for key, value in stored.items()}

    def _keep(self, request: _Request, answer: Completion) -> None:
        # At once: what was paid for outlasts a run that is cut short.
        if self._cache is not None:
            self._cache.put_many([(request.key, json.dumps(asdict(answer)).encode())])

    def _asked(self, requests: Sequence[_Request], missing: Sequence[int]) -> Iterator[tuple[int, Completion | str]]:
        """The answer to each missing request, or why there is none, as they come in."""
        with ThreadPoolExecutor(max_workers=self._settings.concurrency, thread_name_prefix="llm") as pool:
            waiting: dict[Future[Completion | str], int] = {}
            try:
                for at in missing:
                    waiting[pool.submit(self._answer, requests[at])] = at
                while waiting:
                    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield waiting.pop(future), future.result()
            finally:
                for future in waiting:
                    future.cancel()

    def _answer(self, request: _Request) -> Completion | str:
        """Ask, unless the server is known to be gone or the budget has no room for it."""
        size = estimate(request.messages)
        with self._lock:
            if self._down:
                return self._down
            if self._settings.budget and self._used + size > self._settings.budget:
                return f"the budget of {self._settings.budget:,} tokens is spent"
            self._used += size
        try:
            answer = self._chat(request.messages, request.schema, request.vote, self._room)
        except LlmUnreachable as error:
            with self._lock:
                self._down = str(error)
            return str(error)
        except LlmError as error:
            return str(error)
        with self._lock:
            self._used += answer.prompt_tokens + answer.completion_tokens - size
        return answer

    def _readings(self, events: int, requests: Sequence[_Request], answers: Mapping[int, Completion | str], sent: int) -> Readings:
        """What the answers hold, in the order of the requests, however they came in."""
        proposals: list[list[Proposal]] = [[] for _ in range(events)]
        problems: dict[Problem, None] = {}
        malformed = prompt = completion = count = 0
        for at, request in enumerate(requests):
            answer = answers[at]
            if isinstance(answer, str):
                problems[Problem(request.event, answer)] = None
                continue
            count += 1
            prompt += answer.prompt_tokens
            completion += answer.completion_tokens
            try:
                found, faulty, broken = parse(answer.text, request.vote)
            except Unparseable as error:
                problems[Problem(request.event, f"the answer cannot be read: {error}")] = None
                continue
            proposals[request.event] += found
            malformed += faulty
            if broken or answer.cut:
                problems[Problem(request.event, "the answer breaks off; raise context under [llm]")] = None
        return Readings(
            proposals=tuple(map(tuple, proposals)),
            requests=count,
            prompt_tokens=prompt,
            completion_tokens=completion,
            sent=sent,
            malformed=malformed,
            votes=self._settings.votes,
            problems=tuple(problems),
        )

    def _verdicts(self, requests: Sequence[_Request], answers: Mapping[int, Completion | str], sent: int) -> Verdicts:
        found: list[tuple[bool, str] | None] = []
        problems: dict[Problem, None] = {}
        for at, request in enumerate(requests):
            answer = answers[at]
            try:
                if isinstance(answer, str):
                    raise Unparseable(answer)
                found.append(verdict(answer.text))
            except Unparseable as error:
                found.append(None)
                problems[Problem(request.event, f"a pair was not asked about again: {error}")] = None
        told = [answer for answer in answers.values() if isinstance(answer, Completion)]
        return Verdicts(
            answers=tuple(found),
            requests=len(told),
            prompt_tokens=sum(answer.prompt_tokens for answer in told),
            completion_tokens=sum(answer.completion_tokens for answer in told),
            sent=sent,
            problems=tuple(problems),
        )
