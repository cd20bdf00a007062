"""One invented article as a file of each format, written by the libraries that real files are written with."""

from __future__ import annotations

import csv
import gzip
import io
import json
import mailbox
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

from tests._documents import PARAGRAPHS, TITLE
from tests.readers._json_answers import (
    AUTHOR,
    BODY_HTML,
    DAY,
    EVENT_REGISTRY,
    JSON_FEED,
    MEDIA_CLOUD,
    NEWSAPI,
    NINJS_1,
    NINJS_2,
    NINJS_3,
    OUTLET,
    RECORD,
    SCHEMA,
    TIME,
    URL,
    WORDPRESS,
    as_json,
)

PRINTED = (TITLE, f"By {AUTHOR}", "Published: 3 October 2022, 07:15", *PARAGRAPHS, f"© 2022 {OUTLET}")
"""What a document without metadata prints of itself."""
PAGE = (
    f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><meta property="og:title" content="{TITLE}">'
    f'<meta property="og:site_name" content="{OUTLET}"><meta property="article:published_time" content="{DAY}T{TIME}Z">'
    f'<meta name="author" content="{AUTHOR}"><link rel="canonical" href="{URL}"></head>'
    f"<body><article><h1>{TITLE}</h1>{BODY_HTML}</article></body></html>"
)


def text(path: Path) -> None:
    path.write_text("\n\n".join(PRINTED), "utf-8")


def markdown(path: Path) -> None:
    import frontmatter

    post = frontmatter.Post("\n\n".join([f"# {TITLE}", *PARAGRAPHS]), title=TITLE, outlet=OUTLET, author=AUTHOR, date=f"{DAY} {TIME}")
    path.write_text(frontmatter.dumps(post), "utf-8")


def html(path: Path) -> None:
    path.write_text(PAGE, "utf-8")


def pdf(path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    parts = [Paragraph(escape(part), styles["Heading1" if part == TITLE else "BodyText"]) for part in PRINTED]
    SimpleDocTemplate(str(path), title=TITLE, author=AUTHOR, invariant=1).build(parts)


def docx(path: Path) -> None:
    from docx import Document

    document = Document()
    document.core_properties.title, document.core_properties.author = TITLE, AUTHOR
    document.add_heading(TITLE, 1)
    for part in PRINTED[1:]:
        document.add_paragraph(part)
    document.save(str(path))


def odt(path: Path) -> None:
    from odfdo import Document, Header, Paragraph

    document = Document("text")
    assert document.body is not None
    document.body.clear()
    document.body.append(Header(1, TITLE))
    for part in PRINTED[1:]:
        document.body.append(Paragraph(part))
    document.meta.set_title(TITLE)
    document.save(str(path))


def message() -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = TITLE, f"{OUTLET} <news@millpost.example>", "desk@example.org"
    made["Date"] = "Mon, 03 Oct 2022 07:15:00 +0000"
    made.set_content("\n\n".join([f"By {AUTHOR}", *PARAGRAPHS]))
    made.add_alternative(f"<html><body><p>By {AUTHOR}</p>{BODY_HTML}</body></html>", subtype="html")
    return made


def eml(path: Path) -> None:
    path.write_bytes(message().as_bytes())


def mbox(path: Path) -> None:
    box = mailbox.mbox(str(path))
    box.add(message())
    box.close()


def rss(path: Path) -> None:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{OUTLET}</title><link>https://millpost.example</link><description>News</description><language>en</language><item>"
        f"<title>{TITLE}</title><link>{URL}</link><dc:creator>{AUTHOR}</dc:creator><pubDate>Mon, 03 Oct 2022 07:15:00 GMT</pubDate>"
        f"<description>{PARAGRAPHS[0][:40]}...</description><content:encoded><![CDATA[{BODY_HTML}]]></content:encoded></item></channel></rss>",
        "utf-8",
    )


def atom(path: Path) -> None:
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{OUTLET}</title>'
        f"<id>urn:x</id><updated>{DAY}T{TIME}Z</updated><entry><title>{TITLE}</title><id>{URL}</id><link href='{URL}'/>"
        f"<author><name>{AUTHOR}</name></author><published>{DAY}T{TIME}Z</published><updated>{DAY}T{TIME}Z</updated>"
        f'<content type="html">{escape(BODY_HTML)}</content></entry></feed>',
        "utf-8",
    )


NITF = (
    f'<nitf xml:lang="en"><head><title>{TITLE}</title><docdata><date.issue norm="20221003T071500Z"/><doc.copyright holder="{OUTLET}"/>'
    f'</docdata><pubdata name="{OUTLET}"/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By <person>{AUTHOR}</person>'
    f"</byline></body.head><body.content>{BODY_HTML}</body.content></body></nitf>"
)


def nitf(path: Path) -> None:
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>{NITF}', "utf-8")


def newsml(path: Path) -> None:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:x" '
        f'version="1" standard="NewsML-G2"><rightsInfo><copyrightHolder literal="{OUTLET}"/></rightsInfo><itemMeta>'
        f"<versionCreated>{DAY}T{TIME}Z</versionCreated><firstCreated>{DAY}T{TIME}Z</firstCreated></itemMeta><contentMeta>"
        f'<language tag="en"/><headline>{TITLE}</headline><by>{AUTHOR}</by></contentMeta><contentSet><inlineXML '
        f'contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY_HTML}</body></html></inlineXML>'
        "</contentSet></newsItem></itemSet></newsMessage>",
        "utf-8",
    )


def warc_bytes(pages: list[tuple[str, str, str]], packed: bool = True) -> bytes:
    """A crawl of pages: address, HTML and the time of the capture."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for address, page, when in pages:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(page.encode()), http_headers=head, warc_headers_dict={"WARC-Date": when}
        )
        writer.write_record(record)
    return stream.getvalue()


CRAWL = [(URL, PAGE, "2022-10-05T00:00:00Z")]


def warc(path: Path) -> None:
    path.write_bytes(warc_bytes(CRAWL, packed=False))


def warc_gz(path: Path) -> None:
    path.write_bytes(warc_bytes(CRAWL))


def wacz(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("datapackage.json", '{"profile": "data-package"}')
        packed.writestr("archive/data.warc.gz", warc_bytes(CRAWL))


ROW = {"Title": TITLE, "Article": "\n\n".join(PARAGRAPHS), "Publication": OUTLET, "Author": AUTHOR, "Date": f"{DAY} {TIME}", "URL": URL}


def table_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ROW)
        writer.writeheader()
        writer.writerow(ROW)


def parquet(path: Path) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    write_table(pyarrow.table({name: [value] for name, value in ROW.items()}), str(path))


def sqlite(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE articles (Title, Article, Publication, Author, Date, URL)")
    database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", list(ROW.values()))
    database.commit()
    database.close()


def json_lines(path: Path) -> None:
    path.write_text(json.dumps(RECORD) + "\n", "utf-8")


def json_lines_gz(path: Path) -> None:
    path.write_bytes(gzip.compress(json.dumps(RECORD).encode(), mtime=0))


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("stories/train.html", PAGE)
        packed.writestr("picture.png", b"\x89PNG")


def tarred(path: Path) -> None:
    with tarfile.open(path, "w:gz") as packed:
        entry = tarfile.TarInfo("stories/train.html")
        entry.size = len(PAGE.encode())
        packed.addfile(entry, io.BytesIO(PAGE.encode()))


FORMATS: dict[str, Callable[[Path], None]] = {
    "a.txt": text,
    "a.md": markdown,
    "a.html": html,
    "a.pdf": pdf,
    "a.docx": docx,
    "a.odt": odt,
    "a.eml": eml,
    "a.mbox": mbox,
    "a.rss": rss,
    "a.atom": atom,
    "feed.xml": rss,
    "a.nitf": nitf,
    "nitf.xml": nitf,
    "newsml.xml": newsml,
    "a.warc": warc,
    "a.warc.gz": warc_gz,
    "a.wacz": wacz,
    "a.csv": table_csv,
    "a.parquet": parquet,
    "a.sqlite": sqlite,
    "a.zip": zipped,
    "a.tar.gz": tarred,
    "a.jsonl": json_lines,
    "a.jsonl.gz": json_lines_gz,
    "news-please.json": as_json(RECORD),
    "newsapi.json": as_json(NEWSAPI),
    "event-registry.json": as_json(EVENT_REGISTRY),
    "media-cloud.json": as_json(MEDIA_CLOUD),
    "wordpress.json": as_json(WORDPRESS),
    "schema.json": as_json(SCHEMA),
    "json-feed.json": as_json(JSON_FEED),
    "ninjs-1.json": as_json(NINJS_1),
    "ninjs-2.json": as_json(NINJS_2),
    "ninjs-3.json": as_json(NINJS_3),
}
"""What writes the article, by the name of the file."""
