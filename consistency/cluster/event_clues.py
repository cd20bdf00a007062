"""How much each word of a report tells of which event it is: what another report of the event would name too, and what it would not.

A model that was fitted to reports of one event and of like events gives for each name, figure and word, by where and how often it stands,
how much more likely it is found in a report of the same event than in one of another; and so for its absence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from consistency.cluster.event_identity import FIRST, name_parts
from consistency.model import Claim, Clock, DateFact, Quantity, Source, Token
from consistency.nlp.gazetteer import is_country, level_of
from consistency.nlp.parse_tree import CONTENT, STEM, SUBJECTS
from consistency.nlp.word_frequency import weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

    Floats = NDArray[np.float64]

KINDS = ("person", "state", "place", "body", "name", "figure", "noun", "verb", "word")
NAMES = frozenset(KINDS[:5])
ENTITIES = {"PERSON": "person", "GPE": "state", "LOC": "place", "FAC": "place", "ORG": "body"}
NAMED = frozenset({*ENTITIES, "EVENT", "PRODUCT", "NORP", "WORK_OF_ART"})
COMMON = 0.2
"""The weight below which a word tells nothing."""
RARE, SMALL, SOME = 0.9, 0.4, 0.6
"""Weights of figures: above twenty and clock times, up to three, and between."""
FEW, MANY = 3, 20
PAST = frozenset({"ago", "already", "before", "earlier", "former", "formerly", "last", "previous", "previously", "since"})
DAYS_AGO = 4
"""Days before publication from which on a date is of what was before the event."""
WIDTH = len(KINDS) + 1 + 5 * 11
"""Features of a clue: its kind, whether it is a city, and how it stands, by itself and for four groups of kinds."""
OUTCOMES = ("absent", "mentioned", "told")
"""Of a clue in another report: not there, there, or what that report is about."""


@dataclass(slots=True)
class _Clue:
    kinds: dict[str, int]
    place: float
    weight: float = 0.0
    first: float = 0.0
    title: float = 0.0
    count: int = 0
    past: float = 0.0
    speaker: int = 0
    subject: int = 0

    @property
    def kind(self) -> str:
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind))

    def row(self, key: str, length: float) -> list[float]:
        kind, n = self.kind, self.count
        named = kind in NAMES
        base = [self.weight, self.weight**2, 1 - self.place, self.first, self.title, math.log(n), self.past / n, self.speaker / n]
        base += [self.subject / n, float(named and is_country(key)), length]
        groups = (True, named, kind == "person", kind == "state", kind == "figure")
        found = [float(kind == other) for other in KINDS] + [float(kind == "state" and level_of(key) == "city")]
        return found + [value if group else 0.0 for group in groups for value in base]


@dataclass(frozen=True, slots=True)
class Clues:
    """The clues of one text: their keys, in order, their features, which are names, and which the text is about."""

    keys: tuple[str, ...]
    rows: Matrix
    named: frozenset[str]
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClueModel:
    """How likely each outcome is in a report of the same event and of another, as two softmax regressions on the features of a clue."""

    same: tuple[tuple[float, ...], ...]
    other: tuple[tuple[float, ...], ...]

    def __call__(self, rows: Matrix) -> Floats:
        """By how much each outcome tells for one event; shape (clues, outcomes)."""
        import numpy as np

        padded = np.hstack([rows.astype(np.float64), np.ones((len(rows), 1))])
        same, other = (_log_softmax(padded @ np.array(side).T) for side in (self.same, self.other))
        return np.asarray(np.round(same - other, 4))


def _log_softmax(values: Floats) -> Floats:
    import numpy as np

    values = values - values.max(axis=1, keepdims=True)
    return np.asarray(values - np.log(np.exp(values).sum(axis=1, keepdims=True)))


@lru_cache(maxsize=1)
def shipped() -> ClueModel:
    """The model that ships with the package; made by `scripts/fit_events.py`."""
    data = json.loads((files("consistency") / "data" / "clue_model.json").read_text(encoding="utf-8"))
    return ClueModel(*(tuple(tuple(row) for row in data[side]) for side in ("same", "other")))


def bags(found: Clues, model: ClueModel | None = None) -> dict[str, Mapping[str, float]]:
    """Weighted sets by name: what each outcome of each clue tells, as a share of what so many clues may tell; what the text is about;
    and which of the clues are names."""
    tells: Any = (model or shipped())(found.rows) if found.keys else ()
    scale = math.sqrt(max(1, len(found.keys)))
    weighed = {
        f"clue_{outcome}": {key: round(float(row[at]) / scale, 6) for key, row in zip(found.keys, tells, strict=True)}
        for at, outcome in enumerate(OUTCOMES)
    }
    flat = {"clue_main": found.told, "clue_named": found.named}
    return {**weighed, **{name: dict.fromkeys(sorted(keys), 1.0) for name, keys in flat.items()}}


def clues(source: Source, claims: Sequence[Claim]) -> Clues:
    """The names, figures and rarer words of a text. `claims` are all its claims, in order."""
    import numpy as np

    found: dict[str, _Clue] = {}
    for at, claim in enumerate(claims):
        past = float(_of_before(claim, source))
        for key, kind, value, token in _keys(claim):
            clue = found.setdefault(key, _Clue({}, 1.0))
            clue.kinds[kind] = clue.kinds.get(kind, 0) + 1
            clue.place = min(clue.place, at / len(claims))
            clue.weight = max(clue.weight, value)
            clue.first = max(clue.first, float(at < FIRST))
            clue.title = max(clue.title, float(claim.role == "title"))
            clue.count += 1
            clue.past += past
            if token is not None:
                said = claim.attribution
                clue.speaker += said is not None and said.start <= token.start < said.end
                clue.subject += token.dep in SUBJECTS
    keys = tuple(sorted(found))
    length = math.log1p(len(keys)) / 4
    rows = np.array([found[key].row(key, length) for key in keys], dtype=np.float32).reshape(len(keys), WIDTH)
    told = frozenset(key for key, clue in found.items() if (clue.first or clue.count > 1) and clue.past < clue.count)
    return Clues(keys, rows, frozenset(key for key in keys if found[key].kind in NAMES), told)


def _keys(claim: Claim) -> list[tuple[str, str, float, Token | None]]:
    found: list[tuple[str, str, float, Token | None]] = []
    for token in claim.tokens:
        kind = _kind(token)
        if kind in NAMES:
            found += [(part, kind, weight(part), token) for part in name_parts(token.text)]
        elif kind and len(token.lemma) > 1 and not token.text[0].isdigit():
            found.append((token.lemma.lower()[:STEM], kind, weight(token.lemma.lower()), token))
    found = [item for item in found if item[2] >= COMMON]
    for fact in claim.facts:
        if isinstance(fact, Quantity):
            found.append((f"#{fact.number:.4g}", "figure", SMALL if fact.number <= FEW else SOME if fact.number <= MANY else RARE, None))
        elif isinstance(fact, Clock):
            found.append((f"@{fact.first}", "figure", RARE, None))
    return found


def _kind(token: Token) -> str:
    if not token.text[0].isalnum():
        return ""
    if token.text[:1].isupper() and (token.entity in NAMED or token.pos == "PROPN"):
        return ENTITIES.get(token.entity, "name")
    return {"NOUN": "noun", "VERB": "verb"}.get(token.pos, "word" if token.pos in CONTENT else "")


def _of_before(claim: Claim, source: Source) -> bool:
    """Whether the sentence tells of what was before: by an adverb, the past perfect or a date."""
    if any(token.lemma.lower() in PAST or (token.tag == "VBD" and token.dep == "aux" and token.lemma == "have") for token in claim.tokens):
        return True
    days = [fact.last for fact in claim.facts if isinstance(fact, DateFact) and fact.last is not None]
    return source.published is not None and any((source.published - day).days > DAYS_AGO for day in days)


COLUMNS = tuple(f"{side} {name}" for side in ("least", "most") for name in ("clues", "named clues", "best clue", "worst clue"))
"""Features of a pair: what the clues of either text tell, all and names alone, and the ones that tell most for and against one event."""


@dataclass(frozen=True)
class Tables:
    """What the clues of many sources tell, as sparse matrices with a row a source."""

    absent: Any
    mentioned: Any
    told: Any
    there: Any
    main: Any
    named: Any


def pair_columns(tables: Tables, left: Any, right: Any) -> list[Floats]:
    """The features in `COLUMNS` of the pairs (left[k], right[k])."""
    import numpy as np

    forth, back = _tell(tables, left, right), _tell(tables, right, left)
    return [how(a, b) for how in (np.minimum, np.maximum) for a, b in zip(forth, back, strict=True)]


def _tell(tables: Tables, own: Any, other: Any) -> list[Floats]:
    import numpy as np

    absent, there, main = tables.absent[own], tables.there[other], tables.main[other]
    lacking = absent - absent.multiply(there)
    found = tables.mentioned[own].multiply(there - main) + tables.told[own].multiply(main)
    every = (lacking + found).tocsr()
    columns = [every.sum(axis=1), every.multiply(tables.named[own]).sum(axis=1)]
    columns += [found.tocsr().max(axis=1).toarray(), lacking.tocsr().min(axis=1).toarray()]
    return [np.asarray(column, dtype=np.float64).ravel() for column in columns]
