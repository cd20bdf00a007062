"""What the readers of JSON, feeds, mail, tables, crawls and archives tell beyond the article itself."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from consistency.model import Source
from tests._documents import PARAGRAPHS, TITLE
from tests.readers._formats import PAGE, message, warc_bytes
from tests.readers._json_answers import NEWSAPI, NINJS_1, RECORD

NOTE = "Corrects the cost in paragraph 2."


def only(path: Path) -> Source:
    (source,), skipped = read([str(path)], None)
    assert skipped == ()
    return source


def as_json(tmp_path: Path, value: object) -> Path:
    (tmp_path / "a.json").write_text(json.dumps(value), "utf-8")
    return tmp_path / "a.json"


def bodies(source: Source) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks if block.role == "body"]


def test_markup_in_json_is_taken_off(tmp_path: Path):
    source = only(
        as_json(
            tmp_path, {"title": "Depot &amp; yard burn", "content": "<p>It was <b>hell</b>.</p><p>&quot;Hell,&quot; said Ann Ortega.</p>"}
        )
    )
    assert source.title == "Depot & yard burn"
    assert source.text.split("\n\n")[1:] == ["It was hell.", '"Hell," said Ann Ortega.']


def test_a_text_that_the_service_cut(tmp_path: Path):
    article = {**NEWSAPI["articles"][0], "content": f"{PARAGRAPHS[0]} The line will cost the town 2… [+2311 chars]"}  # type: ignore[index]
    source = only(as_json(tmp_path, {**NEWSAPI, "articles": [article]}))
    assert bodies(source) == [PARAGRAPHS[0]]
    assert "the text is cut off: 2311 more characters are on the page only" in source.warnings


@pytest.mark.parametrize(
    ("given", "code"), [("eng", "en"), ("en_GB", "en"), ("English", "en"), ("EN-us", "en"), ("deu", "de"), ("xx-bad-", "en")]
)
def test_languages(tmp_path: Path, given: str, code: str):
    assert only(as_json(tmp_path, {**RECORD, "language": given, "maintext": " ".join(PARAGRAPHS)})).language == code


def test_only_a_teaser_says_so_and_a_list_of_links_says_what_to_do(tmp_path: Path):
    teaser = {"title": TITLE, "description": PARAGRAPHS[0], "url": "https://millpost.example/train"}
    assert any("only a teaser" in warning for warning in only(as_json(tmp_path, teaser)).warnings)
    links = {
        "articles": [{"url": "https://millpost.example/t", "title": TITLE, "seendate": "20221003T071500Z", "domain": "millpost.example"}]
    }
    assert "consistency fetch" in read([str(as_json(tmp_path, links))], None)[1][0].message


def test_ninjs_tells_version_from_publication(tmp_path: Path):
    second = only(as_json(tmp_path, {**NINJS_1, "version": "2"}))
    assert (second.published, second.updated) == (None, date(2022, 10, 3))


def test_mail_knows_a_writer_from_a_house_and_sets_quoted_mail_aside(tmp_path: Path):
    made = EmailMessage()
    made["From"], made["Subject"] = "Petr Hala <petr@millpost.example>", TITLE
    made.set_content("\n\n".join([*PARAGRAPHS, "> Nine boats sank, you wrote.", "-- \nThe Mill Post, Market 1"]))
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    source = only(tmp_path / "a.eml")
    assert (source.outlet, source.byline) == ("millpost.example", "Petr Hala")
    assert bodies(source) == list(PARAGRAPHS)


def test_attachments_are_named(tmp_path: Path):
    made = message()
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    assert only(tmp_path / "a.eml").warnings == ("1 attachment not read: save what counts beside it",)


def test_a_feed_of_summaries_is_marked_as_teasers(tmp_path: Path):
    item = f"<item><title>{TITLE}</title><description>{PARAGRAPHS[0]}</description></item>"
    (tmp_path / "a.rss").write_text(f'<rss version="2.0"><channel><title>The Mill Post</title>{item}</channel></rss>', "utf-8")
    assert any("only a teaser" in warning for warning in only(tmp_path / "a.rss").warnings)


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.nitf"])
def test_entities_are_refused(tmp_path: Path, name: str):
    (tmp_path / name).write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><a>&x;</a></rss>', "utf-8"
    )
    assert "entities" in read([str(tmp_path / name)], None)[1][0].message


def test_withdrawn_and_corrected_items_of_agencies(tmp_path: Path):
    def item(meta: str) -> str:
        return (
            '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" version="3"><itemMeta>'
            "<versionCreated>2022-10-05T08:00:00Z</versionCreated>"
            f"<firstCreated>2022-10-03T08:00:00Z</firstCreated>{meta}</itemMeta><contentMeta><headline>{TITLE}</headline></contentMeta>"
            f"<contentSet><inlineData>{' '.join(PARAGRAPHS)}</inlineData></contentSet></newsItem>"
        )

    (tmp_path / "a.xml").write_text(item(f'<edNote>{NOTE}</edNote><signal qcode="sig:correction"/>'), "utf-8")
    source = only(tmp_path / "a.xml")
    assert (source.published, source.updated) == (date(2022, 10, 3), date(2022, 10, 5))
    assert source.notes == (NOTE,)
    assert f"it prints a note: {NOTE}" in source.warnings
    (tmp_path / "a.xml").write_text(item('<pubStatus qcode="stat:canceled"/>'), "utf-8")
    assert "withdrawn" in read([str(tmp_path / "a.xml")], None)[1][0].message


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version of this article said that the line costs 3.1 million crowns.",
        "This article was amended on 5 October 2022 because it gave the cost as 3.1 million crowns.",
        "(Updates with the vote in paragraph 2)",
    ],
)
def test_a_printed_correction_is_kept_and_is_no_claim(tmp_path: Path, note: str):
    (tmp_path / "a.txt").write_text("\n\n".join([TITLE, *PARAGRAPHS, note]), "utf-8")
    source = only(tmp_path / "a.txt")
    assert source.notes == (note,)
    assert bodies(source) == list(PARAGRAPHS)


def test_news_of_an_update_is_no_note(tmp_path: Path):
    told = "The report was updated on Tuesday to count twelve boats, the harbour master said."
    (tmp_path / "a.txt").write_text("\n\n".join([TITLE, *PARAGRAPHS, told]), "utf-8")
    assert bodies(only(tmp_path / "a.txt"))[-1] == told


def test_columns_are_told_and_can_be_set(tmp_path: Path):
    (tmp_path / "a.csv").write_text(f'Wording,Day,Paper\n"{PARAGRAPHS[0]}",2022-10-03,The Mill Post\n', "utf-8")
    message = read([str(tmp_path / "a.csv")], None)[1][0].message
    assert "Wording, Day, Paper" in message
    assert "columns" in message
    (tmp_path / "sources.toml").write_text('["a.csv"]\ncolumns = { text = "Wording", published = "Day", outlet = "Paper" }\n', "utf-8")
    source = only(tmp_path / "a.csv")
    assert (source.outlet, source.published) == ("The Mill Post", date(2022, 10, 3))
    assert (source.provenance["outlet"], source.provenance["published"]) == ("column Paper", "column Day")
    assert source.place(1) == "row 2"
    (tmp_path / "sources.toml").write_text('["a.csv"]\ncolumns = { text = "Words" }\n', "utf-8")
    assert "no column “Words”" in read([str(tmp_path / "a.csv")], None)[1][0].message


def test_a_crawl_passes_over_what_is_no_page(tmp_path: Path):
    pages = [
        ("https://millpost.example/a", PAGE, "2022-10-05T00:00:00Z"),
        ("https://millpost.example/b", "<p></p>", "2022-10-05T00:00:00Z"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc_bytes(pages))
    sources, skipped = read([str(tmp_path)], None)
    assert [source.record for source in sources] == [1]
    assert "record 2" in skipped[0].message


def test_archives_keep_to_limits_and_names_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    outside = tmp_path / "outside.txt"
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../outside.txt", "\n\n".join(PARAGRAPHS))
        packed.writestr("bomb.txt", "a " * 5_000_000)
        packed.writestr("inner.zip", b"PK")
        packed.writestr("old/letter.doc", b"PK")
        packed.writestr("photo.png", b"PNG")
        packed.writestr(".hidden.txt", "never")
    monkeypatch.setattr("consistency.ingest.formats.MAX_BYTES", 1_000_000)
    monkeypatch.setattr("consistency.ingest.readers.archive.MOST_UNPACKED", 1_000_000)
    sources, skipped = read([str(tmp_path / "a.zip")], None)
    assert [source.place(1) for source in sources] == ["../outside.txt"]
    assert not outside.exists()
    told = {"“bomb.txt” unpacks to more", "“inner.zip” is an archive in an archive", '“old/letter.doc” is of the type ".doc"'}
    assert len(skipped) == len(told)
    assert all(any(words in item.message for item in skipped) for words in told)


def test_a_packed_file_that_is_cut_off_is_told_as_damaged(tmp_path: Path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress("\n\n".join(PARAGRAPHS).encode())[:60])
    (tmp_path / "b.mbox").write_text("no mailbox\n")
    (tmp_path / "c.rss").write_text('<rss version="2.0"><channel><item><title>Only a headline</title></item></channel></rss>')
    _, skipped = read([str(tmp_path)], None)
    assert ["damaged: pack it again" in skipped[0].message, "it is no mailbox" in skipped[1].message] == [True, True]
    assert "holds no document (entry 1 has a headline" in skipped[2].message


@pytest.mark.parametrize(
    ("entry", "grade"), [('reliability = "b"\ncredibility = 2', "B2"), ('reliability = "F"', "F-"), ("credibility = 6", "-6"), ("", "")]
)
def test_grades_stand_beside_the_outlet(tmp_path: Path, entry: str, grade: str):
    (tmp_path / "a.txt").write_text("\n\n".join([TITLE, *PARAGRAPHS]), "utf-8")
    (tmp_path / "sources.toml").write_text(f'["a.txt"]\noutlet = "The Mill Post"\n{entry}\n', "utf-8")
    source = only(tmp_path / "a.txt")
    assert source.grade == grade
    assert source.label == (f"The Mill Post [{grade}]" if grade else "The Mill Post")
