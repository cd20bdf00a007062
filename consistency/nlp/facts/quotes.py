"""Quotations: whole, partial and spanning sentences, each part with its speaker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from consistency.model import Claim, Quote, Source
from consistency.nlp.attribution import CUES
from consistency.nlp.parse_tree import Tree

MARKS = re.compile(r"[“”]|(?<![A-Za-z0-9])\"|\"(?![A-Za-z0-9])|(?<=[A-Za-z0-9])\"(?=[A-Za-z0-9])")
WORD = re.compile(r"[A-Za-z0-9]+(?:[’'.-][A-Za-z0-9]+)*")
MAX_OPEN = 4000
"""Longest quotation in characters: a lost closing mark must not swallow the rest of the text."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Quote]]:
    """Yield (claim index, fact) for the part of each quotation that stands in a claim."""
    spans = list(_spans(source))
    ends = [end for _, end in spans]
    for index, claim in enumerate(claims):
        tree: Tree | None = None
        for start, end in spans[bisect_right(ends, claim.start) :]:
            if start >= claim.end:
                break
            first, last = max(start, claim.start), min(end, claim.end)
            text = source.text[first:last]
            words = tuple(word.lower().replace("’", "'") for word in WORD.findall(text))
            if first >= last or not words:
                continue
            tree = tree or Tree(claim.tokens)
            speaker, cue = _speaker(tree, first, last)
            yield index, Quote(start=first, end=last, text=text, words=words, speaker=speaker, cue=cue)


def _spans(source: Source) -> Iterator[tuple[int, int]]:
    """The spans between quotation marks, block by block. A straight mark opens and closes in turn."""
    for block in source.blocks:
        if block.role in {"boilerplate", "byline", "dateline"}:
            continue
        opened: int | None = None
        for match in MARKS.finditer(source.text, block.start, block.end):
            mark = match.group()
            if mark == "“" or (mark == '"' and opened is None):
                opened = match.end()
            elif opened is not None:
                if match.start() - opened <= MAX_OPEN:
                    yield opened, match.start()
                opened = None
        if opened is not None and block.end - opened <= MAX_OPEN:
            yield opened, block.end  # a quotation that goes on in the next paragraph is not closed in this one


def _speaker(tree: Tree, start: int, end: int) -> tuple[str, str]:
    """Speaker and cue of the words from `start` to `end`: the subject of the nearest verb above them that stands outside.

    "Japan calls it an 'unheard-of step'" names its speaker by grammar, '"...," said Lund' by a verb of speech. Pronouns
    name nobody here: whom they mean is a guess that a finding on speakers must not rest on.
    """
    inside = [i for i, token in enumerate(tree.tokens) if token.start >= start and token.end <= end]
    if not inside:
        return "", ""
    top = min(inside, key=lambda i: sum(1 for _ in tree.ancestors(i)))
    cue_above = [i for i in tree.ancestors(top) if tree.tokens[i].lemma.lower() in CUES and not start <= tree.tokens[i].start < end]
    verb = cue_above[0] if cue_above else tree.verb_above(top)
    subject = tree.subject(verb) if verb is not None else None
    if verb is None or subject is None or start <= tree.tokens[subject].start < end or tree.tokens[subject].pos == "PRON":
        return "", ""
    if tree.tokens[subject].dep in {"nsubjpass", "csubjpass"}:
        return "", ""  # what is described does not speak
    cue = tree.tokens[verb].lemma.lower()
    heads = [
        subject,
        *[
            i
            for i in tree.subtree(subject)
            if tree.tokens[i].dep == "conj" or (tree.tokens[i].dep == "appos" and tree.tokens[i].entity == "PERSON")
        ],
    ]
    return ", ".join(_as_printed(tree, i) for i in sorted(heads)[:6]), cue


def _as_printed(tree: Tree, index: int) -> str:
    """The head of a speaker's phrase with the names right before it: "Yasukazu Hamada", "Japan", "officials"."""
    first = index
    while first > 0 and tree.tokens[first - 1].pos == "PROPN" and tree.tokens[first - 1].head in range(first - 1, index + 1):
        first -= 1
    return " ".join(token.text for token in tree.tokens[first : index + 1])
