"""Dates as facts: what they date, resolved by the tense of the verb they go with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consistency.model import Claim, DateFact, Slot, Source
from consistency.nlp.attribution import CUES
from consistency.nlp.dates import Tense, dated_spans, read_dates
from consistency.nlp.parse_tree import Tree

WHEN = re.compile(
    r"\b(since|until|till|before|after|by|from)\s+(?:at\s+least\s+|about\s+|around\s+|the\s+|early\s+|late\s+|mid-)?$", re.IGNORECASE
)
"""Prepositions that make of a date the end of a time."""
STATES = frozenset({"have", "say", "stand", "remain", "stay", "show", "date", "lie", "live", "see", "know", "believe", "think"})
"""Verbs whose present tells how things are."""
OTHER_END = re.compile(r"\b(?:until|till|to|by|for|about|of)\s+(?:the\s+|early\s+|mid-?\s*|late\s+)?$", re.IGNORECASE)
"""What makes of a date the end or the matter of a happening: "put off until May" tells in the past of a May to come."""
PLANNED = frozenset({"schedule", "plan", "set", "slate", "due", "expect", "going", "bind", "likely"})


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, DateFact]]:
    """Yield (claim index, fact) for every date; weekdays and the like stay relative where no publication date is known."""
    for index, claim in enumerate(claims):
        if not dated_spans(claim.text):
            continue
        tree = Tree(claim.tokens)

        def tense(start: int, end: int, tree: Tree = tree, claim: Claim = claim) -> Tense:
            token = _token(claim, start, end)
            found: Tense = "" if token is None else tense_of(tree, token, narrated=claim.role != "title")
            return "" if found == "past" and OTHER_END.search(claim.text[:start]) else found

        for dated in read_dates(claim.text, source.published, tense):
            token = _token(claim, dated.start, dated.end)
            if token is None or (
                dated.bare and not (claim.tokens[token].entity == "DATE" or claim.tokens[token].dep in {"pobj", "npadvmod", "nummod"})
            ):
                continue
            yield (
                index,
                DateFact(
                    start=claim.start + dated.start,
                    end=claim.start + dated.end,
                    text=claim.text[dated.start : dated.end],
                    first=dated.first,
                    last=dated.last,
                    granularity=dated.granularity,
                    relative=dated.relative,
                    slot=_slot(tree, token, claim.text[: dated.start]),
                ),
            )


def _token(claim: Claim, start: int, end: int) -> int | None:
    start, end = start + claim.start, end + claim.start
    return next((i for i, t in enumerate(claim.tokens) if t.end > start and t.start < end and t.text.strip()), None)


def _slot(tree: Tree, token: int, before: str) -> Slot:
    """The slot of a date, with the preposition that makes it the end of a time in the role `when`."""
    slot = tree.slot(token)
    when = WHEN.search(before)
    return slot.having("when", when[1].lower().replace("till", "until")) if when else slot


def tense_of(tree: Tree, token: int, *, narrated: bool = True) -> Tense:
    """Whether the verb that the word at `token` goes with tells of the past or of what is to come; empty if it leaves that open.

    The present tells of what is planned ("the list comes out on Monday"), but of the past in a headline, where `narrated` is false.
    """
    verb = tree.verb_above(token)
    if verb is None:
        return ""
    tokens = tree.tokens
    planned = next((i for i in (verb, *tree.ancestors(token)) if tokens[i].lemma.lower() in PLANNED and tokens[i].tag != "VBD"), None)
    if planned is not None and (planned != verb or tokens[verb].tag == "VBN"):
        return "future"
    helpers = [child for child in tree.children[verb] if tokens[child].dep in {"aux", "auxpass"}]
    tags = {tokens[i].tag for i in helpers}
    if "MD" in tags:
        perfect = tokens[verb].tag == "VBN" and any(tokens[i].lemma.lower() == "have" for i in helpers)
        return "past" if perfect else "future"
    if "TO" in tags:
        return "future" if tokens[verb].dep == "ROOT" or _promised(tree, verb) else ""
    if tokens[verb].tag == "VBD" or tags & {"VBD"}:
        return "past"
    if tokens[verb].tag == "VBN":
        return "past"
    return "future" if narrated and _scheduled(tree, verb) else ""


def _scheduled(tree: Tree, verb: int) -> bool:
    """Whether a present tells of what is planned: "the list comes out on Monday", in a sentence without another past than "said"."""
    tokens, lemma = tree.tokens, tree.tokens[verb].lemma.lower()
    if tokens[verb].tag not in {"VBZ", "VBP"} or tokens[verb].pos != "VERB" or lemma in CUES | STATES:
        return False
    if tokens[verb].tag == "VBP" and tokens[tokens[verb].head].lemma.lower() in {"let", "make", "see", "hear", "help", "watch"}:
        return False
    return not any(token.tag == "VBD" and token.lemma.lower() not in CUES for token in tokens)


def _promised(tree: Tree, verb: int) -> bool:
    """Whether an infinitive hangs on "be" or a verb of intent in the present: "is to meet", "plans to open"."""
    above = tree.tokens[tree.tokens[verb].head]
    return above.tag in {"VBZ", "VBP"} or above.lemma.lower() in PLANNED
