"""The page in a real browser: no error, no request, nothing that runs, at every width and in print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency.model import Report
from consistency.render.formats.html import WRITER
from tests.writers._sample import REPORT
from tests.writers._written import written
from tests.writers.test_html import large

pytestmark = pytest.mark.browser


def with_notes() -> Report:
    """The sample, and of its first event a difference of framing and an omission."""
    first = next(item for item in REPORT.findings if item.scope == "event")
    framing = replace(first, check="framing-differs", kind="framing", severity="note", fingerprint="0dd00001", message="Worded apart.")
    omission = replace(framing, check="omission", kind="omission", fingerprint="0dd00002", message="Left out.", evidence=first.evidence[:1])
    return replace(REPORT, findings=(*REPORT.findings, framing, omission))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    # Written without a file's name, it links to the sources as if they lay beside it.
    path.write_text(written(WRITER, with_notes()), encoding="utf-8", newline="\n")
    return path.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The report of the sample, open; the test fails where the page complains."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(5_000)
    heard: list[str] = []
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.goto(address)
    opened.click("#more")
    yield opened
    opened.close()
    assert heard == []


def shown(page: Any) -> list[str]:
    """The titles of the findings that are not filtered away."""
    return [card.get_attribute("id") for card in page.locator(".finding:not([hidden])").all()]


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
    shown = page.locator(".alone li").first.locator("h3").text_content()
    assert shown == "<script>alert(5)</script> Vote on the Ardle dam"
    page.close()


def test_sides_stand_beside_each_other_where_there_is_room(browser: Any, address: str) -> None:
    page = browser.new_page()
    for width, beside in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        page.locator("details.cards > summary").first.click()
        left, right = (page.locator(f".finding .side.{side}").first.bounding_box() for side in ("left", "right"))
        assert (left["y"] == right["y"]) is beside
    page.close()


def test_print_shows_the_answer_and_what_is_open(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator(".disputes td").first.is_visible()
    assert not page.locator("details.claims summary").first.is_visible()
    page.emulate_media(media="screen")
    page.locator("details.claims > summary").first.click()
    page.emulate_media(media="print")
    assert page.locator("details.claims td").first.is_visible()
    page.close()


def test_a_cell_leads_to_its_sentence(page: Any) -> None:
    page.locator(".disputes td a", has_text="Fourteen").click()
    said = page.locator(".said:target")
    assert said.inner_text() == "Fourteen passengers were taken to hospital, according to the coastguard."
    assert said.is_visible()


def test_filters_show_what_fits_and_count_it(page: Any) -> None:
    every = shown(page)
    page.select_option("#filter-severity", "warning")
    warnings = shown(page)
    assert 0 < len(warnings) < len(every)
    assert set(warnings) == {card.get_attribute("id") for card in page.locator(".finding.warning").all()}
    assert page.locator("#shown").inner_text().startswith(f"{len(warnings)} of {len(every)} findings shown")
    assert page.locator(".disputes tbody tr:not([hidden])").count() == page.locator(".cards .finding.warning").count() == 2
    assert page.evaluate("location.search") == "?severity=warning"
    page.click("#filter-reset")
    assert shown(page) == every
    assert not page.locator("#shown").is_visible()
    assert page.evaluate("location.search") == ""


def test_each_menu_filters(page: Any) -> None:
    menus = [menu.get_attribute("name") for menu in page.locator("#filters select").all()]
    assert {"severity", "kind", "check", "source"} <= set(menus)
    every = len(shown(page))
    for menu in menus:
        left = []
        for value in page.eval_on_selector_all(f"#filter-{menu} option", "options => options.map(option => option.value)")[1:]:
            page.select_option(f"#filter-{menu}", value)
            left.append(len(shown(page)))
            assert left[-1] == page.locator(f".finding[data-{menu}~='{value}']").count()
        assert min(left) < every
        assert min(left) > 0
        page.select_option(f"#filter-{menu}", "")


def test_filtering_for_notes_opens_what_is_less_sure(page: Any) -> None:
    less_sure = page.locator("details.less-sure")
    assert less_sure.count() == 1
    assert not less_sure.evaluate("part => part.open")
    page.select_option("#filter-severity", "note")
    assert less_sure.evaluate("part => part.open")
    assert page.locator(".event > .scroll table.disputes:visible").count() == 0
    page.select_option("#filter-severity", "error")
    assert less_sure.is_hidden()
    assert page.locator(".event > .scroll table.disputes:visible").count() == 1


def test_what_is_less_sure_is_counted_on_paper_and_printed_when_open(page: Any) -> None:
    page.emulate_media(media="print")
    table = page.locator("details.less-sure table.disputes")
    assert page.locator("details.less-sure > summary").is_visible()
    assert not table.is_visible()
    page.locator("details.less-sure > summary").evaluate("line => line.parentElement.open = true")
    assert table.is_visible()


def test_search_finds_findings_and_claims(page: Any) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter-q"
    page.keyboard.type("quill BRAKES")
    found = shown(page)
    assert found
    assert all("brakes" in page.locator(f"#{name}").inner_text() for name in found)
    assert len(found) < page.locator(".finding").count()
    page.locator("details.claims > summary").first.click()
    rows = page.locator(".beside tbody tr:visible").all_inner_texts()
    assert rows
    assert all("brakes" in row for row in rows)
    assert page.evaluate("location.search") == "?q=quill+BRAKES"
    page.locator("#filter-q").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.keyboard.press("Escape")
    assert page.input_value("#filter-q") == ""


def test_nothing_that_fits_is_said(page: Any) -> None:
    page.fill("#filter-q", "zeppelin")
    assert shown(page) == []
    assert page.locator("#shown").inner_text().startswith("0 of ")


def test_state_is_kept_in_the_address(page: Any, address: str) -> None:
    page.goto(f"{address}?severity=error&q=ferry")
    assert page.input_value("#filter-severity") == "error"
    assert page.input_value("#filter-q") == "ferry"
    errors = shown(page)
    assert len(errors) == page.locator(".finding.error").count()
    page.select_option("#filter-severity", "")
    page.fill("#filter-q", "")
    page.select_option("#filter-kind", "framing")
    framing = shown(page)
    page.go_back()
    assert shown(page) != framing
    assert page.input_value("#filter-kind") == ""
    page.go_forward()
    assert shown(page) == framing
    assert page.input_value("#filter-kind") == "framing"
    page.goto(f"{address}?severity=bogus&check=%3Cscript%3E&nothing=1")
    assert len(shown(page)) == page.locator(".finding").count()


def test_keys_walk_through_the_findings(page: Any) -> None:
    every = shown(page)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == every[0]
    page.keyboard.press("j")
    assert page.locator(".finding.current").get_attribute("id") == every[1]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == every[0]
    for _ in every:
        page.keyboard.press("j")
    # The last of them may be folded away: going there opens what holds it.
    assert page.evaluate("document.activeElement.id") == every[-1]
    assert page.locator(f"#{every[-1]}").is_visible()
    page.select_option("#filter-severity", "warning")
    page.locator("#filter-severity").blur()
    page.keyboard.press("j")
    assert page.locator(".finding.current").get_attribute("id") in shown(page)


def test_keys_are_explained(page: Any) -> None:
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert "next and previous finding" in page.locator("#help").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.click("#keys")
    page.click("#help button")
    assert not page.locator("#help").is_visible()


def test_open_leads_to_file_and_line(page: Any) -> None:
    page.evaluate(
        "document.addEventListener('click', event => { window.went = event.target.getAttribute('href'); event.preventDefault() })"
    )
    page.keyboard.press("j")
    page.keyboard.press("o")
    first = page.locator(".finding").first.locator(".side a.path").first.get_attribute("href")
    assert page.evaluate("window.went") == first
    assert "#L" in first
    page.evaluate("window.went = ''")
    page.keyboard.press("Enter")
    assert page.evaluate("window.went") == first


def test_a_finding_is_copied_as_markdown(browser: Any, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_function("document.querySelector('#shown').textContent.startsWith('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".finding").first.get_attribute("data-citation")
    assert copied.startswith("**Passengers taken to hospital** (error)")
    assert "(`docs/courier.txt:4`)" in copied
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator(".finding .copy").first.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    page.locator(".finding .copy", has_text="Reject").first.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('decide')")
    assert page.evaluate("navigator.clipboard.readText()") == 'consistency decide 9f31c0de docs --reject --reason "..."'
    context.close()


@pytest.mark.parametrize("scripted", [True, False])
def test_deep_links_open_what_holds_the_finding(browser: Any, address: str, scripted: bool) -> None:
    context = browser.new_context(java_script_enabled=scripted)
    page = context.new_page()
    page.goto(address)
    folded = page.locator(".notes .finding").last
    name = folded.get_attribute("id")
    assert not folded.is_visible()
    page.goto(f"{address}#{name}")
    assert page.locator(f"#{name}").is_visible()
    box = page.locator(f"#{name}").bounding_box()
    assert box is not None
    assert -2 <= box["y"] < page.viewport_size["height"]
    assert page.locator(f"#{name}:target").count() == 1
    context.close()


def test_a_deep_link_wins_over_a_filter_that_hides_it(page: Any, address: str) -> None:
    name = page.locator(".finding.error").first.get_attribute("id")
    page.goto(f"{address}?severity=warning#{name}")
    assert page.locator(f"#{name}").is_visible()


def test_without_script_all_is_there_and_no_control_is(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#filters, #help, #shown, button").filter(visible=True).count() == 0
    assert page.locator("[hidden]:not(#filters, #shown)").count() == 0
    page.locator(".tab > summary").first.click()
    page.locator(".notes > summary").first.click()
    assert page.locator(".notes .finding").first.is_visible()
    page.locator("details.claims > summary").first.click()
    page.locator(".telling > summary").first.click()
    assert page.locator(".telling .around").first.is_visible()
    context.close()


def test_the_claim_column_stays_while_many_sources_scroll(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as stream:
        WRITER(large(events=1, per_event=9, claims=12), stream)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    page.locator("details.claims > summary").first.click()
    frame = page.locator(".beside-frame").first
    claim, head = frame.locator("tbody th").nth(5), frame.locator("thead th").nth(1)
    before = claim.bounding_box()["x"]
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth + 300")
    frame.evaluate("frame => { frame.scrollLeft = 300; frame.scrollTop = 200 }")
    assert claim.bounding_box()["x"] == before
    assert head.bounding_box()["y"] == pytest.approx(frame.bounding_box()["y"], abs=2)
    page.close()


def test_menus_fold_away_on_a_phone(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    assert page.locator("#filter-q").is_visible()
    assert not page.locator("#filter-severity").is_visible()
    page.click("#more")
    assert page.locator("#filter-severity").is_visible()
    page.goto(f"{address}?severity=error")
    assert page.locator("#filter-severity").is_visible()
    page.close()


def test_print_leaves_the_controls_out(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.locator("#filters, .copy, .permalink, .contents").filter(visible=True).count() == 0
    assert page.locator(".disputes td").first.is_visible()
