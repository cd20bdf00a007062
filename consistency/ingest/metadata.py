"""Outlet, title, byline, dateline and publication date from the text, where manifest and metadata are silent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from consistency.ingest import boilerplate, credits
from consistency.ingest.diagnostics import inspected
from consistency.ingest.printed_dates import date_line, metadata_date
from consistency.model import Block, Source

FIELDS = ("outlet", "via", "title", "byline", "dateline", "event", "published", "updated", "language", "url")
_BY = re.compile(r"^\W*(?:by|written by|reported by|story by|words by|text by)\s?:?\s+", re.IGNORECASE)
_HOLDER = re.compile(
    r"^\W*(?:copyright|\(c\)|©|\s|by|\d{4}(?:\s?[-–]\s?\d{2,4})?|,)+"
    r"(?P<holder>[^.|,;]+(?:\.(?=\w)[^.|,;\s]+|\s?(?:L\.P|Co|Inc|Ltd)\.)*)",
    re.IGNORECASE,
)  # fmt: skip
_LEGAL = re.compile(r"[\s,]+(?:L\.?P|LLC|Inc|Ltd|Limited|plc|GmbH|AG|S\.?A|Corp(?:oration)?|Co|all rights.*)\.?$", re.IGNORECASE)
NOTE = "note on the update"
"""Why a block with such a note is set aside."""
_NEAR_END = 40
"""Blocks from either end within which a line that holds only a date dates the document and not an item of a list."""


def infer(source: Source) -> Source:
    """The source with what its text tells of its origin, and warnings on what is unknown or wrong. Pure.

    Nothing known is replaced, and nothing is guessed: a date whose day and month could be swapped leaves `published` unknown.
    """
    known = {name: getattr(source, name) for name in FIELDS if getattr(source, name) is not None}
    where = {name: source.provenance.get(name, "metadata") for name in known}
    source = replace(source, provenance=where)
    source = _titled(source)
    source = _dated(source)
    return inspected(_noted(_placed(source)))


def _text(source: Source, block: Block) -> str:
    return " ".join(source.text[block.start : block.end].split())


def _with(source: Source, **found: object) -> Source:
    fresh = {name: value for name, value in found.items() if value is not None and getattr(source, name) is None}
    where = {**source.provenance, **{name: "text" for name in fresh if name in FIELDS}}
    return replace(source, **fresh, provenance=where)  # type: ignore[arg-type]


def _titled(source: Source) -> Source:
    title = next((_text(source, block) for block in source.blocks if block.role == "title"), None)
    return _with(source, title=title)


def _dated(source: Source) -> Source:
    """The date from the lines that hold only a date: the first that is not of an update, nearest the top."""
    if source.published is not None:
        return source
    count = len(source.blocks)
    stamps = [
        printed
        for index, block in enumerate(source.blocks)
        if block.reason == "timestamp" and (index < _NEAR_END or index >= count - _NEAR_END)
        if (printed := date_line(source.text[block.start : block.end])) is not None
    ]
    if source.updated is None and (changed := next((stamp for stamp in stamps if stamp.updated and stamp.day is not None), None)):
        source = _with(source, updated=changed.day, updated_time=changed.clock)
        stamps = [stamp for stamp in stamps if not stamp.updated]
    usable = sorted((stamp for stamp in stamps if stamp.day is not None), key=lambda stamp: stamp.updated)
    if usable:
        return _with(source, published=usable[0].day, published_time=usable[0].clock)
    if any(stamp.unclear for stamp in stamps):
        return replace(
            source, warnings=(*source.warnings, "the printed date could be day/month or month/day; give `published` in sources.toml")
        )
    return source


def _noted(source: Source) -> Source:
    """The notes on corrections and updates that the document prints, which are no claims of its own, and a word on a guessed date."""
    notes = [_text(source, block) for block in source.blocks if block.reason == NOTE]
    warnings = list(source.warnings)
    if source.provenance.get("published") == "guessed":
        warnings.append(f"the date {source.published} stands beside the headline and nothing calls it that of publication: it is a guess")
    if source.published is None and source.updated is not None:
        warnings.append(f"only the time of the last change is told ({source.updated}), which is not that of publication")
    found = tuple(dict.fromkeys([*source.notes, *notes]))
    warnings += [f"it prints a note: {note[:200]}" for note in found]
    return replace(source, notes=found, warnings=tuple(warnings))


def _placed(source: Source) -> Source:
    """Dateline, byline, outlet and via. An agency in the dateline wrote it: the outlet, or `via` where the outlet is another."""
    agency = origin = outlet = holder = None
    for index, block in enumerate(source.blocks):
        text = source.text[block.start : block.end]
        if block.role == "dateline":
            follows = source.blocks[index + 1] if index + 1 < len(source.blocks) else block
            found = credits.dateline(source.text[block.start : follows.end])
            if found:
                source, agency = _with(source, dateline=found.place, published=_filed(text)), agency or found.agency
        elif block.role == "byline" and credits.outlet_like(text):
            outlet = outlet or _text(source, block).strip(" |·•-")
        elif block.role == "byline":
            author, _, house = _text(source, block).partition(",")
            source = _with(source, byline=_author(author if credits.outlet_like(house) else _text(source, block)))
            outlet = outlet or (house.strip() if credits.outlet_like(house) else None)
        elif block.reason == "reprint note":
            origin = origin or boilerplate.origin(text)
        elif block.reason == "copyright":
            holder = holder or _holder(_text(source, block))
    known = source.outlet or outlet
    if agency and known and agency.casefold() not in known.casefold():
        source = _with(source, via=agency)
    source = _with(source, outlet=outlet or agency)
    if origin and (source.outlet is None or origin.casefold() != source.outlet.casefold()):
        source = _with(source, via=origin)
    return _with(source, outlet=holder)


def _filed(dateline: str) -> date | None:
    """The day that a dateline gives in full ("HOLM, March 4, 2024 -"): that of the report."""
    moment = metadata_date(dateline) if re.search(r"\d{4}", dateline) else None
    return moment[0] if moment else None


def _author(line: str) -> str | None:
    if not _BY.match(line) and not credits.name_like(line):
        return None
    name = _BY.sub("", line).strip(" |·•-,.")
    return name or None


def _holder(line: str) -> str | None:
    match = _HOLDER.match(line)
    if match is None:
        return None
    name = _LEGAL.sub("", match["holder"].strip()).strip(" .,|")
    return name if 2 <= len(name) <= 50 and name[:1].isupper() else None
