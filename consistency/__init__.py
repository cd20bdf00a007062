"""consistency: lines up several outlets' accounts of one event and names where they part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Block", "Check", "Claim", "Context", "Difference", "Embedder", "Example", "Pair", "Reader", "Report", "Rung", "Settings",
    "Source", "Writer", "__version__", "check", "compare", "every_two", "read_sources", "to_frame", "write",
]  # fmt: skip

if TYPE_CHECKING:
    from consistency.checks.base import Check, Context, Difference, Example, Pair, Rung, every_two
    from consistency.engine.api import check, compare, read_sources, write
    from consistency.engine.settings import Settings
    from consistency.model import Block, Claim, Report, Source
    from consistency.model.protocols import Embedder, Reader, Writer
    from consistency.render.view.rows import to_frame

_HOMES = {
    "consistency.checks.base": ("Check", "Context", "Difference", "Example", "Pair", "Rung", "every_two"),
    "consistency.engine.api": ("check", "compare", "read_sources", "write"),
    "consistency.engine.settings": ("Settings",),
    "consistency.model": ("Block", "Claim", "Report", "Source"),
    "consistency.model.protocols": ("Embedder", "Reader", "Writer"),
    "consistency.render.view.rows": ("to_frame",),
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `import consistency` stays light."""
    for home, names in _HOMES.items():
        if name in names:
            import importlib

            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
