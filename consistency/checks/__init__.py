"""The checks, one a file in `rules`. Each module defines `CHECK`; `all_checks` finds them, and those that other packages add."""

from __future__ import annotations

from consistency import plugins
from consistency.checks.base import Check


def all_checks() -> list[Check]:
    """Every check, ordered by id. Raises `PluginError` for one of another package that cannot be used."""
    return sorted(
        plugins.named("consistency.checks.rules", "CHECK", "consistency.checks", Check, "id").values(), key=lambda check: check.id
    )
