"""Bylines, datelines, outlet lines and photo credits, told by the way agencies and desks print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consistency.ingest.boilerplate import normal
from consistency.ingest.paragraphs import ends_sentence

AGENCY = (
    r"AP|A\.P\.|Associated Press|AP Photo|AFP|Agence France-Presse|Reuters|REUTERS|UPI|EPA|EPA-EFE|EFE|ANSA|DPA|dpa|PA|"
    r"PA Wire|Press Association|"
    r"TASS|Tass|Xinhua|Kyodo(?: News)?|Jiji|Yonhap|ANI|PTI|IANS|CP|Bloomberg|BLOOMBERG|Getty(?: Images)?|"
    r"GETTY(?: IMAGES)?|Getty Images|"
    r"CNN|NPR|VOA|BBC|RFE/RL|IRNA|BNO|KCNA|CNA|WAFA|MENA|NAN|UKRINFORM|Interfax|RIA Novosti|Shutterstock|Alamy|"
    r"Rex(?: Features)?|Corbis|Landov|USA TODAY Sports|USA Today Sports|WireImage|iStock|NurPhoto|Zuma(?: Press)?"
)
NAME = r"(?:[A-Z][\w.'’-]+|de|da|van|von|der|el|al|bin|la|le)(?:\s(?:[A-Z][\w.'’-]*|de|da|van|von|der|el|al|bin|la|le)){0,4}"

PICTURE_AGENCY = (
    r"AP Photo|EPA|EPA-EFE|PA Wire|Getty(?: Images)?|GETTY(?: IMAGES)?|Shutterstock|Alamy|Rex(?: Features)?|Corbis|Landov|USA TODAY Sports|"
    r"USA Today Sports|WireImage|iStock|NurPhoto|Zuma(?: Press)?"
)
"""Agencies that sell pictures and no text."""

_PARTED = rf"(?=\W*$|\s?[:/|•,-]|\s(?:via|{AGENCY})\b)"
_CREDIT_ONLY = re.compile(
    # In a headline in capitals an agency or "Credit" may be what the news is of ("Credit Bank Names New Chief"): a credit is parted off.
    rf"^\W*(?:(?:(?i:image|photo(?:graph(?:er)?)?s?|picture|illustration)(?:(?i:\s(?:copyright|caption|source|credit|by))|{_PARTED})|"
    rf"(?i:credit|pictured|courtesy)(?:(?i:\sof)|{_PARTED}|(?=[^/]+/))|"
    rf"(?:{PICTURE_AGENCY})|(?:{AGENCY}){_PARTED})(?:[\s:/|•,-]|via\b)*)+(?:{NAME})?(?:\s?[/|,]\s?[\w .'’-]{{2,40}})?\W*$"
    rf"|^\W*{NAME}\s?/\s?(?:{AGENCY})(?: via [\w ]+)?\W*$"
)

_BYLINE = re.compile(
    rf"^\W*(?:(?i:by|written by|reported by|story by|words by|reporting by|text by|from our correspondent|"
    rf"with assistance by|— with assistance by))"
    rf"\s?:?\s+(?:{NAME})(?:(?:\s?,\s?|\s(?:and|&|in|of|for|at|\|)\s|\s?[|/•-]\s?)(?:{NAME}|[\w .'’-]{{2,40}}))*\W*$"
)
_SHOUTED_BYLINE = re.compile(r"^\W*BY\s+[A-Z][A-Z.'’ -]{3,60}(?:,.{2,40})?\W*$")
_CONTRIBUTED = re.compile(
    r"^\W*(?:[A-Z][\w.'’-]+.{0,160}\b(?:contributed (?:to this (?:report|story|article|post)|reporting|from\b)|"
    r"reported from\b).{0,40}"
    r"|(?:reporting|additional reporting|editing|writing|compiled|edited|translated)\b.{0,40}\bby\b.{2,160}"
    r"|(?:\W*(?:additional )?reporting by\b.{2,200}))\W*$",
    re.IGNORECASE,
)
_MEDIA_WORD = re.compile(
    r"\b(?:news|times|post|press|herald|tribune|journal|daily|gazette|chronicle|telegraph|guardian|observer|courier|"
    r"examiner|sentinel|"
    r"mirror|mail|sun|star|standard|independent|today|weekly|magazine|agency|radio|tv|television|network|broadcasting|"
    r"online|wire|"
    r"[a-z0-9-]+\.(?:com|org|net|co\.\w\w|[a-z]{2}))$",
    re.IGNORECASE,
)
_NOT_A_PLACE = frozenset(
    [
        "BREAKING", "UPDATE", "UPDATED", "EXCLUSIVE", "FILE", "WATCH", "VIDEO", "LIVE", "OPINION", "ANALYSIS", "PHOTOS", "PHOTO",
        "CORRECTION", "CORRECTED", "EDITORIAL", "REVIEW", "PREVIEW", "FACTBOX", "EXPLAINER", "INTERVIEW", "WRAPUP", "DEVELOPING",
        "URGENT", "NOTE", "RELATED", "MORE", "READ", "ADVISORY", "COMMENT", "SPOILER", "QUOTE", "Q", "A", "DAY", "PART", "STEP",
    ]
)  # fmt: skip
_REGION = r"(?:,\s(?:[A-Z][A-Za-z.]+)(?:\s[A-Z][A-Za-z.]+){0,2})?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_WHEN = rf"(?:,?\s(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?)?"
_CITY = r"[A-Z][A-Z.'’-]+(?:[\s/][A-Z][A-Z.'’-]+){0,3}"
_TITLE_CITY = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}"


def _in_brackets(group: str) -> str:
    return rf"\((?P<{group}>[A-Z][\w .&'’/-]{{1,40}})\)"


_DASH = r"\s?(?:--+|[—–―-]|:)\s?"
_DATELINE = re.compile(
    # A city in capitals, with or without an agency; any city with an agency; an agency alone.
    rf"^(?:(?P<place1>{_CITY}){_REGION}{_WHEN}(?:\s*{_in_brackets('agency1')})?(?:\s?(?:--+|[—–―])|\s?-\s)\s*"
    rf"|(?P<place2>{_CITY}|{_TITLE_CITY}){_REGION}{_WHEN}\s*{_in_brackets('agency2')}(?:{_DASH}|\s|(?=[A-Z“\"]))\s*"
    rf"|{_in_brackets('agency3')}(?:{_DASH}|(?=[A-Z“\"])))(?=[\w“\"‘'$£€(])"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a paragraph: `length` counts its characters with the dash and without the space after it."""

    length: int
    place: str | None
    agency: str | None


def dateline(text: str) -> Dateline | None:
    """The dateline that the paragraph begins with ("OSLO, March 3 (Agency) - "), if any."""
    head = text[:110]
    match = _DATELINE.match(head.replace("\u00a0", " ").replace("\n", " "))
    if match is None or match.end() < 4 or len(text[match.end() :].split()) < 5 or not (ends_sentence(text) or len(text) > 200):
        return None
    place = match["place1"] or match["place2"]
    agency = match["agency1"] or match["agency2"] or match["agency3"]
    if place and (len(place) < 3 or set(re.findall(r"[A-Z]+", place)) & _NOT_A_PLACE):
        return None
    known = bool(re.fullmatch(AGENCY, agency or ""))
    if not known and not match[0].rstrip().endswith(("-", "—", "–", "―")):
        return None
    if agency is None and text[match.end()].islower():
        return None
    if place is None and not (known or re.fullmatch("[A-Z]{2,5}", agency or "")):
        return None
    return Dateline(len(text[: match.end()].rstrip()), place, agency)


def credit_only(text: str) -> bool:
    """A photo credit with no caption ("Image copyright Agency", "A. Person/Agency")."""
    line = normal(text)
    half = line[: len(line) // 2].strip()
    if len(line) > 40 and line == f"{half} {half}":
        line = half
    return len(line.split()) <= 12 and bool(_CREDIT_ONLY.match(line))


def byline(text: str) -> bool:
    """Who wrote it ("By Jane Doe", "Jane Doe contributed to this report.")."""
    line = normal(text)
    if len(line.split()) > 40:
        return False
    if _CONTRIBUTED.match(line):
        return True
    return (
        len(line.split()) <= 16
        and not re.search(r"\b(?:is|was|are|were|has|said)\b", line)
        and bool(_BYLINE.match(line) or _SHOUTED_BYLINE.match(line))
    )


def outlet_like(text: str) -> bool:
    """A short line that reads as an outlet's name: capitalised, at most five words, a media word or domain at the end."""
    line = normal(text).strip(" |·•-")
    words = line.split()
    return (
        0 < len(words) <= 5
        and not ends_sentence(line)
        and all(word[:1].isupper() or word in ("of", "the", "and", "&") or "." in word for word in words)
        and bool(_MEDIA_WORD.search(line))
    )


def name_like(text: str) -> bool:
    """Two to four capitalised words and nothing else: a person or an outlet, where the line stands among the credits."""
    return bool(re.fullmatch(rf"{NAME}(?:,\s?[\w. ]{{2,30}})?", normal(text))) and 2 <= len(text.split()) <= 5
