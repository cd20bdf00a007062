"""What of a folder's sources tells which are near to which, side by side on disk: one more is looked up there without reading the rest.

It holds what comparing all pairs of sources gives, which rests on the pair alone. A source goes by what its text and origin follow from, so
that whatever has changed since counts as new, and is compared afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consistency.cluster.drafts import every_pair, has_a_say, joined_pairs
from consistency.cluster.event_pairs import About, Details, Names, Outlines, Pairs
from consistency.cluster.event_tiles import TILE, compared, near_to
from consistency.engine.seen_files import many
from consistency.engine.stored_pairs import Columns, Known, StoredPairs
from consistency.model.ids import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

PART = 8 * TILE
"""Stored sources that are looked at beside new ones at once."""


def numbers(keys: Sequence[str]) -> Indices:
    """What sources go by, from their keys; of several with one key each has a number of its own."""
    import numpy as np

    found = np.array([int(digest(key, size=7), 16) for key in keys], dtype=np.int64)
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(keys) else np.zeros(0, dtype=bool)
    first = np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))
    found[order] += np.arange(len(keys)) - first
    return found


def stated_number(about: About) -> int:
    """Stands for the event that a source is said to report; 0 where nothing is said."""
    return int(digest(about.stated, size=7), 16) if about.stated else 0


def flags_of(pairs: Pairs) -> Any:
    """What is said of each pair, as bits."""
    import numpy as np

    return np.packbits(np.stack([pairs.apart, pairs.copy, pairs.story, pairs.elsewhere], axis=1), axis=1).ravel()


def said_in(flags: Any) -> Any:
    """What `flags_of` was given, an array each."""
    import numpy as np

    return np.unpackbits(flags.reshape(-1, 1), axis=1, count=4).astype(bool).T


class Neighbours:
    """The pairs of a folder's sources (a `Graph`): what is `known` of them, and what has been found of those that are new."""

    def __init__(self, known: Known, own: Indices, fresh: Pairs, stated: Mapping[int, int]) -> None:
        """`own` has for each source its row, -1 where it is new; `stated` has what `stated_number` gives for the new ones."""
        import numpy as np

        self._known = known
        self._rows = own
        self._fresh = fresh
        self._index = np.full(len(known.columns["keys"]), -1, dtype=np.int64)
        there = np.nonzero(own >= 0)[0]
        self._index[own[there]] = there
        self._stated = np.zeros(len(own), dtype=np.int64)
        self._stated[there] = known.columns["stated"][own[there]]
        for index, number in stated.items():
            self._stated[index] = number

    def pairs(self, sources: Indices, near: bool | None = None) -> Pairs:
        """All pairs that one of some sources is in, each once: those alone that are `near`, or are not, where that is said."""
        import numpy as np

        wanted = np.zeros(len(self._rows), dtype=bool)
        wanted[sources] = True
        rows = self._rows[sources]
        one, other, place = self._known.met(rows[rows >= 0])
        one, other = self._index[one], self._index[other]
        kept = (other >= 0) & ((one < other) | ~wanted[other])
        one, other, place = one[kept], other[kept], place[kept]
        flags = said_in(self._known.columns["flags"][place])
        old = Pairs(np.minimum(one, other), np.maximum(one, other), self._known.columns["chance"][place], *flags)
        found = joined_pairs([old, self._fresh.only(wanted[self._fresh.left] | wanted[self._fresh.right])])
        return found if near is None else found.only(has_a_say(found) == near)

    def stated_with(self, sources: Indices) -> Indices:
        """The sources that are said to report the event of one of some sources."""
        import numpy as np

        told = np.unique(self._stated[sources])
        return np.nonzero(np.isin(self._stated, told[told != 0]))[0]


@dataclass(frozen=True)
class Archived:
    """How to look up what is stored of a folder's sources, by their index."""

    keys: Indices
    outlines: Callable[[Sequence[int]], Outlines]
    about: Callable[[Sequence[int]], Sequence[About]]
    details: Callable[[Sequence[int]], Sequence[Details]]


def neighbours(archived: Archived, stored: StoredPairs) -> Neighbours:
    """The pairs of all sources. What is not known of them is worked out, and kept where that is a good part."""
    import numpy as np

    known = stored.read()
    count = len(archived.keys)
    if known is not None:
        rows = _rows(known, archived.keys)
        missing = np.nonzero(rows < 0)[0]
        if len(missing) <= count // 2 and 2 * count >= len(known.columns["keys"]):
            fresh = _beside(archived, known, rows, missing)
            said = dict(zip(missing.tolist(), map(stated_number, archived.about(missing.tolist())), strict=True))
            found = Neighbours(known, rows, fresh, said)
            if many(len(missing), count):
                stored.write(lambda: _parts(archived, found))
            return found
    everything = list(range(count))
    outlines, about = archived.outlines(everything), archived.about(everything)
    pairs = list(every_pair(outlines, about, archived.details))
    stated = list(map(stated_number, about))
    known = stored.write(lambda: _all_parts(archived.keys, outlines, stated, pairs))
    return Neighbours(known, np.arange(count), joined_pairs(()), {})


def _rows(known: Known, keys: Indices) -> Indices:
    """The row of each source, -1 where it has none."""
    import numpy as np

    own = np.asarray(known.columns["keys"])
    order = np.argsort(own)
    place = np.minimum(np.searchsorted(own, keys, sorter=order), len(own) - 1)
    rows = np.where(own[order[place]] == keys, order[place], -1)
    # A copy whose original is gone was not compared with others.
    gone = np.setdiff1d(np.arange(len(own)), rows)
    _, others, place = known.met(gone)
    _, copy, *_ = said_in(known.columns["flags"][place])
    copies = others[copy]
    return np.where(np.isin(rows, copies), -1, rows)


def _beside(archived: Archived, known: Known, rows: Indices, missing: Indices) -> Pairs:
    """The pairs of the sources that are missing, with each other and all others."""
    import numpy as np

    if not len(missing):
        return joined_pairs(())
    there = np.nonzero(rows >= 0)[0]
    # Those that are missing first.
    new = archived.outlines(missing.tolist())

    def outlines(beside: Indices) -> Outlines:
        old = known.outlines(rows[there[beside]])
        return Outlines(
            np.concatenate([new.leads, old.leads]),
            np.concatenate([new.centres, old.centres]),
            np.concatenate([new.days, old.days]),
            Names(
                np.concatenate([new.names.words, old.names.words]),
                np.concatenate([new.names.starts, old.names.starts[1:] + new.names.starts[-1]]),
            ),
        )

    count = len(missing)
    found = [near_to(new, count)]
    # Part by part, so that not all of what is stored is held at once.
    for start in range(0, len(there), PART):
        beside = np.arange(start, min(start + PART, len(there)))
        left, right = near_to(outlines(beside), count)
        found.append((left[right >= count], right[right >= count] + start))
    left, right = (np.concatenate([part[side] for part in found]) for side in (0, 1))
    # Of those that are there, what has a part in any pair.
    met = np.unique(right[right >= count])
    right = np.where(right < count, right, count + np.searchsorted(met, right))
    every = np.concatenate([missing, there[met - count]])

    def about(wanted: Sequence[int]) -> Sequence[About]:
        return archived.about(every[list(wanted)].tolist())

    def details(wanted: Sequence[int]) -> Sequence[Details]:
        return archived.details(every[list(wanted)].tolist())

    pairs = compared(outlines(met - count), left, right, about, details)
    left, right = every[pairs.left], every[pairs.right]
    return Pairs(np.minimum(left, right), np.maximum(left, right), *pairs.columns()[2:])


def _parts(archived: Archived, found: Neighbours) -> Iterator[Columns]:
    """All rows anew, in the order of the sources."""
    import numpy as np

    for start in range(0, len(archived.keys), TILE):
        own = np.arange(start, min(start + TILE, len(archived.keys)))
        pairs = found.pairs(own)
        yield part_of(own, archived.keys, found._stated[own].tolist(), archived.outlines(own.tolist()), [pairs])


def _all_parts(keys: Indices, outlines: Outlines, stated: Sequence[int], pairs: Sequence[Pairs]) -> Iterator[Columns]:
    import numpy as np

    for start in range(0, len(keys), TILE):
        own = np.arange(start, min(start + TILE, len(keys)))
        yield part_of(own, keys, stated[start : start + TILE], outlines.only(own), pairs)


def part_of(own: Indices, keys: Indices, stated: Sequence[int], outlines: Outlines, pairs: Sequence[Pairs]) -> Columns:
    """The rows of the sources `own`, which lie one after the other among all, from pairs by row among which all of theirs are."""
    import numpy as np

    def inside(rows: Indices) -> Any:
        return (rows >= own[0]) & (rows <= own[-1])

    every = joined_pairs(part.only(inside(part.left) | inside(part.right)) for part in pairs)
    # Each pair twice: a row of either source.
    owners, others = np.concatenate([every.left, every.right]), np.concatenate([every.right, every.left])
    mine = np.nonzero(inside(owners))[0]
    order = mine[np.lexsort((others[mine], owners[mine]))]
    pair = order % max(1, len(every.left))
    return {
        "keys": keys[own],
        "stated": np.array(stated, dtype=np.int64),
        "days": outlines.days,
        "leads": outlines.leads.ravel(),
        "centres": outlines.centres.ravel(),
        "names": outlines.names.words,
        "named": np.diff(outlines.names.starts),
        "met": np.bincount(owners[order] - own[0], minlength=len(own)),
        "others": others[order],
        "chance": every.chance[pair],
        "flags": flags_of(every)[pair],
    }
