"""The whole story: read -> clean -> split -> facts -> embed -> events -> groups -> checks -> report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.metadata import version

from consistency.analysis.characterisations import framing
from consistency.analysis.comparability import not_compared
from consistency.analysis.coverage import survey
from consistency.analysis.loaded_words import weigh, weighed
from consistency.checks.base import Watch, unwatched
from consistency.checks.omission_runner import omissions
from consistency.checks.reading.run import read, silent
from consistency.checks.runner import active_checks, find, in_order
from consistency.cluster.background import elsewhere
from consistency.cluster.claim_groups import align, group_order, groups
from consistency.cluster.events import events, lead_text
from consistency.cluster.independence import with_origins, witnessed
from consistency.engine.file_places import as_filed
from consistency.engine.narrow import narrowed, touched
from consistency.engine.settings import Settings
from consistency.ingest.folding import folded
from consistency.model import Claim, Report, Skipped, Source, ToolInfo
from consistency.model.protocols import Embedder, EventReader, LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of

Progress = Callable[[str, int, int], None]


def understand(sources: Sequence[Source], language: LanguageModel, progress: Progress | None = None) -> dict[str, list[Claim]]:
    """The claims of each source, by source id, with their facts. One batch through the language model."""
    texts, tell = [texts_of(source) for source in sources], progress or silent
    tell("parse", 0, len(sources))
    parses = iter(language([text for part in texts for text in part]))
    found = {}
    for done, (source, part) in enumerate(zip(sources, texts, strict=True), start=1):
        found[source.id] = extract(split(source, [next(parses) for _ in part]), source)
        tell("parse", done, len(sources))
    return found


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
) -> Report:
    """From sources that were read and cleaned to the report. The order of `sources` changes nothing.

    `reader` reads each event too, where one is given. `claims` are those of each source, by its id, where they are known already. With the
    ids of `new` sources only these are compared, with each other and with the rest, and the report holds no more than that takes.
    `watch` is told of every pair of facts that is compared and where it stops.
    """
    tell = progress or silent
    sources = sorted(map(folded, sources), key=lambda source: (source.path, source.record or 0))
    claims = understand(sources, language, tell) if claims is None else claims
    every = [claim for source in sources for claim in claims[source.id]]
    tell("embed", 0, len(every))
    leads = [lead_text(source, claims[source.id]) for source in sources]
    matrix = embedder([*leads, *(claim.text for claim in every)])
    vectors = {claim.id: matrix[len(leads) + row] for row, claim in enumerate(every)}
    tell("embed", len(every), len(every))
    tell("compare", 0, 3)
    found_events = events(sources, claims, matrix[: len(leads)], vectors)
    tell("compare", 1, 3)
    places = elsewhere(found_events, sources, claims)
    only = None if new is None else touched(new, found_events, {places.get(claim.id, "") for name in new for claim in claims[name]})
    aligned = align(found_events, claims, vectors, places, only)
    found_groups = groups(found_events, aligned, claims, vectors)
    tell("compare", 2, 3)
    said = framing(claims)
    worded = any(check.weighs_words for check in active_checks(settings.checks))
    loading = weigh(aligned if worded else (), embedder, vectors, said)
    findings, made = find(found_events, found_groups, aligned, sources, every, vectors, settings.checks, loading=loading, watch=watch)
    found_events = with_origins(found_events, sources, claims)
    claim_of, source_of = {claim.id: claim for claim in every}, {source.id: source for source in sources}
    found_groups = witnessed(sorted([*found_groups, *made], key=group_order), found_events, claim_of, source_of)
    told = survey(found_events, found_groups, sources, claims, vectors, places, only)
    findings, found_groups, use = read(reader, found_events, found_groups, sources, claims, findings, settings.checks, new, tell)
    findings = in_order([*findings, *omissions(told, sources, settings.checks, watch)])
    tell("compare", 3, 3)
    report = Report(
        tool=ToolInfo(name="consistency", version=version("consistency"), embedder=embedder.id, language_model=language.id, llm=use),
        sources=tuple(sources),
        events=tuple(found_events),
        claims=tuple(sorted(every, key=lambda claim: (claim.source, claim.start))),
        groups=tuple(found_groups),
        findings=tuple(findings),
        coverage=told.coverage,
        alone=told.alone,
        framing=tuple(weighed(said, loading)),
        skipped=tuple(sorted(skipped, key=lambda item: (item.path, item.message))),
        not_compared=not_compared(sources, claims, new or ()),
    )
    return as_filed(report if new is None else narrowed(report, new))
