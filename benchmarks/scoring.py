"""Scores the findings, events and groups of a report against marked lines, with confidence intervals over events.

The report is the object of `report.json`, the gold a list of lines as `benchmarks/accounts/packs.py` makes them. A source is matched by the
last two parts of its path, a claim by overlap with half of the shorter span. Standard library and numpy only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

import numpy as np

Span = tuple[str, int, int]
ALARM = frozenset({"contradiction", "update"})
SILENT = frozenset({"agreement", "precision", "distinct"})
LEAST = 2
"""Discrepancies that the readers marked with less confidence than this are not asked for."""
RESAMPLES = 2000


@dataclass(frozen=True)
class Alarm:
    """A contradiction or update over several sources that is no note.

    `hits` are the marked discrepancies it touches on both sides, `silent` the lines it touches that must stay silent.
    """

    check: str
    confidence: float
    event: str
    hits: frozenset[tuple[str, int]]
    silent: frozenset[tuple[str, int]]
    framing: bool = False


@dataclass(frozen=True)
class Outcome:
    """The alarms over one set, the discrepancies asked for (line to type, kind and event), silent lines and pairs of sources."""

    alarms: tuple[Alarm, ...]
    wanted: Mapping[tuple[str, int], tuple[str, str, str]]
    lines: int
    pairs: int

    @property
    def events(self) -> list[str]:
        return sorted({event for *_, event in self.wanted.values()} | {alarm.event for alarm in self.alarms})

    def figures(self, without: str = "", least: float = 0.0, only: str = "") -> tuple[float, float]:
        """Precision and recall with one check switched off, from a confidence on, or of one check alone."""
        kept = [a for a in self.alarms if counts(a) and a.check != without and a.confidence >= least and only in ("", a.check)]
        found = {hit for alarm in kept for hit in alarm.hits} & self.wanted.keys()
        return sum(bool(alarm.hits) for alarm in kept) / max(1, len(kept)), len(found) / max(1, len(self.wanted))

    def intervals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """95% intervals of precision and recall by the bootstrap over events (percentiles of `RESAMPLES` draws, seeded)."""
        index = {event: row for row, event in enumerate(self.events)}
        table = np.zeros((len(index), 4))
        for alarm in filter(counts, self.alarms):
            table[index[alarm.event], :2] += (bool(alarm.hits), 1)
        found = {hit for alarm in self.alarms for hit in alarm.hits}
        for key, (_, _, event) in self.wanted.items():
            table[index[event], 2:] += (key in found, 1)
        draws = np.random.default_rng(0).integers(0, max(1, len(index)), (RESAMPLES, len(index)))
        sums = table[draws].sum(axis=1)
        shares = (sums[:, 0] / np.maximum(sums[:, 1], 1), sums[:, 2] / np.maximum(sums[:, 3], 1))
        low, high = np.percentile(shares, (2.5, 97.5), axis=1)
        return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def counts(alarm: Alarm) -> bool:
    """Whether an alarm counts as right or wrong: one that touches nothing but loaded wording is neither."""
    return bool(alarm.hits) or not alarm.framing


def key(path: str) -> str:
    """The last two parts of a path: by them a source is matched."""
    return "/".join(PurePosixPath(path.replace("\\", "/")).parts[-2:])


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans of one source share half of the shorter."""
    if a[0] != b[0]:
        return False
    shared = min(a[2], b[2]) - max(a[1], b[1])
    return shared > 0 and shared * 2 >= min(a[2] - a[1], b[2] - b[1])


def outcome(name: str, report: Mapping[str, Any], gold: Sequence[Mapping[str, Any]]) -> Outcome:
    """What the findings of a report touch of the gold of one set.

    Args:
        name: The name of the set.
        report: The object of `report.json`.
        gold: The marked lines.

    Returns:
        The alarms with what each touches, and what was asked for.
    """
    path_of = {source["id"]: key(source["path"]) for source in report["sources"]}
    place = {claim["id"]: (path_of[claim["source"]], claim["start"], claim["end"]) for claim in report["claims"]}
    event_of = {key(line["source"]): line.get("event", "") for line in gold if line["kind"] == "document"}
    lines = [
        (number, line, *([(key(span["source"]), span["start"], span["end"]) for span in line[side]] for side in ("left", "right")))
        for number, line in enumerate(gold)
        if line["kind"] != "document" and line.get("scope") != "internal"
    ]
    by_source = defaultdict(list)
    for item in lines:
        for source in {span[0] for side in item[2:] for span in side}:
            by_source[source].append(item)
    alarms = []
    for finding in report["findings"]:
        spans = [place[claim] for claim in finding["claims"]]
        if finding["kind"] not in ALARM or finding["severity"] == "note" or len({span[0] for span in spans}) < 2:
            continue
        near = {item[0]: item for span in spans for item in by_source[span[0]]}.values()
        touched = [(number, line) for number, line, *sides in near if all(_touch(spans, side) for side in sides)]
        kinds: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for number, line in touched:
            kinds["hit" if line["kind"] in ALARM else "silent" if line["kind"] in SILENT else "framing"].add((name, number))
        alarms.append(
            Alarm(
                finding["check"],
                finding["confidence"],
                event_of.get(spans[0][0], ""),
                frozenset(kinds["hit"]),
                frozenset(kinds["silent"]),
                bool(kinds["framing"]) and not kinds["hit"],
            )
        )
    wanted = {
        (name, number): (line["type"], line["kind"], line.get("event", ""))
        for number, line, *_ in lines
        if line["kind"] in ALARM and line.get("confidence", LEAST) >= LEAST
    }
    pairs = sum(1 for event in report["events"] for _ in combinations(event["sources"], 2))
    return Outcome(tuple(alarms), wanted, sum(line["kind"] in SILENT for _, line, *_ in lines), pairs)


def _touch(spans: Iterable[Span], side: Sequence[Span]) -> bool:
    return any(overlaps(span, place) for span in spans for place in side)


def bcubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of a grouping of the keys of `gold`."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for item, label in gold.items():
        by_gold[label].add(item)
        by_found[found[item]].add(item)
    shares = [(len(by_gold[gold[i]] & by_found[found[i]]), len(by_found[found[i]]), len(by_gold[gold[i]])) for i in gold]
    precision = sum(both / of for both, of, _ in shares) / max(1, len(shares))
    recall = sum(both / of for both, _, of in shares) / max(1, len(shares))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def events(report: Mapping[str, Any], gold: Iterable[Mapping[str, Any]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of a report's events."""
    path_of = {source["id"]: key(source["path"]) for source in report["sources"]}
    found = {path_of[source]: event["id"] for event in report["events"] for source in event["sources"]}
    marked = {key(line["source"]): line["event"] for line in gold if line["kind"] == "document" and key(line["source"]) in found}
    return bcubed(marked, found)


def groups(report: Mapping[str, Any], gold: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """By kind of line: how many lines have a left and a right claim in one group, of how many lines."""
    path_of = {source["id"]: key(source["path"]) for source in report["sources"]}
    claims = defaultdict(list)
    for claim in report["claims"]:
        claims[path_of[claim["source"]]].append(((path_of[claim["source"]], claim["start"], claim["end"]), claim["id"]))
    homes = defaultdict(set)
    for group in report["groups"]:
        for claim_id in group["claims"]:
            homes[claim_id].add(group["id"])
    together, total = Counter[str](), Counter[str]()

    def of(side: Iterable[Mapping[str, Any]]) -> set[str]:
        spans = [(key(span["source"]), span["start"], span["end"]) for span in side]
        return {home for span in spans for place, claim_id in claims[span[0]] if overlaps(place, span) for home in homes[claim_id]}

    for line in gold:
        if line["kind"] != "document":
            total[line["kind"]] += 1
            together[line["kind"]] += bool(of(line["left"]) & of(line["right"]))
    return {kind: (together[kind], total[kind]) for kind in sorted(total)}


def by(items: Iterable[Any], name: Callable[[Any], str]) -> dict[str, list[Any]]:
    """Items by a name, names sorted."""
    found = defaultdict(list)
    for item in items:
        found[name(item)].append(item)
    return dict(sorted(found.items()))
