"""A piece of evidence in its parsed sentence: what the names of disputed facts are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from consistency.model import Claim, Evidence, Token
from consistency.nlp.parse_tree import Tree
from consistency.nlp.phrases import inside, noun_phrase, text_of

BEFORE, AFTER = 6, 5
"""Words shown on each side of a detail that has no other name."""
FURTHER = 10
"""Words back to where the subject begins: from there the words are shown, where that is no farther."""
LEAST = 3
"""Words around a gap below which they say nothing."""
LEAST_BEFORE = 3
"""Words from which a comma ends what is shown."""
ENDS = frozenset({".", ";", ":", "(", ")", "!", "?", '"', "\u201c", "\u201d", "\u2014", "\u2013", "--", "\n"})
LOOSE = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "AUX", "PART", "PRON", "PUNCT"})
"""Words that say nothing at the end of a cut stretch."""
ENDING = frozenset({"CCONJ", "PUNCT"})
"""Those that say nothing before a full stop either."""
DANGLING = frozenset({"CCONJ", "PUNCT", "PART", "ADP", "SCONJ"})
"""Words that say nothing at its start."""


@dataclass(frozen=True)
class Seen:
    """A piece of evidence in its sentence."""

    evidence: Evidence
    claim: Claim

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.claim.tokens)

    @cached_property
    def span(self) -> list[int]:
        """The tokens of the words in dispute."""
        return [i for i, token in enumerate(self.claim.tokens) if token.start < self.evidence.end and self.evidence.start < token.end]

    @cached_property
    def top(self) -> int | None:
        """The token of the span that hangs on something outside it."""
        inside_span = set(self.span)
        tokens = self.claim.tokens
        return next((i for i in self.span if tokens[i].head not in inside_span or tokens[i].head == i), None)

    @cached_property
    def preposition(self) -> str:
        """The preposition that the words in dispute hang on: "since" of "since 2019"."""
        if self.top is None:
            return ""
        head = self.claim.tokens[self.claim.tokens[self.top].head]
        return head.text.lower() if self.claim.tokens[self.top].dep == "pobj" and head.pos in {"ADP", "SCONJ"} else ""

    def say(self, indices: Iterable[int]) -> str:
        return text_of(self.claim.tokens, indices)

    def mid(self, indices: Sequence[int]) -> str:
        """The words as they read inside a sentence."""
        return inside(self.claim.tokens, min(indices), self.say(indices)) if indices else ""

    def gap(self) -> str:
        """The words around those in dispute, with a gap where these stand: "the ferry lost its … propeller"."""
        if not self.span:
            return ""
        before = self._from_subject() or self._before()
        after = self._after(AFTER) or self._after(2 * AFTER)
        if len(before) + len(after) < LEAST:
            return ""
        words = " \u2026 ".join([self.say(before), self.say(after)]).strip()
        return f"\u201c{words}\u201d"

    def _from_subject(self) -> list[int]:
        """Subject and verb before the words in dispute, where something long stands between them: "the brewer was", of "the brewer, who
        runs a boat yard in Orrin, was acquitted"."""
        tree, tokens = self.tree, self.claim.tokens
        verb = next(
            (i for i in self.span if tokens[i].pos in {"VERB", "AUX"} and (tokens[i].head == i or tokens[i].head not in self.span)), None
        )
        subject = tree.subject(verb) if verb is not None else None
        if verb is None or subject is None or subject >= self.span[0] or tokens[subject].pos not in {"NOUN", "PROPN"}:
            return []
        named = noun_phrase(tree, subject, self.span)
        helping = [i for i in tree.children[verb] if named[-1] < i < self.span[0] and tokens[i].dep in {"aux", "auxpass", "neg"}]
        first = min(helping, default=self.span[0])
        return [*named, *range(first, self.span[0])] if first > named[-1] + 1 else []

    def _before(self) -> list[int]:
        tokens, first = self.claim.tokens, self.span[0]
        start = self._subject(first)
        found: list[int] = []
        for i in range(first - 1, max(0, first - FURTHER) - 1, -1):
            if _ends(tokens[i]) or (tokens[i].text == "," and len(found) >= LEAST_BEFORE):
                break
            if len(found) >= BEFORE and (start is None or i < start):
                break
            found.append(i)
        found.reverse()
        # Not in the midst of a phrase: "ready to settle", not "to settle"; "the old mill", not "mill".
        while (
            found
            and found[0] > max(0, first - 2 * FURTHER)
            and found[0] <= tokens[found[0] - 1].head < first
            and tokens[found[0] - 1].pos != "PUNCT"
        ):
            found.insert(0, found[0] - 1)
        while found and tokens[found[0]].pos in DANGLING:
            found.pop(0)
        return found

    def _subject(self, first: int) -> int | None:
        """Where the subject begins, before the words in dispute and near them."""
        verb = self.tree.verb_above(self.top) if self.top is not None else None
        subject = self.tree.subject(verb) if verb is not None else None
        if subject is None:
            return None
        start = min((i for i in self.tree.subtree(subject) if i <= subject), default=subject)
        return start if first - FURTHER <= start < first else None

    def _after(self, most: int) -> list[int]:
        tokens, found = self.claim.tokens, list[int]()
        loose = LOOSE
        for i in range(self.span[-1] + 1, min(len(tokens), self.span[-1] + 1 + most)):
            if _ends(tokens[i]) or (tokens[i].text == "," and found):
                loose = ENDING
                break
            found.append(i)
        while found and tokens[found[-1]].pos in loose:
            found.pop()
        # Nor in the midst of a phrase here: "the northern pier", not "the northern".
        while found and found[-1] < tokens[found[-1]].head <= found[-1] + LEAST and not _ends(tokens[found[-1] + 1]):
            found.append(found[-1] + 1)
        return found


def _ends(token: Token) -> bool:
    return token.text in ENDS or token.text.startswith("\n")
