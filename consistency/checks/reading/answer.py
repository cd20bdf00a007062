"""A language model's answer as proposals. It may be fenced, wrapped in words or cut off; what is whole of it is taken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from consistency.model.reading import Proposal

LIST = "differences"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,4}")
_OPENING = re.compile(r"[{\[]")
_STARTS_MOST = 2000
"""Places of an answer where JSON may begin that are tried: an answer of brackets alone must not take for ever."""
_WORDS_MOST = 2000
"""Characters of one text in an answer; a longer one is no answer to what was asked."""


class Unparseable(ValueError):
    """The answer holds no list of differences."""


def parse(text: str, vote: int = 0) -> tuple[list[Proposal], int, bool]:
    """The proposals in an answer, how many entries are none, and whether the answer breaks off. Raises `Unparseable`."""
    body = _THOUGHT.sub("", text)
    entries, whole = _entries(body)
    found = [_proposal(entry, vote) for entry in entries]
    good = [item for item in found if item is not None]
    return good, len(found) - len(good), not whole


def _entries(text: str) -> tuple[list[Any], bool]:
    """The entries of the list, and whether the answer is whole. The last object that has the list counts: models think aloud before it."""
    best: list[Any] | None = None
    for value in objects(text):
        if isinstance(value, dict) and isinstance(value.get(LIST), list):
            best = value[LIST]
        elif isinstance(value, list) and value and all(isinstance(item, dict) and "left" in item for item in value):
            best = value
    if best is not None:
        return best, True
    at = text.find(f'"{LIST}"')
    start = text.find("[", at) if at >= 0 else -1
    if start < 0:
        raise Unparseable("it holds no JSON object with the list of differences")
    return list(_broken_list(text, start + 1)), False


def objects(text: str) -> Iterator[Any]:
    """Every outermost JSON object or list in a text."""
    decoder = json.JSONDecoder()
    at = 0
    for _ in range(_STARTS_MOST):
        found = _OPENING.search(text, at)
        if found is None:
            return
        try:
            value, at = decoder.raw_decode(text, found.start())
        except RecursionError:
            return
        except ValueError:
            at = found.start() + 1
            continue
        yield value


def _broken_list(text: str, at: int) -> Iterator[Any]:
    """The whole objects at the beginning of a list that breaks off."""
    decoder = json.JSONDecoder()
    while (found := re.compile(r"\s*,?\s*(?=\{)").match(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            return
        yield value


def _proposal(entry: Any, vote: int) -> Proposal | None:
    if not isinstance(entry, Mapping):
        return None
    left, right = _ids(entry.get("left")), _ids(entry.get("right"))
    words = [entry.get(name) for name in ("left_words", "right_words", "why")]
    if not left or not right or not all(isinstance(text, str) and len(text) <= _WORDS_MOST for text in words):
        return None
    return Proposal(
        left=left,
        right=right,
        left_words=str(words[0]).strip(),
        right_words=str(words[1]).strip(),
        type=str(entry.get("type", "")).strip().lower(),
        kind=str(entry.get("kind", "")).strip().lower(),
        why=" ".join(str(words[2]).split()),
        confidence=_confidence(entry.get("confidence")),
        vote=vote,
    )


def _ids(value: Any) -> tuple[str, ...]:
    """Sentence ids, each once, without the brackets and the marker that a model may copy along."""
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    found = [match.group() for item in given if isinstance(item, str) for match in _ID.finditer(item.split()[0] if item.split() else "")]
    return tuple(dict.fromkeys(found))


def _confidence(value: Any) -> int:
    """From 1 to 3; what is no such number is the least."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return 1
    return number if 1 <= number <= 3 else 1
