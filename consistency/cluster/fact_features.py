"""What speaks for it that one claim tells all that another tells: the features of a pair, in the order of `FEATURES`.

They have a direction: what is asked is whether the second claim holds the content of the first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from consistency.model import Claim, DateFact, Organisation, Person, Place, Quantity
from consistency.nlp.lexicon import synonyms
from consistency.nlp.number_words import rank, spelled
from consistency.nlp.parse_tree import CONTENT, LIGHT, STEM, Tree
from consistency.nlp.word_frequency import weight

FEATURES = (
    "cosine", "told", "back", "told_near", "lost_most", "lost_second", "lost_count", "extra_count", "names", "names_back",
    "figures", "figures_any", "days", "days_lost", "links", "rivals", "verb", "verbs", "voice", "length", "quoted", "numbers_lost",
    "crossed_any", "crossed", "out_of_order",
)  # fmt: skip
NEAR = 0.005
"""The share by which two figures may be apart and still be one, rounded."""
LARGE = 20
SHARED_WORDS = 14
"""Of so many words that two claims share, in the order of the alphabet, who stands near whom is compared."""
STEPS, PLACES = 2, 3
"""One word is nearer than another to a third where it is by so many steps of the parse, or by so many words of the sentence."""
RANKED = frozenset({"st", "nd", "rd", "th"})
MULTIPLES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "dozen": 12.0}
RELATIONS = {
    "nsubj": "doer",
    "agent": "doer",
    "csubj": "doer",
    "by": "doer",
    "dobj": "done",
    "obj": "done",
    "nsubjpass": "done",
    "attr": "done",
    "acomp": "done",
}
SAYING = frozenset(
    {
        "say", "tell", "add", "report", "announce", "state", "explain", "note", "confirm", "accord", "claim", "write", "warn",
        "believe", "think", "insist", "argue",
    }
)  # fmt: skip


class Telling:
    """A claim with what is read off it for the comparison with others, worked out once."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.quoted = any(fact.kind == "quote" for fact in claim.facts)
        self._apart: dict[tuple[str, str], tuple[int, int]] = {}

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(token.lemma.lower() for token in self.claim.tokens)

    @cached_property
    def words(self) -> dict[str, float]:
        """The stems of the content words with their weights."""
        return {stem: weight(self.claim.tokens[places[0]].lemma.lower()) + 0.02 for stem, places in self.places.items()}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each stem of a content word stands."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.claim.tokens):
            if token.pos in CONTENT and token.lemma.lower() not in LIGHT and token.text[0].isalnum():
                found.setdefault(token.lemma.lower()[:STEM], []).append(index)
        return found

    @cached_property
    def every(self) -> frozenset[str]:
        """The stems of all words, of any kind, as they are written too."""
        return frozenset(form.lower()[:STEM] for token in self.claim.tokens for form in (token.lemma, token.text))

    @cached_property
    def near(self) -> frozenset[str]:
        """These, and the stems of the synonyms of content words."""
        content = {token.lemma.lower() for token in self.claim.tokens if token.pos in CONTENT}
        return self.every | {other[:STEM] for word in content for other in synonyms(word)}

    @cached_property
    def names(self) -> dict[str, float]:
        """The words of names, those that the parse takes for a proper noun among them: it does not know every name."""
        claim = self.claim
        found = {word.lower() for fact in claim.facts if isinstance(fact, (Person, Place, Organisation)) for word in fact.canonical.split()}
        found |= {t.text.lower() for t in claim.tokens if t.pos == "PROPN" and t.entity not in {"DATE", "TIME"} and claim.role != "title"}
        return {word[:STEM]: weight(word) + 0.05 for word in sorted(found) if word.isalpha() and len(word) > 2}

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(fact.canonical.rsplit(" ", 1)[-1].lower() for fact in self.claim.facts if isinstance(fact, Person))

    @cached_property
    def figures(self) -> set[tuple[str, float]]:
        return {(f"{fact.kind} {fact.unit}", float(fact.number)) for fact in self.claim.facts if isinstance(fact, Quantity)}

    @cached_property
    def days(self) -> list[tuple[int, int]]:
        return [
            (fact.first.toordinal(), fact.last.toordinal())
            for fact in self.claim.facts
            if isinstance(fact, DateFact) and fact.first is not None and fact.last is not None
        ]

    @cached_property
    def written(self) -> frozenset[float]:
        """All numbers as they are written, as a figure, a word or a rank, whatever they count: where each of two sentences has one of its
        own, they tell two things."""
        found = set()
        for token in self.claim.tokens:
            word = token.text.lower().replace(",", "")
            if word in MULTIPLES:
                found.add(MULTIPLES[word])
            elif word.replace(".", "", 1).isdigit() and word.isascii():
                found.add(float(word))
            elif token.pos == "NUM" and word != "one" and (value := spelled(word)) is not None:
                found.add(value)
            elif (word[:1].isalpha() or word[-2:] in RANKED) and rank(word) > 2:
                found.add(float(rank(word)))
        return frozenset(found)

    @cached_property
    def large(self) -> frozenset[float]:
        """The large figures as they are written, whatever they count; what may be a year is left out."""
        written = (token.text for token in self.claim.tokens if token.text[0] not in "12" or len(token.text) != 4)
        plain = (text.replace(",", "") for text in written)
        return frozenset(float(text) for text in plain if text.isascii() and text.isdigit() and float(text) > LARGE)

    @cached_property
    def verbs(self) -> frozenset[str]:
        return frozenset(t.lemma.lower()[:STEM] for t in self.claim.tokens if t.pos == "VERB" and t.lemma.lower() not in {"say", "tell"})

    @cached_property
    def main(self) -> str:
        """The stem of the verb of what is told, below those of saying it."""
        tokens = self.claim.tokens
        at = next((index for index, token in enumerate(tokens) if token.head == index), None)
        while at is not None and tokens[at].lemma.lower() in SAYING:
            told = next((i for i, t in enumerate(tokens) if t.head == at != i and t.dep == "ccomp" and t.pos in {"VERB", "AUX"}), None)
            if told is None:
                break
            at = told
        return tokens[at].lemma.lower()[:STEM] if at is not None else ""

    @cached_property
    def links(self) -> dict[str, set[tuple[str, str]]]:
        """For each stem what hangs on it in the parse, and as what; helping words and prepositions between the two are passed over."""
        tokens = self.claim.tokens
        found: dict[str, set[tuple[str, str]]] = {}
        for stem, places in self.places.items():
            for index in places:
                head, relation, steps = tokens[index].head, tokens[index].dep, 0
                while head != index and tokens[head].pos in {"ADP", "AUX", "PART", "SCONJ"} and tokens[head].head != head and steps < STEM:
                    relation = tokens[head].lemma.lower() if tokens[head].pos == "ADP" else relation
                    head, steps = tokens[head].head, steps + 1
                if head != index and tokens[head].text[0].isalnum():
                    found.setdefault(tokens[head].lemma.lower()[:STEM], set()).add((RELATIONS.get(relation, relation), stem))
        return found

    @cached_property
    def joined(self) -> frozenset[frozenset[str]]:
        """The two stems of each link, whichever hangs on the other."""
        return frozenset(frozenset((head, child)) for head, hung in self.links.items() for _, child in hung)

    @cached_property
    def paths(self) -> list[dict[int, int]]:
        """For each token the tokens above it, itself among them, with the steps up to them."""
        tree = Tree(self.claim.tokens)
        return [{above: steps for steps, above in enumerate((at, *tree.ancestors(at)))} for at in range(len(self.claim.tokens))]

    def apart(self, one: str, other: str) -> tuple[int, int]:
        """How far two stems are from each other at the least: in steps of the parse and in words of the sentence."""
        if (one, other) not in self._apart:
            pairs = [(i, j) for i in self.places[one] for j in self.places[other]]
            found = min(self._steps(i, j) for i, j in pairs), min(abs(i - j) for i, j in pairs)
            self._apart[one, other] = self._apart[other, one] = found
        return self._apart[one, other]

    def _steps(self, left: int, right: int) -> int:
        up, down = self.paths[left], self.paths[right]
        return min((steps + down[at] for at, steps in up.items() if at in down), default=len(self.paths))


@lru_cache(maxsize=4_000)
def telling(claim: Claim) -> Telling:
    """The claim as it is compared: it stands in several groups and many pairs."""
    return Telling(claim)


def row(left: Telling, right: Telling, cosine: float, order: Sequence[float] | None = None) -> list[float]:
    """The features of it that `right` tells what `left` tells. `order` is what `crossed` says of the two, where it is known."""
    lost = sorted((value for stem, value in left.words.items() if stem not in right.near), reverse=True)
    extra = sum(stem not in left.near for stem in right.words)
    shared = [any(kind == k and is_near(value, v) for k, v in right.figures) for kind, value in sorted(left.figures)]
    claim, other = left.claim, right.claim
    return [
        cosine,
        found_among(left.words, right.every),
        found_among(right.words, left.every),
        found_among(left.words, right.near),
        lost[0] if lost else 0.0,
        lost[1] if len(lost) > 1 else 0.0,
        math.log1p(len(lost)),
        math.log1p(extra),
        found_among(left.names, right.every),
        found_among(right.names, left.every),
        sum(shared) / len(shared) if shared else 0.5,
        float(bool(shared)),
        float(bool(left.days and right.days)),
        float(bool(left.days) and not right.days),
        len(left.joined & right.joined) / len(left.joined) if left.joined else 0.5,
        float(_rivals(left, right)),
        1.0 if left.main in right.every else 0.6 if left.main in right.near else 0.0,
        len(left.verbs & right.verbs) / max(1, len(left.verbs)),
        float((claim.attribution is None) == (other.attribution is None)),
        math.log(max(1, len(claim.tokens)) / max(1, len(other.tokens))),
        float(left.quoted != right.quoted),
        float(len(left.written - right.written)),
        *(crossed(left, right) if order is None else order),
    ]


def is_near(left: float, right: float) -> bool:
    return abs(left - right) <= NEAR * max(abs(left), abs(right))


def found_among(words: Mapping[str, float], among: Collection[str]) -> float:
    """The share of the words, by weight, that stands among others; halfway where there are none."""
    total = sum(words.values())
    return sum(words[word] for word in sorted(words) if word in among) / total if total else 0.5


def _rivals(left: Telling, right: Telling) -> int:
    """How often each has a word of its own as the same part of one: "begins in October", "begins in September"."""
    count = 0
    for head in left.links.keys() & right.links.keys():
        mine, others = left.links[head], right.links[head]
        for relation in {relation for relation, _ in mine} & {relation for relation, _ in others}:
            count += not any(stem in right.near for stem in _as(mine, relation)) and not any(
                stem in left.near for stem in _as(others, relation)
            )
    return count


def _as(hung: Iterable[tuple[str, str]], relation: str) -> list[str]:
    return [stem for kind, stem in hung if kind == relation]


def crossed(left: Telling, right: Telling) -> list[float]:
    """Whether the words that both have go together otherwise: of two words another is nearer to one here, to the other there.

    The same whichever of the two stands first.
    """
    shared = sorted(left.places.keys() & right.places.keys())[:SHARED_WORDS]
    told = otherwise = out_of_order = 0
    for middle in shared:
        found = [(*left.apart(middle, one), *right.apart(middle, one)) for one in shared if one != middle]
        for at, (steps, place, steps_there, place_there) in enumerate(found):
            for steps_to, place_to, steps_to_there, place_to_there in found[at + 1 :]:
                here, there = steps - steps_to, steps_there - steps_to_there
                if abs(here) >= STEPS and abs(there) >= STEPS:
                    told += 1
                    otherwise += here * there < 0
                here, there = place - place_to, place_there - place_to_there
                out_of_order += abs(here) >= PLACES and abs(there) >= PLACES and here * there < 0
    return [float(otherwise > 0), otherwise / max(4, told), min(out_of_order, 6) / 6]
