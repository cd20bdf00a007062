"""What may be left out of a sentence that tells several things, so that the rest reads as one.

A joined predicate may go, and a relative clause that pauses part off. So may what stands before a joined predicate, but for its subject,
its time and who reports it. Where it is not sure how the parts hang together, nothing may go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consistency.model import Claim, DateFact, Span, Token
from consistency.nlp.parse_tree import SUBJECTS, Tree, runs

PAUSES = frozenset({",", ";", ":", "-", "--", "\u2013", "\u2014"})
JOINING = PAUSES | {"and", "but", "&"}
"""What joins things that are told side by side. After "or" neither is told by itself."""
TOLD = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
"""How the verbs hang on each other that tell things side by side."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
VERBS = frozenset({"VERB", "AUX"})
PAIRS = {"(": ")", "[": "]", "{": "}", "\u201c": "\u201d"}


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that may be left out as long as the one at `needs` stays, all by their places."""

    out: frozenset[int]
    needs: int


def cuts(claim: Claim) -> Iterator[Cut]:
    """Each part of a sentence that may be left out."""
    tree = Tree(claim.tokens)
    days = [places(claim, fact.start, fact.end) for fact in claim.facts if isinstance(fact, DateFact)]
    for verb, token in enumerate(claim.tokens):
        joined = token.dep == "conj" and _joined(tree, token.head, verb)
        if joined or _aside(tree, verb):
            yield Cut(frozenset(tree.subtree(verb)), token.head)
        if joined and not _leans(tree, verb):
            stays = _stays(tree, token.head, verb)
            out = frozenset(tree.subtree(token.head)) - stays
            # A day that stands before is one of what follows too, unless that has its own.
            if all(out.isdisjoint(day) for day in days) or any(day <= stays for day in days):
                yield Cut(out, verb)


def spans(claim: Claim, out: Collection[int]) -> tuple[Span, ...]:
    """The stretches of the source's text that are left of a claim, in order; none if they would cut through a quotation or a bracket."""
    tokens, found = claim.tokens, list[Span]()
    for run in runs(i for i in range(len(tokens)) if i not in out):
        while run and _joins(tokens[run[0]]):
            run.pop(0)
        while run and _joins(tokens[run[-1]]):
            run.pop()
        words = [tokens[i] for i in run if tokens[i].text[0].isalnum()]
        if not words:
            continue
        if run[-1] == len(tokens) - 2 and tokens[-1].text in {".", "!", "?"}:
            run.append(len(tokens) - 1)
        start, end = tokens[run[0]].start, tokens[run[-1]].end
        if (len(words) == 1 and words[0].pos == "VERB") or not _paired(claim.words(start, end)):
            return ()
        found.append((start, end))
    return tuple(found)


def places(claim: Claim, start: int, end: int) -> frozenset[int]:
    """The places of the words in a span."""
    return frozenset(i for i, token in enumerate(claim.tokens) if token.start < end and start < token.end)


def _joined(tree: Tree, head: int, verb: int) -> bool:
    """Whether a verb is joined to one before it and tells something by itself, as that does."""
    tokens, chain = tree.tokens, [head]
    for i in chain:
        chain += [child for child in tree.children[i] if tokens[child].dep == "conj"]
    side_by_side = all(tokens[i].dep in TOLD for i in (head, *tree.ancestors(head)))
    # What joins a verb: the parse often hangs it on the nearest noun.
    if not side_by_side or tokens[verb].pos not in VERBS or any(_before(tree, i).text.lower() not in JOINING for i in chain[1:]):
        return False
    shared = _shared(tree, head, verb)
    if tree.child(verb, *SUBJECTS) is not None or _helpers(tree, verb) or shared:
        return bool(shared) or _finite(tree, verb)
    # "was stopped and searched": the tagger does not know whether a past form has the helping verb before it.
    if not _finite(tree, verb) or (_helpers(tree, head) and tokens[verb].tag == "VBD"):
        return False
    # "The ministry said that its forces hit a depot and denied ...": it may be the ministry that does the second thing.
    first = next((i for i in (head, *tree.ancestors(head)) if tokens[i].dep != "conj"), head)
    return tokens[first].dep == "ROOT" or tokens[first].head > first


def _before(tree: Tree, index: int) -> Token:
    """The word before all that hangs on one."""
    return tree.tokens[tree.subtree(index)[0] - 1]


def _helpers(tree: Tree, verb: int) -> list[int]:
    return [i for i in tree.children[verb] if tree.tokens[i].dep in {"aux", "auxpass"}]


def _finite(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[i].tag in FINITE for i in _helpers(tree, verb) or [verb])


def _shared(tree: Tree, head: int, verb: int) -> list[int]:
    """The helping verbs that a joined verb has from the one before: "was seized and sold"."""
    if _helpers(tree, verb) or _finite(tree, verb) or tree.child(verb, *SUBJECTS) is not None:
        return []
    return [i for i in tree.children[head] if tree.tokens[i].dep in {"aux", "auxpass", "neg"}]


def _stays(tree: Tree, head: int, verb: int) -> set[int]:
    """What of two joined predicates must stay if the first is left out: the second with its subject, and what is said of both, as
    "On Monday ..." and "If it rains ..."."""
    subject = tree.child(head, *SUBJECTS)
    first = head if subject is None else min(head, tree.subtree(subject)[0])
    around = [i for i in tree.children[head] if i < first and tree.tokens[i].dep not in {"cc", "punct", "mark"}]
    if subject is not None and tree.child(verb, *SUBJECTS) is None:
        around.append(subject)
    return {i for child in (verb, *around, *_shared(tree, head, verb)) for i in tree.subtree(child)}


def _leans(tree: Tree, verb: int) -> bool:
    """Whether a joined predicate with a subject of its own takes up what stands before it: "they", "its cook", "nine were detained"."""
    subject = tree.child(verb, *SUBJECTS)
    return subject is not None and (
        tree.tokens[subject].pos not in {"NOUN", "PROPN"} or any(tree.tokens[i].tag.startswith("PRP") for i in tree.subtree(verb))
    )


def _aside(tree: Tree, verb: int) -> bool:
    """Whether a verb heads a relative clause that only adds something: pauses part it from its noun."""
    tokens, last = tree.tokens, tree.subtree(verb)[-1]
    relative = tokens[verb].dep == "relcl" or (tokens[verb].dep == "acl" and tokens[verb].tag == "VBN")
    return relative and _before(tree, verb).text in PAUSES and all(token.pos == "PUNCT" for token in tokens[last + 1 : last + 2])


def _joins(token: Token) -> bool:
    """Whether a word only joins what stands around it."""
    return token.text in PAUSES or token.dep == "cc" or token.text.isspace()


def _paired(text: str) -> bool:
    """Whether what opens in a text closes there."""
    return text.count('"') % 2 == 0 and all(text.count(sign) == text.count(other) for sign, other in PAIRS.items())
