"""Photo captions: they carry a credit, name who stands where in the frame, or say that they are a picture.

A caption makes no claim, so a line that may as well be the article's is none: one that tells of the past in the article's voice, one that
ends in a news agency's name as agencies sign their text, one in which a picture is what the news is of.
"""

from __future__ import annotations

import re

from consistency.ingest.boilerplate import normal, reported
from consistency.ingest.credits import AGENCY, NAME, PICTURE_AGENCY
from consistency.ingest.paragraphs import ends_sentence

_PICTURE = r"(?:photo(?:graph)?|picture|image|illustration|handout|screen ?grab|screenshot|still)"
_MADE = r"(?:released|provided|handed out|made available|distributed|taken|issued|published|supplied|made|shot|grabbed|obtained)"
_KIND = r"(?:undated|aerial|handout|file|library|stock|drone|still|satellite|combination|composite|general|representational|representative)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATED = re.compile(rf"(?:,|\bon \w+day,?)\s(?:on\s)?(?:\w+day,?\s)?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}),?\s\d{{4}}\W*$")
"""A day with its year at the end, as agencies date their pictures."""
_CREDIT = re.compile(
    rf"(?i:photo(?:graph(?:er)?)?s?|picture|pic|image|credit|illustration|handout)(?i:\s(?:credit|by|courtesy|copyright))?\s?:\s?[A-Z].{{1,60}}$"
    rf"|(?:^|[.!?)”\"’]\s|[(\[|—–]\s?)(?i:photo(?:graph)?s?|pictures?|images?|illustration|video)\s(?i:by)\s[A-Z].{{1,60}}$"
    rf"|(?:^|[.!?]\s|[(\[|—–]\s?)(?i:courtesy of)\s[A-Z].{{1,50}}$|\b(?i:(?:photos?|pictures?|images?) courtesy of)\s\S.{{1,50}}$"
    rf"|[./(|—–]\s?(?:{PICTURE_AGENCY})(?:\s?/\s?[\w .'-]{{2,30}})?\)?\.?$"
    rf"|[./(\[|—–]\s?(?:{AGENCY})\s?/\s?[A-Z][\w .'-]{{1,30}}[)\]]?\.?$"
    rf"|[(\[][^()\d/]{{2,50}}/\s?(?:{AGENCY})\b[^()\d/]{{0,30}}[)\]]\.?$"
    rf"|(?:[.!?”\"’]\s[(\[][A-Z][^()\d/]{{1,50}}|[(\[]{NAME}\s[A-Z][\w.'’-]+)/\s?[A-Z][^()\d/]{{1,40}}[)\]]$"
    rf"|\|\s?[A-Z][A-Z .&/'-]{{2,40}}$|Credit\s?[A-Z][\w.'’ -]{{3,40}}/.{{2,40}}$"
    rf"|[.)’'”\"]\s(?:{NAME})\s?/\s?[A-Z][\w .-]{{1,40}}$|\bvia\s(?:{AGENCY})\W*$"
)
"""A credit at the end that only pictures have: who took it and for whom."""
_AGENCY_ALONE = re.compile(rf"[./(|—–-]\s?(?:{AGENCY})\)?\.?$")
_CREDIT_FIRST = re.compile(
    rf"^\W*(?:(?:{PICTURE_AGENCY})(?:\W+(?:Contributor|Images|Photo|Stock))?|(?:{AGENCY})\W+(?:Contributor|Images|Photo|Stock)|"
    rf"[A-Z][a-z]+ ?•? ?GETTY(?: IMAGES)?)\W*\s+(?=[\w‘“'\"])"
)
_SAYS_SO = re.compile(
    rf"^\W*(?:file(?:\s(?:photo|picture|image)\b|\s?[-–—:]\s)|photos?\s?:|pictured?s?\s?:|above\s?:|pictured\b"
    rf"|in this .{{0,40}}\b{_PICTURE}\b(?=\W|\s{_MADE}\b|\sfrom\b)"
    rf"|in this .{{0,30}}\b(?:image|frame grab|still) .{{0,10}}from (?:a |the )?video\b"
    rf"|(?:this|an?|the) (?:{_KIND} )*{_PICTURE}\b.{{0,60}}\b(?:{_MADE} .{{0,80}})?\bshows?\b|this (?:{_KIND} )+{_PICTURE}\b"
    rf"|this {_PICTURE} {_MADE}\b)"
    rf"|\bin (?:this|an?) (?:{_KIND} )*{_PICTURE}\b.{{0,30}}\b{_MADE}\b"
    rf"|\b(?:media|image) caption\b|\bhide caption\b|\bfile (?:photo|picture|image)\b"
    rf"|\((?:file )?(?:photo|image|picture|pic|screengrab|screenshot)\b[^)]*\)\W*$",
    re.IGNORECASE,
)
_OF_A_KIND = re.compile(rf"^\W*(?:an? )?{_KIND} (?:{_KIND} )*(?:view|shot|footage|{_PICTURE})\b", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:seen|pictured|shown|photographed) (?:here|above|below)\b"
    r"|\b(?:is|are) (?:pictured|photographed) (?:on|in|at|near|outside|during)\b",
    re.IGNORECASE,
)
_IN_PICTURES = (
    r"(?:look|walk|stand|sit|gather|wait|watch|hold|carry|pose|speak|greet|listen|react|arrive|leave|inspect|search|attend|meet|shake|wave|"
    r"is seen|are seen)(?:s|es)?"
)
"""What people do in pictures, in the present of captions."""
_PLACED = re.compile(
    r"\((?:(?:second|third|fourth|far|top|bottom|pictured|seen|from|center|centre|and)\s)*(?:left|right|center|centre|above|below|pictured)\s?[),]"
    r"|^\W*(?:pictured\s)?(?:clockwise\s)?from (?:the )?(?:(?:top|bottom) )?(?:left|right)(?:\s?[:,]|\sto\s(?:left|right))"
    r"|,\s(?:second|third|fourth|2nd|3rd|4th|far)\s(?:from\s)?(?:the\s)?(?:left|right|center|centre)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r",\s(?:(?:center|centre|from)\s)?(?:left|right)\s?,|\bfrom left\b", re.IGNORECASE)
_NARRATES = re.compile(
    r"\b(?:was|were|had|did|would|has|have|will|showed|led|went|came|became|began|took|made|gave|found|held)\b", re.IGNORECASE
)
"""Verbs of an article that tells what happened; captions are in the present."""


def caption(text: str, *, closing: bool = False) -> bool:
    """Whether a paragraph is a picture's caption.

    Args:
        text: The paragraph.
        closing: Whether it is the article's last: an agency's name at its end then signs the article.

    Returns:
        Whether nothing but a caption is so written; in doubt it is none.
    """
    line = normal(text)
    if len(line.split()) > 90:
        return False
    speaks = bool(re.search(r"\b(?:said|told|according to|reported|reports)\b|[“”\"]", line))
    if _SAYS_SO.search(line) and not line.startswith(("“", '"')):
        return bool(re.match(r"\W*(?:file|photo|in this|this|media|image)", line, re.IGNORECASE)) or not speaks
    if _CREDIT.search(line):
        return not speaks or not ends_sentence(line)
    if _BESIDE.search(line) and re.search(rf"\b{_IN_PICTURES}\b", line):
        return True
    if _CREDIT_FIRST.match(line) and not ends_sentence(line) and not reported(line):
        return True
    if speaks or _NARRATES.search(line):
        return False
    if _AGENCY_ALONE.search(line):
        return not closing
    if _OF_A_KIND.match(line) and (not ends_sentence(line) or _DATED.search(line)):
        return True
    return bool(_PLACED.search(line) or _SEEN.search(line) or (_DATED.search(line) and re.search(rf"\b{_IN_PICTURES}\b", line)))
