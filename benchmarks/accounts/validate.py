"""Check event packs and count what they hold: `python benchmarks/accounts/validate.py [FILE.jsonl ...]`. Standard library only."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = {"contradiction", "update", "framing", "precision", "agreement", "distinct"}
QUOTED = KINDS - {"agreement", "distinct"}
"""Kinds whose lines must name the differing words of each side."""
TYPES = frozenset(
    [
        "number", "money", "percent", "date_time", "duration", "place", "person_entity", "role_title", "age", "quote",
        "attribution", "certainty", "polarity", "outcome_status", "cause_motive", "sequence", "who_did_what", "scope",
        "loaded_word", "other",
    ]
)  # fmt: skip


def faults(pack: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one pack, one sentence each."""
    sentences = {f"{source['id']}0": source["headline"] for source in pack["sources"]}
    for source in pack["sources"]:
        sentences |= {f"{source['id']}{number}": text for number, text in enumerate(source["sentences"], start=1)}
    if not 2 <= len(pack["sources"]) <= 4:
        yield "it must have 2 to 4 sources"
    for index, line in enumerate(pack["lines"]):
        if line["kind"] not in KINDS or line["type"] not in TYPES or line["confidence"] not in (1, 2, 3):
            yield f"line {index}: unknown kind, type or confidence"
        for side in ("left", "right"):
            unknown = [key for key in line[side] if key not in sentences]
            if not line[side] or unknown:
                yield f"line {index}: {side} names no sentence: {unknown}"
                continue
            value = line.get(f"{side}_value")
            if line["kind"] in QUOTED and (not value or value not in sentences[line[side][0]]):
                yield f"line {index}: {side}_value {value!r} does not stand in {line[side][0]}"
        if {key[0] for key in line["left"]} & {key[0] for key in line["right"]}:
            yield f"line {index}: one source is on both sides"


def main() -> int:
    files = [Path(name) for name in sys.argv[1:]] or sorted(Path(__file__).parent.glob("part-*.jsonl"))
    found = [(path, json.loads(line)) for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    wrong = [f"{path.name}: {pack['event']}: {fault}" for path, pack in found for fault in faults(pack)]
    print("\n".join(wrong) or "no fault")
    kinds = Counter(line["kind"] for _, pack in found for line in pack["lines"])
    print(f"{len(found)} events: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
