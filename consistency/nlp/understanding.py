"""Sources to claims with facts: the whole of this room's work."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import Claim, Source
from consistency.model.protocols import LanguageModel, Progress, silent
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of


def understand(sources: Sequence[Source], language: LanguageModel, progress: Progress = silent) -> dict[str, list[Claim]]:
    """The claims of each source, by source id, with their facts. One batch through the language model."""
    texts = [texts_of(source) for source in sources]
    progress("parse", 0, len(sources))
    parses = iter(language([text for part in texts for text in part]))
    found = {}
    for done, (source, part) in enumerate(zip(sources, texts, strict=True), start=1):
        found[source.id] = extract(split(source, [next(parses) for _ in part]), source)
        progress("parse", done, len(sources))
    return found
