"""A few quoted words on one thing, relayed as the words of two speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consistency.checks.base import Check, Context, Difference, Example, Rung
from consistency.checks.candidates import sharing
from consistency.checks.speakers import same_speaker
from consistency.model import Claim
from consistency.nlp.parse_tree import content_lemmas
from consistency.nlp.quotations import FILLERS, plain_words
from consistency.nlp.word_frequency import weight

MARKED = re.compile(r"“([^“”]{3,60})”|\"([^\"]{3,60})\"|(?<![\w’'])[‘']([^‘’'\"“”]{3,60})[’'](?!\w)")
LEAST, MOST = 2, 4
"""Words of the quotations compared here. Longer ones are compared by `speaker-differs`, and one word is anybody's."""
LEAST_SHARED = 0.25
"""Least weight of a word outside the quotation that both claims share: what the quoted words are said of."""
BASE = 0.62


def _snippets(claim: Claim) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, words) of the short quotations in a claim, in marks of any kind, which the span leaves out."""
    found = []
    for match in MARKED.finditer(claim.text):
        inside = match.lastindex or 0
        words = plain_words(match[inside])
        if LEAST <= len(words) <= MOST and sum(word not in FILLERS for word in words) >= LEAST:
            found.append((claim.start + match.start(inside), claim.start + match.end(inside), words))
    return found


def _speaker(claim: Claim) -> str:
    """Who is named, in the claim itself, as saying it. Whom a pronoun means is a guess that no finding may rest on."""
    said = claim.attribution
    if said is None or said.relayed or not said.speaker:
        return ""
    words = claim.text[said.start - claim.start : said.end - claim.start].lower()
    return said.speaker if said.speaker.split()[-1].lower() in words else ""


def _relevant(claim: Claim) -> bool:
    return bool(_snippets(claim) and _speaker(claim))


def _names(speaker: str) -> set[str]:
    return {word.lower().strip(".,’'") for word in speaker.split()}


def _abbreviates(left: str, right: str) -> bool:
    """Whether one speaker is the other by its initials: "Port Authority of Corvo" and "PAC"."""
    a, b = (name.replace(".", "") for name in (left, right))
    initials = ["".join(word[0] for word in name.split() if word[:1].isupper()) for name in (a, b)]
    return a.isupper() and initials[1].startswith(a[0]) or b.isupper() and initials[0].startswith(b[0])


def _shared(words: Sequence[str], left: Claim, right: Claim) -> list[str]:
    """What both claims speak of beside the quoted words and the speakers."""
    apart = {*words, *_names(_speaker(left)), *_names(_speaker(right))}
    common = (content_lemmas(left.tokens) & content_lemmas(right.tokens)) - apart
    return sorted(word for word in common if weight(word) >= LEAST_SHARED)


def _rung(words: tuple[str, ...], left: Claim, right: Claim, context: Context) -> str:
    a, b = _speaker(left), _speaker(right)
    if not _shared(words, left, right):
        return "not comparable"
    same = same_speaker(a, b)
    if same is None or _abbreviates(a, b):
        return "unknown speaker"
    if same:
        return "same"
    if _mentions(a, right) or _mentions(b, left):
        return "compatible"
    if _told(words, a, right, context) or _told(words, b, left, context):
        return "told elsewhere"
    return "differs"


def _mentions(speaker: str, claim: Claim) -> bool:
    """Whether a claim names the other speaker too, so that one may be quoting the other."""
    said = claim.attribution
    inside = claim.text[: said.start - claim.start] + claim.text[said.end - claim.start :] if said else claim.text
    return bool({speaker.split()[-1].lower()} & set(plain_words(inside))) and not _is_subject(speaker, claim)


def _is_subject(speaker: str, claim: Claim) -> bool:
    """Whether the other speaker is only whom the words are about: the head of a phrase with a possessive ("Lund's knee")."""
    last = speaker.split()[-1].lower()
    return any(
        token.text.lower() == last and index + 1 < len(claim.tokens) and claim.tokens[index + 1].tag == "POS"
        for index, token in enumerate(claim.tokens)
    )


def _told(words: tuple[str, ...], speaker: str, claim: Claim, context: Context) -> bool:
    """Whether the source of `claim` has these words of that speaker too."""
    return any(
        near.id != claim.id and same_speaker(_speaker(near), speaker) is not False and any(other == words for *_, other in _snippets(near))
        for near in context.around(claim)
    )


def _compare(left: Claim, right: Claim, context: Context) -> Iterator[Difference]:
    for start, end, words in _snippets(left):
        for begin, stop, others in _snippets(right):
            if words != others or _rung(words, left, right, context) != "differs":
                continue
            a, b = _speaker(left), _speaker(right)
            about = " ".join(_shared(words, left, right)[:3])
            yield Difference(
                rung="differs",
                left=(start, end),
                right=(begin, stop),
                left_value=a,
                right_value=b,
                slot=" ".join(words),
                confidence=round(min(0.9, BASE + 0.25 * max(0.0, context.similarity(left, right))), 3),
                message=f"whose words these are ({a} / {b})",
                because=f"differs: “{' '.join(words)}”, of {about}, are the words of {a} in one account and of {b} in the other.",
            )


def _candidates(members: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every two claims of different sources that quote the same few words."""
    return sharing(members, lambda claim: (words for *_, words in _snippets(claim)))


CHECK = Check(
    id="relayed-differently",
    title="Whose words a few quoted words are",
    kind="contradiction",
    severity="warning",
    about="Finds two to four quoted words that one account relays of one named speaker and the other of another, where both sentences speak of the same "
    "thing. An account in its own voice against one that names a speaker is no difference: dropping an attribution is house style.",
    cannot_tell="Whether both speakers used the words, and whose words they are where only a pronoun or “officials” says so. Longer quotations are "
    "compared by `speaker-differs`.",
    rungs=(
        Rung("not comparable", "Nothing but the quoted words joins the two sentences."),
        Rung("unknown speaker", "A speaker is no name, or may be the other by its initials."),
        Rung("same", "Both relay the same speaker."),
        Rung("compatible", "One account names both: the one may quote the other."),
        Rung("told elsewhere", "The other account has the words of this speaker too."),
        Rung("differs", "The same few words on the same thing, relayed of two named speakers.", fires=True),
    ),
    relevant=_relevant,
    candidates=_candidates,
    compare=_compare,
    examples=(
        Example(
            "Harold Finch said that the harbour wall was “utterly rotten” after the storm.",
            "After the storm the harbour wall was “utterly rotten,” according to Marta Okoye.",
            True,
        ),
        Example(
            "The seed bank is 'safe and dry' again, Ann Ortega said.",
            "Bo Lindgren said on Friday that the seed bank was “safe and dry”.",
            True,
        ),
        Example(
            "Harold Finch said that his knee was “fully healed” again.",
            "Finch's knee was “fully healed” again, said Marta Okoye, who treats the team.",
            True,
            "the other speaker is only whose knee it is",
        ),
        Example(
            "Harold Finch said that the harbour wall was “utterly rotten” after the storm.",
            "The harbour wall was “utterly rotten” after the storm, Finch said.",
            False,
            "a short form of the name",
        ),
        Example(
            "Harold Finch said that the harbour wall was “utterly rotten” after the storm.",
            "After the storm the harbour wall was “utterly rotten”.",
            False,
            "the attribution is left out",
        ),
        Example(
            "Harold Finch said that the harbour wall was “utterly rotten”.",
            "Marta Okoye said that the fish on the market was “utterly rotten”.",
            False,
            "said of two things",
        ),
        Example(
            "Harold Finch said that the harbour wall was “utterly rotten”.",
            "Marta Okoye said Harold Finch had called the harbour wall “utterly rotten”.",
            False,
            "one quotes the other",
        ),
    ),
)
