"""The invented article as crawlers and news services give it in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests._documents import PARAGRAPHS, TITLE

OUTLET, AUTHOR, DAY, TIME = "The Mill Post", "Petr Hala", "2022-10-03", "07:15:00"
URL = "https://millpost.example/train"
BODY_HTML = "".join(f"<p>{escape(text)}</p>" for text in PARAGRAPHS)
RECORD = {
    "title": TITLE,
    "maintext": "\n".join(PARAGRAPHS),
    "authors": [AUTHOR],
    "date_publish": f"{DAY} {TIME}",
    "source_domain": "millpost.example",
    "outlet": OUTLET,
    "language": "en",
    "url": URL,
}


def as_json(value: Any) -> Callable[[Path], None]:
    return lambda path: path.write_text(json.dumps(value), "utf-8") and None


NEWSAPI = {
    "status": "ok",
    "totalResults": 1,
    "articles": [
        {
            "source": {"id": None, "name": OUTLET},
            "author": AUTHOR,
            "title": TITLE,
            "url": URL,
            "publishedAt": f"{DAY}T{TIME}Z",
            "content": "\n".join(PARAGRAPHS),
            "description": None,
            "urlToImage": None,
        }
    ],
}
EVENT_REGISTRY = {
    "articles": {
        "page": 1,
        "totalResults": 1,
        "results": [
            {
                "uri": "8001",
                "lang": "eng",
                "date": "2022-10-04",
                "time": "09:00:00",
                "dateTime": "2022-10-04T09:00:00Z",
                "dateTimePub": f"{DAY}T{TIME}Z",
                "url": URL,
                "title": TITLE,
                "body": "\n\n".join(PARAGRAPHS),
                "source": {"uri": "millpost.example", "title": OUTLET},
                "authors": [{"uri": "p@m", "name": AUTHOR}],
            }
        ],
    }
}
MEDIA_CLOUD = [
    {
        "id": "a1",
        "title": TITLE,
        "publish_date": f"{DAY} {TIME}",
        "media_name": OUTLET,
        "media_url": "millpost.example",
        "language": "en",
        "indexed_date": "2022-10-09 00:00:00",
        "url": URL,
        "text": "\n".join(PARAGRAPHS),
        "author": AUTHOR,
    }
]
WORDPRESS = [
    {
        "id": 7,
        "date": f"{DAY}T{TIME}",
        "modified": f"{DAY}T{TIME}",
        "link": URL,
        "title": {"rendered": TITLE},
        "content": {"rendered": BODY_HTML, "protected": False},
        "author": AUTHOR,
        "publisher": OUTLET,
    }
]
SCHEMA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "articleBody": "\n\n".join(PARAGRAPHS),
    "datePublished": f"{DAY}T{TIME}Z",
    "publisher": {"@type": "Organization", "name": OUTLET},
    "author": [{"@type": "Person", "name": AUTHOR}],
    "url": URL,
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": OUTLET,
    "items": [
        {
            "id": "1",
            "url": URL,
            "title": TITLE,
            "content_html": BODY_HTML,
            "date_published": f"{DAY}T{TIME}Z",
            "authors": [{"name": AUTHOR}],
            "publisher": OUTLET,
        }
    ],
}
NINJS_1 = {
    "uri": "urn:x:1",
    "type": "text",
    "version": "1",
    "versioncreated": f"{DAY}T{TIME}Z",
    "headline": TITLE,
    "byline": AUTHOR,
    "body_xhtml": BODY_HTML,
    "language": "en",
    "copyrightholder": OUTLET,
}
NINJS_2 = {
    "uri": "urn:x:1",
    "standard": {"name": "ninjs", "version": "2.1"},
    "type": "text",
    "version": "2",
    "versioncreated": "2022-10-04T08:00:00Z",
    "firstcreated": f"{DAY}T{TIME}Z",
    "headlines": [{"role": "main", "value": TITLE}],
    "by": AUTHOR,
    "bodies": [
        {"contenttype": "application/xhtml+xml", "value": BODY_HTML},
        {"contenttype": "text/plain", "value": "\n\n".join(PARAGRAPHS)},
    ],
    "language": "en",
    "infosources": [{"name": OUTLET}],
}
NINJS_3 = {
    "uri": "urn:x:1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "versionCreated": "2022-10-04T08:00:00Z",
    "firstCreated": f"{DAY}T{TIME}Z",
    "headlines": [{"value": TITLE}],
    "by": AUTHOR,
    "copyrightHolder": OUTLET,
    "language": "en-GB",
    "bodies": [{"contentType": "text/html", "value": BODY_HTML}],
}
