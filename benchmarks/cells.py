"""The share of "reports it" cells that are right: `python benchmarks/cells.py [--draw N]`.

A row of the matrix is about one sentence (its anchor); a cell says that another source reports the same fact. The cells of
`accounts/cells.tsv` were drawn from the tool's report on the train part of the accounts and judged by reading both texts. This runs
the tool again and tells the share of right ones among the judged cells that it still shows. `--draw N` prints N cells in the columns
of that file, for a person to judge: those that are known there keep their judgement.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accounts import packs

JUDGED = Path(__file__).resolve().parent / "accounts" / "cells.tsv"
COLUMNS = ("event", "source", "row", "cell", "state", "judged", "why")


def cells(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """The cells in which a source reports a row that is about another source's sentence: its event, the source's path, the sentence that
    the row is about and the source's own sentences in it."""
    source_of = {source["id"]: source["path"] for source in report["sources"]}
    claim_of = {claim["id"]: claim for claim in report["claims"]}
    group_of = {group["id"]: group for group in report["groups"]}
    for row in report["coverage"]:
        anchor = claim_of.get(row["anchor"])
        if anchor is None or group_of[row["group"]]["scope"] != "event":
            continue
        for cell in row["cells"]:
            if cell["state"] == "reports" and cell["source"] != anchor["source"]:
                told = [claim_of[name] for name in group_of[row["group"]]["claims"] if claim_of[name]["source"] == cell["source"]]
                path = source_of[cell["source"]]
                yield path.split("/")[-2], "/".join(path.split("/")[-2:]), _flat(anchor["text"]), " / ".join(_flat(c["text"]) for c in told)


def _flat(text: str) -> str:
    return " ".join(text.split())


def judged() -> dict[tuple[str, str, str, str], tuple[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["event"], row["source"], row["row"], row["cell"]): (row["judged"], row["why"]) for row in rows}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", type=int, default=0, metavar="N", help="print N drawn cells instead")
    given = parser.parse_args()
    from consistency.engine import api

    with tempfile.TemporaryDirectory() as folder:
        packs.unpack(packs.packs("train"), Path(folder))
        found = sorted(set(cells(api.compare([folder]).to_dict())))
    known = judged()
    if given.draw:
        out = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        out.writerow(COLUMNS)
        for cell in sorted(random.Random(0).sample(found, min(given.draw, len(found)))):
            out.writerow((*cell, "reports", *known.get(cell, ("", ""))))
        return 0
    marks = [known[cell][0] for cell in found if cell in known]
    print(f"{len(found)} cells, {len(marks)} of them among the {len(known)} that were judged: {marks.count('right')} right", end="")
    print(f" = {marks.count('right') / len(marks):.3f}" if marks else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
