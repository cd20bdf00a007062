"""Runs the checks on what is left out: which of an event's matters a source does not tell, a few for each, the most central first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from consistency.analysis.coverage import Survey
from consistency.analysis.statement_match import Matter, Unsaid
from consistency.checks.base import Check, CheckOptions, Omission, Silence, Watch, unwatched
from consistency.checks.ladder import walk
from consistency.checks.runner import active_checks
from consistency.model import Evidence, Finding, Source
from consistency.model.ids import digest
from consistency.model.listing import listed

MOST = 3
"""Findings for one source on one event, be it silent or the only one to tell: more would bury the rest."""
MOST_OF_EVENT = 8
"""Findings on one event."""
NAMED = 4
"""Sources that a message names at most."""
LONGEST = 220
"""Characters of a matter that a message quotes."""


def omissions(survey: Survey, sources: Sequence[Source], options: CheckOptions, watch: Watch = unwatched) -> list[Finding]:
    """The findings on what sources leave out, in no order. What a source tells in other words is not left out."""
    source_of = {source.id: source for source in sources}
    return [
        _finding(check, *weighed, source_of, options)
        for check in active_checks(options)
        for weighed in _chosen(check, survey, source_of, options.confidence, watch)
    ]


def _chosen(
    check: Check, survey: Survey, sources: Mapping[str, Source], least: float, watch: Watch
) -> Iterator[tuple[Matter, Unsaid, Omission]]:
    """What a check finds left out, of each source and event the most central."""
    if check.omit is None:
        return
    silences = walk(check, (Silence(matter, unsaid) for matter, unsaid in survey.matters), watch)
    weighed = [(silence.matter, silence.unsaid, replace(check.omit(silence), rung=rung.name)) for silence, rung in silences]
    weighed = [found for found in weighed if found[2].confidence >= least and not _foreign(*found[:2], sources)]
    weighed.sort(key=lambda found: (-found[0].centrality, -found[2].confidence, found[0].part.claim.id, found[0].part.start))
    silent = Counter(_key(matter) for matter, _, _ in weighed)
    taken: Counter[tuple[str, str]] = Counter()
    told: set[tuple[str, str]] = set()
    for matter, unsaid, item in weighed:
        alone = matter.group is None
        # Where more are silent than tell it, it is those that tell it who stand out.
        if not alone and silent[_key(matter)] >= matter.witnesses:
            continue
        name = matter.part.claim.source if alone else unsaid.sources[0].id
        same = {(name, claim.id) for claim in matter.claims}
        if taken[matter.event, name] < MOST and taken[matter.event, ""] < MOST_OF_EVENT and told.isdisjoint(same):
            taken[matter.event, name] += 1
            taken[matter.event, ""] += 1
            told |= same
            yield matter, unsaid, item


def _foreign(matter: Matter, unsaid: Unsaid, sources: Mapping[str, Source]) -> bool:
    """Whether a part in it has a source in another language, whose words are not looked for."""
    return any(source.foreign for source in unsaid.sources) or any(sources[claim.source].foreign for claim in matter.claims)


def _key(matter: Matter) -> tuple[str, str, int]:
    return matter.event, matter.group or matter.part.claim.id, matter.part.start


def _finding(check: Check, matter: Matter, unsaid: Unsaid, item: Omission, sources: dict[str, Source], options: CheckOptions) -> Finding:
    silent = sorted(unsaid.sources, key=lambda source: source.path)
    told = sorted(matter.claims, key=lambda claim: (claim.id != matter.part.claim.id, sources[claim.source].path, claim.start))
    evidence = []
    for claim in told:
        start, end = (matter.part.start, matter.part.end) if claim.id == matter.part.claim.id else (claim.start, claim.end)
        evidence.append(Evidence(claim.id, "left", start, end, sources[claim.source].text[start:end]))
    names = "\x1f".join([item.value, *(source.name for source in silent)])
    return Finding(
        check=check.id,
        kind=check.rung(item.rung).kind or check.kind,
        severity=options.severity_of(check.id, check.severity),
        confidence=item.confidence,
        message=_message(matter, silent, item.rung, sources),
        because=f"{item.rung}: {item.because}",
        scope="event",
        group=matter.group,
        claims=tuple(sorted(claim.id for claim in matter.claims)),
        evidence=tuple(evidence),
        fingerprint=digest(check.id, "event", names),
        event=matter.event,
        rung=item.rung,
        left_value=item.value,
        silent=tuple(source.id for source in silent),
    )


def _message(matter: Matter, silent: Sequence[Source], rung: str, sources: dict[str, Source]) -> str:
    """One sentence or two with the words of one that tells it, and who does not."""
    words = " ".join(matter.part.text.split()).rstrip(".,;:")
    words = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " \u2026"
    tellers, hushed = sorted({sources[claim.source].label for claim in matter.claims}), sorted({source.label for source in silent})
    who, whom = _names(tellers), _names(hushed)
    breaks_off = rung == "cut off"
    if matter.witnesses < 2:
        left = (
            f"The text of {whom} breaks off and may have reported it further on"
            if breaks_off
            else f"{whom} {'does' if len(hushed) == 1 else 'do'} not"
        )
        return f"Only {who} report{'s' if len(tellers) == 1 else ''} this: \u201c{words}\u201d. {left}."
    left = f"{whom}, whose text breaks off," if breaks_off else whom
    return (
        f"{left} {'does' if len(hushed) == 1 else 'do'} not report what {who} {'does' if len(tellers) == 1 else 'do'}: \u201c{words}\u201d."
    )


def _names(labels: Sequence[str]) -> str:
    """The labels as a list in words; of many the first ones, and how many more."""
    if len(labels) > NAMED:
        labels = [*labels[: NAMED - 1], f"{len(labels) - NAMED + 1} others"]
    return listed(labels)
