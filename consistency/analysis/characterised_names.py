"""Who is characterised under several names, and which characterisations are of what several sources characterise.

A part of the documents gives the little that this takes (`Names`); the tables of all parts are joined into one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from consistency.model import Framing
from consistency.model.grouping import grouped
from consistency.nlp.names import fullest_names, surname

LEAST_SOURCES = 2


@dataclass(frozen=True, slots=True)
class Said:
    """A characterisation under the name that its source uses."""

    name: str
    shown: str
    person: bool
    item: Framing


Names = dict[tuple[str, str, bool], tuple[int, tuple[str, ...]]]
"""For each name, its usual letters and whether it is a person's: how often it is characterised, and the first few sources that do so."""


def named(found: Iterable[Said]) -> Names:
    """The names in some characterisations: the little that joining them with those of other documents takes."""
    names: Names = {}
    for one in found:
        count, sources = names.get((one.name, one.shown, one.person), (0, ()))
        names[one.name, one.shown, one.person] = count + 1, _few({*sources, one.item.source})
    return names


def targets(tables: Iterable[Names]) -> dict[str, str]:
    """From each name to the one that is shown for it, joined over all documents. Names that too few sources characterise are left out."""
    names: Names = {}
    for table in tables:
        for key, (count, sources) in table.items():
            before, others = names.get(key, (0, ()))
            names[key] = before + count, _few({*others, *sources})
    full = _joined(names)
    forms: dict[str, Counter[str]] = {}
    for (name, shown, _), (count, _) in names.items():
        forms.setdefault(full.get(name, name), Counter())[full.get(shown, shown)] += count
    usual = {name: min(found, key=lambda form: (-found[form], form)) for name, found in forms.items()}
    shown_as = {name: usual[full.get(name, name)] for name, _, _ in names}
    tellers: dict[str, set[str]] = {}
    for (name, _, _), (_, sources) in names.items():
        tellers.setdefault(shown_as[name], set()).update(sources)
    return {name: target for name, target in shown_as.items() if len(tellers[target]) >= LEAST_SOURCES}


def framed(found: Iterable[Said], shown_as: Mapping[str, str]) -> list[Framing]:
    """The characterisations under the names that are shown, sorted by source and place."""
    kept = {replace(one.item, target=shown_as[one.name]) for one in found if one.name in shown_as}
    return sorted(_longest(kept), key=lambda item: (item.source, item.start, item.end, item.target))


def _few(sources: Iterable[str]) -> tuple[str, ...]:
    """As many as it takes to tell that there are enough."""
    return tuple(sorted(sources)[:LEAST_SOURCES])


def _joined(names: Iterable[tuple[str, str, bool]]) -> dict[str, str]:
    """Each person's name to its fullest form in any source; a surname that two people share stays itself."""
    of_surname = grouped((surname(name), name) for name, _, person in names if person)
    return {name: full for same in of_surname.values() for name, full in fullest_names(same).items()}


def _longest(items: Iterable[Framing]) -> Iterator[Framing]:
    """Without what stands inside a longer characterisation of the same name."""
    for same in grouped(((item.claim, item.target), item) for item in items).values():
        yield from (
            item for item in same if not any(other != item and other.start <= item.start and item.end <= other.end for other in same)
        )
