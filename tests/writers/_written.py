"""Reports written to text, and shuffled ones that must be written alike."""

from __future__ import annotations

import io
import random
from dataclasses import replace

from consistency.model import Report
from consistency.model.protocols import Writer


def written(writer: Writer, report: Report) -> str:
    stream = io.StringIO()
    writer(report, stream)
    return stream.getvalue()


def shuffled(report: Report, seed: int) -> Report:
    """The same report with each list in another order."""
    chance = random.Random(seed)

    def mix(items: tuple) -> tuple:
        return tuple(chance.sample(items, len(items)))

    return replace(
        report,
        sources=mix(tuple(replace(item, warnings=mix(item.warnings)) for item in report.sources)),
        events=mix(tuple(replace(item, sources=mix(item.sources), related=mix(item.related)) for item in report.events)),
        claims=mix(report.claims),
        groups=mix(tuple(replace(item, claims=mix(item.claims)) for item in report.groups)),
        findings=mix(tuple(replace(item, claims=mix(item.claims), evidence=mix(item.evidence)) for item in report.findings)),
        coverage=mix(tuple(replace(item, told=mix(item.told), silent=mix(item.silent)) for item in report.coverage)),
        skipped=mix(report.skipped),
    )
