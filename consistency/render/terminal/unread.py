"""What could not be compared, in the terminal: one entry a reason."""

from __future__ import annotations

from consistency.model import Report
from consistency.model.safe_text import one_line
from consistency.render.terminal.lines import wrap
from consistency.render.view.unread import NOT_COMPARED, by_reason
from consistency.render.view.wording import counted

SHOWN = 3
"""Names given for one reason."""


def not_compared(report: Report, width: int) -> list[str]:
    """A heading and the reasons; nothing if all could be compared."""
    lines = []
    for reason, paths in by_reason(report.not_compared):
        names = ", ".join(paths[:SHOWN]) + (f" and {counted(len(paths) - SHOWN, 'other')}" if len(paths) > SHOWN else "")
        first, *more = wrap(one_line(f"{names}: {reason}"), width - 2) or [""]
        lines += [f"  {first}", *(f"    {line}" for line in more)]
    return [f"{NOT_COMPARED}, or only in part:", *lines] if lines else []
