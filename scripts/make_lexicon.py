"""Make `consistency/data/word_relations.tsv` of the files of WordNet 3.0 (Debian's `wordnet-base` has them).

    python scripts/make_lexicon.py /usr/share/wordnet

Keeps single lower-case words that are common enough to stand in news (Zipf frequency 3.2 and more): synonyms are words of one synset, of a
similar one, or of the next wider one; antonyms are WordNet's own. Beside these stand, also for rarer words, the opposites of words and of
what is derived from them (conviction of convict, acquittal of acquit), and the fields that the first senses of a word belong to (body,
act, person).
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "consistency" / "data" / "word_relations.tsv"
LEAST_ZIPF = 3.2
RARER_ZIPF = 2.4
FIELD_ZIPF = 2.8
SENSES = 2
"""Of a word, most used first: a rarer sense says little about what is meant."""
LICENCE = (
    "# Relations of words from WordNet 3.0. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.",
    "# Permission to use, copy, modify and distribute this database for any purpose and without fee or royalty is granted,",
    "# provided that this notice appears on all copies. It is provided as is, without any warranty",
    "# (https://wordnet.princeton.edu/license-and-commercial-use).",
    "# Made by scripts/make_lexicon.py: = same or next wider sense, ! opposite, ? opposite of a rarer or derived word, ^ fields.",
)


Synset = tuple[list[str], list[tuple[str, tuple[str, str], int, int]], str]


def common(word: str, least: float = LEAST_ZIPF) -> bool:
    from wordfreq import zipf_frequency

    return word.isalpha() and word.islower() and len(word) > 2 and zipf_frequency(word, "en") >= least


def synsets(folder: Path) -> dict[tuple[str, str], Synset]:
    """By part of speech and offset: the words of a synset, its pointers (relation, target, word here, word there) and its field."""
    found = {}
    for name, mark in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", fields[4 + 2 * index]) for index in range(count)]
            first = 5 + 2 * count
            pointers = [fields[first + 4 * index : first + 4 * index + 4] for index in range(int(fields[first - 1]))]
            found[mark, fields[0]] = (
                words,
                [(rel, (pos.replace("s", "a"), offset), int(ends[:2], 16), int(ends[2:], 16)) for rel, offset, pos, ends in pointers],
                fields[1],
            )
    return found


def opposites(found: dict[tuple[str, str], Synset]) -> set[tuple[str, str]]:
    """The antonyms, and the words of one part of speech that are derived from two antonyms."""
    pairs, derived = [], defaultdict(set)
    for (mark, _), (words, pointers, _) in found.items():
        for relation, target, here, there in pointers:
            if here and there and relation in {"!", "+"}:
                one, other = (words[here - 1], mark), (found[target][0][there - 1], target[0])
                if relation == "!":
                    pairs.append((one, other))
                else:
                    derived[one].add(other)
    every = {(a[0], b[0]) for a, b in pairs}
    every |= {(x, y) for a, b in pairs for x, mark in derived[a] for y, other in derived[b] if mark == other}
    return {(min(pair), max(pair)) for pair in every if pair[0] != pair[1] and all(common(word, RARER_ZIPF) for word in pair)}


def fields_of(folder: Path, found: dict[tuple[str, str], Synset]) -> dict[str, set[str]]:
    """The fields of the first senses of each noun and verb."""
    fields = defaultdict(set)
    for name, mark in (("noun", "n"), ("verb", "v")):
        for line in (folder / f"index.{name}").read_text(encoding="latin-1").splitlines():
            word, *rest = line.split()
            if not line.startswith(" ") and common(word, FIELD_ZIPF):
                for offset in rest[-int(rest[1]) :][:SENSES]:
                    fields[word].add(found[mark, offset][2])
    return fields


def main() -> None:
    found = synsets(Path(sys.argv[1]))
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for words, pointers, _ in found.values():
        here = [word for word in words if common(word)]
        same = {(a, b) for a in here for b in here}
        for relation, target, source_word, target_word in pointers:
            there = found[target][0]
            if relation in {"&", "@"}:
                same |= {(a, b) for a in here for b in there if common(b)}
            elif relation == "!" and source_word and target_word:
                a, b = words[source_word - 1], there[target_word - 1]
                if common(a) and common(b):
                    pairs["!", min(a, b)].add(max(a, b))
        for a, b in same:
            if a != b:
                pairs["=", min(a, b)].add(max(a, b))
    for a, b in opposites(found):
        if b not in pairs.get(("!", a), ()):
            pairs["?", a].add(b)
    for word, fields in fields_of(Path(sys.argv[1]), found).items():
        pairs["^", word] = fields
    lines = [f"{relation}\t{word}\t{' '.join(sorted(others))}" for (relation, word), others in sorted(pairs.items())]
    OUT.write_text("\n".join([*LICENCE, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {sum(map(len, pairs.values()))} relations")


if __name__ == "__main__":
    main()
