"""How right the tool is, one figure a line: `python benchmarks/accuracy.py [--only SET] [--curve FILE.svg]`.

Over the test part of the accounts (`benchmarks/accounts`), which nothing is fitted to, and over the marked news of the evaluation data
where that is present (CONSISTENCY_EVAL_DATA, default ../shared). Each set is one run with events as the tool groups them. Intervals hold
95 of 100 draws of a bootstrap over events.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import scoring
from accounts import packs

EVAL = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared")) / "gold"
SETS = ("test", "news", "basil")
BANDS = ((0.0, 0.75), (0.75, 0.85), (0.85, 0.95), (0.95, 1.01))


@contextmanager
def documents(name: str) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """The folder of the documents of a set, and its marked lines."""
    if name == "test":
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder), packs.unpack(packs.packs("test"), Path(folder))
    else:
        lines = (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        yield EVAL / name, [json.loads(line) for line in lines if line.strip()]


def tell(name: str, found: scoring.Outcome, report: dict[str, Any], gold: Sequence[dict[str, Any]]) -> None:
    """Print the figures of one set."""
    print("{}: events B-cubed precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(name, *scoring.events(report, gold)))
    for kind, (together, total) in scoring.groups(report, gold).items():
        print(f"{name}: {kind}: {together} of {total} lines in one group = {together / max(1, total):.3f}")
    (precision, recall), intervals = found.figures(), found.intervals()
    wrong = sum(scoring.counts(alarm) and not alarm.hits for alarm in found.alarms)
    print(f"{name}: {len(found.alarms)} findings, precision {precision:.3f} ({intervals[0][0]:.2f} to {intervals[0][1]:.2f})")
    print(f"{name}: recall {recall:.3f} ({intervals[1][0]:.2f} to {intervals[1][1]:.2f}) of {len(found.wanted)} differences")
    print(f"{name}: false alarms a pair of sources {wrong / max(1, found.pairs):.4f}")
    touched = len({line for alarm in found.alarms if not alarm.hits for line in alarm.silent})
    print(f"{name}: alarms on {touched} of {found.lines} lines that must stay silent")
    hits = Counter(found.wanted[hit][0] for hit in {hit for alarm in found.alarms for hit in alarm.hits} & found.wanted.keys())
    for kind, total in Counter(kind for kind, *_ in found.wanted.values()).most_common():
        print(f"{name}: type {kind}: found {hits[kind]} of {total}")


def tell_checks(found: Sequence[scoring.Outcome]) -> None:
    """Print what each check brings over all sets, and how often findings of each confidence are right."""
    alarms = [alarm for part in found for alarm in part.alarms if scoring.counts(alarm)]
    for check, own in scoring.by(alarms, lambda alarm: alarm.check).items():
        parts = [
            f"{name} {sum(bool(alarm.hits) for alarm in part)} of {len(part)}"
            for name, part in zip(
                SETS, ([a for a in item.alarms if a.check == check and scoring.counts(a)] for item in found), strict=False
            )
            if part
        ]
        print(f"check {check}: {sum(bool(alarm.hits) for alarm in own)} of {len(own)} right ({', '.join(parts)})")
    for low, high in BANDS:
        part = [alarm for alarm in alarms if low <= alarm.confidence < high]
        if part:
            expected = sum(alarm.confidence for alarm in part) / len(part)
            right = sum(bool(alarm.hits) for alarm in part)
            print(f"confidence {low:.2f} to {min(high, 1.0):.2f}: {right} of {len(part)} right, {expected:.2f} expected")


def curve(found: Sequence[scoring.Outcome]) -> list[tuple[float, float]]:
    """Recall and precision over all sets, from the surest finding to all."""
    alarms = sorted((alarm for part in found for alarm in part.alarms if scoring.counts(alarm)), key=lambda alarm: -alarm.confidence)
    wanted = {key for part in found for key in part.wanted}
    points, hits, right = [], set[tuple[str, int]](), 0
    for count, alarm in enumerate(alarms, start=1):
        right += bool(alarm.hits)
        hits |= alarm.hits & wanted
        points.append((len(hits) / max(1, len(wanted)), right / count))
    return points


def drawing(points: Sequence[tuple[float, float]]) -> str:
    """Precision (upwards) over recall (to the right) as an SVG picture of 480 by 360."""
    left, top, width, height = 56, 24, 400, 280
    most = max([0.2, *(recall for recall, _ in points)])

    def at(recall: float, precision: float) -> str:
        return f"{left + recall / most * width:.1f},{top + (1 - precision) * height:.1f}"

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="480" height="360" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Precision over recall of findings, as the least confidence falls</title>",
        '<rect width="480" height="360" fill="#fff"/>',
    ]
    for step in range(6):
        across, up = left + step * width / 5, top + (1 - step / 5) * height
        parts += [
            f'<path d="M{left},{up:.1f}H{left + width}M{across:.1f},{top}V{top + height}" stroke="#ddd" fill="none"/>',
            f'<text x="{left - 8}" y="{up + 4:.1f}" text-anchor="end">{step / 5:.1f}</text>',
            f'<text x="{across:.1f}" y="{top + height + 18}" text-anchor="middle">{step * most / 5:.2f}</text>',
        ]
    line = " ".join(at(*point) for point in points)
    parts += [
        f'<polyline points="{line}" fill="none" stroke="#0b5cad" stroke-width="2"/>',
        f'<text x="{left + width / 2}" y="350" text-anchor="middle">recall</text>',
        f'<text x="14" y="{top + height / 2}" text-anchor="middle" transform="rotate(-90 14 {top + height / 2})">precision</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curve", type=Path, help="also draw the curve of precision over recall into this SVG file")
    parser.add_argument("--only", choices=(*SETS, "ecb"), help="one set alone")
    given = parser.parse_args()
    from consistency.engine import api
    from consistency.engine.adapters import load_models
    from consistency.engine.settings import Models

    language, embedder = load_models(Models())
    found = []
    for name in (given.only,) if given.only else (*SETS, "ecb"):
        if name != "test" and not (EVAL / name).is_dir():
            print(f"{name}: left out, no evaluation data at {EVAL} (CONSISTENCY_EVAL_DATA)")
            continue
        with documents(name) as (folder, gold):
            report = api.compare([folder], language=language, embedder=embedder).to_dict()
        if name == "ecb":
            print("{}: events B-cubed precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(name, *scoring.events(report, ecb_lines(gold))))
            continue
        found.append(scoring.outcome(name, report, gold))
        tell(name, found[-1], report, gold)
    tell_checks(found)
    if given.curve:
        given.curve.parent.mkdir(parents=True, exist_ok=True)
        given.curve.write_text(drawing(curve(found)), encoding="utf-8")
        print(f"wrote {given.curve}")
    return 0


def ecb_lines(gold: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents of the marked coreference data with their events."""
    return [{"kind": "document", "source": line["source"], "event": line["event"]} for line in gold]


if __name__ == "__main__":
    sys.exit(main())
