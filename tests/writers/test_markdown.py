from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from consistency.model import Report, ToolInfo
from consistency.render.formats.markdown import WRITER
from tests.writers._hostile import WHOLE_REPORTS, reports
from tests.writers._sample import REPORT
from tests.writers._written import written

OURS = {"<strong>", "</strong>", "<sub>", "</sub>", "<!-- -->", "<!-- -->\n"}
"""All the HTML that a report may hold."""


def tokens(report: Report) -> list[Token]:
    """As a code host reads it: CommonMark with tables and struck-out text."""
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written(WRITER, report))
    return [inner for token in parsed for inner in (token, *(token.children or ()))]


def bold(report: Report) -> list[str]:
    found, depth = [], 0
    for token in tokens(report):
        if token.type == "strong_open" or token.content == "<strong>":
            depth += 1
            found.append("")
        elif token.type == "strong_close" or token.content == "</strong>":
            depth -= 1
        elif depth and token.type == "text":
            found[-1] += token.content
    return found


def test_differing_words_are_bold() -> None:
    assert [words for words in bold(REPORT) if words != "Why:"] == [
        "\u2260 Fourteen passengers",
        *("Twelve", "Fourteen", "March", "May", "no ferry", "Ferries", "900", "840"),
    ]


def test_links_lead_to_file_and_line() -> None:
    links = [token.attrs["href"] for token in tokens(REPORT) if token.type == "link_open"]
    assert "docs/courier.txt#L4" in links
    assert "docs/ledger.html" in links  # its lines are not those of the text read from it
    assert "docs/wire%20%28late%29.jsonl" in links


def test_sections_and_silence() -> None:
    text = written(WRITER, REPORT)
    headings = [line for line in text.splitlines() if line.startswith(("# ", "## ", "### "))]
    assert headings == [
        "# Where the accounts differ",
        "## Ferry strikes the north pier",
        "## Findings",
        "### Errors",
        "### Warnings",
        "### Less sure: check before you rely on it",
        "## At a glance",
        "### Ferry strikes the north pier",
        "## Events",
        "## Reported by some, not by others",
        "## Sources",
        "## Could not be read",
    ]
    assert "| Lunemouth Courier, The Coastal Ledger | wire (late).jsonl |" in text


def test_no_finding_is_not_agreement() -> None:
    text = written(WRITER, replace(REPORT, findings=(), skipped=()))
    assert "No difference was found. That is not agreement" in text
    assert "####" not in text
    assert "Could not be read" not in text
    assert written(WRITER, Report(ToolInfo("consistency", "0"))).startswith("# Where the accounts differ")


@WHOLE_REPORTS
@given(reports())
def test_no_text_becomes_markup(report: Report) -> None:
    text = written(WRITER, report)
    text.encode()
    found = tokens(report)
    kinds = Counter(token.type for token in found)
    assert not set(kinds) & {"image", "fence", "code_block", "bullet_list_nested", "ordered_list_open", "em_open", "s_open"}
    # The sentences on how to read it are the only list; beside six headings of ours each event has one in each part, and each finding.
    assert (kinds["bullet_list_open"], kinds["list_item_open"], kinds["heading_open"]) == (1, 4, 12)
    assert (kinds["table_open"], kinds["hr"]) == (5, 1)
    assert (kinds["blockquote_open"], kinds["code_inline"]) == (6, 6)
    assert {token.content for token in found if token.type in {"html_inline", "html_block"}} <= OURS
    for token in found:
        if token.type == "link_open":
            parts = urlsplit(str(token.attrs["href"]))
            assert (parts.scheme, parts.netloc) == ("", "")
    for row in (line for line in text.splitlines() if line.startswith("| ")):
        assert row.endswith(" |")
