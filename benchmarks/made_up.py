"""A made-up newsroom folder of any size, and fast stand-ins for the two models: `sources(1000)`.

Stories run for weeks and hold several events; each event is told by a few outlets within two days, so that events of one story
overlap in words and people and events of different stories overlap in time. The number of reports a day does not depend on
the size: a larger folder covers more days. One report in twenty-five has no date.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from consistency.model import Source, Token
from consistency.model.protocols import Parse

if TYPE_CHECKING:
    from consistency.model.protocols import Matrix

START = date(2015, 1, 5)
REPORTS_A_DAY = 25
EVENTS_A_STORY = 6
OUTLETS = ("Courier", "Gazette", "Herald", "Ledger", "Mercury", "Observer", "Post", "Tribune")
SUBJECTS = ("bridge", "ferry", "harbour", "hospital", "library", "mine", "orchard", "quarry", "reservoir", "school", "tramway", "windmill")
HAPPENINGS = (
    ("collapsed", "collapse", "injuring"), ("reopened", "reopening", "drawing"), ("flooded", "flood", "stranding"),
    ("burned", "fire", "displacing"), ("struck", "strike", "idling"), ("sold", "sale", "affecting"),
    ("evacuated", "evacuation", "moving"), ("privatised", "privatisation", "angering"),
)  # fmt: skip
OPENINGS = (
    "The {subject} in {place} {verb} on {day}, {effect} {count} people.",
    "{count} people were hit when the {subject} in {place} {verb} on {day}.",
    "On {day} the {subject} in {place} {verb}, {effect} {count} people, {person} said.",
)
LATER = (
    "{person}, the head of {body}, said the {noun} cost {cost} million dollars.",
    "{other} told reporters that {body} would look into the {noun}.",
    "The {noun} of the {subject} comes {weeks} weeks after a vote in {place}.",
    "{body} had warned of {count} cases in a report of {pages} pages.",
    "{person} and {other} will meet again in {elsewhere}.",
    "People in {place} asked {body} for {cost} million dollars.",
    "The {subject} was built {years} years ago by {body}.",
    "{other} said {share} per cent of the {subject} had been checked.",
)
SYLLABLES = (
    "bar", "cor", "dun", "el", "fal", "gri", "hol", "is", "jor", "kel", "lam", "mon", "nor", "or", "pel", "ros", "sul", "tam",
    "ul", "ven",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    subject: str
    places: tuple[str, ...]
    people: tuple[str, ...]
    bodies: tuple[str, ...]
    first: int
    """The day on which it begins, counted from START."""


def sources(count: int, seed: int = 1) -> list[Source]:
    """`count` reports. A larger folder holds the smaller one's stories and more."""
    found: list[Source] = []
    for number, story in enumerate(stories(seed)):
        for event in range(EVENTS_A_STORY):
            for source in reports(story, number, event):
                found.append(source)
                if len(found) == count:
                    return found
    return found


def stories(seed: int) -> Iterator[Story]:
    number = 0
    while True:
        chance = random.Random(seed * 1_000_003 + number)
        names = [name(chance) for _ in range(12)]
        yield Story(
            subject=chance.choice(SUBJECTS),
            places=tuple(names[:4]),
            people=tuple(f"{first} {last}" for first, last in zip(names[4:7], names[7:10], strict=True)),
            bodies=(f"{names[10]} Council", f"{names[11]} Trust"),
            first=number * EVENTS_A_STORY * 4 // REPORTS_A_DAY,
        )
        number += 1


def name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).title()


def reports(story: Story, number: int, event: int) -> Iterator[Source]:
    """Two to six reports of one event; some disagree on its figures."""
    chance = random.Random((number * EVENTS_A_STORY + event) * 7919)
    day = START + timedelta(days=story.first + event * 5 + chance.randrange(3))
    verb, noun, effect = chance.choice(HAPPENINGS)
    facts = {
        "subject": story.subject,
        "verb": verb,
        "noun": noun,
        "effect": effect,
        "place": name(chance),
        "elsewhere": story.places[event % len(story.places)],
        "day": f"{day:%A}",
        "person": story.people[event % len(story.people)],
        "other": f"{name(chance)} {name(chance)}",
        "body": story.bodies[event % len(story.bodies)],
        "weeks": chance.randrange(2, 40),
        "pages": chance.randrange(20, 900),
        "years": chance.randrange(12, 90),
        "share": chance.randrange(4, 99),
    }
    count, cost = chance.randrange(12, 400), chance.randrange(3, 90)
    for copy, outlet in enumerate(chance.sample(OUTLETS, chance.randrange(2, 7))):
        told = {**facts, "count": count + (copy % 3 == 2), "cost": cost}
        sentences = [chance.choice(OPENINGS), *chance.sample(LATER, 6)]
        title = f"{facts['place']} {story.subject} {noun}"
        text = f"{title}\n\n" + "\n\n".join(sentence.format_map(told) for sentence in sentences) + "\n"
        undated = chance.randrange(25) == 0
        path = f"{number:05d}/{event}-{copy}.txt"
        yield Source(
            path=path,
            text=text,
            id=f"s{number}-{event}-{copy}",
            outlet=f"The {outlet}",
            published=None if undated else day + timedelta(days=chance.randrange(2)),
            provenance={} if undated else {"published": "manifest"},
        )


WORD = re.compile(r"\w+|[^\w\s]")
FUNCTION = {
    **dict.fromkeys(("the", "a", "that"), "DET"),
    **dict.fromkeys(("in", "on", "of", "for", "by", "into", "after", "when"), "ADP"),
    **dict.fromkeys(("was", "were", "had", "been", "will", "would"), "AUX"),
    **dict.fromkeys(("said", "told", "cost", "comes", "meet", "asked", "warned", "built", "hit", "look", "checked"), "VERB"),
    **dict.fromkeys((verb for verb, _, _ in HAPPENINGS), "VERB"),
    "and": "CCONJ",
}


class FastLanguageModel:
    """Knows the words of the templates: parts of speech, names as entities, and a flat parse under the first verb."""

    id = "made-up-language"

    def __call__(self, texts: Sequence[str]) -> list[Parse]:
        return [tuple(self._sentence(match) for match in re.finditer(r"[^.\n]+\.?", text) if match.group().strip()) for text in texts]

    def _sentence(self, found: re.Match[str]) -> tuple[Token, ...]:
        words = list(WORD.finditer(found.group()))
        tags = [self._tag(match.group()) for match in words]
        root = next((index for index, tag in enumerate(tags) if tag == "VERB"), 0)
        tokens = []
        for index, (match, tag) in enumerate(zip(words, tags, strict=True)):
            word = match.group()
            named = tag == "PROPN" and word not in ("On", "People")
            begins = named and (index == 0 or tags[index - 1] != "PROPN")
            before = words[index - 1].group() if index else ""
            inside = tokens[-1].entity if tokens and named and not begins else ""
            entity = inside or ("" if not named else "GPE" if before == "in" else "PERSON")
            tokens.append(
                Token(
                    text=word,
                    lemma=word.lower(),
                    pos=tag,
                    tag=tag,
                    dep="ROOT" if index == root else "nsubj" if index < root and named else "dep",
                    head=root,
                    start=found.start() + match.start(),
                    end=found.start() + match.end(),
                    entity="CARDINAL" if tag == "NUM" else entity,
                    begins=begins or tag == "NUM",
                )
            )
        return tuple(tokens)

    def _tag(self, word: str) -> str:
        if not word[0].isalnum():
            return "PUNCT"
        return FUNCTION.get(word.lower()) or ("NUM" if word.isdigit() else "PROPN" if word[0].isupper() else "NOUN")


@lru_cache(maxsize=100_000)
def _direction(word: str) -> np.ndarray:
    vector = np.random.default_rng(zlib.crc32(word.encode())).standard_normal(FastEmbedder.dimensions)
    return vector / np.linalg.norm(vector) * (0.1 if word in FUNCTION else 2.0 if word[0].isupper() else 1.0)


class FastEmbedder:
    """A bag of words, each a fixed random direction: texts that share names and content words are near."""

    id = "made-up-embedder"
    dimensions = 256

    def __call__(self, texts: Sequence[str]) -> Matrix:
        matrix = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            words = [match.group() for match in WORD.finditer(text) if match.group()[0].isalnum()]
            matrix[row] = sum((_direction(word) for word in words), np.full(self.dimensions, 1e-6))
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)
