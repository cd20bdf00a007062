"""How right it is, one figure a line: `python benchmarks/accuracy.py [--curve FILE.svg]`.

Over the gold of the evaluation data (CONSISTENCY_EVAL_DATA, default ../shared), each set in one run, with events as the tool
groups them: events, alignment, groups and findings by the data's own scorer; then findings by kind of discrepancy and by check,
what is lost and gained as each check is switched off, how often findings of each confidence are right, and the curve of
precision over recall as the least confidence falls.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

EVAL = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared"))
SETS = ("news", "basil")
PRECISION_WANTED, RECALL_WANTED, ALARMS_WANTED = 0.70, 0.35, 0.3
LEAST = 2
"""Discrepancies that the readers marked with less confidence than this are not asked for."""


@dataclass(frozen=True)
class Alarm:
    """A finding over several sources. `hits` are the marked discrepancies that it touches on both sides, `trap` whether it touches a
    line that must stay silent, `framing` whether it touches nothing but loaded wording."""

    check: str
    confidence: float
    hits: frozenset[tuple[str, int]]
    framing: bool
    trap: bool


@dataclass(frozen=True)
class Outcome:
    """The alarms over one or more sets, the discrepancies asked for by their kind, and the pairs of sources on one event."""

    alarms: tuple[Alarm, ...]
    wanted: dict[tuple[str, int], str]
    pairs: int

    def figures(self, without: str = "", least: float = 0.0) -> tuple[float, float, float]:
        """Precision, recall, and false alarms a pair of sources, with one check switched off, from a confidence on."""
        kept = [
            alarm for alarm in self.alarms if alarm.check != without and alarm.confidence >= least and (alarm.hits or not alarm.framing)
        ]
        right = sum(bool(alarm.hits) for alarm in kept)
        found = {hit for alarm in kept for hit in alarm.hits} & self.wanted.keys()
        return right / max(1, len(kept)), len(found) / max(1, len(self.wanted)), (len(kept) - right) / max(1, self.pairs)


def scorer() -> Any:
    """The scorer that comes with the evaluation data."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVAL / "score" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcome(
    name: str, report: dict[str, Any], gold: list[dict[str, Any]], path_of: dict[str, str], claims: dict[str, Any], score: Any
) -> Outcome:
    """What the findings of one report touch of the gold of one set."""
    lines = [
        (number, line, *([(score.key(span["source"]), span["start"], span["end"]) for span in line[side]] for side in ("left", "right")))
        for number, line in enumerate(gold)
        if line["kind"] != "document"
    ]
    alarms = []
    for finding in report["findings"]:
        spans = [claims[claim] for claim in finding["claims"]]
        if finding["kind"] not in score.ALARM or finding["severity"] == "note" or len({span[0] for span in spans}) < 2:
            continue
        touched = [
            (number, line)
            for number, line, left, right in lines
            if all(any(score.overlaps(span, place) for span in spans for place in side) for side in (left, right))
        ]
        kinds = {line["kind"] for _, line in touched}
        hits = frozenset((name, number) for number, line in touched if line["kind"] in score.ALARM)
        alarms.append(Alarm(finding["check"], finding["confidence"], hits, "framing" in kinds and not hits, bool(kinds) and not hits))
    wanted = {(name, n): line["type"] for n, line, *_ in lines if line["kind"] in score.ALARM and line.get("confidence", LEAST) >= LEAST}
    return Outcome(tuple(alarms), wanted, sum(1 for event in report["events"] for _ in combinations(event["sources"], 2)))


def silent_lines(name: str, outcome: Outcome, gold: list[dict[str, Any]]) -> str:
    total = sum(line["kind"] in {"agreement", "precision", "distinct"} for line in gold)
    trapped = sum(alarm.trap and not alarm.framing for alarm in outcome.alarms)
    return f"{name}: alarms on lines that must stay silent: {trapped} over {total} lines = {trapped / max(1, total):.3f} (at most 0.02)"


def tell(outcome: Outcome) -> None:
    """The figures over all sets."""
    precision, recall, false = outcome.figures()
    print(f"findings: precision {precision:.3f} (at least {PRECISION_WANTED}), recall {recall:.3f} (at least {RECALL_WANTED}), ", end="")
    print(f"false alarms a pair of sources {false:.3f} (at most {ALARMS_WANTED})")
    kinds, found = (
        Counter(outcome.wanted.values()),
        Counter(outcome.wanted[hit] for hit in {h for a in outcome.alarms for h in a.hits} & outcome.wanted.keys()),
    )
    for kind, count in kinds.most_common():
        print(f"kind {kind}: found {found[kind]} of {count}")
    for check in sorted({alarm.check for alarm in outcome.alarms}):
        own = [alarm for alarm in outcome.alarms if alarm.check == check]
        without = outcome.figures(without=check)
        print(
            f"check {check}: alarms {len(own)}, right {sum(bool(alarm.hits) for alarm in own)}; without it precision {without[0]:.3f} "
            f"({without[0] - precision:+.3f}), recall {without[1]:.3f} ({without[1] - recall:+.3f}), false alarms a pair {without[2]:.3f}"
        )
    for low, high in ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        part = [alarm for alarm in outcome.alarms if low <= alarm.confidence < high]
        if part:
            mean = sum(alarm.confidence for alarm in part) / len(part)
            print(
                f"confidence {low:.1f} to {min(high, 1.0):.1f}: {sum(bool(a.hits) for a in part)} of {len(part)} right, {mean:.2f} expected"
            )


def curve(outcome: Outcome) -> list[tuple[float, float, float]]:
    """Least confidence, precision and recall, from the surest finding to all."""
    levels = sorted({alarm.confidence for alarm in outcome.alarms}, reverse=True)
    return [(level, *outcome.figures(least=level)[:2]) for level in levels]


def drawing(points: Sequence[tuple[float, float, float]]) -> str:
    """The curve as an SVG picture, 480 by 360, recall to the right and precision upwards, with the aim as a hollow mark."""
    left, top, width, height = 56, 24, 400, 280

    def at(recall: float, precision: float) -> str:
        return f"{left + recall * width:.1f},{top + (1 - precision) * height:.1f}"

    ticks = [round(0.2 * step, 1) for step in range(6)]
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="480" height="360" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Precision over recall of findings, as the least confidence falls</title>",
        '<rect width="480" height="360" fill="#fff"/>',
    ]
    for tick in ticks:
        across, up = left + tick * width, top + (1 - tick) * height
        parts += [
            f'<path d="M{left},{up:.1f}H{left + width}M{across:.1f},{top}V{top + height}" stroke="#ddd" fill="none"/>',
            f'<text x="{left - 8}" y="{up + 4:.1f}" text-anchor="end">{tick}</text>',
            f'<text x="{across:.1f}" y="{top + height + 18}" text-anchor="middle">{tick}</text>',
        ]
    line = " ".join(at(recall, precision) for _, precision, recall in points)
    aim = at(RECALL_WANTED, PRECISION_WANTED).split(",")
    parts += [
        f'<polyline points="{line}" fill="none" stroke="#0b5cad" stroke-width="2"/>',
        f'<circle cx="{aim[0]}" cy="{aim[1]}" r="5" fill="none" stroke="#a33" stroke-width="2"/>',
        f'<text x="{float(aim[0]) + 9:.1f}" y="{float(aim[1]) + 4:.1f}" fill="#a33">aim</text>',
        f'<text x="{left + width / 2}" y="350" text-anchor="middle">recall</text>',
        f'<text x="14" y="{top + height / 2}" text-anchor="middle" transform="rotate(-90 14 {top + height / 2})">precision</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curve", type=Path, help="also draw the curve of precision over recall into this SVG file")
    given = parser.parse_args()
    if not (EVAL / "gold").is_dir():
        print(f"no evaluation data at {EVAL}: set CONSISTENCY_EVAL_DATA to its folder", file=sys.stderr)
        return 2
    from consistency.engine import api
    from consistency.engine.adapters import load_models
    from consistency.engine.settings import Models

    score = scorer()
    language, embedder = load_models(Models())
    found = []
    for name in ("ecb", *SETS):
        data = api.compare([EVAL / "gold" / name], language=language, embedder=embedder).to_dict()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "report.json"
            file.write_text(json.dumps(data), encoding="utf-8")
            report, gold, path_of, claims = score.load(file, EVAL / "gold" / f"{name}.jsonl")
        print(f"{name}: ", end="")
        score.score_events(report, gold, path_of, claims)
        if name == "ecb":
            print(f"{name}: ", end="")
            score.score_align(report, gold, path_of, claims)
            continue
        score.score_groups(report, gold, path_of, claims)
        found.append(outcome(name, report, gold, path_of, claims, score))
        precision, recall, false = found[-1].figures()
        print(f"{name}: findings precision {precision:.3f}, recall {recall:.3f}, false alarms a pair of sources {false:.3f}")
        print(silent_lines(name, found[-1], gold))
    every = Outcome(
        tuple(alarm for part in found for alarm in part.alarms),
        {key: kind for part in found for key, kind in part.wanted.items()},
        sum(part.pairs for part in found),
    )
    tell(every)
    if given.curve:
        given.curve.parent.mkdir(parents=True, exist_ok=True)
        given.curve.write_text(drawing(curve(every)), encoding="utf-8")
        print(f"wrote {given.curve}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
