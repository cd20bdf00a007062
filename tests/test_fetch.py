"""`consistency fetch`: polite, kept off the local network, and written so that the next report reads it."""

from __future__ import annotations

import socket
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from consistency.cli import fetch as command
from consistency.engine.adapters import web
from consistency.engine.adapters.web import Downloader
from consistency.errors import Unreadable
from consistency.ingest.discover import read
from tests.readers._formats import PAGE
from tests.readers._json_answers import OUTLET, URL


@dataclass
class Answer:
    data: bytes = b""
    status: int = 200
    url: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/html"})


def site(**pages: Answer) -> Any:
    """A downloader that knows these pages, by the last part of their address, and notes what it was asked."""
    asked: list[str] = []

    def ask(url: str, config: Any) -> Answer | None:
        asked.append(url)
        answer = pages.get(url.rsplit("/", 1)[-1].partition(".")[0], Answer(status=404))
        answer.url = answer.url or url
        return answer

    return ask, asked


@pytest.fixture(autouse=True)
def resolved(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The addresses that names resolve to; no network is asked."""
    known = {"millpost.example": "93.184.216.34", "other.example": "93.184.216.35"}

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError:
            if host not in known:
                raise socket.gaierror("unknown") from None
            host = known[host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    monkeypatch.setattr(web.socket, "getaddrinfo", getaddrinfo)
    return known


def downloader(**pages: Answer) -> tuple[Downloader, list[str], list[float]]:
    ask, asked = site(**pages)
    waits: list[float] = []
    return Downloader(ask=ask, sleep=waits.append, clock=lambda: 100.0), asked, waits


def test_a_page_and_its_entry(tmp_path: Path):
    got, asked, waits = downloader(train=Answer(PAGE.encode()))
    command.fetch([URL], tmp_path / "stories", got, quiet=True)
    assert asked == ["https://millpost.example/robots.txt", URL]
    assert waits == [2.0]
    entries = tomllib.loads((tmp_path / "stories" / "sources.toml").read_text("utf-8"))
    ((name, entry),) = entries.items()
    assert (entry["outlet"], entry["url"], entry["published"]) == (OUTLET, URL, "2022-10-03")
    assert entry["fetched"].endswith("Z")
    (source,), skipped = read([str(tmp_path / "stories")], None)
    assert skipped == ()
    assert (source.path.endswith(name), source.outlet, source.published, source.url) == (True, OUTLET, date(2022, 10, 3), URL)
    assert source.captured == entry["fetched"]


def test_a_changed_page_stands_beside_the_earlier_one(tmp_path: Path):
    command.fetch([URL], tmp_path, downloader(train=Answer(PAGE.encode()))[0], quiet=True)
    command.fetch([URL], tmp_path, downloader(train=Answer(PAGE.encode()))[0], quiet=True)
    assert len(list(tmp_path.glob("*.html"))) == 1
    command.fetch([URL], tmp_path, downloader(train=Answer(PAGE.replace("61", "63").encode()))[0], quiet=True)
    assert len(list(tmp_path.glob("*.html"))) == 2
    assert len(tomllib.loads((tmp_path / "sources.toml").read_text("utf-8"))) == 2


def test_what_stands_in_the_manifest_stays(tmp_path: Path):
    (tmp_path / "sources.toml").write_text('# by hand\n["a.txt"]\noutlet = "Beta"  # of the town\n', "utf-8")
    command.fetch([URL], tmp_path, downloader(train=Answer(PAGE.encode()))[0], quiet=True)
    assert (tmp_path / "sources.toml").read_text("utf-8").startswith('# by hand\n["a.txt"]\noutlet = "Beta"  # of the town\n')


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (Answer(b"User-agent: *\nDisallow: /\n"), "robots.txt asks not to"),
        (Answer(b"User-agent: consistency\nDisallow: /train\n"), "robots.txt asks not to"),
        (Answer(status=503), "cannot say whether it may be fetched"),
    ],
)
def test_robots(tmp_path: Path, robots: Answer, words: str):
    got, asked, _ = downloader(train=Answer(PAGE.encode()), robots=robots)
    with pytest.raises(Unreadable, match=words):
        got.get(URL)
    assert URL not in asked


def test_a_sites_own_delay_counts_where_it_is_longer():
    got, _, waits = downloader(train=Answer(PAGE.encode()), robots=Answer(b"User-agent: *\nCrawl-delay: 7\n"))
    got.get(URL)
    got.get(URL)
    assert waits == [7.0, 7.0]


PRIVATE = (
    "127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_asked(resolved: dict[str, str], address: str):
    resolved["inner.example"] = address
    got, asked, _ = downloader()
    with pytest.raises(Unreadable, match="private address"):
        got.get("http://inner.example/train")
    with pytest.raises(Unreadable, match="private address"):
        got.get(f"http://[{address}]/train" if ":" in address else f"http://{address}/train")
    assert asked == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://millpost.example/a", "millpost.example", "http://", "http://a:b@millpost.example/", "http://x:99999/"],
)
def test_only_addresses_of_pages(url: str):
    got, asked, _ = downloader()
    with pytest.raises(Unreadable, match="no address of a web page"):
        got.get(url)
    assert asked == []


def test_a_page_that_sends_on_to_a_private_address_is_not_kept(tmp_path: Path, resolved: dict[str, str]):
    resolved["inner.example"] = "10.0.0.8"
    got, _, _ = downloader(train=Answer(PAGE.encode(), url="http://inner.example/secret"))
    with pytest.raises(command.NothingFetched):
        command.fetch([URL], tmp_path, got, quiet=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", [Answer(status=404), Answer(b"\x89PNG", headers={"content-type": "image/png"})])
def test_what_is_no_page_is_named(tmp_path: Path, answer: Answer, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(command.NothingFetched):
        command.fetch([URL], tmp_path, downloader(train=answer)[0], quiet=True)
    assert URL in capsys.readouterr().err


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = self.path == "/moved"
        self.send_response(302 if moved else 404 if self.path == "/robots.txt" else 200)
        if moved:
            self.send_header("Location", "/train")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"" if moved or self.path == "/robots.txt" else b"x" * 5_000_000 if self.path == "/large" else PAGE.encode())

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_the_real_downloader(server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    got = Downloader(delay=0.0, private=True, most=1_000_000)
    assert got.get(f"{server}/train").data == PAGE.encode()
    assert got.get(f"{server}/moved").url == f"{server}/train"
    with pytest.raises(Unreadable, match="could not be fetched"):
        got.get(f"{server}/large")


def test_the_real_downloader_looks_at_the_connection_itself(server: str, monkeypatch: pytest.MonkeyPatch):
    """A name may resolve to a public address when it is looked up and to a private one when it is connected to."""
    monkeypatch.undo()
    monkeypatch.setattr(web, "require_public", lambda *_: None)
    with pytest.raises(Unreadable, match="could not be fetched"):
        Downloader(delay=0.0).get(f"{server}/train")
