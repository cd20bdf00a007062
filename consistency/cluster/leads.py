"""What the reports of one event open with.

A news report tells the main happening first (the "inverted pyramid"), so the openings of reports of one event tell the same
happening even where hardly a word is shared: one names the verdict, another the sentence that came with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from consistency.model import Claim

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SENTENCES = 4
"""How many sentences, headline and deck among them, count as a report's opening."""
FIRST = 2
"""How many of them say most plainly what the report is about: headline and first sentence."""
NEAR = 0.35
"""Least cosine, on average over the other reports, to their headline or first sentence."""


def opening_claims(sources: Sequence[Sequence[Claim]], vectors: Mapping[str, NDArray[np.float32]]) -> list[Claim]:
    """The claims that tell the event's main happening, from the opening of each source on it; empty if fewer than two do.

    `sources` holds the claims of each source on the event in the order of its text, `vectors` a claim's unit vector by its id.
    """
    import numpy as np

    openings = [claims[:SENTENCES] for claims in sources]
    openings = [opening for opening in openings if opening]
    if len(openings) < 2:
        return []
    firsts = [np.stack([vectors[claim.id] for claim in opening[:FIRST]]).astype(np.float64) for opening in openings]
    found = []
    for own, opening in enumerate(openings):
        matrix = np.stack([vectors[claim.id] for claim in opening]).astype(np.float64)
        nearest = [(matrix @ first.T).max(axis=1) for other, first in enumerate(firsts) if other != own]
        mean = np.round(np.stack(nearest).mean(axis=0), 4)
        found += [claim for place, claim in enumerate(opening) if mean[place] >= NEAR]
    return found if len({claim.source for claim in found}) > 1 else []
