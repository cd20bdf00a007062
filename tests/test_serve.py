"""The served page: who may see it, what it takes, and that two people who decide at once lose nothing."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency.cli.decide import write
from consistency.cli.serve import allowed_hosts, application, serve
from consistency.cli.served_report import ServedReport
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError
from consistency.triage.baseline import Entry
from consistency.triage.decisions import Decision, load
from tests.writers._sample import REPORT

pytest.importorskip("starlette")
httpx = pytest.importorskip("httpx")

TOKEN = "a-token-of-the-test"
OWN = {"origin": "http://127.0.0.1:8765", "x-consistency-token": TOKEN, "content-type": "application/json"}
ASKED = {"fingerprint": "9f31c0de", "verdict": "accept", "reason": "two counts", "by": "Ada", "until": "", "seen": ""}


@pytest.fixture
def held(tmp_path: Path) -> ServedReport:
    (tmp_path / "stories").mkdir()
    settings = Settings(sources=(str(tmp_path / "stories"),), decisions=str(tmp_path / "decisions.toml"))
    made = ServedReport(settings, None, lambda progress: REPORT)
    made.renew()
    return made


def ask(held: ServedReport, method: str, path: str, client: str = "127.0.0.1", host: str = "127.0.0.1:8765", **given: Any) -> Any:
    async def act() -> Any:
        app = application(held, TOKEN, hosts=allowed_hosts("127.0.0.1") if client == "127.0.0.1" else None, watching=False)
        transport = httpx.ASGITransport(app=app, client=(client, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as browser:
            return await browser.request(method, path, **given)

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(act())).result()


def test_the_page_holds_the_report_and_may_send_to_its_server_alone(held: ServedReport) -> None:
    answer = ask(held, "GET", "/")
    assert answer.status_code == 200
    assert "Passengers taken to hospital" in answer.text
    assert "connect-src &#39;self&#39;;" in answer.text
    assert 'href="docs/' not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in answer.headers


def test_another_machine_needs_the_token(held: ServedReport) -> None:
    there = {"client": "203.0.113.9", "host": "desk.example:8765"}
    assert ask(held, "GET", "/", **there).status_code == 401
    assert ask(held, "GET", "/status", **there).status_code == 401
    assert ask(held, "GET", "/?token=wrong", **there).status_code == 401
    entered = ask(held, "GET", f"/?token={TOKEN}", **there)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert ask(held, "GET", "/", cookies={"consistency-token": TOKEN}, **there).status_code == 200


def test_another_site_that_points_its_name_here_sees_nothing(held: ServedReport) -> None:
    assert ask(held, "GET", "/", host="evil.example:8765").status_code == 400
    # Where the server listens to all names, this machine's own browser needs the token for any but its own.
    assert ask(held, "GET", "/", client="::1", host="evil.example:8765").status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "http://evil.example"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"content-type": "text/plain"},
        {"x-consistency-token": "guessed"},
    ],
    ids=str,
)
def test_a_decision_of_another_site_is_not_taken(held: ServedReport, changed: dict[str, str]) -> None:
    assert ask(held, "POST", "/decide", json=ASKED, headers=OWN | changed).status_code == 403
    assert held.report is not None
    assert {item.state for item in held.report.findings} == {"new"}


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": " "},
        {"by": ""},
        {"verdict": "burn"},
        {"verdict": "defer"},
        {"verdict": "defer", "until": "2001-01-01"},
        {"until": "soon"},
        {"fingerprint": "0000"},
        {"fingerprint": 7},
        {"reason": ["x"]},
        {"reason": "x" * 3000},
    ],
    ids=str,
)
def test_an_incomplete_decision_says_what_is_missing(held: ServedReport, changed: dict[str, Any], tmp_path: Path) -> None:
    answer = ask(held, "POST", "/decide", json=ASKED | changed, headers=OWN)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not (tmp_path / "decisions.toml").exists()


def test_what_is_no_decision_at_all_is_refused(held: ServedReport) -> None:
    for body in ("", "[]", "{", "[" * 5000, '"x"', "x" * 30_000):
        assert ask(held, "POST", "/decide", content=body, headers=OWN).status_code == 403


def test_a_decision_is_written_with_who_and_why(held: ServedReport, tmp_path: Path) -> None:
    answer = ask(held, "POST", "/decide", json=ASKED | {"reason": 'said "so"\nplainly'}, headers=OWN)
    assert answer.json() == {"state": "accepted", "words": "Accepted", "decision": 'accepted by Ada: said "so" plainly', "version": 2}
    (made,) = load(tmp_path / "decisions.toml")
    assert (made.fingerprint, made.by, made.verdict) == ("9f31c0de", "Ada", "accept")
    assert held.report is not None
    assert held.report.findings[0].state == "accepted"


def test_who_decides_after_another_is_told_first(held: ServedReport, tmp_path: Path) -> None:
    ask(held, "POST", "/decide", json=ASKED, headers=OWN)
    late = ASKED | {"verdict": "reject", "by": "Bo", "reason": "a misprint"}
    answer = ask(held, "POST", "/decide", json=late, headers=OWN)
    assert answer.status_code == 409
    assert "accepted by Ada" in answer.json()["error"]
    assert load(tmp_path / "decisions.toml")[0].by == "Ada"
    again = ask(held, "POST", "/decide", json=late | {"seen": answer.json()["decision"]}, headers=OWN)
    assert again.json()["decision"] == "rejected by Bo: a misprint"


def test_two_who_decide_at_once_lose_nothing(held: ServedReport, tmp_path: Path) -> None:
    """The page and the command line, on many findings at the same moment."""
    file = tmp_path / "decisions.toml"
    names = [f"{number:08x}" for number in range(12)]
    start = threading.Barrier(2 + len(names))

    def by_command(name: str) -> None:
        start.wait()
        write(file, Entry(name, "number-differs", frozenset({name}), "counted"), Decision("accept", f"why {name}", "Bo"))

    def by_page(fingerprint: str) -> None:
        start.wait()
        held.decide(fingerprint, Decision("reject", "a misprint", "Ada"), "")

    with ThreadPoolExecutor(2 + len(names)) as pool:
        jobs = [pool.submit(by_command, name) for name in names] + [pool.submit(by_page, name) for name in ("9f31c0de", "1b2c3d4e")]
    for job in jobs:
        job.result()
    assert {item.fingerprint for item in load(file)} == {*names, "9f31c0de", "1b2c3d4e"}
    assert len(tomllib.loads(file.read_text())["decision"]) == len(names) + 2


def test_what_goes_wrong_is_told_and_the_report_before_stays(held: ServedReport, tmp_path: Path) -> None:
    def fails(progress: object) -> Any:
        raise ConsistencyError("nothing can be read")

    held._compare = fails
    held.renew()
    assert ask(held, "GET", "/status").json()["error"] == "nothing can be read"
    assert held.report is not None
    (tmp_path / "decisions.toml").write_text("[[decision]]\n", encoding="utf-8")
    held.judge()
    assert "decisions.toml" in held.status.error


def test_a_port_that_is_taken_is_told_before_anything_is_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(sources=(str(tmp_path),))
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConsistencyError, match="name another --port"):
        serve(settings, host="127.0.0.1", port=taken.getsockname()[1])
    assert capsys.readouterr().out == ""


def test_before_the_first_report_the_page_says_what_is_done(tmp_path: Path) -> None:
    waiting = ServedReport(Settings(sources=(str(tmp_path),)), None, lambda progress: REPORT)
    waiting._tell("<parse>", 3, 40)
    answer = ask(waiting, "GET", "/")
    assert "&lt;parse&gt;: 3 of 40" in answer.text


@pytest.fixture
def served(held: ServedReport, tmp_path: Path) -> Iterator[str]:
    """The page on a free port of this machine, watching its sources."""
    uvicorn = pytest.importorskip("uvicorn")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(held, TOKEN, hosts=allowed_hosts("127.0.0.1")), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.mark.browser
def test_deciding_in_a_browser(browser: Any, served: str, held: ServedReport, tmp_path: Path) -> None:
    pages = [browser.new_page(), browser.new_page()]
    heard: list[str] = []
    for page in pages:
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url) if not request.url.startswith(served) else None)
        page.goto(served)
        page.locator("details.cards > summary").first.click()
    ada, bo = (page.locator("#finding-9f31c0de") for page in pages)
    ada.get_by_label("Why").fill("counted on two days")
    ada.get_by_label("Who").fill("Ada")
    ada.get_by_role("button", name="Accept").click()
    ada.locator(".told", has_text="accepted by Ada: counted on two days").wait_for()
    # Who decides is asked once, and the row says what was decided.
    names = pages[0].locator("form.deciding input[name=by]")
    assert {names.nth(at).input_value() for at in range(names.count())} == {"Ada"}
    assert pages[0].locator("tr[data-for='finding-9f31c0de'] .state").inner_text() == "Accepted"
    bo.get_by_label("Why").fill("a misprint")
    bo.get_by_label("Who").fill("Bo")
    bo.get_by_role("button", name="Reject").click()
    bo.locator(".told", has_text="Somebody else has decided meanwhile").wait_for()
    assert load(tmp_path / "decisions.toml")[0].by == "Ada"
    bo.get_by_role("button", name="Reject").click()
    bo.locator(".told", has_text="rejected by Bo: a misprint").wait_for()
    # The other page hears that there is something new.
    pages[0].get_by_role("button", name="Show it").click()
    pages[0].locator("details.cards > summary").first.click()
    pages[0].locator("#finding-9f31c0de", has_text="rejected by Bo").wait_for()
    assert pages[0].locator("#finding-9f31c0de").get_by_label("Who").input_value() == "Ada"
    assert heard == []


@pytest.mark.browser
def test_to_defer_the_page_asks_for_the_day(browser: Any, served: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.goto(served)
    page.locator("details.cards > summary").first.click()
    card = page.locator("#finding-9f31c0de")
    card.get_by_label("Why").fill("the hearing is in May")
    card.get_by_label("Who").fill("Ada")
    card.get_by_role("button", name="Defer").click()
    card.locator(".told", has_text="choose the day").wait_for()
    assert not (tmp_path / "decisions.toml").exists()
    card.get_by_label("Until").fill("2031-05-20")
    card.get_by_role("button", name="Defer").click()
    card.locator(".told", has_text="deferred by Ada until 2031-05-20").wait_for()
    page.close()


@pytest.mark.browser
def test_a_changed_source_makes_a_new_report(browser: Any, served: str, held: ServedReport, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(15_000)
    page.goto(served)
    page.wait_for_function("document.querySelector('.served') !== null")
    page.wait_for_timeout(2500)  # the watch has begun and the page has seen the first report
    held._compare = lambda progress: replace(REPORT, findings=REPORT.findings[:1])
    (tmp_path / "stories" / "new.txt").write_text("A new account of the ferry.", encoding="utf-8")
    page.get_by_role("button", name="Show it").click()
    page.locator(".lede", has_text="1 difference").wait_for()
    page.close()


@pytest.mark.browser
def test_axe_finds_nothing_on_the_served_page(browser: Any, served: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = browser.new_page()
    page.goto(served)
    page.locator("details.cards > summary").first.click()
    found = axe.Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    page.close()
