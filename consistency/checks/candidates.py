"""Which claims of an event a check compares where likeness of wording is not what brings them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from consistency.model import Claim
from consistency.model.grouping import grouped


def sharing(members: Sequence[Claim], keys_of: Callable[[Claim], Iterable[Hashable]], least: int = 1) -> Iterator[tuple[Claim, Claim]]:
    """Every two of `members` of different sources that have at least `least` keys in common, each pair once, in order.

    Found key by key, so that the cost follows the claims that share one and not the square of all.
    """
    homes = grouped((key, index) for index, claim in enumerate(members) for key in set(keys_of(claim)))
    shared = Counter(pair for indices in homes.values() for pair in combinations(indices, 2))
    for (i, j), count in sorted(shared.items()):
        if count >= least and members[i].source != members[j].source:
            yield members[i], members[j]
