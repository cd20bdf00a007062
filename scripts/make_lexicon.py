"""Make `consistency/data/word_relations.tsv` of the files of WordNet 3.0 (Debian's `wordnet-base` has them).

    python scripts/make_lexicon.py /usr/share/wordnet

Keeps single lower-case words that are common enough to stand in news (Zipf frequency 3.2 and more): synonyms are words of one synset, of a
similar one, or of the next wider one; antonyms are WordNet's own.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "consistency" / "data" / "word_relations.tsv"
LEAST_ZIPF = 3.2
LICENCE = (
    "# Relations of words from WordNet 3.0. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.",
    "# Permission to use, copy, modify and distribute this database for any purpose and without fee or royalty is granted,",
    "# provided that this notice appears on all copies. It is provided as is, without any warranty",
    "# (https://wordnet.princeton.edu/license-and-commercial-use).",
    "# Made by scripts/make_lexicon.py: = same or next wider sense, ! opposite.",
)


def common(word: str) -> bool:
    from wordfreq import zipf_frequency

    return word.isalpha() and word.islower() and len(word) > 2 and zipf_frequency(word, "en") >= LEAST_ZIPF


def synsets(folder: Path) -> dict[tuple[str, str], tuple[list[str], list[tuple[str, tuple[str, str], int, int]]]]:
    """By part of speech and offset: the words of a synset, and its pointers (relation, target, word here, word there)."""
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
            )
    return found


def main() -> None:
    found = synsets(Path(sys.argv[1]))
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for words, pointers in found.values():
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
    lines = [f"{relation}\t{word}\t{' '.join(sorted(others))}" for (relation, word), others in sorted(pairs.items())]
    OUT.write_text("\n".join([*LICENCE, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {sum(map(len, pairs.values()))} relations")


if __name__ == "__main__":
    main()
