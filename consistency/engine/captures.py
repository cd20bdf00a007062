"""The pipeline over documents of which some are captures of one page: the newest is compared with others, and with what it was before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from consistency.checks.base import Watch, unwatched
from consistency.checks.revision_runner import revisions
from consistency.checks.runner import told_apart
from consistency.cluster.drafts import Draft
from consistency.cluster.event_profiles import Profile
from consistency.cluster.versions import last_of, superseded, with_versions
from consistency.engine import pipeline
from consistency.engine.file_places import as_filed
from consistency.engine.settings import Settings
from consistency.ingest.folding import folded
from consistency.model import Claim, Finding, Report, Skipped, Source
from consistency.model.protocols import Embedder, EventReader, LanguageModel, Progress, silent
from consistency.nlp.understanding import understand


def run(
    sources: Sequence[Source],
    settings: Settings,
    language: LanguageModel,
    embedder: Embedder,
    *,
    reader: EventReader | None = None,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
    claims: Mapping[str, list[Claim]] | None = None,
    new: Collection[str] | None = None,
    watch: Watch = unwatched,
    profiles: Mapping[str, Profile] | None = None,
    stories: Sequence[Sequence[Draft]] | None = None,
) -> Report:
    """As `pipeline.run`, with older captures of a page beside its newest one; `stories` are those of the newest."""
    older = superseded(sources)
    way: dict[str, Any] = {"reader": reader, "skipped": skipped, "progress": progress, "watch": watch, "profiles": profiles}
    if not older:
        return pipeline.run(sources, settings, language, embedder, claims=claims, new=new, stories=stories, **way)
    sources = [folded(source) for source in sources]
    if claims is None:
        claims = understand(sources, language, progress or silent)
    newest = [source for source in sources if source.id not in older]
    own = {source.id: claims[source.id] for source in newest}
    added = None if new is None else {last_of(name, older) for name in new}
    report = pipeline.run(newest, settings, language, embedder, claims=own, new=added, stories=stories, **way)
    if new is not None:
        report = replace(report, findings=_new_only(report, set(added or ()) - set(new), set(new)))
    report = beside(report, older, sources, claims, settings, new, watch)
    return replace(report, findings=tuple(told_apart(report.findings)))


def _new_only(report: Report, unasked: set[str], asked: set[str]) -> tuple[Finding, ...]:
    """The findings without those of a newest capture of which only an older one is new: what it tells itself is not."""
    home = {claim.id: claim.source for claim in report.claims}
    tellers = [(item, {home[claim] for claim in item.claims}) for item in report.findings]
    return tuple(item for item, told in tellers if told.isdisjoint(unasked) or not told.isdisjoint(asked))


def beside(
    report: Report,
    older: Mapping[str, str],
    sources: Sequence[Source],
    claims: Mapping[str, Sequence[Claim]],
    settings: Settings,
    new: Collection[str] | None = None,
    watch: Watch = unwatched,
    filed: Callable[[Report], Report] = as_filed,
) -> Report:
    """The report on the newest captures with the older ones beside them, and what was rewritten. Findings may share a fingerprint.

    `sources` and `claims` are those of all captures; `filed` brings what is found in them to where the report counts.
    """
    events = with_versions(report.events, older)
    shown = {name for event in events for name in event.sources}
    changed = {before: after for before, after in older.items() if {before, after} <= shown}
    if new is not None:
        changed = {before: after for before, after in changed.items() if before in new or after in new}
    beside = {name for name in older if name in shown}
    involved = [source for source in sources if source.id in beside | set(changed.values())]
    revised = filed(
        Report(
            tool=report.tool,
            sources=tuple(involved),
            claims=tuple(claim for source in involved for claim in claims[source.id]),
            findings=tuple(revisions(changed, sources, claims, events, settings.checks, watch)),
        )
    )
    every = [*report.sources, *(source for source in revised.sources if source.id in beside)]
    said = [*report.claims, *(claim for claim in revised.claims if claim.source in beside)]
    return replace(
        report,
        sources=tuple(sorted(every, key=lambda source: (source.path, source.record or 0))),
        events=tuple(events),
        claims=tuple(sorted(said, key=lambda claim: (claim.source, claim.start))),
        findings=(*report.findings, *revised.findings),
        added=report.added if new is None else tuple(sorted(name for name in new if name in shown)),
    )
