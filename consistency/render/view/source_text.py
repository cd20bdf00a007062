"""The text of each source with the sentences that the tables link to, so that a link opens at its sentence without the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consistency.model import Claim, Source
from consistency.render.view.disputes import Told

MOST = 400_000
"""Characters that all texts together may have: more would make the page too large, and links then lead to the files."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of a source's text; `anchor` is the id of a sentence that is linked to, else empty."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """`stretches` by the id of the source, `anchors` by the id of the claim. Both are empty if the texts are too long."""

    stretches: Mapping[str, tuple[Stretch, ...]]
    anchors: Mapping[str, str]


def source_texts(told: Iterable[Told]) -> SourceTexts:
    """The sources that the tables link to, cut at the sentences linked to.

    Args:
        told: What the cells of the page's tables link to, in their order.

    Returns:
        Stretches that join to each source's text.
    """
    linked: dict[str, dict[str, Claim]] = {}
    sources: dict[str, Source] = {}
    for one in told:
        source = one.passage.source
        sources[source.id] = source
        linked.setdefault(source.id, {})[one.passage.claim.id] = one.passage.claim
    if sum(len(source.text) for source in sources.values()) > MOST:
        return SourceTexts({}, {})
    anchors = {claim: f"said-{number}" for number, claim in enumerate((name for part in linked.values() for name in part), 1)}
    return SourceTexts({name: _cut(sources[name], part.values(), anchors) for name, part in linked.items()}, anchors)


def _cut(source: Source, claims: Iterable[Claim], anchors: Mapping[str, str]) -> tuple[Stretch, ...]:
    made, at = [], 0
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.end)):
        start, end = max(at, claim.start), max(at, claim.end)
        if start > at:
            made.append(Stretch(source.text[at:start]))
        made.append(Stretch(source.text[start:end], anchors[claim.id]))
        at = end
    return (*made, Stretch(source.text[at:]))
