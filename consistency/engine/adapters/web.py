"""Getting pages off the web: politely, one at a time, and from public addresses only unless private ones are asked for.

The download is trafilatura's. It looks at the address that each connection really has, also after a redirect, so that neither a name
that resolves to another machine nor a page that sends on can reach into a local network.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import time
from collections.abc import Callable
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from consistency.errors import Unreadable

AGENT = "consistency"
"""The name by which a site's robots.txt may know it."""
MOST_REDIRECTS = 5
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the address it came from in the end, its bytes, and what they are said to be."""

    url: str
    data: bytes
    kind: str


@dataclass(slots=True)
class Downloader:
    """Downloads pages.

    Attributes:
        delay: Seconds between two requests to one host; a site's own crawl delay counts where it is longer.
        most: Bytes of one page, unpacked.
        private: Whether addresses of the local network may be reached.
        ask: What sends a request; trafilatura's downloader unless another is given.
        sleep: What waits.
        clock: What tells the time, in seconds.
    """

    delay: float = 2.0
    most: int = 20_000_000
    private: bool = False
    ask: Callable[[str, ConfigParser], Any] | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str) -> Page:
        """Download one page. Raises `Unreadable` that says why it was not, in words for the user."""
        self._require_allowed(url)
        answer = self._ask(url)
        if answer.status != 200:
            raise Unreadable(f"{url}: the site answered with status {answer.status}: look at the page in a browser")
        if urlsplit(answer.url)[:2] != urlsplit(url)[:2]:
            self._require_allowed(answer.url)
        kind = (answer.headers or {}).get("content-type", "")
        return Page(answer.url, answer.data, str(kind).partition(";")[0].strip().lower())

    def _require_allowed(self, url: str) -> None:
        parts = _parts(url)
        host = parts.hostname or ""
        if not self.private:
            require_public(url, host, parts.port or (443 if parts.scheme == "https" else 80))
        rules = self._rules(f"{parts.scheme}://{parts.netloc}")
        if not rules.can_fetch(AGENT, url):
            raise Unreadable(f"{url}: the site's robots.txt asks not to fetch it: save the page by hand if you may")

    def _rules(self, site: str) -> RobotFileParser:
        if site not in self._robots:
            rules = RobotFileParser()
            answer = self._ask(f"{site}/robots.txt")
            if answer.status >= 500:
                raise Unreadable(f"{site}: cannot say whether it may be fetched (robots.txt: status {answer.status}): try again later")
            rules.parse(answer.data.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
            self._robots[site] = rules
        return self._robots[site]

    def _ask(self, url: str) -> Any:
        """The answer to one request, after the wait that is due to its host."""
        parts = _parts(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        due = max(self.delay, float(rules.crawl_delay(AGENT) or 0) if rules else 0.0)
        if parts.netloc in self._last:
            self.sleep(max(0.0, self._last[parts.netloc] + min(due, 60.0) - self.clock()))
        answer = (self.ask or _download)(url, self._config())
        self._last[parts.netloc] = self.clock()
        if answer is None:
            larger = f", or is larger than {self.most / 1e6:.0f} MB" if self.most else ""
            raise Unreadable(
                f"{url}: could not be fetched: it cannot be reached, leads to a private address{larger}; check it in a browser"
            )
        return answer

    def _config(self) -> ConfigParser:
        from trafilatura.settings import DEFAULT_CONFIG

        config = deepcopy(DEFAULT_CONFIG)
        for name, value in {
            "DOWNLOAD_TIMEOUT": SECONDS,
            "MAX_FILE_SIZE": self.most,
            "MAX_REDIRECTS": MOST_REDIRECTS,
            "SSRF_PROTECTION": "off" if self.private else "on",
            "INSECURE_SSL_FALLBACK": "off",
            "USER_AGENTS": f"{AGENT} (https://pypi.org/project/consistency)",
            "COOKIE": "",
        }.items():
            config.set("DEFAULT", name, str(value))
        return config


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreadable(f"{url}: is no address of a web page") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or port == 0:
        raise Unreadable(f"{url}: is no address of a web page: give one that begins with http:// or https://, without a password in it")
    return parts


def require_public(url: str, host: str, port: int) -> None:
    """Raise `Unreadable` where any address of the host is one of a local network. The connection itself is looked at once more."""
    try:
        found = {str(item[4][0]).split("%")[0] for item in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError):
        raise Unreadable(f"{url}: there is no host of the name {host}: check the address and the network") from None
    for name in found:
        address = ipaddress.ip_address(name)
        mapped = getattr(address, "ipv4_mapped", None)
        if not (mapped or address).is_global:
            raise Unreadable(f"{url}: leads to a private address ({name}); if that is what you want, give --private")


def _download(url: str, config: ConfigParser) -> Any:
    from trafilatura import downloads

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # By urllib3 whatever else is installed: its connections are looked at also where the environment names a proxy for others.
    try:
        return downloads._send_urllib_request(url, False, config)
    except downloads._SSLRetryError:
        raise Unreadable(f"{url}: the site's certificate cannot be trusted: look at the page in a browser") from None
