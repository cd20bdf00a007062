"""The checks, one a file. Each module defines `CHECK`; `all_checks` finds them."""

from __future__ import annotations

from consistency.checks.base import Check
from consistency.model import plugins


def all_checks() -> list[Check]:
    """Every check, ordered by id."""
    return sorted(plugins.load("consistency.checks.rules", "CHECK"), key=lambda check: check.id)
