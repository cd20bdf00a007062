"""The clauses of a sentence that tells several things: coordinated, reported and relative ones, each with what it cannot be read without.

A coordinated predicate needs its subject, a reported clause who reports it, a relative clause what it is of: these words are the clause's
`context`. Where it is not sure that the parts can be told apart, a sentence has no clauses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consistency.model import Claim, Token
from consistency.nlp.parse_tree import SUBJECTS, Tree

LONGEST = 150
"""Tokens. What is longer is seldom one sentence, and its parse seldom right."""
JOINING = frozenset({"and", "but", "&"})
"""What joins things that are told side by side. After "or" neither is told by itself."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PAUSES = frozenset({",", ";", ":", "-", "--", "\u2013", "\u2014"})
ENDING = frozenset({".", "!", "?"})
PAIRS = {"(": ")", "[": "]", "{": "}", "\u201c": "\u201d"}
TAKING_UP = frozenset({"he", "she", "it", "they", "him", "her", "them"})
NAMING = frozenset({"DET", "ADJ", "NUM", "PROPN"})
"""Words that belong to the noun after them."""
PART_OF = frozenset({"pobj", "prep", "conj", "appos", "nummod", "compound", "nmod", "quantmod"})
"""How a noun hangs on the phrase that it is part of."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by the places of its tokens: its `own`, and those of others that it needs.

    `aside` says that it only adds to a noun of another clause, `leans` that it takes up what stands before it, by a pronoun or a number.
    """

    own: frozenset[int]
    context: frozenset[int]
    aside: bool = False
    leans: bool = False


def clauses(claim: Claim) -> tuple[Clause, ...]:
    """The clauses of a sentence, in the order of the text; none if it tells one thing only, or cannot be parted for sure."""
    tokens = claim.tokens
    roots = [i for i, token in enumerate(tokens) if token.head == i and token.pos not in {"PUNCT", "SPACE"}]
    if len(roots) != 1 or len(tokens) > LONGEST or not _paired(claim.text):
        return ()
    found = _Sentence(tokens, roots[0]).clauses()
    return tuple(sorted(found, key=lambda clause: min(clause.own))) if len(found) > 1 else ()


def spans(claim: Claim, kept: Iterable[Clause]) -> tuple[tuple[int, int], ...]:
    """The stretches of the source's text that some clauses of a claim cover, in order.

    None if they would cut through a quotation, a bracket, a fact, a phrase or a word.
    """
    tokens, found = claim.tokens, []
    for run in _runs(sorted({i for clause in kept for i in clause.own | clause.context})):
        while run and _joins(tokens[run[0]]):
            run.pop(0)
        while run and _joins(tokens[run[-1]]):
            run.pop()
        words = [tokens[i] for i in run if tokens[i].text[0].isalnum()]
        if not words:
            continue
        if run[-1] == len(tokens) - 2 and tokens[-1].text in ENDING:
            run.append(len(tokens) - 1)
        before = tokens[run[0] - 1] if run[0] else None
        if (before and (before.pos in NAMING or before.tag == "VBG")) or (len(words) == 1 and words[0].pos == "VERB"):
            return ()
        found.append((tokens[run[0]].start, tokens[run[-1]].end))
    return tuple(found) if all(_whole(claim, start, end) for start, end in found) else ()


class _Sentence:
    """A sentence parted at the heads of its clauses, found from the root down."""

    def __init__(self, tokens: Sequence[Token], root: int) -> None:
        self.tokens, self.tree = tokens, Tree(tokens)
        self.quoted = _quoted(tokens)
        self.above: dict[int, tuple[str, int]] = {root: ("", root)}
        """Each head with how it hangs on another one, and on which."""
        self.reporting = set[int]()
        """The heads that only say who reports the others."""
        queue = [root]
        while queue:
            head = queue.pop()
            found = list(self._below(head))
            self.above |= {verb: (how, head) for how, verb in found}
            self.reporting |= {head for how, _ in found if how == "told"}
            queue += [verb for _, verb in found]
        self.owner: list[int] = []

    def clauses(self) -> list[Clause]:
        if len(self.above) == 1:
            return []
        self.owner = [next(i for i in (at, *self.tree.ancestors(at)) if i in self.above) for at in range(len(self.tokens))]
        return [
            Clause(frozenset(self._own(head)), frozenset(self._context(head)), how == "aside", self._leans(head))
            for head, (how, _) in self.above.items()
            if head not in self.reporting
        ]

    # ---- which verbs head a clause

    def _below(self, head: int) -> Iterator[tuple[str, int]]:
        """The heads right below one, and how they hang on it."""
        tokens, tree = self.tokens, self.tree
        joined = list(self._joined(head))
        yield from (("conj", verb) for verb in joined)
        # What is reported is a clause of its own only where it is several.
        told = [i for i in tree.children[head] if tokens[i].dep in {"ccomp", "parataxis"} and any(self._joined(i))]
        yield from (("told", verb) for verb in told)
        parted = {i for verb in (*joined, *told) for i in tree.subtree(verb)}
        asides = [i for i in tree.subtree(head) if i not in parted and i != head and self._aside(i)]
        yield from (("aside", verb) for verb in asides if not any(i in asides for i in tree.ancestors(verb)))

    def _joined(self, head: int) -> Iterator[int]:
        """The verbs that are joined to a verb and tell something by themselves, as it does."""
        tokens, tree = self.tokens, self.tree
        if tokens[head].pos in VERBS and not self.quoted[head]:
            chain = [head]
            for i in chain:
                chain += [child for child in tree.children[i] if tokens[child].dep == "conj"]
            if all(self._link(verb) in JOINING | PAUSES for verb in chain[1:]) and tree.child(head, "preconj") is None:
                yield from (verb for verb in tree.children[head] if tokens[verb].dep == "conj" and self._stands(head, verb))

    def _link(self, verb: int) -> str:
        """The word that joins a verb to what stands before it. The parse often hangs it on the nearest noun."""
        first = self.tree.subtree(verb)[0]
        return self.tokens[first if self.tokens[first].dep == "cc" else first - 1].text.lower()

    def _stands(self, head: int, verb: int) -> bool:
        tokens, tree = self.tokens, self.tree
        if verb < head or tokens[verb].pos not in VERBS or self.quoted[verb]:
            return False
        if tree.child(verb, *SUBJECTS) is not None:
            return self._finite(verb)
        if tree.subject(head) is None:
            return False
        if self._helpers(verb) or self._shared(head, verb):
            return bool(self._shared(head, verb)) or self._finite(verb)
        # "was stopped and searched": the tagger does not know whether a past form has the helping verb before it.
        if not self._finite(verb) or (self._helpers(head) and tokens[verb].tag == "VBD" and tokens[verb].pos == "VERB"):
            return False
        # "The ministry said that its forces hit a depot and denied ...": it may be the ministry that does the second thing.
        return not self._reported_after(head)

    def _finite(self, verb: int) -> bool:
        return any(token.tag in FINITE for token in self._helpers(verb) or [self.tokens[verb]])

    def _helpers(self, verb: int) -> list[Token]:
        return [self.tokens[i] for i in self.tree.children[verb] if self.tokens[i].dep in {"aux", "auxpass"}]

    def _shared(self, head: int, verb: int) -> list[int]:
        """The helping verbs that a joined verb has from the one before: "was seized and sold"."""
        if self._helpers(verb) or self._finite(verb) or self.tokens[verb].tag != self.tokens[head].tag:
            return []
        return [i for i in self.tree.children[head] if i < head and self.tokens[i].dep in {"aux", "auxpass", "neg"}]

    def _reported_after(self, head: int) -> bool:
        """Whether a verb, or that which it is joined to, is what the words before it report."""
        first = next(i for i in (head, *self.tree.ancestors(head)) if self.tokens[i].dep != "conj" or self.tokens[i].head == i)
        return self.tokens[first].dep in {"ccomp", "parataxis", "xcomp"} and self.tokens[first].head < first

    def _aside(self, verb: int) -> bool:
        """Whether a verb heads a relative clause that only adds something: pauses part it from its noun."""
        tokens, tree, noun = self.tokens, self.tree, self.tokens[verb].head
        if tokens[verb].dep != "relcl" and not (tokens[verb].dep == "acl" and tokens[verb].tag == "VBN"):
            return False
        if tokens[verb].pos not in VERBS or tokens[noun].pos not in NOUNS or self.quoted[verb] or noun > verb:
            return False
        above = tree.verb_above(noun)
        subject = tree.child(above, *SUBJECTS) if above is not None else None
        if subject is not None and tokens[subject].lemma == "it" and tokens[tokens[subject].head].lemma == "be":
            return False  # "It was her brother, the builder, who ..."
        words = tree.subtree(verb)
        after = tokens[words[-1] + 1 :][:1]
        if words[-1] - words[0] != len(words) - 1 or tokens[words[0] - 1].text not in PAUSES:
            return False
        return all(token.pos == "PUNCT" for token in after) or tokens[words[-1]].pos == "PUNCT"

    # ---- what belongs to a clause

    def _own(self, head: int) -> set[int]:
        return {i for i, owner in enumerate(self.owner) if owner == head}

    def _phrase(self, index: int) -> set[int]:
        """The words below one, without those of another clause."""
        return {i for i in self.tree.subtree(index) if self.owner[i] == self.owner[index]}

    def _context(self, head: int) -> set[int]:
        """The words of other clauses that one cannot be read without."""
        tokens, tree, (how, above) = self.tokens, self.tree, self.above[head]
        if not how:
            return set()
        if how == "told":
            return self._own(above) | self._context(above)
        if how == "aside":
            noun = tokens[head].head
            for i in (noun, *tree.ancestors(noun)):
                noun = i if tokens[i].pos in NOUNS else noun
                if tokens[i].dep not in PART_OF or i in self.above:
                    break
            first = tree.subtree(head)[0]
            return {i for i in self._phrase(noun) if i < first} | self._reporters(above)
        found, subject, before = self._context(above), tree.child(above, *SUBJECTS), above
        if subject is not None:
            before = min(before, *tree.subtree(subject))
        if tree.child(head, *SUBJECTS) is None:
            found |= set(self._shared(above, head)) | (self._phrase(subject) if subject is not None else set())
        # "On Monday ...", "If it rains ...", "..., she said, ..." are said of all that follows; "that" is not said twice.
        around = [i for i in tree.children[above] if (i < before or tokens[i].dep == "parataxis") and i not in self.above]
        silent = {"cc", "punct"} if tree.child(head, "mark") is None else {"cc", "punct", "mark"}
        return found.union(*(self._phrase(i) for i in around if tokens[i].dep not in silent))

    def _reporters(self, head: int) -> set[int]:
        """Who reports what a clause tells."""
        found = set[int]()
        while self.above[head][0]:
            how, head = self.above[head]
            found |= self._own(head) if how == "told" else set()
        return found

    def _leans(self, head: int) -> bool:
        """Whether a clause takes up what another one tells: "they", "its cook", "nine were detained"; and what is only said by the way,
        unless it is said of a subject: "The mill, which employs 40 people"."""
        tokens, tree = self.tokens, self.tree
        if self.above[head][0] == "aside":
            return tokens[head].dep != "relcl" or tokens[tokens[head].head].dep not in SUBJECTS
        subject = tree.child(head, *SUBJECTS)
        # After "the mayor said that" it is the mayor, who is shown.
        taking_up = subject is not None and not self._reported_after(head) and tokens[subject].pos not in {"NOUN", "PROPN"}
        theirs = subject is not None and any(tokens[i].tag == "PRP$" for i in tree.subtree(subject))
        return (
            taking_up
            or theirs
            or any(i != subject and tokens[i].text.lower() in TAKING_UP and tree.verb_above(i) == head for i in self._own(head))
        )


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Places in a row, together."""
    found = [[place] for place in places[:1]]
    for before, place in pairwise(places):
        if place == before + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _joins(token: Token) -> bool:
    """Whether a word only joins what stands around it."""
    return token.text in PAUSES or token.dep == "cc" or token.text.isspace()


def _quoted(tokens: Iterable[Token]) -> list[bool]:
    """For each token whether it stands inside a quotation."""
    inside, found = False, []
    for token in tokens:
        if token.text in {"\u201c", "\u201d", '"'}:
            inside = token.text == "\u201c" or (token.text == '"' and not inside)
        found.append(inside)
    return found


def _paired(text: str) -> bool:
    """Whether what opens in a text closes there."""
    return text.count('"') % 2 == 0 and all(text.count(sign) == text.count(other) for sign, other in PAIRS.items())


def _whole(claim: Claim, start: int, end: int) -> bool:
    """Whether a stretch cuts through nothing that belongs together."""
    return _paired(claim.words(start, end)) and not any(
        claim.start < place < claim.end and (_in_word(claim.words(place - 1, place + 1)) or _in_fact(claim, place))
        for place in (start, end)
    )


def _in_word(around: Collection[str]) -> bool:
    return all(sign.isalnum() or sign in "'\u2019-" for sign in around)


def _in_fact(claim: Claim, place: int) -> bool:
    return any(fact.start < place < fact.end for fact in claim.facts)
