"""Runs the checks on versions of one document: each sentence that was rewritten between two captures is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from consistency.checks.base import Check, CheckOptions, Context, Difference, Watch, unwatched
from consistency.checks.ladder import differences
from consistency.checks.runner import active_checks
from consistency.model import Claim, Event, Evidence, Finding, Source
from consistency.model.ids import digest

MOST = 12
"""Findings on two versions: where more was rewritten a person reads both."""


def revisions(
    older: Mapping[str, str],
    sources: Sequence[Source],
    claims: Mapping[str, Sequence[Claim]],
    events: Sequence[Event],
    options: CheckOptions,
    watch: Watch = unwatched,
) -> list[Finding]:
    """What changed from each older version to the next newer one, in no order. `older` maps the ids of sources."""
    by_id = {source.id: source for source in sources}
    event_of = {name: event.id for event in events for name in event.sources}
    context = Context(sources=by_id, scope="event", watch=watch)
    found = []
    for check in active_checks(options):
        if check.mode != "versions":
            continue
        for before, after in sorted(older.items()):
            pairs = _rewritten(claims[before], claims[after])
            changed = [(left, right, item) for left, right in pairs for item in differences(check, left, right, context)]
            found += [_finding(check, *difference, by_id, event_of[after], options) for difference in changed[:MOST]]
    return found


def _rewritten(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The sentences that stand in one place in both versions and are not the same, each with what is most like it."""
    from rapidfuzz.fuzz import ratio

    left, right = ([" ".join(claim.text.split()) for claim in part] for part in (before, after))
    for kind, start, end, other, last in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "replace":
            continue
        free = list(range(other, last))
        for at in range(start, end):
            if free:
                best = max(free, key=lambda to: (ratio(left[at], right[to]), -to))
                free.remove(best)
                yield before[at], after[best]


def _finding(
    check: Check, left: Claim, right: Claim, item: Difference, sources: Mapping[str, Source], event: str, options: CheckOptions
) -> Finding:
    outlet = sources[right.source].label
    evidence = tuple(
        Evidence(claim.id, side, start, end, sources[claim.source].text[start:end])  # type: ignore[arg-type]
        for claim, side, (start, end) in ((left, "left", item.spans[0]), (right, "right", item.spans[1]))
    )
    words = [" ".join(part.text.split()).rstrip(".,;:") for part in evidence]
    return Finding(
        check=check.id,
        kind=check.kind,
        severity=options.severity_of(check.id, check.severity),
        confidence=item.confidence,
        message=f"{outlet} revised its page: “{words[0]}” became “{words[1]}”.",
        because=f"{item.rung}: {item.because}",
        scope="event",
        group=None,
        claims=tuple(sorted((left.id, right.id))),
        evidence=evidence,
        fingerprint=digest(check.id, *item.values),
        event=event,
        rung=item.rung,
        left_value=item.values[0],
        right_value=item.values[1],
    )
