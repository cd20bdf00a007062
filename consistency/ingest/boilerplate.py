"""Tells web residue (share bars, subscription offers, page furniture) from an article's own words, one line at a time.

A cue word alone never decides: an article may report on a subscription or on Facebook. A cue counts where the line is also
built like furniture: it commands or courts the reader, ends without a full stop, or consists of nothing but such words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from consistency.ingest.paragraphs import ends_sentence

# Closed classes: the networks that pages link to, and the verbs that pages use to command their reader.
_NETWORK = (
    "facebook|twitter|linkedin|pinterest|telegram|whatsapp|reddit|instagram|youtube|tumblr|flipboard|messenger|threads|bluesky|"
    "mastodon|tiktok|snapchat|viber|wechat|weibo|pocket|skype|vkontakte|google\\s?\\+?|google plus|rss|x|e-?mail|sms"
)
_COMMAND = (
    "subscribe|sign|join|register|log|login|click|tap|share|follow|like|read|see|view|watch|listen|download|try|get|"
    "start|support|"
    "donate|contribute|contact|email|send|continue|skip|scroll|show|load|enter|choose|select|find|discover|explore|stay|check|"
    "visit|buy|order|save|print|become|give|help|make|unlock|upgrade|enjoy|receive|don['’]?t|please|celebrate|advertise|enlarge"
)
_SHARING = re.compile(
    rf"(?:(?:share|shares|tweet|tweets|pin|pin it|post|print|save|bookmark|copy|link|url|send|follow|like|likes|comment|comments|"
    rf"email|mail|icon|icons|logo|button|this|article|story|page|us|on|in|via|to|with|by|and|or|the|a|click|opens|new|window|tab|"
    rf"friend|{_NETWORK}|\d[\d.,]*[km]?)\b[\s:|•·,()+/&-]*)+",
    re.IGNORECASE,
)
_SHARE_WORD = re.compile(rf"\b(?:share|shares|tweet|pin it|{_NETWORK})\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^%]*%\}|<%[^%]*%>|\$\{[\w.]+\}|%%\w+%%")
_SOLD = re.compile(
    r"\b(?:subscri(?:be|ption|ptions|ber|bers)|newsletters?|mailing list|in-?box|free trial|trial period|free articles?|"
    r"unlimited access|full access|premium|paywall|special offer|offer ends|offers?|all stories|updates|alerts?|notifications?|"
    r"our apps?|mobile apps?|tablet apps?|podcasts?|account|log ?in|sign ?(?:up|in)|membership|cancel anytime|breaking news|"
    r"e-?paper|print edition|first month|per month|\d+ (?:days?|weeks?|months?|years?) for|(?:top|latest) (?:news|"
    r"stories|headlines))\b",
    re.IGNORECASE,
)
_HARD_SELL = re.compile(
    r"\b(?:(?:already|not yet) (?:a|an) (?:subscriber|member)|left this month|last free article|"
    r"(?:free )?trial (?:period )?(?:has )?"
    r"expired|subscription (?:has )?(?:expired|required)|(?:access|subscription) to .{1,40} (?:has )?expired|"
    r"sign up (?:here|now|for free|today)|"
    r"subscribe (?:now|here|today)|cancel any ?time|join (?:now|today|the mailing list|our mailing list)|"
    r"(?:see|view) all offers|(?:you need|requires) (?:a|an) subscription|register (?:now|for free)|log ?in to (?:read|"
    r"continue|comment)|"
    r"thank you for (?:signing up|subscribing)|enter your e-?mail|(?:for|to) subscribers(?: only)?|limited[- ]time offer|"
    r"(?:accept|manage|use of|uses?|all) cookies|privacy policy|terms of (?:use|service)|delivered (?:straight |"
    r"directly )?to your inbox)\b",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"\b(?:donat(?:e|ion|ions)|support (?:us|our (?:work|journalism|reporting|newsroom)|"
    r"(?:[\w-]+, )?(?:[\w-]+ )?(?:independent )?journalism)|"
    r"(?:reader|readers?['’]?) (?:support|funded|supported)|our readers support|contribut(?:e|ion|ions)|"
    r"we accept support|patreon|paypal|"
    r"chip in|paywall[- ]free|keep (?:us|our journalism|our reporting) (?:free|going|alive|independent))\b",
    re.IGNORECASE,
)
_COURTED = re.compile(r"\b(?:you|your|yours|us|our|ours|we)\b", re.IGNORECASE)
_COMMANDS = re.compile(rf"[\W\d_]*(?:{_COMMAND})\b", re.IGNORECASE)
_PRICE = re.compile(r"[$€£¥]\s?\d")
_REPORTED = re.compile(
    r"\b(?:said|says|saying|told|tells|according to|reported|announced|added|asked|wrote|tweeted|warned|stated|claimed|argued|"
    r"testified|explained|noted|insisted|confirmed|denied)\b|[“”]|\"[^\"]+\"",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^\W*(?:©|\((?i:c)\)|(?i:copyright))\W*(?:©|\((?i:c)\)|\d{4}|(?i:by|the)\s[A-Z]|[A-Z])|©\s?(?:\d{4}|[A-Z])|"
    r"\b(?i:all rights reserved)\b"
    r"|\b(?i:may not be (?:published|reproduced|copied)[\w, ]* (?:broadcast|rewritten|redistributed|without))"
)
_ORIGIN = re.compile(
    r"^\W*(?:this|the) (?:story|article|post|report|piece|column|interview|essay)(?: (?:was|has been|had))? "
    r"(?:(?:originally|first|previously) (?:appeared|published|posted|ran)|(?:appeared|published|ran) (?:originally|first))"
    r" (?:on|in|at|by|with)\s+(?P<where>[^.,;|]+(?:\.[^\s.,;|]+)*)"
    r"|^\W*(?:(?:this|the) (?:story|article|post|report) (?:is|was|has been) )?(?:(?:originally|first) (?:published|"
    r"appeared|posted)|republished|reprinted|syndicated)"
    r" (?:on|in|at|by|from|with permission (?:from|of))\s+(?P<else>[^.,;|\d]+(?:\.[^\s.,;|]+)*)",
    re.IGNORECASE,
)
_AFTER_ORIGIN = re.compile(r"\s+(?:read|click|see|and is|and was|on \w+ \d|in \w+ \d{4}|under (?:a|the))\b.*$", re.IGNORECASE | re.DOTALL)
_STORIES_AT = re.compile(
    r"^\W*(?:for )?more (?:stories|articles|news|coverage|content) (?:like this )?(?:(?:is|are) available )?(?:on|at|"
    r"from|visit)\b",
    re.I,
)


def _whole(*alternatives: str) -> re.Pattern[str]:
    """A pattern for a whole line that is one of the alternatives, whatever marks stand around it."""
    return re.compile(rf"\W*(?:{'|'.join(alternatives)})\W*", re.IGNORECASE)


_ADVERT = _whole(
    r"(?:advertisements?|advertorial)(?:\W+continue reading.{0,30})?",
    r"sponsored(?: (?:content|post|by .{1,40}))?",
    r"promoted(?: (?:content|stories))?",
    r"(?:paid|partner) (?:post|content|partner content)",
    r"(?:about sponsored content )?(?:this (?:content|article|post) (?:was|is) (?:commissioned|sponsored|paid for|"
    r"produced) by .*)",
    r"about sponsored content|ads?|paid for by .{1,40}|ad[- ]free (?:experience|reading)",
    r"(?:story|article|content) continues (?:below|after).{0,30}",
    r"continue reading(?: (?:the main story|below|this (?:story|article)))?",
    r"(?:close|hide|skip|report this) (?:ad|advert|advertisement)",
)
_FURNITURE = _whole(
    # Ways around the page.
    r"home|menu|main menu|search|top|back to top|next|previous|open|close|navigation|site(?: \w+)? (?:index|map|"
    r"navigation)|sitemap",
    r"skip to (?:main |the )?(?:content|navigation)|toggle (?:menu|navigation|search)|about (?:us|the author)|"
    r"contact us|careers|rss(?: feeds?)?",
    r"page \d+(?: of \d+)?|(?:image |photo |slide )?\d+ of \d+|(?:show|see|view|load) (?:more|less|all)(?: \w+)?",
    r"(?:find out|learn|read|see|watch) (?:more|also|now|live)|more|(?:please )?scroll (?:down )?(?:for|to) .{1,20}|"
    r"loading(?: \w+)?\W*",
    r"(?:tags|tagged(?: with)?|topics|filed under|categor(?:y|ies))(?:\s*:.*)?|select category.*|"
    r"archives select month.*|translate this page",
    # Buttons and players.
    r"share|print|e-?mail|play|pause|mute|unmute|save|log ?in|log ?out|sign ?in|sign ?up|register|subscribe|my account",
    r"(?:(?:enlarge|expand) this image ?)?toggle caption.{0,80}|(?:enlarge|expand) (?:this )?(?:image|caption|photo)|"
    r"click to (?:enlarge|expand|play|share)",
    r"(?:hide|show) caption(?: \d+ of \d+)?|(?:photo|image) gallery|view (?:gallery|photos?)|audio player|"
    r"listen to (?:this )?(?:article|story).{0,20}",
    r"media playback is (?:not supported|unsupported) on (?:your|this) device|your browser does not support.*",
    r"(?:please )?enable javascript.*|javascript is (?:disabled|required).*",
    # Counters and ages.
    r"(?:last )?updated? \d+ \w+ ago|\d+[ -]?min(?:ute)?s?(?: ago| read)|\d+ (?:hours?|days?|weeks?) ago|"
    r"\d[\d.,]*[km]? (?:views?|shares?|comments?|likes?|retweets?|reads?)",
    r"visited \d[\d,]* times?.{0,30}|\d[\d,]* visits?(?:\(s\))?(?: today)?",
    # Readers' comments.
    r"(?:leave|post|add|write) (?:a )?(?:comment|reply)|(?:view )?comments?(?: \(?\d+\)?)?|comments are (?:closed|off|"
    r"disabled).{0,20}|no comments(?: yet)?",
    r"(?:.{0,60}\b)?(?:let us know|have your say|tell us)\b.{0,40}\bcomments?\b.{0,20}|join the (?:conversation|"
    r"discussion|debate)|your email address will not be published.*",
    # Small print.
    r"(?:cookie|privacy) (?:policy|settings|preferences|notice)|terms (?:of (?:use|service)|and conditions)|"
    r"(?:proudly )?powered by \w+|editorial standards|our standards:.{0,60}",
    r"the views expressed .{0,200}",
)
_LINK_HEADER = _whole(
    r"related(?: (?:stories|articles|news|posts|content|topics|links|coverage|videos?))?|(?:recent|other|"
    r"promoted) (?:posts|articles|stories)",
    r"also (?:on|in|from) .{1,30}|also (?:read|see)|see also|more(?: (?:from|on|in|about) .{1,60})?|more (?:stories|"
    r"news|coverage|headlines)",
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in|have missed))|recommended(?: (?:for you|stories|reading|videos?))?",
    r"read (?:more|next|also|this next)(?: (?:on|from|about) .{1,40})?|what to read next|up next|next up|"
    r"further reading|in case you missed it",
    r"(?:most|top|editor'?s|staff|our) (?:read|popular|viewed|shared|commented|stories|picks?)(?: (?:in|on|from) .{1,20})?",
    r"popular(?: (?:now|stories|posts|articles))?|trending(?: (?:now|stories|topics|videos?))?|latest(?: (?:news|"
    r"stories|posts|articles|videos?))?",
    r"don't miss(?: (?:it|this|out|these))?|(?:next|previous) (?:article|post|story)|around the web|from (?:the|"
    r"our) (?:web|partners|archives?)",
    r"news in (?:pictures|brief)|for more (?:news|stories|information)",
)
_LINK = re.compile(
    r"^\W*(?:(?:read|see|watch|find out|learn)(?: or share)?(?: (?:more|also|next|this story|related))?|more|"
    r"related(?: (?:story|article|news|video|content))?|also read|recommended|"
    r"don['’]?t miss|view more related .*|you may (?:also )?like|(?:most|top) (?:read|stories) in \w+)\s?(?::|>|»|\||→)\s*\S",
    re.IGNORECASE,
)
_READ_FULL = re.compile(
    r"^\W*(?:(?:click|tap) here\b.{0,60}|(?:read|see|view|get) (?:more|the (?:full|whole|rest|original|complete)|full|"
    r"all)\b(?:.{0,24}\b(?:story|stories|article|post|report|coverage|here))?(?: (?:of|on|at|from|in)\b.{0,30})?)\W*$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?<=[.!?”\"’)])\s*(?P<cut>(?:read (?:more|on|full story)(?: (?:of this story|here|»|>))?|read the full (?:story|"
    r"article)(?: here)?|"
    r"continue reading|hide caption(?: \d+ of \d+)?|view comments?|click here to read more|share this (?:story|article)|"
    r"advertisement|"
    r"scroll down for (?:more|video)|(?:©|\(c\)|copyright) ?(?:\d{4}|©).{0,90})\W*)$",
    re.IGNORECASE,
)
_UPDATE_NOTE = re.compile(
    r"^\W*[(\[](?:(?:this (?:story|article|version)\b)|updates?|updated|updating|adds|adding|recasts|corrects|corrected|"
    r"refiles|rewrites|"
    r"changes|removes|fixes|clarifies|repeats|writes|recast)\b.*[)\]]\W*$",
    re.IGNORECASE | re.DOTALL,
)
_CORRECTION = re.compile(
    r"^\W*(?:(?:corrections?|clarifications?|editor['’]?s['’]? notes?|erratum|errata|corrigendum)"
    r"(?:,? (?:of |on )?(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?)?\s?[:—–-]"
    r"|this (?:article|story|report|post|page|piece|headline|version)(?:['’]s headline)? (?:was|has been|is) "
    r"(?:amended|corrected|updated|clarified|revised|changed|edited)\b"
    r"|an? (?:earlier|previous|original) version of (?:this|the) (?:article|story|report|post|headline|piece)\b)",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w{2,}")
_ADDRESS = re.compile(r"\W*(?:(?:https?://|www\.)\S+|#\w+(?:[\s,]+#\w+)*)\W*", re.IGNORECASE)
_TO_DO = re.compile(
    r"^\W*to (?:read|see|subscribe|comment|view|continue|get|receive|unsubscribe|sign up)\b[\w ,]{0,60}\b(?:click|"
    r"subscribe|sign|log|visit|register|tap) ?(?:here|up|in|to)?\b",
    re.IGNORECASE,
)
_CONTACT_CUE = re.compile(
    r"^\W*(?:e-?mail|contact|follow|write to|reach|send|tips?|to (?:contact|reach)|have a (?:tip|story))\b", re.IGNORECASE
)
_ICON = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INFORMATION_FROM = re.compile(r"^\W*(?:information from|source|via|credit|with files from)\s?:\s?.{1,80}$", re.IGNORECASE)
_LINKED = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_SHOUT = re.compile(r"[-–—|:!>]\s*(?:[A-Z]{2,}\s+)?[A-Z]{2,}(?:\s+[A-Z]{2,})*\W*$")


def normal(text: str) -> str:
    """White space runs to one space, typographic apostrophes to plain ones."""
    return " ".join(text.replace("’", "'").split())


def reported(text: str) -> bool:
    """Whether the text quotes or attributes: the mark of news rather than of furniture."""
    return bool(_REPORTED.search(text))


def courts_reader(text: str) -> bool:
    """Whether the text commands or addresses the reader, and reports nobody's words."""
    return not reported(text) and bool(_COMMANDS.match(text) or re.search(r"\b(?:yours?|you|our)\b", text, re.IGNORECASE))


def commands(text: str) -> bool:
    """Whether the text begins with one of the verbs by which pages command their reader."""
    return bool(_COMMANDS.match(text))


def trail(text: str) -> bool:
    """A row of section names ("Home > News > World", "World | Europe")."""
    parts = [part.strip() for part in re.split(r"[|>»›•·]", text) if part.strip()]
    return len(parts) >= 2 and all(len(part.split()) <= 3 and part[:1].isupper() and part.replace(" ", "").isalpha() for part in parts)


def shouts(text: str) -> bool:
    """A slogan that ends in a call in capitals ("Jobs for boat builders - APPLY NOW")."""
    return bool(_SHOUT.search(text)) and bool(re.search(rf"\b(?:{_COMMAND})\b[\sA-Z]*\W*$", text, re.IGNORECASE))


def link_header(text: str) -> bool:
    """A heading over links to other stories ("Related", "More from the paper")."""
    line = normal(text)
    return len(line) <= 80 and (line.endswith(":") or not ends_sentence(line)) and bool(_LINK_HEADER.fullmatch(line))


def origin(text: str) -> str | None:
    """Where a reprint note says that the story comes from ("This article first appeared on X" gives X)."""
    match = _ORIGIN.match(normal(text)) if len(text) <= 300 else None
    if match is None:
        return None
    return _AFTER_ORIGIN.sub("", match["where"] or match["else"]).strip(" .") or None


def trailing(text: str) -> int | None:
    """Where residue begins that hangs on the end of a paragraph ("... he said. Read more"), if any."""
    match = _TRAILING.search(text[-120:])
    return len(text) - len(text[-120:]) + match.start("cut") if match else None


LONGEST = 2_000
"""Characters of a line that may be residue as a whole; patterns that look far back are kept off longer ones."""


def reason(text: str) -> str | None:
    """Why the line is residue, wherever it stands; `None` if it may be the article's own."""
    if not any(character.isalpha() for character in text):
        return "no words" if not (ends_sentence(text) and any(character.isdigit() for character in text)) else None
    if len(text) > LONGEST:
        return _long(normal(text[:LONGEST]))
    # Markdown keeps the pages' links: a row of them is told by the words that a reader sees.
    line = normal(_LINKED.sub(r"\1", text))
    words = len(line.split())
    if words > 90:
        return _long(line)
    return next((reason for reason, holds in _RULES if holds(line, words)), None) or _offer(line, words)


def _links(line: str, words: int) -> bool:
    """Whether the line leads to other stories, or to the rest of this one elsewhere."""
    if link_header(line) or (_LINK.match(line) and words <= 30) or (_READ_FULL.match(line) and words <= 14):
        return True
    if (_STORIES_AT.match(line) and words <= 20) or _ADDRESS.fullmatch(line) or _TO_DO.match(line):
        return True
    read_more = re.search(r"\bread more\W*$", line, re.IGNORECASE) and words <= 25
    return bool(read_more) and not ends_sentence(line) and trailing(line) is None


def _contact(line: str, words: int) -> bool:
    asked = _CONTACT_CUE.match(line) or re.match(r"[^.!?]{3,60}\?\s+(?:e-?mail|contact|write|send)\b", line, re.I)
    return words <= 30 and bool(asked and _CONTACT.search(line))


_RULES: tuple[tuple[str, Callable[[str, int], object]], ...] = (
    ("unfilled template", lambda line, words: _TEMPLATE.search(line) and (words <= 30 or not reported(line))),
    ("copyright", lambda line, words: words <= 60 and _COPYRIGHT.search(line)),
    ("reprint note", lambda line, words: origin(line)),
    ("note on the update", lambda line, words: _UPDATE_NOTE.match(line) or _CORRECTION.match(line)),
    ("advertisement", lambda line, words: _ADVERT.fullmatch(line)),
    ("share bar", lambda line, words: _icons(line) or _sharing(line, words)),
    ("page furniture", lambda line, words: words <= 30 and _FURNITURE.fullmatch(line)),
    ("link to other stories", _links),
    ("credit", lambda line, words: _INFORMATION_FROM.match(line)),
    ("contact line", _contact),
)
"""What a line is, by its text and its number of words: the first that holds."""


def _long(line: str) -> str | None:
    head = " ".join(line.split()[:4])
    if re.match(r"(?:categories|archives|most read|related stories|trending|tags)\b", head, re.IGNORECASE) and not reported(line):
        return "page furniture"
    return "copyright" if _COPYRIGHT.match(line) and "all rights reserved" in line.lower() and not reported(line) else None


def _sharing(line: str, words: int) -> bool:
    if not _SHARING.fullmatch(line.rstrip("!:.")) or line.endswith(".") or line.startswith("The "):
        return False
    return words <= 3 or bool(_SHARE_WORD.search(line))


def _icons(line: str) -> bool:
    """Names of icons run together, as a page's drawings leave them ("ArrowIcon MailIcon PrintClose")."""
    if ends_sentence(line):
        return False
    words = line.split()
    joined = sum(len(_ICON.findall(word)) >= 1 for word in words)
    named = len(re.findall(r"icons?\b|Icon|chevron|arrow|sketch|svg|glyph", line, re.IGNORECASE))
    return named >= 2 and joined >= 2 and joined + named >= 0.4 * len(words)


def _offer(line: str, words: int) -> str | None:
    """Subscription, donation and follow-us lines: the cue, and a structure that courts the reader."""
    if words > 60 or reported(line):
        return None
    told, courted = commands(line), bool(_COURTED.search(line))
    open_end = not ends_sentence(line) or line.endswith(("!", ":", "..."))
    if _HARD_SELL.search(line) and (told or courted or words <= 3 or (open_end and words <= 12)):
        return "subscription offer"
    if re.search(r"\byour\b.*\b(?:our|us|we)\b|\b(?:our|us|we)\b.*\byour\b", line, re.IGNORECASE) and (
        _SOLD.search(line) or _GIVING.search(line)
    ):
        return "subscription offer"
    if re.match(r"\W*this (?:content|article|story|page)\b.{0,40}\b(?:subscribers|members)\b", line, re.IGNORECASE):
        return "subscription offer"
    if _GIVING.search(line) and _appeals(line, told, courted):
        return "appeal for money"
    if _SOLD.search(line) and words <= 30:
        if (told and (courted or open_end)) or (_PRICE.search(line) and told and open_end):
            return "subscription offer"
        if re.search(r"\byour?\b", line, re.IGNORECASE) and open_end:
            return "subscription offer"
        if open_end and words <= 5 and re.match(r"\W*(?:newsletters?|subscriptions?|offers? ends?|premium|alerts?)\b", line, re.IGNORECASE):
            return "subscription offer"
    if (
        told
        and re.match(r"\W*(?:follow|like|find|join|watch|download)\b", line, re.IGNORECASE)
        and re.search(rf"\b(?:on|for) (?:{_NETWORK}|android|ios)\b", line, re.I)
    ):
        return "share bar" if re.search(r"\b(?:us|our|me|here)\b|@", line, re.IGNORECASE) or open_end else None
    return None


def _appeals(line: str, told: bool, courted: bool) -> bool:
    return (told and (courted or words_of_money(line))) or bool(
        re.search(r"\b(?:readers? (?:support|fund)|support us|we (?:accept|welcome|need|rely|depend))\b", line, re.IGNORECASE)
    )


def words_of_money(line: str) -> bool:
    """Whether the line asks for an amount ("for $2 or more", "any amount")."""
    return bool(
        _PRICE.search(line)
        or re.search(r"\b(?:any|small|monthly|one-off) (?:amount|donation|contribution)\b|journalism", line, re.IGNORECASE)
    )
