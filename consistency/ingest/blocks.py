"""Gives every part of a document its role: title, deck, body, caption, byline, dateline, or residue of the page it came from.

Nothing is deleted: what is no part of the article becomes a `boilerplate` block with a reason. In doubt a block is body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from consistency.ingest import boilerplate, credits, inserts
from consistency.ingest.bounds import divided
from consistency.ingest.captions import caption
from consistency.ingest.draft import WORD, Draft, stems
from consistency.ingest.paragraphs import INVISIBLE, ends_sentence, paragraphs, trim
from consistency.ingest.printed_dates import date_line
from consistency.model import Block, BlockRole, Source


def clean(source: Source) -> Source:
    """The source with blocks over all of its text. Blocks that it already has (a reader's, from markup) keep their role.

    Cleaning a cleaned source changes nothing.
    """
    text = source.text
    taken = [(block.start, block.end) for block in source.blocks]
    fresh = paragraphs(text, taken)
    if not fresh:
        unseen = _invisible(text, source.blocks)
        return replace(source, blocks=tuple(sorted((*source.blocks, *unseen), key=lambda block: block.start))) if unseen else source
    drafts = [Draft(block.start, block.end, text[block.start : block.end], block.role, block.reason) for block in source.blocks]
    drafts += [Draft(start, end, text[start:end]) for start, end in fresh]
    drafts = _apart(sorted(drafts, key=lambda draft: draft.start))
    closing = next((draft for draft in reversed(drafts) if draft.prose), None)
    for draft in drafts:
        if draft.role is None:
            _mark_alone(draft, closing=draft is closing)
        elif draft.role == "caption" and credits.credit_only(draft.text):
            draft.set_aside("photo credit")
    _head(drafts, source.title)
    inserts.among(drafts)
    _links(drafts)
    _tail(drafts)
    _asides(drafts)
    _repeated(drafts)
    blocks: list[Block] = []
    body_seen = 0
    for draft in drafts:
        role: BlockRole = draft.role or "body"
        body_seen += role in ("body", "deck")
        start = draft.start
        if role in ("body", "deck") and body_seen <= 4:
            found = credits.dateline(draft.text)
            if found:
                blocks.append(Block("dateline", start, start + found.length))
                start = trim(text, start + found.length, draft.end)[0]
        blocks.append(Block(role, start, draft.end, draft.reason if role == "boilerplate" else ""))
    blocks = divided(text, blocks)
    return replace(source, blocks=tuple(sorted((*blocks, *_invisible(text, blocks)), key=lambda block: block.start)))


def _invisible(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks for byte order marks and zero-width characters between the paragraphs, so that all is accounted for."""
    if not any(character in text for character in INVISIBLE):
        return []
    covered = sorted((block.start, block.end) for block in blocks)
    found, position = [], 0
    for start, end in [*covered, (len(text), len(text))]:
        found += [Block("boilerplate", at, at + 1, "invisible character") for at in range(position, start) if text[at] in INVISIBLE]
        position = max(position, end)
    return found


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Residue that stands against a paragraph or hangs on its end ("... he said. Read more") becomes a draft of its own."""
    found: list[Draft] = []
    for draft in drafts:
        if draft.role not in (None, "body"):
            found.append(draft)
            continue
        for part in _by_line(draft):
            cut = boilerplate.trailing(part.text)
            for start, end in [(0, cut), (cut, len(part.text))] if cut else [(0, len(part.text))]:
                start, end = trim(part.text, start, end)
                rest = Draft(part.start + start, part.start + end, part.text[start:end], part.role)
                if start and cut:
                    rest.set_aside(boilerplate.reason(rest.text) or "link to other stories")
                found.append(rest)
    return found


def _by_line(draft: Draft) -> list[Draft]:
    """The paragraph parted where its lines of residue are."""
    if "\n" not in draft.text:
        return [draft]
    rows = list(re.finditer(r"[^\n]+", draft.text))
    residue = inserts.parted([row.group().strip() for row in rows])
    if not any(residue):
        return [draft]
    parts: list[Draft] = []
    for at, row in enumerate(rows):
        if at and not residue[at] and not residue[at - 1]:
            start, end = parts[-1].start - draft.start, row.end()
            parts[-1] = Draft(parts[-1].start, draft.start + end, draft.text[start:end], draft.role)
        else:
            parts.append(Draft(draft.start + row.start(), draft.start + row.end(), row.group(), draft.role))
    for part in parts:
        start, end = trim(part.text, 0, len(part.text))
        part.start, part.end, part.text = part.start + start, part.start + end, part.text[start:end]
    return [part for part in parts if part.text]


def _mark_alone(draft: Draft, *, closing: bool) -> None:
    """What the line's own words tell, wherever it stands."""
    if date_line(draft.text):
        draft.set_aside("timestamp")
    elif reason := boilerplate.reason(draft.text) or inserts.reason(draft.text):
        draft.set_aside(reason)
    elif credits.credit_only(draft.text):
        draft.set_aside("photo credit")
    elif credits.byline(draft.text):
        draft.role = "byline"
    elif caption(draft.text, closing=closing):
        draft.role = "caption"


# The head: what stands before the first paragraph.


def _head(drafts: list[Draft], known_title: str | None) -> None:
    first = next((index for index, draft in enumerate(drafts) if draft.prose), len(drafts))
    fixed = next((index for index, draft in enumerate(drafts) if draft.role == "title"), None)
    titled = fixed if fixed is not None else _find_title(drafts, first, known_title)
    if titled is None:
        return
    title = drafts[titled]
    title.role, title.reason = "title", ""
    for draft in drafts[: min(titled, first)]:
        if draft.role is None and (boilerplate.shouts(draft.text) or not ends_sentence(draft.text)):
            draft.set_aside("before the headline")
    _between_titles(drafts, titled)
    for index in range(titled + 1, min(first, len(drafts))):
        draft = drafts[index]
        if draft.role is None:
            _below_title(drafts, index)
    _standfirst(drafts, titled, first)


def _find_title(drafts: list[Draft], first: int, known: str | None) -> int | None:
    if known:
        for index, draft in enumerate(drafts[: first + 3]):
            if draft.role in (None, "caption") and _key(draft.text) == _key(known):
                return index
    candidates = [
        index
        for index, draft in enumerate(drafts[:first])
        if draft.role is None
        and draft.words <= 30
        and not draft.text.rstrip().endswith((".", ":", ";", ","))
        and not boilerplate.shouts(draft.text)
    ]
    if not candidates:
        return None
    article = stems(" ".join(draft.text for draft in drafts[first:] if draft.prose)[:6000])
    shared = {index: len(stems(drafts[index].text) & article) for index in candidates}
    best = max(shared.values())
    wanted = 1 if best < 2 or not article else 2
    told = [index for index in candidates if shared[index] >= wanted and drafts[index].words >= 3]
    longest = [index for index in candidates if drafts[index].words >= 4]
    if best >= 3 or not longest:
        return told[0] if told else next((index for index in candidates if drafts[index].words >= 3), None)
    return min(told[:1] + longest[:1])


def _between_titles(drafts: list[Draft], titled: int) -> None:
    """Lines between a headline and its repetition a little further down are furniture of the page."""
    key = _key(drafts[titled].text)
    again = next((index for index in range(titled + 1, min(titled + 6, len(drafts))) if _key(drafts[index].text) == key), None)
    for draft in drafts[titled + 1 : again or 0]:
        if draft.role is None and draft.words <= 6 and not ends_sentence(draft.text):
            draft.set_aside("before the headline")


def _below_title(drafts: list[Draft], index: int) -> None:
    draft = drafts[index]
    if draft.short:
        return
    near = [drafts[other] for other in (index - 1, index + 1) if 0 <= other < len(drafts)]
    among_credits = any(other.role == "byline" or other.reason == "timestamp" for other in near)
    house = credits.outlet_like(draft.text) and (among_credits or draft.words <= 2 or "." in draft.text)
    if house or (among_credits and draft.words <= 4 and credits.name_like(draft.text)):
        draft.role = "byline"
    elif draft.words >= 4:
        draft.role = "deck"


def _standfirst(drafts: list[Draft], titled: int, first: int) -> None:
    """A sentence right under the headline is the deck where credits or a picture part it from the article."""
    if (
        first >= len(drafts)
        or any(draft.role == "deck" for draft in drafts)
        or any(draft.role is None for draft in drafts[titled + 1 : first])
    ):
        return
    draft, after = drafts[first], drafts[first + 1 :]
    parted = bool(after) and (after[0].role in ("caption", "byline") or after[0].reason in ("timestamp", "photo credit"))
    if parted and draft.words <= 45 and credits.dateline(draft.text) is None and sum(other.prose for other in after) >= 2:
        draft.role = "deck"


# The tail: what stands after the last paragraph.


def _links(drafts: list[Draft]) -> None:
    """Headlines of other stories under a heading such as "Related" or "More from ...", up to the next paragraph."""
    under = 0
    for draft in drafts:
        if draft.role == "boilerplate" and boilerplate.link_header(draft.text) and not draft.text.strip().isupper():
            under = 6
        elif (
            draft.role is None
            and under
            and not ends_sentence(draft.text)
            and 3 <= draft.words <= 22
            and not boilerplate.reported(draft.text)
        ):
            draft.set_aside("link to other stories")
            under -= 1
        elif draft.role != "boilerplate":
            under = 0


def _tail(drafts: list[Draft]) -> None:
    """Once the page's residue has begun after the article's end, short lines among it are residue too."""
    article, run = "", 0
    last: int | None = None
    for index, draft in enumerate(drafts):
        if draft.role == "boilerplate":
            run += draft.reason in _BEGINS_TAIL
        elif (draft.prose or (draft.role is None and ends_sentence(draft.text))) and not _soft(draft, run, article):
            article, run, last = f"{article} {draft.text}"[:20_000], 0, index
    if last is None:
        return
    subject, begun = stems(article), 0
    after = drafts[last + 1 :]
    left = sum(draft.reason in _BEGINS_TAIL for draft in after)
    for draft in after:
        if draft.role == "boilerplate":
            left -= draft.reason in _BEGINS_TAIL
            begun += 2 if draft.reason in _ENDS_ARTICLE else draft.reason in _BEGINS_TAIL
        elif begun and begun + left >= 2 and draft.role is None and not _on_subject(draft, subject):
            draft.set_aside("after the article's end")


def _asides(drafts: list[Draft]) -> None:
    """Short lines between paragraphs that command the reader or name sections, and share no word with the article."""
    article = stems(" ".join(draft.text for draft in drafts if draft.prose)[:20_000])
    for index, draft in enumerate(drafts):
        if draft.role is not None or draft.words > 12 or ends_sentence(draft.text.rstrip("!?: ")) or stems(draft.text) & article:
            continue
        near = any(other.reason in _BEGINS_TAIL for other in drafts[max(0, index - 1) : index + 2])
        to_reader = near or re.search(r"\b(?:you|your|our|us)\b", draft.text, re.IGNORECASE)
        if boilerplate.trail(draft.text) or (boilerplate.courts_reader(draft.text) and boilerplate.commands(draft.text) and to_reader):
            draft.set_aside("page furniture")


def _on_subject(draft: Draft, subject: set[str]) -> bool:
    own = stems(draft.text)
    return not boilerplate.courts_reader(draft.text) and len(own & subject) >= max(3, 0.6 * len(own))


_ENDS_ARTICLE = frozenset(("appeal for money", "contact line", "copyright", "reprint note", "subscription offer", "unfilled template"))
"""Residue that stands after an article; the rest may also interrupt it."""
_BEGINS_TAIL = _ENDS_ARTICLE | {"advertisement", "link to other stories", "page furniture", "share bar"}
_COURTED, _UNCOURTED = 2, 5
"""How many lines of residue must stand right before a sentence for it to be residue: less for one that courts the reader."""


def _soft(draft: Draft, run: int, article: str) -> bool:
    """A sentence after a run of residue that reads as part of it: it courts the reader, or shares no subject with the article."""
    if draft.words > 30 or run < _COURTED or boilerplate.reported(draft.text) or credits.dateline(draft.text):
        return False
    if boilerplate.courts_reader(draft.text):
        return True
    own = stems(draft.text)
    return run >= _UNCOURTED and len(own & stems(article)) <= 0.34 * max(1, len(own))


# What is printed twice counts once.


def _repeated(drafts: list[Draft]) -> None:
    """Of a text printed twice one stays: the paragraph rather than the deck or caption that repeats it, else the first."""
    body = {_key(draft.text) for draft in drafts if draft.role in (None, "body")}
    title = next((_key(draft.text) for draft in drafts if draft.role == "title"), "")
    openings = [_key(draft.text) for draft in drafts if draft.role in (None, "body") and draft.prose]
    seen: set[str] = set()
    for draft in drafts:
        if draft.role in ("boilerplate", "byline", "dateline"):
            continue
        key = _key(draft.text)
        in_body = draft.role in ("deck", "caption") and (key in body or _opens(key, draft.text, openings))
        if in_body or (key in seen and (draft.role is not None or key == title or len(key.split()) >= _LONG_ENOUGH)):
            draft.set_aside("repeated")
        else:
            seen.add(key)


_LONG_ENOUGH = 5
"""Words of a line that is not printed twice by chance ("He declined.")."""


def _opens(key: str, text: str, openings: Sequence[str]) -> bool:
    """Whether the deck is the (cut off) beginning of a paragraph, as feeds make their summaries."""
    if len(key.split()) < 6:
        return False
    cut_off = text.rstrip().endswith(("...", "…")) or ends_sentence(text)
    return cut_off and any(opening.startswith(key) for opening in openings)


def _key(text: str) -> str:
    return " ".join(WORD.findall(text.replace("’", "'"))).casefold()
