"""The client against a server on this machine: what it sends, what it does when the server lacks or refuses something."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from consistency.checks.reading.prompt import SCHEMA
from consistency.engine.adapters import openai_chat
from consistency.engine.adapters.openai_chat import OpenAIChat
from consistency.engine.settings import Llm
from consistency.errors import LlmError, LlmUnreachable

ASK = [{"role": "user", "content": "Where do they differ?"}]
Reply = tuple[int, dict[str, Any]]


class Server:
    """Answers each request by `reply`, and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.reply: Callable[[dict[str, Any]], Reply] = lambda request: (200, completion("fine"))
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.got.append(request)
                outer.keys.append(self.headers["Authorization"])
                status, body = outer.reply(request)
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def completion(text: str | None, reason: str = "stop", **other: Any) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage, **other}


def refused(message: str) -> Reply:
    return 400, {"error": {"message": message, "type": "invalid_request_error"}}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(openai_chat, "RETRIES", 0)
    found = Server()
    yield found
    found.close()


def _chat(server: Server) -> OpenAIChat:
    return OpenAIChat(Llm(model="m", url=server.url))


def test_what_is_sent(server: Server) -> None:
    answer = _chat(server)(ASK, SCHEMA, 2, 500)
    assert (answer.text, answer.prompt_tokens, answer.completion_tokens, answer.cut) == ("fine", 7, 3, False)
    (sent,) = server.got
    form = sent.pop("response_format")
    assert sent == {"model": "m", "messages": ASK, "temperature": 0, "seed": 2, "max_tokens": 500}
    assert form["json_schema"]["schema"] == SCHEMA
    assert form["json_schema"]["strict"] is True


def test_the_environment_names_server_and_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert OpenAIChat(Llm(model="m"))(ASK, SCHEMA, 0, 500).text == "fine"
    assert server.keys == ["Bearer secret"]


@pytest.mark.parametrize("url", ["localhost:11434/v1", "localhost", "file:///etc"])
def test_an_address_without_its_scheme_is_told_before_the_work(server: Server, url: str) -> None:
    with pytest.raises(LlmError, match="write it as http://"):
        OpenAIChat(Llm(model="m", url=url))


def test_without_server_or_key_it_says_what_to_give(server: Server) -> None:
    with pytest.raises(LlmError, match="--llm-url"):
        OpenAIChat(Llm(model="m"))


def test_a_server_without_schemas_is_asked_for_json_then_for_text(server: Server) -> None:
    def reply(request: dict[str, Any]) -> Reply:
        kind = request.get("response_format", {}).get("type")
        return refused(f"response_format {kind} is not supported here") if kind else (200, completion("fine"))

    server.reply = reply
    chat = _chat(server)
    assert chat(ASK, SCHEMA, 0, 500).text == "fine"
    assert [request.get("response_format", {}).get("type") for request in server.got] == ["json_schema", "json_object", None]
    chat(ASK, SCHEMA, 1, 500)
    assert len(server.got) == 4  # what it refused once is not tried again


@pytest.mark.parametrize("part", ["seed", "temperature"])
def test_a_part_that_is_refused_is_left_out(server: Server, part: str) -> None:
    server.reply = lambda request: refused(f"Unsupported value: {part}") if part in request else (200, completion("fine"))
    assert _chat(server)(ASK, SCHEMA, 0, 500).text == "fine"
    assert "response_format" in server.got[-1]


def test_a_model_that_wants_its_room_under_another_name(server: Server) -> None:
    server.reply = lambda request: (
        refused("Use max_completion_tokens instead of max_tokens") if "max_tokens" in request else (200, completion("x"))
    )
    _chat(server)(ASK, SCHEMA, 0, 500)
    assert server.got[-1]["max_completion_tokens"] == 500


def test_a_server_that_fails_over_the_schema_gets_it_in_its_own_form(server: Server) -> None:
    def reply(request: dict[str, Any]) -> Reply:
        if request["response_format"]["type"] == "json_schema":
            return 500, {"error": {"message": "'loc': ('body', 'response_format', 'type'), 'input': 'json_schema'"}}
        return 200, completion("fine")

    server.reply = reply
    chat = _chat(server)
    assert [chat(ASK, SCHEMA, 0, 100).text for _ in range(2)] == ["fine", "fine"]
    assert [request["response_format"]["type"] for request in server.got] == ["json_schema", "json_object", "json_object"]
    assert server.got[-1]["response_format"]["schema"] == SCHEMA


def test_a_request_that_is_refused_whatever_is_left_out(server: Server) -> None:
    server.reply = lambda request: refused("no")
    with pytest.raises(LlmError, match="refused the request"):
        _chat(server)(ASK, SCHEMA, 0, 500)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, LlmUnreachable), (403, LlmUnreachable), (404, LlmUnreachable), (429, LlmUnreachable), (500, LlmError)]
)
def test_failures_are_told(server: Server, status: int, kind: type[LlmError]) -> None:
    server.reply = lambda request: (status, {"error": {"message": "why it failed"}})
    with pytest.raises(kind, match="why it failed"):
        _chat(server)(ASK, SCHEMA, 0, 500)


def test_a_busy_server_is_asked_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai_chat, "RETRIES", 2)
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *args, **kwargs: 0)
    server.reply = lambda request: (503, {}) if len(server.got) < 3 else (200, completion("fine"))
    assert _chat(server)(ASK, SCHEMA, 0, 500).text == "fine"
    assert len(server.got) == 3


def test_a_server_that_is_not_there(server: Server) -> None:
    with pytest.raises(LlmUnreachable, match="cannot be reached"):
        OpenAIChat(Llm(model="m", url="http://127.0.0.1:9/v1"))(ASK, SCHEMA, 0, 500)


def test_an_answer_without_choices_or_text_or_usage(server: Server) -> None:
    server.reply = lambda request: (200, {**completion(None, "length"), "usage": None})
    answer = _chat(server)(ASK, SCHEMA, 0, 500)
    assert (answer.text, answer.prompt_tokens, answer.cut) == ("", 0, True)
    server.reply = lambda request: (200, {**completion("x"), "choices": []})
    with pytest.raises(LlmError, match="no answer"):
        _chat(server)(ASK, SCHEMA, 0, 500)
