from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, TITLE

DECK = "Sixty-one per cent of the town wants to pay for the line"
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE} | The Mill Post</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Mill Post">
<meta property="article:published_time" content="2022-10-03T07:15:00+02:00"><meta name="author" content="Petr Hala">
<style>p {{ color: red }}</style><script>var a = "never shown";</script></head>
<body><header><a href="/">The Mill Post</a>
<nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li></ul></nav></header>
<main><article><h1>{TITLE}</h1><p class="standfirst">{DECK}</p><div class="byline">By Petr Hala</div>
<div class="share-tools"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<figure><img src="s.jpg" alt="never shown either">
<figcaption>The old station on Sunday. Photograph: Ida Rus/Mill Post</figcaption></figure>
<p>The people of <b>Ostrava Mills</b> voted on Sunday to keep the <a href="/t">night train</a>,
   with 61&nbsp;per cent in favour.</p>
<aside><h2>Related</h2><a href="/x">Bus fares to rise in the spring</a></aside>
<p>{PARAGRAPHS[1]}</p>
<p style="display:none">Hidden words</p><p hidden>More hidden words</p>
<p>{PARAGRAPHS[2]}<br><br>The council meets again on 9 October.</p>
</article></main><footer><p>© 2022 The Mill Post</p></footer></body></html>"""


def source_of(tmp_path: Path, page: str | bytes) -> Source:
    (tmp_path / "a.html").write_bytes(page if isinstance(page, bytes) else page.encode())
    sources, skipped = read([str(tmp_path)], None)
    assert skipped == ()
    return sources[0]


def texts(source: Source, role: str) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks if block.role == role]


def test_roles_from_the_markup(tmp_path: Path):
    source = source_of(tmp_path, PAGE)
    assert source.extracted
    assert texts(source, "title") == [TITLE]
    assert texts(source, "deck") == [DECK]
    assert texts(source, "byline") == ["By Petr Hala"]
    assert texts(source, "caption") == ["The old station on Sunday. Photograph: Ida Rus/Mill Post"]
    first = PARAGRAPHS[0].replace("61 per", "61\u00a0per")
    assert texts(source, "body") == [first, PARAGRAPHS[1], PARAGRAPHS[2], "The council meets again on 9 October."]


def test_furniture_is_in_the_text_and_set_aside(tmp_path: Path):
    source = source_of(tmp_path, PAGE)
    aside = " ".join(texts(source, "boilerplate"))
    for words in ("News", "Sport", "Share on Facebook", "Related", "Bus fares to rise", "© 2022 The Mill Post"):
        assert words in aside
    for words in ("never shown", "color: red", "Hidden words", "hidden words"):
        assert words not in source.text


SEEN = {
    "aside": "<aside><p>{}</p></aside>",
    "footer": "<footer><p>{}</p></footer>",
    "form": "<form><p>{}</p></form>",
    "textarea": "<textarea>{}</textarea>",
    "a drawing": "<svg><title>never shown</title><text>{}</text></svg>",
    "share": '<div class="share"><p>{}</p></div>',
    "related": '<div class="related"><p>{}</p></div>',
    "small type": '<p style="font-size: 0.8em; opacity: 0.9">{}</p>',
    "a formula": "<p>{}</p>".replace("{}", "{}"),
    "a list": "<ul><li>{}</li></ul>",
    "a table": "<table><tr><td>{}</td></tr></table>",
}
UNSEEN = {
    "hidden": "<p hidden>{}</p>",
    "display none": '<p style="display: none">{}</p>',
    "visibility hidden": '<div style="color:red;visibility:hidden"><p>{}</p></div>',
    "no opacity": '<p style="opacity:0">{}</p>',
    "no size": '<p style="font-size:0px;">{}</p>',
    "off the page": '<p style="position:absolute;left:-9999px">{}</p>',
    "noscript": "<noscript><p>{}</p></noscript>",
    "template": "<template><p>{}</p></template>",
}
TOLD = "The count was held again on Monday and 4,170 people took part in it."


@pytest.mark.parametrize("within", [True, False], ids=["article", "bare"])
@pytest.mark.parametrize("kind", SEEN)
def test_a_sentence_that_a_reader_sees_is_read(tmp_path: Path, kind: str, within: bool):
    body = f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{SEEN[kind].format(TOLD)}<p>{PARAGRAPHS[1]}</p>"
    source = source_of(tmp_path, f"<html><body>{f'<article>{body}</article>' if within else body}</body></html>")
    assert TOLD in texts(source, "body")
    assert "never shown" not in source.text


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_a_page_hides_is_counted_and_told(tmp_path: Path, kind: str):
    body = f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{UNSEEN[kind].format(TOLD)}<p>{PARAGRAPHS[1]}</p>"
    source = source_of(tmp_path, f"<html><body><article>{body}</article></body></html>")
    assert TOLD not in source.text
    assert len(source.hidden.split()) == len(TOLD.split())
    (warning,) = [warning for warning in source.warnings if warning.startswith("not compared")]
    assert f"{len(TOLD.split())} words hidden on the page" in warning
    assert "4,170" in warning


def test_set_aside_figures_are_told_with_their_share(tmp_path: Path):
    page = PAGE.replace("<p>© 2022 The Mill Post</p>", f"<p>{TOLD}</p>")
    source = source_of(tmp_path, page)
    assert TOLD in texts(source, "boilerplate")
    (warning,) = [warning for warning in source.warnings if warning.startswith("not compared")]
    assert "4 words hidden on the page" not in warning
    assert "set aside" in warning
    assert not any(warning.startswith("not compared") for warning in source_of(tmp_path, PAGE).warnings)


@pytest.mark.parametrize(
    "page",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + f">{PARAGRAPHS[0]}</p>",
        f"<p>{PARAGRAPHS[0]}</p>" + "<div class=share>" * 3_000 + f"<p>{PARAGRAPHS[1]}</p>",
        f"<p>{PARAGRAPHS[0]}</p>" + "<div class='share related'><b></b></div>" * 5_000,
        f"<p>{PARAGRAPHS[0]}</p><p style='" + "x" * 300_000 + f"'>{PARAGRAPHS[1]}</p>",
        f"<p>{PARAGRAPHS[0]}</p>" + "<a href=x>b</a> " * 25_000,
    ],
    ids=["attributes", "nested boxes", "many boxes", "a long style", "links"],
)
def test_a_page_made_to_weigh_is_read_all_the_same(tmp_path: Path, page: str):
    source = source_of(tmp_path, f"<html><body><h1>{TITLE}</h1>{page}</body></html>")
    assert PARAGRAPHS[0] in source.text
    # What cannot be parsed to its end is said.
    assert ("nested too deep" in " ".join(source.not_compared)) == ("<div class=share><div" in page)


def test_metadata(tmp_path: Path):
    source = source_of(tmp_path, PAGE)
    assert (source.title, source.outlet, source.byline, source.language) == (TITLE, "The Mill Post", "Petr Hala", "en")
    assert (source.published, source.published_time) == (date(2022, 10, 3), time(7, 15))
    assert source.provenance["published"] == "metadata"


def test_linked_data(tmp_path: Path):
    item = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2022-10-03",
        "author": [{"@type": "Person", "name": "Ida Rus"}],
        "publisher": {"name": "Mill Radio"},
    }
    data = json.dumps({"@context": "https://schema.org", "@graph": [item]})
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    source = source_of(
        tmp_path, f'<html><head><script type="application/ld+json">{data}</script></head><body><h1>{TITLE}</h1>{body}</body></html>'
    )
    assert (source.outlet, source.byline, source.published) == ("Mill Radio", "Ida Rus", date(2022, 10, 3))
    assert texts(source, "body") == list(PARAGRAPHS)


def test_broken_linked_data_does_no_harm(tmp_path: Path):
    broken = '<script type="application/ld+json">{"@type": </script>'
    page = f"<html><head>{broken}</head><body><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p></body></html>"
    assert texts(source_of(tmp_path, page), "body") == [PARAGRAPHS[0]]


def test_no_paragraph_of_a_bare_page_is_lost(tmp_path: Path):
    body = "".join(f"<div>{paragraph}</div>" for paragraph in PARAGRAPHS)
    source = source_of(tmp_path, f"<body><h1>{TITLE}</h1>{body}</body>")
    assert texts(source, "body") == list(PARAGRAPHS)
    assert source.published is None


def test_wrapper_named_like_furniture_is_not_dropped(tmp_path: Path):
    filler = " ".join(PARAGRAPHS) * 3
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, filler))
    source = source_of(tmp_path, f'<body><div class="has-sidebar promo-wrapper"><h1>{TITLE}</h1>{body}</div></body>')
    assert texts(source, "body")[:3] == list(PARAGRAPHS)


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8"])
def test_declared_character_set(tmp_path: Path, charset: str):
    words = "The café of Señora Muñoz opens at noon, the mayor said on Sunday after the count."
    page = f'<html><head><meta charset="{charset}"></head><body><h1>{TITLE}</h1><p>{words}</p></body></html>'.encode(charset)
    assert words in source_of(tmp_path, page).text


def test_xml_declaration_and_deep_nesting(tmp_path: Path):
    deep = "<div>" * 400 + f"<p>{PARAGRAPHS[0]}</p>" + "</div>" * 400
    page = f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{deep}</body></html>'
    assert PARAGRAPHS[0] in source_of(tmp_path, page).text


def test_markup_in_the_words_stays_words(tmp_path: Path):
    words = "The sign read &lt;script&gt;alert(1)&lt;/script&gt; when the mayor walked past it on Sunday."
    source = source_of(tmp_path, f"<body><h1>{TITLE}</h1><p>{words}</p><p>{PARAGRAPHS[0]}</p></body>")
    assert "<script>alert(1)</script>" in source.text
