"""The output formats, one a file. Each module defines `WRITER`; `all_writers` finds them, and those that other packages add."""

from __future__ import annotations

from consistency import plugins
from consistency.model.protocols import Writer


def all_writers() -> dict[str, Writer]:
    """Every output format, by name. Raises `PluginError` for one of another package that cannot be used."""
    return plugins.named("consistency.render.formats", "WRITER", "consistency.writers", Writer, "name")
