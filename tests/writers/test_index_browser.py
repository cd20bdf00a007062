"""The index of a report of many events, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency.render.formats.html import pages
from tests.writers._sample import REPORT
from tests.writers.test_html import large

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("index")
    report = large(events=60, per_event=2, claims=2)
    found = [replace(REPORT.findings[0], event=f"e{number}", claims=(), evidence=(), group=None) for number in (7, 7, 31)]
    found = [replace(item, fingerprint=f"f{number}", message=f"Oars differ {number}") for number, item in enumerate(found)]
    for name, write in pages(replace(report, findings=tuple(found))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            write(stream)
    return (folder / "report.html").as_uri()


def test_the_index_is_sifted_sorted_and_walked(browser: Any, index: str) -> None:
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(index)
    rows = page.locator("[data-item]:visible")
    assert rows.count() == 60
    page.fill("#filter-q", "regatta 31")
    assert rows.count() == 1
    assert page.locator("#shown").inner_text() == "1 event of 60 shown"
    page.fill("#filter-q", "")
    first = rows.first.inner_text()
    page.select_option("#filter-sort", "findings")
    assert "2 differences (2 errors)" in rows.first.inner_text()
    assert page.evaluate("location.search") == "?sort=findings"
    page.select_option("#filter-sort", "")
    assert rows.first.inner_text() == first
    page.locator("#filter-q").blur()
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/report/*.html")
    assert page.locator("nav a", has_text="All events").count() == 1
    assert heard == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_index(browser: Any, index: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(index)
    found = axe.Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    context.close()
