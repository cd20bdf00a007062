"""Walking a claim's parse: children, subtrees, the governing verb, and the slot that a word stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from consistency.model import Slot, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "obj", "attr", "oprd", "dative", "acomp"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
PEOPLE = frozenset({"people", "person", "victim", "individual"})
"""Nouns for persons in general: "12 people" and "12 victims" count the same thing where the rest of the slot agrees."""


class Tree:
    """The parse of one claim, with children by head."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.children: list[list[int]] = [[] for _ in tokens]
        self._seen: dict[object, list[list[int]]] = {}
        for index, token in enumerate(tokens):
            if token.head != index:
                self.children[token.head].append(index)

    def memo(self, look: Callable[[Sequence[Token]], list[list[int]]]) -> list[list[int]]:
        """What `look` finds in the tokens, looked up once a tree however many verbs ask."""
        if look not in self._seen:
            self._seen[look] = look(self.tokens)
        return self._seen[look]

    def ancestors(self, index: int) -> Iterator[int]:
        """Indices from the head of `index` up to the root."""
        seen = {index}
        while self.tokens[index].head not in seen:
            index = self.tokens[index].head
            seen.add(index)
            yield index

    def subtree(self, index: int) -> list[int]:
        """`index` and all below it, in the order of the text."""
        found, queue = set[int](), [index]
        while queue:
            current = queue.pop()
            if current not in found:
                found.add(current)
                queue.extend(self.children[current])
        return sorted(found)

    def child(self, index: int, *deps: str) -> int | None:
        """The first child of `index` with one of the dependency labels `deps`."""
        return next((child for child in self.children[index] if self.tokens[child].dep in deps), None)

    def verb_above(self, index: int) -> int | None:
        """The nearest verb (or auxiliary at a clause's head) that governs `index`."""
        return next((i for i in self.ancestors(index) if self.tokens[i].pos in {"VERB", "AUX"}), None)

    def subject(self, verb: int) -> int | None:
        """The subject of `verb`, borrowed from the verb it is coordinated with or open complement of where it has none."""
        seen = set[int]()
        while verb not in seen:
            seen.add(verb)
            found = self.child(verb, *SUBJECTS)
            if found is not None:
                if self.tokens[found].lemma in {"which", "who", "that"} and self.tokens[verb].dep == "relcl":
                    return self.tokens[verb].head
                return found
            if self.tokens[verb].dep in {"acl"}:
                return self.tokens[verb].head if self.tokens[verb].tag in {"VBN", "VBG"} else None
            if self.tokens[verb].dep == "pcomp":
                verb = self.tokens[self.tokens[verb].head].head
                continue
            if self.tokens[verb].dep not in {"conj", "xcomp", "advcl"}:
                return None
            verb = self.tokens[verb].head
        return None

    def objects(self, verb: int) -> list[int]:
        return [child for child in self.children[verb] if self.tokens[child].dep in OBJECTS]

    def prepositional(self, index: int) -> list[tuple[str, int]]:
        """Pairs of preposition and object below `index`."""
        return [
            (self.tokens[child].lemma.lower(), inner)
            for child in self.children[index]
            if self.tokens[child].dep in {"prep", "agent"}
            for inner in self.children[child]
            if self.tokens[inner].dep in {"pobj", "pcomp"}
        ]

    def phrase(self, index: int) -> str:
        """The lemma of `index`, or the whole name where it heads one."""
        token = self.tokens[index]
        if token.pos == "PROPN" or token.entity in {"PERSON", "ORG", "GPE"}:
            words = [
                self.tokens[i].text
                for i in sorted([index, *self.children[index]])
                if i == index or (self.tokens[i].dep == "compound" and self.tokens[i].pos == "PROPN")
            ]
            return " ".join(words).lower()
        return noun(token)

    def modifiers(self, index: int) -> tuple[str, ...]:
        """Lemmas of the content words that modify the noun at `index`, sorted."""
        return tuple(
            sorted(
                {
                    self.tokens[i].lemma.lower()
                    for i in self.children[index]
                    if self.tokens[i].dep in {"amod", "compound", "acl"} and self.tokens[i].pos in CONTENT and self.tokens[i].pos != "NUM"
                }
            )
        )

    def slot(self, index: int) -> Slot:
        """The slot of the noun (or number) at `index`: its noun, modifiers, governing verb, and who fills that verb's roles."""
        token = self.tokens[index]
        verb = self.verb_above(index)
        roles: dict[str, str] = {}
        for preposition, inner in self.prepositional(index):
            roles.setdefault(preposition, self.phrase(inner))
        predicate = ""
        if verb is not None:
            predicate = self.tokens[verb].lemma.lower()
            subject = self.subject(verb)
            if subject is not None and subject != index:
                roles.setdefault("subject", self.phrase(subject))
            elif subject == index:
                roles["is"] = "subject"
            for item in self.objects(verb):
                if item != index:
                    roles.setdefault("object", self.phrase(item))
            for preposition, inner in self.prepositional(verb):
                if inner != index:
                    roles.setdefault(preposition, self.phrase(inner))
        return Slot(
            noun=noun(token) if token.pos in {"NOUN", "PROPN", "ADJ", "VERB"} else "",
            modifiers=self.modifiers(index),
            predicate=predicate,
            roles=tuple(sorted(roles.items())),
        )


def runs(places: Iterable[int]) -> list[list[int]]:
    """Places in a row, together."""
    found: list[list[int]] = []
    for place in places:
        if found and found[-1][-1] == place - 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def noun(token: Token) -> str:
    lemma = token.lemma.lower()
    return "person" if lemma in PEOPLE else lemma


STEM = 5
"""Letters by which two words are one: "cooperate" and "cooperation", "Russia" and "Russian"."""
LIGHT = frozenset({"be", "have", "do", "say", "tell", "make", "take", "get", "other"})


def content_lemmas(tokens: Sequence[Token]) -> frozenset[str]:
    """The lemmas of nouns, names, verbs, adjectives and numbers, light verbs left out; "counter-strike" also as one word."""
    found = {
        token.lemma.lower()
        for token in tokens
        if token.pos in CONTENT and token.lemma.lower() not in LIGHT and any(c.isalnum() for c in token.text)
    }
    for left, dash, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if dash.text in {"-", "‑"} and left.end == dash.start and dash.end == right.start and left.text.isalpha() and right.text.isalpha():
            found.add((left.text + right.lemma).lower())
    return frozenset(found)
