"""When a saved page came out: what it says itself, and nothing that only looks like it."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, TITLE

BODY = "".join(f"<p>{part}</p>" for part in PARAGRAPHS)
DAY = date(2022, 10, 4)


def page(tmp_path: Path, head: str = "", before: str = "", after: str = "", name: str = "a.html") -> Source:
    text = (
        f"<html lang='en'><head><title>x</title>{head}</head><body>{before}<article><h1>{TITLE}</h1>{BODY}</article>{after}</body></html>"
    )
    (tmp_path / name).write_text(text, "utf-8")
    (source,), skipped = read([str(tmp_path / name)], None)
    assert skipped == ()
    return source


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def linked(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **values})}</script>'


@pytest.mark.parametrize(
    "head",
    [
        meta("article:published_time", "2022-10-04T09:30:00+02:00"),
        '<meta name="DC.date.issued" content="2022-10-04T09:30:00+02:00">',
        '<meta name="dcterms:issued" content="2022-10-04T09:30:00+02:00">',
        linked(datePublished="2022-10-04T09:30:00+02:00", dateModified="2022-10-09T10:00:00Z"),
        '<script type="application/ld+json">{broken</script>' + linked(datePublished="2022-10-04T09:30:00+02:00"),
    ],
)
def test_what_the_page_calls_its_publication(tmp_path: Path, head: str):
    source = page(tmp_path, head)
    assert (source.published, source.published_time, source.published_zone) == (DAY, time(9, 30), "+02:00")
    assert source.provenance["published"] == "metadata"


def test_microdata(tmp_path: Path):
    text = (
        '<html lang="en"><body><div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">'
        f'{TITLE}</h1><meta itemprop="datePublished" content="2022-10-04"><meta itemprop="dateModified" content="2022-10-05">'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Petr Hala</span></span>'
        '<span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="Mill Radio"></span>'
        f"{BODY}</div></body></html>"
    )
    (tmp_path / "a.html").write_text(text, "utf-8")
    source = read([str(tmp_path)], None)[0][0]
    assert (source.published, source.updated, source.byline, source.outlet) == (DAY, date(2022, 10, 5), "Petr Hala", "Mill Radio")


@pytest.mark.parametrize(
    "parts",
    [
        {"after": '<footer>Related: <a href="/2022/10/01/x">Ferry strike, 1 October 2022</a></footer>'},
        {"after": '<footer><time datetime="2022-10-01">1 October 2022</time></footer>'},
        {"before": '<nav><time datetime="2022-10-01">Today</time></nav>'},
        {"after": '<a href="/y"><h3>Bus fares rise</h3> <time datetime="2022-10-01">1 Oct</time></a>'},
        {"after": '<div class="related"><time datetime="2022-10-01">1 Oct</time></div>'},
        {"after": '<ol class="comment-list"><li><time datetime="2022-10-01">1 Oct</time></li></ol>'},
        {"head": '<link rel="canonical" href="https://millpost.example/2022/10/01/train">'},
        {"head": meta("article:published_time", "04/10/2022")},
        {"before": '<time datetime="2022-10-01">a</time>', "after": '<time datetime="2022-10-02">b</time>'},
    ],
)
def test_a_date_that_is_not_the_articles(tmp_path: Path, parts: dict[str, str]):
    assert page(tmp_path, **parts).published is None


@pytest.mark.parametrize("name", ["article:modified_time", "og:updated_time"])
def test_the_last_change_is_not_the_publication(tmp_path: Path, name: str):
    source = page(tmp_path, meta(name, "2022-12-17T10:00:00Z"))
    assert (source.published, source.updated) == (None, date(2022, 12, 17))
    assert any("only the time of the last change" in warning for warning in source.warnings)


def test_a_lone_date_beside_the_headline_is_called_a_guess(tmp_path: Path):
    source = page(tmp_path, before='<p><time datetime="2022-10-04T07:00">10/04</time></p>')
    assert source.published == DAY
    assert source.provenance["published"] == "guessed"
    assert any("is a guess" in warning for warning in source.warnings)
    assert page(tmp_path, before='<p>Updated <time datetime="2022-10-04T07:00">10/04</time></p>').published is None


def test_one_page_under_its_own_address(tmp_path: Path):
    assert page(tmp_path, '<link rel="canonical" href="https://millpost.example/train#top">').url == "https://millpost.example/train"


COMMENT = "<p>Nineteen people told me they had seen the mayor count the votes twice on Sunday evening in the hall.</p>" * 9


@pytest.mark.parametrize(
    "after",
    [
        f'<section id="comments"><h3>9 comments</h3>{COMMENT}</section>',
        f'<ol class="comment-list"><li class="comment"><article class="comment-body">{COMMENT}</article></li></ol>',
        f'<div id="disqus_thread">{COMMENT}</div>',
        f'<div itemscope itemtype="https://schema.org/Comment">{COMMENT}</div>',
        '<div class="grid"><article><h2><a href="/x">Nineteen hurt as bus leaves the road</a></h2><p>Nineteen people were hurt on Friday '
        "when a bus left the road near the mill, police said.</p></article></div>",
    ],
)
def test_readers_and_other_stories_make_no_claims(tmp_path: Path, after: str):
    source = page(tmp_path, after=after)
    assert [source.text[block.start : block.end] for block in source.blocks if block.role == "body"] == list(PARAGRAPHS)


def test_an_article_in_a_wrapper_named_for_its_comments_is_kept(tmp_path: Path):
    body = f'<div class="post has-comments comments-open"><h1>{TITLE}</h1>{BODY}</div>'
    (tmp_path / "a.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    source = read([str(tmp_path)], None)[0][0]
    assert [source.text[block.start : block.end] for block in source.blocks if block.role == "body"] == list(PARAGRAPHS)


def test_signs_that_part_words_are_taken_out(tmp_path: Path):
    source = page(
        tmp_path, after="<p>The fer&shy;ry car&#8203;ried 80 pas&shy;sen&shy;gers on Sunday,<sup>1</sup> over 3 km<sup>2</sup>.</p>"
    )
    assert "The ferry carried 80 passengers on Sunday, over 3 km2." in source.text
