"""What may be wrong with a document's text: broken letters, machine translation, an end in mid-sentence, another language."""

from __future__ import annotations

import re
from dataclasses import replace

from consistency.ingest.folding import disguised
from consistency.ingest.paragraphs import ends_sentence
from consistency.model import Source

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    [
        "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "with", "as", "was", "at", "by", "it", "from", "be", "his",
        "he", "are", "have", "has", "an", "had", "this", "not", "will", "were", "but", "they", "which", "their", "said", "who",
        "its", "been", "would", "more", "or", "one", "about", "after", "she", "her", "we", "you", "there", "when", "out", "up",
        "also", "all", "if", "two", "so", "than", "into", "could",
    ]
)  # fmt: skip
"""The commonest function words: running English consists of them by a third."""
_ENOUGH = 25
"""Words that a guess at the language needs."""
_FEW, _PLAIN = 5, 40.0
"""Words of a sentence whose language may still be plain, and by how much (a log likelihood) it must be likelier than English."""
_LETTERS_A_SLIP = 500
_LOST_DIGIT = re.compile("\ufffd\\d|\\d\ufffd")

_BROKEN_SYNTAX = {
    "a full stop before a comma": re.compile(r"(?<!\b[A-Z])(?<=\w\w\w)[.!?]\s+[,;](?!\w)"),
    "a sentence that begins in lower case": re.compile(r"(?<=[a-z]{4})\.\s(?!com\b|net\b|org\b)[a-z]{4,}\b(?=[^.])"),
    "two articles in a row": re.compile(r"(?<![\w'’-])(?:the|a|an)\s(?:the|a|an|my|your|his|our|their)\s(?=[a-z]{3})"),
    "a before a vowel": re.compile(r"(?<![\w'’.-])a\s(?:[aeiAI](?!u)|E(?!u)|[oO](?!n[ce]\b|uija))[a-z]{2,}"),
    "an before a consonant": re.compile(r"(?<![\w'’.-])an\s(?:[bcdfgjkpqtvwz][a-z]{2,}|[lmnrs][aeiou][a-z]+)\b"),
}  # fmt: skip
_SPACED = re.compile(r"\w\s+[,;](?=\s)|\s['’]\ss\b|\d\s?:\s\d\d\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def inspected(source: Source) -> Source:
    """The source with its language, where the text tells, and a warning for each symptom found."""
    article = " ".join(source.text[block.start : block.end] for block in source.blocks if block.role in ("title", "deck", "body"))
    warnings, apart = list(source.warnings), list(source.not_compared)
    language, where = source.language, dict(source.provenance)
    guess = guess_language(article)
    if guess and (language is None or (guess != "en" and _is_english(language))):
        # A page's template may say "en" over any text: the text itself goes before it.
        language, where["language"] = guess, "text"
    if language and not _is_english(language):
        warnings.append(f"the text is not in English (language: {language}); what is found in it is not reliable")
        apart.append(f"the text is not in English (language: {language}), and only English is compared")
    elif language:
        warnings += _translated(article)
    apart += _broken(article)
    warnings += [*_letters(source), *_truncated(source), *_untold(source)]
    if not any(block.role in ("body", "deck") for block in source.blocks):
        warnings.append("no article text was found, only the furniture of a page: no claim is read from it")
        apart.append("no article text was found in it: if it has any, save it as plain text")
    if source.published is None:
        warnings.append("no publication date is known: weekdays and the like stay relative; give `published` in sources.toml")
    return replace(
        source, language=language, provenance=where, warnings=tuple(dict.fromkeys(warnings)), not_compared=tuple(dict.fromkeys(apart))
    )


def _is_english(language: str) -> bool:
    return re.split(r"[-_]", language.lower())[0] in ("en", "eng", "english")


def _broken(text: str) -> list[str]:
    """Letters that were lost: a few in a long text are slips, one beside a figure may be a digit."""
    lost = text.count("\ufffd")
    if lost and (lost * _LETTERS_A_SLIP > len(text) or _LOST_DIGIT.search(text)):
        return [f"{lost} letter{'s' if lost > 1 else ''} of the text could not be decoded: save the file again as UTF-8"]
    return []


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, `None` for a text too short to tell."""
    words = _WORD.findall(text[:6000].lower())
    wide = sum(ord(character) > 0x2E7F for character in text[:2000])
    if len(words) < _ENOUGH and wide < _ENOUGH:
        return _of_few(text, words, wide)
    if sum(word in _ENGLISH for word in words) >= 0.22 * len(words):
        return "en"
    import py3langid

    code = str(py3langid.classify(text[:3000])[0])
    if code == "en" or not wide and sum(word in _ENGLISH for word in words) >= 0.15 * len(words):
        return "en"
    return code if len(code) == 2 else None


def _of_few(text: str, words: list[str], wide: int) -> str | None:
    """The language of a sentence or two, where it is plainly another than English; names alone look like any language."""
    if wide < _FEW and (len(words) < _FEW or any(word in _ENGLISH for word in words if len(word) > 2)):
        return None
    import py3langid

    ranked = py3langid.rank(text)
    margin = ranked[0][1] - next((score for code, score in ranked if code == "en"), ranked[0][1])
    return str(ranked[0][0]) if margin >= _PLAIN and len(ranked[0][0]) == 2 else None


def _translated(text: str) -> list[str]:
    """Slips that no desk prints and that machine translation or damaged copy is full of; one alone is a slip of the pen."""
    found = {name: len(pattern.findall(text)) for name, pattern in _BROKEN_SYNTAX.items()}
    kinds, slips, words = sum(count > 0 for count in found.values()), sum(found.values()), max(1, len(text.split()))
    if len(_SPACED.findall(text)) > 3 + words / 200:
        return []
    if kinds >= 2 and slips >= 3 and slips / words >= 1 / 500:
        named = ", ".join(name for name, count in found.items() if count)
        return [f"the text reads as machine-translated or broken ({named}): check its wording before relying on it"]
    return []


def _untold(source: Source) -> list[str]:
    """A warning where what is set aside, or hidden on the page, holds figures or quotations: they are not compared."""
    aside = [source.text[block.start : block.end] for block in source.blocks if block.reason and block.reason not in _NO_WORDS]
    told = next((text for text in aside if len(text.split()) >= _SENTENCE and ends_sentence(text) and _TELLS.search(text)), None)
    figure = _TELLS.search(source.hidden)
    if told is None and figure is not None:
        told = source.hidden[max(0, figure.start() - _SHOWN // 2) :]
    if told is None:
        return []
    counts = [f"{len(source.hidden.split()):,} words hidden on the page"] if source.hidden else []
    counts += [f"{sum(len(text.split()) for text in aside):,} set aside"] if aside else []
    shown = " ".join(told.split())
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN].rsplit(" ", 1)[0] + " ..."
    return [f"not compared: {', '.join(counts)}, figures or quotations among them (\u201c{shown}\u201d)"]


_NO_WORDS = frozenset(("front matter", "mark", "comment", "picture", "timestamp", "running head", "page number", "invisible character",
    "copyright", "photo credit", "no words", "repeated", "unfilled template", "navigation"))  # fmt: skip
_SENTENCE, _SHOWN = 8, 80
_TELLS = re.compile(r"(?<![\d/:.-])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*\b(?![/:-]\d)|[\u201c\"][^\u201c\u201d\"]{12,300}[\u201d\"]")
"""A number that is no year, date or time, or a quotation."""


def _letters(source: Source) -> list[str]:
    text, warnings = source.text, []
    lost = text.count("\ufffd")
    if lost:
        warnings.append(f"{lost} character{'s' if lost > 1 else ''} could not be decoded and show as \ufffd; save the file again as UTF-8")
    if not text.isascii() and not source.extracted:
        from ftfy.badness import is_bad

        if is_bad(text):
            warnings.append("the text holds garbled letters (as in \u00e2\u20ac\u2122 for \u2019: wrongly decoded); save it again as UTF-8")
    return [*warnings, *_odd(text if source.printed is None else source.printed)]


def _odd(text: str) -> list[str]:
    """Warnings on characters of the file that a reader does not see, or takes for others."""
    warnings = []
    if _CONTROL.search(text):
        warnings.append("the text holds control characters; they are shown as harmless signs")
    if _BIDI.search(text):
        warnings.append("the text holds characters that turn the reading direction; they are shown as harmless signs")
    words = disguised(text)
    if words:
        warnings.append(f"the text holds letters of another script that look like Latin ones ({', '.join(words)}); they are read as Latin")
    return warnings


def _truncated(source: Source) -> list[str]:
    bodies = [source.text[block.start : block.end] for block in source.blocks if block.role == "body"]
    long = [text for text in bodies if len(text.split()) >= 8]
    if not bodies or len(long) < 2 or bodies[-1] is not long[-1]:
        return []
    closed = sum(ends_sentence(text) for text in long[:-1])
    last = bodies[-1].rstrip()
    if (
        not ends_sentence(last)
        and closed >= 0.7 * (len(long) - 1)
        and (last[-1].isalnum() or last[-1] in ",-–—;")
        and "http" not in last[-60:]
    ):
        return ["the text ends mid-sentence: it may be truncated"]
    return []
