"""How each source characterises whom, for showing: the people, states and bodies whose sources differ most come first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.model import Framing, Source
from consistency.render.view.view import Passage, View

AT_A_GLANCE = 3
"""Entities that stand open; the rest is folded."""
AT_MOST = 30
"""Entities shown at all: what is further down the list tells little, and stands in `report.json`."""
SAYINGS = 8
"""Characterisations shown of one entity in one source."""
TELLING = 3
"""Of each source the most loaded characterisations that count for the order."""
FEW = 4
"""As many characterisations are shown in any case."""
LEAST = 0.3
"""The loading below which one more is too plain to show."""
OWN = "own"


@dataclass(frozen=True, slots=True)
class Saying:
    """A characterisation on one line, with its place. `voice` is who puts it so, empty for the source itself."""

    words: str
    voice: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Teller:
    """What one source says of an entity in its own voice and in the words of others; `more` are left out."""

    source: Source
    own: tuple[Saying, ...]
    others: tuple[Saying, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Characterised:
    """One entity and the sources that characterise it, the earliest first."""

    name: str
    tellers: tuple[Teller, ...]


def characterised(shown: View) -> tuple[Characterised, ...]:
    """The entities that two or more of the sources shown characterise, those first where they are most loaded and part most in it."""
    sources = {source.id: source for source in shown.sources}
    claims = {claim.id: claim for claim in shown.claims}
    by_target: dict[str, dict[str, list[Framing]]] = defaultdict(lambda: defaultdict(list))
    for item in shown.report.framing:
        if item.source in sources and item.claim in claims:
            by_target[item.target][item.source].append(item)
    several = {name: told for name, told in by_target.items() if len(told) > 1}
    ranked = sorted(several, key=lambda name: (-_weight(several[name]), name))[:AT_MOST]
    made = []
    for name in ranked:
        told = several[name]
        order = sorted(told, key=lambda source: (str(sources[source].published or "9999"), sources[source].path, source))
        tellers = []
        for source in order:
            every = _distinct(told[source])
            said = [
                Saying(
                    " ".join(item.text.split()),
                    "" if item.voice == OWN else item.voice,
                    Passage(sources[source], claims[item.claim], ((item.start, item.end),)),
                )
                for item in _most_loaded(every)
            ]
            own, others = (tuple(item for item in said if bool(item.voice) == by_others) for by_others in (False, True))
            tellers.append(Teller(sources[source], own, others, len(every) - len(said)))
        made.append(Characterised(name, tuple(tellers)))
    return tuple(made)


def _most_loaded(items: Sequence[Framing]) -> list[Framing]:
    """Those worth showing, in their order: a few in any case, then the more loaded ones."""
    ranked = sorted(items, key=lambda item: (-item.loading, item.start, item.end))
    kept = ranked[:FEW] + [item for item in ranked[FEW:SAYINGS] if item.loading >= LEAST]
    return [item for item in items if item in kept]


def _distinct(items: Iterable[Framing]) -> list[Framing]:
    """In the order of the text, nothing said twice in the same words and voice."""
    found: dict[tuple[str, str], Framing] = {}
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        found.setdefault((" ".join(item.text.lower().split()), item.voice), item)
    return list(found.values())


def _weight(told: dict[str, list[Framing]]) -> float:
    """How loaded the sources put it and how far they part in that, by how many they are."""
    most = [sorted((item.loading for item in _distinct(items)), reverse=True)[:TELLING] for items in told.values()]
    loads = [sum(loadings) / len(loadings) for loadings in most]
    mean = sum(loads) / len(loads)
    return round((mean * mean + 0.25 * (max(loads) - min(loads))) * math.log2(1 + len(told)), 6)
