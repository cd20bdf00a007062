"""Which words mean the same and which the opposite: relations of common English words taken from WordNet 3.0.

The table `data/word_relations.tsv` is made by `scripts/make_lexicon.py`; its licence stands in its first lines.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

NONE: frozenset[str] = frozenset()


def synonyms(word: str) -> frozenset[str]:
    """Words that share a sense with a lemma, or name the next wider sense of it; none for an unknown one."""
    return _table().get(("=", word), NONE)


def antonyms(word: str) -> frozenset[str]:
    """Words that name the opposite of a lemma; none for an unknown one."""
    return _table().get(("!", word), NONE)


@lru_cache(maxsize=20_000)
def contraries(word: str) -> frozenset[str]:
    """The antonyms of a lemma, those of rarer words and of what they are derived from too (conviction, acquittal)."""
    return antonyms(word) | _table().get(("?", word), NONE)


def fields(word: str) -> frozenset[str]:
    """The fields of meaning that the first senses of a noun or verb belong to, as WordNet numbers them: person, body, motion."""
    return _table().get(("^", word), NONE)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], frozenset[str]]:
    found = defaultdict(set)
    for line in (files("consistency") / "data" / "word_relations.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            relation, word, others = line.split("\t")
            for other in others.split():
                found[relation, word].add(other)
                if relation != "^":
                    found[relation, other].add(word)
    return {key: frozenset(value) for key, value in found.items()}
