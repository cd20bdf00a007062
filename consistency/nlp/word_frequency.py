"""How much a shared word tells: rare words weigh more. Frequencies are those of general English, never of the corpus at hand.

A weight that came from the corpus would let an unrelated document change which sources belong together.
"""

from __future__ import annotations

from functools import lru_cache

COMMON = 7.5
"""The Zipf frequency (log10 of occurrences in 10^9 words) of the most common words: these weigh nothing."""


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """The weight of a lemma in [0, 1]: 0 for "the", about 0.5 for a word used ten times in a million, 1 for an unknown one."""
    from wordfreq import zipf_frequency

    return min(1.0, max(0.0, COMMON - zipf_frequency(word, "en")) / COMMON)
