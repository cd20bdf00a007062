"""The page in a real browser: no error, no request, nothing that runs, at every width and in print."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistency.writers.html import WRITER
from tests.writers._sample import REPORT
from tests.writers.test_html import large

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ARGUMENTS = [
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        WRITER(REPORT, stream)
    return path.as_uri()


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_opens_in_peace(browser: Any, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.on("request", lambda request: heard.append(request.url) if request.url != address else None)
    page.goto(address)
    assert heard == []
    assert page.locator("img, iframe, object, embed, link, body svg script, [onload], [onerror], [onclick], [style]").count() == 0
    assert page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text() == "Where the accounts differ"
    # The style applies, so the policy's digest is right.
    assert page.evaluate("getComputedStyle(document.querySelector('.finding mark')).fontWeight") == "600"
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, address: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    found = axe.Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    context.close()


def test_text_of_a_document_shows_as_text(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    shown = page.locator(".alone li").first.locator("h4").inner_text()
    assert shown == "<script>alert(5)</script> Vote on the Ardle dam"
    page.close()


def test_sides_stand_beside_each_other_where_there_is_room(browser: Any, address: str) -> None:
    page = browser.new_page()
    for width, beside in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        left, right = (page.locator(f".finding .side.{side}").first.bounding_box() for side in ("left", "right"))
        assert (left["y"] == right["y"]) is beside
    page.close()


def test_print_shows_what_is_folded_away(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as stream:
        WRITER(large(events=2), stream)
    page = browser.new_page()
    page.goto(path.as_uri())
    cell = page.locator("details.claims td").first
    assert not cell.is_visible()
    page.emulate_media(media="print")
    assert cell.is_visible()
    page.close()
