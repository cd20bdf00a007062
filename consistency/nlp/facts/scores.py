"""Results of two sides: scores of games ("3-1") and tallies of votes ("52 to 48", "14 votes to nine")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consistency.model import Claim, Score, Source
from consistency.nlp.number_words import ONES, matches, spelled

_WORDS = f"{ONES}|nil"
_SIDE = rf"\d{{1,3}}|(?:{_WORDS})"
PATTERN = re.compile(
    rf"""(?<![\w.,:/$€£-])(?P<left>{_SIDE})(?P<votes>\s+votes?)?
    (?:(?P<dash>\s?[-–—]\s?|\sto\s|\s?:\s?)|(?P<against>\s+(?:votes?\s+)?against\s+))(?P<right>{_SIDE})\b(?![-.,/:]\d|[%°]|\s*(?:percent|per\s?cent|million|billion|thousand))""",
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = frozenset(_WORDS.split("|"))
_RESULT = re.compile(
    r"\b(?:win|won|wins|winning|beat|beats|beating|beaten|defeat\w*|lead|led|leads|los[et]|losing|loss|draw|drew|drawn|victory|victories|score\w*|goals?|final"
    r"|votes?|voted|voting|ballots?|tally|approved|rejected|passed|adopted|confirmed|elected|endorsed|ruled|ruling|majority|tied?|tie-?break|half-?time|shootout|overcame|downed|thrashed)\b",
    re.IGNORECASE,
)
_AFTER_TO = re.compile(
    r"\s+(?:votes?\b|in\s+fav|against\b|majority|on\b|to\b|for\b|with\b|after\b|win|victory|decision|ruling)|\s*[.,;)]|\s*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\s+(?!votes|wins|losses|goals|victor)[a-z]+s\b|[-\s]+(?:year|month|week|day|hour|minute|people|page|point|mile|foot)"
)


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Score]]:
    """Yield (claim index, fact) for every result of a game or a vote."""
    for index, claim in enumerate(claims):
        for fact in read_scores(claim.text, claim.start):
            yield index, fact


def read_scores(text: str, offset: int = 0) -> Iterator[Score]:
    """The results in a text, their spans shifted by `offset`; none if no word speaks of a game or a vote.

    >>> [score.value for score in read_scores("The council voted 9 to 14 against it")]
    ['14-9']
    """
    for match in matches(PATTERN, text, _STARTS):
        if not _RESULT.search(text):
            return
        left, right = (_side(match[name]) for name in ("left", "right"))
        joint = (match["dash"] or "").strip().lower()
        if left is None or right is None or _COUNTED.match(text, match.end()):
            continue
        if joint == "to" and not (match["votes"] or _is_result(text, match)):
            continue
        if joint == ":" or (match["against"] and not match["votes"] and "vote" not in match["against"]):
            continue
        if joint != "to" and not match["votes"] and not match["against"] and not (match["left"].isdigit() and match["right"].isdigit()):
            continue
        most, least = max(left, right), min(left, right)
        yield Score(match.start() + offset, match.end() + offset, match.group(), most, least)


def _is_result(text: str, match: re.Match[str]) -> bool:
    """Whether "52 to 48" is a result and no range: words of a vote or game right before it or after it."""
    before = text[max(0, match.start() - 28) : match.start()]
    if re.search(r"\b(?:from|between|ages?d?|about|around|rose|fell|increase\w*)\s+$", before, re.IGNORECASE):
        return False
    told = _RESULT.search(before) and _AFTER_TO.match(text, match.end())
    return bool(told or re.match(r"\s+(?:votes?|majority|in\s+favou?r)\b", text[match.end() :]))


def _side(word: str) -> int | None:
    word = word.lower()
    if word.isdigit():
        return int(word)
    value = 0.0 if word == "nil" else spelled(word)
    return None if value is None else int(value)
