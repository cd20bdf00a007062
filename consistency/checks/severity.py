"""How severe a finding is: by how sure it is."""

from __future__ import annotations

from consistency.model import Kind, Severity

ERROR = 0.9
"""A contradiction this sure is an error: 219 of 223 were right on the train part, each event left out of what was fitted."""
NOTE = 0.75
"""Less sure than this, a finding is a note: from here on nine in ten were right there (302 of 324)."""


def severity(check: Severity, kind: Kind, confidence: float) -> Severity:
    """How loudly to tell a finding: by how sure it is, and no louder than `check` where that is a note."""
    if check == "note" or confidence < NOTE:
        return "note"
    return "error" if kind == "contradiction" and confidence >= ERROR else "warning"
