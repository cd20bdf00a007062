"""The sample report after a baseline and decisions have been applied: every state that a writer must show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from consistency.triage.baseline import Entry, entries
from consistency.triage.decisions import Decision
from consistency.triage.status import judge
from tests.writers._sample import REPORT

_GONE = Entry("0000aaaa", "name-differs", frozenset({"11111111"}), "Accounts differ on <b>names</b>. @someone\x1b[2J")

JUDGED = replace(
    judge(
        REPORT,
        [entries(REPORT)["9f31c0de"], _GONE],
        [
            Decision("accept", "the ledger <i>rounds</i>, see #12 | @ada", "Ada", fingerprint="1b2c3d4e"),
            Decision("reject", "a table read as prose", fingerprint="c0ffee11"),
            Decision("defer", "asked the desk", until=date(2031, 9, 1), fingerprint="deadbeef"),
            Decision("accept", "until the paper answers", "Bo", date(2031, 1, 1), fingerprint="77aa00bb"),
        ],
        date(2031, 6, 1),
    ),
    added=("s2",),
)
