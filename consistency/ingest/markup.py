"""What a web page's markup says of the article: JSON-LD, microdata, Open Graph, Dublin Core and the usual `meta` elements.

A publication date counts only where the page says that it is one. A date in a link, a footer or an address is none, and that of the
last change is kept apart. A single date beside the headline that nothing names is taken, and called guessed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from consistency.ingest.page_metadata import known
from consistency.ingest.printed_dates import Moment, moment

_ARTICLE = re.compile(r"Article|Report|Posting")
_PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
    "publication_date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date",
)  # fmt: skip
"""Names of `meta` elements that hold the day of publication, the plainest first."""
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
    "revised",
)  # fmt: skip
_OUTSIDE = ("a", "aside", "footer", "nav", "form", "blockquote", "figure")
"""What a date stands in that is none of the article's own."""
_CHANGED = re.compile(r"updat|modif|edited|revis|last", re.IGNORECASE)
_NEAR = 200
"""Characters beside a date that may say what it is of."""
_MOST_ITEMS, _MOST_PROPERTIES, _MOST_TIMES = 60, 1_000, 200
"""No article needs more of them, and what nests many costs the square of their number."""
_COPIED = re.compile(r"comment|related|teaser|card|widget|sidebar|trending|recommend", re.IGNORECASE)


def facts(root: Any, text: str) -> dict[str, Any]:
    """Keyword arguments for `Source`, from the page's tree and its source text."""
    meta = _meta(root)
    items = list(_items(root))
    published = _first([*(_value(item, "datePublished") for item in items), *map(meta.get, _PUBLISHED)])
    updated = _first([*(_value(item, "dateModified") for item in items), *map(meta.get, _UPDATED)])
    named, changed = _times(root)
    told = {
        "outlet": meta.get("og:site_name") or _names(items, "publisher") or meta.get("dc.publisher"),
        "title": meta.get("og:title") or _names(items, "headline") or meta.get("dc.title"),
        "byline": _names(items, "author") or meta.get("author") or meta.get("dc.creator"),
    }
    if not all(told.values()):
        found = _trafilatura(text)
        told = {name: value or found.get(name) for name, value in told.items()}
    canonical = next((link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None)
    result = known(
        {
            **told,
            "via": _names(items, "sourceOrganization"),
            "dateline": _names(items, "dateline"),
            "language": root.get("lang") or _names(items, "inLanguage") or meta.get("dc.language") or meta.get("og:locale"),
            "url": canonical or meta.get("og:url") or next((_url(item) for item in items if _url(item)), None),
        },
        published or _first(named),
        updated or _first(changed),
    )
    if "published" not in result:
        guessed = _beside_the_headline(root)
        if guessed is not None:
            result |= {"published": guessed.day, "published_time": guessed.clock, "published_zone": guessed.zone}
            result["provenance"]["published"] = "guessed"
    return result


def _first(values: Iterable[Any]) -> Moment | None:
    return next((found for value in values if (found := moment(value)) is not None), None)


def _meta(root: Any) -> dict[str, str]:
    """The first content of each `meta` element by its name in lower case. Dublin Core is written with a point or a colon."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            name = re.sub(r"^(dc|dcterms)[:.]", r"\1.", name)
            if name and content and content.strip():
                found.setdefault(name, content.strip())
    return found


def _items(root: Any) -> Iterator[Mapping[str, Any]]:
    """The page's JSON-LD and microdata objects that speak of an article. Of several the first is the page's own."""
    from extruct.jsonld import JsonLdExtractor
    from extruct.w3cmicrodata import MicrodataExtractor

    logging.getLogger("extruct").setLevel(logging.CRITICAL)
    for script in root.xpath('descendant::script[@type="application/ld+json"]'):
        try:
            # One at a time: a broken one does not cost the others.
            found = list(JsonLdExtractor()._extract_items(script))
        except Exception:  # whatever a page may hold
            continue
        yield from _articles(found)
    if len(root.xpath("descendant::*[@itemscope]")) > _MOST_ITEMS or len(root.xpath("descendant::*[@itemprop]")) > _MOST_PROPERTIES:
        return
    try:
        micro = MicrodataExtractor().extract_items(root, None)
    except Exception:  # as above
        return
    for item in micro:
        if isinstance(item, dict) and _ARTICLE.search(str(item.get("type"))) and isinstance(item.get("properties"), dict):
            yield {name: _flat(value) for name, value in item["properties"].items()}


def _articles(found: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, list) and depth < 4:
        for item in found:
            yield from _articles(item, depth + 1)
    elif isinstance(found, dict):
        if _ARTICLE.search(str(found.get("@type"))):
            yield found
        else:
            yield from _articles(found.get("@graph"), depth + 1)
            yield from _articles(found.get("mainEntity"), depth + 1)


def _flat(value: Any) -> Any:
    """A microdata value as JSON-LD would have it."""
    if isinstance(value, list):
        return [_flat(item) for item in value]
    return value.get("properties", value.get("value")) if isinstance(value, dict) else value


def _value(item: Mapping[str, Any], name: str) -> Any:
    value = item.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("@value") if isinstance(value, dict) else value


def _names(items: Iterable[Mapping[str, Any]], name: str) -> str | None:
    for item in items:
        value = item.get(name)
        values = value if isinstance(value, list) else [value]
        names = [entry.get("name") or entry.get("@value") if isinstance(entry, dict) else entry for entry in values]
        names = [entry[0] if isinstance(entry, list) and entry else entry for entry in names]
        texts = [" ".join(entry.split()) for entry in names if isinstance(entry, str) and entry.strip() and not entry.startswith("http")]
        if texts:
            return ", ".join(dict.fromkeys(texts))
    return None


def _url(item: Mapping[str, Any]) -> str | None:
    value = item.get("mainEntityOfPage") or item.get("url")
    value = value.get("@id") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.startswith("http") else None


def _times(root: Any) -> tuple[list[str], list[str]]:
    """The values of elements that call themselves the article's date of publication, and of its last change."""
    published, changed = [], []
    for element in islice(root.iterdescendants("time", "span", "abbr", "meta"), _MOST_PROPERTIES):
        name = (element.get("itemprop") or "").lower()
        value = element.get("datetime") or element.get("content") or element.get("title") or ""
        if name == "datemodified":
            changed.append(value)
        elif (name == "datepublished" or element.get("pubdate") is not None) and not _elsewhere(element):
            published.append(value)
    return published, changed


def _beside_the_headline(root: Any) -> Moment | None:
    """The day of the page's only `time` element outside links, footers and the like; `None` if there are more, or it is of a change."""
    found = []
    for element in islice(root.iterdescendants("time"), _MOST_TIMES):
        if element.get("datetime") and not _elsewhere(element) and (read := moment(element.get("datetime"))) is not None:
            before = " ".join(filter(None, (element.getparent().text, element.get("class"), element.get("title"))))[:_NEAR]
            if _CHANGED.search(before):
                return None
            found.append(read)
    return found[0] if found and len({read.day for read in found}) == 1 else None


def _elsewhere(element: Any) -> bool:
    named = (
        f"{outer.get('class') or ''} {outer.get('id') or ''}" for outer in element.iterancestors() if outer.tag not in ("body", "html")
    )
    return any(outer.tag in _OUTSIDE for outer in element.iterancestors()) or any(_COPIED.search(name) for name in named)


def _trafilatura(text: str) -> dict[str, str | None]:
    """Title, author and site as trafilatura finds them. Its date is not asked for: it may come from an address or a footer."""
    from trafilatura.metadata import extract_metadata

    try:
        # Fixed bounds: without them the search for a date, which is not used, would look at the clock.
        document = extract_metadata(text, date_config={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"})
    except Exception:  # metadata is a bonus: a page that it stumbles over is still read
        return {}
    return {"outlet": document.sitename, "title": document.title, "byline": document.author} if document else {}
