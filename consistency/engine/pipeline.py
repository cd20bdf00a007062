"""The whole story: read -> clean -> split -> facts -> embed -> events -> groups -> checks -> report.

Events are drawn once, over all sources; what follows is done story by story, for no story knows of another. So the same functions serve
a loop on one machine and the workers of a cluster (`partitions.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from consistency.analysis.characterisations import said
from consistency.analysis.characterised_names import Said, framed, named, targets
from consistency.analysis.comparability import not_compared
from consistency.analysis.coverage import survey
from consistency.analysis.loaded_words import loaded, weigh
from consistency.analysis.row_clauses import with_clauses
from consistency.checks.base import Watch, unwatched
from consistency.checks.omission_runner import omissions
from consistency.checks.reading.run import read
from consistency.checks.runner import active_checks, find, told_apart
from consistency.cluster.background import elsewhere
from consistency.cluster.claim_groups import align, group_order, groups
from consistency.cluster.drafts import Draft, described_all, drawn_from
from consistency.cluster.event_profiles import Profile, lead_text
from consistency.cluster.independence import with_origins, witnessed
from consistency.engine.file_places import as_filed
from consistency.engine.narrow import narrowed, touched
from consistency.engine.settings import Settings
from consistency.ingest.folding import folded
from consistency.model import Claim, Report, Skipped, Source, ToolInfo
from consistency.model.protocols import Embedder, EventReader, LanguageModel, Progress, silent
from consistency.nlp.understanding import understand

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOGETHER = 512
"""Sources whose stories are compared at once; a story that has more is not cut."""


@dataclass(frozen=True)
class Stack:
    """What is known of some sources, by their ids; of claims, the vectors go by the claim's."""

    sources: Mapping[str, Source]
    claims: Mapping[str, Sequence[Claim]]
    profiles: Mapping[str, Profile]
    leads: Mapping[str, NDArray[np.float32]]
    vectors: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing some stories gave, before it is joined with the rest: findings may share a fingerprint, texts are folded, and what is
    said of whom stands under the names that each source uses."""

    report: Report
    said: tuple[Said, ...] = ()


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
    """From sources that were read and cleaned to the report. The order of `sources` changes nothing.

    `reader` reads each event too, where one is given. `claims` and `profiles` are those of each source, by its id, where known; where
    its `stories` are known these are compared, and none are drawn. With the ids of `new` sources only these are compared, with each other
    and with the rest, and the report holds no more than that takes.
    `watch` is told of every pair of facts that is compared and where it stops.
    """
    tell = progress or silent
    sources = sorted(map(folded, sources), key=lambda source: (source.path, source.record or 0))
    claims = understand(sources, language, tell) if claims is None else claims
    every = [claim for source in sources for claim in claims[source.id]]
    tell("embed", 0, len(every))
    matrix = embedder([*(lead_text(source, claims[source.id]) for source in sources), *(claim.text for claim in every)])
    leads = {source.id: matrix[row] for row, source in enumerate(sources)}
    vectors = {claim.id: matrix[len(leads) + row] for row, claim in enumerate(every)}
    tell("embed", len(every), len(every))
    if stories is None or profiles is None:
        stories, profiles = drawn_from(sources, claims, matrix[: len(leads)], vectors, profiles)
    stack = Stack({source.id: source for source in sources}, claims, profiles, leads, vectors)
    # A model that reads events is given all of them, so that it can be asked of several at once.
    parts = packs(stories, TOGETHER if reader is None else len(sources))
    done = []
    for at, part in enumerate(parts):
        tell("compare", at, len(parts))
        done.append(compared(part, stack, settings, embedder, reader=reader, new=new, watch=watch, progress=tell))
    tell("compare", len(parts), len(parts))
    shown_as = targets(named(item.said) for item in done)
    report = joined([finished(item, shown_as, embedder) for item in done], tool(language, embedder), skipped)
    return report if new is None else narrowed(report, new)


def packs(stories: Sequence[Sequence[Draft]], size: int) -> list[list[Draft]]:
    """The stories put together until each lot has `size` sources: those of the largest first, so that none is waited for at the end."""
    ordered = sorted(stories, key=lambda story: (-sum(len(draft.sources) for draft in story), story[0].id))
    found: list[list[Draft]] = []
    room = 0
    for story in ordered:
        need = sum(len(draft.sources) for draft in story)
        if need > room:
            found.append([])
            room = size
        found[-1] += story
        room -= need
    return found


def compared(
    part: Sequence[Draft],
    stack: Stack,
    settings: Settings,
    embedder: Embedder,
    *,
    reader: EventReader | None = None,
    new: Collection[str] | None = None,
    watch: Watch = unwatched,
    progress: Progress = silent,
) -> Compared:
    """Compare the sources of some whole stories. `stack` holds these sources and those beside them; other parameters as `run` has them."""
    own = sorted((name for draft in part for name in draft.sources), key=lambda name: _place(stack.sources[name]))
    sources, claims = [stack.sources[name] for name in own], {name: stack.claims[name] for name in own}
    every, vectors = [claim for name in own for claim in claims[name]], stack.vectors
    events = described_all(part, stack.sources, stack.claims, stack.profiles, stack.leads)
    places = elsewhere(events, sources, claims)
    only = (
        None
        if new is None
        else touched(new, events, {places.get(claim.id, "") for name in claims if name in new for claim in claims[name]})
    )
    aligned = align(events, claims, vectors, places, only)
    found_groups = groups(events, aligned, claims, vectors)
    worded = any(check.weighs_words for check in active_checks(settings.checks))
    loading = weigh(aligned if worded else (), embedder, vectors)
    findings, made = find(events, found_groups, aligned, sources, every, vectors, settings.checks, loading=loading, watch=watch)
    events = with_origins(events, sources, claims)
    claim_of = {claim.id: claim for claim in every}
    found_groups = witnessed(sorted([*found_groups, *made], key=group_order), events, claim_of, {source.id: source for source in sources})
    told = survey(events, found_groups, sources, claims, vectors, places, only)
    findings, found_groups, use = read(reader, events, found_groups, sources, claims, findings, settings.checks, new, progress)
    report = Report(
        tool=ToolInfo("consistency", "", llm=use),
        sources=tuple(sources),
        events=tuple(events),
        claims=tuple(every),
        groups=tuple(found_groups),
        findings=(*findings, *omissions(told, sources, settings.checks, watch)),
        coverage=with_clauses(told.coverage, found_groups, findings, claim_of, vectors, embedder),
        alone=told.alone,
        not_compared=not_compared(sources, claims, new or ()),
    )
    return Compared(report, tuple(said(claims)))


def finished(part: Compared, shown_as: Mapping[str, str], embedder: Embedder) -> Report:
    """A part's report, in the places of its files, with what is said of whom under the names in `shown_as` (see `targets`)."""
    return as_filed(replace(part.report, framing=tuple(loaded(framed(part.said, shown_as), embedder))))


def joined(parts: Sequence[Report], tool: ToolInfo, skipped: Sequence[Skipped]) -> Report:
    """One report of those of all parts. A language model has read all events in one part, or none."""
    events = sorted((event for part in parts for event in part.events), key=lambda event: (event.date or "9999", event.title, event.id))
    place = {event.id: at for at, event in enumerate(events)}
    use = next((part.tool.llm for part in parts if part.tool.llm is not None), None)
    return Report(
        tool=replace(tool, llm=use),
        sources=tuple(sorted((item for part in parts for item in part.sources), key=_place)),
        events=tuple(events),
        claims=tuple(sorted((item for part in parts for item in part.claims), key=lambda claim: (claim.source, claim.start))),
        groups=tuple(sorted((item for part in parts for item in part.groups), key=group_order)),
        findings=tuple(told_apart(item for part in parts for item in part.findings)),
        coverage=tuple(sorted((item for part in parts for item in part.coverage), key=lambda item: item.group)),
        alone=tuple(sorted((item for part in parts for item in part.alone), key=lambda item: place[item.event])),
        framing=tuple(sorted((item for part in parts for item in part.framing), key=lambda item: (item.source, item.start, item.end))),
        skipped=tuple(sorted(skipped, key=lambda item: (item.path, item.message))),
        not_compared=tuple(sorted((item for part in parts for item in part.not_compared), key=lambda item: (item.path, item.message))),
    )


def tool(language: LanguageModel, embedder: Embedder) -> ToolInfo:
    """What made a report."""
    return ToolInfo("consistency", version("consistency"), embedder.id, language.id)


def _place(source: Source) -> tuple[str, int]:
    return source.path, source.record or 0
