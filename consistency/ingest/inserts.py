"""Posts, galleries, pointers and notes on the author that a page puts among an article's paragraphs, told by how they are set.

`reason` looks at a line alone; `among` at where it stands: between which paragraphs, with which other lines. In doubt a line stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from consistency.ingest import boilerplate, credits
from consistency.ingest.boilerplate import normal, reported
from consistency.ingest.draft import Draft, stems
from consistency.ingest.paragraphs import ends_sentence
from consistency.ingest.printed_dates import date_line

_HANDLE = r"(?<![\w.])@\w{2,30}"
_POST_LINK = re.compile(r"\bpic\.(?:twitter|x)\.com/\w+|\bhttps?://t\.co/\w+")
_SIGNED = re.compile(rf"(?:^|\s)(?:--|[—–-])\s?[^()@—–\n]{{1,60}}\({_HANDLE}\)\s*(?P<rest>[^()@]{{0,50}})$")
"""How a post is signed where a page shows it: the account's name and handle after a dash, and the day."""
_ACCOUNT = re.compile(rf"^\W*(?P<name>[^()@.!?:,\n]{{0,50}}?)[\s(·|]*{_HANDLE}\)?[\s·|•,–-]*(?P<rest>[^()@]{{0,50}})$")
_SHARED = re.compile(
    r"^\W*(?:an? (?:post|video|photo|reel|story) shared by\b.*@|(?:post|posted|video|tweet) by\b|view (?:this )?(?:post|profile|on)\b)",
    re.I,
)
_CLIENT = re.compile(r"[\s·•|]*\b(?:Twitter|X) (?:for \w+|Web App)\W*$")
_AGE = re.compile(
    r"\W*(?:(?:first |last )?(?:published|posted|updated|modified)\W+)?(?:an?|one|\d+)\s?"
    r"(?:s|m|h|d|secs?|seconds?|mins?|minutes?|hrs?|hours?|"
    r"days?|weeks?)(?:\s+ago)?\W*",
    re.IGNORECASE,
)
_COUNTERS = re.compile(
    r"\W*(?:\d[\d.,]*[km]?\s+(?:views?|shares?|comments?|likes?|reads?|retweets?|reposts?|quotes?|quote tweets|replies|bookmarks)\W*){2,8}",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\W*(?:hide|play(?: video)?(?: content)?|top comments?|promoted (?:tweet|post)|live(?: updates| blog)?|in (?:pictures|photos)|"
    r"(?:photo |picture |image )?gallery(?:\W+\d+ (?:pictures|photos|images))?|(?:embedded|external) content\b.{0,80}|"
    r"advertisement\W+scroll to continue)\W*",
    re.IGNORECASE,
)
_POINTER = re.compile(r"^\W*(?:>>+|[»→▶►➤▸⏩])\W*\w")
_LABEL = re.compile(
    r"^\W*(?:in (?:pictures|photos|pics)|photo essay|slideshow|(?:photo |picture |image )?gallery|photos|pictures|videos?|audio|podcast|"
    r"listen|watch|play(?: video| audio)?|explainer|explained|analysis|opinion|timeline|quiz|infographic|graphic|interactive|"
    r"fact[ -]?check|factbox|in depth|live(?: updates| blog)?|must read)"
    r"\s?[:|]\s+(?=[^\W\d_]|[‘“'\"])",
    re.IGNORECASE,
)
"""Kinds of other pieces that a page points to, before their headline."""
_HERE = re.compile(r"\b(?:click|tap|press) (?:here|below)\b|\bfollow (?:our|the) live (?:coverage|blog|updates)\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
_ASKED = re.compile(r"\bus\b.*\byour?\b|\byour?\b.*\bus\b", re.IGNORECASE)


def reason(text: str) -> str | None:
    """Why the line, taken alone, is a post, a counter or a pointer; `None` if it may be the article's own."""
    if len(text) > boilerplate.LONGEST:
        return None
    line = normal(text)
    words = len(line.split())
    if _post(line, words):
        return "post on a social network"
    if _CLIENT.search(line) and date_line(_CLIENT.sub("", line)):
        return "timestamp"
    if words <= 6 and _AGE.fullmatch(line) and not ends_sentence(line):
        return "timestamp"
    if words <= 20 and (_COUNTERS.fullmatch(line) or _BUTTON.fullmatch(line)):
        return "page furniture"
    if words <= 25 and not reported(line) and (_HERE.search(line) or (_POINTER.match(line) and not ends_sentence(line))):
        return "link to other stories"
    if words <= 40 and not reported(line) and _EMAIL.search(line):
        alone = _EMAIL.fullmatch(line.strip(" .|<>()"))
        return "contact line" if alone or re.search(r"\b(?:us|you)\b", line) else None
    return (
        "contact line" if words <= 25 and boilerplate.courts_reader(line) and boilerplate.commands(line) and _ASKED.search(line) else None
    )


def _post(line: str, words: int) -> bool:
    """A post as a page embeds it: whole with its signature, its signature alone, or with the short link that only posts have."""
    signed = _SIGNED.search(line)
    if signed is not None and _dated(signed["rest"]):
        return True
    if _POST_LINK.search(line) and words <= 90 and not re.search(r"\b(?:said|wrote|posted|tweeted|shared)\b", line):
        return True
    account = _ACCOUNT.match(line)
    if account is not None and _dated(account["rest"]) and all(word[:1].isupper() for word in account["name"].split()):
        return True
    return words <= 20 and bool(_SHARED.match(line)) and not ends_sentence(line)


def _dated(rest: str) -> bool:
    """Whether what follows a signature is a day, an age, or nothing."""
    rest = re.sub(r"^\W*(?:on )?", "", rest).strip()
    return not rest or date_line(rest) is not None or _AGE.fullmatch(rest) is not None


def alone(text: str) -> str | None:
    """Why the line is no part of a paragraph, wherever it stands; `None` if it may be."""
    if date_line(text):
        return "timestamp"
    return boilerplate.reason(text) or reason(text) or ("photo credit" if credits.credit_only(text) else None)


def parted(lines: Sequence[str], *, joined: bool = False) -> list[bool]:
    """Which lines of a paragraph are residue that only stands against it, with no blank line between.

    Args:
        lines: The lines of one paragraph, or of a box of text on a page.
        joined: Whether what a line of residue parts can be put together again; one in mid-sentence is taken out only then.

    Returns:
        For each line whether it is residue of its own.
    """
    width = max(map(len, lines), default=0)
    found: list[bool] = []
    for at, line in enumerate(lines):
        after = lines[at + 1].lstrip() if at + 1 < len(lines) else ""
        closed = at == 0 or found[-1] or ends_sentence(lines[at - 1])
        begins = not line.lstrip(" \"'“‘([•-–—")[:1].islower()
        amid = joined and after[:1].islower() and len(line) < 0.6 * width and not ends_sentence(line)
        apart = begins and (amid if after[:1].islower() else closed)
        found.append(apart and (alone(line) is not None or (closed and credits.byline(line))))
    return found


# Where a line stands.

_COUNTED = re.compile(r"^\W*(?P<number>\d{1,3})\s?(?:/\s?(?P<total>\d{1,3})(?=\s*$|\W+[A-Z“‘])|of\s(?P<of>\d{1,3})(?=\s*$|\s?[|:•–—]))")
_JOB = (
    r"(?:reporter|correspondent|editor|sub-editor|columnist|journalist|writer|contributor|author|fellow|producer|photographer|intern|"
    r"bureau chief|anchor|presenter)"
)
_NAME = r"[A-Z][\w.'’-]+(?:\s(?:[A-Z][\w.'’-]*|de|da|van|von|der|el|al|bin)){1,3}"
_ABOUT = re.compile(rf"^(?P<name>{_NAME}),? (?:is (?:an?|the|our)\b[^.]{{0,80}}\b{_JOB}\b|is [^.]{{0,40}}['’]s [^.]{{0,40}}\b{_JOB}\b)")
_WORKS = re.compile(
    rf"^(?P<name>{_NAME}) (?:covers|writes (?:about|for|on)|reports (?:on|from|for)|"
    r"joined|tweets|can be (?:reached|contacted)|has (?:covered|worked))\b"
)
_SIGN_OFF = re.compile(rf"^\W*(?P<name>{_NAME})(?:\s?[,|/]\s?[\w .&'’-]{{2,50}})?\W*$")
_SPEAKS = re.compile(r"\b(?:I|I['’]m|we|our|my|us|you)\b|[#@]\w|https?://", re.IGNORECASE)
_LEAST, _MOST = 5, 16
"""Words of another story's headline that stands alone between paragraphs: a heading within the article has fewer."""


def among(drafts: Sequence[Draft]) -> None:
    """Set aside what its place among the other lines shows to be no part of the article."""
    _posts(drafts)
    _gallery(drafts)
    _labelled(drafts)
    _headlines(drafts)
    _authors(drafts)


def _posts(drafts: Sequence[Draft]) -> None:
    """The words of a post stand in a paragraph of their own right above its signature."""
    for before, draft in zip(drafts, drafts[1:], strict=False):
        if draft.reason == "post on a social network" and before.role is None and re.match(r"\W*[—–-]", draft.text):
            speaks = _SPEAKS.search(before.text) or not ends_sentence(before.text)
            if speaks and before.words <= 70 and not re.search(r"\b(?:said|told|wrote|posted)\b|:\s*$", before.text):
                before.set_aside("post on a social network")


def _gallery(drafts: Sequence[Draft]) -> None:
    """Captions that are counted ("1/12 The quay", "2/12 The crane"); one alone may be a fraction."""
    counted: dict[str, list[tuple[str, Draft]]] = defaultdict(list)
    for draft in drafts:
        match = _COUNTED.match(draft.text) if draft.role is None else None
        if match and 0 < int(match["number"]) <= int(total := match["total"] or match["of"]) and int(total) > 1:
            counted[total].append((match["number"], draft))
    for total, lines in counted.items():
        if len({number for number, _ in lines}) >= 2 or any(re.match(rf"\W*\d+ of {total}\s?\|", draft.text) for _, draft in lines):
            for _, draft in lines:
                draft.role = "caption"


def _labelled(drafts: Sequence[Draft]) -> None:
    """Headlines of other pieces under their kind ("VIDEO: ...", "In pictures | ..."). Above the article such a line may be its own."""
    begun = False
    for draft in drafts:
        begun = begun or draft.prose
        if begun and draft.role is None and draft.words <= 25 and _LABEL.match(draft.text) and not ends_sentence(draft.text):
            draft.set_aside("link to other stories")


def _headlines(drafts: Sequence[Draft]) -> None:
    """A headline between two paragraphs that shares not a word with the article is another story's.

    Items of a list do not stand alone, and what a list is of may have other words than the article: figures and names are left.
    """
    prose = [draft for draft in drafts if draft.prose]
    if len(prose) < 3:
        return
    article = stems(" ".join(draft.text for draft in drafts if draft.prose or draft.role in ("title", "deck"))[:40_000])
    for before, draft, after in zip(drafts, drafts[1:], drafts[2:], strict=False):
        line = draft.text.strip()
        if draft.role is None and before.prose and after.prose and _LEAST <= draft.words <= _MOST and line[:1].isupper():
            plain = not (ends_sentence(line) or before.text.rstrip().endswith(":") or re.search(r"[\d:;\"“”()\t]|['’]$", line))
            if plain and credits.dateline(line) is None and not stems(line) & article:
                draft.set_aside("link to other stories")


def _authors(drafts: Sequence[Draft]) -> None:
    """Who wrote it, told after the article's end: a name that the article does not tell of, alone or with the author's work."""
    authors = " ".join(draft.text for draft in drafts if draft.role == "byline")
    told: list[tuple[Draft, re.Match[str]]] = []
    for draft in reversed(drafts):
        if draft.role is not None and not (draft.role == "body" or draft.prose):
            continue
        match = _ABOUT.match(draft.text) or _WORKS.match(draft.text) or _SIGN_OFF.match(draft.text)
        if match is None or draft.words > 70:
            break
        told.append((draft, match))
    signed = [draft for draft, _ in told if _SIGN_OFF.match(draft.text)]
    behind = [draft for draft, _ in told]
    article = " ".join(draft.text for draft in drafts if draft.role in (None, "body", "title", "deck") and draft not in behind)
    for draft, match in told:
        name = match["name"]
        unknown = name.split()[-1] not in article
        if draft in signed:
            known = len(signed) == 1 and unknown and article.rstrip().endswith((".", "”", '"', "!", "?"))
        elif _ABOUT.match(draft.text):
            known = unknown or name in authors
        else:
            known = name in authors or (unknown and re.search(_HANDLE, draft.text) is not None)
        if known:
            draft.role = "byline"
