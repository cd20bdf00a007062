"""The packs of this benchmark as documents and gold: `python benchmarks/accounts/packs.py FOLDER [train|test|all]`.

Writes FOLDER/<event>/<source>.txt, FOLDER/<event>/sources.toml and FOLDER/gold.jsonl. Standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PARTS = ("train", "test", "all")


def split_of(pack: dict[str, Any]) -> str:
    """Which part a pack is in: one in four is `test`, the rest `train`. Twins stay together."""
    name = pack.get("twin") or pack["event"]
    return "train" if sha256(name.encode()).digest()[0] % 4 else "test"


def packs(part: str = "all") -> Iterator[dict[str, Any]]:
    """The packs of one part, ordered by file and line.

    Args:
        part: One of `PARTS`.

    Yields:
        One pack, an event with its sources and lines, as README.md describes it.
    """
    for path in sorted(HERE.glob("part-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                pack = json.loads(line)
                if part in ("all", split_of(pack)):
                    yield pack


def unpack(found: Iterable[dict[str, Any]], out: Path) -> list[dict[str, Any]]:
    """Write the documents and manifests of some packs.

    Args:
        found: The packs.
        out: The folder to write into, one folder an event.

    Returns:
        The gold: a line for each document, and each marked line with the spans of its sentences in code points.
    """
    gold: list[dict[str, Any]] = []
    for pack in found:
        folder = out / pack["event"]
        folder.mkdir(parents=True, exist_ok=True)
        spans, manifest = {}, []
        for source in pack["sources"]:
            name = f"{source['id']}.txt"
            path = f"{pack['event']}/{name}"
            text, places = _document(source)
            spans |= {key: {"source": path, "start": start, "end": end} for key, (start, end) in places.items()}
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            facts = {"title": source["headline"], "outlet": source["outlet"], "published": source["published"]}
            manifest.append(f"[{_toml(name)}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in facts.items() if value))
            gold.append({"kind": "document", "event": pack["event"], "source": path})
        (folder / "sources.toml").write_text("\n".join(manifest), encoding="utf-8", newline="\n")
        for line in pack["lines"]:
            sides = {side: [spans[key] for key in line[side]] for side in ("left", "right")}
            kept = {key: line[key] for key in ("kind", "type", "confidence", "why", "left_value", "right_value") if line.get(key)}
            gold.append({**kept, "event": pack["event"], **sides})
    return gold


def _document(source: dict[str, Any]) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text of a source, two sentences a paragraph, and the place of each sentence; number 0 is the headline, which briefs may lack."""
    text = source["headline"] and source["headline"] + "\n"
    places = {f"{source['id']}0": (0, len(source["headline"]))}
    for number, sentence in enumerate(source["sentences"], start=1):
        text += "" if not text else "\n" if number % 2 else " "
        places[f"{source['id']}{number}"] = (len(text), len(text) + len(sentence))
        text += sentence + ("\n" if number % 2 == 0 or number == len(source["sentences"]) else "")
    return text, places


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> int:
    if not 2 <= len(sys.argv) <= 3 or sys.argv[2:] and sys.argv[2] not in PARTS:
        print(__doc__, file=sys.stderr)
        return 2
    out = Path(sys.argv[1])
    gold = unpack(packs(*sys.argv[2:]), out)
    (out / "gold.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in gold), encoding="utf-8")
    documents = sum(line["kind"] == "document" for line in gold)
    print(f"{len({line['event'] for line in gold})} events, {documents} documents, {len(gold) - documents} marked lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
