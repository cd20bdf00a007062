"""What every rendering says of the language model that read the events: what it took, what was dropped, and what it did not read."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.view.wording import counted

NAMED = 3
"""Events that are named of those that were not read; of more, the number is told."""


def read_by(report: Report) -> str:
    """One sentence on what was read and what came of it; empty if nothing was to be read."""
    use = report.tool.llm
    if use is None:
        return ""
    tokens = use.prompt_tokens + use.completion_tokens
    took = f"{counted(use.requests, 'request')}, {counted(tokens, 'token')}"
    told = f"Read by {one_line(use.model)} as well ({took}): {counted(use.proposed, 'difference')} proposed, {use.kept:,} taken"
    if use.dropped:
        told += f"; dropped: {', '.join(f'{number:,} {reason}' for reason, number in use.dropped)}"
    return told + "."


def not_read(report: Report) -> str:
    """Which events the language model was to read and did not, and why; empty if it read all."""
    use = report.tool.llm
    if use is None or not use.problems:
        return ""
    shown = list(dict.fromkeys(use.problems))
    more = f"; and {len(shown) - NAMED:,} more" if len(shown) > NAMED else ""
    told = "; ".join(one_line(problem).rstrip(".") for problem in shown[:NAMED])
    return f"Not all was read by {one_line(use.model)}, and what is found there is found by the checks alone: {told}{more}."


def reading_lines(report: Report) -> Sequence[str]:
    """What is to be said of reading, each in a sentence or two; none if it is off."""
    return [line for line in (not_read(report), read_by(report)) if line]
