"""A chat model behind any server that speaks OpenAI's protocol."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consistency.engine.settings import Llm
from consistency.errors import LlmError, LlmUnreachable

RETRIES = 5
"""How often a request is sent again after the server was busy or failed, each time after a longer wait."""
_ABSENT = "none"
"""Stands for the key of servers that want none: the client insists on one."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered. `cut` tells that it reached the end of its room."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    cut: bool


class OpenAIChat:
    """Sends one request at a time; may be called from several threads.

    A server that refuses a part of a request (a schema, a seed) is asked without that part from then on.
    Raises `LlmError` if the client is not installed or no server is named.
    """

    def __init__(self, settings: Llm) -> None:
        try:
            import openai
        except ImportError:
            raise LlmError("reading with a language model needs the openai client: pip install 'consistency[llm]'") from None
        url = settings.url or os.environ.get("OPENAI_BASE_URL") or None
        key = os.environ.get("OPENAI_API_KEY") or (_ABSENT if url else None)
        if key is None:
            raise LlmError(f"no server is named for {settings.model}: give --llm-url, or set OPENAI_API_KEY for OpenAI's own")
        if url and not url.startswith(("http://", "https://")):
            raise LlmError(f"{url}: is no address of a server: write it as http://localhost:11434/v1")
        self._openai = openai
        self._client: Any = openai.OpenAI(base_url=url, api_key=key, timeout=settings.timeout, max_retries=RETRIES)
        self._refused: set[str] = set()
        self._lock = threading.Lock()
        self.id = settings.model
        self.where = str(self._client.base_url)

    def __call__(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], seed: int, room: int) -> Completion:
        """The model's answer to `messages`, as JSON of `schema` where the server can hold it to that, in at most `room` tokens.

        Raises `LlmUnreachable` if no request can succeed, `LlmError` if this one cannot.
        """
        openai = self._openai
        while True:
            with self._lock:
                refused = frozenset(self._refused)
            try:
                answer = self._client.chat.completions.create(
                    model=self.id, messages=list(messages), **_options(schema, seed, room, refused)
                )
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                part = _named_part(str(error), refused) or next((part for part in _LADDER if part not in refused), None)
                if part is None:
                    raise LlmError(f"the server refused the request ({_told(error)})") from None
                with self._lock:
                    self._refused.add(part)
                continue
            except openai.InternalServerError as error:
                # llama-cpp-python fails where others refuse.
                part = _named_part(str(error), refused, _LADDER[:3])
                if part is None:
                    raise LlmError(f"the server failed ({_told(error)})") from None
                with self._lock:
                    self._refused.add(part)
                continue
            except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
                raise LlmUnreachable(f"{self.where} lets nobody in with this key ({_told(error)}); set OPENAI_API_KEY") from None
            except openai.NotFoundError as error:
                raise LlmUnreachable(f"{self.where} knows no model {self.id!r} ({_told(error)})") from None
            except openai.APITimeoutError:
                raise LlmError("no answer came in time; raise timeout under [llm]") from None
            except openai.APIConnectionError as error:
                raise LlmUnreachable(f"{self.where} cannot be reached ({_told(error.__cause__ or error)})") from None
            except openai.RateLimitError as error:
                raise LlmUnreachable(f"{self.where} allows no more requests ({_told(error)})") from None
            except openai.OpenAIError as error:
                raise LlmError(f"the server failed ({_told(error)})") from None
            return _completion(answer)


def _options(schema: Mapping[str, Any], seed: int, room: int, refused: frozenset[str]) -> dict[str, Any]:
    """The parts of a request that not every server takes, without those that this one refused."""
    options: dict[str, Any] = {"temperature": 0, "seed": seed}
    options["max_completion_tokens" if "max_tokens" in refused else "max_tokens"] = room
    if "json_schema" not in refused:
        form = {"name": "differences", "strict": True, "schema": schema}
        options["response_format"] = {"type": "json_schema", "json_schema": form}
    elif "response_format" not in refused:
        # The form in which llama-cpp-python takes a schema.
        options["response_format"] = {"type": "json_object"} if "schema" in refused else {"type": "json_object", "schema": schema}
    return {name: value for name, value in options.items() if name not in refused or name == "response_format"}


_LADDER = ("json_schema", "schema", "response_format", "seed", "max_tokens", "max_completion_tokens", "temperature")
"""The parts of a request that a plain server may lack, in the order in which they are left out."""


def _named_part(message: str, refused: frozenset[str], parts: Sequence[str] = _LADDER) -> str | None:
    """The first of these parts of the request that a message names and that was sent."""
    return next((part for part in parts if part not in refused and part in message), None)


def _completion(answer: Any) -> Completion:
    """The parts of an answer that count; servers leave out many of the others."""
    choices = getattr(answer, "choices", None)
    if not choices:
        raise LlmError("the server sent no answer")
    usage = getattr(answer, "usage", None)
    return Completion(
        text=choices[0].message.content or "",
        prompt_tokens=int(getattr(usage, "prompt_tokens", 0) or 0),
        completion_tokens=int(getattr(usage, "completion_tokens", 0) or 0),
        cut=choices[0].finish_reason == "length",
    )


def _told(error: BaseException) -> str:
    """What a library says of a failure, in one line."""
    return " ".join(str(error).split())[:300] or type(error).__name__
