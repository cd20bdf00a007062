"""Runs the checks over the groups and joins what they find: one finding for one disagreement, however many sources tell it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, cast

from consistency.analysis.loaded_words import Loading
from consistency.checks import all_checks
from consistency.checks.base import Check, CheckOptions, Context, Difference, Watch, unwatched
from consistency.checks.calibration import calibrated, shifted
from consistency.checks.ladder import differences
from consistency.checks.merging import merged
from consistency.checks.predication_pairs import cached_frames
from consistency.checks.severity import severity
from consistency.checks.wording import Wording
from consistency.cluster.claim_groups import Aligned, make_group
from consistency.errors import SettingsError
from consistency.model import DIFFERENCES, SEVERITIES, Claim, Event, Evidence, Finding, Group, Scope, Side, Source
from consistency.model.grouping import grouped
from consistency.model.ids import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GENERAL = "detail-differs"
"""The check that looks at any words; where another one names what differs in the same two claims, that one speaks."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One side of a difference at one place."""

    claim: Claim
    start: int
    end: int


@dataclass(slots=True)
class _Disagreement:
    """Everything found so far on one slot between two values."""

    check: Check
    scope: Scope
    event: str
    best: Difference
    sides: dict[str, dict[tuple[str, int, int], _Place]] = field(default_factory=dict)


def active_checks(options: CheckOptions) -> list[Check]:
    """The checks that the options switch on. Raises `SettingsError` for a check that does not exist."""
    checks = all_checks()
    known = {check.id for check in checks}
    for name in sorted({*options.enable, *options.disable, *options.severity} - known):
        raise SettingsError(f"there is no check {name!r}: the checks are {', '.join(sorted(known))}")
    return [check for check in checks if (not options.enable or check.id in options.enable) and check.id not in options.disable]


def find(
    events: Sequence[Event],
    groups: Sequence[Group],
    aligned: Sequence[Aligned],
    sources: Sequence[Source],
    claims: Sequence[Claim],
    vectors: Mapping[str, NDArray[np.float32]],
    options: CheckOptions,
    calibrate: Callable[[str, float], float] = calibrated,
    loading: Loading = lambda word: 0.0,
    watch: Watch = unwatched,
) -> tuple[list[Finding], list[Group]]:
    """All findings, worst first: by severity, then confidence, then text; and the groups that only these findings make.

    Claims that a check finds to be of one thing stand together even where their wording alone would not have grouped them.
    `vectors` maps a claim's id to its embedding; `calibrate` turns a check's id and raw confidence into a chance,
    for those checks whose confidence is none yet; `loading` tells how loaded a word is; `watch` is told of every pair
    of facts.
    """
    checks = active_checks(options)
    claim_of = {claim.id: claim for claim in claims}
    source_of = {source.id: source for source in sources}
    event_of = {source: event.id for event in events for source in event.sources}
    # The rules are made for English: what is in another language is grouped and shown, and compared by a language model only.
    claims = [claim for claim in claims if not source_of[claim.source].foreign]
    compared = {claim.id for claim in claims}

    def similarity(left: Claim, right: Claim) -> float:
        return round(float(vectors[left.id] @ vectors[right.id]), 4)

    by_source = grouped((claim.source, claim) for claim in claims)

    def around(claim: Claim) -> Sequence[Claim]:
        return by_source[claim.source]

    predications = cached_frames()
    found: dict[tuple[str, ...], _Disagreement] = {}
    context = Context(
        sources=source_of, scope="event", similarity=similarity, frames=predications, around=around, loading=loading, watch=watch
    )
    for part in aligned:
        own = replace(context, linked=part.linked())
        for check in (check for check in checks if check.mode == "across" and "event" in check.scopes):
            _compare(found, check, part.event, _event_pairs(part, check, compared), own)
    context = replace(context, scope="standing")
    for group in (group for group in groups if group.scope == "standing"):
        members = [claim_of[name] for name in group.claims if name in compared]
        for check in (check for check in checks if check.mode == "across" and "standing" in check.scopes):
            _compare(found, check, group.event, _standing_pairs(members, check, event_of), context)
    context = Context(sources=source_of, scope="internal", similarity=similarity, frames=predications, around=around, watch=watch)
    for source in sorted(by_source):
        for check in (check for check in checks if check.mode == "within"):
            _compare(found, check, f"{event_of[source]} {source}", _own_pairs(by_source[source], check), context)
    sure = {
        key: shifted(
            item.best.confidence if item.check.calibrated else calibrate(item.check.id, item.best.confidence),
            options.shifts.get(item.check.id, 0.0),
        )
        for key, item in found.items()
    }
    homes = Homes(groups)
    made = [_finding(item, source_of, options, sure[key]) for key, item in found.items() if sure[key] >= options.confidence]
    one_each = merged(_said_once(made, options))
    worded = Wording(claim_of, source_of)
    findings = [worded(replace(item, group=_home(item, homes, claim_of))) for item in one_each]
    return in_order(findings), homes.made


def _said_once(findings: Sequence[Finding], options: CheckOptions) -> list[Finding]:
    """Without those of a check that looks at any words, where a check of one kind of fact found the same two places.

    The finding that stays is as sure as the surer of the two: that the sentences agree in all but this says more than either fact alone.
    """
    named = [finding for finding in findings if finding.check != GENERAL]
    places = {place for finding in named for place in _pairs_of(finding)}
    general = [finding for finding in findings if finding.check == GENERAL]
    sure: dict[tuple[str, ...], float] = {}
    for finding in general:
        for place in _pairs_of(finding):
            sure[place] = max(sure.get(place, 0.0), finding.confidence)
    kept = [finding for finding in general if not places & _pairs_of(finding)]
    return [
        *(_at_least(finding, max((sure.get(place, 0.0) for place in _pairs_of(finding)), default=0.0), options) for finding in named),
        *kept,
    ]


def _at_least(finding: Finding, sure: float, options: CheckOptions) -> Finding:
    """The finding, at least so sure."""
    if finding.kind not in DIFFERENCES or sure <= finding.confidence:
        return finding
    return replace(finding, confidence=sure, severity=options.severity_of(finding.check, severity("warning", finding.kind, sure)))


def _pairs_of(finding: Finding) -> set[tuple[str, ...]]:
    """The pairs of claims that stand against each other."""
    sides = [{item.claim for item in finding.evidence if item.side == side} for side in ("left", "right")]
    return {tuple(sorted((left, right))) for left in sides[0] for right in sides[1]}


def _event_pairs(part: Aligned, check: Check, compared: Collection[str]) -> Iterator[tuple[Claim, Claim]]:
    """The pairs of claims of an event that a check looks at: those that are like each other, or that it finds by itself."""
    named = {claim.id for claim in part.members if claim.id in compared and check.relevant(claim)}
    pairs = check.candidates(part.members) if check.candidates else part.likely(check.least_chance)
    return ((left, right) for left, right in pairs if left.id in named and right.id in named and part.together(left, right))


def _own_pairs(claims: Sequence[Claim], check: Check) -> Iterable[tuple[Claim, Claim]]:
    """The claims of one source, each by itself and against each other."""
    relevant = [claim for claim in claims if check.relevant(claim)]
    return [*((claim, claim) for claim in relevant), *combinations(relevant, 2)]


def _standing_pairs(members: Sequence[Claim], check: Check, event_of: Mapping[str, str]) -> Iterator[tuple[Claim, Claim]]:
    relevant = sorted((claim for claim in members if check.relevant(claim)), key=lambda claim: (claim.source, claim.start))
    return ((left, right) for left, right in combinations(relevant, 2) if event_of[left.source] != event_of[right.source])


def _home(item: Finding, homes: Homes, claims: Mapping[str, Claim]) -> str | None:
    if item.scope == "internal":
        return None
    return homes.of(item.scope, item.event, {name: claims[name] for name in item.claims})


class Homes:
    """Finds the group that a disagreement's claims stand in, and makes one where there is none."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = grouped((claim, group) for group in groups for claim in group.claims)
        self.made: list[Group] = []

    def of(self, scope: Scope, event: str, claims: Mapping[str, Claim]) -> str:
        """The id of the smallest group that holds all of `claims`, which go by id."""
        homes = [group for group in self._groups[min(claims)] if group.scope == scope and set(claims) <= set(group.claims)]
        if homes:
            return min(homes, key=lambda group: (len(group.claims), group.id)).id
        group = make_group(event, scope, claims.values())
        if group not in self.made:
            self.made.append(group)
        return group.id


def _compare(
    found: dict[tuple[str, ...], _Disagreement], check: Check, home: str, pairs: Iterable[tuple[Claim, Claim]], context: Context
) -> None:
    """Add what a check finds in pairs of claims of one home: an event, or a source of one."""
    for left, right in pairs:
        for difference in differences(check, left, right, context):
            key = (check.id, context.scope, home, difference.slot, *sorted(difference.values))
            item = found.setdefault(key, _Disagreement(check, context.scope, home.split()[0], difference))
            if difference.confidence > item.best.confidence:
                item.best = difference
            for value, claim, (start, end) in zip(difference.values, (left, right), difference.spans, strict=True):
                item.sides.setdefault(value, {})[(claim.id, start, end)] = _Place(claim, start, end)


def _finding(item: _Disagreement, sources: Mapping[str, Source], options: CheckOptions, sure: float) -> Finding:
    rung = item.check.rung(item.best.rung)
    ordered = {
        value: sorted(places.values(), key=lambda place: (sources[place.claim.source].path, place.start))
        for value, places in item.sides.items()
    }
    value_of = {(place.claim.id, place.start, place.end): value for value, places in ordered.items() for place in places}
    first, second = sorted(ordered, key=lambda value: (sources[ordered[value][0].claim.source].path, ordered[value][0].start, value))
    evidence = tuple(
        Evidence(
            claim=place.claim.id,
            side=cast(Side, side),
            start=place.start,
            end=place.end,
            text=sources[place.claim.source].text[place.start : place.end],
            value=value_of[place.claim.id, place.start, place.end],
        )
        for side, value in (("left", first), ("right", second))
        for place in ordered[value]
    )
    values = "\x1f".join(sorted((first, second)))
    kind = rung.kind or item.check.kind
    return Finding(
        check=item.check.id,
        kind=kind,
        severity=options.severity_of(item.check.id, severity(item.check.severity, kind, sure)),
        confidence=round(sure, 3),
        message="",
        because=item.best.because,
        scope=item.scope,
        group=None,
        claims=tuple(sorted({place.claim.id for places in ordered.values() for place in places})),
        evidence=evidence,
        fingerprint=digest(item.check.id, item.scope, item.best.slot, values),
        event=item.event,
        rung=item.best.rung,
        left_value=first,
        right_value=second,
        what=item.best.message or item.check.title,
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first: by severity, then confidence, then text."""
    return sorted(findings, key=order_of)


def told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order, no fingerprint twice: those that several share (the same words differ in two events) are numbered."""
    ordered = in_order(findings)
    return [
        replace(finding, fingerprint=name)
        for finding, name in zip(ordered, numbered(finding.fingerprint for finding in ordered), strict=True)
    ]


def numbered(fingerprints: Iterable[str]) -> list[str]:
    """The fingerprints of findings in order, with a number from the second on that has the same."""
    seen: dict[str, int] = {}
    found = []
    for name in fingerprints:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def order_of(finding: Finding) -> tuple[int, float, str, str, str]:
    """What findings are sorted by."""
    return (
        SEVERITIES.index(finding.severity),
        -finding.confidence,
        finding.event,
        finding.check,
        finding.evidence[0].claim + finding.fingerprint,
    )
