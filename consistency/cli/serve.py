"""`consistency serve`: the report as a local page on which findings are decided, kept up with its sources."""

from __future__ import annotations

import asyncio
import hmac
import io
import ipaddress
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consistency.cli import terminal
from consistency.cli.served_report import Changed, ServedReport, decision_of
from consistency.cli.verdicts import decisions_file
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError
from consistency.model.safe_text import visible
from consistency.triage.status import STATES_WORDS

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "consistency-token"
LARGEST = 20_000
"""Bytes of a decision."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def serve(settings: Settings, *, host: str, port: int, cache: Path | None = None) -> None:
    """Serve the page until it is interrupted.

    Args:
        settings: What to compare.
        host: The address to listen on; any but this machine's own asks every other machine for the token that is printed.
        port: The port.
        cache: Where what is worked out is kept.

    Raises:
        ConsistencyError: Where Starlette or uvicorn is not installed, the port is taken, or the settings, decisions or baseline are
            at fault.
    """
    from secrets import token_urlsafe

    try:
        import uvicorn
    except ImportError as error:
        raise ConsistencyError("serving needs two more packages: pip install 'consistency[serve]'") from error
    served = ServedReport(settings, cache)
    served.said()  # a fault in what was decided is told at once
    file = decisions_file(settings)
    token = token_urlsafe(24)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    try:
        # Seen before anything is promised: the server itself tells only its log.
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise ConsistencyError(f"{address} cannot be served ({error.strerror or error}): name another --port or --host") from None
    terminal.say(f"serving {address}; decisions go to {file.as_posix()}; Ctrl-C ends it")
    if not is_own(host):
        terminal.say(f"from another machine: {address}?token={token}")
    uvicorn.run(application(served, token, hosts=allowed_hosts(host)), host=host, port=port, log_level="warning")


def is_own(host: str) -> bool:
    """Whether an address is this machine's own and reached from nowhere else."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def allowed_hosts(host: str) -> list[str]:
    """The names by which the page may be called: a page of another site that points its own name here gets nothing."""
    return ["localhost", "127.0.0.1", "[::1]"] if is_own(host) else ["*"]


def application(served: ServedReport, token: str, hosts: list[str] | None = None, watching: bool = True) -> Starlette:
    """The web application.

    Args:
        desk: What it shows.
        token: What requests from other machines, and every decision, must hold.
        hosts: The names it answers to.
        watching: Whether it makes the first report by itself and keeps it up with its sources.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
    from starlette.routing import Route

    def guarded(act: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            if not _may(request, token):
                words = "This page asks for its token: open the address that the command printed."
                return PlainTextResponse(words, 401, headers=HEADERS)
            made: Response = await act(request)
            made.headers.update(HEADERS)
            return made

        return answer

    @guarded
    async def page(request: Request) -> Response:
        given = request.query_params.get("token")
        if given is not None:
            # Out of the address, so that it is not passed on with a link.
            moved = RedirectResponse(request.url.path or "/", 303)
            moved.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return moved
        report = served.report
        if report is None:
            return HTMLResponse(_waiting(served), headers={"Content-Security-Policy": "default-src 'none'"})
        text = await asyncio.to_thread(_html, report, token)
        return HTMLResponse(text)

    @guarded
    async def status(request: Request) -> Response:
        now = served.status
        return JSONResponse({name: getattr(now, name) for name in ("version", "stage", "done", "total", "error")})

    @guarded
    async def decide(request: Request) -> Response:
        fault = await _fault(request, token)
        if isinstance(fault, str):
            return JSONResponse({"error": fault}, 403)
        try:
            decision = decision_of(fault)
            fingerprint, seen = fault.get("fingerprint"), fault.get("seen")
            if not isinstance(fingerprint, str) or not isinstance(seen, str):
                raise ConsistencyError("a decision needs the fingerprint of a finding, and what was shown as decided")
            finding = await asyncio.to_thread(served.decide, fingerprint, decision, seen)
        except Changed as error:
            now = next((item.decision for item in served.report.findings if item.fingerprint == fingerprint), "") if served.report else ""
            return JSONResponse({"error": str(error), "decision": now}, 409)
        except ConsistencyError as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(
            {"state": finding.state, "words": STATES_WORDS[finding.state], "decision": finding.decision, "version": served.status.version}
        )

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_keep_up(served)) if watching else None
        yield
        if task is not None:
            task.cancel()

    routes = [Route("/", page), Route("/status", status), Route("/decide", decide, methods=["POST"])]
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=hosts or ["*"])]
    return Starlette(routes=routes, middleware=middleware, lifespan=running)


def _may(request: Request, token: str) -> bool:
    """Whether the request comes from this machine, and calls it by a name of its own, or holds the token."""
    client = request.client.host if request.client else ""
    if is_own(client) and is_own(request.url.hostname or ""):
        return True
    given = request.query_params.get("token") or request.cookies.get(COOKIE) or ""
    return hmac.compare_digest(given.encode(), token.encode())


async def _fault(request: Request, token: str) -> str | dict[str, object]:
    """What a page has sent, or why it is not taken: another site must not decide in the name of who looks at it."""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if origin != own or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "a decision is taken from this page alone"
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return "a decision is sent as JSON"
    if not hmac.compare_digest(request.headers.get("x-consistency-token", "").encode(), token.encode()):
        return "the page is of an earlier run: load it again"
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return "a decision is shorter than that"
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return "what was sent is no JSON"
    return data if isinstance(data, dict) else "a decision is a JSON object"


async def _keep_up(served: ServedReport) -> None:
    """Make the first report, then a new one whenever something changes."""
    from watchfiles import awatch

    await asyncio.to_thread(served.renew)
    async for changes in awatch(*served.watched(), recursive=True):
        changed = [path for _, path in changes if not path.endswith(".lock") and "/." not in path.replace("\\", "/").rsplit("/", 2)[-1]]
        changed = [path for path in changed if not Path(path).name.startswith(".")]
        if not changed:
            continue
        await asyncio.to_thread(served.judge if all(served.is_verdict(path) for path in changed) else served.renew)


def _html(report: Any, token: str) -> str:
    from consistency.render.formats.html import write

    made = io.StringIO()
    write(report, made, token=token)
    return made.getvalue()


def _waiting(served: ServedReport) -> str:
    from markupsafe import escape

    now = served.status
    told = now.error or (f"{now.stage}: {now.done:,} of {now.total:,}" if now.total else now.stage or "starting")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
        f"<title>Comparing</title></head><body><h1>Comparing the documents</h1><p>{escape(visible(told))}</p></body></html>"
    )
